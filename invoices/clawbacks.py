"""No cure, no pay: what comes back of a fee that was paid, once, and how it is set off.

The fee schedule of the contract says what comes back when work ends within the guarantee (in full or pro rata);
here that becomes an amount on the line that was paid, and the amount is taken off the next payments. Source: domain
facts, section 8.4: "clawback entry = negative payable linked to the original invoice line".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.fee_rules.payable import Payable
from contracts.schedule_as_rules import BACK
from townhall.money import ZERO, euros, round_to_cents, sum_of
from townhall.refusal import Obstacle

#: A bank cannot pay nothing: so much of a payment is left when a clawback is set off.
LEAST_PAYMENT = euros("0.01")


class ClawbackStatus(StrEnum):
    """Where a clawback is."""

    OPEN = "open"
    SETTLED = "settled"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class ComesBack:
    """What comes back of one line: without VAT and its VAT, and why in words."""

    net: Decimal
    vat: Decimal
    ended_on: date | None
    why: str

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


@dataclass(frozen=True)
class AskedBefore:
    """What was asked back of a line earlier, by the supplier itself or because work ended; ``is_let_go`` is undone."""

    net: Decimal
    vat: Decimal
    ended_on: date | None
    is_let_go: bool


def comes_back(
    outcome: Payable, *, label: str, paid_net: Decimal, paid_vat: Decimal, before: Sequence[AskedBefore] = ()
) -> ComesBack | None:
    """What the fee schedule takes back of this milestone beside what came back before; None when nothing.

    Together that is never more than was paid. What the budget holder let go for this very end is not asked again.
    """
    taken = [line for line in outcome.lines if line.milestone == f"{BACK}{label}" and line.amount < 0]
    if not taken or any(each.is_let_go and each.ended_on == taken[-1].on for each in before):
        return None
    standing = [each for each in before if not each.is_let_go]
    whole = min(-sum_of(line.amount for line in taken), paid_net)
    net = whole - sum_of(each.net for each in standing)
    if net <= ZERO:
        return None
    # Reckoned over the whole, so that the VAT of the parts adds up to the cent.
    vat = round_to_cents(Fraction(paid_vat) * Fraction(whole) / Fraction(paid_net))
    return ComesBack(net, vat - sum_of(each.vat for each in standing), taken[-1].on, taken[-1].why)


@dataclass(frozen=True)
class SetOff:
    """So much of a clawback is taken off the payment of this invoice."""

    clawback_id: int
    invoice_id: int
    amount: Decimal


def set_off(open_clawbacks: Sequence[tuple[int, Decimal]], payable: Sequence[tuple[int, Decimal]]) -> list[SetOff]:
    """Take what is open, the oldest first, off what one supplier gets, invoice by invoice.

    Of each payment at least one cent is left; what does not fit stays open.
    """
    left = dict(payable)
    taken = []
    for clawback_id, outstanding in open_clawbacks:
        for invoice_id in left:
            amount = min(outstanding, left[invoice_id] - LEAST_PAYMENT)
            if amount > ZERO:
                left[invoice_id] -= amount
                outstanding -= amount
                taken.append(SetOff(clawback_id, invoice_id, amount))
    return taken


def obstacles_to_settling(
    status: ClawbackStatus, *, set_off_so_far: Decimal, on: date, raised_on: date, today: date, reference: str
) -> list[Obstacle]:
    """Why it cannot be booked that the supplier paid this back on that day."""
    obstacles = _obstacles_to_touching(status, set_off_so_far)
    if not reference.strip():
        text = "Vul het kenmerk van de ontvangst of van de creditnota in."
        obstacles.append(Obstacle("reference-missing", text, "reference"))
    if on > today:
        obstacles.append(Obstacle("in-future", "Deze dag ligt in de toekomst. Kies een eerdere dag.", "settled_on"))
    if on < raised_on:
        text = f"De terugvordering is van {raised_on:%d-%m-%Y}. Kies die dag of een latere."
        obstacles.append(Obstacle("before-raised", text, "settled_on"))
    return obstacles


def obstacles_to_cancelling(status: ClawbackStatus, *, set_off_so_far: Decimal, reason: str) -> list[Obstacle]:
    """Why the municipality cannot let this clawback go."""
    obstacles = _obstacles_to_touching(status, set_off_so_far)
    if not reason.strip():
        text = "Leg uit waarom dit bedrag niet terug hoeft te komen."
        obstacles.append(Obstacle("reason-missing", text, "reason"))
    return obstacles


def _obstacles_to_touching(status: ClawbackStatus, set_off_so_far: Decimal) -> list[Obstacle]:
    if status is not ClawbackStatus.OPEN:
        return [Obstacle("not-open", "Deze terugvordering is al afgehandeld. Ververs de pagina.")]
    if set_off_so_far > ZERO:
        text = "Een deel is al verrekend met een betaling. De rest wordt met de volgende betaling verrekend."
        return [Obstacle("partly-set-off", text)]
    return []
