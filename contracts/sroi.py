"""Social return: what a contractor owes, what was delivered for it in building blocks, and the balance per year.

The obligation is the agreed percentage of what was earned in a year, excl. VAT. It is met in building blocks with a
value in euros (Beleidsregels SROI 2021 of the region Zuid-Kennemerland/IJmond: the method; the amounts are rows that
the municipality fills in). What was already paid as a result of a track does not count again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from townhall.money import ZERO, round_to_cents
from townhall.refusal import Obstacle


class SroiStatus(StrEnum):
    """What became of a reported effort."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class SroiUnit(StrEnum):
    """What a building block is counted in."""

    YEAR_FULL_TIME = "year_full_time"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    TIME = "time"
    EURO = "euro"


@dataclass(frozen=True)
class BlockValue:
    """What one unit of a building block is worth, from a first to a last day; ``until`` None: still."""

    amount: Decimal
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this is the value on that day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class YearBalance:
    """One year: earned, owed, delivered and accepted, and what is still open, earlier years included."""

    year: int
    earned: Decimal
    owed: Decimal
    accepted: Decimal
    waiting: Decimal
    open: Decimal


def worth(amount: Decimal, quantity: Decimal) -> Decimal:
    """What so many units are worth, in whole cents."""
    return round_to_cents(Fraction(amount) * Fraction(quantity))


def balance(
    percent: Decimal, earned: Mapping[int, Decimal], accepted: Mapping[int, Decimal], waiting: Mapping[int, Decimal]
) -> list[YearBalance]:
    """The balance per year, oldest first. Too much in one year counts for the next; ``open`` below zero is such a
    surplus."""
    lines, carried = [], ZERO
    for year in sorted({*earned, *accepted, *waiting}):
        owed = round_to_cents(Fraction(earned.get(year, ZERO)) * Fraction(percent) / 100)
        carried += owed - accepted.get(year, ZERO)
        lines.append(
            YearBalance(year, earned.get(year, ZERO), owed, accepted.get(year, ZERO), waiting.get(year, ZERO), carried)
        )
    return lines


def expected_obligation(percent: Decimal, value: Decimal | None) -> Decimal | None:
    """What the whole contract is expected to ask; None when its value is not known."""
    return None if value is None else round_to_cents(Fraction(value) * Fraction(percent) / 100)


def obstacles_to_reporting_effort(
    block: BlockValue | None, *, done_on: date, quantity: Decimal, is_paid_result: bool, percent: Decimal | None,
    today: date,
) -> list[Obstacle]:  # fmt: skip
    """Why an effort cannot be reported as social return."""
    obstacles = []
    if percent is None:
        obstacles.append(Obstacle("none-agreed", "In dit contract is geen social return afgesproken."))
    if block is None or not block.holds_on(done_on):
        text = "Dit bouwblok geldt niet op die dag. Kies een bouwblok dat op die dag geldt."
        obstacles.append(Obstacle("block-not-in-force", text, "block"))
    if done_on > today:
        text = "Deze dag ligt in de toekomst. Vul een dag in tot en met vandaag."
        obstacles.append(Obstacle("in-future", text, "done_on"))
    if quantity <= 0:
        obstacles.append(Obstacle("no-quantity", "Vul een aantal boven nul in.", "quantity"))
    if is_paid_result:
        text = "Deze inzet is al als resultaat van een traject betaald. Dan telt zij niet ook als social return."
        obstacles.append(Obstacle("paid-already", text, "is_paid_result"))
    return obstacles


def obstacles_to_judging_effort(status: SroiStatus, *, judgement: str, accepts: bool) -> list[Obstacle]:
    """Why the municipality cannot judge this effort now."""
    if status is not SroiStatus.REPORTED:
        return [Obstacle("judged-already", "Over deze inzet is al geoordeeld.")]
    if not accepts and not judgement:
        return [Obstacle("reason-missing", "Schrijf op waarom u deze inzet niet meetelt.", "judgement")]
    return []


def obstacles_to_block(value: BlockValue, earlier: Sequence[BlockValue]) -> list[Obstacle]:
    """Why this value cannot be added: a later value takes over, an earlier one is never rewritten."""
    if value.amount <= 0:
        return [Obstacle("no-value", "Vul een bedrag boven nul in.", "amount")]
    if any(each.valid_from >= value.valid_from for each in earlier):
        return [
            Obstacle("later-already", "Er is al een waarde vanaf deze dag of later. Kies een latere dag.", "valid_from")
        ]
    return []
