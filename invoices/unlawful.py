"""The register of unlawful spending: why it is unlawful, for how much, and what the council lets pass unreported.

Sources: Kadernota rechtmatigheid (three criteria), Gemeentewet art. 213(3) and Besluit accountantscontrole decentrale
overheden as changed per 2025 (the reporting limit); domain facts 9.5.1 to 9.5.5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from townhall.money import ZERO, round_to_cents
from townhall.refusal import Obstacle


class Criterion(StrEnum):
    """The three that spending is held against (Kadernota rechtmatigheid)."""

    BUDGET = "budget"
    CONDITIONS = "conditions"
    MISUSE = "misuse"


class Cause(StrEnum):
    """Why money was spent unlawfully."""

    TENDER_BREACH = "tender_breach"
    EXPIRED_CONTRACT = "expired_contract"
    ABOVE_CEILING = "above_ceiling"
    NO_MANDATE = "no_mandate"
    CONDITION_NOT_MET = "condition_not_met"
    OVER_BUDGET = "over_budget"
    MISUSE = "misuse"


@dataclass(frozen=True)
class CauseFacts:
    """The criterion of a cause, and whether all that was spent counts, whatever anybody thinks of it."""

    criterion: Criterion
    counts_in_full: bool = False


#: A breach of tender law makes the whole amount of each year unlawful (9.5.4); of the rest a part may be.
CAUSES: dict[Cause, CauseFacts] = {
    Cause.TENDER_BREACH: CauseFacts(Criterion.CONDITIONS, counts_in_full=True),
    Cause.EXPIRED_CONTRACT: CauseFacts(Criterion.CONDITIONS),
    Cause.ABOVE_CEILING: CauseFacts(Criterion.CONDITIONS),
    Cause.NO_MANDATE: CauseFacts(Criterion.CONDITIONS),
    Cause.CONDITION_NOT_MET: CauseFacts(Criterion.CONDITIONS),
    Cause.OVER_BUDGET: CauseFacts(Criterion.BUDGET),
    Cause.MISUSE: CauseFacts(Criterion.MISUSE),
}

#: The highest reporting limit a council may choose, in percent of the expenses, from this year on (9.5.3).
MAX_PERCENT: tuple[tuple[int, Decimal], ...] = ((2023, Decimal(3)), (2025, Decimal(2)))


@dataclass(frozen=True)
class UnlawfulFacts:
    """A row of the register as the rules see it; without ``until_on`` it still goes on."""

    number: str
    cause: Cause
    from_on: date
    until_on: date | None = None

    def shares_a_day_with(self, from_on: date, until_on: date | None) -> bool:
        """Whether the days overlap."""
        return (self.until_on is None or from_on <= self.until_on) and (until_on is None or self.from_on <= until_on)


@dataclass(frozen=True)
class YearOfSpending:
    """What was paid in a year, what came back in it, and the amount somebody set instead, with why; none is not zero.

    What comes back lowers the year in which it arrives, never below nothing: an earlier year was accounted for already.
    """

    year: int
    paid: Decimal
    set_to: Decimal | None = None
    why: str = ""
    came_back: Decimal = ZERO

    @property
    def kept(self) -> Decimal:
        """What was paid less what came back."""
        return max(self.paid - self.came_back, ZERO)

    @property
    def amount(self) -> Decimal:
        """What counts as unlawful in this year."""
        return self.kept if self.set_to is None else self.set_to


def obstacles_to_registering(
    cause: Cause, *, from_on: date, until_on: date | None, found_on: date, today: date,
    standing: Sequence[UnlawfulFacts],
) -> list[Obstacle]:
    """Why this cannot be put in the register; ``standing`` are the rows of the same contract. A euro counts once."""
    obstacles = _obstacles_of_days(from_on, until_on)
    if found_on > today:
        text = "Deze dag ligt in de toekomst. Kies vandaag of eerder."
        obstacles.append(Obstacle("unlawful-found-later", text, "found_on"))
    return obstacles + _counted_twice(cause, from_on, until_on, standing)


def obstacles_to_changing(
    row: UnlawfulFacts, *, until_on: date | None, is_withdrawn: bool, standing: Sequence[UnlawfulFacts]
) -> list[Obstacle]:
    """Why its last day cannot become this one; ``standing`` are the other rows of the same contract."""
    if is_withdrawn:
        return [Obstacle("unlawful-withdrawn", "Deze rij is ingetrokken.")]
    return [*_obstacles_of_days(row.from_on, until_on), *_counted_twice(row.cause, row.from_on, until_on, standing)]


def obstacles_to_setting_amount(
    cause: Cause, amount: Decimal | None, *, why: str, is_withdrawn: bool
) -> list[Obstacle]:
    """Why this amount cannot stand in the place of what was paid; None takes an earlier one away."""
    if is_withdrawn:
        return [Obstacle("unlawful-withdrawn", "Deze rij is ingetrokken.")]
    if CAUSES[cause].counts_in_full:
        text = "Bij een aanbesteding die niet volgens de regels ging, telt alles wat is betaald en niet terugkwam."
        return [Obstacle("unlawful-in-full", text, "amount", is_final=True)]
    obstacles = []
    if amount is not None and amount < ZERO:
        obstacles.append(Obstacle("amount-negative", "Vul een bedrag in van € 0,00 of meer.", "amount"))
    if not why.strip():
        text = "Leg uit waarom dit bedrag onrechtmatig is, en niet alles wat is betaald."
        obstacles.append(Obstacle("reason-missing", text, "why"))
    return obstacles


def may_count_twice(
    one: tuple[UnlawfulFacts, YearOfSpending], other: tuple[UnlawfulFacts, YearOfSpending]
) -> bool:
    """Whether two rows of one contract share days and count more together in a year than was paid on either's days and
    did not come back."""
    shares = one[0].shares_a_day_with(other[0].from_on, other[0].until_on)
    return shares and one[1].amount + other[1].amount > max(one[1].kept, other[1].kept)


def max_percent_in(year: int) -> Decimal | None:
    """The highest reporting limit a council may choose for this year; none before the college reports itself."""
    return next((percent for first, percent in reversed(MAX_PERCENT) if year >= first), None)


def obstacles_to_limit(year: int, *, percent: Decimal, expenses: Decimal) -> list[Obstacle]:
    """Why the council's limit cannot be this."""
    highest = max_percent_in(year)
    if highest is None:
        text = f"Het college verantwoordt de rechtmatigheid zelf vanaf {MAX_PERCENT[0][0]}. Kies een later jaar."
        return [Obstacle("limit-too-early", text, "year")]
    obstacles = []
    if percent > highest:
        text = f"Voor {year} mag de raad hooguit {highest} % kiezen. Vul een lager percentage in."
        obstacles.append(Obstacle("limit-too-high", text, "percent"))
    if expenses <= ZERO:
        obstacles.append(Obstacle("amount-not-positive", "Vul een bedrag in van meer dan € 0,00.", "expenses"))
    return obstacles


def limit_amount(percent: Decimal, expenses: Decimal) -> Decimal:
    """From this amount on the college names it in its account: a share of the expenses (9.5.3)."""
    return round_to_cents(expenses * percent / 100)


def _obstacles_of_days(from_on: date, until_on: date | None) -> list[Obstacle]:
    if until_on is None or until_on >= from_on:
        return []
    text = "De laatste dag ligt voor de eerste dag. Kies een latere laatste dag, of laat hem leeg."
    return [Obstacle("unlawful-ends-early", text, "until_on")]


def _counted_twice(
    cause: Cause, from_on: date, until_on: date | None, standing: Sequence[UnlawfulFacts]
) -> list[Obstacle]:
    return [
        Obstacle(
            "unlawful-counted",
            f"Op deze dagen telt {row.number} al voor dit contract, en een van beide telt alles wat is betaald. "
            "Een euro telt één keer. Kies andere dagen of trek die rij in.",
            "until_on",
        )
        for row in standing
        if row.shares_a_day_with(from_on, until_on)
        and (CAUSES[cause].counts_in_full or CAUSES[row.cause].counts_in_full)
    ]
