"""Where bids stand and why: ties settled by the published order, and the difference told in words.

The explanation is made from the same parts that make the total, so it can be recomputed by hand; it
goes unchanged into page, letter and report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.award_terms import TieRule, plain
from townhall.money import round_half_up


@dataclass(frozen=True)
class Part:
    """What one criterion gave one bid."""

    code: str
    title: str
    points: Decimal
    weight: Decimal
    is_price: bool = False
    is_cost: bool = False
    """A cost line in euro on top of the price: the lower the better."""
    score: Decimal | None = None
    minimum: Decimal | None = None

    @property
    def is_below_minimum(self) -> bool:
        """Lower than the published minimum, so that the bid has no place."""
        return self.minimum is not None and self.score is not None and self.score < self.minimum

    def as_text(self) -> dict[str, str | bool | None]:
        """The part as plain data, decimals as text."""
        return {
            "code": self.code,
            "title": self.title,
            "points": str(self.points),
            "weight": str(self.weight),
            "is_price": self.is_price,
            "is_cost": self.is_cost,
            "score": None if self.score is None else str(self.score),
            "minimum": None if self.minimum is None else str(self.minimum),
        }

    @classmethod
    def from_text(cls, text: Mapping[str, Any]) -> "Part":
        """Read a part back."""
        return cls(
            code=text["code"],
            title=text["title"],
            points=Decimal(text["points"]),
            weight=Decimal(text["weight"]),
            is_price=text["is_price"],
            is_cost=text.get("is_cost", False),
            score=None if text["score"] is None else Decimal(text["score"]),
            minimum=None if text.get("minimum") is None else Decimal(text["minimum"]),
        )


@dataclass(frozen=True)
class Standing:
    """One bid in a ranking. ``in_euros`` when the lowest total wins, as a fictitious price."""

    name: str
    rank: int | None
    total: Decimal | None
    price: Decimal
    parts: tuple[Part, ...]
    in_euros: bool = False
    tie_rule: TieRule = TieRule.QUALITY_FIRST

    @property
    def quality(self) -> Decimal:
        """The quality points together."""
        return sum((part.points for part in self.parts if not (part.is_price or part.is_cost)), Decimal(0))

    @property
    def costs(self) -> Decimal:
        """The cost lines together."""
        return sum((part.points for part in self.parts if part.is_cost), Decimal(0))

    @property
    def heaviest(self) -> Decimal:
        """The points on the heaviest quality criterion; together, when several weigh the same."""
        scored = [part for part in self.parts if not (part.is_price or part.is_cost)]
        top = max((part.weight for part in scored), default=Decimal(0))
        return sum((part.points for part in scored if part.weight == top), Decimal(0))


def settle_ties(standings: Sequence[Standing]) -> list[Standing]:
    """Places after the published rule for ties: quality and then the heaviest criterion, price, or nothing.

    Bids that are still equal keep the same place: a draw must decide, and is recorded as such.
    """
    keys = [(each.rank, *_tie_key(each)) for each in standings if each.rank is not None]
    return [
        each
        if each.rank is None
        else replace(each, rank=1 + sum(key < (each.rank, *_tie_key(each)) for key in keys))
        for each in standings
    ]


def _tie_key(standing: Standing) -> tuple[Decimal, ...]:
    match standing.tie_rule:
        case TieRule.QUALITY_FIRST:
            return (-standing.quality, -standing.heaviest)
        case TieRule.PRICE_FIRST:
            return (standing.price,)
        case TieRule.DRAW:
            return ()


def why_above(upper: Standing, lower: Standing) -> str:
    """One Dutch paragraph: why the upper bid stands above the lower, from the parts of their totals."""
    assert upper.total is not None, "who has no place stands above nobody"
    if lower.total is None:
        return why_no_place(lower)
    if upper.total == lower.total:
        return _why_above_on_a_tie(upper, lower)
    gap = abs(upper.total - lower.total)
    opening = (
        f"{upper.name} staat op plaats {upper.rank} met {_amount(upper.total, upper)}, "
        f"{_amount(gap, upper)} {'lager' if upper.in_euros else 'meer'} dan {lower.name} "
        f"({_amount(lower.total, upper)}, plaats {lower.rank})."
    )
    sentences = [opening]
    pairs = list(zip(upper.parts, lower.parts, strict=True))
    quality = [(mine, theirs) for mine, theirs in pairs if not (mine.is_price or mine.is_cost)]
    sentences += _on_quality(quality, upper, lower)
    sentences.append(_on_price(pairs, upper, lower))
    sentences += _on_costs([(mine, theirs) for mine, theirs in pairs if mine.is_cost], upper, lower)
    sentences.append(_sum(pairs, upper, lower))
    return " ".join(sentence for sentence in sentences if sentence)


def _why_above_on_a_tie(upper: Standing, lower: Standing) -> str:
    start = (
        f"{upper.name} en {lower.name} hebben hetzelfde totaal: {_amount(upper.total or Decimal(0), upper)}."
    )
    if upper.rank == lower.rank:
        return (
            f"{start} Zij delen plaats {upper.rank}, ook na de regels voor een gelijke stand. "
            "Een loting beslist."
        )
    return f"{start} {_what_broke_the_tie(upper, lower)}"


def _what_broke_the_tie(upper: Standing, lower: Standing) -> str:
    rule = "Volgens de regel voor een gelijke stand gaat"
    if upper.tie_rule == TieRule.PRICE_FIRST and upper.price != lower.price:
        return f"{rule} de laagste prijs voor: {_euro(upper.price)} tegen {_euro(lower.price)}."
    if upper.tie_rule == TieRule.QUALITY_FIRST and upper.quality != lower.quality:
        return (
            f"{rule} de hoogste kwaliteit voor: "
            f"{_amount(upper.quality, upper)} tegen {_amount(lower.quality, lower)}."
        )
    if upper.tie_rule == TieRule.QUALITY_FIRST and upper.heaviest != lower.heaviest:
        return (
            f"{rule} het zwaarste kwaliteitscriterium voor: "
            f"{_amount(upper.heaviest, upper)} tegen {_amount(lower.heaviest, lower)}."
        )
    return "De loting heeft de volgorde bepaald."


def why_no_place(standing: Standing) -> str:
    """One Dutch sentence: below which published minimum this bid stays."""
    below = [
        f"{_named(part)} ({plain(part.score or Decimal(0))}, minimaal {plain(part.minimum or Decimal(0))})"
        for part in standing.parts
        if part.is_below_minimum
    ]
    return f"{standing.name} krijgt geen plaats: onder de minimumscore op {listed(below)}."



def _on_quality(pairs: Sequence[tuple[Part, Part]], upper: Standing, lower: Standing) -> list[str]:
    more = [pair for pair in pairs if pair[0].points > pair[1].points]
    less = [pair for pair in pairs if pair[0].points < pair[1].points]
    same = [pair for pair in pairs if pair[0].points == pair[1].points]
    sentences = []
    if more:
        told = listed([_compared(mine, theirs, upper) for mine, theirs in more])
        sentences.append(f"{upper.name} scoorde hoger op {told}.")
    if less:
        told = listed([_compared(mine, theirs, upper) for mine, theirs in less])
        sentences.append(f"{lower.name} scoorde hoger op {told}.")
    if same:
        sentences.append(f"Gelijk scoorden zij op {listed([_named(mine) for mine, _ in same])}.")
    return sentences


def _on_price(pairs: Sequence[tuple[Part, Part]], upper: Standing, lower: Standing) -> str:
    if upper.price == lower.price:
        return f"De prijs is gelijk: {_euro(upper.price)}."
    cheaper, dearer = (upper, lower) if upper.price < lower.price else (lower, upper)
    prices = f"{_euro(cheaper.price)} tegen {_euro(dearer.price)}"
    points = next(((mine.points, theirs.points) for mine, theirs in pairs if mine.is_price), None)
    earned = ""
    if points is not None:
        # In the order of the prices: under no formula does the cheaper bid get fewer points.
        earned = f"; dat geeft {_number(max(points))} tegen {_number(min(points))} punten"
    return f"De prijs van {cheaper.name} is lager ({prices}){earned}."


def _on_costs(pairs: Sequence[tuple[Part, Part]], upper: Standing, lower: Standing) -> list[str]:
    """Where each of the two costs less, line by line."""
    sentences = []
    for name, told in (
        (upper.name, [pair for pair in pairs if pair[0].points < pair[1].points]),
        (lower.name, [pair for pair in pairs if pair[0].points > pair[1].points]),
    ):
        if told:
            lines = listed([_compared(mine, theirs, upper) for mine, theirs in told])
            sentences.append(f"De kosten van {name} zijn lager op {lines}.")
    same = [_named(mine) for mine, theirs in pairs if mine.points == theirs.points]
    return [*sentences, f"Gelijk zijn zij op {listed(same)}."] if same else sentences


def _sum(pairs: Sequence[tuple[Part, Part]], upper: Standing, lower: Standing) -> str:
    """The differences per criterion, added up to the difference in total."""
    assert upper.total is not None and lower.total is not None
    if upper.in_euros:
        worth = upper.quality - lower.quality
        price, costs = lower.price - upper.price, lower.costs - upper.costs
        if price + worth + costs != lower.total - upper.total:
            # Price per point: the figures above say it all.
            return ""
        if upper.costs or lower.costs:
            return (
                f"Verschil in prijs {_signed_euro(price)} en in de kosten daarna {_signed_euro(costs)}: "
                f"samen {_euro(lower.total - upper.total)}."
            )
        if not upper.parts:
            return ""
        return (
            f"Verschil in prijs {_signed_euro(price)} en in waarde van de kwaliteit {_signed_euro(worth)}: "
            f"samen {_euro(lower.total - upper.total)}."
        )
    differences = [(mine.code, mine.points - theirs.points) for mine, theirs in pairs]
    if sum((each for _, each in differences), Decimal(0)) != upper.total - lower.total:
        return ""
    told = ", ".join(f"{code} {_signed(each)}" for code, each in differences if each)
    return f"Het verschil telt zo op: {told}; samen {_signed(upper.total - lower.total)} punten."


def _compared(mine: Part, theirs: Part, upper: Standing) -> str:
    high, low = max(mine.points, theirs.points), min(mine.points, theirs.points)
    if upper.in_euros:
        if mine.is_cost:
            return f"{_named(mine)} ({_euro(low)} tegen {_euro(high)})"
        return f"{_named(mine)} ({_euro(high)} tegen {_euro(low)} aan waarde)"
    return f"{_named(mine)} ({_number(high)} tegen {_number(low)} punten)"


def _named(part: Part) -> str:
    return f"{part.code} {part.title}"


def listed(names: Sequence[str]) -> str:
    """``a, b en c``."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " en " + names[-1]


def _amount(value: Decimal, standing: Standing) -> str:
    return _euro(value) if standing.in_euros else f"{_number(value)} punten"


def _euro(value: Decimal) -> str:
    return f"{'−' if value < 0 else ''}€\N{NO-BREAK SPACE}{_number(abs(value))}"


def _signed_euro(value: Decimal) -> str:
    return f"{'−' if value < 0 else '+'}\N{NO-BREAK SPACE}€\N{NO-BREAK SPACE}{_number(abs(value))}"


def _signed(value: Decimal) -> str:
    return f"{'−' if value < 0 else '+'}{_number(abs(value))}"


def _number(value: Decimal) -> str:
    # As precise as it was published, so that the differences told add up.
    published = -int(value.as_tuple().exponent)
    text = f"{round_half_up(Fraction(value), places=max(2, published)):,f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")
