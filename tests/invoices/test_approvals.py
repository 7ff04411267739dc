"""Who may sign what, and when."""

from typing import Any

import pytest

from invoices.approvals import (
    RoomFacts,
    SignedFacts,
    obstacles_to_approving,
    obstacles_to_releasing,
    obstacles_to_stating,
)
from invoices.lifecycle import InvoiceStatus
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


@pytest.mark.parametrize(
    ("account", "mandate", "room", "codes"),
    [
        (WIM, euros(1000), RoomFacts(), []),
        (WIM, euros("999.99"), RoomFacts(), ["above-mandate"]),
        (WIM, None, RoomFacts(), ["no-mandate"]),
        (COEN, euros(5000), RoomFacts(), ["same-person"]),
        (None, euros(5000), RoomFacts(), ["nobody-signs"]),
        (WIM, euros(5000), RoomFacts(without_commitment=("T-1",)), ["commitment-missing"]),
        (
            COEN,
            None,
            RoomFacts(short_by=(("T-1", euros(5)),)),
            ["same-person", "no-mandate", "commitment-too-small"],
        ),
    ],
)
def test_an_approval_needs_another_person_a_mandate_and_room(
    account: int | None, mandate: Any, room: RoomFacts, codes: list[str]
) -> None:
    found = obstacles_to_approving(STATED, account_id=account, mandate=mandate, room=room)

    assert [o.code for o in found] == codes


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
