"""Questions about municipalities that share in a contract: who pays, and what each of them costs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from contracts.milestones import AchievementStatus
from contracts.models.frameworks import ContractPartner, FrameworkContract
from contracts.models.tracks import Achievement, Participant, Track
from contracts.partners import TracksAfterLeaving, own_share
from contracts.queries.track_figures import fees_of, may_still_earn
from contracts.tracks import LIVE, EndReason, TrackStatus
from townhall.budgets.headings import Purse
from townhall.budgets.kinds import CommitmentStatus
from townhall.budgets.models import Budget, Commitment
from townhall.budgets.queries import budgets_paying, rooms_of
from townhall.budgets.room import Room
from townhall.database import db
from townhall.money import ZERO
from townhall.organisations.models import Organisation
from townhall.organisations.queries import the_municipality


@dataclass(frozen=True)
class MunicipalityCosts:
    """What one municipality ordered and pays under a contract; amounts excl. VAT. Without partner: the own one."""

    organisation: Organisation
    partner: ContractPartner | None
    share: Decimal | None
    tracks: int
    live: int
    earned: Decimal
    open_at_most: Decimal
    room: Room | None
    """What its budget of this year still allows; none without such a budget."""


def partner_for(contract: FrameworkContract, municipality_id: int | None) -> ContractPartner | None:
    """The partner that this municipality is in this contract, also when it left."""
    return next((each for each in contract.partners if each.organisation_id == municipality_id), None)


def payer_of(track: Track, *, on: date) -> int | None:
    """The municipality that pays what this track reaches on this day; none for the contracting municipality itself."""
    payer = track.participant.municipality_id
    partner = partner_for(track.contract, payer)
    return payer if partner is None or partner.facts().pays_for(on) else None


def left_with_partners(tracks: Sequence[Track]) -> dict[str, Commitment]:
    """Per number of a track that was taken over: the partner's last open commitment, for what was reached before."""
    found = db.session.scalars(
        select(Commitment)
        .join(Budget, Commitment.budget_id == Budget.id)
        .where(
            Commitment.reference.in_([track.number for track in tracks]),
            Commitment.status == CommitmentStatus.OPEN,
            Budget.organisation_id != the_municipality().id,
        )
        .options(joinedload(Commitment.budget))
        .order_by(Commitment.id)
    )
    return {commitment.reference: commitment for commitment in found}


def tracks_still_to_pay(partner: ContractPartner) -> list[Track]:
    """The tracks of this partner's people that may still cost something: those that run, and those that ended in work
    and earn as long as it lasts. Each with its commitment."""
    return list(
        db.session.scalars(
            select(Track)
            .join(Track.participant)
            .where(
                Track.contract_id == partner.contract_id,
                Participant.municipality_id == partner.organisation_id,
                or_(Track.status.in_(LIVE), Track.end_reason == EndReason.WORK),
            )
            .options(joinedload(Track.commitment), joinedload(Track.participant), joinedload(Track.contract))
            .order_by(Track.id)
        )
    )


def partners_taking_part(contract_ids: Sequence[int], *, on: date) -> list[Organisation]:
    """The municipalities that share in one of these contracts on this day, by name."""
    return list(
        db.session.scalars(
            select(Organisation)
            .join(ContractPartner, ContractPartner.organisation_id == Organisation.id)
            .where(
                ContractPartner.contract_id.in_(contract_ids),
                or_(ContractPartner.left_on.is_(None), ContractPartner.left_on >= on),
            )
            .distinct()
            .order_by(Organisation.name)
        )
    )


def costs_per_municipality(contract: FrameworkContract, *, today: date) -> list[MunicipalityCosts]:
    """What each municipality in this contract ordered and pays, itself first. A fixed number of queries."""
    own = the_municipality()
    counts, amounts = _counts(contract), _amounts(contract)
    most, lasting = fees_of([contract.id])
    rooms = _rooms(contract, [own.id, *(partner.organisation_id for partner in contract.partners)], today)
    shares = {partner.organisation_id: partner.share for partner in contract.partners}
    shares[own.id] = own_share([partner.facts() for partner in contract.partners], on=today)

    def costs(organisation: Organisation, partner: ContractPartner | None) -> MunicipalityCosts:
        payer = None if partner is None else organisation.id
        tracks, live, in_work = counts[payer]
        verified, waiting, taken = amounts[payer]
        possible = live * most[contract.id] + in_work * lasting[contract.id] - taken
        return MunicipalityCosts(
            organisation=organisation,
            partner=partner,
            share=shares[organisation.id],
            tracks=tracks,
            live=live,
            earned=verified,
            open_at_most=max(possible, ZERO) + waiting,
            room=rooms.get(organisation.id),
        )

    return [costs(own, None), *(costs(partner.organisation, partner) for partner in contract.partners)]


def _counts(contract: FrameworkContract) -> dict[int | None, tuple[int, int, int]]:
    """Per payer: all tracks, those that run, and those that ended in work."""
    rows = db.session.execute(
        select(
            _payer(since=None).label("payer"),
            func.count(Track.id),
            func.count(Track.id).filter(Track.status.in_(LIVE)),
            func.count(Track.id).filter(Track.status == TrackStatus.ENDED, Track.end_reason == EndReason.WORK),
        )
        .join(Track.participant)
        .outerjoin(ContractPartner, _is_its_partner())
        .where(Track.contract_id == contract.id)
        .group_by("payer")
    )
    return defaultdict(lambda: (0, 0, 0), {row[0]: (row[1], row[2], row[3]) for row in rows})


def _amounts(contract: FrameworkContract) -> dict[int | None, tuple[Decimal, Decimal, Decimal]]:
    """Per payer: verified, reported but not yet verified, and what open tracks took of their highest fee."""
    rows = db.session.execute(
        select(
            _payer(since=Achievement.reached_on.expression).label("payer"),
            _payer(since=None).label("bearer"),
            Achievement.status,
            case((may_still_earn(), 1), else_=0).label("still_open"),
            func.sum(Achievement.amount),
        )
        .join(Achievement.track)
        .join(Achievement.milestone)
        .join(Track.participant)
        .outerjoin(ContractPartner, _is_its_partner())
        .where(Track.contract_id == contract.id, Achievement.status != AchievementStatus.REJECTED)
        .group_by("payer", "bearer", Achievement.status, "still_open")
    )
    found: dict[int | None, tuple[Decimal, Decimal, Decimal]] = defaultdict(lambda: (ZERO, ZERO, ZERO))
    for payer, bearer, status, still_open, amount in rows:
        verified, waiting, taken = found[payer]
        if status == AchievementStatus.VERIFIED:
            verified += amount
        else:
            waiting += amount
        found[payer] = (verified, waiting, taken)
        if still_open:  # it comes off what the track may still cost who pays the rest of it
            verified, waiting, taken = found[bearer]
            found[bearer] = (verified, waiting, taken + amount)
    return found


def _is_its_partner() -> ColumnElement[bool]:
    return and_(
        ContractPartner.contract_id == Track.contract_id,
        ContractPartner.organisation_id == Participant.municipality_id,
    )


def _payer(*, since: ColumnElement[date] | None) -> ColumnElement[int | None]:
    """Who pays: the municipality of the person, unless its tracks were taken over (for what was reached since)."""
    is_taken_over = ContractPartner.tracks_after == TracksAfterLeaving.TAKEN_OVER
    if since is not None:
        is_taken_over = and_(is_taken_over, since > ContractPartner.left_on)
    return case((or_(ContractPartner.id.is_(None), is_taken_over), None), else_=Participant.municipality_id)


def _rooms(contract: FrameworkContract, payers: list[int], today: date) -> dict[int, Room]:
    budgets = budgets_paying([Purse(contract.budget_heading, today.year, payer) for payer in payers])
    rooms = rooms_of(list(budgets.values()))
    return {purse.organisation_id: rooms[budget.id] for purse, budget in budgets.items()}
