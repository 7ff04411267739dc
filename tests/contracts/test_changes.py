"""A running contract changes by decisions that the law allows, with their publication."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.indexation import IndexationStatus
from contracts.models.indexes import RateIndexation
from contracts.modifications import Change, ModificationKind
from contracts.operations.changes import record_modification, record_publication, set_rate
from contracts.queries.standing import modification_facts
from tests.conftest import MONDAY
from tests.factories.contracts import draft_contract, running_contract
from townhall.audit.queries import history_of
from townhall.money import euros
from townhall.refusal import Refusal

TODAY = MONDAY.date()


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


def small(value: str, reason: str = "Meer deelnemers dan gedacht") -> Change:
    return Change(ModificationKind.DE_MINIMIS, euros(value), reason)


def test_a_small_change_moves_maximum_and_end(session, people):
    contract = running_contract(options=())

    record_modification(
        contract, replace(small("39999"), months=2), agreed_on=TODAY, actor=people.actor("coen"), now=MONDAY
    )

    assert contract.maximum_value == euros("539999")
    assert contract.ends_on == date(2028, 2, 29)
    assert history_of(contract)[0].act == "contract.modified"


def test_small_changes_stop_at_ten_percent_together(session, people):
    contract = running_contract()
    coen = people.actor("coen")
    record_modification(contract, small("20000"), agreed_on=TODAY, actor=coen, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        record_modification(contract, small("20000"), agreed_on=TODAY, actor=coen, now=MONDAY)

    assert codes(refusal) == ["ten-percent"]
    assert len(contract.modifications) == 1


def test_a_contract_without_maximum_keeps_none_after_a_change(session, people):
    contract = running_contract(maximum_value=None)

    record_modification(contract, small("1000"), agreed_on=TODAY, actor=people.actor("coen"), now=MONDAY)

    assert contract.maximum_value is None


def test_a_draft_is_not_modified(session, people):
    with pytest.raises(Refusal) as refusal:
        record_modification(
            draft_contract(), small("1"), agreed_on=TODAY, actor=people.actor("coen"), now=MONDAY
        )

    assert codes(refusal) == ["not-signed"]


def test_a_new_rate_holds_from_its_day_and_needs_a_reason(session, people):
    milestone = running_contract().milestones[0]
    coen = people.actor("coen")

    set_rate(
        milestone,
        amount=euros("1390.50"),
        valid_from=date(2027, 1, 1),
        reason="Index 3 %",
        actor=coen,
        now=MONDAY,
    )
    with pytest.raises(Refusal) as refusal:
        set_rate(milestone, amount=euros("1"), valid_from=date(2026, 1, 1), reason="", actor=coen, now=MONDAY)

    assert milestone.amount == euros("1350")
    assert [rate.amount for rate in milestone.rates] == [euros("1390.50")]
    assert codes(refusal) == ["rate-in-the-past", "rate-out-of-order", "reason-missing"]


UNFORESEEN = Change(ModificationKind.UNFORESEEN, euros("200000"), "Instroom verdubbeld", conditions_met=True)


def test_half_the_value_may_be_added_and_must_be_published(session, people):
    contract, coen = running_contract(options=()), people.actor("coen")
    change = record_modification(contract, UNFORESEEN, agreed_on=TODAY, actor=coen, now=MONDAY)
    early = {"published_on": date(2026, 11, 22), "reference": " ", "actor": coen, "now": MONDAY}

    with pytest.raises(Refusal) as refusal:
        record_publication(change, **early)
    record_publication(change, published_on=TODAY, reference="TN 482113", actor=coen, now=MONDAY)

    with pytest.raises(Refusal) as again:
        record_publication(change, published_on=TODAY, reference="TN 1", actor=coen, now=MONDAY)

    assert codes(refusal) == ["published-outside", "reference-missing"]
    assert (codes(again), change.publication_reference) == (["already-published"], "TN 482113")
    assert (contract.maximum_value, change.published_on) == (euros("700000"), TODAY)
    assert history_of(contract)[0].act == "contract.change-published"


def test_an_extension_that_was_no_option_is_refused_at_ten_percent(session, people):
    contract, coen = running_contract(options=()), people.actor("coen")

    with pytest.raises(Refusal) as refusal:
        record_modification(contract, replace(small("40000"), months=3), agreed_on=TODAY, actor=coen, now=MONDAY)
    with pytest.raises(Refusal) as without_value:
        record_modification(contract, replace(small("0"), months=3), agreed_on=TODAY, actor=coen, now=MONDAY)
    with pytest.raises(Refusal) as with_option:
        record_modification(
            running_contract(), replace(small("1000"), months=3), agreed_on=TODAY, actor=coen, now=MONDAY
        )

    assert (codes(refusal), codes(without_value), codes(with_option)) == (
        ["ten-percent"],
        ["months-without-value"],
        ["option-open"],
    )
    assert contract.ends_on == date(2027, 12, 31)


def test_a_change_is_agreed_between_the_signature_and_today_and_leaves_a_maximum(session, people):
    contract, coen = running_contract(maximum_value=euros("100")), people.actor("coen")

    with pytest.raises(Refusal) as early:
        record_modification(contract, small("-101"), agreed_on=date(2025, 12, 14), actor=coen, now=MONDAY)
    with pytest.raises(Refusal) as late:
        record_modification(contract, small("1"), agreed_on=date(2026, 11, 24), actor=coen, now=MONDAY)

    assert codes(early) == ["agreed-before-signing", "maximum-below-zero"]
    assert codes(late) == ["agreed-in-future"]


def test_a_change_is_measured_against_the_value_at_the_prices_of_its_day(session):
    contract = running_contract()
    session.add(
        RateIndexation(
            contract_id=contract.id, status=IndexationStatus.APPROVED, index_name="CBS cao-lonen",
            month_before=date(2025, 8, 1), figure_before=Decimal("120"), month=date(2026, 8, 1),
            figure=Decimal("123.72"), valid_from=date(2027, 1, 1), proposed_at=MONDAY, decided_at=MONDAY,
        )  # fmt: skip
    )
    session.flush()

    assert modification_facts(contract, on=date(2026, 12, 31)).original_value == euros("400000")
    assert modification_facts(contract, on=date(2027, 1, 1)).original_value == euros("412400")


@pytest.mark.parametrize(
    ("cpv_code", "threshold"), [("", "750000"), ("79611000", "750000"), ("72000000", "221000")]
)
def test_the_threshold_is_that_of_the_kind_of_service(session, cpv_code, threshold):
    contract = running_contract(cpv_code=cpv_code)

    assert modification_facts(contract, on=TODAY).threshold == euros(threshold)
