"""Which clients have tracks that overlap, as far as who asks may see them."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union
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
    one, other = aliased(Track), aliased(Track)
    # By contract, of which there are few: a question per person or per track would take minutes.
    pairs = (
        select(one.participant_id)
        .join(other, and_(one.participant_id == other.participant_id, one.id < other.id))
        .where(_is_visible(one, actor), _is_visible(other, actor))
    )
    at_once = pairs.where(
        or_(other.ended_on.is_(None), one.referred_on < other.ended_on),
        or_(one.ended_on.is_(None), other.referred_on < one.ended_on),
    )
    found = union(at_once, _same_work_twice(pairs, one, other), _work_that_does_not_count(actor))
    return (
        select(Participant)
        .where(Participant.id.in_(select(found.subquery().c.participant_id)))
        .order_by(Participant.id.desc())
    )


def _is_visible(track: type[Track], actor: Actor) -> ColumnElement[bool]:
    contracts = select(FrameworkContract.id).where(may_see_contract(actor))
    return and_(track.contract_id.in_(contracts), track.status != TrackStatus.RETURNED)


def _work_that_does_not_count(actor: Actor) -> Select[int]:
    return (
        select(Track.participant_id)
        .join(Track.placements)
        .where(
            _is_visible(Track, actor),
            _stands(Placement),
            or_(Placement.employer_is_supplier, Placement.starts_on < Track.referred_on),
        )
    )


def _stands(placement: type[Placement]) -> ColumnElement[bool]:
    return placement.status != PlacementStatus.WITHDRAWN


def _same_work_twice(pairs: Select[int], one: type[Track], other: type[Track]) -> Select[int]:
    mine, theirs = aliased(Placement), aliased(Placement)
    known = and_(mine.employer_key.is_not(None), theirs.employer_key.is_not(None))
    return (
        pairs.join(mine, mine.track_id == one.id)
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
