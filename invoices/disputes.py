"""Talking about an invoice, and not agreeing about it: what either side may say, when, and what it does.

A supplier who does not agree that a line came back says so within a term that the installation sets; the contract
manager lets it stand or takes the line back. The municipality disputes an invoice it does not trust yet; it is not
stated as long as that lasts. What that does to the term of payment stands in ``payment_terms``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from invoices.lifecycle import InvoiceStatus, LineStatus
from invoices.match_facts import CheckResult, Reason
from townhall.refusal import Obstacle


class MessageKind(StrEnum):
    """What a message is, beside its text."""

    MESSAGE = "message"
    SEEN = "seen"
    LINE_DISPUTED = "line_disputed"
    LINE_STANDS = "line_stands"
    LINE_TAKEN_BACK = "line_taken_back"
    INVOICE_DISPUTED = "invoice_disputed"
    DISPUTE_ENDED = "dispute_ended"


class DisputeAnswer(StrEnum):
    """What the contract manager decides on a line the supplier disputes."""

    STANDS = "stands"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class ReturnedLine:
    """A line as far as it can be disputed; ``reason`` is why it came back."""

    number: str
    invoice_status: InvoiceStatus
    status: LineStatus
    reason: Reason | None
    returned_on: date | None
    is_disputed: bool
    is_answered: bool

    @property
    def waits(self) -> bool:
        """Whether the supplier waits for an answer."""
        return self.status is LineStatus.RETURNED and self.is_disputed and not self.is_answered


#: Where a line can be taken back: nobody declared anything about this invoice yet.
TAKES_BACK = frozenset({InvoiceStatus.IN_REVIEW, InvoiceStatus.RETURNED})


def obstacles_to_writing(status: InvoiceStatus, text: str) -> list[Obstacle]:
    """Why nobody can write this about an invoice in this status."""
    if status is InvoiceStatus.DRAFT:
        return [Obstacle("not-sent", "Dien de factuur eerst in. De gemeente ziet een concept niet.")]
    return _without(text, "Schrijf uw bericht.", "text")


def last_day_to_dispute(returned_on: date, *, within_days: int) -> date:
    """The last day on which the supplier can say that it does not agree."""
    return returned_on + timedelta(days=within_days)


def obstacles_to_disputing_line(line: ReturnedLine, *, within_days: int, today: date, why: str) -> list[Obstacle]:
    """Why the supplier cannot dispute today that this line came back; an empty ``why`` is one of the reasons."""
    obstacles = []
    if line.status is not LineStatus.RETURNED or line.invoice_status is InvoiceStatus.WITHDRAWN:
        obstacles.append(Obstacle("line-not-returned", f"Regel {line.number} is niet teruggestuurd."))
    elif line.reason is Reason.CREDITED:
        text = f"Regel {line.number} gaf u zelf terug met een creditnota. U kunt de prestatie opnieuw factureren."
        obstacles.append(Obstacle("line-credited", text))
    elif line.is_answered:
        text = f"Over regel {line.number} heeft de gemeente al besloten. Stuur een verbeterde factuur of een bericht."
        obstacles.append(Obstacle("line-answered", text))
    elif line.is_disputed:
        text = f"U hebt al laten weten dat u het met regel {line.number} oneens bent."
        obstacles.append(Obstacle("line-disputed", text))
    elif line.returned_on is not None:
        last_day = last_day_to_dispute(line.returned_on, within_days=within_days)
        if today > last_day:
            text = (
                f"Dit kon tot en met {last_day:%d-%m-%Y}. Stuur een verbeterde factuur, of schrijf de gemeente een "
                "bericht."
            )
            obstacles.append(Obstacle("dispute-too-late", text))
    return obstacles + _without(why, "Leg uit waarom u het er niet mee eens bent.", "text")


def obstacles_to_answering(line: ReturnedLine, answer: DisputeAnswer, *, why: str) -> list[Obstacle]:
    """Why the contract manager cannot give this answer on a disputed line."""
    obstacles = []
    if not line.waits:
        obstacles.append(Obstacle("no-dispute", f"Over regel {line.number} wacht de aanbieder niet op een antwoord."))
    elif answer is DisputeAnswer.TAKEN_BACK and line.invoice_status not in TAKES_BACK:
        text = (
            "De prestatie op deze factuur is al verklaard, dus er kan geen regel meer bij. Vraag de aanbieder om een "
            "verbeterde factuur voor deze regel."
        )
        obstacles.append(Obstacle("too-far", text))
    return obstacles + _without(why, "Leg de aanbieder uit waarom u zo besluit.", "text")


def obstacles_to_taking_back(number: str, failure: CheckResult | None) -> list[Obstacle]:
    """Why a line cannot be paid after all: the first check it still fails, in the words of that check."""
    if failure is None:
        return []
    text = f"Regel {number} kan zo niet worden betaald. {failure.facts} Vraag de aanbieder om een verbeterde factuur."
    return [Obstacle("line-still-wrong", text)]


def obstacles_to_disputing_invoice(
    status: InvoiceStatus, *, is_disputed: bool, lines: Sequence[LineStatus], why: str
) -> list[Obstacle]:
    """Why the municipality cannot dispute these lines of an invoice (all accepted ones when it chose none)."""
    obstacles = []
    if status is not InvoiceStatus.IN_REVIEW:
        text = "Betwisten kan alleen zolang de prestatie nog niet is verklaard."
        obstacles.append(Obstacle("not-in-review", text))
    if is_disputed:
        obstacles.append(Obstacle("disputed-already", "Deze factuur is al betwist. Beëindig die betwisting eerst."))
    if any(each is not LineStatus.ACCEPTED for each in lines):
        obstacles.append(Obstacle("line-not-accepted", "Kies alleen regels die nog niet zijn teruggestuurd.", "lines"))
    return obstacles + _without(why, "Leg de aanbieder uit wat er niet klopt en wat u van hem vraagt.", "text")


def obstacles_to_ending_dispute(*, is_disputed: bool, why: str) -> list[Obstacle]:
    """Why the municipality cannot say that a disputed invoice was right after all."""
    if not is_disputed:
        return [Obstacle("not-disputed", "Deze factuur is niet betwist. Ververs de pagina.")]
    return _without(why, "Leg de aanbieder uit waarom de factuur toch klopt.", "text")


def was_right(returned_at: Iterable[datetime | None], *, since: datetime, until: datetime) -> bool:
    """Whether a disputed invoice was right all along: none of its lines came back while the dispute lasted."""
    return not any(moment is not None and since <= moment <= until for moment in returned_at)


def _without(text: str, ask: str, field: str) -> list[Obstacle]:
    return [] if text.strip() else [Obstacle("text-missing", ask, field)]
