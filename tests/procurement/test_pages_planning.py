"""The pages of a planning: count back, take over, timeline, calendar; and what plannings rest on."""

import re
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from procurement.models.planning import CouncilRecess, PlanningNormRow, TenderPlanning
from procurement.models.tenders import Tender
from procurement.procedures import Procedure, StandstillKind
from procurement.queries.planning import extra_rounds_of
from procurement.queries.tender_facts import facts_of
from procurement.timeline import Haste
from tests.factories.tenders import published_tender, saved_tender
from townhall.audit.models import AuditEntry
from townhall.clock import AMSTERDAM
from townhall.filters import day

WISHES = {"starts_on": "01-09-2027", "rounds": "2", "college": "award", "bid_days": ""}


@pytest.fixture
def inge(as_person):
    return as_person("inge")


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def back_of(tender):
    return f"/aanbestedingen/{tender.reference}/tijdlijn/terugrekenen"


def test_counting_back_shows_every_day_with_why_and_changes_nothing(session, inge):
    tender = saved_tender()

    page = text_of(inge.post(back_of(tender), data=WISHES))

    assert "De dagen, en waarom" in page
    assert "Doorlooptijd van een collegevoorstel: 21 dagen vóór 05-07-2027" in page
    assert "<svg" in page
    assert session.scalar(select(func.count(TenderPlanning.id))) == 0
    assert tender.starts_on == date(2027, 4, 1)


def test_enter_in_a_field_counts_again_and_does_not_take_over_what_nobody_saw(session, inge):
    page = inge.post(back_of(saved_tender()), data=WISHES).get_data(as_text=True)

    # A browser presses the first button of the form.
    first = re.findall(r"<button[^>]*>", page[page.index('id="starts_on"') :])[0]
    assert "overnemen" not in first
    assert 'value="ja"' in page


def test_one_click_takes_the_planning_over(session, inge):
    tender = saved_tender()

    answer = inge.post(back_of(tender), data={**WISHES, "overnemen": "ja"}, follow_redirects=True)

    assert "De planning is overgenomen" in text_of(answer)
    assert tender.starts_on == date(2027, 9, 1)
    assert tender.closes_at == datetime(2027, 5, 21, 12, tzinfo=AMSTERDAM)
    assert tender.notice_on == date(2027, 4, 2)
    assert tender.decision_on == date(2027, 7, 5)
    assert (tender.questions_until.date(), tender.answers_by) == (date(2027, 4, 12), date(2027, 4, 19))
    (second,) = extra_rounds_of(tender)
    assert (second.number, second.answers_by) == (2, date(2027, 5, 11))
    entry = session.scalar(select(AuditEntry).where(AuditEntry.act == "tender.planning_accepted"))
    assert entry is not None


def test_a_second_planning_takes_the_place_of_the_first_and_both_are_kept(session, inge):
    tender = saved_tender()
    inge.post(back_of(tender), data={**WISHES, "overnemen": "ja"})

    inge.post(back_of(tender), data={**WISHES, "rounds": "1", "overnemen": "ja"})

    assert session.scalars(select(TenderPlanning.number).order_by(TenderPlanning.number)).all() == [1, 2]
    assert extra_rounds_of(tender) == []


def test_what_the_law_forbids_is_refused_all_at_once_and_keeps_what_was_typed(session, inge):
    tender = saved_tender(procedure=Procedure.EU_OPEN, standstill_kind=StandstillKind.VOLUNTARY)
    typed = {**WISHES, "starts_on": "01-12-2026", "bid_days": "12", "haste": "urgent", "haste_reason": ""}

    page = text_of(inge.post(back_of(tender), data={**typed, "overnemen": "ja"}))

    for words in ("ten minste 15 dagen", "Schrijf de motivering op", "verplicht (art. 2.127 AW)", "wordt niet gehaald"):
        assert words in page, words
    assert 'value="12"' in page
    assert session.scalar(select(func.count(TenderPlanning.id))) == 0


def test_the_short_terms_of_urgency_stay_with_the_tender(session, inge):
    tender = saved_tender(procedure=Procedure.EU_OPEN, standstill_kind=StandstillKind.STATUTORY)
    typed = {**WISHES, "haste": "urgent", "haste_reason": "De vorige opdrachtnemer is failliet.", "overnemen": "ja"}

    inge.post(back_of(tender), data=typed)

    assert facts_of(tender).planning.haste == Haste.URGENT
    four_days_before = tender.closes_at - timedelta(days=4)
    page = text_of(inge.get(f"/aanbestedingen/{tender.reference}"))
    assert f"Laatste dag voor antwoorden (art. 2.54 AW)</dt><dd>{day(four_days_before)}" in re.sub(r"> <", "><", page)


def test_a_published_tender_is_not_planned_again(session, inge):
    tender = published_tender()

    page = text_of(inge.post(back_of(tender), data={**WISHES, "overnemen": "ja"}))

    assert "Dit kan nog niet" in page or "Dit kan niet" in page
    assert session.scalar(select(func.count(TenderPlanning.id))) == 0


def test_a_day_that_was_changed_by_hand_says_what_was_counted(session, inge):
    tender = saved_tender()
    inge.post(back_of(tender), data={**WISHES, "overnemen": "ja"})
    tender.decision_on = date(2027, 7, 6)

    page = text_of(inge.get(f"/aanbestedingen/{tender.reference}/tijdlijn"))

    assert "Teruggerekend was 05-07-2027" in page
    # What was counted between days that moved says nothing any more; what lies elsewhere stays.
    assert "Gunningsverslag en voorstel klaar" not in page
    assert "Stukken klaar" in page


def test_a_tender_without_dates_has_an_empty_timeline(session, inge):
    session.add(Tender(title="Leeg", procedure=Procedure.SAS, reference="2026-900"))

    assert "Nog geen planning" in text_of(inge.get("/aanbestedingen/2026-900/tijdlijn"))
    assert inge.get("/aanbestedingen/2026-900/tijdlijn/agenda.ics").status_code == 200


def events_of(answer):
    assert answer.status_code == 200
    return {event["uid"]: event for event in Calendar.from_ical(answer.get_data()).walk("VEVENT")}


def test_the_calendar_keeps_its_uids_and_says_the_closing_to_the_minute(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/tijdlijn/agenda.ics"
    first = events_of(inge.get(url))
    tender.closes_at = datetime(2027, 1, 12, 14, 30, tzinfo=AMSTERDAM)

    answer = inge.get(url)

    second = events_of(answer)
    assert first.keys() == second.keys()
    (closing,) = [each for each in second.values() if "Sluiting" in each["summary"]]
    assert closing.decoded("dtstart") == tender.closes_at
    days = [each for each in second.values() if each is not closing]
    assert all(type(each.decoded("dtstart")) is date for each in days)
    assert all(len(line) <= 75 for line in answer.get_data().split(b"\r\n"))


def test_everybody_may_subscribe_to_the_days_of_a_published_tender(session, visitor):
    tender = published_tender()

    titles = " ".join(str(each["summary"]) for each in events_of(visitor.get(feed_of(tender))).values())

    assert "Sluiting van de inschrijving" in titles
    assert "Gunningsverslag" not in titles


def feed_of(tender):
    return f"/portaal/aanbestedingen/{tender.reference}/agenda.ics"


def test_the_days_of_a_draft_or_of_a_private_tender_are_not_for_everybody(session, visitor):
    private = published_tender(procedure=Procedure.MULTIPLE_PRIVATE)

    assert visitor.get(feed_of(saved_tender())).status_code == 404
    assert visitor.get(feed_of(private)).status_code == 404


def test_the_administrator_adds_a_lead_time_and_a_recess(session, as_person, inge):
    ali = as_person("ali")
    norm = {"norm": "college", "days": "35", "in_force_from": "01-01-2026", "source": "Werkafspraken 2026"}
    recess = {"name": "Zomerreces", "starts_on": "12-07-2027", "ends_on": "27-08-2027", "source": "Raad"}

    assert ali.post("/inkoopbeleid/planning/doorlooptijd", data=norm).status_code == 302
    assert ali.post("/inkoopbeleid/planning/reces", data=recess).status_code == 302

    assert "35 dagen (geldt nu)" in text_of(inge.get("/inkoopbeleid/planning"))
    assert session.scalar(select(CouncilRecess.name)) == "Zomerreces"
    page = text_of(inge.post(back_of(saved_tender()), data=WISHES))
    assert "35 dagen vóór" in page


def test_a_row_that_clashes_is_refused_and_old_rows_stay(session, as_person):
    ali = as_person("ali")
    recess = {"name": "Zomerreces", "starts_on": "12-07-2027", "ends_on": "27-08-2027", "source": "Raad"}
    norm = {"norm": "college", "days": "35", "in_force_from": "01-01-2026", "source": "Werkafspraken 2026"}
    ali.post("/inkoopbeleid/planning/reces", data=recess)
    ali.post("/inkoopbeleid/planning/doorlooptijd", data=norm)

    again = text_of(ali.post("/inkoopbeleid/planning/reces", data={**recess, "name": "Nog een"}))
    backwards = text_of(ali.post("/inkoopbeleid/planning/reces", data={**recess, "ends_on": "01-07-2027"}))
    twice = text_of(ali.post("/inkoopbeleid/planning/doorlooptijd", data={**norm, "days": "1"}))

    assert "vallen samen met het reces" in again
    assert "De laatste dag ligt vóór de eerste" in backwards
    assert "staat deze doorlooptijd er al" in twice
    assert session.scalar(select(func.count(CouncilRecess.id))) == 1
    assert session.scalar(select(PlanningNormRow.days)) == 35


def test_only_the_buyer_plans_and_only_the_administrator_sets_lead_times(session, as_person, inge):
    tender = saved_tender()

    assert as_person("ria").get(back_of(tender)).status_code == 403
    assert as_person("ria").get(f"/aanbestedingen/{tender.reference}/tijdlijn").status_code == 200
    assert as_person("sanne").get(f"/aanbestedingen/{tender.reference}/tijdlijn").status_code == 403
    assert inge.get("/inkoopbeleid/planning/reces").status_code == 403


def test_the_timeline_takes_few_queries(session, inge, at_most_queries):
    tender = saved_tender()
    inge.post(back_of(tender), data={**WISHES, "overnemen": "ja"})

    with at_most_queries(20):
        inge.get(f"/aanbestedingen/{tender.reference}/tijdlijn")
