"""The requirement on turnover: motivated, three times the estimate at most, and checked at the gate."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.models.assessment import BidCheck
from procurement.notice_fields import notice_rows
from procurement.operations.bid_checks import check_bid
from procurement.operations.lots import add_lot, change_lot
from procurement.queries.assessment import knock_outs_for
from procurement.queries.bids import opened_bids
from procurement.queries.notices import notice_facts_of
from procurement.turnover import highest_turnover, obstacles_to_turnover
from tests.conftest import MONDAY
from tests.factories.assessment import CHECKED_AT, assessable_tender
from tests.factories.bids import open_for_bids
from tests.factories.tenders import saved_tender
from tests.procurement.test_lot_values import lot_content
from townhall.money import euros
from townhall.refusal import Refusal

WHY = "De betalingen komen pas na een half jaar; een kleine omzet draagt dat niet."
ESTIMATE = Decimal(100000)


def plain(answer):
    return answer.text.replace("\N{NO-BREAK SPACE}", " ")


def codes(obstacles):
    return [each.code for each in obstacles]


@pytest.mark.parametrize(
    ("required", "reason", "expected"),
    [
        (None, "", []),
        (Decimal(0), WHY, ["turnover-not-positive"]),
        (Decimal("300000.00"), WHY, []),
        (Decimal("300000.01"), WHY, ["turnover-too-high"]),
        (Decimal(300000), " ", ["turnover-unmotivated"]),
        (Decimal(300001), "", ["turnover-unmotivated", "turnover-too-high"]),
    ],
)
def test_a_turnover_is_asked_with_a_reason_and_up_to_three_times_the_estimate(required, reason, expected):
    assert codes(obstacles_to_turnover(required, reason, ESTIMATE)) == expected


@given(st.decimals("0.01", "9999999", places=2), st.decimals("0.01", "9999999", places=2))
def test_what_is_allowed_stays_allowed_when_the_estimate_grows(required, estimate):
    is_allowed = obstacles_to_turnover(required, WHY, estimate) == []

    assert is_allowed == (required <= highest_turnover(estimate))
    assert not is_allowed or obstacles_to_turnover(required, WHY, estimate + 1) == []


def test_a_lot_keeps_its_turnover_and_refuses_one_above_three_times_its_own_estimate(session, people):
    inge, tender = people.actor("inge"), saved_tender(lots=0)
    lot = add_lot(tender, lot_content(), actor=inge, now=MONDAY)
    most = highest_turnover(lot.expected_value)

    change_lot(lot, lot_content(turnover_required=most, turnover_reason=WHY), actor=inge, now=MONDAY)
    assert (lot.turnover_required, lot.turnover_reason) == (most, WHY)
    with pytest.raises(Refusal) as refusal:
        change_lot(lot, lot_content(turnover_required=most + 1, turnover_reason=WHY), actor=inge, now=MONDAY)
    assert codes(refusal.value.obstacles) == ["turnover-too-high"]
    change_lot(lot, lot_content(turnover_reason="blijft niet staan"), actor=inge, now=MONDAY)
    assert (lot.turnover_required, lot.turnover_reason) == (None, "")


def test_a_bid_is_let_in_only_when_its_turnover_was_looked_at_and_is_enough(session, people, as_person):
    tender, inge = assessable_tender(), people.actor("inge")
    bid = opened_bids(tender)[0]
    bid.lot.turnover_required, bid.lot.turnover_reason = euros("250000"), WHY
    met = {each.id: True for each in knock_outs_for(bid)}
    for said, code in ((None, "knock-out-unchecked"), (False, "knock-out-failed")):
        with pytest.raises(Refusal) as refusal:
            check_bid(bid, is_complete=True, knock_outs=met, meets_turnover=said, actor=inge, now=CHECKED_AT)
        assert codes(refusal.value.obstacles) == [code]
    session.commit()
    url = f"/aanbestedingen/{tender.reference}/toetsing/{bid.id}"
    browser = as_person("inge")

    assert "250.000,00" in browser.get(url).text
    said = {f"met_{key}": "yes" for key in met} | {"met_turnover": "yes", "is_complete": "y"}
    assert browser.post(url, data=said).status_code == 302
    assert session.query(BidCheck).one().knock_outs["turnover"] is True


def test_bidders_read_the_turnover_in_portal_notice_and_bid_before_they_write(session, people, as_person):
    tender = open_for_bids(lots=2)
    tender.lots[0].turnover_required, tender.lots[0].turnover_reason = euros("250000"), WHY
    session.commit()
    sanne, told = as_person("sanne"), "ten minste € 250.000,00 per jaar"

    portal = plain(sanne.get(f"/portaal/aanbestedingen/{tender.reference}"))
    bids = [plain(sanne.get(f"/portaal/inschrijvingen/{tender.reference}/perceel/{number}")) for number in (1, 2)]

    assert portal.count(told) == 1 and WHY in portal
    assert told in bids[0] and told not in bids[1]
    notice = {(row.scope, row.bt): row for row in notice_rows(notice_facts_of(tender, None))}
    assert notice["LOT-0001", "BT-809"].value == "slc-stand-to-gen"
    assert "250.000,00 per jaar" in notice["LOT-0001", "BT-750"].words and WHY in notice["LOT-0001", "BT-750"].words
    assert "geen geschiktheidseisen" not in notice["LOT-0001", "BT-750"].words
    assert ("LOT-0002", "BT-809") not in notice
