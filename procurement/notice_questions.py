"""What a notice asks that does not follow from the tender, with the answer that holds until somebody gives another.

Names and codes: eForms (Implementing Regulation (EU) 2019/1780), business terms and code lists of the eForms SDK
1.15. Law behind the choices: art. 2.82–2.82a (reserved), 2.83 (variants), 2.140–2.141 (framework) Aanbestedingswet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from townhall.refusal import Obstacle


class AnswerKind(StrEnum):
    """How a question of the notice is answered."""

    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True)
class AskedField:
    """One question: its business term, its words, its choices, and the usual answer of a municipality."""

    bt: str
    label: str
    kind: AnswerKind
    default: str | int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""

    @property
    def name(self) -> str:
        """The name of the field in the form: ``BT-10`` becomes ``bt_10``."""
        return self.bt.lower().replace("-", "_")


_C, _T, _N = AnswerKind.CHOICE, AnswerKind.TEXT, AnswerKind.NUMBER

HAARLEM_REGION = "NL32A"

ASKED: tuple[AskedField, ...] = (
    AskedField(
        "BT-10", "Activiteit van de aanbestedende dienst", _C, "soc-pro",
        (
            ("soc-pro", "Sociale bescherming"), ("gen-pub", "Algemene overheidsdiensten"), ("education", "Onderwijs"),
            ("econ-aff", "Economische zaken"), ("health", "Gezondheid"),
        ),
    ),
    AskedField("BT-5071", "Plaats van uitvoering (NUTS 3-regio)", _C, HAARLEM_REGION),
    AskedField(
        "BT-765", "Raamovereenkomst", _C, "fa-wo-rc",
        (
            ("fa-wo-rc", "Raamovereenkomst, zonder hernieuwde oproep tot mededinging"),
            ("fa-w-rc", "Raamovereenkomst, met hernieuwde oproep tot mededinging"),
            ("fa-mix", "Raamovereenkomst, deels zonder en deels met hernieuwde oproep"),
            ("none", "Geen raamovereenkomst"),
        ),
    ),
    AskedField("BT-113", "Hoogste aantal deelnemers aan de raamovereenkomst, per perceel", _N, 1),
    AskedField("BT-98", "Dagen dat een inschrijving geldig blijft na de sluiting", _N, 120),
    AskedField(
        "BT-63", "Varianten", _C, "not-allowed",
        (("not-allowed", "Niet toegestaan"), ("allowed", "Toegestaan"), ("required", "Verplicht")),
    ),
    AskedField(
        "BT-769", "Meer dan één inschrijving per perceel", _C, "not-allowed",
        (("not-allowed", "Niet toegestaan"), ("allowed", "Toegestaan")),
    ),
    AskedField(
        "BT-71", "Voorbehouden deelname (art. 2.82 en 2.82a)", _C, "none",
        (
            ("none", "Deelname is niet voorbehouden"),
            ("res-ws", "Voorbehouden aan beschutte werkplaatsen"),
            ("res-pub-ser", "Voorbehouden aan organisaties met een openbaredienstopdracht"),
        ),
    ),
    AskedField("BT-736", "Voorbehouden uitvoering", _C, "no", (("no", "Nee"), ("yes", "Ja, beschutte arbeid"))),
    AskedField("BT-726", "Geschikt voor het midden- en kleinbedrijf", _C, "true", (("true", "Ja"), ("false", "Nee"))),
    AskedField(
        "BT-775", "Sociaal doel", _C, "opp",
        (
            ("opp", "Kansen op werk voor langdurig werklozen en kwetsbare mensen"),
            ("acc-all", "Toegankelijkheid voor iedereen"), ("gen-eq", "Gendergelijkheid"),
            ("et-eq", "Etnische gelijkheid"), ("other", "Ander sociaal doel"), ("none", "Geen"),
        ),
    ),
    AskedField(
        "BT-60", "Geld van de Europese Unie", _C, "no-eu-funds",
        (("no-eu-funds", "Nee"), ("eu-funds", "Ja, bijvoorbeeld ESF+")),
    ),
    AskedField("BT-6140", "Welk Europees programma betaalt mee", _T, hint="Verplicht als de Europese Unie meebetaalt."),
    AskedField("BT-751", "Zekerheid gevraagd (waarborg)", _C, "false", (("false", "Nee"), ("true", "Ja"))),
    AskedField("BT-75", "Omschrijving van de zekerheid", _T, hint="Verplicht als u zekerheid vraagt."),
    AskedField(
        "BT-750", "Geschiktheidseisen", _T,
        "Er zijn geen geschiktheidseisen naast de eigen verklaring (UEA) en de eisen in het Programma van Eisen.",
        hint="Wat een onderneming moet kunnen of hebben (art. 2.90 tot en met 2.93 Aanbestedingswet).",
    ),
    AskedField(
        "BT-70", "Voorwaarden bij de uitvoering", _T, hint="Bijvoorbeeld social return (art. 2.80). Leeg: geen."
    ),
    AskedField("BT-54", "Omschrijving van opties", _T, hint="Andere opties dan verlengen. Leeg: geen."),
    AskedField(
        "BT-500", "Beroepsinstantie", _T, "Rechtbank Noord-Holland",
        hint="De rechter bij wie een inschrijver een kort geding begint.",
    ),
    AskedField(
        "BT-300", "Klachtenloket en verdere informatie", _T,
        "Klachten over deze aanbesteding: stuur een bericht aan de inkoop van de gemeente met ‘Klacht’ en het kenmerk "
        "in het onderwerp. Daarna kunt u naar de Commissie van Aanbestedingsexperts.",
    ),
)  # fmt: skip

BY_BT: Mapping[str, AskedField] = {field.bt: field for field in ASKED}

#: A question that must be answered once another one has this answer.
NEEDED_WITH: Mapping[str, tuple[str, str]] = {"BT-6140": ("BT-60", "eu-funds"), "BT-75": ("BT-751", "true")}


def answer_to(bt: str, answers: Mapping[str, Any]) -> Any:
    """The answer that was given, or else the usual one; None when there is neither."""
    return answers[bt] if bt in answers else BY_BT[bt].default


def obstacles_to_answers(answers: Mapping[str, Any]) -> list[Obstacle]:
    """What does not fit together in the answers, everything at once."""
    obstacles = []
    for bt, (other, value) in NEEDED_WITH.items():
        if answer_to(other, answers) == value and not answer_to(bt, answers):
            text = f"{bt} ontbreekt: vul in bij ‘{BY_BT[bt].label}’, want bij ‘{BY_BT[other].label}’ staat ja."
            obstacles.append(Obstacle("notice-answer-missing", text, BY_BT[bt].name))
    participants, kind = answer_to("BT-113", answers), answer_to("BT-765", answers)
    if kind != "none" and not participants:
        text = "BT-113 ontbreekt: vul het hoogste aantal deelnemers aan de raamovereenkomst in."
        obstacles.append(Obstacle("notice-answer-missing", text, BY_BT["BT-113"].name))
    if kind in ("fa-w-rc", "fa-mix") and participants == 1:
        text = "BT-765: een hernieuwde oproep tot mededinging vraagt meer dan één deelnemer (BT-113)."
        obstacles.append(Obstacle("notice-answers-clash", text, BY_BT["BT-765"].name))
    return obstacles
