"""Lots divided under the published limit, from ranking to letter; and a draw that stays on record."""

from datetime import timedelta

import pytest

from procurement.award_report import Item
from procurement.operations.awards import not_award
from procurement.operations.ranking import rank_tender, record_draw
from procurement.queries.allocation import allotments_of
from procurement.queries.awards import letters_of, lot_awards_of, rankings_of
from tests.factories.assessment import (
    DECIDED_AT,
    drafted_report,
    ranked_tender,
    told_tender,
)
from townhall.refusal import Refusal

NOTE = "Notaris De Wit lootte op 3 juni 2026 in het stadhuis, beide inschrijvers waren erbij."

#: Both prices are below the bound where all points are earned, so with equal scores the totals are equal.
EQUAL_POINTS = {"full_at": "4000", "zero_at": "5000"}

@pytest.fixture
def divided(session, people):
    """Two lots that Werkvooruit would both win, and a limit of one lot per bidder."""
    return told_tender(lots=2, most_lots=1)


def test_the_second_lot_goes_to_the_next_place_when_the_first_has_its_maximum(divided):
    awards = {award.lot.number: award for award in lot_awards_of(divided)}

    assert awards[1].supplier.name.startswith("Werkvooruit") and awards[1].rank == 1
    assert awards[2].supplier.name.startswith("Baanbrug") and awards[2].rank == 2


def test_letter_and_report_give_the_step_of_the_rule_unchanged(divided):
    report = lot_awards_of(divided)[0].decision.report
    step = report.data["allocation"][1]
    letters = {letter.supplier.name.split()[0]: letter.data["lots"][1] for letter in letters_of(divided)}

    assert step.startswith("Stap 2: perceel 2. Werkvooruit") and "heeft met perceel 1 het maximum al" in step
    assert any(step in line for item in report.data["items"] if item["item"] == Item.WINNERS for line in item["lines"])
    turned_down = next(item["lines"] for item in report.data["items"] if item["item"] == Item.REJECTED)
    assert turned_down[0].startswith("Perceel 1") and "plaats 2 van 2, totaal" in turned_down[0]
    assert turned_down[1].endswith("plaats 1 van 2, maar de inschrijver wint al het grootste aantal percelen.")
    assert letters["Werkvooruit"]["allotment"] == letters["Baanbrug"]["allotment"] == step
    assert letters["Werkvooruit"]["was_full"] and letters["Werkvooruit"]["why"] == ""
    assert letters["Baanbrug"]["outcome"] == "won" and letters["Baanbrug"]["own"]["rank"] == 2


def test_the_page_of_the_ranking_proposes_the_division(session, people, as_person):
    tender = ranked_tender(lots=2, most_lots=1)
    session.commit()

    page = as_person("inge").get(f"/aanbestedingen/{tender.reference}/rangorde").get_data(as_text=True)

    assert "Verdeling van de percelen" in page
    assert allotments_of(tender)[2].words in page


def test_when_nobody_has_room_the_report_waits_until_the_lot_is_declined(session, people):
    tender = ranked_tender(lots=3, most_lots=1)

    with pytest.raises(Refusal) as refusal:
        drafted_report(tender)
    assert [each.code for each in refusal.value.obstacles] == ["nobody-has-room"]

    reason = "Iedere inschrijver heeft het grootste aantal percelen dat hij kan winnen."
    not_award(tender, tender.lots[2], reason, actor=people.actor("inge"), now=DECIDED_AT)
    assert drafted_report(tender).data["allocation"]


def test_a_draw_is_not_held_again_when_the_ranking_is_made_again(session, people):
    tender = ranked_tender(scores={}, price_parameters=EQUAL_POINTS)
    inge, lot = people.actor("inge"), tender.lots[0]
    tied = allotments_of(tender)[1].tied
    record_draw(rankings_of(tender)[lot.id], tied[1].bid_id, NOTE, actor=inge, now=DECIDED_AT)

    again = rank_tender(tender, actor=inge, now=DECIDED_AT + timedelta(hours=1))[0]

    assert again.draw_note == NOTE
    assert [(row.bid_id, row.rank) for row in again.rows] == [(tied[1].bid_id, 1), (tied[0].bid_id, 2)]
    assert allotments_of(tender)[1].winner.bid_id == tied[1].bid_id


def test_without_a_shared_place_there_is_nothing_to_draw(session, people):
    tender = ranked_tender()
    ranking = rankings_of(tender)[tender.lots[0].id]

    with pytest.raises(Refusal) as refusal:
        record_draw(ranking, ranking.rows[0].bid_id, NOTE, actor=people.actor("inge"), now=DECIDED_AT)

    assert [each.code for each in refusal.value.obstacles] == ["no-tie"]


def test_a_bid_outside_the_shared_place_cannot_be_drawn(session, people):
    tender = ranked_tender(scores={}, price_parameters=EQUAL_POINTS)

    with pytest.raises(Refusal) as refusal:
        record_draw(rankings_of(tender)[tender.lots[0].id], 0, "kort", actor=people.actor("inge"), now=DECIDED_AT)

    assert [each.code for each in refusal.value.obstacles] == ["not-in-the-draw", "draw-undescribed"]



def test_the_page_tells_how_firm_the_ranking_is_and_the_report_tells_the_same(session, people, as_person):
    tender = ranked_tender(scores={"Werkvooruit": 8, "Baanbrug": 8})
    report = drafted_report(tender).data["lots"][0]["firmness"]
    session.commit()
    inge = as_person("inge")
    back = inge.get(f"/aanbestedingen/{tender.reference}/rangorde").get_data(as_text=True)
    link = f"/aanbestedingen/{tender.reference}/rangorde/1/gevoeligheid"

    page = inge.get(link).get_data(as_text=True)

    assert link in back
    assert report["words"] in page
    assert report["changing"] and all(each["words"] in page for each in report["changing"])
    assert "Zonder de scores van Anouk" not in [each["words"] for each in report["changing"]]
    assert "<svg" in page and "De cijfers als tabel" in page


def test_the_page_of_a_draw_offers_who_shares_the_place_and_else_says_there_is_nothing_to_draw(session, as_person):
    clear, tied = ranked_tender(), ranked_tender(scores={}, price_parameters=EQUAL_POINTS)
    session.commit()
    inge = as_person("inge")

    nothing, offered = (
        inge.get(f"/aanbestedingen/{tender.reference}/rangorde/1/loting").get_data(as_text=True)
        for tender in (clear, tied)
    )

    assert "niets om over te loten" in nothing and "<textarea" not in nothing
    assert all(place.name in offered for place in allotments_of(tied)[1].tied)
