"""Amounts follow the agreed index once a year, step by step, approved by somebody else, and never back in time."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.tasks import tasks_of
from contracts.fee_terms import FeeTerms, IndexClause
from contracts.indexation import (
    Earlier,
    Figure,
    IndexationStatus,
    indexed,
    obstacles_to_figure,
    obstacles_to_indexing,
    percent_of,
)
from contracts.operations.indexation import (
    approve_indexation,
    propose_indexation,
    record_figure,
    reject_indexation,
)
from procurement.lots import MilestoneKind
from tests.conftest import MONDAY
from tests.factories.contracts import account_of, running_contract
from tests.factories.tracks import at_nine, reported_achievement, running_track, verified_achievement
from townhall.money import euros
from townhall.refusal import Refusal

INDEX = "CBS dienstenprijzen"
CLAUSE = IndexClause(INDEX, date(2026, 1, 1))
BASE, NEXT = Figure(date(2026, 1, 1), Decimal("112.9")), Figure(date(2027, 1, 1), Decimal("118.4"))
TODAY = date(2027, 3, 1)
FROM = date(2027, 4, 1)


def codes_of(clause=CLAUSE, figures=(BASE, NEXT), earlier=(), valid_from=FROM, runs_until=date(2027, 12, 31)):
    found = obstacles_to_indexing(clause, figures, earlier, valid_from=valid_from, today=TODAY, runs_until=runs_until)
    return [obstacle.code for obstacle in found]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({}, []),
        ({"clause": None}, ["no-index-clause"]),
        ({"figures": [NEXT]}, ["figure-missing"]),
        ({"figures": []}, ["figure-missing", "figure-missing"]),
        ({"valid_from": TODAY}, ["not-retroactive"]),
        ({"valid_from": TODAY + timedelta(days=1)}, []),
        ({"valid_from": date(2028, 1, 1)}, ["after-the-contract"]),
        ({"earlier": [Earlier(NEXT.month, date(2026, 6, 1))]}, ["figure-missing", "once-a-year"]),
    ],
)
def test_why_amounts_cannot_be_indexed(given_, expected):
    assert codes_of(**given_) == expected


def test_the_new_amount_is_the_old_one_times_the_new_figure_over_the_old():
    found = indexed("Plaatsing", 1, euros("1350"), before=BASE, now=NEXT)

    assert found.new == euros("1415.77")  # 1.350 × 118,4 ÷ 112,9 = 1.415,766…
    assert percent_of(BASE, NEXT) == Decimal("4.87")


@given(
    amount=st.decimals(min_value=1, max_value=10**6, places=2),
    figures=st.lists(st.decimals(min_value=50, max_value=200, places=1), min_size=2, max_size=2),
)
def test_the_same_figure_changes_nothing_and_a_higher_one_never_lowers(amount, figures):
    low, high = (Figure(BASE.month, figure) for figure in sorted(figures))

    assert indexed("x", 1, amount, before=low, now=low).new == amount
    assert indexed("x", 1, amount, before=low, now=high).new >= amount


def test_a_figure_needs_a_source_and_a_month_that_has_come():
    found = obstacles_to_figure(date(2027, 4, 1), Decimal(0), source=" ", today=TODAY)

    assert {obstacle.code for obstacle in found} == {"figure-not-positive", "month-not-over", "source-missing"}


@pytest.fixture
def contract(session, people):
    coen = people.actor("coen")
    for figure in (BASE, NEXT):
        now = at_nine(figure.month)
        record_figure(INDEX, figure.month, figure.figure, source="CBS StatLine", actor=coen, now=now)
    return running_contract(fee_terms=FeeTerms(indexed=CLAUSE).to_keep())


def proposed(contract, people, valid_from=FROM):
    return propose_indexation(contract, valid_from=valid_from, actor=people.actor("coen"), now=at_nine(TODAY))


def test_indexation_holds_from_its_first_day_and_never_touches_an_earned_milestone(contract, people):
    plan = verified_achievement(running_track(contract, referred_on=date(2027, 2, 1)), MilestoneKind.PLAN)
    proposal = proposed(contract, people)

    approve_indexation(proposal, actor=people.actor("wim"), now=at_nine(TODAY))

    assert plan.amount == euros("1350")
    eve = running_track(contract, referred_on=date(2027, 3, 2), plan_on=FROM - timedelta(days=1))
    then = running_track(contract, referred_on=date(2027, 3, 2), plan_on=FROM)
    assert reported_achievement(eve, MilestoneKind.PLAN, reached_on=FROM + timedelta(days=9)).amount == euros("1350")
    assert reported_achievement(then, MilestoneKind.PLAN).amount == euros("1415.77")
    assert [milestone.rates[-1].amount for milestone in contract.milestones] == [
        euros("1415.77"), euros("1415.77"), euros("1887.69")
    ]  # fmt: skip


def test_the_next_year_goes_on_from_the_amounts_of_this_year(contract, people):
    approve_indexation(proposed(contract, people), actor=people.actor("wim"), now=at_nine(TODAY))
    contract.ends_on = date(2029, 12, 31)
    record_figure(
        INDEX, date(2028, 1, 1), Decimal("120"), source="CBS", actor=people.actor("coen"), now=at_nine(date(2028, 2, 1))
    )

    again = propose_indexation(
        contract, valid_from=date(2028, 4, 1), actor=people.actor("coen"), now=at_nine(date(2028, 3, 1))
    )

    assert (again.figure_before, again.figure) == (Decimal("118.4"), Decimal("120"))
    assert again.indexed_amounts()[0].new == euros("1434.90")  # 1.415,77 × 120 ÷ 118,4 = 1.434,902…


def test_nobody_approves_what_he_worked_out_and_nothing_is_approved_too_late(contract, people):
    proposal = proposed(contract, people)

    with pytest.raises(Refusal) as refusal:
        approve_indexation(proposal, actor=people.actor("coen"), now=at_nine(FROM))

    assert [o.code for o in refusal.value.obstacles] == ["own-proposal", "not-retroactive"]
    assert proposal.status is IndexationStatus.PROPOSED
    assert all(not milestone.rates for milestone in contract.milestones)


def test_a_proposal_waits_in_the_work_list_of_whoever_may_approve_it_until_it_was_decided(contract, people):
    def told(name):
        return [task.label for task in tasks_of(people.actor(name), at_nine(TODAY)) if task.url == url]

    proposal, url = proposed(contract, people), f"/contracten/{contract.number}/indexering"

    assert told("wim") == ["indexering van een contract wacht op uw akkoord, vóór 1 april 2027"]
    assert told("coen") == told("kim") == []
    approve_indexation(proposal, actor=people.actor("wim"), now=at_nine(TODAY))
    assert told("wim") == []


def test_a_corrected_figure_makes_the_proposal_outdated_and_a_new_one_uses_it(contract, people):
    proposal = proposed(contract, people)
    record_figure(
        INDEX, NEXT.month, Decimal("118.9"), source="CBS, definitief", actor=people.actor("coen"), now=at_nine(TODAY)
    )

    with pytest.raises(Refusal) as refusal:
        approve_indexation(proposal, actor=people.actor("wim"), now=at_nine(TODAY))
    reject_indexation(proposal, reason="Definitief cijfer", actor=people.actor("wim"), now=at_nine(TODAY))

    assert [o.code for o in refusal.value.obstacles] == ["proposal-outdated"]
    assert proposed(contract, people).figure == Decimal("118.9")


def test_a_contract_without_an_index_is_not_indexed(session, people):
    with pytest.raises(Refusal) as refusal:
        propose_indexation(running_contract(), valid_from=FROM, actor=people.actor("coen"), now=MONDAY)

    assert [o.code for o in refusal.value.obstacles] == ["no-index-clause"]


def test_the_pages_show_each_step_and_let_another_person_approve(app, as_person, contract, people, session):
    session.commit()
    number, coen = contract.number, as_person("coen")
    assert account_of("wim").id != account_of("coen").id
    coen.post(f"/contracten/{number}/indexering/berekenen", data={"valid_from": "01-07-2027"})

    page = coen.get(f"/contracten/{number}/indexering").get_data(as_text=True)

    assert "118,4 ÷ 112,9" in page and "1.415,77" in page
    assert "Vraag een collega" in page
    session.expire_all()
    wim = as_person("wim")
    text = wim.get(f"/contracten/{number}/indexering").get_data(as_text=True)
    action = text.split('action="')[1:]
    address = next(each.split('"')[0] for each in action if each.split('"')[0].endswith("/goedkeuren"))
    wim.post(address)
    assert "Goedgekeurd" in wim.get(f"/contracten/{number}/indexering").get_data(as_text=True)
