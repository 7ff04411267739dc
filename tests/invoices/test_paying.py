"""What can be paid now, what can wait, what is held up, when it will be paid, and how well it goes."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from invoices.lifecycle import InvoiceStatus
from invoices.operations.payments import book_run_paid
from invoices.paying import SOON_DAYS, AccountProspect, PayStanding, expected_payment_on, pay_standing
from invoices.queries.paying import paying_quarters, payment_expected_on, usual_days
from tests.factories.invoices import (
    NOW,
    approved_invoice,
    invoiceable_contract,
    made_run,
    money_in_place,
    stated_invoice,
    submitted_invoice,
)
from townhall.clock import AMSTERDAM
from townhall.organisations.models import BankAccount

TODAY = NOW.date()
LATER = AccountProspect(counts_from=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("changes", "standing", "words"),
    [
        ({}, PayStanding.DUE, []),
        ({"due_on": TODAY + timedelta(days=SOON_DAYS)}, PayStanding.DUE, []),
        ({"due_on": TODAY + timedelta(days=SOON_DAYS + 1)}, PayStanding.EARLY, []),
        ({"has_account": False, "prospect": None}, PayStanding.BLOCKED, ["geen bevestigde rekening"]),
        ({"has_account": False, "prospect": LATER}, PayStanding.BLOCKED, ["vanaf 01-12-2026"]),
        ({"has_account": False, "prospect": AccountProspect(is_proposed=True)}, PayStanding.BLOCKED, ["doorgegeven"]),
        ({"status": InvoiceStatus.STATED}, PayStanding.BLOCKED, ["budgethouder"]),
        ({"status": InvoiceStatus.IN_REVIEW, "is_disputed": True}, PayStanding.BLOCKED, ["betwist"]),
        (
            {"status": InvoiceStatus.IN_REVIEW, "has_account": False, "prospect": None},
            PayStanding.BLOCKED,
            ["contractmanager", "geen bevestigde"],
        ),
    ],
)
def test_what_holds_an_invoice_up_is_said_at_once(changes: dict[str, Any], standing: Any, words: list[str]) -> None:
    facts: dict[str, Any] = {"is_disputed": False, "due_on": TODAY, "has_account": True, "prospect": None}
    given = {"status": InvoiceStatus.APPROVED, **facts, **changes}

    found, reasons = pay_standing(given.pop("status"), today=TODAY, **given)

    assert found is standing and len(reasons) == len(words)
    assert all(word in reason for word, reason in zip(words, reasons, strict=True))


@pytest.mark.parametrize(
    ("received_on", "usual_days", "expected"),
    [
        (date(2026, 11, 20), 14, date(2026, 12, 4)),
        (date(2026, 11, 20), 15, date(2026, 12, 7)),  # a Saturday
        (date(2026, 10, 1), 14, date(2026, 11, 24)),  # what is past is not promised again
        (date(2026, 10, 1), None, None),
    ],
)
def test_it_will_be_paid_as_long_after_receipt_as_is_usual_and_on_a_working_day(
    received_on: date, usual_days: int | None, expected: date | None
) -> None:
    assert expected_payment_on(received_on, usual_days=usual_days, today=TODAY, equated=frozenset()) == expected


@pytest.mark.both_databases
def test_the_quarters_say_how_fast_was_paid_and_what_comes_next_is_expected_by_that(
    session: Any, people: SimpleNamespace
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    slow = approved_invoice(contract, now=NOW - timedelta(days=40))
    run = made_run(slow, approved_invoice(contract))
    book_run_paid(run, paid_on=run.execution_on, actor=people.actor("fatima"), now=NOW + timedelta(days=1))
    waiting, drafted = submitted_invoice(contract), approved_invoice(contract)
    session.flush()

    (quarter,) = paying_quarters()

    assert (quarter.year, quarter.quarter, quarter.paid, quarter.within_thirty_days) == (2026, 4, 2, 1)
    assert (quarter.in_time, quarter.average_days) == (1, Decimal("21.0"))
    assert payment_expected_on(waiting, today=TODAY) == date(2026, 12, 14)
    made_run(drafted)
    assert payment_expected_on(drafted, today=TODAY) == TODAY + timedelta(days=1)
    assert payment_expected_on(slow, today=TODAY) is None


@pytest.mark.both_databases
def test_the_days_are_counted_from_the_dutch_day_of_receipt(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    summer = approved_invoice(invoiceable_contract())
    winter = approved_invoice(summer.contract)
    run = made_run(summer, winter)
    book_run_paid(run, paid_on=date(2026, 11, 24), actor=people.actor("fatima"), now=NOW + timedelta(days=1))
    # In UTC it was still the day before.
    summer.received_at = datetime(2026, 10, 25, 1, 30, tzinfo=AMSTERDAM)
    winter.received_at = datetime(2026, 11, 10, 0, 30, tzinfo=AMSTERDAM)
    session.flush()

    (quarter,) = paying_quarters()

    assert (quarter.days, quarter.within_thirty_days) == (30 + 14, 2)
    assert usual_days(since=date(2026, 11, 1)) == 22


@pytest.mark.one_database("sqlite")
def test_finance_sees_what_is_due_what_waits_and_what_is_held_up_by_what(
    session: Any, people: SimpleNamespace, as_person: Any, set_now: Any, at_most_queries: Any
) -> None:
    money_in_place()
    due = approved_invoice(invoiceable_contract(), now=NOW - timedelta(days=20))
    early = approved_invoice(due.contract)
    held_up = stated_invoice(due.contract, now=NOW - timedelta(days=25))
    far_off = stated_invoice(due.contract)
    session.flush()
    fatima = as_person("fatima")

    page = fatima.get("/betalingen/").text
    session.query(BankAccount).filter_by(organisation_id=due.supplier_id).update({"counts_from": date(2026, 12, 1)})
    blocked = fatima.get("/betalingen/").text

    shown = (due.number, "Kan nog wachten", early.number, "Kan nog niet", held_up.number)
    places = [page.index(words) for words in shown]
    assert places == sorted(places) and far_off.number not in page
    assert "Wacht op akkoord van de budgethouder" in page and "Nu te betalen" in page
    assert "vanaf 01-12-2026" in blocked and "Nu te betalen" not in blocked
    assert "Wij verwachten te betalen op" in as_person("sanne").get(f"/portaal/facturen/{due.id}").text
