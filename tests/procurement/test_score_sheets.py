"""The sheets of an assessor: one criterion over the bids of a lot, saved as a whole or not at all."""

from decimal import Decimal

import pytest

from procurement.models.assessment import Score
from procurement.queries.assessment import member_of, missing_scores, quality_criteria_of
from procurement.queries.tenders import tender_by_reference
from procurement.views.score_sheets import reading_list
from tests.factories.assessment import assessment_begun
from townhall.audit.models import AuditEntry
from townhall.database import db

WHY = "Het plan noemt per deelnemer een vaste begeleider."


@pytest.fixture
def begun(session, set_now):
    """A tender with two lots whose assessors may score."""
    made = assessment_begun(lots=2).reference
    db.session.commit()
    return made


def sheet_of(reference, number):
    """The address of the sheet of a lot."""
    criterion = quality_criteria_of(tender_by_reference(reference))[0]
    return f"/aanbestedingen/{reference}/beoordeling/perceel/{number}/{criterion.id}"


def test_one_sheet_scores_a_criterion_over_all_bids_of_a_lot_and_goes_on_to_the_next_lot(begun, as_person, people):
    tender = tender_by_reference(begun)
    member = member_of(tender, people.anouk.id)
    bids = [bid for bid in reading_list(tender, member) if bid.lot.number == 1]
    anouk = as_person("anouk")
    page = anouk.get(sheet_of(begun, 1)).text
    assert [page.count(f"Score van {bid.supplier.name}") for bid in bids] == [1, 1]
    assert "Wij beginnen bij de werkgever." in page

    said = {f"score_{bid.id}": "8" for bid in bids} | {f"motivation_{bid.id}": WHY for bid in bids}
    done = anouk.post(sheet_of(begun, 1), data=said)

    assert done.headers["Location"] == f"{sheet_of(begun, 2)}#scores"
    assert [each.score for each in db.session.query(Score)] == [Decimal(8)] * 2
    assert db.session.query(AuditEntry).filter_by(act="assessment.score_entered").count() == 1
    assert missing_scores(member) == 2


def test_a_sheet_with_a_fault_saves_nothing_keeps_what_was_typed_and_names_every_fault(begun, as_person, people):
    tender = tender_by_reference(begun)
    first, second = (bid.id for bid in reading_list(tender, member_of(tender, people.anouk.id)) if bid.lot.number == 1)
    anouk = as_person("anouk")
    said = {f"score_{first}": "8", f"motivation_{first}": "goed", f"motivation_{second}": WHY}

    page = anouk.post(sheet_of(begun, 1), data=said).text

    assert "Leg uit waarom u deze score geeft" in page
    assert "Kies een score van de schaal" in page
    assert f'href="#motivation_{first}"' in page and f'href="#score_{second}"' in page
    assert WHY in page
    assert db.session.query(Score).count() == 0


def test_a_part_of_a_sheet_can_be_saved_and_finished_later(begun, as_person, people):
    tender = tender_by_reference(begun)
    first = reading_list(tender, member_of(tender, people.anouk.id))[0].id
    anouk = as_person("anouk")

    assert anouk.post(sheet_of(begun, 1), data={f"score_{first}": "6", f"motivation_{first}": WHY}).status_code == 302

    page = anouk.get(sheet_of(begun, 1)).text
    assert WHY in page and page.count("selected") == 2, "the chosen six, and an empty choice for the other bid"
    assert as_person("bram").get(sheet_of(begun, 1)).text.count(WHY) == 0
    assert as_person("inge").get(sheet_of(begun, 1)).status_code == 403


def test_a_sheet_takes_the_same_number_of_queries_however_many_bids_and_lots(
    session, set_now, as_person, at_most_queries
):
    reference = assessment_begun(lots=3).reference
    db.session.commit()
    anouk = as_person("anouk")

    with at_most_queries(40):
        anouk.get(sheet_of(reference, 2))
