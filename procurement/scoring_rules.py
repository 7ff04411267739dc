"""The points rules by their names in JSON: which parameters each takes, and how they are read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from procurement.price_formulas import (
    BetweenLowAndHigh,
    DeviationFromLowest,
    FixedRange,
    FormulaError,
    LogRelative,
    LowestOverPrice,
    PriceRule,
    ReferenceOverPrice,
    SpanFromLowest,
)
from procurement.quality_rules import (
    Given,
    QualityRule,
    ScaleToWeight,
    Score,
    ScoreOverBest,
    TableToPercent,
)
from procurement.scoring import Criterion, Outcome
from procurement.strict_json import Case, exact_number

Rule = PriceRule | QualityRule


@dataclass(frozen=True)
class RuleEntry:
    """One rule: what makes it, what it needs, what it may have, and whether it reads the price."""

    make: Callable[..., Rule]
    needs: tuple[str, ...] = ()
    may_have: tuple[str, ...] = ()
    reads_price: bool = False


def _fixed_range(price_full_points: Fraction, price_zero_points: Fraction, clamp: bool = False) -> Rule:
    return FixedRange(full_at=price_full_points, zero_at=price_zero_points, clamped=clamp)


def _log_relative(A: Fraction) -> Rule:  # noqa: N803  # the published name of the coefficient
    return LogRelative(a=A)


ENTRIES: Mapping[str, RuleEntry] = {
    "given": RuleEntry(Given),
    "scale_to_weight": RuleEntry(ScaleToWeight, needs=("max_score",)),
    "table_to_percent": RuleEntry(TableToPercent, needs=("table",)),
    "score_over_best": RuleEntry(ScoreOverBest),
    "lowest_over_price": RuleEntry(LowestOverPrice, reads_price=True),
    "lowest_over_price_power": RuleEntry(LowestOverPrice, needs=("exponent",), reads_price=True),
    "reference_over_price": RuleEntry(
        lambda reference_price: ReferenceOverPrice(reference=reference_price),
        needs=("reference_price",),
        reads_price=True,
    ),
    "linear_deviation_from_lowest": RuleEntry(
        lambda floor_zero=False: DeviationFromLowest(floor_zero=floor_zero),
        may_have=("floor_zero",),
        reads_price=True,
    ),
    "linear_span_from_lowest": RuleEntry(SpanFromLowest, needs=("span_percent",), reads_price=True),
    "linear_between_low_high": RuleEntry(BetweenLowAndHigh, reads_price=True),
    "linear_fixed_range": RuleEntry(
        _fixed_range, needs=("price_full_points", "price_zero_points"), may_have=("clamp",), reads_price=True
    ),
    "log_relative": RuleEntry(_log_relative, needs=("A",), reads_price=True),
}
FLAGS = frozenset({"floor_zero", "clamp"})
POSITIVE = frozenset({"max_score", "exponent", "reference_price", "span_percent"})
#: No published formula comes near; keeps a typing error from counting for hours.
HIGHEST_EXPONENT = 100


class RuleBook:
    """Reads a rule from JSON, noting every mistake by the name of its criterion."""

    def read(self, case: Case, given: object, criterion: str, *, is_price: bool) -> Rule | None:
        """The rule, or None after noting what is wrong."""
        at = f"criterium {criterion}: points_rule"
        fields = case.mapping(given, at)
        name = case.text(fields.get("rule"), f"{at}.rule")
        entry = ENTRIES.get(name or "")
        if entry is None:
            if name is not None:
                case.wrong(f"{at}.rule ‘{name}’ is onbekend; bekend zijn {', '.join(ENTRIES)}.")
            return None
        if entry.reads_price and not is_price:
            case.wrong(
                f"{at}.rule ‘{name}’ rekent met de prijs en hoort bij een criterium van het type price."
            )
            return None
        values = self._parameters(case, fields, entry, criterion)
        if values is None:
            return None
        try:
            return entry.make(**values)
        except FormulaError as error:
            case.wrong(f"{at}: {error}.")
            return None

    def _parameters(
        self, case: Case, fields: Mapping[str, object], entry: RuleEntry, criterion: str
    ) -> dict[str, Any] | None:
        at = f"criterium {criterion}: points_rule"
        before = len(case.errors)
        allowed = frozenset({"rule", "note", *entry.needs, *entry.may_have})
        case.mapping(fields, at, allowed)
        values: dict[str, Any] = {}
        for key in entry.needs + tuple(key for key in entry.may_have if key in fields):
            if key in FLAGS:
                values[key] = case.flag(fields.get(key), f"{at}.{key}")
            elif key == "table":
                values[key] = self._table(case, fields.get(key), criterion)
            else:
                values[key] = self._number(
                    case, fields.get(key), f"{at}.{key}", must_be_positive=key in POSITIVE
                )
        if values.get("exponent") is not None and values["exponent"] > HIGHEST_EXPONENT:
            case.wrong(f"{at}.exponent mag niet hoger zijn dan {HIGHEST_EXPONENT}.")
        return values if len(case.errors) == before else None

    def _number(self, case: Case, given: object, name: str, *, must_be_positive: bool) -> Fraction | None:
        value = case.number(given, name)
        if value is not None and must_be_positive and value <= 0:
            case.wrong(f"{name} moet groter zijn dan nul.")
        return value

    def _table(self, case: Case, given: object, criterion: str) -> dict[Score, Fraction]:
        table: dict[Score, Fraction] = {}
        for key, value in case.mapping(given, f"criterium {criterion}: table").items():
            percent = case.number(value, f"criterium {criterion}: table.{key}")
            number = exact_number(key)
            score = key if number is None else number
            if score in table:
                case.wrong(f"criterium {criterion}: table.{key} is een score die er al staat.")
            table[score] = percent if percent is not None else Fraction(0)
        return table

    def table(self, case: Case, given: object, criterion: str) -> TableToPercent:
        """The rule of a table that stands beside the criterion itself."""
        return TableToPercent(self._table(case, given, criterion))

    def leaves_bounds_open(self, written: object, rule: Rule | None) -> bool:
        """Was nothing said about prices outside the bounds?"""
        if not isinstance(rule, FixedRange) or not isinstance(written, Mapping):
            return False
        return "clamp" not in written.get("points_rule", {})

    def within(self, rule: Rule | None, price: Fraction) -> bool:
        """Lies the price between the bounds?"""
        return isinstance(rule, FixedRange) and rule.holds(price)

    def overshoots(self, criteria: Sequence[Criterion], outcome: Outcome) -> list[str]:
        """Points above the weight, which a reader will want to check."""
        return [
            f"{bid.bidder}: meer punten op {each.id} dan het gewicht van dat criterium."
            for bid in outcome.bids
            for each in criteria
            if each.weight is not None and bid.points.get(each.id, Fraction(0)) > each.weight
        ]


RULES = RuleBook()
