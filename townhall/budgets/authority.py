"""Who may decide in the name of the municipality: mandates, their ceilings and their days.

A mandate can be lent for some days (ondermandaat, art. 10:9 Awb); what is lent never reaches further than its root.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from townhall.budgets.kinds import MandateKind
from townhall.money import ZERO, euro_text
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class MandateFacts:
    """A mandate as the rules see it; ``up_to`` None has no ceiling, ``ends_on`` None no last day."""

    kind: MandateKind
    up_to: Decimal | None
    starts_on: date
    ends_on: date | None = None
    withdrawn_on: date | None = None
    #: Who lent it, by name; empty for one's own.
    lent_by: str = ""
    #: Since when the account of who lent it is switched off: nobody decides in that name any more.
    lender_off_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it counts on this day; on the day of its withdrawal it no longer does."""
        if self.withdrawn_on is not None and day >= self.withdrawn_on:
            return False
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def covers(self, amount: Decimal | None) -> bool:
        """Whether this amount lies under its ceiling; an amount that is not known asks for no ceiling."""
        return self.up_to is None or (amount is not None and amount <= self.up_to)


def lent_from(
    root: MandateFacts, lent: MandateFacts, *, lender: str, lender_off_on: date | None = None
) -> MandateFacts:
    """What is lent, cut to what its root reaches: its amount, its days, and its end; it stops with who lent it."""
    ceilings = [up_to for up_to in (root.up_to, lent.up_to) if up_to is not None]
    last_days = [day for day in (root.ends_on, lent.ends_on) if day is not None]
    withdrawals = [day for day in (root.withdrawn_on, lent.withdrawn_on, lender_off_on) if day is not None]
    return MandateFacts(
        kind=root.kind,
        up_to=min(ceilings, default=None),
        starts_on=max(root.starts_on, lent.starts_on),
        ends_on=min(last_days, default=None),
        withdrawn_on=min(withdrawals, default=None),
        lent_by=lender,
        lender_off_on=lender_off_on,
    )


def mandate_used(
    mandates: Iterable[MandateFacts], *, kind: MandateKind, amount: Decimal | None, on: date
) -> MandateFacts | None:
    """The mandate under which this is decided, one's own before one that was lent; None when none covers it."""
    covering = [each for each in mandates if each.kind is kind and each.holds_on(on) and each.covers(amount)]
    return min(covering, key=lambda each: bool(each.lent_by), default=None)


def obstacles_to_deciding(
    mandates: Iterable[MandateFacts], *, kind: MandateKind, amount: Decimal | None, on: date
) -> list[Obstacle]:
    """Why who holds these mandates may not take a decision of this kind for this amount on this day."""
    of_kind = [mandate for mandate in mandates if mandate.kind is kind]
    valid = [mandate for mandate in of_kind if mandate.holds_on(on)]
    if not valid:
        stopped = next((each.lent_by for each in of_kind if _stopped_with_lender(each, on)), "")
        why = f" Het mandaat dat u van {stopped} leende, stopte: dat account is uitgeschakeld." if stopped else ""
        text = f"U hebt vandaag geen mandaat voor deze beslissing.{why} Vraag een collega met mandaat om te beslissen."
        return [Obstacle("no-mandate", text)]
    if not any(mandate.covers(amount) for mandate in valid):
        text = "Uw mandaat gaat niet tot dit bedrag. Vraag een collega met een hoger mandaat om te beslissen."
        return [Obstacle("mandate-too-low", text)]
    return []


def _stopped_with_lender(mandate: MandateFacts, on: date) -> bool:
    """Whether it would still hold on this day, had the account of who lent it not been switched off."""
    off_on = mandate.lender_off_on
    return off_on is not None and off_on == mandate.withdrawn_on and replace(mandate, withdrawn_on=None).holds_on(on)


def ceiling_of(mandates: Iterable[MandateFacts], *, kind: MandateKind, on: date) -> Decimal | None:
    """The highest amount these mandates reach on this day: None without ceiling, zero without mandate."""
    reach = [mandate.up_to for mandate in mandates if mandate.kind is kind and mandate.holds_on(on)]
    amounts = [up_to for up_to in reach if up_to is not None]
    return max(amounts, default=ZERO) if len(amounts) == len(reach) else None


@dataclass(frozen=True)
class Borrower:
    """To whom a mandate would be lent: whether that is oneself, may log in, and shares which roles that may lend."""

    is_self: bool
    is_usable: bool
    shared_roles: AbstractSet[str]


def obstacles_to_lending(
    mandate: MandateFacts, lent: MandateFacts, *, borrower: Borrower, today: date
) -> list[Obstacle]:
    """Why this mandate cannot be lent like this, all reasons at once; lent on it never is (art. 10:9 Awb)."""
    if mandate.lent_by:
        text = f"Dit mandaat leent u van {mandate.lent_by}. Verder uitlenen kan niet."
        return [Obstacle("mandate-lent-on", text)]
    if mandate.withdrawn_on is not None or (mandate.ends_on is not None and mandate.ends_on < today):
        return [Obstacle("mandate-over", "Dit mandaat geldt niet meer. U kunt het niet uitlenen.")]
    return [
        *_obstacles_of_borrower(borrower),
        *_obstacles_of_days(mandate, lent, today),
        *_obstacles_of_amount(mandate, lent),
    ]


def _obstacles_of_borrower(borrower: Borrower) -> list[Obstacle]:
    if borrower.is_self:
        return [Obstacle("borrower-self", "Kies een ander dan uzelf.", "borrower")]
    if not borrower.is_usable or not borrower.shared_roles:
        text = "Deze collega heeft uw rol niet en kan dus niet namens u beslissen. Kies een ander."
        return [Obstacle("borrower-cannot", text, "borrower")]
    return []


def _obstacles_of_days(mandate: MandateFacts, lent: MandateFacts, today: date) -> list[Obstacle]:
    assert lent.ends_on is not None, "what is lent has a last day"
    obstacles = []
    if lent.ends_on < lent.starts_on:
        text = "De laatste dag ligt voor de eerste dag. Kies een latere laatste dag."
        obstacles.append(Obstacle("mandate-ends-early", text, "ends_on"))
    if lent.starts_on < today:
        text = "De eerste dag is al geweest. Een mandaat uitlenen werkt niet terug: kies vandaag of later."
        obstacles.append(Obstacle("mandate-lent-back", text, "starts_on"))
    if lent.starts_on < mandate.starts_on:
        text = f"Uw eigen mandaat begint op {mandate.starts_on:%d-%m-%Y}. Kies die dag of een latere."
        obstacles.append(Obstacle("mandate-lent-early", text, "starts_on"))
    if mandate.ends_on is not None and lent.ends_on > mandate.ends_on:
        text = f"Uw eigen mandaat eindigt op {mandate.ends_on:%d-%m-%Y}. Kies die dag of een eerdere."
        obstacles.append(Obstacle("mandate-lent-late", text, "ends_on"))
    return obstacles


def _obstacles_of_amount(mandate: MandateFacts, lent: MandateFacts) -> list[Obstacle]:
    if lent.up_to is not None and lent.up_to <= ZERO:
        return [Obstacle("mandate-without-amount", "Vul een bedrag in van meer dan € 0,00.", "up_to")]
    if mandate.up_to is not None and (lent.up_to is None or lent.up_to > mandate.up_to):
        text = f"Uw eigen mandaat gaat tot en met {euro_text(mandate.up_to)}. Vul dat bedrag in, of minder."
        return [Obstacle("mandate-lent-too-much", text, "up_to")]
    return []


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
