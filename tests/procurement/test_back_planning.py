"""A planning counted back: which day falls where, why, and what is refused."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.back_planning import CollegeDecides, House, StepCode, Wishes, plan_back
from procurement.planning_norms import (
    DEFAULT_NORMS,
    DEFAULT_RECESSES,
    Norm,
    PlanningNorm,
    Recess,
    norms_on,
    recess_on,
    recesses_known,
)
from procurement.planning_snapshot import current_steps, phases_of, snapshot_of_planning, steps_in
from procurement.planning_wishes import earliest_start, obstacles_to_wishes, points_of_planning
from procurement.procedures import Procedure, StandstillKind
from procurement.standstill import standstill_after
from procurement.timeline import (
    Circumstances,
    Haste,
    Planning,
    earliest_closing_day,
    latest_answer_day,
    minimum_bid_term,
)
from townhall.clock import AMSTERDAM
from townhall.timeline_chart import LABEL, WIDTH, timeline_chart
from townhall.working_days import is_working_day

TODAY = date(2026, 11, 23)
HOUSE = House(norms_on(TODAY), DEFAULT_RECESSES)


def wishes(**what_matters):
    usual = Wishes(Procedure.SAS, date(2027, 9, 1))
    return replace(usual, **what_matters)


def of_the_act(**what_matters):
    statutory = {"procedure": Procedure.EU_OPEN, "standstill_kind": StandstillKind.STATUTORY}
    return wishes(**{**statutory, **what_matters})


def days(wished, house=HOUSE):
    return {step.code: step.day for step in plan_back(wished, house)}


def codes(wished, today=TODAY):
    return [obstacle.code for obstacle in obstacles_to_wishes(wished, HOUSE, today)]


def test_a_known_planning_falls_on_known_days():
    # Counted by hand with a calendar: 30 days before 1 September is Monday 2 August, and so on back.
    assert days(wishes()) == {
        "start": date(2027, 9, 1),
        "signing": date(2027, 8, 2),
        "final": date(2027, 7, 26),
        "standstill": date(2027, 7, 25),
        "decision": date(2027, 7, 5),
        "report": date(2027, 6, 14),
        "opening": date(2027, 5, 24),
        "closing": date(2027, 5, 21),
        "answers_1": date(2027, 5, 11),
        "questions_1": date(2027, 4, 29),
        "notice": date(2027, 4, 19),
        "documents": date(2027, 4, 16),
    }


def test_a_statutory_standstill_that_ends_on_a_free_day_moves_the_letters_back():
    # Signing from Tuesday 30 March 2027: the term may not end on Easter Monday, so letters go on the 5th of March.
    plan = days(of_the_act(starts_on=date(2027, 5, 6)))

    assert plan["final"] == date(2027, 3, 30)
    assert plan["decision"] == date(2027, 3, 5)


def test_the_college_does_not_decide_in_the_recess():
    plan = plan_back(wishes(starts_on=date(2027, 10, 1)), HOUSE)

    decision = next(step for step in plan if step.code == StepCode.DECISION)
    assert decision.day == date(2027, 7, 9)
    assert "Vóór het zomerreces 2027 (10-07-2027 tot en met 22-08-2027)" in decision.why


def test_somebody_with_a_mandate_decides_in_the_recess_too():
    plan = days(wishes(starts_on=date(2027, 10, 1), college=CollegeDecides.NOTHING))

    assert recess_on(plan["decision"], DEFAULT_RECESSES) is not None


def test_a_restricted_procedure_plans_requests_selection_and_bids():
    plan = days(of_the_act(procedure=Procedure.EU_RESTRICTED))

    assert plan["notice"] < plan["requests"] < plan["invitation"] < plan["closing"]
    assert (plan["requests"] - plan["notice"]).days >= 30
    assert (plan["closing"] - plan["invitation"]).days >= 35


@pytest.mark.parametrize(
    ("days_later", "invited_later", "invitation", "phases"),
    [
        (0, None, "as counted", {"Aanmelden", "Selecteren", "Inschrijven"}),
        # Somebody gave candidates more time: when they are invited is not known any more.
        (2, None, None, {"Aanmelden", "Selecteren en inschrijven"}),
        (2, 9, 9, {"Aanmelden", "Selecteren", "Inschrijven"}),
    ],
)
def test_the_planning_of_now_holds_the_last_day_to_ask_to_take_part(days_later, invited_later, invitation, phases):
    kept = plan_back(of_the_act(procedure=Procedure.EU_RESTRICTED), HOUSE)
    plan = {step.code: step.day for step in kept}
    at_noon = {code: datetime(day.year, day.month, day.day, 12, tzinfo=AMSTERDAM) for code, day in plan.items()}
    requests_until = at_noon["requests"] + timedelta(days=days_later)
    invited_on = requests_until.date() + timedelta(days=invited_later) if invited_later else None
    planning = Planning(
        Procedure.EU_RESTRICTED, plan["notice"], None, None, at_noon["closing"], plan["decision"], 20, plan["start"],
        requests_until=requests_until, invited_on=invited_on,
    )  # fmt: skip

    steps = current_steps(planning, [], kept, StandstillKind.STATUTORY)

    found = {step.code: step.day for step in steps}
    expected = {"as counted": plan["invitation"], None: None}.get(invitation, invited_on)
    assert found["requests"] == requests_until.date()
    assert found.get("invitation") == expected
    assert len(found) == len(steps)
    assert phases <= {phase.label for phase in phases_of(steps)}
    assert ("Teruggerekend was" in next(step.why for step in steps if step.code == "requests")) == (days_later > 0)


def test_every_extra_round_of_questions_begins_the_planning_earlier():
    one, two = days(wishes(rounds=1)), days(wishes(rounds=2))

    assert two["notice"] < one["notice"]
    assert two["questions_1"] < two["answers_1"] < two["questions_2"] < two["answers_2"] == one["answers_1"]


def test_every_day_says_why_and_on_what_ground():
    for step in plan_back(of_the_act(rounds=2, college=CollegeDecides.START_AND_AWARD), HOUSE):
        assert step.why.endswith(".") and step.source, step
    laws = {step.code for step in plan_back(of_the_act(), HOUSE) if step.is_law}
    assert laws == {"notice", "answers_1", "decision", "standstill"}
    assert not any(step.is_law for step in plan_back(wishes(), HOUSE))


@pytest.mark.parametrize(
    ("wished", "code", "allowed"),
    [
        (of_the_act(bid_days=39), "term-too-short", "40"),
        (of_the_act(procedure=Procedure.EU_RESTRICTED, request_days=29), "term-too-short", "30"),
        (of_the_act(haste=Haste.URGENT, haste_reason="Brand.", bid_days=14), "term-too-short", "15"),
        (wishes(bid_days=19), "term-too-short", "20"),
        (of_the_act(standstill_days=19), "standstill-required", "20"),
        (of_the_act(standstill_kind=StandstillKind.VOLUNTARY), "standstill-required", "20"),
        (wishes(standstill_kind=StandstillKind.STATUTORY), "standstill-not-statutory", "vrijwillig"),
        (of_the_act(haste=Haste.URGENT), "haste-unexplained", "motivering"),
        (wishes(haste=Haste.URGENT, haste_reason="Brand."), "haste-not-here", "gewoon"),
        (wishes(starts_on=date(2027, 2, 1)), "start-too-soon", "2027"),
        (wishes(starts_on=date(2040, 1, 1)), "start-too-far", "vijf jaar"),
        (wishes(rounds=5), "rounds", "4"),
    ],
)
def test_what_may_not_be_is_refused_with_what_would_be_allowed(wished, code, allowed):
    (obstacle,) = obstacles_to_wishes(wished, HOUSE, TODAY)

    assert obstacle.code == code
    assert allowed in obstacle.text


@pytest.mark.parametrize(
    "wished",
    [
        wishes(), wishes(bid_days=20), of_the_act(bid_days=40), wishes(rounds=0), wishes(rounds=4),
        of_the_act(haste=Haste.URGENT, haste_reason="Brand.", bid_days=15),
        wishes(standstill_kind=StandstillKind.NONE),
    ],
)  # fmt: skip
def test_what_is_allowed_is_not_refused(wished):
    assert codes(wished) == []


def test_every_conflict_is_named_at_once():
    wished = of_the_act(bid_days=10, standstill_days=5, haste=Haste.URGENT, starts_on=date(2026, 12, 1))

    assert codes(wished) == ["term-too-short", "haste-unexplained", "standstill-required", "start-too-soon"]


@pytest.mark.parametrize("procedure", [Procedure.OPEN_HOUSE, Procedure.IN_HOUSE])
def test_a_procedure_without_bids_has_nothing_to_count_back(procedure):
    assert codes(wishes(procedure=procedure)) == ["no-bid-term"]


def test_short_terms_of_urgency_shorten_bids_and_answers():
    plan = days(of_the_act(haste=Haste.URGENT, haste_reason="Brand."))
    usual = days(of_the_act())

    assert (plan["closing"] - plan["answers_1"]).days < (usual["closing"] - usual["answers_1"]).days
    assert plan["notice"] > usual["notice"]


def test_a_bid_term_in_the_summer_and_an_unknown_recess_deserve_a_second_look():
    summer = wishes(starts_on=date(2027, 10, 28), college=CollegeDecides.NOTHING, rounds=0)
    far = wishes(starts_on=date(2030, 6, 1))

    assert any("in een reces" in text for text in points_of_planning(plan_back(summer, HOUSE), summer, HOUSE))
    assert any("nog niets bekend" in text for text in points_of_planning(plan_back(far, HOUSE), far, HOUSE))
    assert points_of_planning(plan_back(wishes(), HOUSE), wishes(), HOUSE) == []


PROCEDURES = [
    Procedure.SAS, Procedure.NATIONAL_OPEN, Procedure.MULTIPLE_PRIVATE, Procedure.SINGLE_PRIVATE,
    Procedure.EU_OPEN, Procedure.EU_RESTRICTED,
]  # fmt: skip


@st.composite
def some_wishes(draw):
    procedure = draw(st.sampled_from(PROCEDURES))
    is_european = procedure in (Procedure.EU_OPEN, Procedure.EU_RESTRICTED)
    kinds = [StandstillKind.STATUTORY] if is_european else [StandstillKind.VOLUNTARY, StandstillKind.NONE]
    return Wishes(
        procedure,
        draw(st.dates(date(2026, 1, 1), date(2031, 1, 1))),
        rounds=draw(st.integers(0, 4)),
        bid_days=draw(st.none() | st.integers(50, 120)),
        college=draw(st.sampled_from(list(CollegeDecides))),
        standstill_kind=draw(st.sampled_from(kinds)),
        standstill_days=draw(st.integers(20, 40)),
        haste=draw(st.sampled_from(list(Haste))) if is_european else Haste.NORMAL,
        haste_reason="Brand.",
    )


@given(some_wishes())
def test_a_planning_never_breaks_the_terms_it_is_checked_against(wished):
    plan = days(wished)
    begin = plan.get("invitation") or plan["notice"]
    given_ = Circumstances(haste=wished.haste)

    assert (plan["closing"] - begin).days >= max(minimum_bid_term(wished.procedure, given_).days, wished.bid_days or 0)
    assert plan["closing"] >= earliest_closing_day(plan["notice"], wished.procedure, given_)
    if "answers_1" in plan:
        from datetime import datetime

        noon = datetime(plan["closing"].year, plan["closing"].month, plan["closing"].day, 12, tzinfo=AMSTERDAM)
        last = max(day for code, day in plan.items() if code.startswith("answers"))
        assert last <= latest_answer_day(noon, wished.procedure, wished.haste)
    signable = standstill_after(plan["decision"], wished.standstill_kind, wished.standstill_days)
    assert plan["final"] >= signable.earliest_signing_on
    if wished.college != CollegeDecides.NOTHING:
        assert recess_on(plan["decision"], DEFAULT_RECESSES) is None


@given(some_wishes())
def test_every_day_but_the_start_and_the_end_of_the_standstill_is_a_working_day(wished):
    for code, day in days(wished).items():
        assert code in ("start", "standstill") or is_working_day(day), code


@given(some_wishes())
def test_the_earliest_start_is_possible_and_the_day_before_is_not(wished):
    wished = replace(wished, starts_on=TODAY)
    start = earliest_start(wished, HOUSE, TODAY)

    assert codes(replace(wished, starts_on=start)) == []
    assert codes(replace(wished, starts_on=start - timedelta(days=1))) == ["start-too-soon"]


@given(some_wishes())
def test_a_planning_in_the_file_reads_back_as_it_was(wished):
    steps = plan_back(wished, HOUSE)

    assert steps_in(snapshot_of_planning(wished, steps, HOUSE)) == steps


def test_the_newest_norm_in_force_counts_and_the_future_waits():
    rows = [
        *DEFAULT_NORMS,
        PlanningNorm(Norm.COLLEGE, 35, date(2026, 1, 1), "Werkafspraak"),
        PlanningNorm(Norm.COLLEGE, 70, date(2027, 1, 1), "Werkafspraak"),
    ]

    assert norms_on(TODAY, rows)[Norm.COLLEGE].days == 35
    assert norms_on(date(2027, 1, 1), rows)[Norm.COLLEGE].days == 70


def test_an_own_recess_takes_the_place_of_the_example_it_overlaps():
    own = Recess("Zomerreces", date(2027, 7, 12), date(2027, 8, 20), "Raad")

    names = [row.name for row in recesses_known([own])]
    assert "Zomerreces" in names
    assert "Zomerreces 2027" not in names
    assert "Zomerreces 2028" in names


def test_the_chart_is_true_to_scale_and_stays_inside():
    phases = [(each.label, each.starts_on, each.ends_on) for each in phases_of(plan_back(wishes(), HOUSE))]
    drawing = timeline_chart(phases, bands=[("Reces", date(2027, 7, 10), date(2027, 8, 22))], today=TODAY)

    per_day = {
        (bar.width / ((last - first).days + 1)) for bar, (_, first, last) in zip(drawing.bars, phases, strict=True)
    }
    assert max(per_day) - min(per_day) < 1 / 8
    assert all(bar.x >= LABEL and bar.x + bar.width <= WIDTH for bar in (*drawing.bars, *drawing.bands))
    assert drawing.today is None
