"""What came back beside what was paid, and the mail about money that did not arrive."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from invoices.models import Clawback, Invoice
from invoices.operations.clawbacks import book_repaid, raise_clawbacks
from invoices.operations.payments import book_failed, book_returned, book_run_paid
from invoices.queries.money_back import came_back_per_year, open_clawback_amount
from invoices.queries.paid_lines import paid_by_year
from invoices.queries.payments import paid_per_year
from tests.factories.invoices import approved_invoice, earned, invoiceable_contract, made_run, money_in_place
from tests.invoices.test_clawbacks import LATER, paid_placement_that_ended
from townhall.mail.models import OutboxMail
from townhall.money import ZERO, sum_of

THREE_DAYS_ON = LATER + timedelta(days=3)


@pytest.mark.both_databases
def test_what_came_back_in_parts_adds_up_to_the_cent_and_stands_beside_what_was_paid(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    contract, fatima = invoiceable_contract(), people.actor("fatima")
    paid = [paid_placement_that_ended(people, contract) for _ in range(2)]
    first, second = raise_clawbacks(now=LATER)
    assert open_clawback_amount() == first.gross + second.gross and came_back_per_year(contract.id) == {}
    book_repaid(second, settled_on=LATER.date(), reference="CN-1", actor=fatima, now=LATER)

    invoices: list[Invoice] = []
    for _ in range(3):
        invoices.append(approved_invoice(contract, achievements=[earned(contract)]))
        run = made_run(invoices[-1], now=LATER)
        book_run_paid(run, paid_on=run.execution_on, actor=fatima, now=THREE_DAYS_ON)
        session.expire_all()
        open_ones = session.scalars(select(Clawback).where(Clawback.status == "open"))
        assert open_clawback_amount() == sum_of(each.outstanding for each in open_ones)

    (year,) = paid_by_year(contract_number=contract.number)
    assert (year.lines, year.net) == (5, sum_of(each.payable_net for each in paid + invoices))
    assert open_clawback_amount() == ZERO
    assert (year.net_back, year.vat_back) == (first.net + second.net, first.vat + second.vat)
    assert paid_per_year(contract.id) == {2026: year.net - year.net_back}
    assert "Blijft over" in as_person("ria").get(f"/facturen/betaald?contract={contract.number}").text


def test_who_was_not_reached_hears_what_happens_next_and_no_blame(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    contract, fatima = invoiceable_contract(), people.actor("fatima")
    contract.supplier.email = "facturen@werk.example"
    invoice = approved_invoice(contract)

    run = made_run(invoice)
    book_failed(run.payments[0], failed_on=LATER.date(), reason="Naam klopt niet", actor=fatima, now=LATER)
    again = made_run(invoice, now=LATER)
    book_run_paid(again, paid_on=again.execution_on, actor=fatima, now=THREE_DAYS_ON)
    book_returned(again.payments[0], returned_on=THREE_DAYS_ON.date(), reason="Dicht", actor=fatima, now=THREE_DAYS_ON)
    session.flush()

    mails = list(session.scalars(select(OutboxMail).where(OutboxMail.subject.contains("niet aangekomen"))))
    assert ["niet uitvoeren" in mails[0].body, "teruggestuurd" in mails[1].body] == [True, True]
    assert all("nieuwe betaling" in mail.body and "Naam klopt niet" not in mail.body for mail in mails)
    assert {mail.to for mail in mails} == {"facturen@werk.example"}
