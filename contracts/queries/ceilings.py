"""Questions about maxima: what is used under each contract, under its lot, and under the whole framework."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from contracts.ceilings import CeilingFacts, CeilingLevel
from contracts.lifecycle import ContractStatus
from contracts.models.frameworks import FrameworkContract
from contracts.queries.track_figures import Used, used_of
from procurement.models.award import LotAward
from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from townhall.database import db
from townhall.money import ZERO

#: As long as a call-off may still be used, all that was ordered counts.
_STILL_ORDERED = frozenset({ContractStatus.DRAFT, ContractStatus.SIGNED})


def ceiling_of(contract: FrameworkContract) -> CeilingFacts:
    """What is used of this contract's own maximum."""
    return ceilings_of([contract])[contract.id]


def ceilings_of(contracts: Sequence[FrameworkContract]) -> dict[int, CeilingFacts]:
    """What is used of each contract's own maximum, call-offs under it included, in a fixed number of queries."""
    return _facts_of({contract.id: contract.maximum_value for contract in contracts})


def levels_of(contracts: Sequence[FrameworkContract]) -> dict[int, tuple[CeilingLevel, ...]]:
    """Every maximum that each contract stands under, its own first, in a fixed number of queries.

    The lot's and the tender's count where other contracts share them. A call-off has its own only: all of that was
    taken of its framework when it was ordered.
    """
    places = _places_of(contracts)
    family = _family_of({place.tender_id for place in places.values()})
    own = _facts_of(
        {contract.id: contract.maximum_value for contract in contracts}
        | {member.id: member.maximum_value for members in family.values() for member in members}
    )
    return {
        contract.id: (
            CeilingLevel("dit contract", own[contract.id]),
            *_shared_levels(places.get(contract.id), family, own),
        )
        for contract in contracts
    }


@dataclass(frozen=True)
class _Place:
    """The lot and the tender that a contract comes from."""

    lot_id: int
    tender_id: int


@dataclass(frozen=True)
class _Member:
    """A contract of a tender, with its lot."""

    id: int
    maximum_value: Decimal | None
    lot_id: int
    lot_number: int
    lot_maximum: Decimal | None
    reference: str


def _places_of(contracts: Sequence[FrameworkContract]) -> dict[int, _Place]:
    by_award = {each.lot_award_id: each.id for each in contracts if each.lot_award_id and not each.framework_id}
    by_bid = {each.admitted_bid_id: each.id for each in contracts if each.admitted_bid_id}
    places: dict[int, _Place] = {}
    for by_source, source in ((by_award, LotAward), (by_bid, Bid)):
        if by_source:
            rows = db.session.execute(
                select(source.id, source.lot_id, source.tender_id).where(source.id.in_(by_source))
            )
            places |= {by_source[source_id]: _Place(lot_id, tender_id) for source_id, lot_id, tender_id in rows}
    return places


def _family_of(tender_ids: set[int]) -> dict[int, list[_Member]]:
    """Per tender its contracts that are not withdrawn, with their lots."""
    if not tender_ids:
        return {}
    admitted = aliased(Bid)
    rows = db.session.execute(
        select(
            FrameworkContract.id, FrameworkContract.maximum_value, Lot.id, Lot.number, Lot.maximum_value,
            Tender.id, Tender.reference,
        )
        .outerjoin(LotAward, LotAward.id == FrameworkContract.lot_award_id)
        .outerjoin(admitted, admitted.id == FrameworkContract.admitted_bid_id)
        .join(Lot, Lot.id == func.coalesce(LotAward.lot_id, admitted.lot_id))
        .join(Tender, Tender.id == Lot.tender_id)
        .where(
            Tender.id.in_(list(tender_ids)),
            FrameworkContract.status != ContractStatus.WITHDRAWN,
            FrameworkContract.framework_id.is_(None),
        )
        .order_by(FrameworkContract.id)
    )  # fmt: skip
    found: dict[int, list[_Member]] = defaultdict(list)
    for contract_id, maximum, lot_id, lot_number, lot_maximum, tender_id, reference in rows:
        found[tender_id].append(_Member(contract_id, maximum, lot_id, lot_number, lot_maximum, reference))
    return found


def _shared_levels(
    place: _Place | None, family: dict[int, list[_Member]], own: dict[int, CeilingFacts]
) -> list[CeilingLevel]:
    """The maximum of the lot and that of all lots together, where more contracts than one are under it."""
    if place is None:
        return []
    members = family[place.tender_id]
    in_lot = [member for member in members if member.lot_id == place.lot_id]
    levels = []
    if len(in_lot) > 1:
        name = f"perceel {in_lot[0].lot_number} van aanbesteding {in_lot[0].reference}"
        levels.append(_together(name, in_lot[0].lot_maximum, in_lot, own))
    if len(members) > len(in_lot):
        name = f"alle percelen van aanbesteding {members[0].reference} samen"
        levels.append(_together(name, _sum_of_lots(members), members, own))
    return levels


def _together(
    name: str, maximum: Decimal | None, members: Sequence[_Member], own: dict[int, CeilingFacts]
) -> CeilingLevel:
    each = [own[member.id] for member in members]
    return CeilingLevel(
        name,
        CeilingFacts(
            maximum=maximum,
            earned=sum((facts.earned for facts in each), ZERO),
            open_at_most=sum((facts.open_at_most for facts in each), ZERO),
            called_off=sum((facts.called_off for facts in each), ZERO),
        ),
    )


def _sum_of_lots(members: Sequence[_Member]) -> Decimal | None:
    """What all lots with a contract may bring together; none when one of them has no maximum."""
    by_lot = {member.lot_id: member.lot_maximum for member in members}
    maxima = [maximum for maximum in by_lot.values() if maximum is not None]
    return sum(maxima, ZERO) if len(maxima) == len(by_lot) else None


def _facts_of(maxima: dict[int, Decimal | None]) -> dict[int, CeilingFacts]:
    children = _call_offs_under(maxima)
    used = used_of([*maxima, *(child.id for child in children)])
    called_off: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for child in children:
        called_off[child.framework_id] += _taken_by(child.status, child.maximum_value, used[child.id])
    return {
        contract_id: CeilingFacts(
            maximum, used[contract_id].earned, used[contract_id].open_at_most, called_off[contract_id]
        )
        for contract_id, maximum in maxima.items()
    }


@dataclass(frozen=True)
class _CallOff:
    id: int
    framework_id: int
    status: ContractStatus
    maximum_value: Decimal | None


def _call_offs_under(contract_ids: Iterable[int]) -> list[_CallOff]:
    rows = db.session.execute(
        select(
            FrameworkContract.id, FrameworkContract.framework_id, FrameworkContract.status,
            FrameworkContract.maximum_value,
        ).where(
            FrameworkContract.framework_id.in_(list(contract_ids)),
            FrameworkContract.status != ContractStatus.WITHDRAWN,
        )
    )  # fmt: skip
    return [_CallOff(own, under, status, maximum) for own, under, status, maximum in rows if under]


def _taken_by(status: ContractStatus, maximum: Decimal | None, used: Used) -> Decimal:
    """What a call-off takes of its framework: all that was ordered while it runs, what it used once it is over."""
    so_far = used.earned + used.open_at_most
    return max(maximum or ZERO, so_far) if status in _STILL_ORDERED else so_far
