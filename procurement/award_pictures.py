"""The pictures and workings of the gunningsverslag, from the data it carries: nothing is looked up, nothing is new.

Who holds the data can compute all of it again (Aanbestedingswet 2012 art. 2.132: the reasons of the choice).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.award_terms import plain
from procurement.price_formulas import FormulaError
from procurement.procedures import CriterionKind
from procurement.published_award import FORM, PublishedAward, read_back
from procurement.regime_reasons import dutch_euros
from procurement.sensitivity import EFFECT_LABELS, Effect, Share
from procurement.simulation import break_even_line
from procurement.simulation_chart import Plane, plane_of
from procurement.simulation_weighing import Weighing
from procurement.tender_formulas import WITH_PRICE_POINTS
from townhall.charts import MOST_SERIES
from townhall.money import round_half_up

Data = Mapping[str, Any]
#: A price–quality plane with more bids is a cloud of numbers.
MOST_ON_PLANE = 20


@dataclass(frozen=True)
class Bars:
    """Figures ready to stack: one bar per row, one part of it per series."""

    rows: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal, ...]], ...]


@dataclass(frozen=True)
class Working:
    """How the points of one bid came about, line by line."""

    bidder: str
    lines: tuple[str, ...]


def bars_in(ranking: Data) -> Bars | None:
    """The points per bidder and criterion; None where the formula adds up euros, or something is below nought.

    More criteria than colours are told apart in two: quality together, and price.
    """
    rows = ranking["rows"]
    if ranking["in_euros"] or not rows:
        return None
    parts = [[(each["code"], each["is_price"], Decimal(each["points"])) for each in row["parts"]] for row in rows]
    if any(points < 0 for row in parts for _, _, points in row):
        return None
    bidders = tuple(row["bidder"] for row in rows)
    if len(parts[0]) <= MOST_SERIES:
        codes = [code for code, _, _ in parts[0]]
        return Bars(bidders, tuple((code, tuple(row[at][2] for row in parts)) for at, code in enumerate(codes)))
    sums = [
        (name, tuple(sum((points for _, is_price, points in row if is_price == wanted), Decimal(0)) for row in parts))
        for name, wanted in (("Kwaliteit", False), ("Prijs", True))
    ]
    return Bars(bidders, tuple(sums))


def firmness_bars_in(firmness: Data | None) -> Bars | None:
    """Per kind of change the percentages with the same winner, a shared place and another; None without any change."""
    if not firmness or not firmness["kinds"]:
        return None
    kinds = firmness["kinds"]
    percents = [Share(each["same"], each["shared"], each["total"]).percents for each in kinds]
    return Bars(
        tuple(each["label"] for each in kinds),
        tuple(
            (EFFECT_LABELS[effect].capitalize(), tuple(each[at] for each in percents))
            for at, effect in enumerate(Effect)
        ),
    )


def plane_in(ranking: Data) -> Plane | None:
    """The bids on price and quality, with the line of what equals the winner; None where none can be drawn."""
    award, rows = _award_of(ranking), ranking["rows"]
    if award is None or award.formula not in WITH_PRICE_POINTS or not 2 <= len(rows) <= MOST_ON_PLANE:
        return None
    prices = [Decimal(row["price"]) for row in rows]
    margin = max((max(prices) - min(prices)) / 5, max(prices) / 50, Decimal(1))
    window = (max(Decimal(0), min(prices) - margin), max(prices) + margin)
    try:
        weighing = Weighing.of(award, prices)
        best = rows[0]
        total = weighing.total(Fraction(Decimal(best["price"])), Fraction(Decimal(best["quality_points"])))
        line = break_even_line(total, weighing, window)
    except FormulaError:
        return None
    bids = [
        {"price": row["price"], "at": row["quality_points"], "number": at, "rank": 1 if at == 1 else 2}
        for at, row in enumerate(rows, start=1)
    ]
    return plane_of({"quality_points": str(weighing.quality_weight), "lines": [line], "bids": bids}, window)


def workings_in(ranking: Data) -> list[Working]:
    """The published formula with the figures of every bid filled in, best first; none where it adds up euros."""
    award = _award_of(ranking)
    if award is None or award.formula not in WITH_PRICE_POINTS:
        return []
    try:
        weighing = Weighing.of(award, [Decimal(row["price"]) for row in ranking["rows"]])
        fees = ranking["snapshot"]["fees"]
        return [Working(row["bidder"], _lines(row, fees[row["bidder"]], award, weighing)) for row in ranking["rows"]]
    except FormulaError:
        return []


def _lines(row: Data, fees: Sequence[Data], award: PublishedAward, weighing: Weighing) -> tuple[str, ...]:
    tops = {each.code: each.top for each in award.criteria if each.kind == CriterionKind.QUALITY}
    sum_of_fees = " + ".join(f"{_euro(fee['amount'])} × {_number(fee['attainment_percent'])} %" for fee in fees)
    lines = [f"Evaluatieprijs: {sum_of_fees} = {_euro(row['price'])}"]
    for part in row["parts"]:
        weight, points = _number(part["weight"]), _points(part["points"])
        if part["is_price"]:
            assert weighing.rule is not None, "this formula gives price points"
            share = weighing.rule.share(Fraction(Decimal(row["price"])), weighing.field)
            lines.append(f"{part['code']}: {weight} × {_number(round_half_up(share, places=4))} = {points} punten")
        elif part["score"] is not None and part["code"] in tops:
            score = f"{_number(part['score'])} ÷ {_number(tops[part['code']])}"
            lines.append(f"{part['code']}: {weight} × {score} = {points} punten")
    return tuple(lines)


def _award_of(ranking: Data) -> PublishedAward | None:
    data = ranking["snapshot"].get("award")
    return read_back(data) if data and data.get("form") == FORM else None


def _number(value: Any) -> str:
    return plain(Decimal(str(value)))


def _points(value: str) -> str:
    """Points as precise as they were published, with two decimals at least, as in the table beside it."""
    whole, _, decimals = value.partition(".")
    return f"{whole},{decimals:0<2}"


def _euro(value: Any) -> str:
    return dutch_euros(Decimal(str(value)))
