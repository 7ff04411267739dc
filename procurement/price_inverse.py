"""The price formulas the other way round: which price earns a given part of the weight, exact."""

from fractions import Fraction

from procurement.price_formulas import (
    BetweenLowAndHigh,
    DeviationFromLowest,
    FixedRange,
    LogRelative,
    LowestOverPrice,
    PriceField,
    PriceRule,
    ReferenceOverPrice,
    RelativeToAverage,
    SpanFromLowest,
    power,
)


def price_earning(share: Fraction, rule: PriceRule, among: PriceField) -> Fraction | None:
    """The highest price that still earns this part of the weight, measured against these prices.

    None when no price does, or when the formula gives every price the same.
    """
    if not 0 <= share <= 1:
        return None
    match rule:
        case LowestOverPrice():
            return among.lowest / share if share > 0 and rule.exponent == 1 else None
        case ReferenceOverPrice():
            return rule.reference / share if share > 0 else None
        case DeviationFromLowest():
            return among.lowest * (2 - share)
        case SpanFromLowest():
            return among.lowest + among.lowest * rule.span_percent / 100 * (1 - share)
        case BetweenLowAndHigh():
            gap = among.highest - among.lowest
            return among.highest - share * gap if gap else None
        case RelativeToAverage():
            price = among.average * (rule.factor - share)
            return price if price > 0 else None
        case FixedRange():
            return rule.zero_at - share * (rule.zero_at - rule.full_at)
        case LogRelative():
            return among.lowest * power(rule.a, 1 - share)
        case _:
            return None
