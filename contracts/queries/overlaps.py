"""Which clients have tracks that overlap, as far as who asks may see them."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from contracts.models.frameworks import FrameworkContract
from contracts.models.tracks import Participant, Placement, Track
from contracts.overlaps import Overlap, TrackInTime, Work, overlaps_between
from contracts.placement_kinds import PlacementStatus
from contracts.queries.tracks import may_see_contract
from contracts.tracks import TrackStatus
from townhall.accounts.actor import Actor
from townhall.database import db


def participants_with_overlaps(actor: Actor) -> Select[Participant]:
    """Participants of whom the visible tracks show a signal, newest first, for a page."""
    visible = (
        select(Track.id)
        .join(Track.contract)
        .where(may_see_contract(actor), Track.status != TrackStatus.RETURNED)
        .cte("visible")
    )
    one, other = aliased(Track), aliased(Track)
    both = (
        one.id < other.id,
        one.participant_id == other.participant_id,
        one.id.in_(select(visible.c.id)),
        other.id.in_(select(visible.c.id)),
    )
    at_once = (
        select(one.participant_id)
        .join(other, and_(*both))
        .where(
            or_(other.ended_on.is_(None), one.referred_on < other.ended_on),
            or_(one.ended_on.is_(None), other.referred_on < one.ended_on),
        )
    )
    return (
        select(Participant)
        .where(
            or_(
                Participant.id.in_(at_once),
                Participant.id.in_(_same_work_twice(both, one, other)),
                Participant.id.in_(_work_that_does_not_count(actor)),
            )
        )
        .order_by(Participant.id.desc())
    )


def _work_that_does_not_count(actor: Actor) -> Select[int]:
    # Not correlated to the participant: what may be seen is worked out once, and not once per person.
    return (
        select(Track.participant_id)
        .join(Track.contract)
        .join(Track.placements)
        .where(
            may_see_contract(actor),
            Track.status != TrackStatus.RETURNED,
            _stands(Placement),
            or_(Placement.employer_is_supplier, Placement.starts_on < Track.referred_on),
        )
    )


def _stands(placement: type[Placement]) -> ColumnElement[bool]:
    return placement.status != PlacementStatus.WITHDRAWN


def _same_work_twice(both: tuple[ColumnElement[bool], ...], one: type[Track], other: type[Track]) -> Select[int]:
    mine, theirs = aliased(Placement), aliased(Placement)
    known = and_(mine.employer_key.is_not(None), theirs.employer_key.is_not(None))
    return (
        select(one.participant_id)
        .join(other, and_(*both))
        .join(mine, mine.track_id == one.id)
        .join(theirs, theirs.track_id == other.id)
        .where(
            _stands(mine),
            _stands(theirs),
            _goes_on(mine, theirs),
            _goes_on(theirs, mine),
            or_(
                and_(known, mine.employer_key == theirs.employer_key),
                and_(
                    ~known,
                    mine.starts_on == theirs.starts_on,
                    mine.hours_per_week == theirs.hours_per_week,
                ),
            ),
        )
    )


def _goes_on(one: type[Placement], other: type[Placement]) -> ColumnElement[bool]:
    """The one job had not ended when the other began."""
    last = func.coalesce(one.ended_on, one.agreed_until)
    return or_(last.is_(None), last >= other.starts_on)


def overlaps_of(actor: Actor, participant_ids: Sequence[int]) -> dict[int, list[Overlap]]:
    """Per participant: the signals in the tracks that this person may see. Two queries."""
    tracks = db.session.scalars(
        select(Track)
        .join(Track.contract)
        .where(
            Track.participant_id.in_(participant_ids),
            Track.status != TrackStatus.RETURNED,
            may_see_contract(actor),
        )
        .options(
            contains_eager(Track.contract).joinedload(FrameworkContract.supplier),
            selectinload(Track.placements),
            joinedload(Track.participant),
        )
        .order_by(Track.referred_on, Track.id)
    )
    per_person: dict[int, list[TrackInTime]] = defaultdict(list)
    for track in tracks:
        per_person[track.participant_id].append(_in_time(track))
    return {person: found for person, each in per_person.items() if (found := overlaps_between(each))}


def _in_time(track: Track) -> TrackInTime:
    return TrackInTime(
        number=track.number,
        contract_number=track.contract.number,
        supplier_name=track.contract.supplier.name,
        lot=track.contract.title,
        referred_on=track.referred_on,
        until=track.ended_on,
        work=tuple(_as_work(each) for each in track.placements if each.status != PlacementStatus.WITHDRAWN),
    )


def _as_work(placement: Placement) -> Work:
    return Work(
        starts_on=placement.starts_on,
        until=placement.facts().worked_until,
        hours_per_week=placement.hours_per_week,
        employer_key=placement.employer_key,
        employer_is_supplier=placement.employer_is_supplier,
    )
