"""The trail on screen and in a file: every fact in Dutch, and who takes the list along is on the trail himself."""

import ast
import io
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import MONDAY
from townhall.audit import operations, trail
from townhall.audit.facts import changes_of, in_words, label_of
from townhall.audit.field_words import FIELDS
from townhall.audit.models import AuditEntry
from townhall.audit.operations import MOST_ENTRIES, obstacles_to_exporting
from townhall.database import transaction
from townhall.money import euros

HOUSE = Path(__file__).parents[2]
MODULES = ("townhall", "procurement", "contracts", "invoices", "alerts", "reports")


def facts_named_in(function):
    """The names in the dictionaries that go to the trail as before or after, directly or by way of a variable."""
    for node in ast.walk(function):
        if isinstance(node, ast.keyword) and node.arg in ("before", "after"):
            yield from names_in(node.value)
        targets = node.targets if isinstance(node, ast.Assign) else ()
        if any(isinstance(each, ast.Name) and each.id in ("before", "after") for each in targets):
            yield from names_in(node.value)


def names_in(value):
    for node in ast.walk(value):
        if isinstance(node, ast.Dict):
            yield from (key.value for key in node.keys if isinstance(key, ast.Constant))


def test_every_fact_that_an_operation_writes_down_has_a_dutch_name():
    named = set()
    for path in (path for module in MODULES for path in (HOUSE / module).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and "trail.record(" in ast.unparse(node):
                named |= set(facts_named_in(node))

    assert len(named) > 60
    assert sorted(named - FIELDS.keys()) == []


@pytest.mark.parametrize(
    ("value", "key", "subject", "expected"),
    [
        (None, "amount", "", "leeg"),
        ("", "phone", "", "leeg"),
        ("0.00", "amount", "", "€\N{NO-BREAK SPACE}0,00"),
        ("1250.50", "amount", "", "€\N{NO-BREAK SPACE}1.250,50"),
        ("8.50", "score", "", "8,5"),
        ("2026-11-23", "day", "", "23 november 2026"),
        ("2026-11-23T08:00:00+00:00", "closes_at", "", "23 november 2026, 09:00 uur"),
        (2026, "year", "", "2026"),
        (False, "is_main", "", "nee"),
        (["administrator", "auditor"], "roles", "", "Beheerder, Auditor"),
        ("municipality", "kind", "organisation", "Gemeente"),
        ("municipality", "name", "organisation", "municipality"),
        ("1234567.89.1", "text", "", "1234567.89.1"),
        ("12 maanden vóór 2019-09-30", "options", "", "12 maanden vóór 30 september 2019"),
        ("2019-13-45", "text", "", "2019-13-45"),
        ([["placement", "33.33", "50", "1800.00"]], "milestones", "", None),
    ],
)
def test_a_fact_reads_as_people_write_it(app, value, key, subject, expected):
    text = in_words(value, key, subject)

    if expected is None:
        expected = (
            "Soort: Plaatsing, Deel van de vergoeding (procent): 33,33, Verwacht behaald (procent): 50, "
            "Hoogste vergoeding: €\N{NO-BREAK SPACE}1.800,00"
        )
    assert text == expected


def test_a_fact_without_a_name_shows_its_own_words():
    assert label_of("never_heard-of") == "Never heard of"


def test_facts_that_stayed_the_same_are_left_out(people, session):
    entry = trail.record(
        "budget.changed", people.inge, actor=people.actor("wim"), now=MONDAY,
        before={"amount": euros("10"), "decision": "B1"}, after={"amount": euros("20"), "decision": "B1"},
    )  # fmt: skip

    assert [(each.label, each.before[-5:], each.after[-5:]) for each in changes_of(entry)] == [
        ("Bedrag", "10,00", "20,00")
    ]


@pytest.fixture
def some_acts(people, session):
    with transaction():
        for number, moment in enumerate((MONDAY - timedelta(days=9), MONDAY)):
            trail.record(
                "account.roles_set", people.inge, actor=people.actor("ali"), now=moment,
                before={"roles": ["inkoper"]}, after={"roles": ["opener"], "amount": Decimal(number)},
                reason="=HYPERLINK(1)",
            )  # fmt: skip


def test_the_page_shows_before_and_after_as_a_table_without_codes(some_acts, as_person):
    page = as_person("ria").get("/spoor/").text

    cells = re.findall(r'data-label="(?:Voor|Na)">([^<]+)<', page)
    assert ("Inkoper", "Opener van inschrijvingen") in zip(cells, cells[1:], strict=False)
    assert "account.roles_set" not in page
    assert "&#34;roles&#34;" not in page


def test_the_page_can_be_narrowed_to_a_period(some_acts, as_person):
    ria = as_person("ria")

    assert "2 handelingen" in ria.get("/spoor/").text
    assert "1 handeling<" in ria.get("/spoor/?van=23-11-2026&tot=23-11-2026").text
    assert "1 handeling<" in ria.get("/spoor/?tot=14-11-2026").text
    assert "Vul een datum in" in ria.get("/spoor/?van=morgen").text


def test_the_filtered_trail_goes_along_as_a_workbook_and_that_is_recorded(some_acts, as_person, session):
    answer = as_person("ria").get("/spoor/meenemen.xlsx?van=23-11-2026&handeling=account.")

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.values)
    assert [row[3] for row in rows] == ["Handeling", "Account: rollen gewijzigd"]
    assert rows[1][6] == "Rollen: Inkoper"
    entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (entry.act, entry.actor_name.split()[0]) == ("trail.exported", "Ria")
    assert '"since":"2026-11-23"' in entry.after


def test_the_trail_as_csv_holds_no_formulas(some_acts, as_person):
    text = as_person("ria").get("/spoor/meenemen.csv").data.decode("utf-8-sig")

    assert text.count("\r\n") == 3
    assert "'=HYPERLINK(1)" in text


def test_more_than_fits_is_refused_in_words_and_not_recorded(some_acts, as_person, session, monkeypatch):
    monkeypatch.setattr(operations, "MOST_ENTRIES", 1)

    answer = as_person("ria").get("/spoor/meenemen.xlsx", follow_redirects=True)

    assert "Kies een kortere periode" in answer.text
    assert session.query(AuditEntry).filter_by(act="trail.exported").count() == 0


def test_exactly_the_most_fits():
    assert obstacles_to_exporting(MOST_ENTRIES) == []
    assert [each.code for each in obstacles_to_exporting(MOST_ENTRIES + 1)] == ["trail-too-long"]


def test_who_may_not_read_the_trail_cannot_take_it_along(as_person):
    assert as_person("inge").get("/spoor/meenemen.xlsx").status_code == 403
    assert as_person("ria").get("/spoor/meenemen.pdf").status_code == 404


def test_a_page_of_the_trail_takes_as_many_queries_however_long_it_is(some_acts, as_person, at_most_queries):
    ria = as_person("ria")
    ria.get("/spoor/")

    with at_most_queries(8):
        ria.get("/spoor/")


def test_what_else_stands_in_the_address_does_not_break_the_page(some_acts, as_person):
    page = as_person("ria").get("/spoor/?kind=x&_external=1&_anchor=y&zoek=Inge")

    assert page.status_code == 200
    assert 'href="/spoor/meenemen.xlsx?zoek=Inge"' in page.text
