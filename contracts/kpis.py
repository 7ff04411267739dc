"""How a supplier does: the agreed figures, exact, and silent where there is too little to go on.

A figure is a definition (what is counted, of what), a norm that was agreed for one contract, a period and a source.
Placed: placements on the tracks that started, without the drop-outs for a valid reason. Sustained: still at work
after six months, of the placements that are six months old. Dropped out: ended without a valid reason, of the tracks
that started. Source: house practice for performance contracts (placing, dropping out and reporting are agreed with
every contractor: Kaderstellende nota reïntegratie 2006-2007, gemeente Haarlem).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from townhall.money import round_half_up
from townhall.periods import Period, quarter_of, year_of
from townhall.refusal import Obstacle

#: Below this number of people a percentage says nothing, and may point at a person.
FEWEST = 5


class KpiCode(StrEnum):
    """Which figure."""

    PLACED = "placed"
    SUSTAINED = "sustained"
    DROPPED_OUT = "dropped_out"
    INTAKE_SPEED = "intake_speed"
    PLAN_SPEED = "plan_speed"
    DURATION = "duration"
    SATISFACTION = "satisfaction"
    REPORTING = "reporting"
    COST = "cost"


class KpiVerdict(StrEnum):
    """How a figure stands against its norm."""

    TOO_LITTLE = "too_little"
    NO_NORM = "no_norm"
    MET = "met"
    MISSED = "missed"


class KpiUnit(StrEnum):
    """What a figure is written in."""

    PERCENT = "percent"
    WEEKS = "weeks"
    GRADE = "grade"
    EURO = "euro"


class KpiPeriod(StrEnum):
    """Over which stretch of days a norm is judged."""

    TERM = "term"
    YEAR = "year"
    QUARTER = "quarter"


class KpiSource(StrEnum):
    """Where a norm comes from."""

    CONTRACT = "contract"
    REQUIREMENT = "requirement"
    PROMISE = "promise"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class Definition:
    """What a figure counts, of what, and which way is good. ``usual_norm`` and ``usual_days`` are house practice."""

    code: KpiCode
    unit: KpiUnit
    more_is_better: bool
    counts: str
    of: str
    measured_from: str
    usual_norm: Decimal | None = None
    usual_days: int | None = None

    @property
    def asks_days(self) -> bool:
        """Whether the norm needs a number of days within which something happens."""
        return self.usual_days is not None


_PERCENT, _TRACKS = KpiUnit.PERCENT, "De trajecten in Raamwerk."

DEFINITIONS: dict[KpiCode, Definition] = {
    definition.code: definition
    for definition in (
        Definition(
            KpiCode.PLACED, _PERCENT, True, "trajecten met een plaatsing volgens het contract",
            "trajecten die in de periode zijn gestart, zonder uitval om een geldige reden", _TRACKS, Decimal(40),
        ),
        Definition(
            KpiCode.SUSTAINED, _PERCENT, True, "trajecten waarin de deelnemer na zes maanden nog werkt",
            "plaatsingen van ten minste zes maanden geleden, in trajecten die in de periode zijn gestart", _TRACKS,
            Decimal(60),
        ),
        Definition(
            KpiCode.DROPPED_OUT, _PERCENT, False, "trajecten die zonder geldige reden zijn uitgevallen",
            "trajecten die in de periode zijn gestart", _TRACKS, Decimal(20),
        ),
        Definition(
            KpiCode.INTAKE_SPEED, _PERCENT, True, "aanmeldingen met een intake binnen de termijn",
            "aangenomen aanmeldingen uit de periode met een intake of waarvan de termijn voorbij is", _TRACKS,
            Decimal(90), 14,
        ),
        Definition(
            KpiCode.PLAN_SPEED, _PERCENT, True, "aanmeldingen met een getekend plan binnen de termijn",
            "aangenomen aanmeldingen uit de periode met een plan of waarvan de termijn voorbij is", _TRACKS,
            Decimal(90), 42,
        ),
        Definition(
            KpiCode.DURATION, KpiUnit.WEEKS, False, "weken van start tot plaatsing: de middelste waarde",
            "geplaatste trajecten die in de periode zijn gestart", _TRACKS, Decimal(39),
        ),
        Definition(
            KpiCode.SATISFACTION, KpiUnit.GRADE, True, "het gemiddelde cijfer van de deelnemers",
            "antwoorden in metingen uit de periode", "De ingevoerde metingen van tevredenheid.", Decimal(7),
        ),
        Definition(
            KpiCode.REPORTING, _PERCENT, True, "voortgangsrapportages die op tijd zijn ingediend",
            "rapportages die in de periode moesten worden ingediend", "De rapportages in het portaal.", Decimal(95),
        ),
        Definition(
            KpiCode.COST, KpiUnit.EURO, False, "wat de trajecten samen hebben verdiend, excl. btw, per deelnemer die "
            "na zes maanden nog werkt", "deelnemers die na zes maanden nog werken, in trajecten die in de periode "
            "zijn gestart", "De goedgekeurde prestaties in Raamwerk.",
        ),
    )
}  # fmt: skip

assert set(DEFINITIONS) == set(KpiCode)


@dataclass(frozen=True)
class AgreedKpi:
    """One figure as agreed for one contract. ``norm`` None: measured, but nothing was agreed."""

    code: KpiCode
    norm: Decimal | None = None
    period: KpiPeriod = KpiPeriod.TERM
    within_days: int | None = None
    source: KpiSource = KpiSource.CONTRACT
    source_text: str = ""

    @property
    def days(self) -> int:
        """Within how many days something must happen; what is usual where nothing was agreed."""
        usual = DEFINITIONS[self.code].usual_days
        assert usual is not None, "only speed is about days"
        return usual if self.within_days is None else self.within_days


@dataclass(frozen=True)
class TrackCounts:
    """Tracks of one contract, counted over one period."""

    started: int = 0
    dropped_out_with_reason: int = 0
    dropped_out_without_reason: int = 0
    placed: int = 0
    due_for_six_months: int = 0
    at_work_after_six_months: int = 0


@dataclass(frozen=True)
class Norms:
    """What was agreed, in percent; none where nothing was agreed."""

    placed_at_least: Decimal | None = None
    sustained_at_least: Decimal | None = None
    dropped_out_at_most: Decimal | None = None


@dataclass(frozen=True)
class Kpi:
    """One figure: so many of so many, its norm, and how it stands. ``figure`` is set where it is no percentage."""

    code: KpiCode
    count: int
    of: int
    norm: Decimal | None
    verdict: KpiVerdict
    figure: Fraction | None = None

    @property
    def definition(self) -> Definition:
        """What it counts."""
        return DEFINITIONS[self.code]

    @property
    def is_about_few(self) -> bool:
        """Whether so few people stand behind it that also how many they are may point at one."""
        return self.verdict is KpiVerdict.TOO_LITTLE and 0 < self.of < FEWEST

    @property
    def share(self) -> Fraction | None:
        """The exact part; none when there is too little to go on."""
        return None if self.verdict is KpiVerdict.TOO_LITTLE else Fraction(self.count, self.of)

    @property
    def percent(self) -> Fraction | None:
        """The exact percentage; none when there is too little to go on."""
        return None if self.share is None else self.share * 100

    @property
    def value(self) -> Fraction | None:
        """The exact figure in its own unit; none when there is too little to go on."""
        if self.verdict is KpiVerdict.TOO_LITTLE:
            return None
        return self.figure if self.definition.unit is not KpiUnit.PERCENT else self.percent

    @property
    def published(self) -> Decimal | None:
        """The figure rounded once and half up: cents for euros, else one decimal; none when too little."""
        if self.value is None:
            return None
        return round_half_up(self.value, places=2 if self.definition.unit is KpiUnit.EURO else 1)


def kpis_of(counts: TrackCounts, norms: Norms) -> list[Kpi]:
    """The figures in the order in which they are reported."""
    return [
        judged(KpiCode.PLACED, norms.placed_at_least, *part_of(KpiCode.PLACED, counts)),
        judged(KpiCode.SUSTAINED, norms.sustained_at_least, *part_of(KpiCode.SUSTAINED, counts)),
        judged(KpiCode.DROPPED_OUT, norms.dropped_out_at_most, *part_of(KpiCode.DROPPED_OUT, counts)),
    ]


def part_of(code: KpiCode, counts: TrackCounts) -> tuple[int, int]:
    """How many, of how many, for a figure that is a part of the tracks that started."""
    return {
        KpiCode.PLACED: (counts.placed, counts.started - counts.dropped_out_with_reason),
        KpiCode.SUSTAINED: (counts.at_work_after_six_months, counts.due_for_six_months),
        KpiCode.DROPPED_OUT: (counts.dropped_out_without_reason, counts.started),
    }[code]


def norms_met(kpis: Sequence[Kpi]) -> int:
    """How many figures meet their norm."""
    return sum(1 for kpi in kpis if kpi.verdict is KpiVerdict.MET)


def norms_missed(kpis: Sequence[Kpi]) -> int:
    """How many figures miss their norm."""
    return sum(1 for kpi in kpis if kpi.verdict is KpiVerdict.MISSED)


def judged(
    code: KpiCode, norm: Decimal | None, count: int, of: int, figure: Fraction | None = None, *, fewest: int = FEWEST
) -> Kpi:
    """The figure with its verdict. ``figure``: the measured value where it is no percentage of ``of``."""
    definition = DEFINITIONS[code]
    if of < fewest or (definition.unit is not KpiUnit.PERCENT and figure is None):
        return Kpi(code, count, of, norm, KpiVerdict.TOO_LITTLE, figure)
    if norm is None:
        return Kpi(code, count, of, norm, KpiVerdict.NO_NORM, figure)
    value = Fraction(count, of) * 100 if figure is None else figure
    is_met = value >= Fraction(norm) if definition.more_is_better else value <= Fraction(norm)
    return Kpi(code, count, of, norm, KpiVerdict.MET if is_met else KpiVerdict.MISSED, figure)


def median_of(histogram: Sequence[tuple[int, int]]) -> Fraction | None:
    """The middle value of (value, how often) pairs; between the two middle ones when they are even in number."""
    ordered = sorted(histogram)
    total = sum(times for _, times in ordered)
    if total == 0:
        return None
    return Fraction(_at(ordered, (total - 1) // 2) + _at(ordered, total // 2), 2)


def _at(ordered: Sequence[tuple[int, int]], place: int) -> int:
    passed = 0
    for value, times in ordered:
        passed += times
        if passed > place:
            return value
    raise AssertionError("the place lies within the values")


def period_on(period: KpiPeriod, today: date, term: Period) -> Period:
    """The stretch that this day falls in: the quarter, the year, or the whole term."""
    if period is KpiPeriod.TERM:
        return term
    return quarter_of(today) if period is KpiPeriod.QUARTER else year_of(today)


def all_agreed(norms: Norms, recorded: Sequence[AgreedKpi]) -> list[AgreedKpi]:
    """Every figure of a contract, in the order of reporting; what was recorded takes the place of the contract's norm.

    The three figures of the contract itself are always measured, also where no norm was agreed.
    """
    agreed = {
        KpiCode.PLACED: AgreedKpi(KpiCode.PLACED, norms.placed_at_least),
        KpiCode.SUSTAINED: AgreedKpi(KpiCode.SUSTAINED, norms.sustained_at_least),
        KpiCode.DROPPED_OUT: AgreedKpi(KpiCode.DROPPED_OUT, norms.dropped_out_at_most),
    } | {kpi.code: kpi for kpi in recorded}
    return [agreed[code] for code in KpiCode if code in agreed]


def obstacles_to_agreeing(kpi: AgreedKpi) -> list[Obstacle]:
    """Why this cannot be agreed as a figure with a norm."""
    obstacles = []
    definition = DEFINITIONS[kpi.code]
    if kpi.norm is not None and definition.unit is KpiUnit.PERCENT and not 0 <= kpi.norm <= 100:
        obstacles.append(
            Obstacle("norm-no-percentage", "Deze norm is een percentage: vul 0 tot en met 100 in.", "norm")
        )
    if kpi.norm is not None and definition.unit is KpiUnit.GRADE and not 1 <= kpi.norm <= 10:
        obstacles.append(Obstacle("norm-no-grade", "Deze norm is een cijfer: vul 1 tot en met 10 in.", "norm"))
    if kpi.within_days is not None and not definition.asks_days:
        text = "Een termijn in dagen hoort alleen bij de snelheid van intake en plan. Maak dit veld leeg."
        obstacles.append(Obstacle("days-not-asked", text, "within_days"))
    if kpi.source is not KpiSource.BY_HAND and not kpi.source_text:
        text = "Noem de vindplaats: de eis, de toezegging of het artikel van het contract."
        obstacles.append(Obstacle("source-missing", text, "source_text"))
    return obstacles
