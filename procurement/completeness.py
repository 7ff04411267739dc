"""Whether a bid is complete: what a lot asks, what is filled in, and everything that is still missing.

The exclusion grounds are those of the Uniform Europees Aanbestedingsdocument, Part III
(Aanbestedingswet 2012, art. 2.86 and 2.87).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from procurement.bid_content import BidContent, Declaration
from procurement.procedures import RequirementKind
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class ExclusionGround:
    """A reason to keep a company out; ``years`` is how far back one looks."""

    code: str
    article: str
    text: str
    years: int


GROUNDS: tuple[ExclusionGround, ...] = (
    ExclusionGround(
        "crimes",
        "art. 2.86 lid 1 en 2",
        "Is uw onderneming, of een bestuurder of toezichthouder ervan, onherroepelijk veroordeeld voor "
        "deelname aan een criminele organisatie, omkoping, fraude, witwassen, terrorisme, kinderarbeid "
        "of mensenhandel?",
        5,
    ),
    ExclusionGround(
        "taxes_decided",
        "art. 2.86 lid 4",
        "Staat onherroepelijk vast dat uw onderneming belastingen of sociale premies niet heeft betaald?",
        5,
    ),
    ExclusionGround(
        "environment_labour",
        "art. 2.87 lid 1 onder a",
        "Heeft uw onderneming verplichtingen uit het milieu-, sociaal of arbeidsrecht geschonden?",
        3,
    ),
    ExclusionGround(
        "bankruptcy",
        "art. 2.87 lid 1 onder b",
        "Verkeert uw onderneming in faillissement, liquidatie, surseance of een vergelijkbare toestand?",
        3,
    ),
    ExclusionGround(
        "misconduct",
        "art. 2.87 lid 1 onder c",
        "Heeft uw onderneming een ernstige beroepsfout begaan?",
        3,
    ),
    ExclusionGround(
        "distortion",
        "art. 2.87 lid 1 onder d",
        "Heeft uw onderneming afspraken gemaakt die de mededinging vervalsen?",
        3,
    ),
    ExclusionGround(
        "conflict_of_interest",
        "art. 2.87 lid 1 onder e",
        "Is er een belangenconflict rond deze aanbesteding?",
        3,
    ),
    ExclusionGround(
        "prior_involvement",
        "art. 2.87 lid 1 onder f",
        "Was uw onderneming betrokken bij de voorbereiding van deze aanbesteding?",
        3,
    ),
    ExclusionGround(
        "shortcomings",
        "art. 2.87 lid 1 onder g",
        "Is een eerdere opdracht om grote tekortkomingen ontbonden, of gevolgd door een schadevergoeding?",
        3,
    ),
    ExclusionGround(
        "false_statements",
        "art. 2.87 lid 1 onder h",
        "Heeft uw onderneming valse verklaringen afgelegd of informatie achtergehouden?",
        3,
    ),
    ExclusionGround(
        "undue_influence",
        "art. 2.87 lid 1 onder i",
        "Heeft uw onderneming geprobeerd de besluitvorming onrechtmatig te beïnvloeden?",
        3,
    ),
    ExclusionGround(
        "taxes_otherwise",
        "art. 2.87 lid 1 onder j",
        "Kan op een andere manier worden aangetoond dat u belastingen of sociale premies niet heeft betaald?",
        3,
    ),
)


@dataclass(frozen=True)
class AskedRequirement:
    """A requirement as the bidder must answer it."""

    id: int
    number: str
    kind: RequirementKind
    holds_from: date | None = None


@dataclass(frozen=True)
class AskedFee:
    """A milestone for which the bidder names a fee."""

    id: int
    label: str
    highest: Decimal | None


@dataclass(frozen=True)
class Asked:
    """Everything a lot asks of a bidder; qualities are pairs of number in the database and title."""

    requirements: Sequence[AskedRequirement]
    qualities: Sequence[tuple[int, str]]
    fees: Sequence[AskedFee]


@dataclass(frozen=True)
class Part:
    """One part of a bid: how much of it is filled in, and what is still in the way."""

    code: str
    title: str
    done: int
    asked: int
    obstacles: Sequence[Obstacle]


def parts_of(content: BidContent, asked: Asked) -> list[Part]:
    """The parts of a bid in the order of the pages, each with what is missing."""
    return [
        _declaration(content.declaration),
        _answers(content, asked),
        _qualities(content, asked),
        _prices(content, asked),
    ]


def obstacles_to_submitting(content: BidContent, asked: Asked) -> list[Obstacle]:
    """Why this bid is not complete; every reason at once."""
    return [obstacle for part in parts_of(content, asked) for obstacle in part.obstacles]


def _declaration(declaration: Declaration) -> Part:
    obstacles = []
    open_grounds = [ground for ground in GROUNDS if ground.code not in declaration.applies]
    if open_grounds:
        still = _count(len(open_grounds), "uitsluitingsgrond", "uitsluitingsgronden")
        text = f"Eigen verklaring: beantwoord nog {still}."
        obstacles.append(Obstacle("declaration-incomplete", text))
    if any(declaration.applies.values()) and not declaration.explanation:
        text = (
            "Eigen verklaring: u antwoordde bij een uitsluitingsgrond ‘ja’. Leg uit wat er is gebeurd "
            "en welke maatregelen u heeft genomen."
        )
        obstacles.append(Obstacle("declaration-unexplained", text))
    if not (declaration.signatory and declaration.signatory_function):
        text = "Eigen verklaring: vul de naam en de functie in van wie namens u verklaart."
        obstacles.append(Obstacle("declaration-unsigned", text))
    done = len(GROUNDS) - len(open_grounds) + bool(declaration.signatory and declaration.signatory_function)
    return Part("verklaring", "Eigen verklaring", done, len(GROUNDS) + 1, obstacles)


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
    for fee in asked.fees:
        amount = content.prices.get(fee.id)
        if amount is None:
            text = f"Prijzen: vul een bedrag in bij ‘{fee.label}’. Rekent u niets? Vul dan 0 in."
            obstacles.append(Obstacle("price-missing", text))
        elif fee.highest is not None and amount > fee.highest:
            text = f"Prijzen: het bedrag bij ‘{fee.label}’ is hoger dan het maximum. Vul een lager bedrag in."
            obstacles.append(Obstacle("price-too-high", text))
        else:
            done += 1
    return Part("prijzen", "Prijzen", done, len(asked.fees), obstacles)


def _count(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
