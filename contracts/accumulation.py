"""Everything bought for one need added up, against the threshold and the bands of the purchasing policy.

Two sums. What recurs counts over twelve months (art. 2.21 Aanbestedingswet 2012, "AW"): each purchase counts for
twelve months from its day, together with what is being prepared for the coming twelve. And the whole of the terms
(art. 2.15 and 2.17 AW): a contract counts at its full value, options included, as long as it runs. A limit is
reached when the sum is equal to it or higher (art. 2.1–2.3 AW). Splitting to stay below it is forbidden (art. 2.14).

Against a European threshold everything counts. Against a band of the policy (Gids Proportionaliteit, voorschrift 3.4A:
comply or explain) counts what was not bought along the road that the band asks: what was tendered more openly is done.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import accumulate

from procurement.bands import BY_OPENNESS, Market, PolicyBand, bands_on
from procurement.estimates import SERVICES_LOT_AT_MOST
from procurement.procedures import EUROPEAN_PROCEDURES, Procedure
from procurement.thresholds import Threshold, ThresholdKind, threshold_on
from townhall.money import ZERO, round_to_cents, sum_of
from townhall.periods import add_months

#: The parts of a limit, in percent, at which somebody is warned.
LEVELS = (60, 80, 95, 100)
#: The pace is that of the last half year, and needs so many purchases (house practice).
PACE_MONTHS, FEWEST_FOR_A_PACE = 6, 3
#: How far ahead a crossing is looked for; a pace is carried on for a year, because then it falls out again.
HORIZON_MONTHS, DAYS_OF_PACE = 24, 365
#: These are no public contracts that count for a threshold (art. 2.24a–c AW; HvJ EU C-410/14 Falk Pharma).
NOT_COUNTED = frozenset({Procedure.IN_HOUSE, Procedure.OPEN_HOUSE})

_THRESHOLD_OF = {
    Market.SAS: ThresholdKind.SAS,
    Market.SERVICES: ThresholdKind.SERVICES_SUBCENTRAL,
    Market.WORKS: ThresholdKind.WORKS,
}


class Source(StrEnum):
    """Where a purchase is kept."""

    TENDER = "tender"
    CONTRACT = "contract"
    LOOSE = "loose"


class Measure(StrEnum):
    """Over which time is added up."""

    TWELVE_MONTHS = "twelve_months"
    OVER_TERMS = "over_terms"


class Outlook(StrEnum):
    """What is known about the day on which a limit is reached."""

    REACHED = "reached"
    EXPECTED = "expected"
    NOT_SEEN = "not_seen"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True)
class Purchase:
    """Something bought for a need, or about to be. ``on`` is the day it was concluded, or will be."""

    key: str
    what: str
    source: Source
    on: date
    amount: Decimal
    url: str
    procedure: Procedure | None = None
    """Along which road it was bought; None when outside a tender, or not known."""
    ends_on: date | None = None
    """The last day of its term with every option; None when it has no term."""
    is_planned: bool = False
    cpv_code: str = ""


@dataclass(frozen=True)
class Limit:
    """From this amount on, the law or the policy asks for this procedure."""

    amount: Decimal
    procedure: Procedure
    source: str
    in_force_to: date | None = None

    @property
    def is_european(self) -> bool:
        """A threshold of the directive, and not a band of the municipality's own policy."""
        return self.procedure in EUROPEAN_PROCEDURES

    def is_met_by(self, procedure: Procedure | None) -> bool:
        """Whether what was bought along this road was bought as the limit asks."""
        if self.procedure == Procedure.SAS or not self.is_european:
            met = procedure in EUROPEAN_PROCEDURES
        else:
            met = procedure in (Procedure.EU_OPEN, Procedure.EU_RESTRICTED)
        return met or (
            self.procedure in BY_OPENNESS
            and procedure in BY_OPENNESS
            and BY_OPENNESS.index(procedure) >= BY_OPENNESS.index(self.procedure)
        )


@dataclass(frozen=True)
class Pace:
    """What was bought outside a European procedure in the last half year."""

    purchases: int
    amount: Decimal
    days: int

    @property
    def is_known(self) -> bool:
        """Whether there were enough purchases to speak of a pace."""
        return self.purchases >= FEWEST_FOR_A_PACE

    @property
    def per_month(self) -> Decimal:
        """On average, in whole cents."""
        return round_to_cents(Fraction(self.amount) / PACE_MONTHS)


@dataclass(frozen=True)
class Forecast:
    """When a limit is reached, if things go on like this; ``on`` is None unless one is expected."""

    outlook: Outlook
    on: date | None = None


@dataclass(frozen=True)
class Standing:
    """One sum against one limit. ``outside`` is the part that was not bought as the limit asks."""

    limit: Limit
    measure: Measure
    total: Decimal
    planned: Decimal
    outside: Decimal
    is_exempt: bool
    forecast: Forecast

    @property
    def measured(self) -> Decimal:
        """The sum that is held against the limit."""
        return self.total if self.limit.is_european else self.outside

    @property
    def share(self) -> Fraction:
        """The part of the limit that is used."""
        return Fraction(self.measured) / Fraction(self.limit.amount)

    @property
    def level(self) -> Fraction:
        """How near the municipality is to buying along a road that is too light.

        Nothing when all was bought as the limit asks. Under the exemption for small lots (art. 2.18(3) AW): the
        part of its room of 20 % that is used.
        """
        if self.outside <= 0:
            return Fraction(0)
        if self.is_exempt:
            return Fraction(self.outside) / _room_for_small_lots(self.total)
        return max(Fraction(0), self.share)

    @property
    def stage(self) -> int:
        """The highest of the warning levels that is reached, in percent; 0 when none."""
        return max((level for level in LEVELS if self.level * 100 >= level), default=0)


def limits_on(
    day: date, *, market: Market, thresholds: Sequence[Threshold], bands: Sequence[PolicyBand]
) -> list[Limit]:
    """The limits that hold on this day for this kind of purchase, lowest first; those of the policy and of Europe."""
    row = threshold_on(_THRESHOLD_OF[market], day, table=thresholds)
    top = row.amount if row else None
    own = [
        Limit(band.from_amount, band.procedure, band.source)
        for band in bands_on(market, day, bands=bands)
        if band.from_amount > 0 and (top is None or band.from_amount < top)
    ]
    if row is not None:
        procedure = Procedure.SAS if market == Market.SAS else Procedure.EU_OPEN
        own.append(Limit(row.amount, procedure, row.source, row.in_force_to))
    return sorted(own, key=lambda limit: limit.amount)


def counts(purchase: Purchase) -> bool:
    """Whether this is a public contract that counts for a threshold at all."""
    return purchase.procedure not in NOT_COUNTED


def days_of(purchase: Purchase, measure: Measure, today: date) -> tuple[date, date]:
    """The first and the last day on which it counts; what is planned counts from its day, which is not over yet."""
    first = max(purchase.on, today) if purchase.is_planned else purchase.on
    if measure == Measure.OVER_TERMS and purchase.ends_on is not None:
        return first, purchase.ends_on
    return first, _last_day_of_a_year_from(first)


@cache
def _last_day_of_a_year_from(first: date) -> date:
    return add_months(first, 12) - timedelta(days=1)


def counting(purchases: Iterable[Purchase], measure: Measure, today: date) -> list[Purchase]:
    """What counts together on this day, oldest first: what was bought, and what comes within twelve months."""
    in_a_year = add_months(today, 12)
    found = []
    for purchase in purchases:
        first, last = days_of(purchase, measure, today)
        latest = in_a_year if purchase.is_planned else today
        if counts(purchase) and first <= latest and last >= today:
            found.append(purchase)
    return sorted(found, key=lambda each: (each.on, each.what, each.key))


def standing(purchases: Sequence[Purchase], limit: Limit, measure: Measure, today: date) -> Standing:
    """How these purchases for one need stand against one limit."""
    counted = counting(purchases, measure, today)
    outside = [each for each in counted if _is_outside(each, limit)]
    total = sum_of(each.amount for each in counted)
    return Standing(
        limit=limit,
        measure=measure,
        total=total,
        planned=sum_of(each.amount for each in counted if each.is_planned),
        outside=sum_of(each.amount for each in outside),
        is_exempt=_are_small_lots(counted, outside, limit),
        forecast=forecast(purchases, limit, measure, today),
    )


def _is_outside(purchase: Purchase, limit: Limit) -> bool:
    """Not bought as the limit asks. A European procedure that is only a draft brings nothing in order yet."""
    return not limit.is_met_by(purchase.procedure) or (purchase.is_planned and limit.is_european)


def _room_for_small_lots(total: Decimal) -> Fraction:
    return Fraction(total) * Fraction(SERVICES_LOT_AT_MOST.percent_of_all) / 100


def _are_small_lots(counted: Sequence[Purchase], outside: Sequence[Purchase], limit: Limit) -> bool:
    """Beside a European procedure for the rest: each at most € 80.000, together at most 20 % (art. 2.18(3) AW)."""
    total, beside = sum_of(each.amount for each in counted), sum_of(each.amount for each in outside)
    return (
        limit.procedure in (Procedure.SAS, Procedure.EU_OPEN)
        and total >= limit.amount
        and 0 < beside <= _room_for_small_lots(total)
        and all(SERVICES_LOT_AT_MOST.allows(each.amount) for each in outside)
    )


def pace(purchases: Iterable[Purchase], today: date) -> Pace:
    """The pace of buying: what a European procedure brought is no pace, it comes once in years."""
    since = add_months(today, -PACE_MONTHS)
    recent = [
        each.amount
        for each in purchases
        if counts(each) and not each.is_planned and since < each.on <= today
        and each.procedure not in EUROPEAN_PROCEDURES
    ]  # fmt: skip
    return Pace(len(recent), max(ZERO, sum_of(recent)), (today - since).days)


def forecast(purchases: Sequence[Purchase], limit: Limit, measure: Measure, today: date) -> Forecast:
    """The first day on which the sum reaches the limit at the pace of the last half year, plans on their day."""
    if not limit.is_european:
        purchases = [each for each in purchases if _is_outside(each, limit)]
    bought = sum_of(each.amount for each in counting(purchases, measure, today) if not each.is_planned)
    if bought >= limit.amount:
        return Forecast(Outlook.REACHED)
    speed = pace(purchases, today)
    wanted = _cents(limit.amount) * speed.days
    for offset, expected in enumerate(_expected_per_day(purchases, measure, today, speed)):
        if expected >= wanted:
            return Forecast(Outlook.EXPECTED, today + timedelta(days=offset))
    return Forecast(Outlook.NOT_SEEN if speed.is_known else Outlook.TOO_LITTLE)


def _cents(amount: Decimal) -> int:
    return int(amount * 100)


def _expected_per_day(
    purchases: Iterable[Purchase], measure: Measure, today: date, speed: Pace
) -> Iterable[int]:
    """For each day from today on what will count, in cents times the days of the pace: whole numbers, so exact."""
    more_per_day = _cents(speed.amount) if speed.is_known else 0
    for offset, known in enumerate(_known_per_day(purchases, measure, today)):
        yield known * speed.days + more_per_day * min(offset, DAYS_OF_PACE)


def _known_per_day(purchases: Iterable[Purchase], measure: Measure, today: date) -> list[int]:
    """For each day from today on, in cents: what then counts of all that was bought or is being prepared."""
    days = (add_months(today, HORIZON_MONTHS) - today).days + 1
    changes = [0] * (days + 1)
    for purchase in purchases:
        first, last = days_of(purchase, measure, today)
        begins, ends = max(0, (first - today).days), (last - today).days + 1
        if counts(purchase) and begins < days and ends > begins and (purchase.is_planned or first <= today):
            changes[begins] += _cents(purchase.amount)
            changes[min(ends, days)] -= _cents(purchase.amount)
    return list(accumulate(changes[:days]))


@dataclass(frozen=True)
class CoursePoint:
    """The sum on one day: as it was, as it is expected, or both on the day itself."""

    on: date
    was: Decimal | None
    expected: Decimal | None


def course(purchases: Sequence[Purchase], measure: Measure, today: date) -> list[CoursePoint]:
    """The sum every second month, from a year ago to a year ahead; without a pace nothing is expected."""
    speed = pace(purchases, today)
    expected = list(_expected_per_day(purchases, measure, today, speed))
    done = [(*days_of(each, measure, today), each.amount) for each in purchases if counts(each) and not each.is_planned]
    points = []
    for months in range(-12, 13, 2):
        on = add_months(today, months)
        bought = sum_of(amount for first, last, amount in done if first <= on <= last)
        ahead = round_to_cents(Fraction(expected[max(0, (on - today).days)], 100 * speed.days))
        points.append(
            CoursePoint(
                on,
                was=bought if months <= 0 else None,
                # On the day itself both lines meet; what is planned for today is not bought yet.
                expected=(ahead if months else bought) if months >= 0 and speed.is_known else None,
            )
        )
    return points
