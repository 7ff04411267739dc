"""Days equated with a holiday by a new royal decree: added by the administrator, and used by the terms of the law."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.procedures import Procedure, StandstillKind
from procurement.queries.award_report_data import standstill_of
from procurement.queries.tender_facts import planning_of
from procurement.standstill import standstill_after
from procurement.timeline import earliest_closing_day
from tests.conftest import MONDAY
from tests.factories.tenders import saved_tender
from townhall.audit.models import AuditEntry
from townhall.database import transaction
from townhall.decrees.models import AddedDecreedDay
from townhall.decrees.operations import add_decreed_day, withdraw_decreed_day
from townhall.decrees.queries import equated_days, forget_equated_days
from townhall.decrees.rules import obstacles_to_adding
from townhall.refusal import Refusal
from townhall.working_days import DECREED_DAYS, is_working_day

#: A Monday on which a standstill of twenty days that starts on the Tuesday of MONDAY's week would end.
DAY = date(2026, 12, 14)
TYPED = {"day": "14-12-2026", "name": "Besluit gelijkstelling (verzonnen)", "source": "Stcrt. 2026, 1"}


def added(people, day=DAY):
    return add_decreed_day(
        day, name=TYPED["name"], source=TYPED["source"], actor=people.actor("ali"), now=MONDAY
    )


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (DAY, None),
        (MONDAY.date() + timedelta(days=1), None),
        (MONDAY.date(), "decreed-day-past"),
        (MONDAY.date() - timedelta(days=3), "decreed-day-past"),
        (date(2026, 12, 12), "decreed-day-free"),  # a Saturday
        (date(2026, 12, 25), "decreed-day-free"),  # Christmas
        (date(2027, 5, 7), "decreed-day-free"),  # known by decree already
    ],
)
def test_only_a_working_day_to_come_can_be_added(day, code):
    found = obstacles_to_adding(day, today=MONDAY.date(), known=DECREED_DAYS)

    assert [obstacle.code for obstacle in found] == ([code] if code else [])


@given(st.dates(date(2026, 1, 1), date(2099, 12, 31)))
def test_an_added_day_is_no_working_day_and_cannot_be_added_again(day):
    if obstacles_to_adding(day, today=date(2025, 12, 31), known=DECREED_DAYS) == []:
        known = DECREED_DAYS | {day}

        assert is_working_day(day, DECREED_DAYS)
        assert not is_working_day(day, known)
        assert obstacles_to_adding(day, today=date(2025, 12, 31), known=known) != []


@given(st.dates(date(2026, 1, 1), date(2060, 12, 31)), st.sets(st.dates(date(2026, 1, 1), date(2061, 12, 31))))
def test_more_equated_days_never_make_a_statutory_standstill_shorter(sent_on, more):
    usual = standstill_after(sent_on, StandstillKind.STATUTORY)

    longer = standstill_after(sent_on, StandstillKind.STATUTORY, equated=DECREED_DAYS | more)

    assert longer.ends_on >= usual.ends_on
    assert is_working_day(longer.ends_on, DECREED_DAYS | more)


def test_an_added_day_moves_the_end_of_a_statutory_standstill_and_of_a_term_to_bid():
    sent_on = DAY - timedelta(days=20)
    assert standstill_after(sent_on, StandstillKind.STATUTORY).ends_on == DAY
    notice_on = DAY - timedelta(days=40)
    assert earliest_closing_day(notice_on, Procedure.EU_OPEN) == DAY
    equated = DECREED_DAYS | {DAY}

    assert standstill_after(sent_on, StandstillKind.STATUTORY, equated=equated).ends_on == DAY + timedelta(days=1)
    assert standstill_after(sent_on, StandstillKind.VOLUNTARY, equated=equated).ends_on == DAY
    assert earliest_closing_day(notice_on, Procedure.EU_OPEN, equated=equated) == DAY + timedelta(days=1)


def test_the_pages_of_a_tender_count_with_an_added_day(session, people):
    tender = saved_tender(standstill_kind=StandstillKind.STATUTORY, standstill_days=20)
    sent_at = MONDAY.replace(month=11, day=24)
    assert standstill_of(tender, sent_at.date()).ends_on == DAY

    added(people)

    assert planning_of(tender).equated == DECREED_DAYS | {DAY}
    assert standstill_of(tender, sent_at.date()).ends_on == DAY + timedelta(days=1)


def test_adding_and_withdrawing_are_on_the_trail(session, people):
    day = added(people)
    withdraw_decreed_day(day, reason="verkeerd gelezen", actor=people.actor("ali"), now=MONDAY)

    assert equated_days() == DECREED_DAYS
    entries = session.query(AuditEntry).order_by(AuditEntry.id).all()
    assert [entry.act for entry in entries] == ["decreed_day.added", "decreed_day.withdrawn"]
    added(people)  # and it can be added again


def test_a_day_cannot_be_added_twice_or_withdrawn_twice_or_withdrawn_too_late(session, people):
    day = added(people)
    with pytest.raises(Refusal) as twice:
        added(people)
    with pytest.raises(Refusal) as late:
        withdraw_decreed_day(day, reason="x", actor=people.actor("ali"), now=MONDAY + timedelta(days=21))
    withdraw_decreed_day(day, reason="x", actor=people.actor("ali"), now=MONDAY)
    with pytest.raises(Refusal) as again:
        withdraw_decreed_day(day, reason="x", actor=people.actor("ali"), now=MONDAY)

    assert codes(twice) == ["decreed-day-free"]
    assert codes(late) == ["decreed-day-past"]
    assert codes(again) == ["decreed-day-withdrawn"]


def test_the_administrator_adds_and_withdraws_through_the_pages_and_the_auditor_reads(as_person, session):
    ali = as_person("ali")
    assert "Nog niets toegevoegd" in ali.get("/beheer/vrije-dagen/").text

    ali.post("/beheer/vrije-dagen/toevoegen", data=TYPED)

    page = as_person("ria").get("/beheer/vrije-dagen/").text
    assert "14 december 2026" in page
    assert "Stcrt. 2026, 1" in page
    assert "https://wetten.overheid.nl/BWBR0038666" in page
    assert "Intrekken" not in page
    row = session.query(AddedDecreedDay).one()
    ali.post(f"/beheer/vrije-dagen/{row.id}/intrekken", data={"reason": "Verkeerd gelezen"})
    assert "Ingetrokken" in ali.get("/beheer/vrije-dagen/").text


def test_a_wrong_day_is_refused_in_words_and_keeps_what_was_typed(as_person, session):
    page = as_person("ali").post("/beheer/vrije-dagen/toevoegen", data={**TYPED, "day": "25-12-2026"}).text

    assert "Dit is al Eerste kerstdag" in page
    assert 'value="25-12-2026"' in page
    assert TYPED["name"] in page
    assert session.query(AddedDecreedDay).count() == 0


def test_only_the_administrator_may_add(as_person):
    assert as_person("ria").get("/beheer/vrije-dagen/toevoegen").status_code == 403
    assert as_person("inge").get("/beheer/vrije-dagen/").status_code == 403
    assert as_person("ali").get("/beheer/vrije-dagen/99/intrekken").status_code == 404


def test_the_list_takes_as_many_queries_however_long_it_is(as_person, people, at_most_queries):
    with transaction():
        for number in range(4):
            added(people, DAY + timedelta(days=number))
    ali = as_person("ali")
    forget_equated_days()

    with at_most_queries(7):
        ali.get("/beheer/vrije-dagen/")
