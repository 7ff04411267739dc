"""An option is decided on by somebody with a mandate, with the facts of that day kept beside it."""

from datetime import date, timedelta

import pytest

from contracts.lifecycle import ContractStatus
from contracts.operations.options import decide_on_option, value_of_option
from contracts.queries.frameworks import contracts_past_their_end, running_contracts
from contracts.queries.running import options_to_decide_on
from contracts.terms import DecisionBody, OptionDecision, planned_options
from tests.conftest import MONDAY
from tests.factories.contracts import draft_contract, mandate_for, running_contract
from townhall.audit.queries import history_of
from townhall.budgets.kinds import MandateKind
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.refusal import Refusal

TODAY = MONDAY.date()


@pytest.fixture
def decide(people):
    def on(contract, **what_matters):
        given = {
            "sequence": 1,
            "taken": True,
            "motivation": "Goede resultaten",
            "decided_by": people.wim,
            "decided_on": TODAY,
            "actor": people.actor("coen"),
            "now": MONDAY,
        } | what_matters
        return decide_on_option(contract, given.pop("sequence"), **given)

    return on


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_an_option_taken_in_time_moves_the_end_and_tells_the_supplier(session, decide):
    mandate_for("wim", MandateKind.EXTEND_CONTRACT)
    contract = running_contract()

    option = decide(contract)
    session.flush()
    session.expire_all()

    assert contract.ends_on == date(2028, 12, 31)
    assert contract.agreed_ends_on == date(2027, 12, 31)
    assert (option.decision, option.decided_by) == (OptionDecision.TAKEN, "Wim Budgethouder")
    assert option.facts_then["maximum"] == "500000.00"
    assert [kpi["verdict"] for kpi in option.facts_then["kpis"]] == ["too_little"] * 3
    assert "verlengd" in session.query(OutboxMail).one().subject
    assert history_of(contract)[0].act == "contract.extended"


def test_an_option_not_taken_leaves_the_end_where_it_is(session, decide):
    mandate_for("wim", MandateKind.EXTEND_CONTRACT)
    contract = running_contract()

    decide(contract, taken=False, motivation="Norm niet gehaald")

    assert contract.ends_on == date(2027, 12, 31)
    assert history_of(contract)[0].act == "contract.option-not-taken"


def test_without_a_mandate_nobody_extends(session, decide):
    with pytest.raises(Refusal) as refusal:
        decide(running_contract(), motivation="")

    assert codes(refusal) == ["motivation-missing", "no-mandate"]


def test_the_mandate_covers_the_value_of_the_extension(session, decide):
    contract = running_contract()
    value = value_of_option(contract, 12)
    assert value == euros("133576.64")  # 366 of 1096 days of € 400.000
    mandate_for("wim", MandateKind.EXTEND_CONTRACT, up_to=value - euros("0.01"))

    with pytest.raises(Refusal) as refusal:
        decide(contract)

    assert codes(refusal) == ["mandate-too-small"]


def test_a_decision_after_the_last_day_is_refused(session, decide):
    mandate_for("wim", MandateKind.EXTEND_CONTRACT)
    contract = running_contract(starts_on=date(2025, 1, 1))  # to be decided by 30 September 2026

    with pytest.raises(Refusal) as refusal:
        decide(contract)

    assert codes(refusal) == ["decided-too-late"]
    assert contract.options[0].decision is OptionDecision.OPEN


def test_a_decision_in_time_that_the_supplier_hears_too_late_is_refused(session, decide):
    mandate_for("wim", MandateKind.EXTEND_CONTRACT)
    contract = running_contract(starts_on=date(2025, 1, 1))  # the supplier must know by 30 September 2026

    with pytest.raises(Refusal) as refusal:
        decide(contract, decided_on=date(2026, 9, 30))

    assert codes(refusal) == ["told-too-late"]


def test_the_college_decides_with_a_number_and_nobody_else_does(session, decide, people):
    contract = running_contract()
    contract.options[0].decides = DecisionBody.COLLEGE

    with pytest.raises(Refusal) as refusal:
        decide(contract)
    option = decide(contract, reference="BIS 2026/811204")

    assert codes(refusal) == ["reference-missing"]
    assert option.decided_by == "Het college van burgemeester en wethouders"


def test_a_decision_lies_not_in_the_future(session, decide):
    mandate_for("wim", MandateKind.EXTEND_CONTRACT)

    with pytest.raises(Refusal) as refusal:
        decide(running_contract(), decided_on=TODAY + timedelta(days=1))

    assert codes(refusal) == ["decided-in-future"]


def test_only_the_next_open_option_of_a_signed_contract_asks_for_a_decision(session, decide):
    mandate_for("wim", MandateKind.EXTEND_CONTRACT)
    two = planned_options(date(2027, 12, 31), count=2, months=12)
    asks = running_contract(options=two)
    draft_contract(options=two)
    refused = running_contract(options=two)
    decide(refused, taken=False)
    running_contract(options=())

    def asked(before):
        return [(option.contract_id, option.sequence) for option in options_to_decide_on(before)]

    assert asked(date(2027, 9, 30)) == []
    assert asked(date(2027, 10, 1)) == [(asks.id, 1)]
    decide(asks)
    assert asked(date(2028, 10, 1)) == [(asks.id, 2)]


def test_running_means_signed_and_inside_the_term(session):
    contract = running_contract()
    draft_contract()
    running_contract(status=ContractStatus.ENDED)

    assert running_contracts(date(2025, 12, 31)) == []
    assert running_contracts(date(2026, 1, 1)) == [contract]
    assert running_contracts(date(2027, 12, 31)) == [contract]
    assert running_contracts(date(2028, 1, 1)) == []
    assert contracts_past_their_end(date(2027, 12, 31)) == []
    assert contracts_past_their_end(date(2028, 1, 1)) == [contract]
