"""Four years with three contracts: extended, not extended, changed, full, ended early, and left by a partner."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contracts.lifecycle import ContractStatus
from contracts.milestones import AchievementStatus
from contracts.models import FrameworkContract, Track
from contracts.modifications import Change, ModificationKind
from contracts.operations.changes import record_modification, record_publication
from contracts.operations.endings import draw_up_exit_plan, terminate_contract
from contracts.operations.frameworks import end_contract
from contracts.operations.options import decide_on_option
from contracts.operations.partners import add_partner, let_partner_leave
from contracts.operations.referrals import refer_participant
from contracts.partners import TracksAfterLeaving, VolumeAfterLeaving
from contracts.queries.standing import ceiling_of
from contracts.terminations import Termination, TerminationGround, TracksAfterwards
from contracts.terms import OptionDecision, planned_options
from procurement.lots import MilestoneKind
from tests.factories.contracts import account_of, budget_for, mandate_for, running_contract
from tests.factories.tracks import at_nine, running_track, verified_achievement
from townhall.accounts.actor import Actor
from townhall.budgets.kinds import MandateKind
from townhall.database import db
from townhall.money import euros
from townhall.organisations.kinds import OrganisationKind
from townhall.organisations.models import Organisation
from townhall.organisations.queries import the_municipality
from townhall.refusal import Refusal

NOTICE_OPTION_1, NOTICE_OPTION_2 = date(2026, 11, 30), date(2027, 11, 30)


def refused(act: Any, *arguments: Any, **options: Any) -> list[str]:
    """The reasons why this is refused, as codes."""
    with pytest.raises(Refusal) as refusal:
        act(*arguments, **options)
    return [obstacle.code for obstacle in refusal.value.obstacles]


def coen_on(day: date) -> dict[str, Any]:
    """Coen, on the morning of this day."""
    return {"actor": account_of("coen").actor(), "now": at_nine(day)}


@pytest.mark.one_database("sqlite")  # every step by itself is tested on both
def test_four_contract_years(session, as_person, set_now) -> None:
    mandate_for("wim", MandateKind.EXTEND_CONTRACT)
    budget_for(2025)
    main = _a_contract_with_two_options()
    track_of_zandvoort = _zandvoort_shares_and_leaves_half_way(main)
    _the_first_option_is_taken_on_its_last_day(main)
    _the_second_is_refused_in_time_and_is_gone_a_day_later(main)
    _a_small_extension_is_refused_and_a_large_one_is_announced(main)
    _the_maximum_is_reached_and_referrals_stop()
    _a_contract_ends_early_and_its_track_runs_on()
    assert track_of_zandvoort.ended_on is None, "leaving ends no track"
    db.session.commit()

    last_day = date(2029, 2, 28)
    assert main.ends_on == last_day
    assert refused(end_contract, main, **coen_on(last_day)) == ["still-running"]
    _the_pages_tell_the_same(main.number, as_person, set_now)
    end_contract(main, **coen_on(date(2029, 3, 1)))
    assert main.status is ContractStatus.ENDED


def _a_contract_with_two_options() -> FrameworkContract:
    """Two years from 1 March 2025, with two options of a year; a leap day lies in the first."""
    ends_on = date(2027, 2, 28)
    contract = running_contract(
        starts_on=date(2025, 3, 1), agreed_ends_on=ends_on, signed_on=date(2025, 2, 3),
        options=planned_options(ends_on, count=2, months=12),
    )  # fmt: skip
    assert [option.decide_by for option in contract.options] == [NOTICE_OPTION_1, NOTICE_OPTION_2]
    return contract


def _zandvoort_shares_and_leaves_half_way(contract: FrameworkContract) -> Track:
    zandvoort = Organisation(
        kind=OrganisationKind.PARTNER, name="Gemeente Zandvoort", created_at=at_nine(date(2025, 1, 2))
    )
    db.session.add(zandvoort)
    db.session.flush()
    partner = add_partner(contract, zandvoort, share=euros("10"), **coen_on(date(2025, 3, 3)))
    track = running_track(contract, referred_on=date(2026, 1, 12), municipality_id=zandvoort.id)
    let_partner_leave(
        partner, left_on=date(2026, 6, 30), tracks=TracksAfterLeaving.RUN_ON, volume=VolumeAfterLeaving.TAKEN_OVER,
        reason="Zandvoort gaat het zelf doen", **coen_on(date(2026, 4, 1)),
    )  # fmt: skip

    referral = {"municipality_id": zandvoort.id, "actor": account_of("kim").actor()}
    refer_participant(contract, **referral, now=at_nine(date(2026, 6, 30)))
    assert len(refused(refer_participant, contract, **referral, now=at_nine(date(2026, 7, 1)))) == 1
    own = the_municipality().id
    refer_participant(contract, municipality_id=own, actor=referral["actor"], now=at_nine(date(2026, 7, 1)))
    return track


def _decide(contract: FrameworkContract, sequence: int, on: date, *, taken: bool) -> None:
    decide_on_option(
        contract, sequence, taken=taken, motivation="Afgewogen met het dossier", decided_by=account_of("wim"),
        decided_on=on, **coen_on(on),
    )  # fmt: skip


def _the_first_option_is_taken_on_its_last_day(contract: FrameworkContract) -> None:
    _decide(contract, 1, NOTICE_OPTION_1, taken=True)

    assert contract.ends_on == date(2028, 2, 29)
    assert [sheet["code"] for sheet in contract.options[0].facts_then["sheets"]][:3] == ["money", "maximum", "forecast"]


def _the_second_is_refused_in_time_and_is_gone_a_day_later(contract: FrameworkContract) -> None:
    _decide(contract, 2, NOTICE_OPTION_2, taken=False)

    assert (contract.options[1].decision, contract.ends_on) == (OptionDecision.NOT_TAKEN, date(2028, 2, 29))
    with pytest.raises(Refusal):
        _decide(contract, 2, date(2027, 12, 1), taken=True)


def _a_small_extension_is_refused_and_a_large_one_is_announced(contract: FrameworkContract) -> None:
    day = date(2028, 1, 17)
    small = Change(ModificationKind.DE_MINIMIS, euros("40000"), "Overbruggen", months=6)
    assert refused(record_modification, contract, small, agreed_on=day, **coen_on(day)) == ["ten-percent"]
    assert contract.ends_on == date(2028, 2, 29)

    half = Change(
        ModificationKind.UNFORESEEN, euros("200000"), "Instroom door de wet", months=12, conditions_met=True
    )
    too_much = replace(half, value=euros("200000.01"))
    assert refused(record_modification, contract, too_much, agreed_on=day, **coen_on(day)) == ["half"]
    change = record_modification(contract, half, agreed_on=day, **coen_on(day))
    assert (contract.ends_on, contract.maximum_value) == (date(2029, 2, 28), euros("700000"))
    db.session.flush()
    record_publication(change, published_on=date(2028, 1, 20), reference="TN 482113", **coen_on(date(2028, 1, 20)))


def _the_maximum_is_reached_and_referrals_stop() -> None:
    full = running_contract(maximum_value=euros("9000"), expected_value=euros("9000"))
    kim = account_of("kim").actor()
    for day in (date(2026, 2, 2), date(2026, 2, 3)):
        refer_participant(full, actor=kim, now=at_nine(day))

    assert ceiling_of(full).used == euros("9000")
    assert refused(refer_participant, full, actor=kim, now=at_nine(date(2026, 2, 4))) == ["ceiling-reached"]
    none_agreed = running_contract(maximum_value=None)
    refer_participant(none_agreed, actor=kim, now=at_nine(date(2026, 2, 4)))


def _a_contract_ends_early_and_its_track_runs_on() -> None:
    contract = running_contract(termination_months=3)
    track = running_track(contract, referred_on=date(2026, 3, 2))
    told = date(2026, 3, 31)
    by_notice = Termination(
        TerminationGround.NOTICE, told, date(2026, 6, 29), "Andere koers", TracksAfterwards.RUN_ON
    )
    assert refused(terminate_contract, contract, by_notice, **coen_on(told)) == ["notice-too-short"]
    terminate_contract(contract, replace(by_notice, last_day=date(2026, 6, 30)), **coen_on(told))
    draw_up_exit_plan(contract, **coen_on(told))

    kim: Actor = account_of("kim").actor()
    assert "contract-not-signed" in refused(refer_participant, contract, actor=kim, now=at_nine(date(2026, 4, 1)))
    earned = verified_achievement(track, MilestoneKind.SUSTAINED_6M)
    assert (earned.status, earned.reached_on) == (AchievementStatus.VERIFIED, date(2026, 10, 1))
    assert contract.ends_on == date(2026, 6, 30), "three months before"


def _the_pages_tell_the_same(number: str, as_person: Any, set_now: Any) -> None:
    set_now(at_nine(date(2029, 2, 28)))
    coen = as_person("coen")

    page = coen.get(f"/contracten/{number}").get_data(as_text=True)
    assert "28 februari 2029" in page and "Gemeente Zandvoort" in page and "30 juni 2026" in page
    changes = coen.get(f"/contracten/{number}/wijzigingen").get_data(as_text=True)
    assert "TN 482113" in changes and "Nog aan te kondigen" not in changes
    kept = coen.get(f"/contracten/{number}/opties/1").get_data(as_text=True)
    assert "Wat toen bekend was" in kept
