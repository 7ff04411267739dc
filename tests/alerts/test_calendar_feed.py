"""The calendar of a person: right days in both halves of the year, a secret address, and only what is his."""

from datetime import date, datetime

import pytest
from icalendar import Calendar

from alerts.operations.settings import make_feed, revoke_feed
from alerts.queries import feeds_of
from tests.conftest import MONDAY
from tests.factories.contracts import running_contract
from townhall.accounts.roles import Role
from townhall.database import transaction
from townhall.ical import CalendarEvent, calendar_file
from townhall.refusal import Refusal


def test_days_and_moments_are_read_back_as_they_were_in_both_halves_of_the_year():
    from townhall.clock import AMSTERDAM

    days = [date(2027, 1, 31), date(2027, 7, 31), date(2028, 2, 29), date(2027, 3, 28), date(2027, 10, 31)]
    moments = [datetime(2027, month, 15, 12, 0, tzinfo=AMSTERDAM) for month in (1, 7)]
    events = [CalendarEvent(f"day:{day}", "Dag", day) for day in days]
    events += [CalendarEvent(f"moment:{at}", "Moment", at) for at in moments]

    read = Calendar.from_ical(calendar_file("Raamwerk", events, host="h.example", stamped_at=MONDAY))

    found = [event.decoded("dtstart") for event in read.walk("VEVENT")]
    assert found[: len(days)] == days
    assert [at.astimezone(AMSTERDAM) for at in found[len(days) :]] == moments


@pytest.fixture
def contract(session, people):
    return running_contract()


def feed_of(people, name, role=None):
    with transaction():
        return make_feed(getattr(people, name), role, actor=people.actor(name), now=MONDAY)


def test_the_feed_holds_the_last_day_to_decide_and_stops_when_it_is_taken_back(contract, people, visitor, session):
    token = feed_of(people, "coen", Role.CONTRACT_MANAGER)

    answer = visitor.get(f"/agenda/{token}.ics")

    events = Calendar.from_ical(answer.data).walk("VEVENT")
    decide_by = min(option.decide_by for option in contract.options)
    titles = {str(event["summary"]): event.decoded("dtstart") for event in events}
    assert answer.content_type.startswith("text/calendar")
    assert titles["Besluit over verlenging nodig"] == decide_by

    with transaction():
        revoke_feed(feeds_of(people.coen.id)[0], actor=people.actor("coen"), now=MONDAY)
    assert visitor.get(f"/agenda/{token}.ics").status_code == 404


def test_a_feed_shows_no_days_of_another_role_or_of_somebody_who_left(contract, people, visitor, session):
    token = feed_of(people, "anouk")
    assert b"verlenging" not in visitor.get(f"/agenda/{token}.ics").data

    people.anouk.deactivated_at = MONDAY
    session.commit()
    assert visitor.get(f"/agenda/{token}.ics").status_code == 404
    assert visitor.get("/agenda/geraden.ics").status_code == 404


def test_nobody_makes_a_feed_of_a_role_he_does_not_have(people):
    with pytest.raises(Refusal) as refusal:
        feed_of(people, "anouk", Role.FINANCE)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["not-your-role"]


def test_the_address_is_shown_once(people, as_person):
    page = as_person("coen").post("/werkvoorraad/agenda", data={"role": ""})

    assert ".ics" in page.text
    assert ".ics" not in as_person("coen").get("/werkvoorraad/voorkeuren").text
