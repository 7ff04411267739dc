"""How far a tender is: what is done, what is next, and whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from procurement.lifecycle import TenderStatus
from procurement.procedures import EUROPEAN_PROCEDURES, OPENED_BY_ONE, PRIVATE_PROCEDURES, Procedure
from procurement.selection import SelectionPhase
from townhall.refusal import Obstacle


class Part(StrEnum):
    """A part of the preparation, each with a page of its own."""

    PLANNING = "planning"
    LOTS = "lots"
    CODES = "codes"
    REGIME = "regime"
    GROUNDS = "grounds"
    REQUIREMENTS = "requirements"
    SELECTION = "selection"
    CRITERIA = "criteria"
    INVITATIONS = "invitations"
    NOTICE = "notice"
    OPENERS = "openers"


PART_LABELS: dict[Part, str] = {
    Part.PLANNING: "Planning en looptijd",
    Part.LOTS: "Percelen en mijlpalen",
    Part.CODES: "CPV-codes",
    Part.REGIME: "Raming en regime",
    Part.GROUNDS: "Uitsluitingsgronden",
    Part.REQUIREMENTS: "Programma van Eisen",
    Part.SELECTION: "Selectie van gegadigden",
    Part.CRITERIA: "Gunningscriteria en prijsformule",
    Part.INVITATIONS: "Uitnodigingen",
    Part.NOTICE: "Gegevens voor de aankondiging",
    Part.OPENERS: "Openers en sleutels",
}

#: Which obstacle belongs to which part; what is not named here belongs to the planning.
_PART_OF: dict[str, Part] = {
    "no-lots": Part.LOTS,
    "no-milestones": Part.LOTS,
    "shares-not-100": Part.LOTS,
    "no-expected-value": Part.LOTS,
    "no-maximum-value": Part.LOTS,
    "maximum-below-estimate": Part.LOTS,
    "no-cpv": Part.CODES,
    "no-main-cpv": Part.CODES,
    "cpv-differs-from-estimate": Part.CODES,
    "advice-missing": Part.REGIME,
    "advice-stale": Part.REGIME,
    "advice-of-other-period": Part.REGIME,
    "no-threshold": Part.REGIME,
    "procedure-not-allowed": Part.REGIME,
    "procedure-unexplained": Part.REGIME,
    "open-house-compares": Part.REQUIREMENTS,
    "tariff-not-fixed": Part.LOTS,
    "in-house-unexplained": Part.REGIME,
    "mandatory-ground-missing": Part.GROUNDS,
    "no-requirements": Part.REQUIREMENTS,
    "wish-without-criterion": Part.REQUIREMENTS,
    "no-suitability": Part.SELECTION,
    "too-few-candidates": Part.SELECTION,
    "no-ranking-criterion": Part.SELECTION,
    "requests-until-missing": Part.SELECTION,
    "requests-too-hurried": Part.SELECTION,
    "no-formula": Part.CRITERIA,
    "formula-parameter": Part.CRITERIA,
    "no-quality-criteria": Part.CRITERIA,
    "no-price-criterion": Part.CRITERIA,
    "price-criterion-without-points": Part.CRITERIA,
    "weights-not-100": Part.CRITERIA,
    "group-without-criteria": Part.CRITERIA,
    "total-not-positive": Part.CRITERIA,
    "decimals-out-of-range": Part.CRITERIA,
    "most-lots-not-positive": Part.CRITERIA,
    "quality-beside-lowest-price": Part.CRITERIA,
    "lowest-price-unexplained": Part.CRITERIA,
    "weight-unreachable": Part.CRITERIA,
    "weight-not-reached": Part.CRITERIA,
    "invitations": Part.INVITATIONS,
    "notice-field-missing": Part.NOTICE,
    "notice-answer-missing": Part.NOTICE,
    "notice-answers-clash": Part.NOTICE,
    "too-few-openers": Part.OPENERS,
    "no-keys": Part.OPENERS,
}


@dataclass(frozen=True)
class PartState:
    """One part of the preparation with what is still lacking."""

    part: Part
    label: str
    lacking: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Nothing is lacking."""
        return not self.lacking


def parts_of(procedure: Procedure) -> list[Part]:
    """The parts this procedure has."""
    if procedure == Procedure.IN_HOUSE:
        return [Part.PLANNING, Part.LOTS, Part.CODES, Part.REGIME]
    left_out = set()
    if procedure not in PRIVATE_PROCEDURES:
        left_out.add(Part.INVITATIONS)
    if procedure == Procedure.MINICOMPETITION:
        left_out |= {Part.CODES, Part.REGIME}
    if procedure not in EUROPEAN_PROCEDURES:
        left_out.add(Part.NOTICE)
    if procedure != Procedure.EU_RESTRICTED:
        left_out.add(Part.SELECTION)
    if procedure in OPENED_BY_ONE:
        left_out |= {Part.CRITERIA, Part.OPENERS}
    return [part for part in Part if part not in left_out]


def preparation(procedure: Procedure, obstacles: Sequence[Obstacle]) -> list[PartState]:
    """Each part with the sentences of what it lacks."""
    return [
        PartState(
            part,
            PART_LABELS[part],
            tuple(each.text for each in obstacles if _PART_OF.get(each.code, Part.PLANNING) == part),
        )
        for part in parts_of(procedure)
    ]


#: The road after the preparation; each step with the statuses in which it is the present one.
_ROAD: tuple[tuple[str, frozenset[TenderStatus]], ...] = (
    ("Voorbereiden", frozenset({TenderStatus.DRAFT})),
    ("Inschrijven", frozenset({TenderStatus.PUBLISHED})),
    ("Beoordelen", frozenset({TenderStatus.OPENED, TenderStatus.ASSESSMENT})),
    ("Rangorde", frozenset({TenderStatus.QUALITY_LOCKED, TenderStatus.RANKED})),
    ("Gunnen", frozenset({TenderStatus.DECIDED, TenderStatus.STANDSTILL})),
    ("Gegund", frozenset({TenderStatus.AWARDED})),
)

#: A restricted procedure selects before anybody bids, while it is published all along.
_RESTRICTED_ROAD = (_ROAD[0], ("Selecteren", frozenset[TenderStatus]()), *_ROAD[1:])

#: The shorter roads: one offer is opened, checked and chosen; an open house admits as long as it is published.
_SHORT_ROADS: dict[Procedure, tuple[tuple[str, frozenset[TenderStatus]], ...]] = {
    Procedure.SINGLE_PRIVATE: (
        ("Voorbereiden", frozenset({TenderStatus.DRAFT})),
        ("Offerte vragen", frozenset({TenderStatus.PUBLISHED})),
        ("Toetsen en kiezen", frozenset({TenderStatus.OPENED})),
        ("Gegund", frozenset({TenderStatus.AWARDED})),
    ),
    Procedure.OPEN_HOUSE: (
        ("Voorbereiden", frozenset({TenderStatus.DRAFT})),
        ("Toelaten", frozenset({TenderStatus.PUBLISHED})),
    ),
}


def road(
    status: TenderStatus, procedure: Procedure | None = None, *, selecting: SelectionPhase | None = None
) -> list[tuple[str, str]]:
    """The steps with done, current or todo; nothing for a tender that ended without an award.

    ``selecting`` is where the selection of a restricted procedure is, until it has been decided.
    """
    if status in (TenderStatus.NOT_AWARDED, TenderStatus.WITHDRAWN):
        return []
    short = _SHORT_ROADS.get(procedure, ()) if procedure else ()
    long = _RESTRICTED_ROAD if procedure == Procedure.EU_RESTRICTED else _ROAD
    steps = short if any(status in statuses for _, statuses in short) else long
    here = next(index for index, (_, statuses) in enumerate(steps) if status in statuses)
    if selecting is not None:
        here -= 1
    finished = status == TenderStatus.AWARDED
    states = ["done" if index < here or finished else "todo" for index in range(len(steps))]
    if not finished:
        states[here] = "current"
    return [(name, state) for (name, _), state in zip(steps, states, strict=True)]


_WHO: dict[TenderStatus, str] = {
    TenderStatus.DRAFT: "De inkoper bereidt de aanbesteding voor.",
    TenderStatus.PUBLISHED: "Aanbieders stellen vragen en schrijven in. De inkoper beantwoordt vragen.",
    TenderStatus.OPENED: "De inkoper toetst of de inschrijvingen volledig zijn en start de beoordeling.",
    TenderStatus.ASSESSMENT: "De beoordelaars geven hun scores.",
    TenderStatus.QUALITY_LOCKED: "Twee openers openen de prijzen.",
    TenderStatus.RANKED: "De inkoper maakt het gunningsverslag.",
    TenderStatus.DECIDED: "De inkoper verstuurt de brieven.",
    TenderStatus.STANDSTILL: "De opschortende termijn loopt. Inschrijvers kunnen bezwaar maken.",
    TenderStatus.AWARDED: "De contractmanager sluit de raamovereenkomsten.",
    TenderStatus.NOT_AWARDED: "Deze aanbesteding is zonder gunning gestopt.",
    TenderStatus.WITHDRAWN: "Deze aanbesteding is ingetrokken.",
}


#: Where the sentence differs because the road is shorter.
_WHO_ON_SHORT_ROADS: dict[tuple[Procedure, TenderStatus], str] = {
    (Procedure.SINGLE_PRIVATE, TenderStatus.PUBLISHED): "De aanbieder brengt een offerte uit. De inkoper opent haar.",
    (Procedure.SINGLE_PRIVATE, TenderStatus.OPENED): "De inkoper toetst de offerte. Iemand met mandaat kiest.",
    (Procedure.OPEN_HOUSE, TenderStatus.PUBLISHED): "Aanbieders melden zich aan. De inkoper toetst en laat toe.",
}


_WHO_SELECTS: dict[SelectionPhase, str] = {
    SelectionPhase.ASKING: "Gegadigden vragen om mee te doen. De inkoper beantwoordt vragen.",
    SelectionPhase.JUDGING: "De inkoper beoordeelt de verzoeken en besluit wie mag inschrijven.",
}


def whose_turn(
    status: TenderStatus,
    *,
    is_closed: bool,
    are_prices_open: bool = False,
    has_draft_report: bool = False,
    procedure: Procedure | None = None,
    selecting: SelectionPhase | None = None,
) -> str:
    """One Dutch sentence: who has to do what now."""
    if selecting is not None:
        return _WHO_SELECTS[selecting]
    if procedure == Procedure.OPEN_HOUSE and status == TenderStatus.PUBLISHED and is_closed:
        return "De toelating is gesloten. De inkoper toetst wat nog openstaat."
    if procedure is not None and (procedure, status) in _WHO_ON_SHORT_ROADS:
        return _WHO_ON_SHORT_ROADS[procedure, status]
    if status == TenderStatus.PUBLISHED and is_closed:
        return "De inschrijving is gesloten. Twee openers openen samen de kluis."
    if status == TenderStatus.QUALITY_LOCKED and are_prices_open:
        return "De prijzen zijn open. De inkoper bepaalt de rangorde."
    if status == TenderStatus.RANKED and has_draft_report:
        return "Het concept van het gunningsverslag is er. Iemand met mandaat stelt het vast."
    return _WHO[status]


def tone_of(status: TenderStatus, *, is_closed: bool) -> str:
    """The colour of the badge, beside its words."""
    if status in (TenderStatus.WITHDRAWN, TenderStatus.NOT_AWARDED):
        return "negative"
    if status == TenderStatus.AWARDED:
        return "positive"
    if status == TenderStatus.DRAFT:
        return "default"
    return "warning" if status == TenderStatus.PUBLISHED and is_closed else "info"
