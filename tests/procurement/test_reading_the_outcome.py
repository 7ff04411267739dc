"""Who reads prices and ranking before the decision: who prepares it, who takes it and who audits it, nobody else."""

import pytest

from procurement.lifecycle import TenderStatus
from procurement.queries.bids import opened_bids
from tests.factories.assessment import ranked_tender

EARLY, LATER = ("inge", "wim", "ria"), ("anouk", "coen")


@pytest.mark.parametrize("is_decided", [False, True])
def test_an_assessor_and_a_contract_manager_read_ranking_and_firmness_after_the_decision(
    session, people, as_person, is_decided
):
    tender = ranked_tender()
    if is_decided:
        tender.status = TenderStatus.DECIDED
    session.commit()
    url = f"/aanbestedingen/{tender.reference}/rangorde"

    for name in (*EARLY, *LATER):
        expected = 200 if is_decided or name in EARLY else 404
        browser = as_person(name)
        assert [browser.get(each).status_code for each in (url, f"{url}/1/gevoeligheid")] == [expected] * 2, name
        award = browser.get(f"/aanbestedingen/{tender.reference}/gunning")
        assert (f'href="{url}"' in award.text) == (expected == 200)


def test_before_the_decision_an_assessor_reads_an_opened_bid_without_its_prices(session, people, as_person):
    tender = ranked_tender()
    [bid, _] = opened_bids(tender)
    session.commit()
    url = f"/aanbestedingen/{tender.reference}/inschrijvingen/{bid.id}"

    pages = [as_person(name).get(url).text for name in ("inge", "anouk")]

    assert ["1.800,00" in page for page in pages] == [True, False]
    assert "De prijzen leest u na de beslissing" in pages[1]
