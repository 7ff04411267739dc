"""The beschrijvend document: a draft on request, a version at publication, and what it says."""

import io
import re
from decimal import Decimal

import pikepdf
import pytest
from sqlalchemy import select

from procurement.models.notices import DescriptiveDocument
from procurement.models.tenders import TenderDocument
from procurement.operations.descriptive import publish_descriptive_document, request_draft_document
from procurement.operations.tender_documents import attach_document
from procurement.operations.tenders import publish_tender
from procurement.procedures import CriterionKind
from procurement.published_award import PublishedAward
from procurement.queries.award_terms import award_of
from procurement.queries.descriptive import descriptive_page
from procurement.queries.tenders import documents_of
from procurement.tender_formulas import PriceFormula
from procurement.worked_example import worked_example
from tests.conftest import MONDAY
from tests.factories.tenders import MILESTONES, published_tender, saved_tender
from tests.procurement.test_pages_tenders import with_keys
from townhall.documents import storage
from townhall.documents.models import Document
from townhall.jobs.models import Job, JobState
from townhall.jobs.operations import run_due_jobs
from townhall.refusal import Refusal

#: What costs here is printing, which no database changes; the journeys publish on both.
pytestmark = pytest.mark.one_database("sqlite")

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def inge(as_person):
    return as_person("inge")


def pages_of(document):
    with pikepdf.open(io.BytesIO(storage.read(document))) as pdf:
        return len(pdf.pages), str(pdf.docinfo.get("/Title", ""))


def test_publishing_asks_for_the_document_and_the_job_adds_it_to_the_documents(session, people):
    tender = with_keys(saved_tender(lots=2), people, session)

    publish_tender(tender, actor=people.actor("inge"), now=MONDAY)
    session.commit()
    run_due_jobs()

    ((attached, document),) = documents_of(tender)
    assert attached.added_at == MONDAY
    assert (document.title, attached.version_number) == ("Beschrijvend document", 1)
    count, title = pages_of(document)
    assert count >= 9
    assert tender.title in title


def test_the_job_may_run_twice_and_adds_one_document(session, people):
    tender = published_tender()
    publish_descriptive_document(tender, actor=people.actor("inge"), now=MONDAY)
    session.commit()
    run_due_jobs()
    job = session.scalar(select(Job))
    job.state = JobState.WAITING
    session.commit()

    run_due_jobs()

    assert len(documents_of(tender)) == 1


def test_a_change_makes_a_second_version_and_the_first_stays_readable(session, people):
    tender = published_tender()
    for _ in range(2):
        publish_descriptive_document(tender, actor=people.actor("inge"), now=MONDAY)
        session.commit()
        run_due_jobs()

    assert [(each.version_number, each.replaced_at) for each, _ in documents_of(tender)] == [(1, MONDAY), (2, None)]
    assert session.scalars(select(DescriptiveDocument.number).order_by(DescriptiveDocument.number)).all() == [1, 2]


def test_a_draft_is_for_staff_and_does_not_join_the_documents(session, inge, as_person):
    tender = saved_tender()

    answer = inge.post(f"/aanbestedingen/{tender.reference}/beschrijvend-document")
    run_due_jobs()

    assert re.search(r"/opdrachten/\d+$", answer.location)
    document = session.scalar(select(Document))
    assert "concept" in document.filename
    assert session.scalar(select(TenderDocument)) is None
    assert inge.get(f"/documenten/{document.id}").status_code == 200
    assert as_person("sanne").get(f"/documenten/{document.id}").status_code == 404


def test_an_empty_draft_gives_a_document_that_says_what_follows(session, people):
    tender = saved_tender(lots=0, price_formula=None, description="", closes_at=None, with_advice=False)
    tender.criteria, tender.requirements = [], []
    session.flush()

    request_draft_document(tender, actor=people.actor("inge"), now=MONDAY)
    session.commit()
    run_due_jobs()

    assert session.scalar(select(Job.state)) == JobState.DONE


def test_the_own_earlier_version_is_not_an_annex(session, people):
    tender = published_tender()
    publish_descriptive_document(tender, actor=people.actor("inge"), now=MONDAY)
    session.commit()
    run_due_jobs()

    assert descriptive_page(tender).annexes == []


def test_an_agreement_of_the_buyer_takes_the_place_of_the_draft_from_the_file(session, people):
    tender, inge = saved_tender(), people.actor("inge")
    assert descriptive_page(tender).agreement is not None

    attach_document(tender, PDF, filename="overeenkomst.pdf", is_agreement=True, actor=inge, now=MONDAY)

    assert descriptive_page(tender).agreement is None
    with pytest.raises(Refusal) as refusal:
        attach_document(tender, PDF, filename="nog-een.pdf", is_agreement=True, actor=inge, now=MONDAY)
    assert [each.code for each in refusal.value.obstacles] == ["second-agreement"]


def test_after_publication_the_agreement_only_changes_by_a_rectification(session, people):
    tender = published_tender()

    with pytest.raises(Refusal) as refusal:
        attach_document(
            tender, PDF, filename="a.pdf", is_agreement=True, actor=people.actor("inge"), now=MONDAY
        )  # fmt: skip

    assert [each.code for each in refusal.value.obstacles] == ["agreement-after-publication"]


def example_of(session, **what_matters):
    tender = saved_tender(**what_matters)
    return worked_example(award_of(tender), MILESTONES)


def test_the_example_is_ranked_by_the_real_rules(session):
    example = example_of(session)

    # 0,2·1000… : the fees of the factory at 95 % are 950, 2375 and 1425, weighed by 100, 60 and 40 %.
    assert example.prices[0] == Decimal("2945.00")
    # Linear between 2000 and 4000: (4000 − 2945) ÷ 2000 × 40 = 21,10 points, and the top score 60.
    first = next(each.standing for each in example.ranking if each.standing.name == "Inschrijver A")
    assert [part.points for part in first.parts] == [Decimal("60.00"), Decimal("21.10")]
    assert first.total == Decimal("81.10")
    assert [each.standing.rank for each in example.ranking] == [1, 2, 3]


@pytest.mark.parametrize(
    ("formula", "parameters"),
    [
        (PriceFormula.LOWEST_PRICE, {}),
        (PriceFormula.LIFE_CYCLE_COST, {"cost_lines": "Licentie: 1-4", "discount_percent": "4"}),
        (PriceFormula.STAIRCASE, {"steps": "1500: 100; 2500: 50"}),
        (PriceFormula.AWARD_ON_VALUE, {"max_value": "500"}),
        (PriceFormula.RELATIVE_TO_LOWEST, {}),
        (PriceFormula.VALUE_FOR_MONEY, {}),
    ],
)
def test_every_kind_of_formula_has_an_example(session, formula, parameters):
    assert example_of(session, price_formula=formula, price_parameters=parameters) is not None


def test_without_a_parameter_that_the_formula_needs_there_is_no_example(session):
    assert example_of(session, price_formula=PriceFormula.AWARD_ON_VALUE, price_parameters={}) is None


def test_no_score_in_the_example_falls_below_a_minimum(session):
    tender = saved_tender()
    next(each for each in tender.criteria if each.kind == CriterionKind.QUALITY).minimum_score = Decimal(8)
    award: PublishedAward = award_of(tender)

    example = worked_example(award, MILESTONES)

    assert min(score for bid in example.bids for score in bid.scores.values()) == 8
    assert all(each.standing.rank for each in example.ranking)
