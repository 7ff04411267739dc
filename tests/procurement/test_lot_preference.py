"""The lots a bidder would rather have: asked in the bid, sealed, and used by the published rule for dividing lots."""

from datetime import timedelta

from procurement.award_terms import AllocationRule
from procurement.bids import EnvelopeKind
from procurement.completeness import obstacles_to_submitting
from procurement.operations.ranking import rank_tender
from procurement.queries.allocation import allotments_of
from procurement.queries.award_terms import award_of
from procurement.queries.bids import asked_of, draft_of, wishes_of
from procurement.queries.outside_key import draft_content
from procurement.queries.vault_proof import flaws_in_vault
from procurement.tender_formulas import PriceFormula
from tests.factories.assessment import LOCKED_AT, begin_assessment, quality_locked
from tests.factories.bids import content_for, open_for_bids, opened, submitted_bid, supplier_of


def by_preference():
    """A tender of two lots of which nobody may win more than one, divided by what bidders prefer."""
    tender = open_for_bids(lots=2)
    tender.most_lots, tender.allocation_rule = 1, AllocationRule.BIDDER_PREFERENCE
    tender.price_formula, tender.price_parameters = PriceFormula.RELATIVE_TO_LOWEST, {}
    tender.published_award = award_of(tender).as_data()
    return tender


def test_the_preference_is_asked_only_under_the_rule_that_uses_it(session, people, as_person):
    free, tender = open_for_bids(), by_preference()
    session.commit()
    url = "/portaal/inschrijvingen/{}/perceel/1".format
    sanne = as_person("sanne")

    assert obstacles_to_submitting(content_for(free.lots[0]), asked_of(free.lots[0])) == []
    assert sanne.get(f"{url(free.reference)}/voorkeur").status_code == 404
    lot = tender.lots[0]
    missing = obstacles_to_submitting(content_for(lot), asked_of(lot))
    assert [each.code for each in missing] == ["preference-missing"]
    assert "Voorkeur voor dit perceel" in sanne.get(url(tender.reference)).text
    assert "2e keus" in sanne.get(f"{url(tender.reference)}/voorkeur").text
    sanne.post(f"{url(tender.reference)}/voorkeur", data={"preference": "2"})
    assert draft_content(draft_of(lot.id, supplier_of("Sanne").id)).preference == 2
    refused = sanne.post(f"{url(tender.reference)}/voorkeur", data={"preference": "3"})
    assert refused.status_code == 200


def test_who_comes_first_on_both_lots_gets_the_one_he_prefers(session, people, as_person):
    tender = by_preference()
    for lot, wish in zip(tender.lots, (2, 1), strict=True):
        submitted_bid(tender, lot, "Sanne", prices=["1800", "2500"], preference=wish)
        submitted_bid(tender, lot, "Rik", prices=["1500", "2900"], preference=3 - wish)
    assert wishes_of([1, 2, 3, 4]) == {}
    opened(tender)
    begin_assessment(tender)
    quality_locked(tender, {"Werkvooruit": 10, "Baanbrug": 6})
    opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT + timedelta(hours=1))

    rank_tender(tender, actor=people.actor("inge"), now=LOCKED_AT)

    given = allotments_of(tender)
    assert [each.winner.name.split()[0] for each in given.values()] == ["Baanbrug", "Werkvooruit"]
    assert "heeft met perceel 2 het maximum al en gaf daaraan de voorkeur" in given[1].words
    assert flaws_in_vault(tender) == []
    bid_id = given[2].winner.bid_id
    session.commit()
    assert "1e keus" in as_person("inge").get(f"/aanbestedingen/{tender.reference}/inschrijvingen/{bid_id}").text
