"""A batch of many invoices in one journey: taken in from a ZIP, matched, signed and paid, and all of it right."""

import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import update

from contracts.models import Track
from invoices import jobs
from invoices.lifecycle import InvoiceStatus, LineStatus
from invoices.match_facts import Reason
from invoices.models import Invoice, InvoiceLine, PackageFile, Payment
from invoices.operations.intake import take_in_ubl
from invoices.operations.packages import offer_package
from invoices.operations.payments import book_run_paid, make_payment_run
from invoices.operations.review import approve_invoice, return_line, state_performance
from invoices.packages import PackageFileStatus
from invoices.queries.invoices import invoice_visible_to, invoices_to_pay
from invoices.queries.payments import run_with_number
from tests.factories.batches import Batch, earned_in_bulk, einvoice_of, files_of
from tests.factories.contracts import supplier_named
from tests.factories.invoices import NOW, approved_invoice, invoiceable_contract, money_in_place
from tests.invoices.test_clawbacks import LATER, TOMORROW
from townhall.accounts.actor import Actor
from townhall.budgets.models import Spending
from townhall.database import db, transaction
from townhall.money import ZERO, round_to_cents, sum_of

#: The most that the process may grow while it works off a batch, however long.
MOST_GROWTH = 120 * 2**20


def in_memory() -> int:
    """The bytes this process holds in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def zipped_batch(batch: Batch, path: Path, *, invoices: int, lines: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files_of(batch, invoices=invoices, lines=lines):
            archive.writestr(name, data)
    return path


def signed_and_paid(people: SimpleNamespace, told: Callable[[str], None]) -> None:
    """Every invoice that waits is stated and approved, each on its own, and all are paid in runs of a hundred."""
    coen, wim, fatima = (people.actor(name) for name in ("coen", "wim", "fatima"))
    acts: list[tuple[InvoiceStatus, Actor, Callable[[Invoice], object]]] = [
        (
            InvoiceStatus.IN_REVIEW,
            coen,
            lambda each: state_performance(each, statement="Geleverd", actor=coen, now=NOW),
        ),
        (InvoiceStatus.STATED, wim, lambda each: approve_invoice(each, actor=wim, now=NOW)),
    ]
    for status, actor, act in acts:
        for (invoice_id,) in db.session.query(Invoice.id).filter_by(status=status).all():
            with transaction():
                invoice = invoice_visible_to(actor, invoice_id)
                assert invoice is not None
                act(invoice)
        told(f"past {status.value}")
    while waiting := invoices_to_pay()[:100]:
        with transaction():
            run = make_payment_run(waiting, execution_on=TOMORROW, actor=fatima, now=NOW)
        with transaction():
            book_run_paid(run, paid_on=run.execution_on, actor=fatima, now=LATER)
    told("paid")


def whole_journey(session: Any, people: SimpleNamespace, tmp_path: Path, *, invoices: int, lines: int) -> None:
    money_in_place(budget="100000000")
    contract, other = (invoiceable_contract(maximum_value=None) for _ in range(2))
    contract.milestones[0].claim_within_days = 200
    batch = Batch(contract, other, [])
    path = zipped_batch(batch, tmp_path / "batch.zip", invoices=invoices, lines=lines)
    session.commit()
    began, memory = time.monotonic(), in_memory()

    def told(what: str) -> None:
        print(f"{what}: {time.monotonic() - began:.1f} s, {(in_memory() - memory) / 2**20:.0f} MB more")

    with path.open("rb") as file, transaction():
        package = offer_package(file, contract.supplier, filename="batch.zip", actor=people.actor("sanne"), now=NOW)
    told("kept")
    while jobs.take_in_packages():
        pass
    told("taken in and matched")
    _every_file_came_back_as_it_should(session, package.id, batch)
    with transaction():
        line = session.query(InvoiceLine).filter_by(status=LineStatus.ACCEPTED).first()
        return_line(line, hint="De deelnemer is niet gestart.", actor=people.actor("coen"), now=NOW)
    signed_and_paid(people, told)

    assert in_memory() - memory < MOST_GROWTH
    _paid_is_what_was_earned(session, batch, not_delivered=line.net)


def _every_file_came_back_as_it_should(session: Any, package_id: int, batch: Batch) -> None:
    files = session.query(PackageFile).filter_by(package_id=package_id).order_by(PackageFile.place).all()
    assert [each.filename for each in files] == [each.filename for each in batch.expected]
    for file, expected in zip(files, batch.expected, strict=True):
        if expected.refusal:
            assert (file.status, file.invoice_id) == (PackageFileStatus.REFUSED, None), file.filename
            assert expected.refusal in " ".join(file.reasons), (file.filename, file.reasons)
            continue
        assert [each.reason for each in file.invoice.lines] == list(expected.codes), file.filename
        assert all(bool(each.hint) == bool(each.reason) for each in file.invoice.lines)
    seen = {code for each in batch.expected for code in each.codes if code}
    assert seen == set(Reason) - NOT_IN_A_FILE


#: The contract manager sends a line back by hand, and a credit note takes one back.
NOT_IN_A_FILE = {Reason.NOT_DELIVERED, Reason.CREDITED}


def _paid_is_what_was_earned(session: Any, batch: Batch, *, not_delivered: Any) -> None:
    earned = batch.earned - not_delivered
    payments = session.query(Payment).all()
    assert {each.status.value for each in payments} == {"paid"}
    assert sum_of(each.amount for each in payments) == round_to_cents(earned * 121 / 100)
    assert sum_of(each.amount for each in session.query(Spending)) == earned > ZERO
    assert session.query(Invoice).filter_by(status=InvoiceStatus.PAID).count() == len(payments)


@pytest.mark.one_database("sqlite")
def test_a_batch_with_every_kind_of_mistake_is_paid_to_the_cent(
    session: Any, people: SimpleNamespace, tmp_path: Path
) -> None:
    whole_journey(session, people, tmp_path, invoices=22, lines=2)


@pytest.mark.soak
def test_500_invoices_of_20_lines_are_taken_in_and_paid_in_bounded_memory(
    session: Any, people: SimpleNamespace, tmp_path: Path
) -> None:
    whole_journey(session, people, tmp_path, invoices=500, lines=20)


@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize("was_promised", [True, False])
def test_matching_and_approving_ask_no_more_for_many_lines_than_for_few(
    session: Any, people: SimpleNamespace, at_most_queries: Any, was_promised: bool
) -> None:
    coen, wim, sanne = (people.actor(name) for name in ("coen", "wim", "sanne"))
    money_in_place(budget="100000000")
    asked = []
    for count in (2, 12):
        contract = invoiceable_contract(maximum_value=None)
        data = einvoice_of(contract, earned_in_bulk(contract, count))
        if not was_promised:  # then it is promised at the approval
            session.execute(update(Track).values(commitment_id=None))
        session.commit()
        session.expunge_all()
        with at_most_queries(999) as statements:
            invoice = take_in_ubl(data, supplier_named(), actor=sanne, now=NOW)
            state_performance(invoice, statement="ja", actor=coen, now=NOW)
            approve_invoice(invoice, actor=wim, now=NOW)
        asked.append(sum(statement.startswith("SELECT") for statement in statements))
    assert asked[0] == asked[1]


@pytest.mark.one_database("sqlite")
def test_a_run_asks_no_more_for_many_invoices_than_for_few(
    session: Any, people: SimpleNamespace, at_most_queries: Any
) -> None:
    money_in_place()
    fatima = people.actor("fatima")
    asked = []
    for count in (1, 2, 5):  # the very first run sets up its counter
        contract = invoiceable_contract()
        for _ in range(count):
            approved_invoice(contract)
        session.commit()
        session.expunge_all()
        with at_most_queries(999) as statements:
            number = make_payment_run(invoices_to_pay(), execution_on=TOMORROW, actor=fatima, now=NOW).number
            session.flush()
            session.expunge_all()
            run = run_with_number(number)
            assert run is not None
            book_run_paid(run, paid_on=TOMORROW, actor=fatima, now=LATER)
        asked.append(sum(statement.startswith("SELECT") for statement in statements))
    assert asked[1] == asked[2]
