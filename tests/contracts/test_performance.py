"""What is recorded about how a supplier does: talks, plans, surveys, complaints and social return."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contracts.experience import (
    ComplaintOutcome,
    ComplaintSubject,
    Grades,
    SurveyGroup,
    grades_from_mean,
    mean_grade,
    read_grades,
)
from contracts.improvement import ActionOwner, PlanOutcome
from contracts.kpis import KpiCode
from contracts.operations.performance import record_complaint, record_survey, settle_complaint
from contracts.operations.sroi import judge_effort, report_effort, value_block
from contracts.operations.talks import (
    agree_on_action,
    answer_plan,
    close_plan,
    finish_action,
    keep_minutes,
    open_plan,
    plan_talk,
)
from contracts.operations.tracks import end_track
from contracts.queries.performance import complaint_counts, open_plan_on, satisfaction_of
from contracts.queries.sroi import balance_of
from contracts.sroi import SroiUnit, balance
from contracts.tracks import EndReason
from procurement.lots import MilestoneKind
from tests.conftest import MONDAY
from tests.factories.contracts import running_contract
from tests.factories.tracks import running_track, supplier_actor, verified_achievement
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.refusal import Refusal

TODAY = MONDAY.date()


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


@pytest.fixture
def below_norm(session, people):
    """A contract of which five of five tracks dropped out, where 20 % was allowed."""
    contract = running_contract(norm_dropped_out=Decimal(20))
    for _ in range(5):
        track = running_track(contract)
        end_track(track, EndReason.NO_SHOW, date(2026, 5, 4), actor=people.actor("kim"), now=MONDAY)
    session.flush()
    return contract


def test_an_improvement_plan_runs_from_the_missed_norm_to_its_outcome(below_norm, people, session):
    coen = people.actor("coen")
    plan = open_plan(
        below_norm, KpiCode.DROPPED_OUT, reason="Te veel uitval", due_on=date(2027, 3, 1), actor=coen, now=MONDAY
    )

    assert (plan.facts_then["value"], plan.facts_then["norm"]) == ("100.0", "20")
    assert session.query(OutboxMail).filter(OutboxMail.subject.startswith("Verbeterplan gevraagd")).count() == 1
    with pytest.raises(Refusal) as refusal:
        open_plan(below_norm, KpiCode.DROPPED_OUT, reason="x", due_on=TODAY, actor=coen, now=MONDAY)
    assert codes(refusal) == ["plan-already", "due-in-past"]

    answer_plan(plan, "We bellen na twee dagen", actor=supplier_actor(below_norm), now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        close_plan(plan, PlanOutcome.ACHIEVED, conclusion="Goed", actor=coen, now=MONDAY)
    assert codes(refusal) == ["no-actions"]

    action = agree_on_action(
        plan, "Nabellen", owner=ActionOwner.SUPPLIER, due_on=date(2027, 1, 1), actor=coen, now=MONDAY
    )
    finish_action(action, done_on=TODAY, result="Gedaan", contract=below_norm, actor=coen, now=MONDAY)
    close_plan(plan, PlanOutcome.ACHIEVED, conclusion="Goed", actor=coen, now=MONDAY)
    assert open_plan_on(below_norm, KpiCode.DROPPED_OUT) is None


def test_a_norm_that_is_met_or_not_agreed_asks_for_no_plan(below_norm, people):
    with pytest.raises(Refusal) as refusal:
        open_plan(
            below_norm, KpiCode.PLACED, reason="x", due_on=date(2027, 3, 1), actor=people.actor("coen"), now=MONDAY
        )

    assert codes(refusal) == ["norm-not-missed"]


def test_minutes_are_kept_once_and_actions_follow(session, people):
    coen = people.actor("coen")
    talk = plan_talk(running_contract(), planned_on=TODAY, actor=coen, now=MONDAY)
    keep_minutes(talk, held_on=TODAY, present="Coen, Sanne", minutes="Besproken", actor=coen, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        keep_minutes(talk, held_on=TODAY, present="x", minutes="Anders", actor=coen, now=MONDAY)
    assert codes(refusal) == ["held-already"]
    with pytest.raises(Refusal) as refusal:
        agree_on_action(
            talk, "Te vroeg", owner=ActionOwner.SUPPLIER, due_on=TODAY - timedelta(days=1), actor=coen, now=MONDAY
        )
    assert codes(refusal) == ["due-before-agreed"]


def test_a_complaint_has_six_weeks_and_is_settled_once(session, people):
    contract, kim = running_contract(), people.actor("kim")
    complaint = record_complaint(
        contract, received_on=date(2026, 11, 2), subject=ComplaintSubject.WAITING, description="Lang wachten",
        actor=kim, now=MONDAY,
    )  # fmt: skip
    assert complaint.answer_by == date(2026, 12, 14)

    settle_complaint(
        complaint, ComplaintOutcome.FOUNDED, settled_on=TODAY, settlement="Excuses", actor=kim, now=MONDAY
    )
    with pytest.raises(Refusal) as refusal:
        settle_complaint(complaint, ComplaintOutcome.FOUNDED, settled_on=TODAY, settlement="x", actor=kim, now=MONDAY)
    assert codes(refusal) == ["settled-already"]
    counts = complaint_counts([contract.id])[contract.id]
    assert (counts.total, counts.open, counts.founded) == (1, 0, 1)


def test_words_that_hold_a_bsn_are_refused(session, people):
    with pytest.raises(Refusal) as refusal:
        record_complaint(
            running_contract(), received_on=TODAY, subject=ComplaintSubject.OTHER,
            description="Over 111222333", actor=people.actor("kim"), now=MONDAY,
        )  # fmt: skip

    assert codes(refusal) == ["bsn-found"]


def test_the_same_survey_counts_once_and_its_answers_weigh_alike(session, people):
    contract, coen = running_contract(), people.actor("coen")
    asked = SurveyGroup.PARTICIPANTS
    record_survey(contract, Grades(2, Decimal(10)), held_on=date(2026, 5, 1), asked=asked, actor=coen, now=MONDAY)
    record_survey(contract, Grades(8, Decimal(64)), held_on=TODAY, asked=asked, actor=coen, now=MONDAY)

    assert satisfaction_of(contract) == {asked: (Decimal("7.4"), 10)}
    with pytest.raises(Refusal) as refusal:
        record_survey(
            contract, Grades(8, Decimal(64)), held_on=TODAY, asked=asked, invited=5, actor=coen, now=MONDAY
        )
    assert codes(refusal) == ["more-answers-than-asked", "survey-already"]


def test_every_line_of_a_list_of_grades_is_judged():
    grades, obstacles = read_grades(["7", "7,5", "", "elf", "11", "8;"])

    assert grades == [Decimal(7), Decimal("7.5"), Decimal(8)]
    assert [obstacle.text[:7] for obstacle in obstacles] == ["Regel 4", "Regel 5"]


@given(some.lists(some.tuples(some.integers(1, 99), some.decimals(1, 10, places=1)), min_size=1, max_size=5))
def test_the_mean_over_surveys_is_that_of_all_answers(surveys):
    mean, answers = mean_grade([grades_from_mean(count, grade) for count, grade in surveys])

    assert answers == sum(count for count, _ in surveys)
    assert mean is not None
    assert mean * answers == sum(count * grade for count, grade in surveys)


def test_social_return_is_owed_over_what_was_earned_and_counts_once_accepted(session, people):
    contract = running_contract(sroi_percent=Decimal(5))
    coen, sanne = people.actor("coen"), supplier_actor(contract)
    verified_achievement(running_track(contract), MilestoneKind.PLAN)
    block = value_block(
        "Werkervaringsplaats", unit=SroiUnit.MONTH, amount=euros("20"), valid_from=date(2026, 1, 1),
        source="Beleidsregels", actor=coen, now=MONDAY,
    )  # fmt: skip
    effort = report_effort(
        contract, block, done_on=date(2026, 6, 1), quantity=Decimal("1.5"), description="Stage", actor=sanne, now=MONDAY
    )
    session.flush()
    (year,) = balance_of(contract)
    assert (year.earned, year.owed, year.accepted, year.waiting, year.open) == (
        euros("1350"), euros("67.50"), euros("0"), euros("30"), euros("67.50"),
    )  # fmt: skip

    judge_effort(effort, accepts=True, actor=coen, now=MONDAY)
    session.flush()
    assert balance_of(contract)[0].open == euros("37.50")


def test_what_was_paid_or_has_no_block_is_no_social_return(session, people):
    contract = running_contract()
    with pytest.raises(Refusal) as refusal:
        report_effort(
            contract, None, done_on=TODAY, quantity=Decimal(0), description="x", is_paid_result=True,
            actor=supplier_actor(contract), now=MONDAY,
        )  # fmt: skip

    assert codes(refusal) == ["none-agreed", "block-not-in-force", "no-quantity", "paid-already"]


def test_a_new_value_of_a_block_never_rewrites_the_old(session, people):
    coen = people.actor("coen")
    given_values = {"unit": SroiUnit.DAY, "source": "Regels", "actor": coen, "now": MONDAY}
    old = value_block("Stage", amount=euros("100"), valid_from=date(2026, 1, 1), **given_values)
    value_block("Stage", amount=euros("120"), valid_from=date(2027, 1, 1), **given_values)

    assert (old.amount, old.valid_until) == (euros("100"), date(2026, 12, 31))
    with pytest.raises(Refusal) as refusal:
        value_block("Stage", amount=euros("90"), valid_from=date(2026, 6, 1), **given_values)
    assert codes(refusal) == ["later-already"]


@given(some.dictionaries(some.integers(2020, 2026), some.integers(0, 10**7), max_size=5), some.integers(0, 10**6))
def test_the_balance_carries_over_the_years(earned, delivered):
    lines = balance(Decimal(5), {y: euros(e) for y, e in earned.items()}, {2023: euros(delivered)}, {})

    assert lines[-1].open == sum(line.owed - line.accepted for line in lines)
