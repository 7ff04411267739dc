"""Which exclusion grounds a tender asks about: all the law knows, which of them it chose, and whether it may.

Aanbestedingswet 2012, art. 2.86 (mandatory, look back five years) and 2.87 (facultative, three years), as in Part III
of the Uniform Europees Aanbestedingsdocument. The grounds bind by law only in the full regime; for social and other
specific services they are a choice (art. 2.39 lid 2), and once one is asked the own declaration is the form
(art. 2.39 lid 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from procurement.procedures import FULL_REGIME_PROCEDURES, Procedure
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class ExclusionGround:
    """A reason to keep a company out, in short and as a question; ``years`` is how far back one looks."""

    code: str
    article: str
    title: str
    text: str
    years: int


GROUNDS: tuple[ExclusionGround, ...] = (
    ExclusionGround(
        "crimes",
        "art. 2.86 lid 1 en 2",
        "Veroordeling voor een van de misdrijven",
        "Is uw onderneming, of een bestuurder of toezichthouder ervan, onherroepelijk veroordeeld voor "
        "deelname aan een criminele organisatie, omkoping, fraude, witwassen, terrorisme, kinderarbeid "
        "of mensenhandel?",
        5,
    ),
    ExclusionGround(
        "taxes_decided",
        "art. 2.86 lid 4",
        "Belastingen of premies niet betaald, onherroepelijk vastgesteld",
        "Staat onherroepelijk vast dat uw onderneming belastingen of sociale premies niet heeft betaald?",
        5,
    ),
    ExclusionGround(
        "environment_labour",
        "art. 2.87 lid 1 onder a",
        "Schending van milieu-, sociaal of arbeidsrecht",
        "Heeft uw onderneming verplichtingen uit het milieu-, sociaal of arbeidsrecht geschonden?",
        3,
    ),
    ExclusionGround(
        "bankruptcy",
        "art. 2.87 lid 1 onder b",
        "Faillissement, liquidatie of surseance",
        "Verkeert uw onderneming in faillissement, liquidatie, surseance of een vergelijkbare toestand?",
        3,
    ),
    ExclusionGround(
        "misconduct",
        "art. 2.87 lid 1 onder c",
        "Ernstige beroepsfout",
        "Heeft uw onderneming een ernstige beroepsfout begaan?",
        3,
    ),
    ExclusionGround(
        "distortion",
        "art. 2.87 lid 1 onder d",
        "Afspraken die de mededinging vervalsen",
        "Heeft uw onderneming afspraken gemaakt die de mededinging vervalsen?",
        3,
    ),
    ExclusionGround(
        "conflict_of_interest",
        "art. 2.87 lid 1 onder e",
        "Belangenconflict",
        "Is er een belangenconflict rond deze aanbesteding?",
        3,
    ),
    ExclusionGround(
        "prior_involvement",
        "art. 2.87 lid 1 onder f",
        "Betrokken bij de voorbereiding",
        "Was uw onderneming betrokken bij de voorbereiding van deze aanbesteding?",
        3,
    ),
    ExclusionGround(
        "shortcomings",
        "art. 2.87 lid 1 onder g",
        "Grote tekortkomingen bij een eerdere opdracht",
        "Is een eerdere opdracht om grote tekortkomingen ontbonden, of gevolgd door een schadevergoeding?",
        3,
    ),
    ExclusionGround(
        "false_statements",
        "art. 2.87 lid 1 onder h",
        "Valse verklaringen",
        "Heeft uw onderneming valse verklaringen afgelegd of informatie achtergehouden?",
        3,
    ),
    ExclusionGround(
        "undue_influence",
        "art. 2.87 lid 1 onder i",
        "Onrechtmatige beïnvloeding",
        "Heeft uw onderneming geprobeerd de besluitvorming onrechtmatig te beïnvloeden?",
        3,
    ),
    ExclusionGround(
        "taxes_otherwise",
        "art. 2.87 lid 1 onder j",
        "Belastingen of premies niet betaald, anders aangetoond",
        "Kan op een andere manier worden aangetoond dat u belastingen of sociale premies niet heeft betaald?",
        3,
    ),
)

MANDATORY_ARTICLE = "art. 2.86"


def is_mandatory(ground: ExclusionGround) -> bool:
    """True for the grounds of art. 2.86, which the full regime does not let one leave out."""
    return ground.article.startswith(MANDATORY_ARTICLE)


def grounds_of(codes: Sequence[str] | None) -> tuple[ExclusionGround, ...]:
    """The grounds with these codes, in the order of the law; all of them when nothing was chosen (None)."""
    if codes is None:
        return GROUNDS
    return tuple(ground for ground in GROUNDS if ground.code in codes)


def obstacles_to_grounds(codes: Sequence[str] | None, procedure: Procedure) -> list[Obstacle]:
    """Why a tender cannot ask about these grounds: the full regime misses a mandatory one (art. 2.86 AW)."""
    if procedure not in FULL_REGIME_PROCEDURES:
        return []
    chosen = grounds_of(codes)
    missing = [ground for ground in GROUNDS if is_mandatory(ground) and ground not in chosen]
    return [
        Obstacle(
            "mandatory-ground-missing",
            f"De uitsluitingsgrond van {ground.article} is bij deze procedure verplicht. Kies haar ook.",
            "codes",
        )
        for ground in missing
    ]


def grounds_in_words(grounds: Sequence[ExclusionGround]) -> str:
    """One line for a list of facts: how many grounds, and their articles."""
    if not grounds:
        return "geen"
    if len(grounds) == len(GROUNDS):
        return f"alle {len(grounds)} (art. 2.86 en 2.87)"
    return ", ".join(ground.article for ground in grounds)
