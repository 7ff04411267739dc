"""What two tracks have in common that they should not: one client, one job, paid twice.

A signal explains and decides nothing: somebody looks and judges. People and employers are compared by keyed hashes, so
that nobody has to know who they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations


class OverlapKind(StrEnum):
    """What was found."""

    TWO_TRACKS = "two_tracks"
    SAME_WORK_TWICE = "same_work_twice"
    OWN_FIRM = "own_firm"
    BEFORE_REFERRAL = "before_referral"


@dataclass(frozen=True)
class Work:
    """One job as recorded in a track; no ``until``: it goes on; no ``employer_key``: nobody noted the employer."""

    starts_on: date
    until: date | None
    hours_per_week: object
    employer_key: str | None = None
    employer_is_supplier: bool = False


@dataclass(frozen=True)
class TrackInTime:
    """A track of one client: with whom, from when until when, and the work in it."""

    number: str
    contract_number: str
    supplier_name: str
    lot: str
    referred_on: date
    until: date | None
    work: tuple[Work, ...] = ()


@dataclass(frozen=True)
class Overlap:
    """One signal about one or two tracks, in words."""

    kind: OverlapKind
    tracks: tuple[str, ...]
    text: str


def overlaps_between(tracks: Sequence[TrackInTime]) -> list[Overlap]:
    """Everything that one client's tracks have in common or show by themselves."""
    found = [overlap for track in tracks for overlap in _by_itself(track)]
    for one, other in combinations(tracks, 2):
        if _run_at_once(one, other):
            found.append(_two_tracks(one, other))
        found += _shared_work(one, other)
    return found


def _by_itself(track: TrackInTime) -> list[Overlap]:
    found = []
    for work in track.work:
        if work.employer_is_supplier:
            text = (
                f"In traject {track.number} is de werkgever de aanbieder zelf ({track.supplier_name}). "
                "Dat telt niet als plaatsing."
            )
            found.append(Overlap(OverlapKind.OWN_FIRM, (track.number,), text))
        if work.starts_on < track.referred_on:
            text = (
                f"Het werk in traject {track.number} begon op {_day(work.starts_on)}, voor de aanmelding van "
                f"{_day(track.referred_on)}. Werk dat er al was, telt niet als plaatsing."
            )
            found.append(Overlap(OverlapKind.BEFORE_REFERRAL, (track.number,), text))
    return found


def _run_at_once(one: TrackInTime, other: TrackInTime) -> bool:
    """Were both tracks open at once? One that begins on the day on which the other ends, follows it."""
    return one.referred_on < (other.until or date.max) and other.referred_on < (one.until or date.max)


def _two_tracks(one: TrackInTime, other: TrackInTime) -> Overlap:
    text = (
        f"Deze deelnemer heeft tegelijk traject {one.number} bij {one.supplier_name} ({one.lot}) en traject "
        f"{other.number} bij {other.supplier_name} ({other.lot}). Ga na of beide nodig zijn en niet hetzelfde doen."
    )
    return Overlap(OverlapKind.TWO_TRACKS, (one.number, other.number), text)


def _shared_work(one: TrackInTime, other: TrackInTime) -> list[Overlap]:
    pairs = [(mine, theirs) for mine in one.work for theirs in other.work if _is_same(mine, theirs)]
    if not pairs:
        return []
    mine, theirs = pairs[0]
    how = (
        "bij dezelfde werkgever"
        if mine.employer_key and mine.employer_key == theirs.employer_key
        else "met dezelfde begindag en uren"
    )
    text = (
        f"Hetzelfde werk lijkt twee keer gemeld: in traject {one.number} vanaf {_day(mine.starts_on)} en in traject "
        f"{other.number} vanaf {_day(theirs.starts_on)}, {how}. Betaal het één keer."
    )
    return [Overlap(OverlapKind.SAME_WORK_TWICE, (one.number, other.number), text)]


def _is_same(one: Work, other: Work) -> bool:
    if not _meet(one.starts_on, one.until, other.starts_on, other.until):
        return False
    if one.employer_key and other.employer_key:
        return one.employer_key == other.employer_key
    return (one.starts_on, one.hours_per_week) == (other.starts_on, other.hours_per_week)


def _meet(starts_on: date, until: date | None, other_starts_on: date, other_until: date | None) -> bool:
    """Do these stretches share a day? The last day belongs to a stretch."""
    day = timedelta(days=1)
    ends = date.max if until is None else until + day
    other_ends = date.max if other_until is None else other_until + day
    return starts_on < other_ends and other_starts_on < ends


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")
