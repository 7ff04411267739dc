"""Figures are exact, and silent where there is too little to go on."""

from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.kpis import KpiCode, KpiVerdict, Norms, TrackCounts, kpis_of, norms_met, norms_missed

COUNTS = TrackCounts(
    started=30,
    dropped_out_with_reason=3,
    dropped_out_without_reason=6,
    placed=9,
    due_for_six_months=6,
    at_work_after_six_months=4,
)
NORMS = Norms(Decimal(35), Decimal(60), Decimal(20))


def test_the_figures_are_exact():
    placed, sustained, dropped_out = kpis_of(COUNTS, NORMS)

    assert placed.share == Fraction(9, 27)
    assert sustained.percent == Fraction(400, 6)
    assert dropped_out.percent == 20
    assert [kpi.verdict for kpi in (placed, sustained, dropped_out)] == [
        KpiVerdict.MISSED,
        KpiVerdict.MET,
        KpiVerdict.MET,
    ]


def test_met_and_missed_are_counted_without_the_unmeasured():
    kpis = kpis_of(TrackCounts(started=10, placed=2, due_for_six_months=4), NORMS)

    assert (norms_met(kpis), norms_missed(kpis)) == (1, 1)


@pytest.mark.parametrize(("started", "verdict"), [(4, KpiVerdict.TOO_LITTLE), (5, KpiVerdict.MISSED)])
def test_below_five_people_there_is_too_little_to_go_on(started, verdict):
    placed = kpis_of(TrackCounts(started=started), NORMS)[0]

    assert placed.verdict == verdict
    assert (placed.share is None) == (verdict is KpiVerdict.TOO_LITTLE) == placed.is_about_few


def test_of_nobody_it_may_be_said_that_there_is_nobody():
    assert not kpis_of(TrackCounts(), NORMS)[0].is_about_few


def test_valid_reasons_are_left_out_of_the_placed_figure():
    placed = kpis_of(TrackCounts(started=10, dropped_out_with_reason=6, placed=4), NORMS)[0]

    assert placed.verdict is KpiVerdict.TOO_LITTLE


def test_without_a_norm_there_is_a_figure_and_no_verdict():
    placed = kpis_of(COUNTS, Norms())[0]

    assert (placed.code, placed.verdict, placed.share) == (KpiCode.PLACED, KpiVerdict.NO_NORM, Fraction(1, 3))
