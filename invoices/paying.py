"""What can be paid now, what can wait, what is held up and by what; when it will be paid; and how well it goes."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from invoices.lifecycle import InvoiceStatus
from townhall.money import round_half_up
from townhall.working_days import first_working_day_from

#: What is due later than this many days from now can wait for the next payment run but one.
SOON_DAYS = 14


class PayStanding(StrEnum):
    """Whether an invoice can be paid."""

    DUE = "due"
    EARLY = "early"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class AccountProspect:
    """An account of a supplier without one that counts: from which day it will, or that one waits for two people."""

    counts_from: date | None = None
    is_proposed: bool = False


def pay_standing(
    status: InvoiceStatus,
    *,
    is_disputed: bool,
    due_on: date | None,
    has_account: bool,
    prospect: AccountProspect | None,
    today: date,
) -> tuple[PayStanding, list[str]]:
    """Whether this invoice can be paid today, and everything that holds it up, in words."""
    reasons = _held_up(status, is_disputed=is_disputed)
    if not has_account:
        reasons.append(_without_account(prospect))
    if reasons:
        return PayStanding.BLOCKED, reasons
    is_early = due_on is not None and due_on > today + timedelta(days=SOON_DAYS)
    return (PayStanding.EARLY if is_early else PayStanding.DUE), []


def _held_up(status: InvoiceStatus, *, is_disputed: bool) -> list[str]:
    if is_disputed:
        return ["De gemeente betwist de factuur. De contractmanager wacht op antwoord."]
    return {
        InvoiceStatus.IN_REVIEW: ["Wacht op de prestatieverklaring van de contractmanager."],
        InvoiceStatus.STATED: ["Wacht op akkoord van de budgethouder."],
    }.get(status, [])


def _without_account(prospect: AccountProspect | None) -> str:
    if prospect is not None and prospect.counts_from is not None:
        return f"De rekening is bevestigd en telt na de wachttijd, vanaf {prospect.counts_from:%d-%m-%Y}."
    if prospect is not None and prospect.is_proposed:
        return "De rekening is doorgegeven. Leveranciersbeheer moet haar nog controleren en bevestigen."
    return "Er is geen bevestigde rekening. Vraag de aanbieder er een door te geven."


def expected_payment_on(received_on: date, *, usual_days: int | None, today: date, equated: Set[date]) -> date | None:
    """The working day on which it will probably be paid: as long after receipt as is usual, and after today.

    None as long as nothing is known of what is usual.
    """
    if usual_days is None:
        return None
    return first_working_day_from(max(received_on + timedelta(days=usual_days), today + timedelta(days=1)), equated)


@dataclass(frozen=True)
class PayingQuarter:
    """How the invoices that were paid in a quarter were paid."""

    year: int
    quarter: int
    paid: int
    within_thirty_days: int
    in_time: int
    days: int

    @property
    def average_days(self) -> Decimal:
        """From receipt to payment, with one decimal."""
        return round_half_up(Fraction(self.days, self.paid), places=1)

    @property
    def percent_within_thirty_days(self) -> Decimal:
        """The share that was paid within thirty days after receipt, with one decimal."""
        return _percent(self.within_thirty_days, self.paid)

    @property
    def percent_in_time(self) -> Decimal:
        """The share that was paid on or before its last day, with one decimal."""
        return _percent(self.in_time, self.paid)


def _percent(part: int, whole: int) -> Decimal:
    return round_half_up(Fraction(part * 100, whole), places=1)
