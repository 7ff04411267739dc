"""What a supplier asks because it was paid too late: who may ask, decide and pay, as rules.

Interest and a fixed amount for recovery are owed without a reminder (art. 6:119b lid 1 and 6:96 lid 4 BW). They are
compensation and not a price, so no VAT is asked over them, and nothing of it counts under the ceiling of the contract.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from invoices.approvals import obstacles_to_paying_out
from invoices.lifecycle import InvoiceStatus
from invoices.payment_terms import Lateness
from townhall.budgets.authority import MandateFacts, mandate_used, obstacles_to_deciding
from townhall.budgets.kinds import MandateKind
from townhall.budgets.room import Room, obstacles_to_committing
from townhall.four_eyes import obstacles_to_signing
from townhall.money import euro_text
from townhall.refusal import Obstacle


class LateChargeStatus(StrEnum):
    """Where a claim for late payment is."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    RELEASED = "released"
    PAID = "paid"
    LAPSED = "lapsed"


MOVES: dict[LateChargeStatus, frozenset[LateChargeStatus]] = {
    # It lapses when the payment it counts up to came back: the days are then counted anew.
    LateChargeStatus.ASKED: frozenset({LateChargeStatus.APPROVED, LateChargeStatus.REFUSED, LateChargeStatus.LAPSED}),
    LateChargeStatus.APPROVED: frozenset({LateChargeStatus.RELEASED, LateChargeStatus.LAPSED}),
    # A payment that failed, or came back, puts it back on the list of what must be paid.
    LateChargeStatus.RELEASED: frozenset({LateChargeStatus.PAID, LateChargeStatus.APPROVED}),
    LateChargeStatus.PAID: frozenset({LateChargeStatus.APPROVED}),
    LateChargeStatus.REFUSED: frozenset(),
    LateChargeStatus.LAPSED: frozenset(),
}

SENTENCES: dict[LateChargeStatus, str] = {
    LateChargeStatus.ASKED: "De budgethouder beslist over de vergoeding.",
    LateChargeStatus.APPROVED: "De vergoeding is akkoord. Financiën neemt haar op in een betaalrun.",
    LateChargeStatus.REFUSED: "De vergoeding is afgewezen.",
    LateChargeStatus.RELEASED: "De betaling is vrijgegeven en staat in een betaalbestand.",
    LateChargeStatus.PAID: "De vergoeding is betaald.",
    LateChargeStatus.LAPSED: "De betaling van de factuur kwam terug. De vergoeding wordt na de nieuwe betaling opnieuw "
    "berekend.",
}

#: Holds its invoice: no second claim beside it.
LIVE = frozenset(LateChargeStatus) - {LateChargeStatus.REFUSED, LateChargeStatus.LAPSED}


@dataclass(frozen=True)
class SignedCharge:
    """A claim as far as signing is concerned; the accounts, or None where nobody signed yet."""

    status: LateChargeStatus
    asked_by_id: int | None
    approved_by_id: int | None
    released_by_id: int | None
    amount: Decimal

    @property
    def signatures(self) -> dict[str, int | None]:
        """Every signature it needs, by name."""
        return {
            "asked": self.asked_by_id, "approved": self.approved_by_id, "released": self.released_by_id
        }  # fmt: skip


def obstacles_to_moving(now_is: LateChargeStatus, to: LateChargeStatus) -> list[Obstacle]:
    """Why a claim in this status cannot go to that status; the sentence says where it is."""
    if to in MOVES[now_is]:
        return []
    text = f"Deze stap kan nu niet. {SENTENCES[now_is]} Bekijk de vergoeding opnieuw."
    return [Obstacle("late-charge-not-here", text)]


def obstacles_to_asking(invoice: InvoiceStatus, late: Lateness | None, *, has_live_charge: bool) -> list[Obstacle]:
    """Why a supplier cannot ask this now: only what was paid too late is known to the day and to the cent."""
    if has_live_charge:
        text = "U hebt voor deze factuur al een vergoeding gevraagd. Bij de factuur ziet u hoe het daarmee staat."
        return [Obstacle("late-charge-asked", text)]
    if late is None:
        text = "Deze factuur is niet te laat betaald. Er is geen rente of vergoeding van kosten verschuldigd."
        return [Obstacle("not-late", text)]
    obstacles = []
    if invoice is not InvoiceStatus.PAID:
        text = (
            "De factuur is nog niet betaald, dus de rente loopt nog. Vraag de vergoeding zodra de factuur is betaald: "
            "dan staat het aantal dagen vast."
        )
        obstacles.append(Obstacle("not-paid-yet", text))
    if late.interest.unknown_from is not None:
        text = (
            f"Vanaf {late.interest.unknown_from:%d-%m-%Y} is het rentetarief nog niet ingevuld. De gemeente vult het "
            "in; daarna kunt u de vergoeding vragen. Duurt het te lang, stuur dan een bericht bij de factuur."
        )
        obstacles.append(Obstacle("rate-unknown", text))
    return obstacles


def obstacles_to_approving(
    charge: SignedCharge,
    *,
    account_id: int | None,
    mandates: Iterable[MandateFacts],
    room: Room | None,
    counted_now: Decimal,
    on: date,
) -> list[Obstacle]:
    """Why this person, with these mandates, cannot approve it on this day.

    ``room`` is what the budget has left, None without a budget; ``counted_now`` is the amount by the rates of now.
    """
    obstacles = obstacles_to_moving(charge.status, LateChargeStatus.APPROVED)
    if obstacles:
        return obstacles
    obstacles += obstacles_to_signing(charge.signatures, as_="approved", account_id=account_id)
    obstacles += obstacles_to_deciding(mandates, kind=MandateKind.APPROVE_INVOICE, amount=charge.amount, on=on)
    if counted_now != charge.amount:
        text = (
            f"Een rentetarief is verbeterd nadat de aanbieder dit vroeg: het is nu {euro_text(counted_now)}. Wijs de "
            "vergoeding af met die uitleg. De aanbieder kan haar dan opnieuw vragen, met het goede bedrag."
        )
        obstacles.append(Obstacle("rate-changed", text))
    if room is None:
        text = "Voor het programma van dit contract is dit jaar geen budget. Laat eerst een budget vaststellen."
        obstacles.append(Obstacle("budget-missing", text))
        return obstacles
    return obstacles + obstacles_to_committing(room, charge.amount)


def approves_on_behalf_of(charge: SignedCharge, mandates: Iterable[MandateFacts], *, on: date) -> str:
    """In whose name this would be approved on this day: who lent the mandate, or nothing under one's own."""
    used = mandate_used(mandates, kind=MandateKind.APPROVE_INVOICE, amount=charge.amount, on=on)
    return used.lent_by if used else ""


def obstacles_to_refusing(status: LateChargeStatus, *, reason: str) -> list[Obstacle]:
    """Why it cannot be refused like this: only before it is approved, and never without why."""
    obstacles = obstacles_to_moving(status, LateChargeStatus.REFUSED)
    if not reason.strip():
        text = "Leg de aanbieder uit waarom u de vergoeding niet betaalt."
        obstacles.append(Obstacle("reason-missing", text, "reason"))
    return obstacles


def obstacles_to_releasing(
    charge: SignedCharge,
    *,
    account_id: int | None,
    iban: str | None,
    has_live_payment: bool,
    cools_until: date | None = None,
) -> list[Obstacle]:
    """Why this person cannot release its payment now; ``iban`` is the account two people confirmed.

    ``cools_until`` is the first day on which money may go to it, when that is still to come.
    """
    obstacles = obstacles_to_moving(charge.status, LateChargeStatus.RELEASED)
    if obstacles:
        return obstacles
    obstacles += obstacles_to_signing(charge.signatures, as_="released", account_id=account_id)
    return obstacles + obstacles_to_paying_out(iban=iban, has_live_payment=has_live_payment, cools_until=cools_until)
