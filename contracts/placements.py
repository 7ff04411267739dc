"""When work counts as a placement, how long it has lasted, and which milestone that brings.

Hours of jobs held at the same time add up; contracts that follow each other within the permitted gap are one
spell. So it makes no difference whether one employment was written down as one contract or as two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from contracts.placement_kinds import ClawbackManner, ContractForm, WorkKind
from townhall.periods import add_months
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class PlacementTerms:
    """What a contract calls a placement. The defaults are common practice, not law."""

    work_kinds: frozenset[WorkKind] = frozenset(
        {WorkKind.REGULAR, WorkKind.WAGE_COST_SUBSIDY, WorkKind.AGREEMENT_JOB}
    )
    min_hours_per_week: Decimal = Decimal(12)
    min_months: int = 6
    max_gap_days: int = 14
    #: Work that ends within this many months gives its fee back; 0 means: no such guarantee.
    guarantee_months: int = 1
    #: In full: then it was never a placement. Pro rata: it was one, and the part not served comes back.
    clawback: ClawbackManner = ClawbackManner.FULL
    #: On which footing the work must be done; None: on any.
    contract_forms: frozenset[ContractForm] | None = None
    #: Percent of the hours that somebody is able to work; None: not agreed.
    able_share: Decimal | None = None
    #: Within how many months after the referral the work must begin; None: not agreed.
    within_months: int | None = None
    #: Whether the benefit must have ended; a lower benefit is not enough then.
    benefit_must_end: bool = False
    #: From how many hours a week the whole fee is due, and below it a part; None: always the whole fee.
    full_fee_hours: Decimal | None = None
    #: The share of hours was agreed, and nobody said how many hours this person is able to work.
    able_hours_missing: bool = False

    def for_client(self, able_hours: Decimal | None) -> Self:
        """The same terms for somebody who is able to work so many hours a week."""
        if self.able_share is None:
            return self
        if able_hours is None:
            return replace(self, able_hours_missing=True)
        least = max(self.min_hours_per_week, self.able_share * able_hours / 100)
        return replace(self, min_hours_per_week=least)


@dataclass(frozen=True)
class PlacementFacts:
    """One job as known today. ``agreed_until`` None: no end agreed; ``ended_on`` None: not ended early."""

    starts_on: date
    agreed_until: date | None
    work_kind: WorkKind
    hours_per_week: Decimal
    ended_on: date | None = None
    employer_is_supplier: bool = False
    contract_form: ContractForm | None = None

    @property
    def worked_until(self) -> date | None:
        """The last day of work as far as known; None: goes on."""
        return self.ended_on if self.ended_on is not None else self.agreed_until


@dataclass(frozen=True)
class Spell:
    """Work without a break longer than permitted; ``until`` None: goes on."""

    starts_on: date
    until: date | None

    def reaches(self, day: date) -> bool:
        """Was there work up to and including the day before ``day``?"""
        return self.until is None or self.until >= day - timedelta(days=1)


def obstacles_to_counting(
    placement: PlacementFacts, terms: PlacementTerms, *, referred_on: date
) -> list[Obstacle]:
    """Why this job is not work in the sense of the contract; hours and length are judged over all jobs."""
    obstacles = []
    if placement.work_kind not in terms.work_kinds:
        obstacles.append(Obstacle("kind-does-not-count", _not_a_placement(placement.work_kind), "work_kind"))
    if terms.contract_forms is not None and placement.contract_form not in terms.contract_forms:
        obstacles.append(
            Obstacle(
                "form-does-not-count",
                "Werk op zo'n soort contract telt volgens dit contract niet als plaatsing.",
                "contract_form",
            )
        )
    if placement.starts_on < referred_on:
        obstacles.append(
            Obstacle(
                "began-before-referral",
                f"Het werk begon op {_day(placement.starts_on)}, voor de aanmelding van {_day(referred_on)}. "
                "Werk dat er al was, telt niet als plaatsing.",
                "starts_on",
            )
        )
    if placement.employer_is_supplier:
        obstacles.append(
            Obstacle(
                "own-firm",
                "De werkgever is de aanbieder zelf. Werk bij de eigen organisatie telt niet als plaatsing.",
                "employer_is_supplier",
            )
        )
    return obstacles


def _not_a_placement(kind: WorkKind) -> str:
    if kind == WorkKind.TRIAL:
        return "Een proefplaats is onbetaald en telt niet als plaatsing (Participatiewet art. 6 en 8a)."
    return "Dit soort werk telt volgens dit contract niet als plaatsing."


def spells_worked(
    placements: Iterable[PlacementFacts], terms: PlacementTerms, *, referred_on: date
) -> list[Spell]:
    """The spells as worked so far: early ends count, gaps of at most the permitted days do not break one."""
    jobs = counting(placements, terms, referred_on=referred_on)
    return _spells([(p.starts_on, p.worked_until, p.hours_per_week) for p in jobs], terms)


def spells_agreed(
    placements: Iterable[PlacementFacts], terms: PlacementTerms, *, referred_on: date
) -> list[Spell]:
    """The spells as the employment contracts promised them, before anything ended early."""
    jobs = counting(placements, terms, referred_on=referred_on)
    return _spells([(p.starts_on, p.agreed_until, p.hours_per_week) for p in jobs], terms)


def counting(
    placements: Iterable[PlacementFacts], terms: PlacementTerms, *, referred_on: date
) -> list[PlacementFacts]:
    """The jobs that are work in the sense of the contract."""
    return [p for p in placements if not obstacles_to_counting(p, terms, referred_on=referred_on)]


def _spells(jobs: Sequence[tuple[date, date | None, Decimal]], terms: PlacementTerms) -> list[Spell]:
    """Stretches in which the hours of all jobs together are enough, joined over permitted gaps."""
    if terms.able_hours_missing:
        return []
    # Beyond every real date, so that work without an end sorts after all others.
    for_ever = date.max
    stretches = [
        (starts_on, for_ever if until is None else until, hours)
        for starts_on, until, hours in jobs
        if until is None or until >= starts_on
    ]
    edges = sorted(
        {start for start, _, _ in stretches}
        | {until + timedelta(days=1) for _, until, _ in stretches if until != for_ever}
    )
    joined: list[tuple[date, date]] = []
    for number, edge in enumerate(edges):
        until = edges[number + 1] - timedelta(days=1) if number + 1 < len(edges) else for_ever
        hours = sum((h for start, end, h in stretches if start <= edge <= end), Decimal(0))
        if hours == 0 or hours < terms.min_hours_per_week:
            continue
        if joined and (edge - joined[-1][1]).days - 1 <= terms.max_gap_days:
            joined[-1] = (joined[-1][0], until)
        else:
            joined.append((edge, until))
    return [Spell(starts_on=start, until=None if end == for_ever else end) for start, end in joined]


def spells_that_are_placements(
    placements: Sequence[PlacementFacts], terms: PlacementTerms, *, referred_on: date
) -> list[Spell]:
    """Spells of work that were agreed for long enough and outlived the guarantee, as worked.

    When an early end brings back a part only, the spell stays a placement.
    """
    promised = spells_promised(placements, terms, referred_on=referred_on)
    if terms.clawback is ClawbackManner.PRO_RATA:
        return promised
    return [spell for spell in promised if spell.reaches(add_months(spell.starts_on, terms.guarantee_months))]


def spells_promised(
    placements: Sequence[PlacementFacts], terms: PlacementTerms, *, referred_on: date
) -> list[Spell]:
    """Spells as worked that began in time and were agreed for long enough, whether or not they lasted."""
    agreed = spells_agreed(placements, terms, referred_on=referred_on)
    return [
        worked
        for worked in spells_worked(placements, terms, referred_on=referred_on)
        if _began_in_time(worked, terms, referred_on)
        and any(
            promise.starts_on <= worked.starts_on
            and promise.reaches(add_months(worked.starts_on, terms.min_months))
            for promise in agreed
        )
    ]


def _began_in_time(spell: Spell, terms: PlacementTerms, referred_on: date) -> bool:
    return terms.within_months is None or spell.starts_on < add_months(referred_on, terms.within_months)


def placed_on(
    placements: Sequence[PlacementFacts], terms: PlacementTerms, *, referred_on: date
) -> date | None:
    """The first day of the first placement in the sense of the contract; None when there is none."""
    spells = spells_that_are_placements(placements, terms, referred_on=referred_on)
    return spells[0].starts_on if spells else None


def sustained_on(
    placements: Sequence[PlacementFacts], terms: PlacementTerms, *, referred_on: date, months: int
) -> date | None:
    """The day on which somebody was at work for so many months; None when no spell reaches that.

    It may lie ahead: a running contract that goes on long enough will reach it.
    """
    days = [
        add_months(spell.starts_on, months)
        for spell in spells_that_are_placements(placements, terms, referred_on=referred_on)
        if spell.reaches(add_months(spell.starts_on, months))
    ]
    return min(days, default=None)


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")
