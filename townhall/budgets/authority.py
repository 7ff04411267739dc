"""Who may decide in the name of the municipality: mandates, their ceilings and their days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from townhall.budgets.kinds import MandateKind
from townhall.money import ZERO
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class MandateFacts:
    """A mandate as the rules see it; ``up_to`` None has no ceiling, ``ends_on`` None no last day."""

    kind: MandateKind
    up_to: Decimal | None
    starts_on: date
    ends_on: date | None = None
    withdrawn_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it counts on this day; on the day of its withdrawal it no longer does."""
        if self.withdrawn_on is not None and day >= self.withdrawn_on:
            return False
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def covers(self, amount: Decimal | None) -> bool:
        """Whether this amount lies under its ceiling; an amount that is not known asks for no ceiling."""
        return self.up_to is None or (amount is not None and amount <= self.up_to)


def obstacles_to_deciding(
    mandates: Iterable[MandateFacts], *, kind: MandateKind, amount: Decimal | None, on: date
) -> list[Obstacle]:
    """Why who holds these mandates may not take a decision of this kind for this amount on this day."""
    valid = [mandate for mandate in mandates if mandate.kind is kind and mandate.holds_on(on)]
    if not valid:
        text = (
            "U hebt vandaag geen mandaat voor deze beslissing. Vraag een collega met mandaat om te beslissen."
        )
        return [Obstacle("no-mandate", text)]
    if not any(mandate.covers(amount) for mandate in valid):
        text = "Uw mandaat gaat niet tot dit bedrag. Vraag een collega met een hoger mandaat om te beslissen."
        return [Obstacle("mandate-too-low", text)]
    return []


def ceiling_of(mandates: Iterable[MandateFacts], *, kind: MandateKind, on: date) -> Decimal | None:
    """The highest amount these mandates reach on this day: None without ceiling, zero without mandate."""
    reach = [mandate.up_to for mandate in mandates if mandate.kind is kind and mandate.holds_on(on)]
    amounts = [up_to for up_to in reach if up_to is not None]
    return max(amounts, default=ZERO) if len(amounts) == len(reach) else None


def obstacles_to_granting(
    *, up_to: Decimal | None, starts_on: date, ends_on: date | None, is_usable: bool, is_staff: bool
) -> list[Obstacle]:
    """Why this mandate cannot be registered."""
    obstacles = []
    if not is_staff:
        text = "Een mandaat is voor een medewerker van de gemeente. Kies een medewerker."
        obstacles.append(Obstacle("mandate-not-staff", text, "account"))
    elif not is_usable:
        text = "Dit account is uitgeschakeld of nog niet in gebruik. Kies een ander account."
        obstacles.append(Obstacle("mandate-account-off", text, "account"))
    if ends_on is not None and ends_on < starts_on:
        text = "De laatste dag ligt voor de eerste dag. Kies een latere laatste dag, of laat hem leeg."
        obstacles.append(Obstacle("mandate-ends-early", text, "ends_on"))
    if up_to is not None and up_to <= 0:
        text = "Vul een bedrag in van meer dan € 0,00, of laat het leeg als er geen grens is."
        obstacles.append(Obstacle("mandate-without-amount", text, "up_to"))
    return obstacles
