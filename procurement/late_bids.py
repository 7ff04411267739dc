"""What came in around the closing: begun before it and finished after, announced by a hash, or kept out by an outage.

Law: Aanbestedingswet 2012 art. 2.108 (nobody takes knowledge of a bid before the closing), 2.109 (an outage of the
electronic system just before the closing: the closing may be moved, also after it passed, as long as nobody has seen a
bid; everybody is told and may change or complete his bid) and 2.109a (a bid is in time when its hash was delivered
before the closing, and the bid itself within one working day after it).
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from procurement.bids import BidStatus, is_in_time
from procurement.lifecycle import TenderStatus
from townhall.refusal import Obstacle
from townhall.working_days import DECREED_DAYS, next_working_day

SHORTEST_REASON = 20
#: Before the closing an outage matters from so long before it on.
LOOK_BACK = timedelta(hours=24)


class Timing(StrEnum):
    """How the sending of a bid lies to the closing."""

    IN_TIME = "in_time"
    RAN_OVER = "ran_over"
    BEGUN_TOO_LATE = "begun_too_late"


def timing_of(begun_at: datetime, received_at: datetime, closes_at: datetime) -> Timing:
    """Wholly in before the closing, begun before and finished after it, or begun after it."""
    if is_in_time(received_at, closes_at):
        return Timing.IN_TIME
    return Timing.RAN_OVER if is_in_time(begun_at, closes_at) else Timing.BEGUN_TOO_LATE


# Begun before the closing, finished after it


def obstacles_to_proposing(status: BidStatus, reason: str, *, has_proposal: bool) -> list[Obstacle]:
    """Why nobody can propose now what is to be done with this bid."""
    if status != BidStatus.HELD:
        text = "Over deze inschrijving hoeft niet te worden beslist: zij is niet aangehouden."
        return [Obstacle("bid-not-held", text)]
    obstacles = []
    if has_proposal:
        text = "Er is al een voorstel. Laat een collega het vaststellen, of laat het eerst terugnemen."
        obstacles.append(Obstacle("proposal-exists", text))
    if len(reason.strip()) < SHORTEST_REASON:
        text = "Leg in ten minste een volledige zin uit waarom. De inschrijver krijgt deze tekst."
        obstacles.append(Obstacle("late-unmotivated", text, "reason"))
    return obstacles


def obstacles_to_dropping(*, is_settled: bool, may_settle: bool) -> list[Obstacle]:
    """Why this person cannot take the proposal away: an opener of this tender or a buyer can, until it is set."""
    if is_settled:
        return [Obstacle("late-settled", "Over deze inschrijving is al beslist.")]
    if may_settle:
        return []
    text = "U bent bij deze aanbesteding geen inkoper en geen opener. Vraag een van hen."
    return [Obstacle("not-an-opener", text)]


def obstacles_to_settling(
    *, proposed_by_id: int, actor_id: int | None, is_settled: bool, may_settle: bool
) -> list[Obstacle]:
    """Why this person cannot set what was proposed: it takes a second one, an opener of this tender or a buyer."""
    obstacles = obstacles_to_dropping(is_settled=is_settled, may_settle=may_settle)
    if not is_settled and actor_id == proposed_by_id:
        text = "U deed het voorstel. Een ander stelt het vast: de inkoper of een opener."
        obstacles.append(Obstacle("same-person-twice", text))
    return obstacles


# An outage (art. 2.109)


@dataclass(frozen=True)
class ClosingFacts:
    """What decides whether the closing may be moved after an outage."""

    status: TenderStatus
    closes_at: datetime | None
    is_opened: bool


def obstacles_to_moving_after_outage(
    tender: ClosingFacts, to: datetime | None, reason: str, now: datetime
) -> list[Obstacle]:
    """Why an outage cannot move the closing (art. 2.109 AW); ``to`` is None for a page that only looks."""
    if tender.is_opened:
        text = "Er zijn al enveloppen geopend. Verlengen kan alleen zolang niemand een inschrijving heeft gezien."
        return [Obstacle("content-was-seen", text, is_final=True)]
    if tender.status != TenderStatus.PUBLISHED or tender.closes_at is None:
        text = "Alleen de sluiting van een gepubliceerde aanbesteding kan worden verplaatst."
        return [Obstacle("not-published", text)]
    if to is None:
        return []
    obstacles = []
    if to <= max(now, tender.closes_at):
        text = f"Kies een moment na de oude sluiting ({tender.closes_at:%d-%m-%Y %H:%M}) en na nu."
        obstacles.append(Obstacle("closing-not-later", text, "closes_at"))
    if len(reason.strip()) < SHORTEST_REASON:
        text = "Beschrijf de storing in ten minste een volledige zin. Iedereen die meedoet leest deze tekst."
        obstacles.append(Obstacle("reason-missing", text, "reason"))
    return obstacles


# A hash in time, the bid next day (art. 2.109a)


def last_moment_for_announced(closes_at: datetime, decreed: Set[date] = DECREED_DAYS) -> datetime:
    """Until when a bid may follow whose hash came in time: the end of the first working day after the closing."""
    day = next_working_day(closes_at.date(), decreed)
    return datetime.combine(day, time(23, 59, 59), closes_at.tzinfo)


def obstacles_to_hash(sha256: str) -> list[Obstacle]:
    """Why this is no SHA-256."""
    if re.fullmatch(r"[0-9a-f]{64}", sha256):
        return []
    text = "Een SHA-256 bestaat uit 64 tekens: cijfers en de letters a tot en met f. Kopieer hem opnieuw."
    return [Obstacle("no-sha256", text, "sha256")]


#: Refusals of a bid that was to follow its hash. After the closing they are attempts to bid too late.
ANNOUNCED_IN_VAIN = frozenset({"no-hash-in-time", "bid-after-hash-too-late", "hash-differs"})


@dataclass(frozen=True)
class AnnouncedFacts:
    """What decides whether a bid that was announced by a hash comes in."""

    closes_at: datetime
    status: TenderStatus
    announced: Set[str]
    """The hashes this supplier delivered for this lot before the closing, without a bid as yet."""
    last_moment: datetime


def obstacles_to_announced(facts: AnnouncedFacts, sha256: str, now: datetime) -> list[Obstacle]:
    """Why this file is not taken in as the bid that was announced (art. 2.109a AW)."""
    if not facts.announced:
        text = "Wij hebben van u voor dit perceel geen hash van vóór de sluiting. Inschrijven kan niet meer."
        return [Obstacle("no-hash-in-time", text, is_final=True)]
    if facts.status != TenderStatus.PUBLISHED or now > facts.last_moment:
        text = f"Uw inschrijving kon tot {facts.last_moment:%d-%m-%Y %H:%M:%S} uur volgen. Dat is voorbij."
        return [Obstacle("bid-after-hash-too-late", text, is_final=True)]
    if sha256 not in facts.announced:
        text = (
            f"De SHA-256 van dit bestand is {sha256}. Dat is niet de hash die u vóór de sluiting leverde. "
            "Kies het bestand waarvan u de hash vastlegde; er mag niets aan zijn veranderd."
        )
        return [Obstacle("hash-differs", text, "file")]
    return []
