"""Referring, running, placing and ending tracks, through the operations."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from contracts.lifecycle import ContractStatus
from contracts.milestones import AchievementStatus, RejectionReason
from contracts.models import MilestoneRate, Participant, Track
from contracts.operations.achievements import (
    reject_achievement,
    report_achievement,
    verify_achievement,
    withdraw_achievement,
)
from contracts.operations.case_managers import assign_to_contract, withdraw_from_contract
from contracts.operations.placements import end_placement, record_placement, withdraw_placement
from contracts.operations.referrals import accept_referral, refer_participant, return_referral
from contracts.operations.tracks import end_track, hand_over_track, pause_track, resume_track, start_track
from contracts.placement_kinds import BenefitEffect, ContractForm, PlacementEnd, PlacementStatus, WorkKind
from contracts.queries.achievements import (
    verified_achievements,
    verified_achievements_of,
)
from contracts.tracks import EndReason, ReturnReason, TrackStatus
from procurement.lots import MilestoneKind, TargetGroup
from tests.conftest import MONDAY
from tests.factories.contracts import RIVAL, account_of, running_contract, saved_contract, supplier_named
from tests.factories.tracks import (
    at_nine,
    milestone_of,
    placed_track,
    referred_track,
    reported_achievement,
    running_track,
    saved_placement,
    supplier_actor,
    verified_achievement,
    work,
)
from townhall.audit.models import AuditEntry
from townhall.audit.queries import history_of
from townhall.budgets.kinds import CommitmentStatus
from townhall.budgets.operations import add_budget
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.organisations.queries import the_municipality
from townhall.refusal import Refusal

PLAN, PLACEMENT, SIX = MilestoneKind.PLAN, MilestoneKind.PLACEMENT, MilestoneKind.SUSTAINED_6M


def refused(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def acts_on(record):
    return [entry.act for entry in history_of(record)][::-1]


def test_a_referral_gives_numbers_tells_the_supplier_and_is_recorded_once(session, people):
    contract = running_contract()
    digits = iter([4, 7, 1, 1, 0, 8, 2])

    track = refer_participant(
        contract, draw=lambda _below: next(digits), actor=people.actor("kim"), now=MONDAY
    )

    assert (track.number, track.participant.number) == ("T-2026-0001", "D-4711082")
    assert (track.referred_on, track.respond_by) == (MONDAY.date(), date(2026, 11, 30))
    assert acts_on(track) == ["track.referred"]
    mail = session.scalars(select(OutboxMail)).one()
    assert "T-2026-0001" in mail.body
    assert "D-4711082" not in mail.body


def test_a_random_number_that_was_taken_is_drawn_again(session, people):
    contract = running_contract()
    digits = iter([1] * 7 + [1] * 7 + [2] * 7)

    first, second = (
        refer_participant(contract, draw=lambda _below: next(digits), actor=people.actor("kim"), now=MONDAY)
        for _ in range(2)
    )

    assert first.participant.number == "D-1111111"
    assert second.participant.number == "D-2222222"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"status": ContractStatus.DRAFT}, "contract-not-signed"),
        ({"status": ContractStatus.ENDED}, "contract-not-signed"),
        ({"starts_on": date(2026, 11, 24)}, "outside-the-term"),
        ({"agreed_ends_on": date(2026, 11, 22), "options": []}, "outside-the-term"),
        ({"maximum_value": euros("4499.99")}, "ceiling-too-near"),
        ({"target_group": TargetGroup.EX_OFFENDERS}, "not-assigned"),
    ],
)
def test_a_referral_is_refused_with_its_reason_and_changes_nothing(session, people, wrong, code):
    contract = saved_contract(**wrong)

    with pytest.raises(Refusal) as refusal:
        refer_participant(contract, actor=people.actor("kim"), now=MONDAY)

    assert code in refused(refusal)
    assert session.scalars(select(Track)).all() == []
    assert session.scalars(select(Participant)).all() == []


def test_the_ceiling_counts_what_open_tracks_can_still_bring(session, people):
    contract = running_contract(maximum_value=euros("9000"))
    referred_track(contract)
    referred_track(contract)

    with pytest.raises(Refusal) as refusal:
        referred_track(contract)

    assert refused(refusal) == ["ceiling-reached"]


def test_a_returned_referral_makes_room_again(session, people):
    contract = running_contract(maximum_value=euros("4500"))
    track = referred_track(contract)
    return_referral(
        track, ReturnReason.NO_CAPACITY, actor=supplier_actor(contract), now=at_nine(date(2026, 3, 3))
    )

    assert referred_track(contract).number == "T-2026-0002"


def test_the_same_person_has_one_live_track_per_contract(session, people):
    first = referred_track()

    with pytest.raises(Refusal) as refusal:
        refer_participant(first.contract, first.participant, actor=people.actor("kim"), now=MONDAY)

    assert refused(refusal) == ["already-referred"]


def test_the_highest_fee_is_committed_and_what_is_left_goes_back_at_the_end(session, people):
    wim = people.actor("wim")
    budget = add_budget(
        the_municipality(), year=2026, programme="Re-integratie", amount=euros("10000"), actor=wim, now=MONDAY
    )
    track = verified_achievement(kind=PLAN).track
    assert track.commitment.amount == euros("4500")

    end_track(
        track, EndReason.MOVED, date(2026, 5, 1), actor=people.actor("kim"), now=at_nine(date(2026, 5, 1))
    )

    assert track.commitment.budget_id == budget.id
    assert track.commitment.amount == euros("1350")
    assert track.commitment.status is CommitmentStatus.OPEN


def test_a_returned_referral_gives_the_whole_commitment_back(session, people):
    add_budget(
        the_municipality(), year=2026, programme="Re-integratie", amount=euros("10000"),
        actor=people.actor("wim"), now=MONDAY,
    )  # fmt: skip
    track = referred_track()

    return_referral(track, ReturnReason.WRONG_LOT, actor=supplier_actor(track.contract), now=MONDAY)

    assert track.commitment.status is CommitmentStatus.RELEASED
    assert acts_on(track)[-1] == "track.returned"


def test_without_a_budget_nothing_is_committed(session, people):
    assert referred_track().commitment is None


def test_a_track_runs_pauses_resumes_and_ends(session, people):
    track = running_track()
    kim = people.actor("kim")

    pause_track(track, date(2026, 5, 1), actor=kim, now=at_nine(date(2026, 5, 1)))
    resume_track(track, date(2026, 8, 1), actor=kim, now=at_nine(date(2026, 8, 1)))
    end_track(track, EndReason.STUDY, date(2026, 9, 1), actor=kim, now=at_nine(date(2026, 9, 1)))

    assert track.status is TrackStatus.ENDED
    assert [(pause.from_on, pause.until_on) for pause in track.pauses] == [
        (date(2026, 5, 1), date(2026, 8, 1))
    ]
    assert acts_on(track) == [
        "track.referred", "track.accepted", "track.planned", "track.started", "track.paused",
        "track.resumed", "track.ended",
    ]  # fmt: skip


def test_a_track_that_was_not_accepted_does_not_start(session, people):
    track = referred_track()

    with pytest.raises(Refusal) as refusal:
        start_track(track, date(2026, 3, 9), actor=supplier_actor(track.contract), now=MONDAY)

    assert refused(refusal) == ["wrong-status"]
    assert track.status is TrackStatus.REFERRED


def test_an_accepted_referral_is_not_accepted_twice(session, people):
    track = referred_track()
    accept_referral(track, actor=supplier_actor(track.contract), now=at_nine(date(2026, 3, 3)))

    with pytest.raises(Refusal):
        accept_referral(track, actor=supplier_actor(track.contract), now=at_nine(date(2026, 3, 3)))


def test_a_track_goes_to_another_case_manager_on_record(session, people):
    track = referred_track()

    hand_over_track(track, people.coen, actor=people.actor("kim"), now=MONDAY)

    assert track.case_manager_id == people.coen.id
    assert acts_on(track)[-1] == "track.handed-over"


def test_a_track_of_a_sensitive_lot_only_goes_to_who_works_there(session, people):
    track = referred_track(running_contract(target_group=TargetGroup.EX_OFFENDERS))

    with pytest.raises(Refusal) as refusal:
        hand_over_track(track, people.coen, actor=people.actor("kim"), now=MONDAY)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["not-assigned"]


def test_a_placement_fills_the_days_that_figures_are_counted_from(session, people):
    track = placed_track()

    assert track.placed_on == date(2026, 4, 1)
    assert track.six_months_due_on == date(2026, 10, 1)
    assert track.six_months_on == date(2026, 10, 1)
    assert track.placements[0].status is PlacementStatus.REPORTED


def test_an_early_end_takes_the_six_months_away_but_not_the_placement(session, people):
    track = placed_track()

    end_placement(
        track.placements[0], date(2026, 6, 30), PlacementEnd.BY_EMPLOYER,
        actor=people.actor("kim"), now=MONDAY,
    )  # fmt: skip

    assert track.placed_on == date(2026, 4, 1)
    assert track.six_months_on is None


def test_a_trial_placement_is_recorded_but_is_none(session, people):
    track = placed_track(work_kind=WorkKind.TRIAL)

    assert track.placed_on is None
    with pytest.raises(Refusal) as refusal:
        verified_achievement(track, PLACEMENT, reached_on=date(2026, 4, 1))
    assert refused(refusal) == ["kind-does-not-count"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"hours_per_week": euros(0)}, "impossible-hours"),
        ({"hours_per_week": euros(61)}, "impossible-hours"),
        ({"agreed_until": date(2026, 3, 31)}, "ends-before-start"),
        ({"starts_on": date(2026, 7, 2)}, "too-far-ahead"),
    ],
)
def test_work_that_cannot_be_is_not_recorded(session, people, wrong, code):
    track = running_track()

    with pytest.raises(Refusal) as refusal:
        record_placement(
            track, work(**wrong), contract_form=ContractForm.PERMANENT,
            actor=people.actor("kim"), now=at_nine(date(2026, 4, 1)),
        )  # fmt: skip

    assert refused(refusal) == [code]
    assert track.placements == []


def test_the_same_job_is_recorded_once(session, people):
    track = placed_track()

    with pytest.raises(Refusal) as refusal:
        saved_placement(track)

    assert refused(refusal) == ["recorded-already"]


def test_a_withdrawn_placement_no_longer_counts_unless_a_milestone_rests_on_it(session, people):
    mistaken = placed_track().placements[0]
    withdraw_placement(mistaken, "Verkeerd traject", actor=people.actor("kim"), now=MONDAY)
    assert mistaken.track.placed_on is None

    track = placed_track(running_contract())
    verified_achievement(track, PLACEMENT)
    with pytest.raises(Refusal) as refusal:
        withdraw_placement(track.placements[0], "Toch niet", actor=people.actor("kim"), now=MONDAY)
    assert refused(refusal) == ["milestone-rests-on-it"]


def test_a_milestone_is_reported_by_the_supplier_and_earned_when_verified(session, people):
    achievement = verified_achievement(kind=SIX)

    assert achievement.status is AchievementStatus.VERIFIED
    assert achievement.amount == euros("1800")
    assert achievement.reached_on == date(2026, 10, 1)
    assert acts_on(achievement) == ["achievement.reported", "achievement.verified"]
    placement = achievement.track.placements[0]
    assert (placement.status, placement.benefit) == (PlacementStatus.CONFIRMED, BenefitEffect.ENDED)


def test_what_was_earned_is_found_by_supplier_and_by_contract(session, people):
    plan = verified_achievement()
    other = running_contract(supplier_id=supplier_named(RIVAL).id)
    elsewhere = verified_achievement(contract=other)
    reported_achievement(running_track(plan.track.contract), PLAN)

    assert verified_achievements_of(plan.track.contract.supplier_id) == [plan]
    assert verified_achievements(other.id) == [elsewhere]


def test_a_placement_is_not_verified_without_a_look_at_the_benefit(session, people):
    track = placed_track()
    verified_achievement(track)
    reported = reported_achievement(track, PLACEMENT)

    for benefit, code in (
        (BenefitEffect.NOT_CHECKED, "benefit-not-checked"),
        (BenefitEffect.UNCHANGED, "benefit-unchanged"),
    ):
        with pytest.raises(Refusal) as refusal:
            verify_achievement(reported, benefit=benefit, actor=people.actor("kim"), now=MONDAY)
        assert refused(refusal) == [code]


def test_a_placement_that_ended_in_the_guarantee_is_not_verified_any_more(session, people):
    track = placed_track(running_contract(guarantee_months=2))
    verified_achievement(track)
    reported = reported_achievement(track, PLACEMENT)
    end_placement(
        track.placements[0], date(2026, 5, 30), PlacementEnd.PROBATION, actor=people.actor("kim"), now=MONDAY
    )

    with pytest.raises(Refusal) as refusal:
        verify_achievement(reported, benefit=BenefitEffect.ENDED, actor=people.actor("kim"), now=MONDAY)

    assert refused(refusal) == ["ended-in-guarantee"]


def test_an_earlier_step_is_verified_first(session, people):
    track = placed_track()
    reported_achievement(track, PLAN)
    placement = reported_achievement(track, PLACEMENT)

    with pytest.raises(Refusal) as refusal:
        verify_achievement(placement, benefit=BenefitEffect.ENDED, actor=people.actor("kim"), now=MONDAY)

    assert refused(refusal) == ["earlier-unverified"]


def test_who_reported_does_not_verify_or_reject(session, people):
    track = running_track()
    kim = people.actor("kim")
    own = report_achievement(track, milestone_of(track.contract, PLAN), MONDAY.date(), actor=kim, now=MONDAY)

    for judge in (
        lambda: verify_achievement(own, actor=kim, now=MONDAY),
        lambda: reject_achievement(own, RejectionReason.WRONG_DAY, actor=kim, now=MONDAY),
    ):
        with pytest.raises(Refusal) as refusal:
            judge()
        assert refused(refusal) == ["own-report"]


def test_the_database_itself_refuses_two_eyes(session, people):
    own = reported_achievement(running_track(), PLAN)
    own.status = AchievementStatus.VERIFIED
    own.verified_by_id, own.verified_at = own.reported_by_id, MONDAY

    with pytest.raises(IntegrityError):
        session.flush()


def test_the_database_itself_refuses_the_same_step_twice(session, people):
    track = running_track()
    first = reported_achievement(track, PLAN)
    session.expire(track, ["achievements"])
    twin = type(first)(
        track_id=track.id, milestone_id=first.milestone_id, occurrence=1, reached_on=first.reached_on,
        status=AchievementStatus.REPORTED, amount=first.amount, reported_by_id=first.reported_by_id,
        reported_at=MONDAY,
    )  # fmt: skip
    session.add(twin)

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_rejected_step_may_be_reported_again_and_a_judged_one_stays_judged(session, people):
    track = running_track()
    first = reported_achievement(track, PLAN)
    reject_achievement(first, RejectionReason.PROOF_MISSING, actor=people.actor("kim"), now=MONDAY)

    second = reported_achievement(track, PLAN)

    assert second.status is AchievementStatus.REPORTED
    with pytest.raises(Refusal) as refusal:
        verify_achievement(first, actor=people.actor("coen"), now=MONDAY)
    assert "already-judged" in refused(refusal)


def test_a_supplier_takes_back_a_report_only_as_long_as_nobody_judged(session, people):
    report = reported_achievement(running_track(), PLAN)
    sanne = people.actor("sanne")

    withdraw_achievement(report, actor=sanne, now=MONDAY)

    assert report.rejection is RejectionReason.WITHDRAWN
    with pytest.raises(Refusal):
        withdraw_achievement(report, actor=sanne, now=MONDAY)


def test_the_fee_of_the_day_it_was_reached_is_copied(session, people):
    contract = running_contract()
    plan = milestone_of(contract, PLAN)
    plan.rates.append(
        MilestoneRate(valid_from=date(2026, 7, 1), amount=euros("1400"), reason="Indexatie")
    )
    early = verified_achievement(contract=contract)
    late = verified_achievement(running_track(contract, referred_on=date(2026, 6, 24)))

    assert late.reached_on == date(2026, 7, 1)
    assert (early.amount, late.amount) == (euros("1350"), euros("1400"))


BSN = "123456782"


def test_no_free_text_takes_a_citizen_service_number(session, people):
    track = placed_track()
    kim, sanne = people.actor("kim"), people.actor("sanne")
    report = reported_achievement(track, PLAN)
    attempts = [
        lambda: refer_participant(running_contract(), choice_reason=f"BSN {BSN}", actor=kim, now=MONDAY),
        lambda: record_placement(
            track, work(starts_on=date(2026, 5, 1)), contract_form=ContractForm.PERMANENT,
            employer_sector=BSN, actor=kim, now=MONDAY,
        ),
        lambda: report_achievement(
            track, milestone_of(track.contract, PLACEMENT), MONDAY.date(), declaration=f"{BSN} werkt",
            actor=sanne, now=MONDAY,
        ),
        lambda: verify_achievement(report, judgement=BSN, actor=kim, now=MONDAY),
        lambda: reject_achievement(report, RejectionReason.WRONG_DAY, judgement=BSN, actor=kim, now=MONDAY),
    ]  # fmt: skip

    for attempt in attempts:
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert refused(refusal) == ["bsn-found"]


def test_there_is_no_column_for_a_name_or_a_bsn(session):
    columns = {column.name for column in Participant.__table__.columns} | {
        column.name for column in Track.__table__.columns
    }

    assert not columns & {"name", "bsn", "birth_date", "date_of_birth", "address", "email", "phone"}


def test_only_people_who_may_work_on_tracks_are_assigned(session, people):
    contract = running_contract(target_group=TargetGroup.EX_OFFENDERS)
    coen = people.actor("coen")

    with pytest.raises(Refusal) as refusal:
        assign_to_contract(contract, account_of("fatima"), actor=coen, now=MONDAY)
    assert refused(refusal) == ["no-track-worker"]

    assign_to_contract(contract, people.kim, actor=coen, now=MONDAY)
    assert refer_participant(contract, actor=people.actor("kim"), now=MONDAY)
    withdraw_from_contract(contract, people.kim, actor=coen, now=MONDAY)
    with pytest.raises(Refusal):
        refer_participant(contract, actor=people.actor("kim"), now=MONDAY + timedelta(days=1))


def test_every_operation_leaves_one_entry_about_its_subject(session, people):
    before = session.query(AuditEntry).count()

    running_track()

    assert session.query(AuditEntry).count() == before + 4
