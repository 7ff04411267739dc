"""How much of a budget is left, and why it may not be promised."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from townhall.money import ZERO, euro_text, sum_of
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class Room:
    """A budget with what is promised and spent; no budget means none was set, which is not zero."""

    budget: Decimal | None
    committed: Decimal = ZERO
    spent: Decimal = ZERO
    #: Of which budget it is, to name it when something does not fit.
    title: str = field(default="", compare=False)
    is_of_lot: bool = field(default=False, compare=False)

    @property
    def used(self) -> Decimal:
        """Promised and spent together."""
        return self.committed + self.spent

    @property
    def left(self) -> Decimal | None:
        """What can still be promised; None as long as no amount was set. Can be below zero."""
        return None if self.budget is None else self.budget - self.used


def together(rooms: Sequence[Room]) -> Room:
    """What these budgets are together; no amount as long as one of them has none."""
    amounts = [room.budget for room in rooms if room.budget is not None]
    return Room(
        sum_of(amounts) if len(amounts) == len(rooms) else None,
        sum_of(room.committed for room in rooms),
        sum_of(room.spent for room in rooms),
    )


def still_committed(amount: Decimal, spent_on_it: Decimal) -> Decimal:
    """What of an open commitment is still to be spent; never below zero."""
    return max(amount - spent_on_it, ZERO)


def obstacles_to_committing(room: Room, amount: Decimal) -> list[Obstacle]:
    """Why this amount cannot be promised."""
    if amount <= ZERO:
        return [Obstacle("amount-not-positive", "Vul een bedrag in van meer dan € 0,00.", "amount")]
    if room.left is None:
        text = f"Voor {_named(room)} is nog geen bedrag vastgesteld. Vraag de budgethouder om het in te vullen"
        return [Obstacle("budget-not-set", text + _other_way_out(room))]
    if amount > room.left:
        text = (
            f"Dit past niet in {_named(room)}: er is nog {euro_text(max(room.left, ZERO))} vrij "
            f"en u hebt {euro_text(amount)} nodig. Verlaag het bedrag of vraag de budgethouder dit budget te verhogen"
        )
        return [Obstacle("budget-exceeded", text + _other_way_out(room), "amount")]
    return []


def _named(room: Room) -> str:
    return f"het budget {room.title}" if room.title else "dit budget"


def _other_way_out(room: Room) -> str:
    if not room.is_of_lot:
        return "."
    return ". Of laat de contractmanager voor het contract het budget van het hele programma kiezen."


def obstacles_to_changing_budget(room: Room, amount: Decimal | None) -> list[Obstacle]:
    """Why the budget cannot become this amount."""
    if room.used > ZERO and (amount is None or amount < room.used):
        text = f"Er is al {euro_text(room.used)} vastgelegd of betaald. Kies ten minste dat bedrag."
        return [Obstacle("budget-below-used", text, "amount")]
    return []


def obstacles_to_spending(
    *, committed: Decimal, spent: Decimal, amount: Decimal, is_open: bool
) -> list[Obstacle]:
    """Why this amount cannot be booked on a commitment; a negative amount corrects what was spent."""
    if amount == ZERO:
        return [Obstacle("amount-is-zero", "Vul een bedrag in dat niet nul is.", "amount")]
    if amount > ZERO and not is_open:
        text = "Deze verplichting is vrijgegeven. Ga eerst een nieuwe verplichting aan."
        return [Obstacle("commitment-released", text)]
    if spent + amount > committed:
        text = (
            f"Dit is meer dan de verplichting: er is nog {euro_text(committed - spent)} over "
            f"en dit kost {euro_text(amount)}. Ga eerst een aanvullende verplichting aan."
        )
        return [Obstacle("commitment-exceeded", text, "amount")]
    if spent + amount < ZERO:
        text = f"Er is {euro_text(spent)} betaald op deze verplichting. U kunt niet meer terugboeken dan dat."
        return [Obstacle("correction-too-large", text, "amount")]
    return []
