"""Repairs and explanations of prices, through the operations."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.admissibility import RejectionGround
from procurement.bidder_requests import RequestKind
from procurement.bids import EnvelopeKind
from procurement.lifecycle import TenderStatus
from procurement.operations.bid_checks import check_bid, reject_bid
from procurement.operations.bidder_requests import (
    accept_low_price,
    answer_request,
    ask_about_prices,
    judge_request,
    note_repair,
    send_repairs,
)
from procurement.operations.low_prices import set_low_price_measure
from procurement.operations.ranking import rank_tender
from procurement.queries.assessment import knock_outs_for
from procurement.queries.award_report_data import report_facts
from procurement.queries.bidder_requests import requests_to, signalled_bids
from procurement.queries.bids import opened_bids
from tests.factories.assessment import CHECKED_AT, LOCKED_AT, assessable_tender, assessment_begun, quality_locked
from tests.factories.bids import PDF, opened
from townhall.audit.models import AuditEntry
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.refusal import Refusal

SUBJECT = "De handtekening onder de eigen verklaring ontbreekt."
ANSWER = "De ondertekende verklaring stuur ik hierbij mee."
JUDGED = "De verklaring is nu door de directeur ondertekend."
REASON = "De kostprijs per traject is met stukken onderbouwd."
LATER = LOCKED_AT + timedelta(hours=2)


def codes(refusal):
    """The codes of a refusal."""
    return [each.code for each in refusal.value.obstacles]


def noted(bid, people, **what_matters):
    """A repair noted by the buyer."""
    asked = {"is_threatened": False, "changes_offer": False, **what_matters}
    return note_repair(bid, RequestKind.SIGNATURE, SUBJECT, **asked, actor=people.actor("inge"), now=CHECKED_AT)


def met(bid):
    """Every knock-out requirement met."""
    return {each.id: True for each in knock_outs_for(bid)}


def test_a_repair_waits_until_all_bids_were_read_and_then_goes_to_all_at_once(session, people):
    tender = assessable_tender(lots=2)
    inge = people.actor("inge")
    bids = opened_bids(tender)
    for bid in bids[:2]:
        noted(bid, people)

    with pytest.raises(Refusal) as refusal:
        send_repairs(tender, 2, actor=inge, now=CHECKED_AT)
    assert codes(refusal) == ["not-all-read"]
    for bid in bids[2:]:
        check_bid(bid, is_complete=True, knock_outs=met(bid), actor=inge, now=CHECKED_AT)
    mails = session.query(OutboxMail).count()

    sent = send_repairs(tender, 2, actor=inge, now=CHECKED_AT)

    assert len({each.due_at for each in sent}) == 1
    assert len(sent) == session.query(OutboxMail).count() - mails == 2
    assert session.query(AuditEntry).filter(AuditEntry.act == "assessment.repairs_sent").count() == 1
    assert [each.bid_id for each in requests_to(bids[0].supplier_id)] == [bids[0].id]


def test_a_repaired_bid_is_admitted_and_one_that_is_not_repaired_is_not(session, people):
    tender = assessable_tender()
    inge = people.actor("inge")
    first, second = opened_bids(tender)
    repairs = [noted(bid, people) for bid in (first, second)]
    with pytest.raises(Refusal) as refusal:
        check_bid(first, is_complete=True, knock_outs=met(first), actor=inge, now=CHECKED_AT)
    assert codes(refusal) == ["repair-open"]
    send_repairs(tender, 2, actor=inge, now=CHECKED_AT)
    sanne = people.actor("sanne")
    answer_request(repairs[0], ANSWER, ("verklaring.pdf", PDF), actor=sanne, now=CHECKED_AT)
    too_late = repairs[1].due_at + timedelta(minutes=1)
    with pytest.raises(Refusal) as refusal:
        answer_request(repairs[1], ANSWER, None, actor=people.actor("rik"), now=too_late)
    assert codes(refusal) == ["term-passed"]

    judge_request(repairs[0], JUDGED, is_satisfied=True, actor=inge, now=CHECKED_AT)
    judge_request(repairs[1], "Er kwam binnen de termijn geen antwoord.", is_satisfied=False, actor=inge, now=too_late)

    check_bid(first, is_complete=True, knock_outs=met(first), actor=inge, now=too_late)
    with pytest.raises(Refusal) as refusal:
        check_bid(second, is_complete=True, knock_outs=met(second), actor=inge, now=too_late)
    assert codes(refusal) == ["repair-failed"]
    assert repairs[0].document.filename == "verklaring.pdf"


def test_what_the_documents_punish_with_exclusion_is_not_repaired(session, people):
    bid = opened_bids(assessable_tender())[0]

    with pytest.raises(Refusal) as refusal:
        noted(bid, people, is_threatened=True)

    assert codes(refusal) == ["threatened-with-exclusion"]
    assert requests_to(bid.supplier_id) == []


@pytest.fixture
def priced(session, people):
    """A tender with prices open and one of two under the floor the buyer set in time."""
    tender = quality_locked(assessment_begun())
    floors = {tender.lots[0].id: euros("3000")}
    set_low_price_measure(tender, Decimal(80), floors, actor=people.actor("inge"), now=LOCKED_AT)
    opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT + timedelta(hours=1))
    return tender


def low_bid(tender):
    """The bid with the strikingly low price."""
    return signalled_bids(tender, tender.lots)[0].bid


def test_no_price_is_signalled_before_prices_open_and_the_measure_is_fixed_after(priced, people, session):
    assert len(signalled_bids(priced, priced.lots)) == 1

    with pytest.raises(Refusal) as refusal:
        set_low_price_measure(priced, Decimal(50), {}, actor=people.actor("inge"), now=LATER)

    assert codes(refusal) == ["prices-are-known"]


def test_a_low_price_is_asked_about_and_explained_before_the_ranking(priced, people, session):
    inge, bid = people.actor("inge"), low_bid(priced)
    with pytest.raises(Refusal) as refusal:
        rank_tender(priced, actor=inge, now=LATER)
    assert codes(refusal) == ["low-price-open"]
    (asked,) = ask_about_prices(priced, 5, "Licht toe hoe u deze prijs kunt bieden.", actor=inge, now=LATER)
    answer_request(asked, REASON, None, actor=people.actor("rik"), now=LATER)
    with pytest.raises(Refusal) as refusal:
        reject_bid(bid, REASON, ground=RejectionGround.ABNORMALLY_LOW, actor=inge, now=LATER)
    assert codes(refusal) == ["low-price-unasked"], "nobody judged the answer"

    judge_request(asked, REASON, is_satisfied=True, actor=inge, now=LATER)
    rank_tender(priced, actor=inge, now=LATER)

    assert priced.status == TenderStatus.RANKED


def test_a_price_that_is_not_explained_is_rejected_and_only_then_the_others_are_ranked(priced, people, session):
    inge, bid = people.actor("inge"), low_bid(priced)
    (asked,) = ask_about_prices(priced, 5, "Licht toe hoe u deze prijs kunt bieden.", actor=inge, now=LATER)
    answer_request(asked, "Wij werken efficiënter dan anderen.", None, actor=people.actor("rik"), now=LATER)
    judge_request(asked, "Het antwoord noemt geen enkel cijfer.", is_satisfied=False, actor=inge, now=LATER)
    with pytest.raises(Refusal) as refusal:
        rank_tender(priced, actor=inge, now=LATER)
    assert codes(refusal) == ["low-price-unexplained"]

    reject_bid(
        bid,
        "De lage prijs is niet met cijfers onderbouwd.",
        ground=RejectionGround.ABNORMALLY_LOW,
        actor=inge,
        now=LATER,
    )
    (ranking,) = rank_tender(priced, actor=inge, now=LATER)

    assert [row.bid_id for row in ranking.rows] == [each.id for each in opened_bids(priced) if each.id != bid.id]


def test_a_price_that_is_low_by_breaking_labour_law_must_be_rejected_on_that_ground(priced, people, session):
    inge, bid = people.actor("inge"), low_bid(priced)
    (asked,) = ask_about_prices(priced, 5, "Licht toe hoe u deze prijs kunt bieden.", actor=inge, now=LATER)
    answer_request(asked, "Wij betalen onze mensen onder de cao.", None, actor=people.actor("rik"), now=LATER)
    found = "De cao Sociaal Werk geldt, zie het antwoord."
    judge_request(asked, found, is_satisfied=False, breaks_law=True, actor=inge, now=LATER)
    with pytest.raises(Refusal) as refusal:
        rank_tender(priced, actor=inge, now=LATER)
    assert codes(refusal) == ["low-price-unlawful"]
    reason = "De prijs kan alleen door betaling onder de cao."
    with pytest.raises(Refusal) as refusal:
        reject_bid(bid, reason, ground=RejectionGround.ABNORMALLY_LOW, actor=inge, now=LATER)
    assert codes(refusal) == ["breach-has-own-ground"]

    reject_bid(bid, reason, ground=RejectionGround.UNLAWFULLY_LOW, actor=inge, now=LATER)
    (ranking,) = rank_tender(priced, actor=inge, now=LATER)

    assert bid.id not in [row.bid_id for row in ranking.rows]
    facts = report_facts(priced, {})
    assert [reason in str(each) for each in facts.abnormally_low] == [True], "item g of the report names it"


def test_a_signal_can_be_left_at_that_with_a_reason(priced, people, session):
    bid = low_bid(priced)

    accept_low_price(bid, REASON, actor=people.actor("inge"), now=LATER)
    rank_tender(priced, actor=people.actor("inge"), now=LATER)

    assert requests_to(bid.supplier_id) == [], "the bidder was asked nothing"
    with pytest.raises(Refusal) as refusal:
        accept_low_price(bid, REASON, actor=people.actor("inge"), now=LATER)
    assert "no-signal" in codes(refusal)
