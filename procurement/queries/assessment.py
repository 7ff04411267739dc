"""Questions about the check, the committee and the scores.

Whoever asks for scores says who he is: the scores of others do not exist until all assessors are in.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from procurement.admissibility import CheckOutcome
from procurement.assessment import MemberFacts, are_all_in
from procurement.bids import BidStatus
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import (
    BidCheck,
    CommitteeMember,
    ConflictStatement,
    ConsensusScore,
    Score,
)
from procurement.models.bids import Bid, BidDeclaration
from procurement.models.tenders import AwardCriterion, Requirement, Tender
from procurement.procedures import EXCLUDING_KINDS, CriterionKind
from procurement.queries.bids import opened_bids
from townhall.accounts.models import Account, AccountRole
from townhall.accounts.roles import Role
from townhall.database import db

#: (id of the bid, id of the criterion)
Cell = tuple[int, int]


def committee_of(tender: Tender) -> list[CommitteeMember]:
    """Who assesses this tender, by name; who stepped down is not among them, nor who only assesses anew."""
    return [each for each in everyone_ever_in(tender) if each.stepped_down_at is None and not each.is_second]


def everyone_ever_in(tender: Tender) -> list[CommitteeMember]:
    """The committee with those who stepped down, by name."""
    return list(
        db.session.scalars(
            select(CommitteeMember)
            .join(Account, Account.id == CommitteeMember.account_id)
            .where(CommitteeMember.tender_id == tender.id)
            .options(joinedload(CommitteeMember.account))
            .order_by(Account.name, CommitteeMember.id)
        )
    )


def member_of(tender: Tender, account_id: int | None) -> CommitteeMember | None:
    """This person as an assessor of this tender; None when he is not, or stepped down."""
    return db.session.scalar(
        select(CommitteeMember)
        .where(
            CommitteeMember.tender_id == tender.id,
            CommitteeMember.account_id == account_id,
            CommitteeMember.stepped_down_at.is_(None),
        )
        .options(joinedload(CommitteeMember.account))
    )


def member_facts(tender: Tender) -> list[MemberFacts]:
    """The committee as values."""
    return [member.facts() for member in committee_of(tender)]


def assessor_accounts() -> list[Account]:
    """Everybody who may be named as assessor, by name."""
    return list(
        db.session.scalars(
            select(Account)
            .join(AccountRole, AccountRole.account_id == Account.id)
            .where(
                AccountRole.role == Role.ASSESSOR,
                Account.activated_at.is_not(None),
                Account.deactivated_at.is_(None),
            )
            .order_by(Account.name)
        )
    )


def statements_of(tender: Tender) -> list[ConflictStatement]:
    """What the assessors declared about the bidders."""
    return list(
        db.session.scalars(
            select(ConflictStatement)
            .join(CommitteeMember, CommitteeMember.id == ConflictStatement.member_id)
            .where(CommitteeMember.tender_id == tender.id)
            .options(
                joinedload(ConflictStatement.member).joinedload(CommitteeMember.account),
                joinedload(ConflictStatement.supplier),
            )
            .order_by(ConflictStatement.id)
        )
    )


def checks_of(bid_ids: Sequence[int]) -> dict[int, BidCheck]:
    """The check per bid, for those that were checked."""
    found = db.session.scalars(select(BidCheck).where(BidCheck.bid_id.in_(bid_ids)))
    return {check.bid_id: check for check in found}


def check_of(bid: Bid) -> BidCheck | None:
    """The check of this bid."""
    return db.session.scalar(select(BidCheck).where(BidCheck.bid_id == bid.id))


def admitted_bids(tender: Tender) -> list[Bid]:
    """The bids that take part in the comparison, by lot and in order of receipt."""
    return list(
        db.session.scalars(
            select(Bid)
            .join(BidCheck, BidCheck.bid_id == Bid.id)
            .where(
                Bid.tender_id == tender.id,
                Bid.status == BidStatus.OPENED,
                BidCheck.outcome == CheckOutcome.ADMITTED,
            )
            .options(joinedload(Bid.supplier), joinedload(Bid.lot))
            .order_by(Bid.lot_id, Bid.received_at, Bid.id)
        )
    )


def rejected_checks(tender: Tender) -> list[BidCheck]:
    """The bids that were set aside, with why."""
    return list(
        db.session.scalars(
            select(BidCheck)
            .join(Bid, Bid.id == BidCheck.bid_id)
            .where(Bid.tender_id == tender.id, BidCheck.outcome == CheckOutcome.REJECTED)
            .options(
                joinedload(BidCheck.bid).joinedload(Bid.supplier),
                joinedload(BidCheck.bid).joinedload(Bid.lot),
            )
            .order_by(Bid.lot_id, Bid.id)
        )
    )


def unchecked_bids(tender: Tender) -> list[str]:
    """The opened bids nobody checked yet, as people name them."""
    bids = opened_bids(tender)
    checked = checks_of([bid.id for bid in bids])
    return [bid_name(bid) for bid in bids if bid.id not in checked]


def bid_name(bid: Bid) -> str:
    """A bid as people name it."""
    return f"{bid.supplier.name} (perceel {bid.lot.number})"


def declarations_of(bid_ids: Sequence[int]) -> dict[int, BidDeclaration]:
    """The opened declarations (UEA) of these bids."""
    found = db.session.scalars(select(BidDeclaration).where(BidDeclaration.bid_id.in_(bid_ids)))
    return {each.bid_id: each for each in found}


def knock_outs_for(bid: Bid) -> list[Requirement]:
    """The requirements a bid must meet, or promise to meet in time: those of the tender and those of its lot."""
    return list(
        db.session.scalars(
            select(Requirement)
            .where(
                Requirement.tender_id == bid.tender_id,
                Requirement.kind.in_(EXCLUDING_KINDS),
                Requirement.dropped_at.is_(None),
                Requirement.lot_id.is_(None) | (Requirement.lot_id == bid.lot_id),
            )
            .order_by(Requirement.section_number, Requirement.number)
        )
    )


def quality_criteria_of(tender: Tender) -> list[AwardCriterion]:
    """The criteria that assessors score."""
    return [each for each in tender.criteria if each.kind == CriterionKind.QUALITY]


def own_scores(member: CommitteeMember) -> dict[Cell, Score]:
    """What this assessor gave so far."""
    found = db.session.scalars(select(Score).where(Score.member_id == member.id))
    return {(each.bid_id, each.criterion_id): each for each in found}


def missing_scores(member: CommitteeMember) -> int:
    """How many scores this assessor still has to give."""
    asked = {
        (bid.id, criterion.id)
        for bid in admitted_bids(member.tender)
        for criterion in quality_criteria_of(member.tender)
    }
    return len(asked - own_scores(member).keys())


def scores_for(tender: Tender, account_id: int | None) -> dict[Cell, list[Score]]:
    """The individual scores this person may see: all when every assessor is in, else only the own ones."""
    statement = (
        select(Score)
        .join(CommitteeMember, CommitteeMember.id == Score.member_id)
        .join(Account, Account.id == CommitteeMember.account_id)
        .where(CommitteeMember.tender_id == tender.id, CommitteeMember.stepped_down_at.is_(None))
        .options(joinedload(Score.member).joinedload(CommitteeMember.account))
        .order_by(Account.name)
    )
    if not are_all_in(member_facts(tender)):
        statement = statement.where(CommitteeMember.account_id == account_id)
    grouped: dict[Cell, list[Score]] = {}
    for each in db.session.scalars(statement):
        grouped.setdefault((each.bid_id, each.criterion_id), []).append(each)
    return grouped


def consensus_of(bid_ids: Sequence[int]) -> dict[Cell, ConsensusScore]:
    """The agreed scores of these bids."""
    found = db.session.scalars(select(ConsensusScore).where(ConsensusScore.bid_id.in_(bid_ids)))
    return {(each.bid_id, each.criterion_id): each for each in found}


def without_consensus(tender: Tender) -> list[str]:
    """Which bids have no agreed score on which criterion yet, as people name them."""
    bids = admitted_bids(tender)
    left_at = max((each.stepped_down_at for each in everyone_ever_in(tender) if each.stepped_down_at), default=None)
    # What was agreed with somebody who stepped down since, is to be agreed again.
    agreed = {
        cell
        for cell, each in consensus_of([bid.id for bid in bids]).items()
        if left_at is None or each.agreed_at >= left_at
    }
    return [
        f"{bid_name(bid)}, {criterion.code}"
        for bid in bids
        for criterion in quality_criteria_of(tender)
        if (bid.id, criterion.id) not in agreed
    ]


def tenders_to_assess(account_id: int | None) -> list[CommitteeMember]:
    """The tenders this person assesses and has not handed in yet, oldest first, with the tender."""
    return list(
        db.session.scalars(
            select(CommitteeMember)
            .join(Tender, Tender.id == CommitteeMember.tender_id)
            .where(
                CommitteeMember.account_id == account_id,
                CommitteeMember.stepped_down_at.is_(None),
                CommitteeMember.submitted_at.is_(None),
                Tender.status.in_((TenderStatus.PUBLISHED, TenderStatus.OPENED, TenderStatus.ASSESSMENT)),
            )
            .options(joinedload(CommitteeMember.tender).selectinload(Tender.lots))
            .order_by(Tender.closes_at, Tender.id)
        )
    )


def assessments_of(account_id: int | None) -> list[CommitteeMember]:
    """Every tender this person is or was an assessor of, newest first."""
    return list(
        db.session.scalars(
            select(CommitteeMember)
            .where(CommitteeMember.account_id == account_id)
            .options(
                joinedload(CommitteeMember.tender).options(selectinload(Tender.lots), selectinload(Tender.criteria))
            )
            .order_by(CommitteeMember.id.desc())
        )
    )


def count_to_assess(account_id: int | None) -> int:
    """How many tenders wait for this assessor, for the menu."""
    return (
        db.session.scalar(
            select(func.count(CommitteeMember.id))
            .join(Tender, Tender.id == CommitteeMember.tender_id)
            .where(
                CommitteeMember.account_id == account_id,
                CommitteeMember.stepped_down_at.is_(None),
                CommitteeMember.submitted_at.is_(None),
                Tender.status == TenderStatus.ASSESSMENT,
            )
        )
        or 0
    )
