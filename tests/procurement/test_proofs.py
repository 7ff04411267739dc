"""How old a proof may be on the day of the bid, and what the file says of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.models.assessment import BidCheck
from procurement.operations.bid_checks import check_bid
from procurement.proofs import ProofKind, obstacles_to_proofs, proofs_in_words, with_proofs
from procurement.queries.assessment import knock_outs_for
from procurement.queries.bids import opened_bids
from tests.factories.assessment import CHECKED_AT, assessable_tender
from townhall.refusal import Refusal

BID_ON, TODAY = date(2026, 11, 30), date(2026, 12, 1)
KVK, GVA, TAX = ProofKind.TRADE_REGISTER, ProofKind.CONDUCT, ProofKind.TAX


def codes(dated):
    """What is wrong with these proofs."""
    return [each.code for each in obstacles_to_proofs(dated, bid_on=BID_ON, today=TODAY)]


@pytest.mark.parametrize(
    ("kind", "oldest"), [(KVK, date(2026, 5, 30)), (TAX, date(2026, 5, 30)), (GVA, date(2024, 11, 30))]
)
def test_a_proof_counts_until_its_last_day(kind, oldest):
    assert codes({kind: oldest}) == []
    assert codes({kind: oldest - timedelta(days=1)}) == ["proof-too-old"]


def test_a_proof_of_tomorrow_is_refused_and_one_that_was_not_sent_is_not():
    assert codes({KVK: TODAY, GVA: None}) == []
    assert codes({KVK: TODAY + timedelta(days=1)}) == ["proof-from-the-future"]


@given(st.dates(date(2020, 1, 1), TODAY), st.integers(0, 400))
def test_an_older_proof_never_counts_where_a_younger_one_does_not(day, days):
    if codes({KVK: day}) == ["proof-too-old"]:
        assert codes({KVK: day - timedelta(days=days)}) == ["proof-too-old"]


def test_the_file_says_once_what_was_seen():
    seen = with_proofs("In orde.", {KVK: date(2026, 11, 1), TAX: None})

    assert seen == "In orde.\nGezien: KvK-uittreksel van 01-11-2026."
    assert with_proofs(seen, {KVK: date(2026, 11, 1)}) == seen
    assert proofs_in_words({KVK: None}) == ""


def test_a_bid_with_a_proof_that_is_too_old_is_not_admitted(session, people):
    bid = opened_bids(assessable_tender())[0]
    met = {each.id: True for each in knock_outs_for(bid)}
    inge = people.actor("inge")

    with pytest.raises(Refusal) as refusal:
        check_bid(bid, is_complete=True, knock_outs=met, proofs={KVK: date(2026, 1, 1)}, actor=inge, now=CHECKED_AT)
    assert [(each.code, each.field) for each in refusal.value.obstacles] == [("proof-too-old", "trade_register")]

    check_bid(bid, is_complete=True, knock_outs=met, proofs={KVK: date(2026, 11, 1)}, actor=inge, now=CHECKED_AT)
    assert session.query(BidCheck).one().remarks == "Gezien: KvK-uittreksel van 01-11-2026."
