"""Whether a bid is complete: what a lot asks, what is filled in, and everything that is still missing.

The exclusion grounds are those the tender chose (``exclusion.py``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from procurement.bid_content import BidContent
from procurement.exclusion import GROUNDS, ExclusionGround
from procurement.parties import obstacles_of, obstacles_of_parties
from procurement.procedures import RequirementKind
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class AskedRequirement:
    """A requirement as the bidder must answer it."""

    id: int
    number: str
    kind: RequirementKind
    holds_from: date | None = None


@dataclass(frozen=True)
class AskedFee:
    """A milestone for which the bidder names a fee, or a cost line for which he names an amount."""

    id: int
    label: str
    highest: Decimal | None


@dataclass(frozen=True)
class Asked:
    """Everything a lot asks of a bidder; qualities are pairs of number in the database and title."""

    requirements: Sequence[AskedRequirement]
    qualities: Sequence[tuple[int, str]]
    fees: Sequence[AskedFee]
    grounds: Sequence[ExclusionGround] = GROUNDS
    """The exclusion grounds the tender chose."""
    costs: Sequence[AskedFee] = ()
    """The published cost lines, by their number; only when life-cycle cost decides."""
    lots_to_prefer: int = 0
    """Among how many lots the bidder says how much he wants this one; 0 when the rule of dividing lots does not ask."""


@dataclass(frozen=True)
class Part:
    """One part of a bid: how much of it is filled in, and what is still in the way."""

    code: str
    title: str
    done: int
    asked: int
    obstacles: Sequence[Obstacle]


def parts_of(content: BidContent, asked: Asked) -> list[Part]:
    """The parts of a bid in the order of the pages, with what is missing; one without a question is left out."""
    parts = [
        _declaration(content, asked.grounds),
        _parties(content),
        _answers(content, asked),
        _qualities(content, asked),
        _prices(content, asked),
        _preference(content, asked),
    ]
    return [part for part in parts if part.asked]


def obstacles_to_submitting(content: BidContent, asked: Asked) -> list[Obstacle]:
    """Why this bid is not complete; every reason at once."""
    return [obstacle for part in parts_of(content, asked) for obstacle in part.obstacles]


def _declaration(content: BidContent, grounds: Sequence[ExclusionGround]) -> Part:
    declaration, obstacles = content.declaration, []
    open_grounds = [ground for ground in grounds if ground.code not in declaration.applies]
    if open_grounds:
        still = _count(len(open_grounds), "uitsluitingsgrond", "uitsluitingsgronden")
        text = f"Eigen verklaring: beantwoord nog {still}."
        obstacles.append(Obstacle("declaration-incomplete", text))
    applies = [*declaration.applies.values(), *(firm.is_excluded for firm in content.parties.firms)]
    if any(applies) and not declaration.explanation:
        text = (
            "Eigen verklaring: u antwoordde bij een uitsluitingsgrond ‘ja’. Leg uit wat er is gebeurd "
            "en welke maatregelen u heeft genomen."
        )
        obstacles.append(Obstacle("declaration-unexplained", text))
    if not (declaration.signatory and declaration.signatory_function):
        text = "Eigen verklaring: vul de naam en de functie in van wie namens u verklaart."
        obstacles.append(Obstacle("declaration-unsigned", text))
    done = len(grounds) - len(open_grounds) + bool(declaration.signatory and declaration.signatory_function)
    return Part("verklaring", "Eigen verklaring", done, len(grounds) + 1, obstacles)


def _parties(content: BidContent) -> Part:
    """The firms that bid along; who bids alone has nothing to answer here."""
    firms, obstacles = content.parties.firms, obstacles_of_parties(content.parties)
    asked = len(firms) + bool(content.parties.members)
    undone = sum(bool(obstacles_of(firm)) for firm in firms)
    undone += any(each.code == "not-jointly-liable" for each in obstacles)
    return Part("samenwerking", "Samenwerking", asked - undone, asked, obstacles)


def _answers(content: BidContent, asked: Asked) -> Part:
    unanswered = [
        each
        for each in asked.requirements
        if each.id not in content.answers or content.answers[each.id].complies is None
    ]
    obstacles = [
        Obstacle("requirement-unanswered", f"Eisen en wensen: zeg bij {each.number} of u eraan voldoet.")
        for each in unanswered
    ]
    late = [each for each in asked.requirements if _is_promised_too_late(each, content)]
    obstacles += [
        Obstacle(
            "requirement-promised-too-late",
            f"Eisen en wensen: bij {each.number} zegt u een latere dag toe dan wordt gevraagd. "
            f"Kies opnieuw: u moet voldoen vanaf {each.holds_from:%d-%m-%Y}.",
        )
        for each in late
    ]
    unanswered += late
    count = len(asked.requirements)
    return Part("eisen", "Eisen en wensen", count - len(unanswered), count, obstacles)


def _is_promised_too_late(asked: AskedRequirement, content: BidContent) -> bool:
    """Whether the promised day lies after the day that is asked, as after a rectification."""
    promised = content.answers[asked.id].holds_from if asked.id in content.answers else None
    return promised is not None and (asked.holds_from is None or promised > asked.holds_from)


def _qualities(content: BidContent, asked: Asked) -> Part:
    empty = [title for id_, title in asked.qualities if not content.qualities.get(id_)]
    obstacles = [
        Obstacle("quality-unanswered", f"Kwaliteit: schrijf een antwoord bij ‘{title}’.") for title in empty
    ]
    return Part("kwaliteit", "Kwaliteit", len(asked.qualities) - len(empty), len(asked.qualities), obstacles)


def _prices(content: BidContent, asked: Asked) -> Part:
    obstacles, done = [], 0
    pairs = [
        *((fee, content.prices.get(fee.id)) for fee in asked.fees),
        *((line, content.costs.get(line.id)) for line in asked.costs),
    ]
    for fee, amount in pairs:
        if amount is None:
            text = f"Prijzen: vul een bedrag in bij ‘{fee.label}’. Rekent u niets? Vul dan 0 in."
            obstacles.append(Obstacle("price-missing", text))
        elif fee.highest is not None and amount > fee.highest:
            text = f"Prijzen: het bedrag bij ‘{fee.label}’ is hoger dan het maximum. Vul een lager bedrag in."
            obstacles.append(Obstacle("price-too-high", text))
        else:
            done += 1
    return Part("prijzen", "Prijzen", done, len(pairs), obstacles)


def _preference(content: BidContent, asked: Asked) -> Part:
    asks, said = asked.lots_to_prefer > 0, content.preference is not None
    text = "Voorkeur: zeg hoe graag u dit perceel wilt. Dat telt als u meer percelen zou winnen dan mag."
    obstacles = [Obstacle("preference-missing", text)] if asks and not said else []
    return Part("voorkeur", "Voorkeur voor dit perceel", int(asks and said), int(asks), obstacles)


def _count(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
