"""What may be repaired, when a price is strikingly low, and what must come before what."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.abnormally_low import (
    LowPriceRule,
    low_prices,
    obstacles_from_low_prices,
    obstacles_to_rejecting_as_low,
    obstacles_to_rule,
)
from procurement.bidder_requests import (
    KIND_LABELS,
    REPAIRABLE,
    SOURCES,
    RequestFacts,
    RequestKind,
    due_moment,
    obstacles_to_answering,
    obstacles_to_finding_a_breach,
    obstacles_to_judging,
    obstacles_to_noting,
    obstacles_to_sending,
    obstacles_while_repairing,
)
from townhall.clock import AMSTERDAM

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=AMSTERDAM)
DUE = NOW + timedelta(days=2)
SUBJECT = "De handtekening onder de eigen verklaring ontbreekt."


def codes(obstacles):
    """The codes of what stands in the way."""
    return [each.code for each in obstacles]


def noting(kind=RequestKind.SIGNATURE, subject=SUBJECT, **what_matters):
    """Whether this may be repaired; nothing in the way unless the test says so."""
    asked = {"is_threatened": False, "changes_offer": False, "is_checked": False, **what_matters}
    return codes(obstacles_to_noting(kind, subject, **asked))


@pytest.mark.parametrize("kind", REPAIRABLE)
def test_what_is_on_the_list_may_be_repaired_and_has_a_source(kind):
    assert noting(kind) == []
    assert KIND_LABELS[kind] and SOURCES[kind]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": RequestKind.LOW_PRICE}, "not-repairable"),
        ({"is_threatened": True}, "threatened-with-exclusion"),
        ({"changes_offer": True}, "changes-the-offer"),
        ({"is_checked": True}, "already-checked"),
        ({"subject": "x" * 19}, "request-unclear"),
    ],
)
def test_what_may_not_be_repaired_is_refused_with_the_reason(wrong, code):
    assert noting(**wrong) == [code]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"noted": 0}, "nothing-to-send"),
        ({"unread": ["Werkvooruit (perceel 1)"]}, "not-all-read"),
        ({"days": 0}, "term-out-of-range"),
        ({"days": 6}, "term-out-of-range"),
        ({"days": 3, "earlier_days": 2}, "terms-differ"),
    ],
)
def test_requests_leave_when_all_bids_are_read_and_with_one_term(wrong, code):
    right = {"noted": 1, "unread": [], "days": 2, "earlier_days": None}
    assert codes(obstacles_to_sending(**right)) == []
    assert codes(obstacles_to_sending(**{**right, "earlier_days": 2})) == []
    assert codes(obstacles_to_sending(**{**right, **wrong})) == [code]


def test_the_term_ends_at_five_o_clock_on_a_working_day():
    assert due_moment(NOW, 2) == datetime(2026, 12, 3, 17, 0, tzinfo=AMSTERDAM)
    before_christmas = datetime(2026, 12, 24, 16, 0, tzinfo=AMSTERDAM)
    assert due_moment(before_christmas, 1) == datetime(2026, 12, 28, 17, 0, tzinfo=AMSTERDAM)


def test_an_answer_is_in_time_until_the_last_moment_of_the_term_and_comes_once():
    sent = RequestFacts(RequestKind.SIGNATURE, DUE)
    answer = "De verklaring is nu ondertekend bijgevoegd."

    assert obstacles_to_answering(sent, answer, DUE) == []
    assert codes(obstacles_to_answering(sent, answer, DUE + timedelta(seconds=1))) == ["term-passed"]
    assert codes(obstacles_to_answering(sent, "Ja.", NOW)) == ["answer-too-short"]
    answered = RequestFacts(RequestKind.SIGNATURE, DUE, is_answered=True)
    assert codes(obstacles_to_answering(answered, answer, NOW)) == ["already-answered"]
    assert codes(obstacles_to_answering(RequestFacts(RequestKind.SIGNATURE), answer, NOW)) == ["not-asked"]


def test_nobody_judges_while_the_bidder_may_still_answer_and_silence_satisfies_nobody():
    silent = RequestFacts(RequestKind.SIGNATURE, DUE)
    judged = {"judgement": "Er kwam geen verklaring met een handtekening.", "is_satisfied": False}

    assert codes(obstacles_to_judging(silent, **judged, now=DUE)) == ["still-waiting"]
    late = DUE + timedelta(seconds=1)
    assert obstacles_to_judging(silent, **judged, now=late) == []
    assert codes(obstacles_to_judging(silent, **{**judged, "is_satisfied": True}, now=late)) == ["no-answer"]
    done = RequestFacts(RequestKind.SIGNATURE, DUE, True, True)
    assert codes(obstacles_to_judging(done, **judged, now=late)) == ["already-judged"]


def test_a_bid_is_admitted_only_after_its_repairs_succeeded():
    waiting = RequestFacts(RequestKind.SIGNATURE, DUE)
    failed = RequestFacts(RequestKind.SIGNATURE, DUE, True, False)
    repaired = RequestFacts(RequestKind.SIGNATURE, DUE, True, True)

    assert obstacles_while_repairing([]) == obstacles_while_repairing([repaired]) == []
    assert codes(obstacles_while_repairing([repaired, waiting, failed])) == ["repair-open", "repair-failed"]


# Strikingly low


def test_a_price_is_low_below_the_share_of_the_mean_of_the_others_and_not_on_it():
    prices = {1: Decimal(1000), 2: Decimal(1000), 3: Decimal("799.99")}

    low = low_prices(prices, LowPriceRule())

    assert list(low) == [3]
    assert (low[3].mean_of_others, low[3].share_percent) == (Decimal("1000.00"), Decimal("80.0"))
    assert low_prices({**prices, 3: Decimal(800)}, LowPriceRule()) == {}


def test_with_two_bids_there_is_no_mean_but_a_floor_still_speaks():
    prices = {1: Decimal(1000), 2: Decimal(100)}

    assert low_prices(prices, LowPriceRule()) == {}
    low = low_prices(prices, LowPriceRule(floor=Decimal("100.01")))
    assert [low[2].is_under_floor, low[2].mean_of_others] == [True, None]
    assert low_prices(prices, LowPriceRule(floor=Decimal(100))) == {}


@given(
    st.lists(st.decimals("0", "9999", places=2), min_size=1, max_size=8),
    st.integers(1, 100),
)
def test_no_order_changes_the_signal_and_the_dearest_never_gets_one(prices, percent):
    rule = LowPriceRule(Decimal(percent))
    known = dict(enumerate(prices))

    low = low_prices(known, rule)

    assert low == low_prices(dict(reversed(known.items())), rule)
    assert not any(known[each] == max(prices) for each in low)


def test_a_low_price_is_rejected_only_after_it_was_asked_about_and_not_explained():
    asked = RequestFacts(RequestKind.LOW_PRICE, DUE, True, False)

    assert obstacles_to_rejecting_as_low(asked) == []
    for missing in (
        None,
        RequestFacts(RequestKind.LOW_PRICE, DUE),
        RequestFacts(RequestKind.LOW_PRICE, DUE, True, True),
    ):
        assert codes(obstacles_to_rejecting_as_low(missing)) == ["low-price-unasked"]


def test_a_price_that_is_low_by_breaking_the_law_has_its_own_ground_and_only_when_it_was_found():
    unexplained = RequestFacts(RequestKind.LOW_PRICE, DUE, True, False)
    unlawful = RequestFacts(RequestKind.LOW_PRICE, DUE, True, False, breaks_law=True)

    assert obstacles_to_rejecting_as_low(unlawful, for_breach=True) == []
    assert codes(obstacles_to_rejecting_as_low(unlawful)) == ["breach-has-own-ground"]
    assert codes(obstacles_to_rejecting_as_low(unexplained, for_breach=True)) == ["breach-not-found"]
    assert codes(obstacles_to_rejecting_as_low(None, for_breach=True)) == ["low-price-unasked"]
    assert codes(obstacles_from_low_prices([], ["A"], ["B"])) == ["low-price-unexplained", "low-price-unlawful"]


def test_only_a_price_that_is_not_accepted_can_break_the_law():
    low, proof = RequestKind.LOW_PRICE, RequestKind.EXISTING_PROOF

    assert obstacles_to_finding_a_breach(low, is_satisfied=False, breaks_law=True) == []
    assert obstacles_to_finding_a_breach(proof, is_satisfied=True, breaks_law=False) == []
    assert codes(obstacles_to_finding_a_breach(low, is_satisfied=True, breaks_law=True)) == ["no-breach"]
    assert codes(obstacles_to_finding_a_breach(proof, is_satisfied=False, breaks_law=True)) == ["no-breach"]


def test_the_ranking_waits_for_every_signal_and_the_measure_is_set_before_prices_open():
    assert obstacles_from_low_prices([], []) == []
    assert codes(obstacles_from_low_prices(["A"], ["B"])) == ["low-price-open", "low-price-unexplained"]
    assert obstacles_to_rule(Decimal(100), prices_are_open=False) == []
    assert codes(obstacles_to_rule(Decimal(0), prices_are_open=True)) == ["prices-are-known", "percent-out-of-range"]
