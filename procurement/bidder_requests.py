"""Asking a bidder something after the opening: to repair a flaw, or to explain a very low price.

Law: Aanbestedingswet art. 2.55 (clarify or complete), 2.84 and 2.102 (declaration and proofs), 2.116 (abnormally
low: always ask first). Limits of repair: HvJ EU C-599/10 (SAG ELV Slovensko) and C-336/12 (Manova), collected by
PIANOo: only after all bids are read, alike for all, never a new bid, and never what the documents punish with
exclusion.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from townhall.refusal import Obstacle
from townhall.working_days import DECREED_DAYS, add_working_days


class RequestKind(StrEnum):
    """What is asked. The first five are all that may be repaired; what is not here may not."""

    CLARIFICATION = "clarification"
    OBVIOUS_ERROR = "obvious_error"
    SIGNATURE = "signature"
    DECLARATION = "declaration"
    EXISTING_PROOF = "existing_proof"
    LOW_PRICE = "low_price"


KIND_LABELS: Mapping[RequestKind, str] = {
    RequestKind.CLARIFICATION: "Een onduidelijk antwoord op een eis verduidelijken",
    RequestKind.OBVIOUS_ERROR: "Een duidelijke vergissing rechtzetten, zoals een schrijf- of rekenfout",
    RequestKind.SIGNATURE: "Een handtekening of bevoegdheid alsnog laten zien",
    RequestKind.DECLARATION: "Een vergissing in de eigen verklaring (UEA) rechtzetten",
    RequestKind.EXISTING_PROOF: "Een stuk nasturen dat vóór de sluiting al bestond",
    RequestKind.LOW_PRICE: "Een erg lage prijs toelichten",
}
SOURCES: Mapping[RequestKind, str] = {
    RequestKind.CLARIFICATION: "art. 2.55 Aanbestedingswet 2012",
    RequestKind.OBVIOUS_ERROR: "HvJ EU C-599/10 (SAG ELV Slovensko)",
    RequestKind.SIGNATURE: "art. 2.55 Aanbestedingswet 2012",
    RequestKind.DECLARATION: "art. 2.84 en 2.102 Aanbestedingswet 2012",
    RequestKind.EXISTING_PROOF: "HvJ EU C-336/12 (Manova)",
    RequestKind.LOW_PRICE: "art. 2.116 Aanbestedingswet 2012",
}
#: The allow-list of what may be repaired.
REPAIRABLE: tuple[RequestKind, ...] = tuple(kind for kind in RequestKind if kind != RequestKind.LOW_PRICE)
#: What may never be repaired, as the page tells the buyer.
NEVER_REPAIRABLE = (
    "een prijs of een antwoord op een gunningscriterium: dat zou een nieuwe inschrijving zijn;",
    "een stuk dat pas na de sluiting is gemaakt;",
    "wat de stukken op straffe van uitsluiting eisen;",
    "een voorbehoud dat de inschrijver heeft gemaakt.",
)

SHORTEST_TEXT = 20
#: Working days; two is usual, one to five is the range in practice.
SHORTEST_TERM, USUAL_TERM, LONGEST_TERM = 1, 2, 5
#: For the explanation of a price a calculation is needed; the law says only that the bidder must get the chance.
LONGEST_PRICE_TERM = 10
#: A term ends at this hour of its last working day.
END_OF_DAY = time(17, 0)


@dataclass(frozen=True)
class RequestFacts:
    """One request as the rules see it."""

    kind: RequestKind
    due_at: datetime | None = None
    """Until when the bidder may answer; None while it was not sent."""
    is_answered: bool = False
    is_satisfied: bool | None = None
    """The judgement; None while nobody judged."""
    breaks_law: bool = False
    """Was a price judged to be low because environmental, social or labour law is broken?"""

    @property
    def is_sent(self) -> bool:
        """Did the bidder get it?"""
        return self.due_at is not None

    def is_over(self, now: datetime) -> bool:
        """Has the term passed?"""
        return self.due_at is not None and now > self.due_at


def due_moment(now: datetime, days: int, equated: Set[date] = DECREED_DAYS) -> datetime:
    """The end of the term: five o'clock on the last of this many working days after today, in the zone of ``now``."""
    return datetime.combine(add_working_days(now.date(), days, equated), END_OF_DAY, tzinfo=now.tzinfo)


def obstacles_to_noting(
    kind: RequestKind, subject: str, *, is_threatened: bool, changes_offer: bool, is_checked: bool
) -> list[Obstacle]:
    """Why this flaw may not be repaired; ``is_threatened`` when the documents exclude whoever lacks it."""
    obstacles = []
    if len(subject.strip()) < SHORTEST_TEXT:
        text = "Schrijf in een volledige zin wat er ontbreekt of onduidelijk is. De inschrijver leest dit."
        obstacles.append(Obstacle("request-unclear", text, "subject"))
    if kind not in REPAIRABLE:
        obstacles.append(Obstacle("not-repairable", "Dit kan niet worden hersteld.", "kind"))
    if is_threatened:
        text = (
            "De stukken sluiten een inschrijving uit als dit ontbreekt. Dan mag u geen herstel toestaan "
            "(HvJ EU C-336/12). Leg de inschrijving terzijde."
        )
        obstacles.append(Obstacle("threatened-with-exclusion", text, "is_threatened"))
    if changes_offer:
        text = (
            "Herstel mag de prijs of de inhoudelijke aanbieding niet veranderen: dat is een nieuwe inschrijving "
            "(HvJ EU C-599/10)."
        )
        obstacles.append(Obstacle("changes-the-offer", text, "changes_offer"))
    if is_checked:
        text = "Deze inschrijving is al toegelaten of terzijde gelegd. Er valt niets meer te herstellen."
        obstacles.append(Obstacle("already-checked", text))
    return obstacles


def obstacles_to_sending(
    noted: int, *, unread: Sequence[str], days: int, earlier_days: int | None, longest: int = LONGEST_TERM
) -> list[Obstacle]:
    """Why the requests cannot leave: not before all bids are read, and with one term for everybody.

    ``unread`` are bids nobody judged yet; ``earlier_days`` is the term that others got before, None when nobody did.
    """
    obstacles = []
    if not noted:
        obstacles.append(Obstacle("nothing-to-send", "Er is niets wat nog moet worden verstuurd."))
    if unread:
        text = "Eerst moet u alle inschrijvingen hebben bekeken; gelijke gevallen krijgen gelijke kansen. Nog te doen: "
        obstacles.append(Obstacle("not-all-read", f"{text}{', '.join(unread)}."))
    if not SHORTEST_TERM <= days <= longest:
        text = f"Geef een termijn van {SHORTEST_TERM} tot {longest} werkdagen."
        obstacles.append(Obstacle("term-out-of-range", text, "days"))
    elif earlier_days is not None and days != earlier_days:
        text = f"Anderen kregen {_working_days(earlier_days)}. Geef iedereen dezelfde termijn."
        obstacles.append(Obstacle("terms-differ", text, "days"))
    return obstacles


def obstacles_to_answering(facts: RequestFacts, answer: str, now: datetime) -> list[Obstacle]:
    """Why the bidder cannot answer, or not like this."""
    if not facts.is_sent or facts.is_satisfied is not None:
        return [Obstacle("not-asked", "Op dit verzoek wordt geen antwoord meer verwacht.")]
    if facts.is_answered:
        return [Obstacle("already-answered", "U heeft dit verzoek al beantwoord. Uw antwoord ligt vast.")]
    if facts.is_over(now):
        return [Obstacle("term-passed", "De termijn is voorbij. U kunt niet meer antwoorden.")]
    if len(answer.strip()) < SHORTEST_TEXT:
        return [Obstacle("answer-too-short", "Geef antwoord in ten minste een volledige zin.", "answer")]
    return []


def obstacles_to_judging(facts: RequestFacts, *, is_satisfied: bool, judgement: str, now: datetime) -> list[Obstacle]:
    """Why this judgement on the answer cannot stand."""
    if not facts.is_sent:
        return [Obstacle("not-sent", "Dit verzoek is nog niet verstuurd.")]
    if facts.is_satisfied is not None:
        return [Obstacle("already-judged", "Dit antwoord is al beoordeeld.")]
    if not facts.is_answered and not facts.is_over(now):
        return [Obstacle("still-waiting", "De inschrijver mag nog antwoorden. Wacht tot de termijn voorbij is.")]
    obstacles = []
    if is_satisfied and not facts.is_answered:
        text = "Er is niet geantwoord. Zonder antwoord is niets hersteld of toegelicht."
        obstacles.append(Obstacle("no-answer", text, "is_satisfied"))
    if len(judgement.strip()) < SHORTEST_TEXT:
        text = "Leg in een volledige zin uit waarom. De tekst staat in het dossier en kan in de brief komen."
        obstacles.append(Obstacle("judgement-unmotivated", text, "judgement"))
    return obstacles


def obstacles_to_finding_a_breach(kind: RequestKind, *, is_satisfied: bool, breaks_law: bool) -> list[Obstacle]:
    """Why this cannot be judged a breach of law: only a price is, and never one that is accepted (art. 2.116)."""
    if not breaks_law or (kind == RequestKind.LOW_PRICE and not is_satisfied):
        return []
    text = "Alleen een lage prijs die u niet aanvaardt, kan door overtreding van de wet komen."
    return [Obstacle("no-breach", text, "is_satisfied")]


def obstacles_while_repairing(repairs: Sequence[RequestFacts]) -> list[Obstacle]:
    """Why a bid cannot be admitted: a repair still runs, or failed."""
    obstacles = []
    if any(each.is_satisfied is None for each in repairs):
        text = "Er loopt nog een herstelverzoek. Beoordeel eerst het antwoord."
        obstacles.append(Obstacle("repair-open", text))
    if any(each.is_satisfied is False for each in repairs):
        text = "Een herstel is niet gelukt. Leg de inschrijving terzijde met een reden."
        obstacles.append(Obstacle("repair-failed", text))
    return obstacles


def _working_days(days: int) -> str:
    return "1 werkdag" if days == 1 else f"{days} werkdagen"
