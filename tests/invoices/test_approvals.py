"""Who may sign what, and when."""

from datetime import date
from typing import Any

import pytest

from invoices.approvals import (
    FundingNeed,
    SignedFacts,
    obstacles_to_approving,
    obstacles_to_releasing,
    obstacles_to_stating,
)
from invoices.lifecycle import InvoiceStatus
from townhall.budgets.authority import MandateFacts
from townhall.budgets.kinds import MandateKind
from townhall.budgets.room import Room
from townhall.money import euros

COEN, WIM, FATIMA = 1, 2, 3
IBAN = "NL02ABNA0123456789"


def signed(**changes: Any) -> SignedFacts:
    facts: dict[str, Any] = {
        "status": InvoiceStatus.IN_REVIEW,
        "stated_by_id": None,
        "approved_by_id": None,
        "released_by_id": None,
        "payable_net": euros(1000),
        "payable_gross": euros(1210),
        "open_lines": 0,
    }
    return SignedFacts(**(facts | changes))


STATED = signed(status=InvoiceStatus.STATED, stated_by_id=COEN)
APPROVED = signed(status=InvoiceStatus.APPROVED, stated_by_id=COEN, approved_by_id=WIM)


@pytest.mark.parametrize(
    ("invoice", "codes"),
    [
        (signed(), []),
        (signed(status=InvoiceStatus.DRAFT), ["invoice-not-here"]),
        (signed(status=InvoiceStatus.PAID), ["invoice-not-here"]),
        (signed(open_lines=1), ["lines-open"]),
        (signed(payable_gross=euros(0)), ["nothing-to-pay"]),
    ],
)
def test_a_performance_statement_needs_a_matched_invoice(invoice: SignedFacts, codes: list[str]) -> None:
    assert [o.code for o in obstacles_to_stating(invoice, account_id=COEN)] == codes


def mandate(up_to: str | None) -> MandateFacts:
    ceiling = None if up_to is None else euros(up_to)
    return MandateFacts(MandateKind.APPROVE_INVOICE, ceiling, date(2026, 1, 1), date(2026, 12, 31))


def need(amount: str, *, left: str, budget_id: int | None = 1, room: str | None = "100") -> FundingNeed:
    behind = None if room is None else Room(budget=euros(room))
    return FundingNeed("T-1", euros(amount), euros(left), budget_id, behind)


@pytest.mark.parametrize(
    ("account", "mandates", "funding", "codes"),
    [
        (WIM, [mandate("1000")], [], []),
        (WIM, [mandate(None)], [need("50", left="50")], []),
        (WIM, [mandate("999.99")], [], ["mandate-too-low"]),
        (WIM, [], [], ["no-mandate"]),
        (COEN, [mandate("5000")], [], ["same-person"]),
        (None, [mandate("5000")], [], ["nobody-signs"]),
        (WIM, [mandate("5000")], [need("150", left="50")], []),
        (WIM, [mandate("5000")], [need("151", left="50")], ["budget-exceeded"]),
        (WIM, [mandate("5000")], [need("60", left="0"), need("60", left="0")], ["budget-exceeded"]),
        (WIM, [mandate("5000")], [need("1", left="0", budget_id=None, room=None)], ["budget-missing"]),
        (COEN, [], [need("151", left="50")], ["same-person", "no-mandate", "budget-exceeded"]),
    ],
)
def test_an_approval_needs_another_person_a_mandate_and_room(
    account: int | None, mandates: list[MandateFacts], funding: list[FundingNeed], codes: list[str]
) -> None:
    found = obstacles_to_approving(
        STATED, account_id=account, mandates=mandates, funding=funding, on=date(2026, 11, 23)
    )

    assert [o.code for o in found] == codes


def test_a_mandate_that_has_ended_does_not_count() -> None:
    found = obstacles_to_approving(
        STATED, account_id=WIM, mandates=[mandate(None)], funding=[], on=date(2027, 1, 1)
    )

    assert [o.code for o in found] == ["no-mandate"]


@pytest.mark.parametrize(
    ("account", "iban", "live", "codes"),
    [
        (FATIMA, IBAN, False, []),
        (WIM, IBAN, False, ["same-person"]),
        (COEN, IBAN, False, ["same-person"]),
        (FATIMA, None, False, ["no-bank-account"]),
        (FATIMA, IBAN, True, ["paid-already"]),
    ],
)
def test_a_release_needs_a_third_person_a_confirmed_account_and_no_earlier_payment(
    account: int, iban: str | None, live: bool, codes: list[str]
) -> None:
    found = obstacles_to_releasing(APPROVED, account_id=account, iban=iban, has_live_payment=live)

    assert [o.code for o in found] == codes
