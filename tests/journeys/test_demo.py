"""The demo tells the truth: what it made can be opened, validates, and its trail is whole."""

import json
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import func, select, text

from alerts.models import Alert
from alerts.occasions import BY_AREA, Area
from contracts.models import Track
from demo.database import obstacles_to_loading
from invoices.einvoice.verdict import judge
from invoices.models import Invoice
from invoices.sepa import PainVersion, schema_errors
from procurement.award_report import TITLES
from procurement.models.award import LotAward
from tests.browser.site import Site, copy_of_demo, load_demo, settings_of
from tests.conftest import MONDAY, folder_of_the_run
from townhall.accounts.actor import SYSTEM
from townhall.audit import trail
from townhall.audit.queries import whole_trail
from townhall.database import Counter, db, transaction
from wsgi import create_app


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of our own; the story itself is told once for all tests."""
    shared = folder_of_the_run(tmp_path_factory) / "told-demo"
    return copy_of_demo(shared, tmp_path_factory.mktemp("demo") / "instance")


@pytest.fixture
def demo(folder: Path) -> Iterator[Flask]:
    app = create_app(settings_of(folder))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def words_of(pdf: Path) -> str:
    """The text of a PDF as its tags give it to a screen reader, read back from its attachment and its outline."""
    with pikepdf.open(pdf) as document:
        return " ".join(str(item.title) for item in _outline(document))


def _outline(document: pikepdf.Pdf) -> Iterator[pikepdf.OutlineItem]:
    with document.open_outline() as outline:
        todo = list(outline.root)
        while todo:
            item = todo.pop(0)
            yield item
            todo = [*item.children, *todo]


@pytest.mark.parametrize("reference", ["2017-001", "2024-001", "2026-001"])
def test_the_gunningsverslag_is_archived_tagged_and_holds_every_item(folder, reference):
    path = folder / "demo" / f"gunningsverslag-{reference}.pdf"

    with pikepdf.open(path) as document:
        root = document.Root
        assert str(root.Lang).startswith("nl")
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert "pdfaid" in str(bytes(root.Metadata.read_bytes()), "utf-8")
        data = json.loads(document.attachments["gunningsverslag.json"].get_file().read_bytes())
    assert len(data["items"]) == len(TITLES) == 15
    for title in TITLES.values():
        assert title in words_of(path)


def test_the_payment_file_is_valid_against_the_official_schema(folder):
    data = (folder / "demo" / "sepa-betaalbestand.xml").read_bytes()

    assert schema_errors(data, PainVersion.PAIN_09) == []


def test_the_e_invoice_is_good_and_labelled_as_not_official(folder):
    data = (folder / "demo" / "e-factuur.xml").read_bytes()

    assert judge(data, on=MONDAY.date()).valid
    assert "Deze e-factuur is geldig" in (folder / "demo" / "e-factuur-oordeel.txt").read_text()


def test_the_case_is_as_large_as_it_says(demo):
    assert db.session.scalar(select(func.count(Track.id))) >= 120
    assert db.session.scalar(select(func.count(Invoice.id))) >= 40
    statuses = set(db.session.scalars(select(LotAward.status)))
    assert {"final", "disputed", "provisional"} <= {str(status) for status in statuses}


def test_every_kind_of_signal_was_told_and_its_page_explains_it(folder):
    app = create_app(settings_of(folder))
    with app.app_context():
        told = {alert.kind: (alert.id, alert.about) for alert in db.session.scalars(select(Alert))}
        db.session.remove()
    asked = [each for area, own in BY_AREA.items() if area != Area.SYSTEM for each in own]

    assert [each.kind.value for each in asked if each.kind not in told] == []
    auditor = Site(app, "http://localhost").client("Ria")
    for occasion in asked:
        alert_id, about = told[occasion.kind]
        page = unescape(auditor.get(f"/werkvoorraad/signalen/{alert_id}").text)
        for part in (occasion.title, about, occasion.rule, occasion.ends_when):
            assert part in page, (occasion.kind, part)


def test_no_real_database_is_touched(tmp_path):
    app = create_app(settings_of(tmp_path))
    with app.app_context():
        db.create_all()
        with transaction():
            db.session.execute(text("INSERT INTO counter (kind, year, last) VALUES ('x', 2026, 1)"))
            counter = db.session.get_one(Counter, ("x", 2026))
            trail.record("something.done", counter, actor=SYSTEM, now=MONDAY)
        assert [obstacle.code for obstacle in obstacles_to_loading()] == ["not-a-demo"]

    refused = app.test_cli_runner().invoke(args=["demo", "load"])

    assert refused.exit_code == 1
    assert "geen demo" in refused.output
    with app.app_context():
        assert trail.verify(whole_trail()).entries == 1


def test_the_trail_of_the_demo_is_whole_and_breaks_when_one_row_changes(demo):
    runner = demo.test_cli_runner()
    db.session.remove()
    assert "intact" in runner.invoke(args=["audit", "verify"]).output

    with transaction():
        db.session.execute(text("DROP TRIGGER audit_entry_no_update"))
        db.session.execute(text("UPDATE audit_entry SET reason = 'anders' WHERE id = 500"))
    db.session.remove()

    result = runner.invoke(args=["audit", "verify"])
    assert (result.exit_code, "GEBROKEN bij regel 500" in result.output) == (1, True)


@pytest.mark.soak
def test_a_second_run_gives_the_same_result(folder, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(folder, again)
    load_demo(again)

    def figures(of: Path) -> list[object]:
        with create_app(settings_of(of)).app_context():
            tables = sorted(db.metadata.tables)
            return [(table, db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar()) for table in tables]

    assert figures(again) == figures(folder)
