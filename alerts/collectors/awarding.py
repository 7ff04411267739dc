"""Facts of tenders between opening and contract: scores that are missing, disputes, proofs of the winner."""

from datetime import timedelta

from sqlalchemy import select

from alerts.due import Fact
from alerts.occasion import OccasionKind
from procurement.awarding import LotAwardStatus, ObjectionOutcome
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import CommitteeMember
from procurement.models.award import LotAward, Objection
from procurement.models.tenders import Lot, Tender
from townhall.database import db
from townhall.filters import day, words
from townhall.organisations.models import Organisation

#: An assessor has two weeks from his statement about interests, which opens the file to him (house practice).
DAYS_TO_SCORE = 14
#: A dispute is looked at again a week after it came in.
DAYS_TO_LOOK_AT_DISPUTE = 7


def facts() -> list[Fact]:
    """All facts between opening and contract."""
    return [*missing_scores(), *disputes(), *unchecked_proofs()]


def missing_scores() -> list[Fact]:
    """Assessors who did not hand in their scores yet, each for himself."""
    rows = db.session.execute(
        select(CommitteeMember.id, CommitteeMember.account_id, CommitteeMember.declared_at, Tender)
        .join(Tender, Tender.id == CommitteeMember.tender_id)
        .where(
            Tender.status == TenderStatus.ASSESSMENT,
            CommitteeMember.declared_at.is_not(None),
            CommitteeMember.submitted_at.is_(None),
            CommitteeMember.stepped_down_at.is_(None),
        )
        .order_by(CommitteeMember.id)
    )
    found = []
    for member_id, account_id, declared_at, tender in rows:
        assert declared_at is not None, "asked for above"
        due_on = declared_at.date() + timedelta(days=DAYS_TO_SCORE)
        about = f"{tender.reference} {tender.title}: uw scores worden verwacht op {day(due_on)}."
        url = f"/aanbestedingen/{tender.reference}/beoordeling"
        subject = f"committee_member:{member_id}"
        found.append(Fact(OccasionKind.SCORES_MISSING, subject, about, url, due_on=due_on, owner_id=account_id))
    return found


def disputes() -> list[Fact]:
    """Objections and summonses of which the outcome is not on record."""
    rows = db.session.execute(
        select(Objection, Tender, Lot.number, Organisation.name)
        .join(LotAward, LotAward.id == Objection.lot_award_id)
        .join(Tender, Tender.id == LotAward.tender_id)
        .join(Lot, Lot.id == LotAward.lot_id)
        .join(Organisation, Organisation.id == Objection.supplier_id)
        .where(Objection.outcome == ObjectionOutcome.PENDING)
        .order_by(Objection.id)
    )
    return [
        Fact(
            OccasionKind.DISPUTE_PENDING, f"objection:{objection.id}",
            f"{tender.reference}, perceel {number}: {words(objection.kind).lower()} van {name}, ontvangen op "
            f"{day(objection.received_on)}.",
            f"/aanbestedingen/{tender.reference}/gunning",
            due_on=objection.received_on + timedelta(days=DAYS_TO_LOOK_AT_DISPUTE),
        )
        for objection, tender, number, name in rows
    ]  # fmt: skip


def unchecked_proofs() -> list[Fact]:
    """Provisional awards of which nobody checked the proofs, until the standstill ends."""
    rows = db.session.execute(
        select(LotAward, Tender, Lot.number, Organisation.name)
        .join(Tender, Tender.id == LotAward.tender_id)
        .join(Lot, Lot.id == LotAward.lot_id)
        .join(Organisation, Organisation.id == LotAward.supplier_id)
        .where(
            LotAward.status == LotAwardStatus.PROVISIONAL, LotAward.proofs_checked_at.is_(None),
            LotAward.standstill_ends_on.is_not(None),
        )
        .order_by(LotAward.id)
    )  # fmt: skip
    return [
        Fact(
            OccasionKind.PROOFS_UNCHECKED, f"lot_award:{award.id}",
            f"{tender.reference}, perceel {number}: de bewijzen van {name} zijn niet gecontroleerd. De opschortende "
            f"termijn loopt tot en met {day(award.standstill_ends_on)}.",
            f"/aanbestedingen/{tender.reference}/gunning", due_on=award.standstill_ends_on,
        )
        for award, tender, number, name in rows
    ]  # fmt: skip
