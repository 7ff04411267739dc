"""What becomes of people: each track is a story line of its own, with a fate drawn in advance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random

from contracts.models import ContractMilestone, FrameworkContract, Track
from contracts.operations.achievements import report_achievement, verify_achievement
from contracts.operations.case_managers import assign_to_contract
from contracts.operations.placements import end_placement, record_placement
from contracts.operations.referrals import accept_referral, refer_participant, return_referral
from contracts.operations.tracks import end_track, record_plan, start_track
from contracts.placement_kinds import BenefitEffect, ContractForm, PlacementEnd, WorkKind
from contracts.placements import PlacementFacts
from contracts.privacy import SENSITIVE_GROUPS
from contracts.tracks import EndReason, ReturnReason
from demo.telling import TODAY, Line, Story, at
from procurement.lots import MilestoneKind
from townhall.periods import Period, add_months

SECTORS = ("Zorg", "Groen", "Techniek", "Horeca", "Logistiek", "Schoonmaak", "Detailhandel")


#: In these weeks referrals lay unanswered at one firm, and reports unchecked at the municipality.
MOVED_HOUSE = KIM_ILL = Period(date(2026, 6, 6), date(2026, 6, 21))


class Fate(StrEnum):
    """How a track goes."""

    LASTS = "lasts"
    ENDS_EARLY = "ends_early"
    DROPS_OUT = "drops_out"
    MOVES_AWAY = "moves_away"
    RETURNED = "returned"
    SEARCHES = "searches"


@dataclass(frozen=True)
class Odds:
    """Of ten people, how many go which way; the rest goes on searching."""

    lasts: int = 5
    ends_early: int = 1
    drops_out: int = 1
    moves_away: int = 1
    returned: int = 0

    def draw(self, chance: Random) -> Fate:
        """The fate of the next person."""
        bag = [
            *[Fate.LASTS] * self.lasts, *[Fate.ENDS_EARLY] * self.ends_early, *[Fate.DROPS_OUT] * self.drops_out,
            *[Fate.MOVES_AWAY] * self.moves_away, *[Fate.RETURNED] * self.returned,
        ]  # fmt: skip
        bag += [Fate.SEARCHES] * (10 - len(bag))
        return chance.choice(bag)


def referrals(
    story: Story, contract: FrameworkContract, firm: str, *, first: date, last: date, count: int, odds: Odds,
    until: date = TODAY, municipality: str | None = None,
) -> list[Line]:  # fmt: skip
    """The story lines of this many people, spread evenly over the days."""
    chance = Random(f"{contract.number}:{first}")
    span = (last - first).days
    lines = []
    for number in range(count):
        day = workday(first + timedelta(days=span * number // max(1, count - 1)))
        place = story.firms[municipality].id if municipality and number % 5 == 0 else None
        lines.append(_until(until, _track(story, contract, firm, day, odds.draw(chance), chance, place)))
    return lines


def _until(last: date, line: Line) -> Line:
    """The story as far as it has come before this day."""
    for moment in line:
        if moment.date() >= last:
            return
        yield moment


def workday(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)


def _track(
    story: Story, contract: FrameworkContract, firm: str, referred_on: date, fate: Fate, chance: Random,
    municipality_id: int | None,
) -> Line:  # fmt: skip
    on = at(referred_on, 9, chance.randrange(50))
    yield on
    track: Track = story.do(
        refer_participant, contract, municipality_id=municipality_id, draw=chance.randrange,
        ladder_step=_ladder_step(contract, referred_on), by="Kim", on=on,
    )  # fmt: skip
    on = _after(MOVED_HOUSE, _later(on, 2)) if firm == "Spaarne Werkt" else _later(on, 2)
    yield on
    if fate is Fate.RETURNED:
        story.do(return_referral, track, ReturnReason.NO_CAPACITY, by=firm, on=on)
        return
    story.do(accept_referral, track, by=firm, on=on)
    yield from _begin(story, track, firm, _later(on, 6))
    yield from _course(story, track, firm, fate, chance, _later(on, chance.randrange(45, 90)))


def _ladder_step(contract: FrameworkContract, referred_on: date) -> int:
    """How far this person is from work; a dice of its own, so that the fates stay as they were."""
    return Random(f"{contract.number}:{referred_on}:trede").choice((2, 3, 4, 4, 5, 5, 6))


def _begin(story: Story, track: Track, firm: str, on: datetime) -> Line:
    yield on
    story.do(record_plan, track, on.date(), by=firm, on=on)
    story.do(start_track, track, on.date(), by=firm, on=on)
    for kind in (MilestoneKind.INTAKE, MilestoneKind.PLAN, MilestoneKind.START):
        yield from _earn(story, track, firm, kind, on.date(), on)


def _course(story: Story, track: Track, firm: str, fate: Fate, chance: Random, on: datetime) -> Line:
    yield on
    if fate in (Fate.DROPS_OUT, Fate.MOVES_AWAY):
        reason = EndReason.INSUFFICIENT_COOPERATION if fate is Fate.DROPS_OUT else EndReason.MOVED
        story.do(end_track, track, reason, on.date(), by="Kim", on=on)
        return
    yield from _earn(story, track, firm, MilestoneKind.HALFWAY, on.date(), on)
    if _milestone(track, MilestoneKind.CERTIFICATE) is not None:
        certified = _later(on, 40)
        yield certified
        yield from _earn(story, track, firm, MilestoneKind.CERTIFICATE, certified.date(), certified)
        story.do(end_track, track, EndReason.GOAL_REACHED, story.now.date(), by="Kim", on=story.now)
        return
    if fate is not Fate.SEARCHES:
        yield from _work(story, track, firm, fate, chance, on)


def _work(story: Story, track: Track, firm: str, fate: Fate, chance: Random, on: datetime) -> Line:
    """A job is found, recorded, and reported once the first month is over."""
    starts_on = on.date()
    facts = PlacementFacts(
        starts_on=starts_on, agreed_until=None, work_kind=WorkKind.REGULAR,
        hours_per_week=Decimal(chance.choice([24, 28, 32, 36])),
    )  # fmt: skip
    placement = story.do(
        record_placement, track, facts, contract_form=ContractForm.FIXED_TERM,
        employer_sector=chance.choice(SECTORS), by=firm, on=on,
    )  # fmt: skip
    reported = _later(on, 35)
    yield reported
    yield from _earn(story, track, firm, MilestoneKind.PLACEMENT, starts_on, reported)
    if fate is Fate.ENDS_EARLY:
        ended = _later(on, 110)
        yield ended
        story.do(end_placement, placement, ended.date(), PlacementEnd.BY_EMPLOYER, by=firm, on=ended)
        closed = _later(ended, 60)
        yield closed
        story.do(end_track, track, EndReason.TERM_OVER, closed.date(), by="Kim", on=closed)
        return
    lasted = _later(on, 187)
    yield lasted
    step = _milestone(track, MilestoneKind.SUSTAINED_6M)
    if step is not None:
        yield from _earn(story, track, firm, MilestoneKind.SUSTAINED_6M, _six_months_after(starts_on), lasted)
    story.do(end_track, track, EndReason.WORK, story.now.date(), by="Kim", on=story.now)


def _earn(story: Story, track: Track, firm: str, kind: MilestoneKind, reached_on: date, on: datetime) -> Line:
    """Report a milestone, when the contract has it; the case manager checks it a few days later."""
    milestone = _milestone(track, kind)
    if milestone is None:
        return
    on = max(on, story.now)
    achievement = story.do(
        report_achievement, track, milestone, reached_on, declaration="Bewijs gezien door de begeleider.",
        by=firm, on=on,
    )  # fmt: skip
    checked = _after(KIM_ILL, _later(on, 4))
    yield checked
    benefit = BenefitEffect.ENDED if kind == MilestoneKind.PLACEMENT else BenefitEffect.NOT_CHECKED
    story.do(verify_achievement, achievement, benefit=benefit, by="Kim", on=checked)


def _milestone(track: Track, kind: MilestoneKind) -> ContractMilestone | None:
    return next((each for each in track.contract.milestones if each.kind == kind), None)


def _six_months_after(day: date) -> date:
    return add_months(day, 6)


def _later(moment: datetime, days: int) -> datetime:
    """So many days later, on a working day, at the same time of day."""
    return at(workday(moment.date() + timedelta(days=days)), moment.hour, moment.minute)


def _after(absence: Period, moment: datetime) -> datetime:
    """The moment, or the same time on the first working day after the absence."""
    is_away = absence.starts_on <= moment.date() <= absence.ends_on
    return at(workday(absence.day_after), moment.hour, moment.minute) if is_away else moment


def staff_contract(story: Story, contract: FrameworkContract, on: datetime) -> Iterator[datetime]:
    """Let Kim work on a lot that reveals something about people; the others she may work on anyway."""
    if contract.target_group in SENSITIVE_GROUPS:
        yield on
        story.do(assign_to_contract, contract, story.accounts["Kim"], by="Coen", on=on)
