"""Who may sign what: performance statement, approval, payment release.

Three people sign one invoice. The budget holder signs within the mandate and within what was committed;
finance pays only to an account that two people confirmed. Source: domain facts 9.5.6 to 9.5.8.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoices.lifecycle import SENTENCES, InvoiceStatus, obstacles_to_moving
from townhall.budgets.authority import MandateFacts, mandate_used, obstacles_to_deciding
from townhall.budgets.kinds import MandateKind
from townhall.budgets.room import Room, obstacles_to_committing
from townhall.four_eyes import obstacles_to_signing
from townhall.money import ZERO
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class SignedFacts:
    """An invoice as far as signing is concerned; the three accounts, or None where nobody signed yet."""

    status: InvoiceStatus
    stated_by_id: int | None
    approved_by_id: int | None
    released_by_id: int | None
    payable_net: Decimal
    payable_gross: Decimal
    open_lines: int
    is_disputed: bool = False

    @property
    def signatures(self) -> dict[str, int | None]:
        """Every signature the invoice needs, by name."""
        return {
            "stated": self.stated_by_id,
            "approved": self.approved_by_id,
            "released": self.released_by_id,
        }


@dataclass(frozen=True)
class FundingNeed:
    """What the approved lines of one track ask, and what is there: its commitment, and behind it the budget.

    ``room`` is None when no budget was found for the lot or programme of the contract.
    """

    track_number: str
    amount: Decimal
    left_on_commitment: Decimal
    budget_id: int | None
    room: Room | None

    @property
    def short_by(self) -> Decimal:
        """What the commitment of the track cannot carry."""
        return max(self.amount - self.left_on_commitment, ZERO)


def obstacles_to_stating(invoice: SignedFacts, *, account_id: int | None) -> list[Obstacle]:
    """Why this person cannot declare now that the performance was delivered."""
    obstacles = obstacles_to_moving(invoice.status, InvoiceStatus.STATED)
    if obstacles:
        return obstacles
    if invoice.open_lines:
        obstacles.append(
            Obstacle(
                "lines-open", "Niet elke regel is gecontroleerd. Laat de factuur eerst opnieuw controleren."
            )
        )
    if invoice.is_disputed:
        text = "Deze factuur is betwist. Beëindig eerst de betwisting, of stuur de regels terug die niet kloppen."
        obstacles.append(Obstacle("disputed", text))
    if invoice.payable_gross <= ZERO:
        obstacles.append(
            Obstacle(
                "nothing-to-pay", "Er is geen goedgekeurde regel. Stuur de factuur terug naar de aanbieder."
            )
        )
    return obstacles + obstacles_to_signing(invoice.signatures, as_="stated", account_id=account_id)


def obstacles_to_sending_back(status: InvoiceStatus) -> list[Obstacle]:
    """Why the budget holder cannot send an invoice back to the contract manager: only what was stated goes back."""
    if status is InvoiceStatus.STATED:
        return []
    return [Obstacle("invoice-not-here", f"Deze stap kan nu niet. {SENTENCES[status]} Bekijk de factuur opnieuw.")]


def obstacles_to_approving(
    invoice: SignedFacts,
    *,
    account_id: int | None,
    mandates: Iterable[MandateFacts],
    funding: Sequence[FundingNeed],
    on: date,
) -> list[Obstacle]:
    """Why this person, with these mandates, cannot approve the payment on this day."""
    obstacles = obstacles_to_moving(invoice.status, InvoiceStatus.APPROVED)
    if obstacles:
        return obstacles
    obstacles += obstacles_to_signing(invoice.signatures, as_="approved", account_id=account_id)
    obstacles += obstacles_to_deciding(
        mandates, kind=MandateKind.APPROVE_INVOICE, amount=invoice.payable_net, on=on
    )
    return obstacles + obstacles_to_funding(funding)


def approves_on_behalf_of(invoice: SignedFacts, mandates: Iterable[MandateFacts], *, on: date) -> str:
    """In whose name this would be approved on this day: who lent the mandate, or nothing under one's own."""
    used = mandate_used(mandates, kind=MandateKind.APPROVE_INVOICE, amount=invoice.payable_net, on=on)
    return used.lent_by if used else ""


def obstacles_to_funding(funding: Sequence[FundingNeed]) -> list[Obstacle]:
    """Why there is no money for it: what the commitments cannot carry must fit in the budgets behind them."""
    obstacles = []
    short_by_budget: dict[int, Decimal] = {}
    rooms: dict[int, Room] = {}
    for need in funding:
        if need.short_by == ZERO:
            continue
        if need.budget_id is None or need.room is None:
            text = (
                f"Voor traject {need.track_number} is geen verplichting vastgelegd, en er is geen budget "
                "voor het perceel of het programma van het contract. Laat eerst een budget vaststellen."
            )
            obstacles.append(Obstacle("budget-missing", text))
            continue
        rooms[need.budget_id] = need.room
        short_by_budget[need.budget_id] = short_by_budget.get(need.budget_id, ZERO) + need.short_by
    for budget_id, short_by in short_by_budget.items():
        obstacles += obstacles_to_committing(rooms[budget_id], short_by)
    return obstacles


def obstacles_to_releasing(
    invoice: SignedFacts,
    *,
    account_id: int | None,
    iban: str | None,
    has_live_payment: bool,
    cools_until: date | None = None,
) -> list[Obstacle]:
    """Why this person cannot release the payment now; ``iban`` is the account two people confirmed.

    ``cools_until`` is the first day on which money may go to it, when that is still to come.
    """
    obstacles = obstacles_to_moving(invoice.status, InvoiceStatus.RELEASED)
    if obstacles:
        return obstacles
    obstacles += obstacles_to_signing(invoice.signatures, as_="released", account_id=account_id)
    return obstacles + obstacles_to_paying_out(
        iban=iban, has_live_payment=has_live_payment, cools_until=cools_until
    )


def obstacles_to_paying_out(
    *, iban: str | None, has_live_payment: bool, cools_until: date | None
) -> list[Obstacle]:
    """Why no money may leave for this: it left already, or there is no account it may go to yet."""
    obstacles = []
    if has_live_payment:
        text = "Hiervoor staat al een betaling klaar. Betaal niet twee keer."
        obstacles.append(Obstacle("paid-already", text))
    if iban is None:
        obstacles.append(
            Obstacle(
                "no-bank-account",
                "Deze aanbieder heeft geen rekeningnummer dat door twee medewerkers is bevestigd. "
                "Laat leveranciersbeheer het nummer eerst controleren.",
            )
        )
    elif cools_until is not None:
        text = f"De rekening van deze aanbieder is pas bevestigd. Betalen kan vanaf {cools_until:%d-%m-%Y}."
        obstacles.append(Obstacle("account-cooling", text))
    return obstacles
