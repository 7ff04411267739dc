"""Who may sign what: performance statement, approval, payment release.

Three people sign one invoice. The budget holder signs within the mandate and within what was committed;
finance pays only to an account that two people confirmed. Source: domain facts 9.5.6 to 9.5.8.
"""

from dataclasses import dataclass
from decimal import Decimal

from invoices.lifecycle import InvoiceStatus, obstacles_to_moving
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

    @property
    def signatures(self) -> dict[str, int | None]:
        """Every signature the invoice needs, by name."""
        return {
            "stated": self.stated_by_id,
            "approved": self.approved_by_id,
            "released": self.released_by_id,
        }


@dataclass(frozen=True)
class RoomFacts:
    """What was committed for the tracks on an invoice, less what was approved on it before.

    ``short_by`` names each track whose commitment is too small, with the amount that is missing.
    """

    short_by: tuple[tuple[str, Decimal], ...] = ()
    without_commitment: tuple[str, ...] = ()


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
    if invoice.payable_gross <= ZERO:
        obstacles.append(
            Obstacle(
                "nothing-to-pay", "Er is geen goedgekeurde regel. Stuur de factuur terug naar de aanbieder."
            )
        )
    return obstacles + obstacles_to_signing(invoice.signatures, as_="stated", account_id=account_id)


def obstacles_to_approving(
    invoice: SignedFacts, *, account_id: int | None, mandate: Decimal | None, room: RoomFacts
) -> list[Obstacle]:
    """Why this person cannot approve the payment now. ``mandate`` is None for somebody without a mandate."""
    obstacles = obstacles_to_moving(invoice.status, InvoiceStatus.APPROVED)
    if obstacles:
        return obstacles
    obstacles += obstacles_to_signing(invoice.signatures, as_="approved", account_id=account_id)
    obstacles += obstacles_to_mandate(invoice.payable_net, mandate)
    obstacles += obstacles_to_room(room)
    return obstacles


def obstacles_to_mandate(amount: Decimal, mandate: Decimal | None) -> list[Obstacle]:
    """Why somebody with this mandate may not decide on this amount, excluding VAT."""
    if mandate is None:
        return [
            Obstacle(
                "no-mandate",
                "U hebt op deze dag geen mandaat voor dit budget. Vraag de budgethouder die dat wel heeft.",
            )
        ]
    if amount > mandate:
        return [
            Obstacle(
                "above-mandate",
                f"Het bedrag van {_euro(amount)} is hoger dan uw mandaat van {_euro(mandate)}. "
                "Vraag een budgethouder met een hoger mandaat.",
            )
        ]
    return []


def obstacles_to_room(room: RoomFacts) -> list[Obstacle]:
    """Why the money that was set apart is not enough."""
    obstacles = [
        Obstacle(
            "commitment-missing",
            f"Voor traject {track} is geen verplichting vastgelegd. Leg die eerst vast bij de aanmelding.",
        )
        for track in room.without_commitment
    ]
    obstacles += [
        Obstacle(
            "commitment-too-small",
            f"De verplichting van traject {track} is {_euro(missing)} te klein. "
            "Verhoog de verplichting of stuur de factuur terug.",
        )
        for track, missing in room.short_by
    ]
    return obstacles


def obstacles_to_releasing(
    invoice: SignedFacts, *, account_id: int | None, iban: str | None, has_live_payment: bool
) -> list[Obstacle]:
    """Why this person cannot release the payment now; ``iban`` is the account two people confirmed."""
    obstacles = obstacles_to_moving(invoice.status, InvoiceStatus.RELEASED)
    if obstacles:
        return obstacles
    obstacles += obstacles_to_signing(invoice.signatures, as_="released", account_id=account_id)
    if has_live_payment:
        obstacles.append(
            Obstacle("paid-already", "Voor deze factuur staat al een betaling klaar. Betaal niet twee keer.")
        )
    if iban is None:
        obstacles.append(
            Obstacle(
                "no-bank-account",
                "Deze aanbieder heeft geen rekeningnummer dat door twee medewerkers is bevestigd. "
                "Laat leveranciersbeheer het nummer eerst controleren.",
            )
        )
    return obstacles


def _euro(amount: Decimal) -> str:
    return "€ " + f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
