"""How far the money of a budget is on its way: promised, claimed, approved, paid, left."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from invoices.operations.payments import book_run_paid
from reports.queries import budget_lines
from tests.factories.invoices import (
    NOW,
    approved_invoice,
    invoiceable_contract,
    made_run,
    money_in_place,
    stated_invoice,
    submitted_invoice,
)
from townhall.budgets.models import Commitment
from townhall.money import ZERO, sum_of

pytestmark = pytest.mark.both_databases


def test_every_euro_of_a_budget_stands_in_one_column(
    session: Any, people: SimpleNamespace, as_person: Any, at_most_queries: Any
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    paid, ordered, approved = (approved_invoice(contract) for _ in range(3))
    claimed = [submitted_invoice(contract), stated_invoice(contract)]
    run = made_run(paid)
    book_run_paid(run, paid_on=run.execution_on, actor=people.actor("fatima"), now=NOW + timedelta(days=1))
    made_run(ordered)
    session.flush()

    with at_most_queries(6):
        (line,) = budget_lines(NOW.year)

    assert line.paid == paid.payable_net
    assert line.approved == ordered.payable_net + approved.payable_net
    assert line.claimed == sum_of(invoice.payable_net for invoice in claimed)
    promised = sum_of(each.amount for each in session.query(Commitment))
    assert line.room.committed == promised - line.room.spent and line.claimed <= line.room.committed
    assert line.room.left == line.room.budget - line.room.committed - line.approved - line.paid
    assert budget_lines(NOW.year - 1) == [] and line.paid > ZERO
    assert "Waarvan gefactureerd" in as_person("wim").get("/rapportages/besteding").text
