"""When a step of a track has earned its fee, and what still stands in the way.

The supplier reports with declared facts; the municipality verifies. Nothing is earned before it is verified,
and a step, for one client, is earned once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from contracts.fee_schedules import SUSTAINED_MONTHS
from contracts.placement_obstacles import obstacles_to_being_placed, obstacles_to_being_sustained
from contracts.placements import PlacementFacts, PlacementTerms, placed_on, sustained_on
from contracts.tracks import EndReason, TrackLife, TrackStatus, obstacles_to_day
from procurement.lots import MilestoneKind
from townhall.money import ZERO, sum_of
from townhall.periods import add_months
from townhall.refusal import Obstacle


class AchievementStatus(StrEnum):
    """What became of a reported milestone."""

    REPORTED = "reported"
    VERIFIED = "verified"
    REJECTED = "rejected"


LIVE_ACHIEVEMENTS = frozenset({AchievementStatus.REPORTED, AchievementStatus.VERIFIED})


class RejectionReason(StrEnum):
    """Why the municipality does not accept a reported milestone."""

    PROOF_MISSING = "proof_missing"
    PROOF_UNREADABLE = "proof_unreadable"
    NOT_REACHED = "not_reached"
    WRONG_DAY = "wrong_day"
    BENEFIT_NOT_ENDED = "benefit_not_ended"
    WITHDRAWN = "withdrawn"


#: No step needs one of these first: they come on top of the others, or beside them.
NO_PREREQUISITE = frozenset(
    {MilestoneKind.MONTHLY_FEE, MilestoneKind.BONUS, MilestoneKind.CERTIFICATE, MilestoneKind.HALFWAY}
)

#: Only the order of the schedule counts for these: what they say happened before the track was under way.
BEFORE_START = frozenset({MilestoneKind.INTAKE, MilestoneKind.PLAN})


@dataclass(frozen=True)
class StepTerms:
    """One fee step of a contract, as the rules need it."""

    milestone_id: int
    sequence: int
    kind: MilestoneKind
    label: str
    amount: Decimal
    sustained_months: int | None = None
    most_times: int = 1


@dataclass(frozen=True)
class Reached:
    """A live achievement: reported or verified."""

    milestone_id: int
    occurrence: int
    reached_on: date
    status: AchievementStatus
    amount: Decimal


@dataclass(frozen=True)
class TrackFacts:
    """Everything about one track that decides whether a step was reached."""

    life: TrackLife
    steps: tuple[StepTerms, ...]
    terms: PlacementTerms = field(default_factory=PlacementTerms)
    placements: tuple[PlacementFacts, ...] = ()
    reached: tuple[Reached, ...] = ()

    def has_reached(self, milestone_id: int, occurrence: int = 1) -> bool:
        """Is there a live achievement of this step?"""
        return any(r.milestone_id == milestone_id and r.occurrence == occurrence for r in self.reached)


def milestone_code(sequence: int) -> str:
    """The code of a milestone in fee rules, and on an invoice: M2."""
    return f"M{sequence}"


def months_of(step: StepTerms) -> int | None:
    """For how many months work must last; None for a step that is not about lasting."""
    return step.sustained_months or SUSTAINED_MONTHS.get(step.kind)


def obstacles_to_achieving(
    step: StepTerms, facts: TrackFacts, *, reached_on: date, today: date, occurrence: int = 1
) -> list[Obstacle]:
    """Why this step cannot have been reached on that day; empty: it can be reported."""
    life = facts.life
    obstacles = _obstacles_of_status(step, life)
    obstacles += obstacles_to_day(life, reached_on, today=today, field="reached_on")
    obstacles += _obstacles_after_the_end(step, life, reached_on)
    obstacles += _obstacles_of_repetition(step, facts, occurrence)
    obstacles += _obstacles_of_order(step, facts, reached_on)
    return obstacles + _obstacles_of_kind(
        step, facts, reached_on=reached_on, today=today, occurrence=occurrence
    )


def _obstacles_of_status(step: StepTerms, life: TrackLife) -> list[Obstacle]:
    if life.status == TrackStatus.RETURNED:
        return [Obstacle("returned", "De aanmelding is teruggegeven. Er valt niets te melden.")]
    if life.status == TrackStatus.REFERRED:
        return [Obstacle("not-accepted", "Neem de aanmelding eerst aan.")]
    if step.kind not in BEFORE_START and life.started_on is None:
        return [Obstacle("not-started", "Het traject is nog niet gestart. Leg eerst de startdatum vast.")]
    return []


def _obstacles_after_the_end(step: StepTerms, life: TrackLife, reached_on: date) -> list[Obstacle]:
    """After a drop-out nothing more is earned; work that a track led to may go on lasting after its end."""
    lasts_on = months_of(step) is not None or step.kind == MilestoneKind.BONUS
    if life.ended_on is None or reached_on <= life.ended_on:
        return []
    if lasts_on and life.end_reason == EndReason.WORK:
        return []
    return [
        Obstacle(
            "after-end",
            f"Het traject eindigde op {_day(life.ended_on)}. Alleen wat tot die dag is bereikt, telt mee.",
            "reached_on",
        )
    ]


def _obstacles_of_repetition(step: StepTerms, facts: TrackFacts, occurrence: int) -> list[Obstacle]:
    if facts.has_reached(step.milestone_id, occurrence):
        return [
            Obstacle(
                "already-reported",
                f"De mijlpaal “{step.label}” is voor dit traject al gemeld. Een mijlpaal telt één keer.",
                "milestone",
            )
        ]
    if not 1 <= occurrence <= step.most_times:
        return [
            Obstacle(
                "too-often",
                f"De mijlpaal “{step.label}” telt ten hoogste {step.most_times} keer per traject.",
                "occurrence",
            )
        ]
    return []


def _obstacles_of_order(step: StepTerms, facts: TrackFacts, reached_on: date) -> list[Obstacle]:
    obstacles = []
    for earlier in prerequisites_of(step, facts.steps):
        days = [r.reached_on for r in facts.reached if r.milestone_id == earlier.milestone_id]
        if not days:
            obstacles.append(
                Obstacle(
                    "earlier-missing",
                    f"Meld eerst de mijlpaal “{earlier.label}”. De volgorde van het contract telt.",
                    "milestone",
                )
            )
        elif min(days) > reached_on:
            obstacles.append(
                Obstacle(
                    "before-earlier",
                    f"De mijlpaal “{earlier.label}” is pas op {_day(min(days))} bereikt.",
                    "reached_on",
                )
            )
    return obstacles


def prerequisites_of(step: StepTerms, steps: Sequence[StepTerms]) -> list[StepTerms]:
    """The steps that must be reported first, in the order of the contract."""
    if step.kind == MilestoneKind.MONTHLY_FEE:
        return []
    return [
        earlier
        for earlier in sorted(steps, key=lambda each: each.sequence)
        if earlier.sequence < step.sequence and earlier.kind not in NO_PREREQUISITE
    ]


def _obstacles_of_kind(
    step: StepTerms, facts: TrackFacts, *, reached_on: date, today: date, occurrence: int
) -> list[Obstacle]:
    if step.kind == MilestoneKind.PLAN:
        return _obstacles_of_plan(facts.life, reached_on)
    if step.kind == MilestoneKind.PLACEMENT:
        return _obstacles_of_placement(facts, reached_on)
    if step.kind == MilestoneKind.MONTHLY_FEE:
        return _obstacles_of_month(facts.life, reached_on, occurrence)
    months = months_of(step)
    if months is not None:
        return _obstacles_of_lasting(facts, months, reached_on, today)
    started_on = facts.life.started_on
    if started_on is not None and step.kind not in BEFORE_START and reached_on < started_on:
        return [
            Obstacle(
                "before-start",
                f"Het traject begon op {_day(started_on)}. Vul die dag of een latere dag in.",
                "reached_on",
            )
        ]
    return []


def _obstacles_of_plan(life: TrackLife, reached_on: date) -> list[Obstacle]:
    if life.plan_on is None:
        return [
            Obstacle(
                "no-plan",
                "Het plan is nog niet vastgelegd. Leg eerst vast op welke dag deelnemer en casemanager "
                "het hebben ondertekend.",
            )
        ]
    if reached_on < life.plan_on:
        return [
            Obstacle(
                "before-plan",
                f"Het plan is op {_day(life.plan_on)} ondertekend. Vul die dag of een latere dag in.",
                "reached_on",
            )
        ]
    return []


def _obstacles_of_placement(facts: TrackFacts, reached_on: date) -> list[Obstacle]:
    referred_on = facts.life.referred_on
    obstacles = obstacles_to_being_placed(facts.placements, facts.terms, referred_on=referred_on)
    first_day = placed_on(facts.placements, facts.terms, referred_on=referred_on)
    if first_day is not None and reached_on < first_day:
        obstacles.append(
            Obstacle(
                "before-placement",
                f"Het werk begint op {_day(first_day)}. Vul die dag of een latere dag in.",
                "reached_on",
            )
        )
    return obstacles


def _obstacles_of_lasting(facts: TrackFacts, months: int, reached_on: date, today: date) -> list[Obstacle]:
    referred_on = facts.life.referred_on
    obstacles = obstacles_to_being_sustained(
        facts.placements, facts.terms, referred_on=referred_on, months=months, today=today
    )
    day = sustained_on(facts.placements, facts.terms, referred_on=referred_on, months=months)
    if not obstacles and day is not None and reached_on < day:
        obstacles.append(
            Obstacle(
                "too-early",
                f"Deze mijlpaal is op {_day(day)} bereikt. Vul die dag of een latere dag in.",
                "reached_on",
            )
        )
    return obstacles


def _obstacles_of_month(life: TrackLife, reached_on: date, occurrence: int) -> list[Obstacle]:
    """Month n is earned once n whole months have passed since the start."""
    if life.started_on is None:
        return []
    over_on = add_months(life.started_on, occurrence)
    if reached_on < over_on:
        return [
            Obstacle(
                "month-not-over",
                f"Maand {occurrence} van dit traject is voorbij op {_day(over_on)}. Meld hem vanaf die dag.",
                "reached_on",
            )
        ]
    return []


def highest_fee(steps: Sequence[StepTerms]) -> Decimal:
    """The most that one track can cost."""
    return sum_of(step.amount * step.most_times for step in steps)


def still_possible(steps: Sequence[StepTerms], reached: Sequence[Reached], life: TrackLife) -> Decimal:
    """The most that a track can still bring on top of what was reported; nothing after a drop-out."""
    if life.status == TrackStatus.RETURNED:
        return ZERO
    open_steps = list(steps)
    if life.status == TrackStatus.ENDED:
        if life.end_reason != EndReason.WORK:
            return ZERO
        open_steps = [s for s in steps if months_of(s) is not None or s.kind == MilestoneKind.BONUS]
    known = {step.milestone_id for step in open_steps}
    taken = sum_of(r.amount for r in reached if r.milestone_id in known)
    return max(highest_fee(open_steps) - taken, ZERO)


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")
