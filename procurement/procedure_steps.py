"""Which steps of the long road a procedure has, and why it has them or not.

The long road is that of a European tender. Aanbestedingswet art. 1.4 and 1.13–1.15 (private procedures), 2.24a–2.24b
(in-house), 2.27 and 2.99 (restricted), 2.38–2.39 (social services), 2.108 (sealed until the deadline), 2.132 (report);
open house is no public contract at all (CJEU C-410/14 Falk Pharma, C-9/17 Tirkkonen).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from procurement.procedures import (
    EUROPEAN_PROCEDURES,
    OPENED_BY_ONE,
    PRIVATE_PROCEDURES,
    PUBLIC_PROCEDURES,
    Procedure,
)

_COMPARED = frozenset(Procedure) - OPENED_BY_ONE - {Procedure.IN_HOUSE}
_OUTSIDE = frozenset(Procedure) - {Procedure.IN_HOUSE}
_ONE_OFFER = "Er is één aanbieder gevraagd. Er valt niets te vergelijken en niemand te benadelen."
_ALL_WHO_FIT = "Ieder die voldoet, wordt toegelaten. Er is geen rangorde en de tarieven liggen vast."
_IN_HOUSE = "Een eigen organisatie krijgt het werk. Er zijn geen inschrijvingen (art. 2.24a en 2.24b AW)."
#: Why a step of comparing is left out.
_NOT_COMPARED: Mapping[Procedure, str] = {
    Procedure.SINGLE_PRIVATE: _ONE_OFFER,
    Procedure.OPEN_HOUSE: _ALL_WHO_FIT,
    Procedure.IN_HOUSE: _IN_HOUSE,
}


@dataclass(frozen=True)
class ProcedureStep:
    """A step of the road: whether this procedure has it, and why."""

    name: str
    applies: bool
    why: str


@dataclass(frozen=True)
class _Rule:
    name: str
    of: frozenset[Procedure]
    because: str
    otherwise: str = ""
    instead: Mapping[Procedure, str] = field(default_factory=dict)


_RULES: tuple[_Rule, ...] = (
    _Rule(
        "Raming en regime-advies", frozenset(Procedure) - {Procedure.MINICOMPETITION},
        "De waarde bepaalt welke procedure mag (art. 2.13–2.15 AW).",
        otherwise="De raamovereenkomst is al aanbesteed; de waarde van de opdracht past onder haar maximum.",
    ),
    _Rule(
        "Toets op inbesteding", frozenset({Procedure.IN_HOUSE}),
        "Toezicht als op eigen diensten, meer dan 80 % voor de gemeente, geen privékapitaal (art. 2.24a AW).",
        otherwise="Alleen nodig als een eigen organisatie het werk krijgt.",
    ),
    _Rule(
        "Openbare aankondiging", PUBLIC_PROCEDURES,
        "Iedereen moet kunnen meedoen.",
        instead={
            **dict.fromkeys(PRIVATE_PROCEDURES, "Onder de drempel vraagt u zelf aanbieders (art. 1.4 en 1.13 AW)."),
            Procedure.MINICOMPETITION: "De raamovereenkomst is al aangekondigd (art. 2.143 AW).",
            Procedure.IN_HOUSE: _IN_HOUSE,
        },
    ),
    _Rule(
        "Uitnodigingen", PRIVATE_PROCEDURES,
        "U kiest op objectieve gronden wie u vraagt, en legt vast waarom (art. 1.4 AW). Bij een minicompetitie "
        "vraagt u iedere opdrachtnemer die de opdracht kan uitvoeren (art. 2.143 AW).",
        otherwise="Iedereen mag meedoen; niemand hoeft te worden uitgenodigd.",
        instead={
            Procedure.EU_RESTRICTED: "De uitnodiging volgt uit de selectie.",
            Procedure.IN_HOUSE: _IN_HOUSE,
        },
    ),
    _Rule(
        "Verzoeken tot deelneming en selectie", frozenset({Procedure.EU_RESTRICTED}),
        "Alleen wie is geselecteerd, mag inschrijven. U nodigt er ten minste vijf uit als er zoveel geschikt zijn "
        "(art. 2.27 en 2.99 AW).",
        otherwise="Wie mag meedoen, kan meteen inschrijven.",
        instead={Procedure.IN_HOUSE: _IN_HOUSE},
    ),
    _Rule(
        "Vragen en nota van inlichtingen", _OUTSIDE,
        "Wie vraagt en wie niet vraagt, weten daarna evenveel (art. 1.8 en 2.53 AW).",
        instead={Procedure.IN_HOUSE: _IN_HOUSE},
    ),
    _Rule(
        "Kluis met openers: twee mensen openen samen", _COMPARED,
        "Niemand mag een inschrijving zien vóór de sluiting (art. 2.108 AW).",
        instead={
            Procedure.SINGLE_PRIVATE: "Er is één offerte en geen concurrent. De inkoper opent haar alleen; "
            "zij blijft tot dan op slot en het openen staat in het spoor.",
            Procedure.OPEN_HOUSE: "Aanmeldingen worden niet vergeleken. De inkoper opent ze zodra ze binnen zijn.",
            Procedure.IN_HOUSE: _IN_HOUSE,
        },
    ),
    _Rule(
        "Twee enveloppen", _COMPARED, "De prijs blijft dicht tot de kwaliteit vaststaat.", instead=_NOT_COMPARED
    ),
    _Rule(
        "Beoordelingscommissie", _COMPARED, "Ten minste twee mensen beoordelen los van elkaar.",
        instead=_NOT_COMPARED,
    ),
    _Rule(
        "Toets op eisen en uitsluiting", _OUTSIDE, "Wie niet voldoet, valt af, met de reden.",
        instead={Procedure.IN_HOUSE: _IN_HOUSE},
    ),
    _Rule("Rangorde", _COMPARED, "De beste inschrijving wint.", instead=_NOT_COMPARED),
    _Rule(
        "Gunningsverslag", _COMPARED, "Met vijftien onderdelen, vóór de brieven (art. 2.132 AW). Onder de drempel "
        "maken wij het ook.",
        instead={
            **_NOT_COMPARED,
            Procedure.SINGLE_PRIVATE: "Onder de drempel niet verplicht. In de plaats komt een gemotiveerde keuze.",
        },
    ),
    _Rule(
        "Brieven en opschortende termijn", _COMPARED,
        "Verliezers moeten kunnen opkomen. Verplicht is de termijn alleen bij een Europese procedure (art. 2.127 AW).",
        instead=_NOT_COMPARED,
    ),
    _Rule(
        "Gemotiveerde keuze", frozenset({Procedure.SINGLE_PRIVATE}),
        "Iemand met mandaat kiest, met de reden. Dat is niet wie de offerte toetste.",
        otherwise="De rangorde of de toets beslist.",
        instead={Procedure.IN_HOUSE: "De toets op inbesteding is de motivering."},
    ),
    _Rule(
        "Toelating tijdens de hele looptijd", frozenset({Procedure.OPEN_HOUSE}),
        "Ieder die voldoet, krijgt op elk moment een contract op dezelfde voorwaarden (HvJ EU C-410/14).",
        otherwise="Na de sluiting kan niemand meer instappen.",
        instead={Procedure.IN_HOUSE: _IN_HOUSE},
    ),
    _Rule(
        "Aankondiging van de gegunde opdracht", EUROPEAN_PROCEDURES,
        "Binnen dertig dagen na de gunning, bij SAS ook per kwartaal (art. 2.134 AW).",
        otherwise="Alleen verplicht bij een Europese procedure.",
    ),
    _Rule("Contract", frozenset(Procedure), "Zonder getekend contract begint er niets."),
)  # fmt: skip


def steps_of(procedure: Procedure) -> list[ProcedureStep]:
    """Every step of the long road in order: whether this procedure has it, and why or why not."""
    return [
        ProcedureStep(
            rule.name,
            procedure in rule.of,
            rule.because if procedure in rule.of else rule.instead.get(procedure, rule.otherwise),
        )
        for rule in _RULES
    ]
