"""A need that is going to cross a threshold is seen coming, by the daily scan, on the days it should."""

from datetime import date, datetime, time, timedelta

import pytest

from alerts.collectors import facts_of, procurement
from alerts.jobs import scan_now
from alerts.models import Alert
from alerts.occasions import OccasionKind
from alerts.queries import GONE
from contracts.accumulation import Measure, Outlook
from contracts.operations.purchases import record_purchase
from contracts.queries.need_standings import need_standings
from procurement.lifecycle import TenderStatus
from procurement.operations.regime import add_thresholds, store_regime_advice
from procurement.procedures import Procedure
from procurement.thresholds import ThresholdKind
from tests.factories.needs import saved_need, saved_purchase
from tests.factories.tenders import saved_tender
from townhall.clock import AMSTERDAM
from townhall.database import transaction
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.periods import add_months

THRESHOLD = euros(750000)


def at(day):
    return datetime.combine(day, time(9), AMSTERDAM)


def european_alerts(session):
    return [
        (alert.stage, alert.raised_at.date())
        for alert in session.query(Alert).filter_by(kind=OccasionKind.ACCUMULATION).order_by(Alert.id)
        if alert.subject.endswith(":sas")
    ]


@pytest.fixture
def scan_on(app, set_now):
    def scan(day):
        set_now(at(day))
        return scan_now()

    return scan


def test_a_need_that_crosses_750_000_is_seen_coming_in_time(people, session, scan_on):
    """Every month a training of € 70.000: 70, 140, … 770 thousand. The threshold is crossed in the eleventh month."""
    need = saved_need()
    first, forecasts = date(2026, 1, 5), {}
    for month in range(11):
        day = add_months(first, month)
        with transaction():
            record_purchase(
                "Taalbureau", description=f"Training {month + 1}", bought_on=day, amount=euros(70000),
                cpv_code="80580000", actor=people.actor("inge"), now=at(day),
            )  # fmt: skip
        scan_on(day)
        scan_on(day + timedelta(days=14))
        standing = need_standings(day)[0][0].nearest(need_standings(day)[0][0].limits[-1])
        forecasts[day] = standing.forecast

    crossed = add_months(first, 10)
    assert forecasts[crossed].outlook == Outlook.REACHED
    # 490.000 is 65 %, 630.000 is 84 %, 750.000 is only passed by 770.000; 95 % is 712.500 and is jumped over.
    assert european_alerts(session) == [
        (60, add_months(first, 6)), (80, add_months(first, 8)), (100, crossed),
    ]  # fmt: skip
    # Half a year before it happens, the day is named, and it is right within a month.
    named = forecasts[add_months(first, 4)].on
    assert abs((named - crossed).days) <= 31
    mails = [mail.body for mail in session.query(OutboxMail).filter_by(to=people.inge.email)]
    assert any("Bij dit tempo wordt die bereikt op" in body for body in mails)
    assert need.id


def test_each_level_is_raised_once_and_gone_when_the_purchases_are_a_year_old(people, session, scan_on):
    saved_need()
    day = date(2026, 3, 2)
    for number, amount in enumerate(("450000", "150000", "112500", "37500")):
        saved_purchase(amount, bought_on=day + timedelta(days=number), ledger_key=f"{number}")
    session.commit()

    for number in range(4):
        scan_on(day + timedelta(days=number))
        scan_on(day + timedelta(days=number))
    assert [stage for stage, _ in european_alerts(session)] == [60, 80, 95, 100]

    scan_on(add_months(day, 12) + timedelta(days=5))
    open_still = session.query(Alert).filter_by(kind=OccasionKind.ACCUMULATION, closed_at=None).all()
    assert open_still == []


def test_what_is_below_sixty_percent_raises_nothing(people, session, scan_on):
    saved_need()
    saved_purchase("29999.99")
    session.commit()

    scan_on(date(2026, 11, 23))
    assert session.query(Alert).filter_by(kind=OccasionKind.ACCUMULATION).count() == 0

    saved_purchase("0.01")
    session.commit()
    scan_on(date(2026, 11, 24))
    assert [a.stage for a in session.query(Alert).filter_by(kind=OccasionKind.ACCUMULATION)] == [60]


def test_what_was_tendered_rightly_raises_nothing(people, session, scan_on):
    saved_need()
    saved_purchase("900000", procedure=Procedure.SAS)
    session.commit()

    scan_on(date(2026, 11, 23))

    assert session.query(Alert).filter_by(kind=OccasionKind.ACCUMULATION).count() == 0


def test_the_alert_leads_to_the_need_with_its_sum(people, session, scan_on, as_person):
    need = saved_need()
    saved_purchase("600000")
    session.commit()
    scan_on(date(2026, 11, 23))

    alert = session.query(Alert).filter(Alert.subject.endswith(":sas")).one()
    assert alert.url == f"/rapportages/drempelbewaking/{need.id}"
    assert "Taaltraining: samen" in alert.about and "600.000,00" in alert.about
    assert as_person("inge").get(alert.url).status_code == 200


def test_the_collector_takes_a_fixed_number_of_queries_however_many_needs(people, session, at_most_queries):
    for number in range(25):
        saved_need(name=f"Behoefte {number}", cpv_code=f"8{number % 10}{number // 10}00000")
        for _ in range(4):
            saved_purchase("40000", cpv_code=f"8{number % 10}{number // 10}00000")
    session.commit()

    with at_most_queries(8):
        found = procurement.accumulations(date(2026, 11, 23))

    assert len(found) >= 25
    assert facts_of(date(2026, 11, 23))


def test_over_the_terms_the_nearer_sum_is_the_one_that_warns(people, session):
    saved_need()
    saved_purchase("40000")

    need = need_standings(date(2026, 11, 23))[0][0]

    assert need.nearest(need.limits[0]).measure == Measure.TWELVE_MONTHS


def test_the_amounts_of_the_next_period_are_asked_for_until_the_administrator_added_them(people, session, scan_on):
    def asked():
        return [
            (alert.stage, alert.closed_because)
            for alert in session.query(Alert).filter_by(kind=OccasionKind.THRESHOLD_ROW_MISSING).order_by(Alert.id)
        ]

    scan_on(date(2027, 10, 2))
    assert asked() == []
    scan_on(date(2027, 10, 3))
    assert asked() == [(90, "")]

    amounts = {kind: euros(750000) for kind in ThresholdKind}
    with transaction():
        add_thresholds(2028, amounts, source="Verzonnen", actor=people.ali.actor(), now=at(date(2027, 10, 4)))
    scan_on(date(2027, 10, 5))
    assert asked() == [(90, GONE)]


def test_a_notice_that_slips_into_other_thresholds_is_told_until_the_advice_is_made_anew(people, session, scan_on):
    def told():
        of_kind = session.query(Alert).filter_by(kind=OccasionKind.NOTICE_IN_NEXT_PERIOD).order_by(Alert.id)
        return [(alert.due_on, alert.stage, alert.closed_at is None) for alert in of_kind]

    tender, new_year = saved_tender(notice_on=date(2027, 12, 13), closes_at=None), date(2028, 1, 1)
    session.commit()
    scan_on(date(2027, 12, 20))
    assert told() == []

    tender.notice_on = date(2028, 6, 15)  # by then more than ninety days have gone by since the change
    session.commit()
    scan_on(date(2027, 12, 20))
    assert told() == [(new_year, 30, True)]
    scan_on(date(2028, 6, 1))
    assert told()[1:] == [(new_year, 0, True)]

    with transaction():
        store_regime_advice(tender, actor=people.actor("inge"), now=at(date(2028, 6, 1)))
    scan_on(date(2028, 6, 2))
    assert told()[1:] == [(new_year, 0, False)]


def test_the_end_of_the_requests_to_take_part_is_told_apart_from_that_of_the_bids(people, session, scan_on):
    saved_tender(
        procedure=Procedure.EU_RESTRICTED, status=TenderStatus.PUBLISHED, questions_until=None,
        requests_until=at(date(2027, 1, 11)), closes_at=at(date(2027, 3, 15)),
    )  # fmt: skip
    session.commit()

    scan_on(date(2027, 1, 11))
    [alert] = session.query(Alert).filter_by(kind=OccasionKind.BIDS_CLOSE)
    assert "aanmelden kan tot 11 januari 2027" in alert.about
    scan_on(date(2027, 3, 14))

    assert [each.due_on for each in session.query(Alert).filter_by(kind=OccasionKind.BIDS_CLOSE, closed_at=None)] == [
        date(2027, 3, 15)
    ]
