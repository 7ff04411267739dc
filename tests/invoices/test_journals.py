"""The journal for the ledger: balanced, every movement once, and the same file again by its number."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from invoices.journal import ACCOUNTS, Movement, PaidLine, chosen_accounts, chosen_columns, is_balanced, journal_of
from invoices.models import JournalBooking, JournalExport
from invoices.operations.journals import export_journal
from invoices.operations.payments import book_failed, book_paid
from tests.factories.invoices import NOW, approved_invoice, invoiceable_contract, made_run, money_in_place
from townhall.audit.models import AuditEntry
from townhall.documents import storage
from townhall.money import ZERO, euros
from townhall.refusal import Refusal

TOMORROW = NOW.date() + timedelta(days=1)
LATER = NOW + timedelta(days=2)

cents = st.integers(0, 10_000_000).map(lambda number: euros(Decimal(number) / 100))


def movement(lines: list[tuple[Decimal, Decimal]], set_off: Decimal, *, came_back: bool) -> Movement:
    paid = [PaidLine(net, vat, Decimal(21), "T-1", "M1", "V-1", "Werk") for net, vat in lines]
    whole = sum((net + vat for net, vat in lines), ZERO)
    return Movement(
        "BR-1-1", date(2026, 11, 24), came_back, whole - set_off, set_off, "Factuur F-1", "F-1", "A", "1", "C", paid
    )  # fmt: skip


@given(st.lists(st.tuples(cents, cents), min_size=1, max_size=5), cents, st.booleans())
def test_debit_is_credit_and_what_came_back_undoes_it(
    lines: list[tuple[Decimal, Decimal]], set_off: Decimal, is_one: bool
) -> None:
    out, back = (movement(lines, set_off, came_back=each) for each in (False, True))

    booked = journal_of([out] if is_one else [out, back], export="JP-1", accounts=ACCOUNTS)

    assert is_balanced(out) and is_balanced(back)
    assert sum(line.debit for line in booked) == sum(line.credit for line in booked)
    assert all(line.debit == 0 or line.credit == 0 for line in booked)
    bank = sum(line.amount for line in booked if line.account == "Bank")
    assert bank == (-out.amount if is_one else 0)
    assert [line.line for line in booked] == list(range(1, len(booked) + 1))


def test_an_unknown_column_or_account_is_named() -> None:
    with pytest.raises(ValueError, match="bsn unknown"):
        chosen_columns({"Nummer": "bsn"})
    with pytest.raises(ValueError, match="kas unknown"):
        chosen_accounts({"kas": "1000"})
    assert list(chosen_columns({"Dag": "day", "Bedrag": "amount"})) == ["Dag", "Bedrag"]
    assert chosen_accounts({"bank": "1100"})["bank"] == "1100"


def made(people: SimpleNamespace, **settings: Any) -> JournalExport:
    options = {"columns": {}, "accounts": {}} | settings
    return export_journal(**options, actor=people.actor("fatima"), now=LATER)


@pytest.mark.both_databases
def test_every_movement_goes_once(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    contract, fatima = invoiceable_contract(), people.actor("fatima")
    run = made_run(*(approved_invoice(contract) for _ in range(3)))
    first, second, _waits = run.payments
    book_paid(first, paid_on=TOMORROW, actor=fatima, now=LATER)
    book_failed(second, failed_on=TOMORROW, reason="Rekening dicht", actor=fatima, now=LATER)
    session.flush()

    export = made(people, columns={"Wat": "account", "Bedrag": "amount"}, accounts={"bank": "1100"})

    text = storage.read(export.document).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows == [["Wat", "Bedrag"], ["Kosten", "1350,00"], ["Btw", "283,50"], ["1100", "-1633,50"]]
    assert (export.number, export.movements, export.total) == ("JP-2026-0001", 1, first.amount)
    with pytest.raises(Refusal) as refused:
        made(people)
    assert [each.code for each in refused.value.obstacles] == ["nothing-to-journal"]
    session.add(JournalBooking(export=export, event=export.bookings[0].event))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.one_database("sqlite")
def test_finance_makes_it_and_the_auditor_has_the_same_file_again(
    session: Any, people: SimpleNamespace, as_person: Any, set_now: Any
) -> None:
    money_in_place()
    run = made_run(approved_invoice(invoiceable_contract()))
    book_paid(run.payments[0], paid_on=TOMORROW, actor=people.actor("fatima"), now=LATER)
    session.flush()
    set_now(LATER)
    fatima, address = as_person("fatima"), "/betalingen/journaal/"

    assert "Journaal maken" in fatima.get(address).text
    assert fatima.post(f"{address}maken").status_code == 302
    listed = fatima.get(address).text
    first = fatima.get(f"{address}JP-2026-0001.csv")
    auditor = as_person("ria")
    again = auditor.get(f"{address}JP-2026-0001.csv")

    assert "JP-2026-0001" in listed and "Journaal maken" not in listed
    assert first.status_code == 200 and first.data == again.data and b"Boekdatum" in first.data
    assert auditor.post(f"{address}maken").status_code == 403
    assert session.query(AuditEntry).filter_by(act="journal.exported").count() == 2
    assert "Er is niets nieuws" in fatima.post(f"{address}maken", follow_redirects=True).text
