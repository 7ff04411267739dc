"""Questions about what assessors declared, about whom not yet, and whose place is empty."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from procurement.assessment import MemberFacts
from procurement.models.assessment import CommitteeMember, ConflictStatement
from procurement.models.tenders import Tender
from procurement.parties import KIND_LABELS, parties_of
from procurement.queries.assessment import committee_of, declarations_of, statements_of
from procurement.queries.bids import opened_bids
from townhall.database import db
from townhall.organisations.models import Organisation


def statements_by(member: CommitteeMember) -> dict[int, ConflictStatement]:
    """What this assessor declared, per bidder (by id)."""
    found = db.session.scalars(select(ConflictStatement).where(ConflictStatement.member_id == member.id))
    return {each.supplier_id: each for each in found}


def has_declared_about(member: CommitteeMember, supplier_id: int) -> bool:
    """Did this assessor declare to have no interest in this bidder? Only then may he read its bid."""
    said = statements_by(member).get(supplier_id)
    return said is not None and not said.has_conflict


def undeclared_bidders(tender: Tender, member: CommitteeMember) -> list[Organisation]:
    """The bidders this assessor still has to declare about, by name."""
    said = statements_by(member)
    open_ones = {bid.supplier_id: bid.supplier for bid in opened_bids(tender) if bid.supplier_id not in said}
    return sorted(open_ones.values(), key=lambda each: each.name)


def firms_bidding_along(tender: Tender) -> dict[int, list[str]]:
    """Per bidder (by id) the members of its combination and its subcontractors on any lot, by name with what it is."""
    bids = opened_bids(tender)
    declared = declarations_of([bid.id for bid in bids])
    found: dict[int, set[str]] = {}
    for bid in bids:
        for party in parties_of(declared[bid.id].parties).firms if bid.id in declared else ():
            found.setdefault(bid.supplier_id, set()).add(f"{party.name} ({KIND_LABELS[party.kind].lower()})")
    return {supplier_id: sorted(names) for supplier_id, names in found.items()}


def facts_at_start(tender: Tender) -> list[MemberFacts]:
    """The committee as values; declared is who did so about every bidder, also about one opened later."""
    bidders = {bid.supplier_id for bid in opened_bids(tender)}
    said: dict[int, set[int]] = {}
    for each in statements_of(tender):
        said.setdefault(each.member_id, set()).add(each.supplier_id)
    return [
        replace(member.facts(), has_declared=bidders <= said.get(member.id, set()) and bool(bidders))
        for member in committee_of(tender)
    ]


def unreplaced(everyone: Sequence[CommitteeMember]) -> list[CommitteeMember]:
    """Of a whole committee those who stepped down and whose place nobody took since."""
    gone = sorted((each for each in everyone if each.stepped_down_at), key=_left_at)
    if not gone:
        return []
    first = _left_at(gone[0])
    return gone[sum(each.appointed_at >= first for each in everyone) :]


def _left_at(member: CommitteeMember) -> datetime:
    assert member.stepped_down_at is not None, "of those who stepped down"
    return member.stepped_down_at
