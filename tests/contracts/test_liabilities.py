"""What the forecast rests on, counted by the database; and what it says of contracts."""

import time
from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import insert, text

from contracts.fee_schedules import FeeLine
from contracts.forecasts import Evidence, Exhaustion
from contracts.kpis import KpiCode
from contracts.milestones import AchievementStatus
from contracts.models.track_terms import steps_under
from contracts.models.tracks import Achievement, Participant, Track
from contracts.queries.comparison import mix_of
from contracts.queries.forecasts import history_of
from contracts.queries.liabilities import forecast_of, forecasts_in_use, forecasts_per_lot
from contracts.queries.scores import EVER, behind, scores_of
from contracts.queries.tracks import tracks_visible_to
from contracts.step_chains import Place, chains_of
from contracts.tracks import EndReason, TrackStatus
from procurement.lots import MilestoneKind
from tests.conftest import MONDAY
from tests.factories.contracts import RIVAL, account_of, running_contract, supplier_named
from townhall.database import db
from townhall.money import euros
from townhall.organisations.models import Organisation

TODAY = MONDAY.date()
LONG_AGO = date(2025, 1, 13)


def walked(contract, number, *, reached, ended=False, referred_on=LONG_AGO, municipality_id=None, first=1):
    """So many tracks that reached so many steps of the contract, forty days apart, straight into the tables."""
    steps = sorted(contract.milestones, key=lambda each: each.sequence)[:reached]
    people = [
        {"number": f"D-{first + n:07d}", "municipality_id": municipality_id, "created_at": MONDAY}
        for n in range(number)
    ]
    ids = list(db.session.scalars(insert(Participant).returning(Participant.id), people))
    status = TrackStatus.ENDED if ended else TrackStatus.RUNNING
    last = referred_on + timedelta(days=40 * reached)
    tracks = [
        {
            "number": f"T-{first + n}", "contract_id": contract.id, "participant_id": participant, "status": status,
            "referred_on": referred_on, "respond_by": referred_on, "accepted_on": referred_on,
            "started_on": referred_on, "ended_on": last if ended else None,
            "end_reason": EndReason.NO_SHOW if ended else None, "created_at": MONDAY, "version": 1,
        }
        for n, participant in enumerate(ids)
    ]  # fmt: skip
    track_ids = list(db.session.scalars(insert(Track).returning(Track.id), tracks))
    kim, sanne = account_of("kim").id, account_of("sanne").id
    rows = [
        {
            "track_id": track_id, "milestone_id": step.id, "occurrence": 1, "amount": step.amount,
            "reached_on": referred_on + timedelta(days=40 * (at + 1)), "status": AchievementStatus.VERIFIED,
            "reported_by_id": sanne, "reported_at": MONDAY, "verified_by_id": kim,
            "verified_at": MONDAY, "version": 1,
        }
        for track_id in track_ids
        for at, step in enumerate(steps)
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Achievement), rows)
    return contract


@pytest.fixture
def known(session, people):
    """Of 40 tracks long ago 30 got a plan, of those 20 a placement, of those 10 lasted; 12 are under way now."""
    contract = running_contract(
        starts_on=date(2025, 1, 1), agreed_ends_on=date(2027, 12, 31), maximum_value=euros("150000")
    )
    for first, (number, reached) in enumerate(((10, 0), (10, 1), (10, 2), (10, 3)), start=1):
        walked(contract, number, reached=reached, ended=True, first=first * 100)
    walked(contract, 12, reached=1, referred_on=TODAY - timedelta(days=50), first=900)
    session.flush()
    return contract


@pytest.mark.both_databases
def test_what_became_of_earlier_tracks_is_counted_per_step(known):
    plan, placement, lasting = sorted(known.milestones, key=lambda each: each.sequence)
    history = history_of([known], today=TODAY)

    passed = [history.of_step(known.id, Place(step.id, 1)) for step in (plan, placement, lasting)]
    assert [each.evidence for each in passed] == [Evidence(30, 40), Evidence(20, 30), Evidence(10, 20)]
    assert [each.days for each in passed] == [40, 40, 40]
    (standing,) = history.running
    assert (standing.number, standing.stands, standing.municipality_id) == (12, 1, None)


def test_the_expected_cost_is_number_times_chance_times_rate(known):
    forecast = forecast_of(known, today=TODAY)
    placement, lasting = Fraction(21, 32), Fraction(11, 22)

    assert forecast.total.mean == 12 * placement * (1350 + lasting * 1800)
    assert forecast.total.most == euros("37800")
    assert (forecast.tracks, forecast.is_known, forecast.waiting) == (12, True, 0)
    assert forecast.total.low < forecast.total.expected < forecast.total.high < forecast.total.most


@pytest.mark.both_databases
def test_years_and_municipalities_add_up_to_the_whole(known, session):
    zandvoort = session.query(Organisation).first().id
    walked(known, 5, reached=2, referred_on=TODAY - timedelta(days=100), municipality_id=zandvoort, first=2000)

    forecast = forecast_of(known, today=TODAY)

    assert sum(each.mean for each in forecast.cells.values()) == forecast.total.mean
    assert sum(each.mean for each in forecast.in_years().values()) == forecast.total.mean
    assert forecast.per_municipality()[zandvoort].most == 5 * euros("1800")
    assert sorted(forecast.in_years()) == [2026, 2027]


def test_the_day_the_maximum_is_used_up_lies_in_its_interval(known):
    days = forecast_of(known, today=TODAY).days

    assert days.kind is Exhaustion.EXPECTED
    assert 0 < days.early < days.expected < (days.late or 10_000)


def test_other_contracts_of_the_lot_count_and_too_little_is_said(known, people):
    young = running_contract(supplier_id=supplier_named(RIVAL).id)
    walked(young, 3, reached=0, referred_on=TODAY, first=3000)

    of_lot = forecast_of(young, today=TODAY)
    assert (of_lot.is_known, of_lot.steps[0].own, of_lot.steps[0].lot) == (True, Evidence(0, 0), Evidence(30, 40))

    alone = running_contract(target_group="over_fifty")
    walked(alone, 3, reached=0, referred_on=TODAY, first=4000)
    forecast = forecast_of(alone, today=TODAY)
    assert [step.label for step in forecast.lacking] == [each.label for each in forecast.steps]
    assert forecast.days.kind is Exhaustion.TOO_LITTLE


def test_all_lots_together_take_a_fixed_number_of_queries(known, at_most_queries):
    running_contract(supplier_id=supplier_named(RIVAL).id)
    running_contract(target_group="over_fifty")

    with at_most_queries(13):
        lots = forecasts_per_lot(today=TODAY)

    assert [len(lot.contracts) for lot in lots] == [2, 1]


def test_of_the_contracts_in_use_the_same_is_said_in_as_many_queries(known, at_most_queries):
    for number in (1, 2, 3):
        other = running_contract(target_group="over_fifty")
        walked(other, number, reached=0, referred_on=TODAY, first=5000 + 10 * number)
    whole = {each.contract.id: each.days for lot in forecasts_per_lot(today=TODAY) for each in lot.contracts}

    with at_most_queries(13):
        found = forecasts_in_use(today=TODAY)

    assert {each.contract.id: each.days for each in found} == {known.id: whole[known.id]}
    assert {days.kind for number, days in whole.items() if number != known.id} == {Exhaustion.TOO_LITTLE}


def test_a_monthly_fee_is_a_chain_of_its_own_and_a_bonus_ends_the_main_one(session, people):
    def line(kind, times=1):
        return FeeLine(kind=kind, label=kind.value, amount=euros("10"), most_times=times)

    kinds = MilestoneKind
    contract = running_contract(
        lines=[line(kinds.BONUS), line(kinds.PLAN), line(kinds.MONTHLY_FEE, 3), line(kinds.PLACEMENT)]
    )
    main, monthly = chains_of(steps_under(contract))

    assert [step.kind for step in main.steps] == [kinds.PLAN, kinds.PLACEMENT, kinds.BONUS]
    assert [place.occurrence for place in monthly.places] == [1, 2, 3]
    assert (main.is_main, monthly.is_main, main.lasts(2), main.patience(1)) == (True, False, True, 365)


@pytest.mark.soak
@pytest.mark.both_databases
def test_figures_over_fifty_thousand_tracks(session, people):
    contracts = [running_contract(starts_on=date(2025, 1, 1), agreed_ends_on=date(2027, 12, 31)) for _ in range(5)]
    for at, contract in enumerate(contracts):
        for reached in range(4):
            for ended in (True, False):
                first = 1_000_000 * (at + 1) + 10_000 * (2 * reached + ended)
                walked(contract, 1250, reached=reached, ended=ended, first=first)
    db.session.flush()
    # What the database does by itself once so much was added.
    db.session.execute(text("ANALYZE"))
    for name, ask in (
        ("scores", lambda: scores_of(contracts, today=TODAY)),
        ("mix", lambda: mix_of([each.id for each in contracts], today=TODAY)),
        ("forecast", lambda: forecast_of(contracts[0], today=TODAY)),
        ("all lots", lambda: forecasts_per_lot(today=TODAY)),
        (
            "behind",
            lambda: db.session.execute(
                behind(
                    tracks_visible_to(people.actor("kim"), contract_id=contracts[0].id), KpiCode.PLACED, EVER,
                    today=TODAY,
                ).limit(25)
            ).all(),
        ),
    ):  # fmt: skip
        began = time.perf_counter()
        ask()
        took = time.perf_counter() - began
        print(f"{db.engine.dialect.name} {name}: {took * 1000:.0f} ms")
        # A guard against a plan that walks everything for everything, not a stopwatch: other work may run beside.
        assert took < 10
