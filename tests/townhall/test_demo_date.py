"""The demo's day moves forward only; a real database has no such page."""

from datetime import date, timedelta

import pytest

from tests.conftest import MONDAY
from townhall import clock
from townhall.audit.models import AuditEntry
from townhall.database import transaction
from townhall.installation import DemoDate, begin_demo, forget_installation


@pytest.fixture
def demo(people, app):
    with transaction():
        made = begin_demo(MONDAY.date(), actor=people.actor("ali"), now=MONDAY)
    app.extensions.pop("fixed_now")
    return made


def test_a_real_database_has_no_page_to_move_its_date(as_person, visitor):
    assert as_person("ali").get("/demo/datum").status_code == 404
    assert visitor.get("/demo/postvak").status_code == 404


def test_the_administrator_moves_the_day_forward_on_record(demo, as_person, session):
    page = as_person("ali").post("/demo/datum", data={"day": "01-02-2027"}, follow_redirects=True).text

    assert "1 februari 2027" in page
    assert session.query(AuditEntry).filter_by(act="demo.date_moved").count() == 1
    forget_installation()
    assert clock.today() == date(2027, 2, 1)


@pytest.mark.parametrize("wrong", ["23-11-2026", "01-01-2020", "31-02-2027", "morgen", "01-01-2090"])
def test_back_or_nonsense_is_refused_and_kept(demo, as_person, session, wrong):
    page = as_person("ali").post("/demo/datum", data={"day": wrong}).text

    assert f'value="{wrong}"' in page
    assert session.get(DemoDate, 1).day == MONDAY.date()


def test_nobody_else_moves_it(demo, as_person):
    assert as_person("inge").get("/demo/datum").status_code == 403


def test_moving_the_date_logs_nobody_out(demo, as_person):
    ali = as_person("ali")
    ali.post("/demo/datum", data={"day": (MONDAY + timedelta(days=300)).strftime("%d-%m-%Y")})

    assert ali.get("/mijn-account").status_code == 200
