"""The gunningsverslag and the letters on paper hold what the law asks, and what was decided."""

import io
import json
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pytest

from procurement.admissibility import RejectionGround
from procurement.award_pictures import bars_in
from procurement.award_report import TITLES, Item, article_of
from procurement.bids import EnvelopeKind
from procurement.operations.award_papers import DATA_FILE, render_letter, render_report
from procurement.operations.bid_checks import reject_bid
from procurement.operations.ranking import rank_tender
from procurement.procedures import StandstillKind
from procurement.queries.assessment import admitted_bids
from procurement.queries.award_papers import letter_page, report_page
from procurement.queries.awards import letters_of, reports_of
from tests.factories.assessment import (
    LOCKED_AT,
    assessment_begun,
    drafted_report,
    quality_locked,
    ranked_tender,
    told_tender,
)
from tests.factories.bids import opened
from tests.factories.tenders import saved_tender
from townhall.column_types import canonical_json
from townhall.pdf_reading import texts_of

#: What costs here is printing, which no database changes.
pytestmark = pytest.mark.one_database("sqlite")

LONG = "De inschrijver voldoet niet aan eis 1: er is geen vestiging in de regio."


@pytest.fixture
def html(app):
    """Gives the HTML that becomes the PDF: its text is what is printed."""
    from flask import render_template

    from townhall.installation import installation

    def render(template, page):
        text = render_template(template, authority=installation(), page=page)
        return " ".join(text.split())

    return render


def reread(session, tender):
    """The newest report, as it was stored."""
    session.flush()
    session.expire_all()
    return reports_of(tender)[0]


def as_drawn(text):
    """A text without what a line on paper changes: spaces, breaks and hyphens."""
    return "".join(each for each in text if not each.isspace() and each not in "-\u2010\u00ad")


def test_the_report_is_an_archive_pdf_with_its_data_inside(session, people):
    report = reread(session, told_tender())

    printed = render_report(report)

    with pikepdf.open(io.BytesIO(printed)) as pdf:
        attached = pdf.attachments[DATA_FILE].get_file().read_bytes()
        metadata = pdf.open_metadata()
        assert metadata.pdfa_status == "3A"
        assert pdf.Root.Lang == "nl"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.docinfo["/Title"]).startswith("Gunningsverslag 2026-")
        assert len(pdf.Root.Outlines.First) > 0
        tags = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        assert {"/Document", "/H1", "/H2", "/Table", "/TH", "/Caption", "/L"} <= {str(each.S) for each in tags}
        # A picture without words in its place says nothing to who cannot see it.
        figures = [each for each in tags if each.S == "/Figure"]
        assert figures and all(str(each.get("/Alt", "")) for each in figures)
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert all("FontFile" in str(font.DescendantFonts[0].FontDescriptor.keys()) for font in fonts)

    assert attached.decode() == canonical_json(report.data)
    assert json.loads(attached)["decision"]["by"] == "Wim Budgethouder"
    drawn = as_drawn("".join(texts_of(printed)))
    for each in report.data["items"]:
        said = each["lines"] or [f"Niet van toepassing. {each['not_applicable']}"]
        assert all(as_drawn(words) in drawn for words in (each["title"], each["article"], *said))


def test_every_item_of_the_act_is_printed_with_its_article(session, people, html):
    text = html("letters/award_report.html", report_page(reread(session, told_tender()).data))

    at = -1
    for item in Item:
        assert article_of(item) in text
        where = text.index(f" {TITLES[item]}</h3>")
        assert where > at
        at = where
    assert text.count("Niet van toepassing.</strong>") == 10
    # Who came second is turned down too, and reads the same place and totals as in the letter.
    lost = "Baanbrug BV (fictief). Niet gekozen: plaats 2 van 2, totaal 57,00 tegen 79,00 voor Werkvooruit Haarlem BV"
    assert lost in text


def test_the_pictures_and_the_worked_formula_come_from_the_data_alone(session, people, html):
    page = report_page(reread(session, told_tender()).data)
    lot = page.data["lots"][0]

    bars, plane = page.bars(lot), page.plane(lot)
    assert bars.rows == ("Werkvooruit Haarlem BV (fictief)", "Baanbrug BV (fictief)")
    assert bars.series == (("K1", (Decimal("60.00"), Decimal("36.00"))), ("P", (Decimal("19.00"), Decimal("21.00"))))
    assert [dot.is_winner for dot in plane.dots] == [True, False] and len(plane.lines) == 1
    # The line goes through the winner: what lies on it has the same total.
    (x1, y1), (x2, y2) = plane.lines[0].points[0], plane.lines[0].points[-1]
    assert x1 <= plane.dots[0].x <= x2 and y2 <= plane.dots[0].y <= y1
    assert page.workings(lot)[0].lines == (
        "Evaluatieprijs: € 1.800,00 × 100 % + € 2.500,00 × 50 % = € 3.050,00",
        "K1: 60 × 10 ÷ 10 = 60,00 punten",
        "P: 40 × 0,475 = 19,00 punten",
    )
    text = html("letters/award_report.html", page)
    assert "Punten per inschrijver en criterium, perceel 1" in text and "Prijs tegen kwaliteit, perceel 1" in text


def test_the_annexes_hold_the_whole_memo_the_opening_and_the_sensitivity(session, people, html):
    data = reread(session, told_tender()).data
    named = {**data["tender"], "cpv": [{"code": "79611000", "name": "Diensten voor sollicitatiebegeleiding"}]}
    page = report_page({**data, "regime": saved_tender().regime_advice, "tender": named})
    text = html("letters/award_report.html", page)

    advice = page.advice
    assert advice is not None
    assert all(
        each.text in text for each in (*advice.advice.reasons, *advice.advice.warnings, *advice.advice.voluntary)
    )
    assert "Diensten voor sollicitatiebegeleiding" in text
    assert [each.merkle_root in text for each in page.openings] == [True, True]
    firmness = page.data["lots"][0]["firmness"]
    bars = page.firmness_bars(page.data["lots"][0])
    assert [sum(row) for row in zip(*(part for _, part in bars.series), strict=True)] == [100] * len(bars.rows)
    assert firmness["words"] in text and "Uitkomst per soort verandering, perceel 1" in text
    assert all(each["words"] in text for each in firmness["changing"])
    assert page.firmness_bars({"firmness": {**firmness, "kinds": []}}) is None


def test_a_formula_in_euros_has_no_picture_in_points(session, people):
    ranking = {**report_page(reread(session, told_tender()).data).data["lots"][0]["ranking"], "in_euros": True}

    assert bars_in(ranking) is None
    assert bars_in({**ranking, "in_euros": False, "rows": []}) is None


def test_each_item_is_printed_filled_or_as_not_applicable_with_its_reason(session, people, html):
    page = report_page(reread(session, told_tender()).data)
    blank = [{"item": each.value, "title": TITLES[each], "article": article_of(each)} for each in Item]
    filled = [{**each, "lines": [f"Zo ging het bij {each['item']}."], "not_applicable": ""} for each in blank]
    waved = [{**each, "lines": [], "not_applicable": f"Want {each['item']} speelde niet."} for each in blank]

    said = html("letters/award_report.html", replace(page, data={**page.data, "items": filled}))
    not_said = html("letters/award_report.html", replace(page, data={**page.data, "items": waved}))

    for each in Item:
        assert f"<p>Zo ging het bij {each.value}.</p>" in said
        assert f"<strong>Niet van toepassing.</strong> Want {each.value} speelde niet." in not_said


def test_what_applies_is_printed_and_not_waved_away(session, people, html):
    tender = assessment_begun()
    rik = next(each for each in admitted_bids(tender) if each.supplier.name.startswith("Baanbrug"))
    reject_bid(rik, LONG, ground=RejectionGround.KNOCK_OUT, actor=people.actor("inge"), now=LOCKED_AT)
    quality_locked(tender)
    opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT)
    rank_tender(tender, actor=people.actor("inge"), now=LOCKED_AT)
    drafted_report(tender)

    text = html("letters/award_report.html", report_page(reread(session, tender).data))

    assert f"Voldoet niet aan een eis: {LONG}" in text
    assert "Enige geldige inschrijving op dit perceel" in text
    assert "Geen enkele inschrijving is afgewezen." not in text
    assert "CONCEPT" in text


def test_an_adopted_report_names_decider_and_mandate_and_is_no_draft(session, people, html):
    text = html("letters/award_report.html", report_page(reread(session, told_tender()).data))

    assert "CONCEPT" not in text
    assert "Vastgesteld op 14 december 2026" in text
    assert "Mandaatregister 2026, nr. 14" in text
    assert "Waarom Werkvooruit Haarlem BV (fictief) boven Baanbrug BV (fictief) staat" in text


def test_a_draft_with_an_open_item_says_so(session, people, html):
    from procurement.operations.award_reports import draft_award_report

    tender = ranked_tender()
    draft_award_report(tender, {}, actor=people.actor("inge"), now=LOCKED_AT)

    text = html("letters/award_report.html", report_page(reread(session, tender).data))

    assert text.count("Nog in te vullen") == 4


@pytest.mark.parametrize(
    ("kind", "label", "last_day"),
    [
        (StandstillKind.STATUTORY, "Wettelijke opschortende termijn", "4 januari 2027"),
        (StandstillKind.VOLUNTARY, "Vrijwillige opschortende termijn", "3 januari 2027"),
    ],
)
def test_a_letter_tells_the_term_the_court_and_both_scores(session, people, html, kind, label, last_day):
    tender = told_tender(standstill=kind)
    session.flush()
    session.expire_all()
    lost = next(each for each in letters_of(tender) if each.supplier_id == people.rik.organisation_id)

    text = html("letters/award_letter.html", letter_page(lost))

    for wanted in (
        label,
        f"tot en met {last_day}",
        "Rechtbank Noord-Holland",
        "Wij willen het perceel gunnen aan <strong>Werkvooruit Haarlem BV (fictief)</strong>",
        "U kreeg een 6, de winnaar een 10",
        "Het plan van Baanbrug BV (fictief) noemt",
        "Baanbrug BV (fictief)",
    ):
        assert wanted in text


def test_the_winners_letter_is_no_acceptance(session, people, html):
    tender = told_tender()
    session.flush()
    session.expire_all()
    won = next(each for each in letters_of(tender) if each.supplier_id == people.sanne.organisation_id)

    text = html("letters/award_letter.html", letter_page(won))

    assert "nog geen aanvaarding van uw aanbod (artikel 2.129 Aanbestedingswet 2012)" in text
    assert render_letter(won).startswith(b"%PDF-")
