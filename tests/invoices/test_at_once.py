"""Two clerks, or sixteen claimants, at the same moment: what may happen once happens once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from contracts.models import FrameworkContract
from invoices.disputes import DisputeAnswer
from invoices.lifecycle import ClaimStatus, LineStatus
from invoices.match_facts import Reason
from invoices.models import Claim, Clawback, Invoice, InvoiceLine, LateCharge, Payment, PaymentRun
from invoices.operations.clawbacks import raise_clawbacks
from invoices.operations.credit_note_making import make_credit_note
from invoices.operations.disputes import answer_dispute, dispute_line
from invoices.operations.late_charges import ask_late_charge
from invoices.operations.payments import make_payment_run
from invoices.operations.review import return_line
from invoices.operations.submission import submit_invoice
from invoices.queries.invoices import invoices_to_pay
from tests.factories.invoices import (
    NOW,
    approved_invoice,
    drafted_invoice,
    invoiceable_contract,
    money_in_place,
    submitted_invoice,
)
from tests.factories.late_charges import invoice_paid_late
from tests.invoices.test_clawbacks import LATER, paid_placement_that_ended
from townhall.database import db, transaction
from townhall.money import euros
from townhall.refusal import Refusal

pytestmark = pytest.mark.one_database("postgresql")


def at_once(app: Flask, acts: Sequence[Callable[[], object]]) -> list[str]:
    """Do all of these at the same moment, each in a session of its own; gives ``done`` or ``refused`` for each."""
    together = Barrier(len(acts))

    def do(act: Callable[[], object]) -> str:
        with app.app_context():
            together.wait()
            try:
                with transaction():
                    act()
            except Refusal:
                return "refused"
            return "done"

    with ThreadPoolExecutor(len(acts)) as crowd:
        return sorted(crowd.map(do, acts))


def test_two_clerks_who_pay_at_once_pay_once(app: Flask, session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    invoice_id = approved_invoice().id
    clerks = [people.actor("fatima"), people.actor("gert")]
    session.commit()

    def pay(clerk: Any) -> Callable[[], object]:
        tomorrow = NOW.date() + timedelta(days=1)
        return lambda: make_payment_run(invoices_to_pay([invoice_id]), execution_on=tomorrow, actor=clerk, now=NOW)

    outcomes = at_once(app, [pay(clerk) for clerk in clerks])
    session.rollback()

    assert outcomes == ["done", "refused"]
    assert session.query(Payment).count() == session.query(PaymentRun).count() == 1


def test_two_runs_at_once_set_a_clawback_off_once(app: Flask, session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    contract, fatima = invoiceable_contract(), people.actor("fatima")
    paid_placement_that_ended(people, contract)
    gross = raise_clawbacks(now=LATER)[0].gross
    invoice_ids = [approved_invoice(contract).id, approved_invoice(contract).id]
    session.commit()

    def pay(invoice_id: int) -> Callable[[], object]:
        on = LATER.date() + timedelta(days=1)
        return lambda: make_payment_run(invoices_to_pay([invoice_id]), execution_on=on, actor=fatima, now=LATER)

    outcomes = at_once(app, [pay(invoice_id) for invoice_id in invoice_ids])
    session.rollback()

    assert outcomes == ["done", "done"]
    assert session.query(Clawback).one().set_off_so_far == gross


def test_of_two_who_ask_for_late_payment_at_once_one_gets_it(app: Flask, session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    invoice_id, sanne = invoice_paid_late().id, people.actor("sanne")
    session.commit()

    ask = [lambda: ask_late_charge(db.session.get_one(Invoice, invoice_id), actor=sanne, now=NOW)] * 2
    outcomes = at_once(app, ask)
    session.rollback()

    assert outcomes == ["done", "refused"]
    assert session.query(LateCharge).count() == 1


def test_a_credit_note_and_an_early_end_at_once_bring_a_fee_back_once(
    app: Flask, session: Any, people: SimpleNamespace
) -> None:
    money_in_place()
    invoice, sanne = paid_placement_that_ended(people, invoiceable_contract()), people.actor("sanne")
    invoice_id, line_ids, net = invoice.id, [invoice.lines[0].id], invoice.payable_net
    session.commit()

    def give_back() -> None:
        invoice = db.session.get_one(Invoice, invoice_id)
        make_credit_note(invoice, line_ids, number="C-1", issued_on=LATER.date(), actor=sanne, now=LATER)

    outcomes = at_once(app, [give_back, lambda: raise_clawbacks(now=LATER)])
    session.rollback()

    assert outcomes == ["done", "done"]
    assert session.query(Clawback).one().net == net


def test_the_last_euro_of_a_ceiling_goes_to_one_of_sixteen(app: Flask, session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract(maximum_value=euros(100_000))
    drafts = [drafted_invoice(contract).id for _ in range(16)]
    contract.maximum_value = euros(1350)
    sanne = people.actor("sanne")
    session.commit()

    def send(invoice_id: int) -> Callable[[], object]:
        return lambda: submit_invoice(db.session.get_one(Invoice, invoice_id), actor=sanne, now=NOW)

    outcomes = at_once(app, [send(invoice_id) for invoice_id in drafts])
    session.rollback()

    assert outcomes == ["done"] * 16
    assert session.query(InvoiceLine).filter_by(status=LineStatus.ACCEPTED).count() == 1
    assert session.query(InvoiceLine).filter_by(status=LineStatus.RETURNED).count() == 15


def test_a_ceiling_that_was_lowered_meanwhile_is_the_ceiling(app: Flask, session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    draft_id, contract_id, sanne = drafted_invoice(contract).id, contract.id, people.actor("sanne")
    session.commit()

    with app.app_context(), transaction():
        invoice = db.session.get_one(Invoice, draft_id)
        assert invoice.contract.maximum_value is None or invoice.contract.maximum_value > euros(1350)
        lowered = update(FrameworkContract).where(FrameworkContract.id == contract_id)
        db.session.execute(lowered.values(maximum_value=euros(1)), execution_options={"synchronize_session": False})
        submit_invoice(invoice, actor=sanne, now=NOW)
    session.rollback()

    assert session.query(InvoiceLine).one().reason is Reason.CEILING_REACHED


def test_of_two_answers_on_a_disputed_line_one_counts(app: Flask, session: Any, people: SimpleNamespace) -> None:
    invoice, coen, sanne = submitted_invoice(), people.actor("coen"), people.actor("sanne")
    line_id = invoice.lines[0].id
    return_line(invoice.lines[0], hint="Niet getekend", actor=coen, now=NOW)
    dispute_line(invoice.lines[0], why="Jawel", within_days=28, actor=sanne, now=NOW)
    session.commit()

    def decide() -> None:
        line = db.session.get_one(InvoiceLine, line_id)
        with suppress(BrokenBarrierError):  # both of them saw it; SQLite lets the second in when the first is done
            together.wait(timeout=1)
        answer_dispute(line, DisputeAnswer.TAKEN_BACK, why="U hebt gelijk", actor=coen, now=NOW)

    together = Barrier(2)
    outcomes = at_once(app, [decide, decide])
    session.rollback()

    assert outcomes == ["done", "refused"]
    assert session.query(Claim).filter_by(status=ClaimStatus.LIVE).count() == 1
