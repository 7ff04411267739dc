"""Who assesses anew when a decision on a lot was taken back."""

from sqlalchemy import select

from procurement.models.assessment import CommitteeMember, Reassessment
from procurement.models.tenders import Tender
from procurement.queries.assessment import everyone_ever_in, member_of
from procurement.queries.awards import decisions_of, lots_reopened
from townhall.database import db


def reassessment_of(tender: Tender) -> Reassessment | None:
    """What was chosen since the last decision; None when nobody chose yet."""
    last = next(iter(decisions_of(tender)), None)
    if last is None:
        return None
    return db.session.scalar(
        select(Reassessment).where(Reassessment.decision_id == last.id).order_by(Reassessment.id.desc()).limit(1)
    )


def reassessments_of(tender: Tender) -> list[Reassessment]:
    """Every choice, oldest first."""
    found = select(Reassessment).where(Reassessment.tender_id == tender.id).order_by(Reassessment.id)
    return list(db.session.scalars(found))


def reassessors_of(tender: Tender) -> list[CommitteeMember]:
    """Who assesses anew, by name: the second committee where there is one, else the first."""
    present = [each for each in everyone_ever_in(tender) if each.stepped_down_at is None]
    return [each for each in present if each.is_second] or present


def begins_without_outcome(tender: Tender, account_id: int | None) -> bool:
    """Whether this person is in a second committee that may still have to score, and so sees no prices or ranking."""
    member = member_of(tender, account_id)
    return member is not None and member.is_second and bool(lots_reopened(tender))
