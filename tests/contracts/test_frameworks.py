"""Signing goes through the gate; a running contract changes by decisions; an end is an end."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from contracts.lifecycle import ContractStatus
from contracts.operations.frameworks import (
    end_contract,
    sign_contract,
)
from contracts.signing import Clause
from contracts.terms import OptionDecision
from tests.conftest import MONDAY
from tests.factories.contracts import (
    budget_for,
    draft_contract,
    mandate_for,
    running_contract,
    supplier_named,
)
from townhall.audit.queries import history_of
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.refusal import Refusal

TODAY = MONDAY.date()


@dataclass
class Signing:
    """Signs a contract with everything in order, except what a test says."""

    people: object

    def of(self, contract, **what_matters):
        given = {
            "signed_on": TODAY,
            "signatory": self.people.wim,
            "supplier_signatory": "S. Aanbieder",
            "clauses": list(Clause),
            "data_processing_agreed": True,
            "actor": self.people.actor("coen"),
            "now": MONDAY,
        }
        sign_contract(contract, **(given | what_matters))


@pytest.fixture
def signing(people):
    return Signing(people)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_a_contract_with_all_in_order_is_signed_and_the_supplier_hears_it(session, signing):
    mandate_for("wim")
    budget_for(2026)
    contract = draft_contract()

    signing.of(contract)
    session.flush()

    assert (contract.status, contract.signed_on, contract.signatory) == (
        ContractStatus.SIGNED,
        TODAY,
        "Wim Budgethouder",
    )
    assert session.query(OutboxMail).one().to == supplier_named().email
    assert history_of(contract)[0].act == "contract.signed"


def test_signing_without_mandate_or_budget_is_refused_with_all_reasons(session, signing):
    contract = draft_contract()

    with pytest.raises(Refusal) as refusal:
        signing.of(contract, clauses=[], supplier_signatory="", signed_on=TODAY + timedelta(days=1))

    assert codes(refusal) == [
        *(f"clause-{clause.value.replace('_', '-')}" for clause in Clause),
        "budget-missing",
        "no-mandate",
        "signed-in-future",
        "supplier-signatory-missing",
    ]
    assert contract.status is ContractStatus.DRAFT


def test_a_budget_without_enough_room_keeps_a_contract_from_being_signed(session, signing):
    mandate_for("wim")
    budget_for(2026, amount="133211.67")  # 365 of 1096 days of € 400.000 take € 133.211,68
    contract = draft_contract()

    with pytest.raises(Refusal) as refusal:
        signing.of(contract)

    assert codes(refusal) == ["budget-too-small"]


def test_a_mandate_has_a_ceiling(session, signing):
    mandate_for("wim", up_to=euros("499999.99"))
    budget_for(2026)

    with pytest.raises(Refusal) as refusal:
        signing.of(draft_contract())

    assert codes(refusal) == ["mandate-too-small"]


def test_a_contract_is_closed_only_after_its_last_day(session, people):
    contract = running_contract(starts_on=date(2024, 11, 24))  # the last day is Monday 23 November 2026
    coen = people.actor("coen")

    with pytest.raises(Refusal) as refusal:
        end_contract(contract, actor=coen, now=MONDAY)
    end_contract(contract, actor=coen, now=MONDAY + timedelta(days=1))
    session.flush()

    assert codes(refusal) == ["still-running"]
    assert contract.status is ContractStatus.ENDED
    assert contract.options[0].decision is OptionDecision.LAPSED


