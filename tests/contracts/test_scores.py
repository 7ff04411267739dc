"""Every agreed figure is measured by the database, and unfolds to exactly the list behind it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.experience import SurveyGroup, grades_of
from contracts.kpis import AgreedKpi, KpiCode, KpiPeriod, KpiSource, KpiVerdict
from contracts.mix import Compared, Distance, SignalKind, compare, signals_of
from contracts.operations.performance import agree_on_kpi, end_kpi, record_survey
from contracts.operations.progress_reports import agree_on_rhythm, submit_report
from contracts.operations.tracks import end_track
from contracts.queries.comparison import contracts_beside, mix_of, parts_by_distance
from contracts.queries.scores import EVER, behind, counts_per_quarter, kpi_row, score_of, scores_of
from contracts.queries.tracks import tracks_visible_to
from contracts.reporting import Rhythm
from contracts.tracks import EndReason
from procurement.lots import MilestoneKind
from tests.conftest import MONDAY
from tests.factories.contracts import RIVAL, running_contract, supplier_named
from tests.factories.tracks import (
    at_nine,
    placed_track,
    referred_track,
    running_track,
    supplier_actor,
    verified_achievement,
)
from townhall.database import db
from townhall.periods import quarter_of
from townhall.refusal import Refusal

TODAY = MONDAY.date()
HAND = KpiSource.BY_HAND


def agreed(contract, people, *kpis):
    for kpi in kpis:
        agree_on_kpi(contract, kpi, actor=people.actor("coen"), now=MONDAY)
    return contract


@pytest.fixture
def measured(session, people):
    """A contract with every figure agreed: six placed tracks of which five are at work after six months, and a
    no-show."""
    contract = agreed(
        running_contract(norm_placed=Decimal(50)), people,
        AgreedKpi(KpiCode.INTAKE_SPEED, Decimal(90), within_days=14, source=HAND),
        AgreedKpi(KpiCode.PLAN_SPEED, Decimal(90), within_days=6, source=HAND),
        AgreedKpi(KpiCode.DURATION, Decimal(4), source=HAND),
        AgreedKpi(KpiCode.SATISFACTION, Decimal(7), source=HAND),
        AgreedKpi(KpiCode.REPORTING, Decimal(95), source=HAND),
        AgreedKpi(KpiCode.COST, Decimal(2000), source=HAND),
    )  # fmt: skip
    for _ in range(5):
        placed_track(contract)
    placed_track(contract, starts_on=date(2026, 10, 1))
    verified_achievement(running_track(contract), MilestoneKind.PLAN)
    no_show = running_track(contract)
    end_track(no_show, EndReason.NO_SHOW, date(2026, 5, 4), actor=people.actor("kim"), now=MONDAY)
    record_survey(
        contract, grades_of([Decimal(grade) for grade in (6, 7, 8, 8, 9)]), held_on=date(2026, 9, 1),
        asked=SurveyGroup.PARTICIPANTS, actor=people.actor("coen"), now=MONDAY,
    )  # fmt: skip
    agree_on_rhythm(contract, Rhythm(date(2026, 1, 1), 3), actor=people.actor("coen"), now=MONDAY)
    for starts_on, sent_on in ((date(2026, 1, 1), date(2026, 4, 14)), (date(2026, 4, 1), date(2026, 7, 15))):
        submit_report(contract, starts_on, results="Goed", actor=supplier_actor(contract), now=at_nine(sent_on))
    db.session.flush()
    return contract


def test_every_agreed_figure_is_measured_and_judged(measured):
    found = {kpi.code: kpi for kpi in score_of(measured, today=TODAY)}

    assert {code: (kpi.count, kpi.of, kpi.verdict) for code, kpi in found.items()} == {
        KpiCode.PLACED: (6, 8, KpiVerdict.MET),
        KpiCode.SUSTAINED: (5, 5, KpiVerdict.NO_NORM),
        KpiCode.DROPPED_OUT: (1, 8, KpiVerdict.NO_NORM),
        KpiCode.INTAKE_SPEED: (8, 8, KpiVerdict.MET),
        KpiCode.PLAN_SPEED: (0, 8, KpiVerdict.MISSED),
        KpiCode.DURATION: (6, 6, KpiVerdict.MET),
        KpiCode.SATISFACTION: (5, 5, KpiVerdict.MET),
        # Sent on the last day is in time, a day later is not, and one was never sent.
        KpiCode.REPORTING: (1, 3, KpiVerdict.MISSED),
        KpiCode.COST: (5, 5, KpiVerdict.MET),
    }
    assert found[KpiCode.SATISFACTION].value == Fraction(38, 5)
    assert found[KpiCode.COST].published == Decimal("270.00")
    # Five waited 23 days for work and one 206: the middle is 23 days.
    assert found[KpiCode.DURATION].value == Fraction(23, 7)


@pytest.mark.both_databases
def test_figures_of_many_contracts_take_a_fixed_number_of_queries(measured, people, at_most_queries):
    others = [running_contract(supplier_id=supplier_named(RIVAL).id) for _ in range(3)]
    placed_track(others[0])

    with at_most_queries(10):
        found = scores_of([measured, *others], today=TODAY)

    assert [kpi.of for kpi in found[others[0].id]] == [1, 1, 1]
    assert found[measured.id] == score_of(measured, today=TODAY)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "code",
    [
        KpiCode.PLACED, KpiCode.SUSTAINED, KpiCode.DROPPED_OUT, KpiCode.INTAKE_SPEED, KpiCode.PLAN_SPEED,
        KpiCode.DURATION,
    ],
)  # fmt: skip
def test_the_list_behind_a_figure_counts_up_to_it(measured, people, code):
    kpi = next(kpi for kpi in score_of(measured, today=TODAY) if kpi.code is code)
    days = {KpiCode.INTAKE_SPEED: 14, KpiCode.PLAN_SPEED: 6}.get(code, 0)
    tracks = tracks_visible_to(people.actor("kim"), contract_id=measured.id)

    rows = db.session.execute(behind(tracks, code, EVER, today=TODAY, days=days)).all()

    assert (sum(row.counts for row in rows), len(rows)) == (kpi.count, kpi.of)


def test_a_norm_over_a_quarter_looks_at_that_quarter_only(session, people):
    kpi = AgreedKpi(KpiCode.PLACED, Decimal(50), KpiPeriod.QUARTER, source=HAND)
    contract = agreed(running_contract(), people, kpi)
    placed_track(contract)

    assert score_of(contract, today=TODAY)[0].of == 0
    assert score_of(contract, today=TODAY, period=quarter_of(date(2026, 3, 9)))[0].of == 1


def test_the_course_per_quarter_is_that_of_the_quarter_of_start(measured):
    (quarter,) = counts_per_quarter(measured, today=TODAY)

    assert (quarter.title, quarter.counts.started, quarter.counts.placed) == ("2026 kw 1", 8, 6)


def test_a_new_norm_takes_the_place_of_the_old_which_stays_in_sight(session, people):
    contract = running_contract(norm_placed=Decimal(50))
    agreed(contract, people, AgreedKpi(KpiCode.PLACED, Decimal(60), source=HAND))
    agreed(contract, people, AgreedKpi(KpiCode.PLACED, Decimal(70), source=HAND))

    assert score_of(contract, today=TODAY)[0].norm == 70
    end_kpi(contract, kpi_row(contract, KpiCode.PLACED), actor=people.actor("coen"), now=MONDAY)
    assert score_of(contract, today=TODAY)[0].norm == 50


@pytest.mark.parametrize(
    ("kpi", "code"),
    [
        (AgreedKpi(KpiCode.PLACED, Decimal(101), source=HAND), "norm-no-percentage"),
        (AgreedKpi(KpiCode.SATISFACTION, Decimal(0), source=HAND), "norm-no-grade"),
        (AgreedKpi(KpiCode.PLACED, Decimal(50), within_days=3, source=HAND), "days-not-asked"),
        (AgreedKpi(KpiCode.PLACED, Decimal(50), source=KpiSource.PROMISE), "source-missing"),
    ],
)
def test_what_makes_no_sense_is_not_agreed(session, people, kpi, code):
    with pytest.raises(Refusal) as refusal:
        agreed(running_contract(), people, kpi)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == [code]


def test_suppliers_are_compared_with_what_their_own_people_let_expect(session, people):
    """Sanne got the hard clients and placed more of them than Rik; uncorrected, Rik looks better."""
    sanne, rik = running_contract(), running_contract(supplier_id=supplier_named(RIVAL).id)
    for contract, step, placed, other in ((sanne, 1, 6, 6), (sanne, 6, 4, 0), (rik, 1, 0, 4), (rik, 6, 9, 3)):
        for number in range(placed + other):
            track = placed_track(contract) if number < placed else running_track(contract)
            track.ladder_step = step
    db.session.flush()

    assert contracts_beside(sanne) == [rik, sanne]
    found = compare(parts_by_distance([sanne.id, rik.id], KpiCode.PLACED, today=TODAY))

    assert (found[sanne.id].rate, found[rik.id].rate) == (Fraction(10, 16), Fraction(9, 16))
    # Of the hard ones 6 of 16 were placed in the lot, of the easy ones 13 of 16.
    assert found[sanne.id].expected == 12 * Fraction(6, 16) + 4 * Fraction(13, 16)
    assert found[sanne.id].corrected == Fraction(19, 32) * 10 / found[sanne.id].expected
    assert found[sanne.id].verdict is Compared.AS_EXPECTED


@pytest.mark.both_databases
def test_silent_tracks_and_returned_clients_are_seen(session, people):
    contract = running_contract()
    for _ in range(5):
        running_track(contract).ladder_step = 2
    referred_track(contract, referred_on=date(2026, 11, 16)).ladder_step = 5
    placed_track(contract).ladder_step = 6
    db.session.flush()

    mix = mix_of([contract.id], today=TODAY)[contract.id]

    far, near = mix[Distance.FAR], mix[Distance.NEAR]
    assert (far.referred, far.running, far.silent) == (5, 5, 5)
    assert (near.referred, near.running, near.placed) == (2, 0, 1)
    assert [signal.kind for signal in signals_of(mix)] == [SignalKind.PARKING]
