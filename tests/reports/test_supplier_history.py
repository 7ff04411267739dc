"""The history of a supplier, from the contracts to the invoices."""

from decimal import Decimal

from contracts.kpis import KpiCode
from procurement.awarding import LotAwardStatus
from procurement.lifecycle import TenderStatus
from reports.supplier_queries import bid_lines, contract_lines
from tests.conftest import MONDAY
from tests.factories.contracts import draft_contract, final_award, running_contract, supplier_named
from tests.factories.invoices import submitted_invoice


def test_contracts_come_with_results_and_invoices_in_a_fixed_number_of_queries(session, people, at_most_queries):
    invoice = submitted_invoice()
    session.flush()
    draft_contract()
    running_contract(norm_placed=Decimal(50))

    with at_most_queries(9):
        lines = contract_lines(supplier_named().id, today=MONDAY.date())

    assert {line.contract.id: line.invoices for line in lines}[invoice.contract_id] == 1
    assert all(line.kpis[0].code is KpiCode.PLACED and line.paid == 0 for line in lines)
    assert len(lines) == 2


def test_a_bid_shows_only_once_the_decision_was_told(session, people):
    award = final_award()
    award.tender.status = TenderStatus.RANKED
    session.flush()
    assert bid_lines(award.supplier_id) == []

    award.tender.status = TenderStatus.AWARDED
    session.flush()
    assert [line.award for line in bid_lines(award.supplier_id)] == [LotAwardStatus.FINAL]
