"""Life-cycle cost (F12): the price of a bid and what it costs in later years, added up to one amount that decides.

C = P + Σ cost(t), and where a discount rate r was published C = P + Σ cost(t) ÷ (1 + r)^t. Lowest cost may decide when
that is motivated (art. 2.114 Aanbestedingswet) and the documents say which costs count, what a bidder fills in and how
it is added up (art. 2.115a Aanbestedingswet; Directive 2014/24/EU art. 68): the lines and the rate are published with
the formula. Each line is rounded once, to the cent, so that anybody can add up what is printed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.price_formulas import FormulaError
from townhall.money import round_to_cents

#: ``Licentie: 1-4`` asks one amount for each of the years 1 to 4; year 0 is the start and is never discounted.
LINE = re.compile(r"(?P<label>.{1,120}?)\s*:\s*(?P<first>[0-9]{1,2})(?:\s*-\s*(?P<last>[0-9]{1,2}))?")


@dataclass(frozen=True)
class CostLine:
    """One published cost line: what it is, and in which years after the start it is paid."""

    number: int
    label: str
    first_year: int
    last_year: int

    @property
    def title(self) -> str:
        """The line with its years, as bidders read it."""
        if self.last_year == 0:
            return f"{self.label} (bij de start)"
        years = str(self.first_year)
        if self.last_year > self.first_year:
            years += f" tot en met {self.last_year}, per jaar"
        return f"{self.label} (jaar {years})"

    def factor(self, percent: Fraction) -> Fraction:
        """What one euro a year on this line weighs at this discount rate; at 0 % the number of its years."""
        growth = 1 + percent / 100
        return sum((1 / growth**year for year in range(self.first_year, self.last_year + 1)), Fraction(0))


@dataclass(frozen=True)
class CostFacts:
    """What a bidder filled in on a line, at the published discount rate in per cent (0 when none was)."""

    line: CostLine
    amount: Decimal
    percent: Fraction = Fraction(0)

    @property
    def worth(self) -> Decimal:
        """What the line adds to the cost, rounded once to the cent."""
        return round_to_cents(Fraction(self.amount) * self.line.factor(self.percent))


def read_cost_lines(written: str) -> tuple[CostLine, ...]:
    """The lines as published, one per line or ``;``. Raises ``FormulaError`` in Dutch on one that is not understood."""
    lines = [line.strip() for line in written.replace(";", "\n").splitlines() if line.strip()]
    if not lines:
        raise FormulaError("noem ten minste één kostenpost")
    found: list[CostLine] = []
    for number, line in enumerate(lines, start=1):
        parts = LINE.fullmatch(line)
        if parts is None:
            raise FormulaError(f"schrijf elke kostenpost als ‘Licentie: 1-4’; dit is niet te lezen: ‘{line}’")
        first, last = int(parts["first"]), int(parts["last"] or parts["first"])
        if last < first:
            raise FormulaError(f"het laatste jaar ligt voor het eerste: ‘{line}’")
        found.append(CostLine(number, parts["label"], first, last))
    if len({(each.label, each.first_year, each.last_year) for each in found}) < len(found):
        raise FormulaError("noem elke kostenpost één keer")
    return tuple(found)


def discount_percent(parameters: Mapping[str, str]) -> Fraction:
    """The published discount rate in per cent a year; 0 when costs of later count in full."""
    return Fraction(Decimal(str(parameters.get("discount_percent") or 0)))
