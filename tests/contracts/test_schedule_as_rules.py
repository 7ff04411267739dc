"""The schedule of a contract in the documented format brings what the rules of the application say."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.fee_histories import ClientHistory, facts_of, price_list, worked_out
from contracts.fee_presets import PRESETS, preset
from contracts.fee_rules.payable import payable
from contracts.fee_rules.schedule_reading import read_schedule
from contracts.fee_schedules import line_of, with_amounts
from contracts.milestones import (
    AchievementStatus,
    Reached,
    StepTerms,
    TrackFacts,
    months_of,
    obstacles_to_achieving,
)
from contracts.placement_kinds import BenefitEffect, ClawbackManner, ContractForm, WorkKind
from contracts.placements import PlacementFacts, PlacementTerms, placed_on, spells_that_are_placements, sustained_on
from contracts.rates import Rate, rate_on
from contracts.schedule_as_rules import as_rules, code_of
from contracts.tracks import EndReason, TrackLife, TrackStatus
from procurement.calculators import parse, to_json
from procurement.lots import RESULT_MILESTONES, MilestoneKind
from townhall.money import ZERO, euros, round_to_cents
from townhall.periods import add_months

Kind = MilestoneKind
REFERRED = date(2026, 1, 5)
STARTED = date(2026, 1, 20)
TODAY = date(2027, 6, 30)
TERMS = PlacementTerms(min_hours_per_week=Decimal(24), guarantee_months=3)
RAISED_ON = date(2026, 9, 1)


def steps_of(code="NCLP-30/30/40", tariff=4500, more=()):
    lines = [*with_amounts(preset(code).lines, euros(tariff)), *more]
    return tuple(
        StepTerms(n, n, line.kind, line.label, line.amount, line.sustained_months, line.most_times)
        for n, line in enumerate(lines, start=1)
    )


def prices_of(steps, raised_by=0):
    return {
        code: [*rates, *([Rate(RAISED_ON, rates[0].amount + raised_by)] if raised_by else [])]
        for code, rates in price_list({code_of(step): step.amount for step in steps}).items()
    }


def brings(history, steps=None, terms=TERMS, today=TODAY, raised_by=0):
    steps = steps or steps_of()
    rules = to_json(as_rules(steps, terms, schedule_id="RO-1", title="Regeling"))
    return worked_out(rules, history, prices_of(steps, raised_by), today=today)


def job(start, until=None, ended=None, hours=32, **more):
    facts = {"work_kind": WorkKind.REGULAR, "contract_form": ContractForm.FIXED_TERM}
    return PlacementFacts(
        starts_on=start, agreed_until=until, ended_on=ended, hours_per_week=Decimal(hours), **(facts | more)
    )


def client(*jobs, **more):
    facts = {"referred_on": REFERRED, "plan_on": date(2026, 1, 15), "started_on": STARTED, "jobs": jobs}
    return ClientHistory(**(facts | more))


MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (client(), {"Plan getekend": 1350}),
        (client(job(MARCH)), {"Plan getekend": 1350, "Plaatsing": 1350, "6 maanden aan het werk": 1800}),
        (client(job(MARCH, hours=23)), {"Plan getekend": 1350}),
        (client(job(MARCH, date(2026, 8, 30))), {"Plan getekend": 1350}),
        (
            client(job(MARCH, date(2027, 2, 28), date(2026, 5, 30))),
            {"Plan getekend": 1350, "Plaatsing": 1350, "Terug: Plaatsing": -1350},
        ),
        # The last day of the third month was worked: the guarantee is served.
        (client(job(MARCH, date(2027, 2, 28), date(2026, 5, 31))), {"Plan getekend": 1350, "Plaatsing": 1350}),
        # A client who finds other work that lasts: the supplier keeps the fee for the placement.
        (
            client(job(MARCH, date(2027, 2, 28), date(2026, 4, 30)), job(date(2026, 8, 1))),
            {"Plan getekend": 1350, "Plaatsing": 1350, "6 maanden aan het werk": 1800},
        ),
        (client(job(MARCH), plan_on=None), {}),
        (client(job(MARCH), ended_on=date(2026, 2, 1)), {"Plan getekend": 1350}),
        (
            client(job(MARCH), ended_on=date(2026, 4, 1), ended_in_work=True),
            {"Plan getekend": 1350, "Plaatsing": 1350, "6 maanden aan het werk": 1800},
        ),
        (client(job(MARCH), benefit=BenefitEffect.UNCHANGED), {"Plan getekend": 1350}),
    ],
)
def test_thirty_thirty_forty_with_full_clawback_within_three_months(history, expected):
    found = brings(history)

    assert {line.milestone: line.amount for line in found.lines if line.amount} == expected
    assert found.payable == sum(expected.values())
    assert all(line.why for line in found.lines)


def test_each_line_tells_its_day():
    found = brings(client(job(MARCH, date(2027, 2, 28), date(2026, 4, 30))))

    assert [line.on for line in found.lines] == [date(2026, 1, 15), MARCH, None, date(2026, 4, 30)]


def test_a_raise_on_the_day_of_a_milestone_counts_for_it_and_the_day_before_does_not():
    before = brings(client(job(MARCH), plan_on=RAISED_ON - timedelta(days=1)), raised_by=100)
    on_the_day = brings(client(job(MARCH), plan_on=RAISED_ON), raised_by=100)

    assert before.lines[0].amount == 1350
    assert on_the_day.lines[0].amount == 1450


@pytest.mark.parametrize(
    ("terms", "history", "placement"),
    [
        (replace(TERMS, able_share=Decimal(50)), client(job(MARCH, hours=24), able_hours=Decimal(36)), 1350),
        (replace(TERMS, able_share=Decimal(80)), client(job(MARCH, hours=24), able_hours=Decimal(36)), 0),
        (replace(TERMS, able_share=Decimal(80)), client(job(MARCH, hours=24)), 0),
        (replace(TERMS, within_months=2), client(job(MARCH)), 1350),
        (replace(TERMS, within_months=1), client(job(MARCH)), 0),
        (replace(TERMS, full_fee_hours=Decimal(30)), client(job(MARCH, hours=24)), 1080),
        (replace(TERMS, full_fee_hours=Decimal(30)), client(job(MARCH, hours=16), job(MARCH, hours=8)), 1080),
        (replace(TERMS, benefit_must_end=True), client(job(MARCH), benefit=BenefitEffect.REDUCED), 0),
        (TERMS, client(job(MARCH), benefit=BenefitEffect.REDUCED), 1350),
        (TERMS, client(job(MARCH, work_kind=WorkKind.TRIAL)), 0),
        (TERMS, client(job(MARCH, employer_is_supplier=True)), 0),
        (replace(TERMS, contract_forms=frozenset({ContractForm.PERMANENT})), client(job(MARCH)), 0),
    ],
)  # fmt: skip
def test_what_was_agreed_about_work_decides_on_the_placement(terms, history, placement):
    found = brings(history, terms=terms)

    assert next(line.amount for line in found.lines if line.milestone == "Plaatsing") == placement


def test_a_label_may_hold_braces():
    steps = (StepTerms(1, 1, Kind.PLAN, "Plan {van aanpak}", euros(10)),)

    assert brings(client(), steps=steps).lines[0].milestone == "Plan {van aanpak}"


# --- the same as the rules of the application -------------------------------------------------------------------------

days = st.dates(date(2026, 1, 5), date(2026, 12, 31))
lengths = st.integers(0, 500)
kinds = st.sampled_from([WorkKind.REGULAR, WorkKind.REGULAR, WorkKind.WAGE_COST_SUBSIDY, WorkKind.TRIAL])


@st.composite
def jobs(draw):
    start = draw(days)
    until = draw(st.none() | lengths.map(lambda n: start + timedelta(days=n)))
    ended = draw(st.none() | st.integers(0, 200).map(lambda n: start + timedelta(days=n)))
    if until is not None and ended is not None:
        ended = min(ended, until)
    hours = draw(st.sampled_from([12, 16, 23, 24, 32]))
    return job(start, until, ended, hours, work_kind=draw(kinds))


all_steps = st.sampled_from(
    [
        *(steps_of(each.code, 3600) for each in PRESETS),
        steps_of(more=[line_of(Kind.BONUS, amount=euros(500), months=9)]),
        steps_of(more=[line_of(Kind.BONUS, amount=euros(500))]),
        steps_of(more=[line_of(Kind.MONTHLY_FEE, amount=euros(75), most_times=24)]),
    ]
)
all_terms = st.builds(
    replace,
    st.just(TERMS),
    max_gap_days=st.sampled_from([0, 14, 30]),
    guarantee_months=st.sampled_from([0, 1, 3]),
    clawback=st.sampled_from(ClawbackManner),
    within_months=st.sampled_from([None, 6]),
    full_fee_hours=st.sampled_from([None, Decimal(36)]),
    able_share=st.sampled_from([None, Decimal(75)]),
)
histories = st.builds(
    ClientHistory,
    referred_on=st.just(REFERRED),
    plan_on=st.none() | st.dates(REFERRED, date(2026, 6, 1)),
    started_on=st.none() | st.dates(REFERRED, date(2026, 3, 1)),
    ended_on=st.none() | st.dates(date(2026, 3, 1), date(2027, 1, 1)),
    ended_in_work=st.booleans(),
    reached=st.dictionaries(st.sampled_from(["M1", "M2", "M3", "M4"]), days),
    jobs=st.lists(jobs(), max_size=4).map(tuple),
    able_hours=st.sampled_from([None, Decimal(24), Decimal(36)]),
)


def as_the_application(history, steps, terms, raised_by):
    """A supplier reports every step on the first day on which the rules of the application allow it."""
    terms = terms.for_client(history.able_hours)
    prices = prices_of(steps, raised_by)
    life = TrackLife(
        status=TrackStatus.RUNNING if history.ended_on is None else TrackStatus.ENDED,
        referred_on=REFERRED,
        respond_by=REFERRED,
        accepted_on=REFERRED,
        plan_on=history.plan_on,
        started_on=history.started_on,
        ended_on=history.ended_on,
        end_reason=None if history.ended_on is None else EndReason.WORK if history.ended_in_work else EndReason.NO_SHOW,
    )
    facts = TrackFacts(life=life, steps=steps, terms=terms, placements=history.jobs)
    earned = ZERO
    for step in steps:
        for occurrence in range(1, step.most_times + 1):
            possible = {history.reached.get(code_of(step))} if _is_declared(step) else _days_of(facts, step, occurrence)
            possible |= {each.reached_on for each in facts.reached} if not _is_declared(step) else set()
            if _is_declared(step) and None not in possible:
                # Reported when the step before it was, if that came later.
                possible |= {each.reached_on for each in facts.reached if each.reached_on >= min(possible)}
            day = next(
                (
                    day
                    for day in sorted(possible - {None})
                    if not obstacles_to_achieving(step, facts, reached_on=day, today=TODAY, occurrence=occurrence)
                ),
                None,
            )
            if day is None or (_is_declared(step) and not _stands(history, step)):
                continue
            fee = _fee(step, history, terms, rate_on(prices[code_of(step)], day).amount)
            earned += fee - (_comes_back(fee, history, terms) if step.kind is Kind.PLACEMENT else ZERO)
            done = Reached(step.milestone_id, occurrence, day, AchievementStatus.VERIFIED, fee)
            facts = replace(facts, reached=(*facts.reached, done))
    return earned


def _is_declared(step):
    known = {Kind.PLAN, Kind.START, Kind.PLACEMENT, Kind.MONTHLY_FEE}
    return step.kind not in known and months_of(step) is None


def _stands(history, step):
    """Whether the declared day lies in the track."""
    first = REFERRED if step.kind is Kind.INTAKE else history.started_on
    return first is not None and history.reached[code_of(step)] >= first


def _days_of(facts, step, occurrence):
    life, months = facts.life, months_of(step)
    days = {life.plan_on, life.started_on, placed_on(facts.placements, facts.terms, referred_on=REFERRED)}
    if months is not None:
        days.add(sustained_on(facts.placements, facts.terms, referred_on=REFERRED, months=months))
    if step.kind is Kind.MONTHLY_FEE and life.started_on is not None:
        days.add(add_months(life.started_on, occurrence))
    return days


def _fee(step, history, terms, amount):
    result = step.kind in RESULT_MILESTONES - {Kind.CERTIFICATE}
    if terms.full_fee_hours is None or not result:
        return amount
    day = placed_on(history.jobs, terms, referred_on=REFERRED)
    hours = sum(
        each.hours_per_week
        for each in history.jobs
        if each.work_kind in terms.work_kinds
        and each.starts_on <= day
        and (each.worked_until is None or each.worked_until >= day)
    )
    return round_to_cents(
        Fraction(amount) * Fraction(min(hours, terms.full_fee_hours)) / Fraction(terms.full_fee_hours)
    )


def _comes_back(fee, history, terms):
    if terms.guarantee_months == 0 or terms.clawback is ClawbackManner.FULL:
        return ZERO
    served = []
    for spell in spells_that_are_placements(history.jobs, terms, referred_on=REFERRED):
        guaranteed = (add_months(spell.starts_on, terms.guarantee_months) - spell.starts_on).days
        worked = guaranteed if spell.until is None else (spell.until - spell.starts_on).days + 1
        served.append(Fraction(min(worked, guaranteed), guaranteed))
    return round_to_cents(Fraction(fee) * (1 - max(served)))


@given(history=histories, steps=all_steps, terms=all_terms, raised_by=st.sampled_from([0, 50]))
def test_the_documented_format_brings_what_the_rules_of_the_application_say(history, steps, terms, raised_by):
    found = brings(history, steps, terms, raised_by=raised_by)

    assert found.payable == as_the_application(history, steps, terms, raised_by)


@given(history=histories, steps=all_steps, terms=all_terms, raised_by=st.sampled_from([0, 50]))
def test_never_more_than_the_maximum_and_never_less_than_nothing(history, steps, terms, raised_by):
    most = sum((step.amount + raised_by) * step.most_times for step in steps)

    assert 0 <= brings(history, steps, terms, raised_by=raised_by).payable <= most


@given(history=histories, steps=all_steps, terms=all_terms, order=st.randoms())
def test_the_order_in_which_jobs_are_written_down_does_not_matter(history, steps, terms, order):
    shuffled = list(history.jobs)
    order.shuffle(shuffled)

    assert brings(replace(history, jobs=tuple(shuffled)), steps, terms) == brings(history, steps, terms)


@given(history=histories, steps=all_steps, terms=all_terms, at=st.integers(0, 400))
def test_one_employment_written_down_as_two_touching_contracts_changes_nothing(history, steps, terms, at):
    if not history.jobs:
        return
    whole = replace(history.jobs[0], ended_on=None)
    cut = whole.starts_on + timedelta(days=at)
    if whole.agreed_until is not None and cut >= whole.agreed_until:
        return
    first = replace(whole, agreed_until=cut)
    second = replace(whole, starts_on=cut + timedelta(days=1))
    one, two = (replace(history, jobs=(*parts, *history.jobs[1:])) for parts in ((whole,), (first, second)))

    assert brings(one, steps, terms).payable == brings(two, steps, terms).payable


@given(history=histories, steps=all_steps, terms=all_terms, mistaken=jobs())
def test_a_correction_brings_the_same_as_having_known_it_at_once(history, steps, terms, mistaken):
    if not history.jobs:
        return
    rules = read_schedule(parse(to_json(as_rules(steps, terms, schedule_id="RO-1", title="Regeling"))))
    facts = facts_of(history, prices_of(steps), today=TODAY)
    wrong = facts_of(replace(history, jobs=(mistaken,)), prices_of(steps), today=TODAY)["jobs"][0] | {"id": "fout"}
    corrected = facts | {"jobs": [wrong, *facts["jobs"][1:], facts["jobs"][0] | {"replaces": "fout"}]}

    assert payable(rules, corrected).lines == payable(rules, facts).lines
