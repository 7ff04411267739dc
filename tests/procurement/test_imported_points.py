"""A published method that this application cannot compute: the points are typed in, and the rest is as ever."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.bids import EnvelopeKind
from procurement.operations.imported_points import import_price_points
from procurement.operations.ranking import rank_tender
from procurement.queries.assessment import admitted_bids
from procurement.scoring_case import score_case
from procurement.tender_formulas import PriceFormula, obstacles_to_formula
from tests.factories.assessment import LOCKED_AT, assessment_begun, quality_locked
from tests.factories.bids import opened
from townhall.refusal import Refusal

METHOD = "Elke 100 euro boven de laagste evaluatieprijs kost vier punten, tot nul punten."
BASIS = "Rekenblad in het dossier, nagerekend door Coen op 3 juni 2026."


def priced(formula=PriceFormula.OWN_METHOD, *, prices_open=True):
    """A tender with quality locked and, when asked, prices open."""
    tender = assessment_begun(formula=formula, price_parameters={"own_method": METHOD, "full_at": "1", "zero_at": "2"})
    quality_locked(tender, {"Werkvooruit": 10, "Baanbrug": 6})
    if prices_open:
        opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT)
    return tender


def codes(refusal):
    """The codes of a refusal."""
    return [each.code for each in refusal.value.obstacles]


def test_the_points_typed_in_make_the_ranking_and_the_calculator_agrees(session, people):
    tender, inge = priced(), people.actor("inge")
    with pytest.raises(Refusal) as refusal:
        rank_tender(tender, actor=inge, now=LOCKED_AT)
    assert codes(refusal) == ["points-not-imported"]
    given = dict(zip([bid.id for bid in admitted_bids(tender)], [Decimal("36.5"), Decimal(40)], strict=True))

    import_price_points(tender, given, BASIS, actor=inge, now=LOCKED_AT)
    ranking = rank_tender(tender, actor=inge, now=LOCKED_AT + timedelta(hours=1))[0]

    assert {row.bid_id: row.price_points for row in ranking.rows} == given
    answer = score_case(ranking.snapshot["case"])
    assert {name: Decimal(row["total"]) for name, row in answer["bids"].items()} == {
        row.supplier.name: row.total for row in ranking.rows
    }


def test_what_is_missing_or_out_of_bounds_is_all_named_and_nothing_kept(session, people):
    tender = priced()
    first, second = admitted_bids(tender)

    with pytest.raises(Refusal) as refusal:
        import_price_points(tender, {first.id: Decimal("40.01")}, "kort", actor=people.actor("inge"), now=LOCKED_AT)

    assert [each.field for each in refusal.value.obstacles] == [f"points_{first.id}", f"points_{second.id}", "basis"]


@pytest.mark.parametrize(
    ("formula", "prices_open", "code"),
    [(PriceFormula.LINEAR_FIXED_BOUNDS, True, "not-own-method"), (PriceFormula.OWN_METHOD, False, "prices-closed")],
)
def test_points_are_only_typed_in_for_an_own_method_with_prices_open(session, people, formula, prices_open, code):
    tender = priced(formula, prices_open=prices_open)

    with pytest.raises(Refusal) as refusal:
        import_price_points(tender, {}, BASIS, actor=people.actor("inge"), now=LOCKED_AT)

    assert codes(refusal) == [code]


def test_an_own_method_is_published_in_full():
    assert obstacles_to_formula(PriceFormula.OWN_METHOD, {"own_method": METHOD}) == []
    assert [each.field for each in obstacles_to_formula(PriceFormula.OWN_METHOD, {"own_method": "superformule"})] == [
        "own_method"
    ]


def test_the_page_asks_for_every_bid_and_leads_back_to_the_ranking(session, people, as_person, set_now):
    tender = priced()
    bids = admitted_bids(tender)
    session.commit()
    set_now(LOCKED_AT + timedelta(days=1))
    inge, url = as_person("inge"), f"/aanbestedingen/{tender.reference}/rangorde"
    assert f"{url}/punten" in inge.get(url).get_data(as_text=True)

    page = inge.get(f"{url}/punten").get_data(as_text=True)
    form = {f"points_{bid.id}": "36,5" for bid in bids} | {"basis": BASIS}

    assert METHOD in page and all(f"Punten voor {bid.supplier.name}" in page for bid in bids)
    assert inge.post(f"{url}/punten", data=form).status_code == 302
    assert inge.post(url).status_code == 302
    assert "36,50" in inge.get(url).get_data(as_text=True)
    assert as_person("ria").get(f"{url}/punten").status_code == 403
