"""An invoice that waits is told to who has the next step: the contract manager, then the budget holder."""

from alerts.collectors.money import payment_terms
from alerts.due import due_alerts
from alerts.occasion import OccasionKind
from tests.factories.invoices import (
    NOW,
    approved_invoice,
    invoiceable_contract,
    money_in_place,
    stated_invoice,
    submitted_invoice,
)
from townhall.accounts.roles import Role
from townhall.periods import add_months


def test_each_step_before_payment_is_told_to_whose_step_it_is(session, people):
    money_in_place()
    contract = invoiceable_contract()
    waiting = [make(contract) for make in (submitted_invoice, stated_invoice, approved_invoice)]
    last = waiting[0].due_on

    raised = due_alerts(payment_terms(last), last)

    steps = {
        (each.fact.subject, each.fact.kind, each.occasion.role) for each in raised
        if each.fact.kind != OccasionKind.PAYMENT_DUE
    }  # fmt: skip
    assert steps == {
        (f"invoice:{waiting[0].id}", OccasionKind.INVOICE_WAITS, Role.CONTRACT_MANAGER),
        (f"invoice:{waiting[1].id}", OccasionKind.APPROVAL_WAITS, Role.BUDGET_HOLDER),
    }
    assert due_alerts(payment_terms(add_months(NOW.date(), -1)), add_months(NOW.date(), -1)) == []
