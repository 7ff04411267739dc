"""Life-cycle cost (F12): its lines, its arithmetic, and its way from the bid form to the explained ranking."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import render_template
from hypothesis import given
from hypothesis import strategies as st

from procurement.bids import EnvelopeKind
from procurement.completeness import obstacles_to_submitting
from procurement.life_cycle import CostFacts, CostLine, read_cost_lines
from procurement.models.bids import BidCost
from procurement.notice_fields import notice_rows
from procurement.operations.ranking import rank_tender
from procurement.price_formulas import FormulaError
from procurement.queries.award_papers import report_page
from procurement.queries.award_terms import award_of
from procurement.queries.bids import asked_of
from procurement.queries.notices import notice_facts_of
from procurement.queries.vault_proof import flaws_in_vault
from procurement.ranking import BidFacts, FeeFacts, rank_bids
from procurement.scoring_case import score_case
from procurement.tender_formulas import PriceFormula, obstacles_to_formula
from tests.factories.assessment import LOCKED_AT, begin_assessment, drafted_report, quality_locked
from tests.factories.bids import content_for, open_for_bids, opened, submitted_bid
from townhall.column_types import canonical_json
from townhall.money import euros

LINES = {"cost_lines": "Licentie leeromgeving: 1-2; Overdracht: 0", "discount_percent": "4"}
FORMULA = PriceFormula.LIFE_CYCLE_COST
LICENCE, HANDOVER = read_cost_lines(LINES["cost_lines"])


def bid(number, price, *amounts, percent=4):
    """A bid with one fee, and an amount on the licence and on the handover."""
    costs = zip((LICENCE, HANDOVER), amounts, strict=True)
    return BidFacts(
        number, f"Aanbieder {number}", (FeeFacts("Traject", euros(price), Decimal(100)),), {},
        costs=tuple(CostFacts(line, euros(amount), Fraction(percent)) for line, amount in costs),
    )  # fmt: skip


def test_lines_are_read_with_their_years():
    assert CostLine(1, "Licentie leeromgeving", 1, 2) == LICENCE
    assert CostLine(2, "Overdracht", 0, 0) == HANDOVER
    assert LICENCE.title == "Licentie leeromgeving (jaar 1 tot en met 2, per jaar)"
    assert HANDOVER.title == "Overdracht (bij de start)"


@pytest.mark.parametrize("written", ["", "Licentie", "Licentie: later", ": 1", "Licentie: 3-2", "L: 1; L: 1", "L: -1"])
def test_a_line_that_cannot_be_read_is_refused_and_named_at_its_field(written):
    with pytest.raises(FormulaError):
        read_cost_lines(written)
    assert [each.field for each in obstacles_to_formula(FORMULA, {"cost_lines": written})] == ["cost_lines"]


def test_the_rate_may_be_left_open_but_not_be_nonsense():
    assert obstacles_to_formula(FORMULA, {"cost_lines": "Licentie: 1"}) == []
    found = obstacles_to_formula(FORMULA, {"cost_lines": "Licentie: 1", "discount_percent": "-1"})
    assert [each.field for each in found] == ["discount_percent"]


def test_costs_of_later_years_are_discounted_and_rounded_once_per_line():
    # 100 a year in the years 1 and 2 at 4 %: 100 ÷ 1,04 + 100 ÷ 1,0816 = 96,1538… + 92,4556… = 188,6094….
    assert CostFacts(LICENCE, euros(100), Fraction(4)).worth == Decimal("188.61")
    assert CostFacts(LICENCE, euros(100)).worth == Decimal("200.00")
    assert CostFacts(HANDOVER, euros(100), Fraction(4)).worth == Decimal("100.00")


def test_the_lowest_cost_stands_first_and_the_words_recompute_it():
    cheap, dear = bid(1, 1500, 300, 0), bid(2, 1600, 100, 50)

    first, second = rank_bids([], FORMULA, LINES, [cheap, dear])

    assert (first.standing.name, first.standing.total) == ("Aanbieder 2", Decimal("1838.61"))
    assert second.standing.total == Decimal("2065.83")  # 1500 + 565,83
    why = first.why_above_next.replace("\N{NO-BREAK SPACE}", " ")
    assert "€ 1.838,61, € 227,22 lager dan Aanbieder 1" in why
    assert "De prijs van Aanbieder 1 is lager (€ 1.500,00 tegen € 1.600,00)" in why
    assert "kosten van Aanbieder 2 zijn lager op L1 Licentie leeromgeving" in why
    assert "(€ 188,61 tegen € 565,83)" in why and "zijn lager op L2 Overdracht" in why
    assert "Verschil in prijs − € 100,00 en in de kosten daarna + € 327,22: samen € 227,22." in why


amounts = st.integers(0, 900)
some_bids = st.lists(st.tuples(st.integers(1, 2500), amounts, amounts), min_size=1, max_size=6).map(
    lambda rows: [bid(number, *row) for number, row in enumerate(rows, start=1)]
)


@given(bids=some_bids, seed=st.randoms(), less=st.integers(0, 900))
def test_order_does_not_matter_a_lower_amount_never_harms_and_the_parts_make_the_total(bids, seed, less):
    shuffled = list(bids)
    seed.shuffle(shuffled)

    standings = {each.bid_id: each.standing for each in rank_bids([], FORMULA, LINES, shuffled)}

    assert standings == {each.bid_id: each.standing for each in rank_bids([], FORMULA, LINES, bids)}
    assert all(each.total == each.price + sum(part.points for part in each.parts) for each in standings.values())
    cost = bids[0].costs[0]
    cheaper = replace(bids[0], costs=(replace(cost, amount=max(Decimal(0), cost.amount - less)), bids[0].costs[1]))
    after = {each.bid_id: each.standing for each in rank_bids([], FORMULA, LINES, [cheaper, *bids[1:]])}
    assert after[1].total <= standings[1].total and after[1].rank <= standings[1].rank


@given(percent=st.fractions(0, 25), year=st.integers(0, 30))
def test_a_euro_of_later_never_weighs_more_than_one_of_now(percent, year):
    line = CostLine(1, "Nazorg", year, year)

    assert 0 < line.factor(percent) <= 1
    assert line.factor(percent) >= CostLine(1, "Nazorg", year + 1, year + 1).factor(percent)


def test_a_tender_on_life_cycle_cost_runs_from_the_bid_form_to_the_ranking(session, people, as_person):
    tender = open_for_bids()
    lot = tender.lots[0]
    tender.price_formula, tender.price_parameters = FORMULA, LINES
    tender.criteria, tender.award_basis_reason = [], "Elke aanpak van deze cursus is even goed."
    tender.published_award = award_of(tender).as_data()
    session.flush()
    notice = [row for row in notice_rows(notice_facts_of(tender, None)) if row.bt in ("BT-539", "BT-540")]
    assert [row.value for row in notice][0] == "cost" and "Licentie leeromgeving: 1-2" in notice[1].words
    form = as_person("sanne").get(f"/portaal/inschrijvingen/{tender.reference}/perceel/1/prijzen").text
    assert "Licentie leeromgeving (jaar 1 tot en met 2, per jaar)" in form
    missing = obstacles_to_submitting(content_for(lot), asked_of(lot))
    assert [each.code for each in missing] == ["price-missing", "price-missing"]
    for name, prices, costs in (("Sanne", ["1800", "2500"], ("100", "0")), ("Rik", ["1500", "2900"], ("300", "20"))):
        submitted_bid(tender, lot, name, prices=prices, costs={1: euros(costs[0]), 2: euros(costs[1])})
    opened(tender)
    assert session.query(BidCost).count() == 0
    begin_assessment(tender)
    quality_locked(tender)
    opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT + timedelta(hours=1))

    ranking = rank_tender(tender, actor=people.actor("inge"), now=LOCKED_AT)[0]

    assert [(row.evaluation_price, row.total) for row in ranking.rows] == [
        (euros(3050), Decimal("3238.61")),  # 3050 + 188,61
        (euros(2950), Decimal("3535.83")),  # 2950 + 565,83 + 20
    ]
    assert score_case(ranking.snapshot["case"])["first_ranked"] == [ranking.rows[0].supplier.name]
    assert flaws_in_vault(tender) == []
    session.commit()
    inge = as_person("inge")
    page = inge.get(f"/aanbestedingen/{tender.reference}/rangorde").text
    assert "Levenscycluskosten" in page and "€ 188,61" in page and "Discontovoet" in page
    portal = inge.get(f"/portaal/aanbestedingen/{tender.reference}").text
    assert "Elke aanpak van deze cursus is even goed." in portal and "Licentie leeromgeving: 1-2" in portal
    firm = inge.get(f"/aanbestedingen/{tender.reference}/rangorde/1/gevoeligheid").text
    assert "zonder de kosten van later" in firm  # the one change that turns this ranking
    report = drafted_report(tender)
    data = json.loads(canonical_json(report.data))
    paper = render_template("letters/award_report.html", page=report_page(data), authority=data["authority"])
    assert "Levenscycluskosten</th>" in paper and "Kosten van later op perceel 1" in paper and "188,61" in paper
