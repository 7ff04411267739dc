"""The pages of criteria, rules and simulator, as the people who use them."""

import re

import pytest
from sqlalchemy import func, select

from procurement.award_terms import DropOutRule
from procurement.models.award_terms import PriceSimulation
from procurement.models.tenders import AwardCriterion
from tests.factories.tenders import published_tender, saved_tender
from townhall.jobs.operations import run_due_jobs

RULES = {
    "quality_method": "consensus", "total_points": "100", "rounding_place": "per_criterion", "rounding_decimals": "2",
    "tie_rule": "quality_first", "drop_out_rule": "recompute", "most_lots": "", "allocation_rule": "lot_order",
}  # fmt: skip
RANGE = {"price_low": "2.500", "price_high": "3.500", "quality_low": "50", "quality_high": "90", "count": "6"}


@pytest.fixture
def inge(as_person):
    return as_person("inge")


def text_of(response):
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


@pytest.mark.parametrize("make", [saved_tender, published_tender])
def test_every_page_opens_for_the_buyer(session, inge, make):
    url = f"/aanbestedingen/{make().reference}"

    for path in ("/criteria", "/criteria/hoofdcriteria/nieuw", "/criteria/formule", "/simulatie", "/simulatie/nieuw"):
        assert inge.get(url + path).status_code == 200, path
    assert inge.get(f"{url}/simulatie/7").status_code == 404
    assert inge.get(f"{url}/criteria/hoofdcriteria/7").status_code == 404


def test_a_reader_reads_and_does_not_simulate(session, as_person):
    url = f"/aanbestedingen/{saved_tender().reference}/simulatie"
    ria, sanne = as_person("ria"), as_person("sanne")

    assert ria.get(url).status_code == 200
    assert ria.post(f"{url}/nieuw", data=RANGE).status_code == 403
    assert sanne.get(url).status_code == 403


def test_a_criterion_gets_a_main_criterion_a_minimum_and_its_own_scale(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/criteria"
    inge.post(f"{url}/hoofdcriteria/nieuw", data={"code": "Q", "title": "Kwaliteit van het team"})

    answer = inge.post(
        f"{url}/nieuw",
        data={
            "code": "Q1", "title": "Ervaring", "group": "Q", "kind": "quality", "weight": "12,5", "minimum": "3",
            "scale": "1 matig\n3 goed\n5 uitstekend",
        },
        follow_redirects=True,
    )  # fmt: skip

    page = text_of(answer)
    assert "Hoofdcriterium" in page
    assert "Eigen schaal: 1 matig, 3 goed, 5 uitstekend." in page
    assert "Minimumscore 3" in page
    made = session.scalar(select(AwardCriterion).where(AwardCriterion.code == "Q1"))
    assert made.scale == [["1", "matig"], ["3", "goed"], ["5", "uitstekend"]]
    shown = text_of(inge.get(f"{url}/{made.sequence}"))
    assert "5 uitstekend" in shown
    assert 'value="3"' in shown


def test_a_scale_that_cannot_be_read_is_named_and_kept(session, inge):
    tender = saved_tender()
    form = {"code": "K9", "title": "X", "kind": "quality", "weight": "5", "scale": "heel goed"}

    page = text_of(inge.post(f"/aanbestedingen/{tender.reference}/criteria/nieuw", data=form))

    assert "Regel 1 van de schaal" in page
    assert "heel goed" in page
    assert session.scalar(select(func.count(AwardCriterion.id))) == 2


def test_the_rules_are_kept_and_shown(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/criteria"
    form = {**RULES, "price_formula": "relative_to_lowest", "drop_out_rule": "keep_order", "most_lots": "2"}

    page = text_of(inge.post(f"{url}/formule", data=form, follow_redirects=True))

    session.expire_all()
    assert tender.drop_out_rule == DropOutRule.KEEP_ORDER
    assert "Hooguit 2 percelen" in page
    assert "niet opnieuw rekenen" in page


def test_wrong_rules_are_all_named_and_change_nothing(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/criteria/formule"

    page = text_of(inge.post(url, data={**RULES, "price_formula": "award_on_value", "total_points": "0"}))

    assert "ontbreekt" in page
    assert "Het totaal van de punten" in page
    session.expire_all()
    assert tender.price_parameters == {"full_at": "2000", "zero_at": "4000"}


def test_a_simulation_is_made_shown_and_downloaded(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/simulatie"

    page = text_of(inge.post(f"{url}/nieuw", data=RANGE, follow_redirects=True))

    assert "De simulatie staat in het dossier" in page
    assert "Proef A" in page
    assert "<svg" in page
    run_due_jobs()
    link = re.search(r'href="(/[^"]*)">Download \(PDF\)', inge.get(url).get_data(as_text=True))
    assert inge.get(link.group(1)).data[:5] == b"%PDF-"
    assert "Past bij deze criteria" in text_of(inge.get(f"/aanbestedingen/{tender.reference}/criteria"))


def test_own_bids_are_ranked_and_an_earlier_run_stays_readable(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/simulatie"
    inge.post(f"{url}/nieuw", data=RANGE)
    own = {"bids-0-name": "Duur", "bids-0-price": "3.400", "bids-0-quality": "90", "bids-1-name": "Goedkoop",
           "bids-1-price": "2.600", "bids-1-quality": "60"}  # fmt: skip

    page = text_of(inge.post(f"{url}/nieuw", data={**RANGE, **own}, follow_redirects=True))

    assert "1. Duur" in page
    assert "2. Goedkoop" in page
    assert "Proef A" in text_of(inge.get(f"{url}/1"))
    assert "Dit is een eerdere simulatie" in text_of(inge.get(f"{url}/1"))


def test_a_simulation_that_cannot_be_names_everything_and_keeps_what_was_typed(session, inge):
    tender = saved_tender()
    wrong = {**RANGE, "price_low": "4.000", "quality_low": "95", "bids-0-price": "3.000", "bids-0-name": "Alleen"}

    page = text_of(inge.post(f"/aanbestedingen/{tender.reference}/simulatie/nieuw", data=wrong))

    for words in ("lager dan de hoogste", "beide liggen van 0 tot en met 100", "2 tot en met 12", 'value="Alleen"'):
        assert words in page
    assert session.scalar(select(func.count(PriceSimulation.id))) == 0


def test_the_publication_page_advises_to_simulate(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}"
    assert "nog niet nagerekend" in text_of(inge.get(f"{url}/publiceren"))

    inge.post(f"{url}/simulatie/nieuw", data=RANGE)

    assert "nog niet nagerekend" not in text_of(inge.get(f"{url}/publiceren"))


def test_suppliers_read_the_rules_in_the_portal(session, as_person):
    tender = published_tender(drop_out_rule=DropOutRule.KEEP_ORDER)

    page = text_of(as_person("sanne").get(f"/portaal/aanbestedingen/{tender.reference}"))

    assert "Als een inschrijving na de rangorde afvalt" in page
    assert "Schaal: 0 geen antwoord" in page
    assert "Simulatie" not in page


@pytest.mark.parametrize("runs", [1, 4])
def test_the_simulation_page_takes_as_many_queries_for_one_run_as_for_four(session, inge, at_most_queries, runs):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/simulatie"
    for _ in range(runs):
        inge.post(f"{url}/nieuw", data=RANGE)

    with at_most_queries(17):
        inge.get(url)


def test_a_staircase_is_typed_by_the_line_and_shown_again(session, inge):
    tender = saved_tender()
    url = f"/aanbestedingen/{tender.reference}/criteria/formule"
    form = {**RULES, "price_formula": "staircase", "steps": "1.500: 100\n2.000: 50 %"}

    assert inge.post(url, data={**form, "steps": "1500 - 100"}).status_code == 200
    assert inge.post(url, data=form).status_code == 302

    session.expire_all()
    assert tender.price_parameters == {"steps": "1.500: 100; 2.000: 50 %"}
    assert "1.500: 100\n2.000: 50 %" in inge.get(url).get_data(as_text=True)
