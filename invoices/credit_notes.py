"""What a credit note of a supplier does to the lines it gives back: once, and never more than was asked.

What is not approved yet comes back whole. What is approved or paid comes back as a clawback: the one that stands
already, which the credit note then proves, or a new one. Sources: domain facts 8.4 ("clawback entry = negative payable
linked to the original invoice line"); EN 16931 BG-3 and NL-R-001 (a credit note names its invoice).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from invoices.clawbacks import ClawbackStatus
from invoices.lifecycle import InvoiceStatus, LineStatus
from townhall.money import euro_text, round_to_cents
from townhall.refusal import Obstacle

#: Nobody approved it yet: a line that is given back simply comes back.
NOT_APPROVED = frozenset({InvoiceStatus.IN_REVIEW, InvoiceStatus.STATED})
#: It costs money, or did: what is given back has to come back.
APPROVED = frozenset({InvoiceStatus.APPROVED, InvoiceStatus.RELEASED, InvoiceStatus.PAID})
CREDITABLE = NOT_APPROVED | APPROVED


class CreditEffect(StrEnum):
    """What a line of a credit note did."""

    LINE_BACK = "line_back"
    PROVES_CLAWBACK = "proves_clawback"
    CLAWBACK_RAISED = "clawback_raised"


@dataclass(frozen=True)
class StandingClawback:
    """What comes back, or came back, of a line already; ``is_credited`` when a credit note was booked on it."""

    clawback_id: int
    number: str
    status: ClawbackStatus
    net: Decimal
    vat: Decimal
    is_credited: bool


@dataclass(frozen=True)
class InvoicedLine:
    """A line of the invoice that is credited."""

    line_id: int
    number: str
    track_number: str
    milestone_code: str
    description: str
    net: Decimal
    vat: Decimal
    vat_rate: Decimal
    status: LineStatus
    clawback: StandingClawback | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What a line of a credit note names it by."""
        return self.track_number, self.milestone_code

    @property
    def most(self) -> Decimal:
        """The most that can be given back, without VAT: what comes back already, or else all of it."""
        return self.clawback.net if self.clawback else self.net

    @property
    def can_be_credited(self) -> bool:
        """Whether a credit note for it has not come yet."""
        return self.status is LineStatus.ACCEPTED and not (self.clawback and self.clawback.is_credited)


@dataclass(frozen=True)
class CreditedLine:
    """A line of the credit note."""

    number: str
    track_number: str
    milestone_code: str
    net: Decimal
    vat_rate: Decimal


@dataclass(frozen=True)
class Credit:
    """What one line of the credit note does: to which line, how, and for how much."""

    line: InvoicedLine
    effect: CreditEffect
    net: Decimal
    vat: Decimal


def creditable_lines(status: InvoiceStatus, lines: Sequence[InvoicedLine]) -> list[InvoicedLine]:
    """The lines of an invoice in this status that a credit note may name still."""
    return [line for line in lines if line.can_be_credited] if status in CREDITABLE else []


def obstacles_to_naming(preceding: Sequence[str], invoice_number: str | None) -> list[Obstacle]:
    """Why a credit note with these preceding invoices (BT-25) cannot be booked; with the number we know it by."""
    if len(set(preceding)) != 1:
        text = "Noem op de creditnota het nummer van één factuur (BT-25). Maak per factuur een creditnota."
        return [Obstacle("credits-one-invoice", text)]
    if invoice_number is None:
        text = f"Factuur {preceding[0]} (BT-25) kennen wij niet van u. Noem het nummer van de factuur die u crediteert."
        return [Obstacle("credited-unknown", text)]
    return []


def obstacles_to_crediting(
    number: str, status: InvoiceStatus, asked: Sequence[CreditedLine], lines: Sequence[InvoicedLine]
) -> list[Obstacle]:
    """Why these lines cannot be given back on the invoice with this number and status: every reason at once."""
    if status not in CREDITABLE:
        return [_not_creditable(number, status)]
    if not asked:
        return [Obstacle("nothing-credited", "Kies ten minste één regel die u crediteert.", "lines")]
    obstacles, seen = [], set()
    for each in asked:
        key = (each.track_number, each.milestone_code)
        text = (
            "noemt dezelfde prestatie als een eerdere regel. Laat deze regel weg."
            if key in seen
            else _why_not(each, _named(each, lines), number, status)
        )
        seen.add(key)
        if text:
            obstacles.append(Obstacle("line-not-creditable", f"Regel {each.number} {text}", "lines"))
    return obstacles


def credits_of(status: InvoiceStatus, asked: Sequence[CreditedLine], lines: Sequence[InvoicedLine]) -> list[Credit]:
    """What each line does, in the order of the credit note; only for lines without obstacles."""
    found = []
    for each in asked:
        line = _named(each, lines)
        assert line is not None, "refused before"
        if status in NOT_APPROVED:
            found.append(Credit(line, CreditEffect.LINE_BACK, line.net, line.vat))
        elif line.clawback:
            found.append(Credit(line, CreditEffect.PROVES_CLAWBACK, line.clawback.net, line.clawback.vat))
        else:
            # The VAT of the whole line comes back with the whole line, and its share with a part of it.
            vat = round_to_cents(Fraction(line.vat) * Fraction(each.net) / Fraction(line.net))
            found.append(Credit(line, CreditEffect.CLAWBACK_RAISED, each.net, vat))
    return found


def _named(asked: CreditedLine, lines: Sequence[InvoicedLine]) -> InvoicedLine | None:
    """The line it names; of two for the same achievement the one that was accepted."""
    same = [line for line in lines if line.key == (asked.track_number, asked.milestone_code)]
    return min(same, key=lambda line: line.status is not LineStatus.ACCEPTED, default=None)


def _why_not(asked: CreditedLine, line: InvoicedLine | None, number: str, status: InvoiceStatus) -> str:
    """The end of the sentence that says why this line cannot be given back; empty when it can."""
    if line is None:
        return (
            f"noemt traject {asked.track_number or '(leeg)'} met mijlpaal {asked.milestone_code or '(leeg)'}; die "
            f"staan niet op factuur {number}. Neem trajectnummer (BT-128) en mijlpaal (BT-132) over van die factuur."
        )
    if line.status is LineStatus.RETURNED:
        return f"is op factuur {number} teruggestuurd. Wij betalen haar niet; laat haar weg."
    if line.clawback and line.clawback.is_credited:
        return f"is al gecrediteerd (terugvordering {line.clawback.number}). Een bedrag komt één keer terug."
    if asked.vat_rate != line.vat_rate:
        return f"heeft een ander btw-tarief dan de factuur. Reken {_number(line.vat_rate)} % btw."
    if status in NOT_APPROVED and asked.net != line.net:
        return f"is nog niet akkoord en komt in haar geheel terug. Zet er {euro_text(line.net)} zonder btw op."
    if line.clawback and asked.net != line.clawback.net:
        return (
            f"hoort bij terugvordering {line.clawback.number}. Zet er precies {euro_text(line.clawback.net)} "
            "zonder btw op."
        )
    if asked.net > line.most:
        return f"geeft meer terug dan de factuur vroeg. Zet er hooguit {euro_text(line.most)} zonder btw op."
    return ""


def _not_creditable(number: str, status: InvoiceStatus) -> Obstacle:
    if status is InvoiceStatus.WITHDRAWN:
        text = f"Factuur {number} is ingetrokken. Wij betalen haar niet; een creditnota is niet nodig."
    elif status is InvoiceStatus.RETURNED:
        text = (
            f"Factuur {number} is helemaal teruggestuurd. Wij betalen haar niet; een creditnota is niet nodig. "
            "Stuur een verbeterde factuur."
        )
    else:
        text = f"Factuur {number} is nog niet ingediend. Verbeter het concept of trek het in."
    return Obstacle("invoice-not-creditable", text)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
