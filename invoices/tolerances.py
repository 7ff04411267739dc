"""How far a line may be off and still be paid: nothing, unless the municipality decided otherwise.

A line that asks less than was agreed may be paid for what it asks; one that asks more never is. A decision counts for
performances from its first day on; a later decision with the same first day takes its place. House rule: there is no
law that sets a tolerance, so none is the default.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from townhall.money import ZERO, euros
from townhall.refusal import Obstacle

#: More than this is no rounding any more.
MOST_CENTS_OFF = euros("1.00")
MOST_PERCENT = Decimal(10)
MOST_DAYS_LATE = 60


@dataclass(frozen=True)
class Tolerance:
    """What may be off; None where nothing was agreed, which means exact.

    ``less_amount`` and ``less_percent`` are how much less than the agreed amount a line may ask: the smaller of both
    counts. ``cents_off`` is how far quantity times price may be from the amount of the line.
    """

    less_amount: Decimal | None = None
    less_percent: Decimal | None = None
    cents_off: Decimal | None = None
    days_late: int | None = None

    def allows_less(self, agreed: Decimal, asked: Decimal) -> bool:
        """Whether a line may ask this instead of what was agreed: less, and within every limit that was set."""
        limits = [] if self.less_amount is None else [self.less_amount]
        if self.less_percent is not None:
            limits.append(agreed * self.less_percent / 100)
        return asked <= agreed and agreed - asked <= min(limits, default=ZERO)


EXACT = Tolerance()


@dataclass(frozen=True)
class DecidedTolerance:
    """A tolerance with the first day of the performances it counts for."""

    from_on: date
    tolerance: Tolerance


def tolerance_for(reached_on: date, decided: Iterable[DecidedTolerance]) -> Tolerance:
    """What counts for a performance of this day; ``decided`` in the order of deciding."""
    found: DecidedTolerance | None = None
    for each in decided:
        if each.from_on <= reached_on and (found is None or each.from_on >= found.from_on):
            found = each
    return found.tolerance if found else EXACT


def obstacles_to_tolerating(tolerance: Tolerance, *, reason: str) -> list[Obstacle]:
    """Why this cannot be decided."""
    limits = [
        ("less_amount", tolerance.less_amount, None, ""),
        ("less_percent", tolerance.less_percent, MOST_PERCENT, "hooguit 10 procent"),
        ("cents_off", tolerance.cents_off, MOST_CENTS_OFF, "hooguit € 1,00"),
        ("days_late", tolerance.days_late, MOST_DAYS_LATE, "hooguit 60 dagen"),
    ]
    obstacles = []
    for field, value, most, words in limits:
        if value is not None and value < 0:
            obstacles.append(Obstacle("negative", "Vul nul of meer in, of laat dit leeg.", field))
        elif value is not None and most is not None and value > most:
            obstacles.append(Obstacle("too-much", f"Dit is te veel. Kies {words}.", field))
    if not reason.strip():
        text = "Leg uit waarop dit besluit berust."
        obstacles.append(Obstacle("reason-missing", text, "reason"))
    return obstacles
