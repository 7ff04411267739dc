"""A restricted procedure: everybody may ask to take part, and only who is selected may bid.

Law: Aanbestedingswet art. 2.27 (restricted procedure), 2.71 and 2.74 (terms), 2.90–2.93 (suitability), 2.99 (limiting
the number: objective criteria and the number are in the notice, at least five, unless fewer are suitable), 2.103
(reasons for who is turned down); 2014/24/EU art. 22(3): requests are looked at only after their term has passed.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from procurement.award_terms import plain
from procurement.lifecycle import TenderStatus
from procurement.procedures import Procedure
from procurement.timeline import Circumstances, Haste, minimum_bid_term, minimum_request_term
from townhall.deadlines import TermRegime, end_of_term
from townhall.refusal import Obstacle
from townhall.working_days import DECREED_DAYS

#: Art. 2.99: fewer are invited only when fewer are suitable.
LEAST_INVITED = 5
SHORTEST_REASON = 20
LONGEST_ANSWER = 5000


class SelectionKind(StrEnum):
    """What a criterion of the selection does: keep out who is not suitable, or rank who is."""

    SUITABILITY = "suitability"
    RANKING = "ranking"


class RequestStatus(StrEnum):
    """Where a request to take part stands."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"


class SelectionPhase(StrEnum):
    """Before anybody may bid: candidates ask to take part, and then the requests are judged."""

    ASKING = "asking"
    JUDGING = "judging"


KIND_LABELS: Mapping[SelectionKind, str] = {
    SelectionKind.SUITABILITY: "Geschiktheidseis: wie niet voldoet, valt af",
    SelectionKind.RANKING: "Selectiecriterium: geeft punten",
}
REQUEST_LABELS: Mapping[RequestStatus, str] = {
    RequestStatus.RECEIVED: "Ontvangen",
    RequestStatus.WITHDRAWN: "Ingetrokken of vervangen",
    RequestStatus.SELECTED: "Geselecteerd",
    RequestStatus.NOT_SELECTED: "Niet geselecteerd",
}


@dataclass(frozen=True)
class CriterionFacts:
    """One criterion of the selection; points are what it can earn, None for a suitability requirement."""

    id: int
    kind: SelectionKind
    title: str
    most_points: Decimal | None


@dataclass(frozen=True)
class SelectionFacts:
    """How a tender selects, and how far it is. ``requests_until`` None: of before this phase existed."""

    procedure: Procedure
    status: TenderStatus
    requests_until: datetime | None
    most_candidates: int | None
    criteria: tuple[CriterionFacts, ...]
    closes_at: datetime | None
    notice_on: date | None
    is_opened: bool = False
    is_decided: bool = False
    haste: Haste = Haste.NORMAL
    #: The days that a decree equates with a holiday.
    equated: Set[date] = DECREED_DAYS


def has_selection(procedure: Procedure) -> bool:
    """Whether the procedure begins with requests to take part."""
    return procedure == Procedure.EU_RESTRICTED


def phase_of(selection: SelectionFacts, now: datetime) -> SelectionPhase | None:
    """Where the selection of a published tender is; None when there is none, or it has been decided."""
    if selection.status != TenderStatus.PUBLISHED or selection.requests_until is None or selection.is_decided:
        return None
    if not has_selection(selection.procedure):
        return None
    return SelectionPhase.ASKING if now <= selection.requests_until else SelectionPhase.JUDGING


def obstacles_to_criterion(kind: SelectionKind, most_points: Decimal | None) -> list[Obstacle]:
    """Why this cannot be a criterion of the selection."""
    if kind == SelectionKind.RANKING and (most_points is None or most_points <= 0):
        return [Obstacle("points-missing", "Geef het selectiecriterium punten: meer dan nul.", "most_points")]
    if kind == SelectionKind.SUITABILITY and most_points is not None:
        text = "Een geschiktheidseis geeft geen punten: een gegadigde voldoet of niet. Laat de punten leeg."
        return [Obstacle("points-on-suitability", text, "most_points")]
    return []


def obstacles_to_selection_set_up(selection: SelectionFacts, today: date) -> list[Obstacle]:
    """Why the selection cannot be announced like this."""
    if not has_selection(selection.procedure):
        return []
    kinds = [criterion.kind for criterion in selection.criteria]
    obstacles = []
    if SelectionKind.SUITABILITY not in kinds:
        text = "Er is nog geen geschiktheidseis voor de selectie. Voeg er ten minste één toe (art. 2.90 AW)."
        obstacles.append(Obstacle("no-suitability", text))
    if selection.most_candidates is not None and selection.most_candidates < LEAST_INVITED:
        text = f"Nodig ten minste {LEAST_INVITED} gegadigden uit, als er zoveel geschikt zijn (art. 2.99 AW)."
        obstacles.append(Obstacle("too-few-candidates", text, "most_candidates"))
    if selection.most_candidates is not None and SelectionKind.RANKING not in kinds:
        text = "U beperkt het aantal. Voeg een selectiecriterium met punten toe, zodat duidelijk is wie meedoet."
        obstacles.append(Obstacle("no-ranking-criterion", text))
    return obstacles + _obstacles_of_terms(selection, today)


def _obstacles_of_terms(selection: SelectionFacts, today: date) -> list[Obstacle]:
    if selection.requests_until is None:
        text = "Vul in tot wanneer een verzoek tot deelneming kan worden gedaan."
        return [Obstacle("requests-until-missing", text, "requests_until")]
    obstacles = []
    term = minimum_request_term(selection.procedure, selection.haste)
    assert term is not None, "this procedure has that phase"
    earliest = end_of_term(today, days=term.days, regime=TermRegime.EU_1182_71, equated=selection.equated).ends_on
    if selection.requests_until.date() < earliest:
        text = (
            f"Geef gegadigden ten minste {term.days} dagen ({term.article}): kies {earliest:%d-%m-%Y} of later voor "
            "het einde van de verzoeken."
        )
        obstacles.append(Obstacle("requests-too-hurried", text, "requests_until"))
    if selection.closes_at is not None:
        first = earliest_closing_after(selection.requests_until.date(), selection)
        if selection.closes_at.date() < first:
            text = f"Na de verzoeken is er tijd nodig om in te schrijven. Kies als sluiting {first:%d-%m-%Y} of later."
            obstacles.append(Obstacle("closing-too-soon", text, "closes_at"))
    return obstacles


def earliest_closing_after(invited_on: date, selection: SelectionFacts) -> date:
    """The first day on which bids may close when the invitations leave on this day."""
    term = minimum_bid_term(selection.procedure, Circumstances(haste=selection.haste))
    assert term is not None, "this procedure has a term"
    return end_of_term(invited_on, days=term.days, regime=TermRegime.EU_1182_71, equated=selection.equated).ends_on


def obstacles_to_requesting(selection: SelectionFacts, now: datetime) -> list[Obstacle]:
    """Why no request to take part can be handed in or taken back now."""
    if not has_selection(selection.procedure) or selection.requests_until is None:
        return [Obstacle("no-selection", "Bij deze aanbesteding doet u geen verzoek tot deelneming.")]
    if selection.status != TenderStatus.PUBLISHED:
        return [Obstacle("tender-not-published", "Deze aanbesteding neemt geen verzoeken tot deelneming aan.")]
    if now > selection.requests_until:
        text = f"Verzoeken tot deelneming konden tot en met {selection.requests_until:%d-%m-%Y %H:%M} uur."
        return [Obstacle("request-too-late", text, is_final=True)]
    return []


def obstacles_to_request(
    answers: Mapping[int, str],
    criteria: Sequence[CriterionFacts],
    *,
    is_declared: bool,
    explanation: str,
    signatory: str,
) -> list[Obstacle]:
    """Why this request is not complete; every reason at once."""
    obstacles = [
        Obstacle("request-unanswered", f"Schrijf een antwoord bij ‘{criterion.title}’.", f"answer_{criterion.id}")
        for criterion in criteria
        if not answers.get(criterion.id, "").strip()
    ]
    if not is_declared and not explanation.strip():
        text = "Verklaar dat geen uitsluitingsgrond op u van toepassing is, of leg uit welke wel en wat u eraan deed."
        obstacles.append(Obstacle("request-undeclared", text, "is_declared"))
    if not signatory.strip():
        obstacles.append(Obstacle("request-unsigned", "Vul in wie dit verklaart.", "signatory"))
    return obstacles


def obstacles_to_opening_requests(selection: SelectionFacts, now: datetime) -> list[Obstacle]:
    """Why the requests cannot be looked at now."""
    if not has_selection(selection.procedure) or selection.requests_until is None:
        return [Obstacle("no-selection", "Deze aanbesteding heeft geen selectie.")]
    if selection.is_opened:
        return [Obstacle("opened-already", "De verzoeken zijn al geopend.")]
    if now <= selection.requests_until:
        text = f"Verzoeken kunnen nog komen tot en met {selection.requests_until:%d-%m-%Y %H:%M} uur. Wacht daarop."
        return [Obstacle("before-the-deadline", text)]
    return []


@dataclass(frozen=True)
class Candidate:
    """Who asked to take part, with what was found: None where nobody looked yet."""

    id: int
    name: str
    is_suitable: bool | None
    points: Decimal = Decimal(0)
    reason: str = ""
    """Why he is not suitable."""


@dataclass(frozen=True)
class Selected:
    """What becomes of a candidate, with the words he reads."""

    candidate: Candidate
    rank: int | None
    is_selected: bool
    why: str


def select(candidates: Sequence[Candidate], most: int | None) -> list[Selected]:
    """Who is invited, best first: every suitable candidate, or the ``most`` with the most points.

    Who has as many points as the last one invited goes along: a difference that is not there cannot decide.
    """
    suitable = sorted((each for each in candidates if each.is_suitable), key=lambda each: (-each.points, each.name))
    limit = len(suitable) if most is None else most
    least = suitable[min(limit, len(suitable)) - 1].points if suitable else Decimal(0)
    chosen = []
    for each in suitable:
        rank = 1 + sum(other.points > each.points for other in suitable)
        is_in = each.points >= least
        why = f"Geschikt, {plain(each.points)} punten, plaats {rank} van {len(suitable)}."
        if not is_in:
            why += f" De gemeente nodigt er {limit} uit."
        chosen.append(Selected(each, rank, is_in, why))
    return chosen + [Selected(each, None, False, each.reason) for each in candidates if not each.is_suitable]


def obstacles_to_judging(
    met: Mapping[str, bool | None], points: Mapping[str, tuple[Decimal | None, Decimal]], reason: str
) -> list[Obstacle]:
    """Why this judgement cannot stand. Per title: is the requirement met; the points given and the most one can get."""
    obstacles = [
        Obstacle("suitability-unchecked", f"Zeg of de gegadigde voldoet aan ‘{title}’.")
        for title, is_met in met.items()
        if is_met is None
    ]
    for title, (given, most) in points.items():
        if given is None or not 0 <= given <= most:
            text = f"Geef bij ‘{title}’ 0 tot en met {plain(most)} punten."
            obstacles.append(Obstacle("points-off-scale", text))
    if (False in met.values() or points) and len(reason.strip()) < SHORTEST_REASON:
        text = "Leg in een volledige zin uit hoe u tot dit oordeel komt. De gegadigde leest deze tekst (art. 2.103 AW)."
        obstacles.append(Obstacle("judgement-unmotivated", text, "reason"))
    return obstacles


def obstacles_to_selecting(selection: SelectionFacts, candidates: Sequence[Candidate], now: datetime) -> list[Obstacle]:
    """Why the selection cannot be decided now; every reason at once."""
    if not selection.is_opened:
        return obstacles_to_opening_requests(selection, now) or [
            Obstacle("requests-closed", "Open eerst de verzoeken tot deelneming.")
        ]
    if selection.is_decided:
        return [Obstacle("selection-decided", "De selectie is al besloten. De gegadigden hebben bericht.")]
    obstacles = []
    unjudged = [each.name for each in candidates if each.is_suitable is None]
    if unjudged:
        text = f"Beoordeel eerst elk verzoek. Nog te doen: {', '.join(unjudged)}."
        obstacles.append(Obstacle("requests-unjudged", text))
    elif not any(each.is_suitable for each in candidates):
        text = "Geen enkele gegadigde is geschikt. Trek de aanbesteding in, met de reden."
        obstacles.append(Obstacle("nobody-suitable", text))
    first = earliest_closing_after(now.date(), selection)
    if selection.closes_at is not None and selection.closes_at.date() < first:
        text = (
            f"Wie vandaag wordt uitgenodigd, heeft tijd nodig tot en met {first:%d-%m-%Y} (art. 2.71 AW). Verplaats "
            "eerst de sluiting."
        )
        obstacles.append(Obstacle("closing-too-soon", text))
    return obstacles
