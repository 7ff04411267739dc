"""When an invoice must be paid, and what being late costs.

Term: 30 days after the day of receipt, or of the performance when that comes later (art. 6:119b lid 2 BW).
Interest: the statutory rate for commercial transactions, fixed per half-year (art. 6:120 lid 2 BW), each year
added to the principal (art. 6:119 lid 2 BW); recovery costs at least EUR 40 (art. 6:96 lid 4 BW).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from townhall.money import ZERO, euros, round_to_cents, split_by_shares

PAYMENT_DAYS = 30
RECOVERY_COSTS = euros(40)


@dataclass(frozen=True)
class InterestRate:
    """The statutory rate from this day on, in percent per year; ``verified`` when a source was read."""

    starts_on: date
    ends_on: date
    percent: Decimal
    source: str
    verified: bool


def half_year_of(day: date) -> tuple[date, date]:
    """The first and the last day of the half-year in which this day lies."""
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


def _half_year(year: int, half: int, percent: str, *, source: str, verified: bool) -> InterestRate:
    return InterestRate(*half_year_of(date(year, 6 * half, 1)), Decimal(percent), source, verified)


_ECB = "ECB-herfinancieringsrente voor het halfjaar plus 8 procentpunten"

#: Add a row, never edit one. A half-year that is not here is not known, and is not guessed.
INTEREST_RATES: tuple[InterestRate, ...] = (
    _half_year(2018, 1, "8", source=_ECB, verified=False),
    _half_year(2018, 2, "8", source=_ECB, verified=False),
    _half_year(2019, 1, "8", source=_ECB, verified=False),
    _half_year(2019, 2, "8", source=_ECB, verified=False),
    _half_year(2020, 1, "8", source=_ECB, verified=False),
    _half_year(2020, 2, "8", source=_ECB, verified=False),
    _half_year(2021, 1, "8", source=_ECB, verified=False),
    _half_year(2021, 2, "8", source=_ECB, verified=False),
    _half_year(2022, 1, "8", source="Watsonlaw, 2023", verified=True),
    _half_year(2022, 2, "8", source="Aben & Slag advocaten, 10-01-2023", verified=True),
    _half_year(2023, 1, "10.50", source="Aben & Slag advocaten, 10-01-2023", verified=True),
    _half_year(2023, 2, "12", source="De Bloggende Advocaat, 09-07-2023", verified=True),
    _half_year(2024, 1, "12.50", source="Publicatie Metaalunie", verified=True),
    _half_year(2024, 2, "12.25", source="Publicatie Metaalunie", verified=True),
    _half_year(2025, 1, "11.15", source=_ECB, verified=False),
    _half_year(2025, 2, "10.15", source=_ECB, verified=False),
    _half_year(2026, 1, "10.15", source=_ECB, verified=False),
    # Read only where others quote the site of the government ("sinds 1 juli 2026 10,4%"): somebody still has to look.
    _half_year(2026, 2, "10.40", source=_ECB, verified=False),
)


@dataclass(frozen=True)
class InterestPart:
    """A run of days with one rate and one principal."""

    starts_on: date
    ends_on: date
    principal: Decimal
    percent: Decimal
    verified: bool
    source: str

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def exact(self) -> Fraction:
        """The interest of this part, not rounded."""
        return Fraction(self.principal) * Fraction(self.percent) / 100 * self.days / 365


@dataclass(frozen=True)
class LateInterest:
    """What is owed for paying late. ``unknown_from`` is the first day for which no rate is known."""

    amount: Decimal
    parts: tuple[InterestPart, ...]
    unknown_from: date | None

    @property
    def verified(self) -> bool:
        """Whether every rate used was read in a source."""
        return self.unknown_from is None and all(part.verified for part in self.parts)

    @property
    def per_part(self) -> list[tuple[InterestPart, Decimal]]:
        """Each part with its share of the interest, rounded so that together they are the whole."""
        if not self.parts:
            return []
        shares = split_by_shares(self.amount, [part.exact for part in self.parts])
        return list(zip(self.parts, shares, strict=True))


def due_on(received_on: date, *, performed_on: date | None = None) -> date:
    """The last day to pay in time."""
    counts_from = max(received_on, performed_on or received_on)
    return counts_from + timedelta(days=PAYMENT_DAYS)


def due_after_dispute(
    due: date, *, was_right: bool, corrected_received_on: date | None, performed_on: date | None = None
) -> date | None:
    """The last day to pay what was disputed; None while it was wrong and no corrected invoice came.

    A dispute holds the term up only when the invoice was wrong. An invoice that was right was due all the time, with
    interest from the day after its last day; what was wrong is due 30 days after the corrected invoice was received
    (art. 6:119b lid 2 BW). Over the time between no interest is owed: the creditor was in default itself, or the delay
    cannot be blamed on who pays (art. 6:119b lid 6 en 7 BW).
    """
    if was_right:
        return due
    return None if corrected_received_on is None else due_on(corrected_received_on, performed_on=performed_on)


def days_late(due: date, paid_on: date) -> int:
    """How many days after the last day the money came; 0 when it was in time."""
    return max(0, (paid_on - due).days)


def late_interest(
    principal: Decimal,
    *,
    due: date,
    paid_on: date,
    rates: tuple[InterestRate, ...] = INTEREST_RATES,
) -> LateInterest:
    """The interest over the days after the due date up to and including the day of payment."""
    parts: list[InterestPart] = []
    year_starts_on, owed_before = due + timedelta(days=1), ZERO
    while year_starts_on <= paid_on:
        year_ends_on = min(_a_year_later(year_starts_on) - timedelta(days=1), paid_on)
        found, unknown_from = _parts_of_year(year_starts_on, year_ends_on, principal + owed_before, rates)
        parts.extend(found)
        owed_before = round_to_cents(sum((part.exact for part in parts), Fraction(0)))
        if unknown_from is not None:
            return LateInterest(owed_before, tuple(parts), unknown_from)
        year_starts_on = year_ends_on + timedelta(days=1)
    return LateInterest(owed_before, tuple(parts), None)


def recovery_costs(due: date, paid_on: date) -> Decimal:
    """The fixed amount for recovery, owed without a reminder once payment is late."""
    return RECOVERY_COSTS if paid_on > due else ZERO


@dataclass(frozen=True)
class Lateness:
    """How many days too late an invoice is or was paid, and what its supplier can ask for that."""

    days: int
    interest: LateInterest
    costs: Decimal

    @property
    def amount(self) -> Decimal:
        """Interest and costs together; there is no VAT over it."""
        return self.interest.amount + self.costs


def lateness(
    principal: Decimal, *, due: date, paid_on: date, rates: tuple[InterestRate, ...] = INTEREST_RATES
) -> Lateness | None:
    """What paying on that day costs; None when it is in time."""
    if paid_on <= due:
        return None
    interest = late_interest(principal, due=due, paid_on=paid_on, rates=rates)
    return Lateness(days_late(due, paid_on), interest, recovery_costs(due, paid_on))


def _parts_of_year(
    first: date, last: date, principal: Decimal, rates: tuple[InterestRate, ...]
) -> tuple[list[InterestPart], date | None]:
    parts: list[InterestPart] = []
    day = first
    while day <= last:
        rate = next((row for row in rates if row.starts_on <= day <= row.ends_on), None)
        if rate is None:
            return parts, day
        ends_on = min(rate.ends_on, last)
        parts.append(InterestPart(day, ends_on, principal, rate.percent, rate.verified, rate.source))
        day = ends_on + timedelta(days=1)
    return parts, None


def _a_year_later(day: date) -> date:
    # 29 February comes back on 1 March.
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)
