"""Where bids stand and why: ties settled by the published order, and the difference told in words.

The explanation is made from the same parts that make the total, so it can be recomputed by hand; it
goes unchanged into page, letter and report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from townhall.money import round_half_up


@dataclass(frozen=True)
class Part:
    """What one criterion gave one bid."""

    code: str
    title: str
    points: Decimal
    weight: Decimal
    is_price: bool = False
    score: Decimal | None = None

    def as_text(self) -> dict[str, str | bool | None]:
        """The part as plain data, decimals as text."""
        return {
            "code": self.code,
            "title": self.title,
            "points": str(self.points),
            "weight": str(self.weight),
            "is_price": self.is_price,
            "score": None if self.score is None else str(self.score),
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
            score=None if text["score"] is None else Decimal(text["score"]),
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

    @property
    def quality(self) -> Decimal:
        """The quality points together."""
        return sum((part.points for part in self.parts if not part.is_price), Decimal(0))

    @property
    def heaviest(self) -> Decimal:
        """The points on the heaviest quality criterion (the first one, when several weigh the same)."""
        scored = [part for part in self.parts if not part.is_price]
        return max(scored, key=lambda part: part.weight).points if scored else Decimal(0)


def settle_ties(standings: Sequence[Standing]) -> list[Standing]:
    """Places after the published order for ties: quality total, then the heaviest criterion.

    Bids that are still equal keep the same place: a draw must decide, and is recorded as such.
    """
    placed = [standing for standing in standings if standing.rank is not None]
    keys = {id(each): (each.rank or 0, -each.quality, -each.heaviest) for each in placed}
    settled = []
    for each in standings:
        if each.rank is None:
            settled.append(each)
            continue
        better = sum(keys[id(other)] < keys[id(each)] for other in placed)
        settled.append(
            Standing(each.name, 1 + better, each.total, each.price, each.parts, in_euros=each.in_euros)
        )
    return settled


def why_above(upper: Standing, lower: Standing) -> str:
    """One Dutch paragraph: why the upper bid stands above the lower, from the parts of their totals."""
    assert upper.total is not None and lower.total is not None
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
    quality = [(mine, theirs) for mine, theirs in pairs if not mine.is_price]
    sentences += _on_quality(quality, upper, lower)
    sentences.append(_on_price(pairs, upper, lower))
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
    if upper.quality != lower.quality:
        reason = (
            f"Volgens de regel voor een gelijke stand gaat de hoogste kwaliteit voor: "
            f"{_amount(upper.quality, upper)} tegen {_amount(lower.quality, lower)}."
        )
    elif upper.heaviest != lower.heaviest:
        reason = (
            "Volgens de regel voor een gelijke stand gaat het zwaarste kwaliteitscriterium voor: "
            f"{_amount(upper.heaviest, upper)} tegen {_amount(lower.heaviest, lower)}."
        )
    else:
        reason = "De loting heeft de volgorde bepaald."
    return f"{start} {reason}"


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


def _sum(pairs: Sequence[tuple[Part, Part]], upper: Standing, lower: Standing) -> str:
    """The differences per criterion, added up to the difference in total."""
    assert upper.total is not None and lower.total is not None
    if upper.in_euros:
        worth = upper.quality - lower.quality
        price = lower.price - upper.price
        if price + worth != lower.total - upper.total:
            # Lowest price, or price per point: the figures above say it all.
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
    text = f"{round_half_up(Fraction(value), places=2):,f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")
