"""A contract follows from an award without retyping, or is drafted by hand with its ground."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.drafting import Agreement, lines_from_prices
from contracts.fee_presets import preset
from contracts.fee_schedules import FeeLine, line_of, with_amounts
from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.models import FrameworkContract
from contracts.operations.drafts import (
    change_draft,
    draft_contract_by_hand,
    draft_contract_from_award,
    withdraw_draft,
)
from contracts.queries.frameworks import awards_without_contract
from contracts.queries.purchases import need_groups
from contracts.terms import planned_options
from procurement.awarding import LotAwardStatus
from procurement.lots import Financing, MilestoneKind, TargetGroup
from tests.conftest import MONDAY
from tests.factories.contracts import draft_contract, final_award, running_contract, supplier_named
from tests.factories.needs import saved_need
from townhall.audit.queries import history_of
from townhall.budgets.headings import Heading
from townhall.money import euros
from townhall.refusal import Refusal

AGREEMENT = Agreement(
    title="Pasmatch: begeleiding naar werk",
    target_group=TargetGroup.GENERAL,
    financing=Financing.EFFORT,
    starts_on=date(2027, 1, 1),
    ends_on=date(2027, 12, 31),
    lines=tuple(with_amounts(preset("EFFORT-100").lines, euros("3600"))),
    budget_heading=Heading("Re-integratie"),
    basis_reason="Inbesteding, artikel 2.24b; doel: 60 % van de dienstverlening",
)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_a_contract_takes_everything_from_the_award(session, people):
    award = final_award()

    contract = draft_contract_from_award(award, actor=people.actor("coen"), now=MONDAY)

    assert contract.number == "RO-2026-001"
    assert contract.status is ContractStatus.DRAFT
    assert contract.supplier_id == award.supplier_id
    assert (contract.starts_on, contract.agreed_ends_on) == (date(2027, 1, 1), date(2028, 12, 31))
    assert [(o.months, o.decide_by) for o in contract.options] == [(12, date(2028, 9, 30))]
    assert contract.maximum_value == euros("500000")
    assert [m.amount for m in contract.milestones] == [euros("1350"), euros("1350"), euros("1800")]
    assert [m.share_percent for m in contract.milestones] == [30, 30, 40]
    assert contract.milestones[2].sustained_months == 6
    assert [entry.act for entry in history_of(contract)] == ["contract.drafted-from-award"]


def test_prices_that_do_not_follow_the_shares_are_amounts_only(session, people):
    award = final_award(prices=("1000", "1500", "2000"))

    contract = draft_contract_from_award(award, actor=people.actor("coen"), now=MONDAY)

    assert [m.share_percent for m in contract.milestones] == [None, None, None]
    assert [m.amount for m in contract.milestones] == [euros("1000"), euros("1500"), euros("2000")]


def test_a_lot_without_a_maximum_gives_none_and_not_zero(session, people):
    contract = draft_contract_from_award(
        final_award(maximum_value=None), actor=people.actor("coen"), now=MONDAY
    )

    assert contract.maximum_value is None


@pytest.mark.parametrize("status", [LotAwardStatus.PROVISIONAL, LotAwardStatus.DISPUTED])
def test_an_award_that_is_not_final_gives_no_contract(session, people, status):
    award = final_award(status=status, made_final_at=None)

    with pytest.raises(Refusal) as refusal:
        draft_contract_from_award(award, actor=people.actor("coen"), now=MONDAY)

    assert codes(refusal) == ["award-not-final"]


def test_an_award_gives_one_contract_and_a_withdrawn_draft_frees_it(session, people):
    award = final_award()
    coen = people.actor("coen")
    first = draft_contract_from_award(award, actor=coen, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        draft_contract_from_award(award, actor=coen, now=MONDAY)
    assert codes(refusal) == ["already-drafted"]
    assert awards_without_contract() == []

    withdraw_draft(first, reason="Verkeerde ingangsdatum", actor=coen, now=MONDAY)
    assert awards_without_contract() == [award]
    assert draft_contract_from_award(award, actor=coen, now=MONDAY).number == "RO-2026-002"


def test_an_in_house_contract_is_drafted_by_hand_with_its_ground(session, people):
    contract = draft_contract_by_hand(
        AGREEMENT,
        basis=ContractBasis.IN_HOUSE,
        supplier=supplier_named(),
        actor=people.actor("coen"),
        now=MONDAY,
    )

    assert contract.basis is ContractBasis.IN_HOUSE
    assert "60 %" in contract.basis_reason
    assert contract.maximum_value is None
    assert (contract.milestones[0].amount, contract.milestones[0].most_times) == (euros("300"), 12)


def test_the_code_of_a_contract_by_hand_counts_in_the_watch_over_thresholds(session, people):
    contract = draft_contract_by_hand(
        replace(AGREEMENT, cpv_code="79611000-0", expected_value=euros("120000")),
        basis=ContractBasis.IN_HOUSE,
        supplier=supplier_named(),
        actor=people.actor("coen"),
        now=MONDAY,
    )
    need = saved_need(cpv_code="79611000", name="Sollicitatiebegeleiding")

    groups, _nowhere = need_groups(MONDAY.date())

    assert contract.cpv_code == "79611000"
    (found,) = [group for group in groups if group.need and group.need.id == need.id]
    assert [each.key for each in found.purchases] == [f"contract-{contract.id}"]


@pytest.mark.parametrize(
    ("agreement", "basis", "expected"),
    [
        (replace(AGREEMENT, cpv_code="12345"), ContractBasis.PILOT, ["cpv-unknown"]),
        (AGREEMENT, ContractBasis.TENDER, ["not-by-hand"]),
        (replace(AGREEMENT, basis_reason=" "), ContractBasis.PILOT, ["ground-missing"]),
        (replace(AGREEMENT, ends_on=date(2026, 12, 31)), ContractBasis.PILOT, ["ends-before-start"]),
        (replace(AGREEMENT, extends_silently=True), ContractBasis.PILOT, ["silent-extension"]),
        (
            replace(AGREEMENT, maximum_value=euros("10"), expected_value=euros("11")),
            ContractBasis.PILOT,
            ["maximum-below-expected"],
        ),
        (
            replace(AGREEMENT, lines=(line_of(MilestoneKind.PLACEMENT, 60),)),
            ContractBasis.PILOT,
            ["shares-not-hundred", "no-effort"],
        ),
    ],
)
def test_an_impossible_contract_is_refused_and_nothing_is_saved(session, people, agreement, basis, expected):
    with pytest.raises(Refusal) as refusal:
        draft_contract_by_hand(
            agreement, basis=basis, supplier=supplier_named(), actor=people.actor("coen"), now=MONDAY
        )

    assert codes(refusal) == expected
    assert session.query(FrameworkContract).count() == 0


def test_a_draft_can_be_changed_and_keeps_its_history(session, people):
    contract = draft_contract()
    options = planned_options(date(2028, 12, 31), count=2, months=6)

    change_draft(
        contract,
        replace(AGREEMENT, ends_on=date(2028, 12, 31), options=options),
        actor=people.actor("coen"),
        now=MONDAY,
    )
    session.expire_all()

    assert contract.title == AGREEMENT.title
    assert [o.decide_by for o in contract.options] == [date(2028, 9, 30), date(2029, 3, 31)]
    assert [m.kind for m in contract.milestones] == [MilestoneKind.MONTHLY_FEE]
    assert history_of(contract)[0].act == "contract.draft-changed"


def test_the_fees_of_an_award_cannot_be_changed_by_hand(session, people):
    coen = people.actor("coen")
    contract = draft_contract_from_award(final_award(), actor=coen, now=MONDAY)

    change_draft(contract, AGREEMENT, actor=coen, now=MONDAY)

    assert [m.amount for m in contract.milestones] == [euros("1350"), euros("1350"), euros("1800")]
    assert contract.target_group is TargetGroup.STATUS_HOLDERS


def test_a_signed_contract_is_not_edited(session, people):
    with pytest.raises(Refusal) as refusal:
        change_draft(running_contract(), AGREEMENT, actor=people.actor("coen"), now=MONDAY)

    assert codes(refusal) == ["not-a-draft"]


def test_a_withdrawal_needs_a_reason(session, people):
    with pytest.raises(Refusal) as refusal:
        withdraw_draft(draft_contract(), reason="", actor=people.actor("coen"), now=MONDAY)

    assert codes(refusal) == ["reason-missing"]


def test_a_bonus_beside_the_shares_keeps_its_amount():
    offered = [
        FeeLine(MilestoneKind.PLAN, "Plan", share_percent=line_of(MilestoneKind.PLAN, 50).share_percent,
        amount=euros("10")), line_of(MilestoneKind.PLACEMENT, 50, amount=euros("10")),
        FeeLine(MilestoneKind.BONUS, "Bonus", amount=euros("5")),
    ]  # fmt: skip

    assert [line.share_percent for line in lines_from_prices(offered)] == [50, 50, None]
