"""When a tender takes bids, whether a bid is complete, and who may open it when."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.bid_content import (
    Answer,
    BidContent,
    BidFile,
    Declaration,
    as_draft,
    content_of,
    envelopes_of,
    from_draft,
    prices_of,
)
from procurement.bids import BiddingFacts, DocumentPart, EnvelopeKind, is_in_time, obstacles_to_bidding
from procurement.completeness import (
    Asked,
    AskedFee,
    AskedRequirement,
    obstacles_to_submitting,
    parts_of,
)
from procurement.exclusion import GROUNDS
from procurement.lifecycle import TenderStatus
from procurement.openings import (
    SETTLING_TIME,
    OpeningFacts,
    obstacles_to_beginning,
    obstacles_to_completing,
    obstacles_to_making_keys,
    obstacles_to_naming,
    obstacles_to_passphrase,
)
from procurement.procedures import RequirementKind
from townhall.clock import AMSTERDAM
from townhall.money import euros
from townhall.refusal import Obstacle

CLOSES_AT = datetime(2026, 11, 23, 12, 0, tzinfo=AMSTERDAM)
SECOND = timedelta(seconds=1)


def codes(obstacles: list[Obstacle]) -> list[str]:
    return [obstacle.code for obstacle in obstacles]


@pytest.mark.parametrize(
    ("received_at", "in_time"),
    [
        (CLOSES_AT - SECOND, True),
        (CLOSES_AT, True),
        (CLOSES_AT + timedelta(microseconds=1), False),
        (CLOSES_AT + SECOND, False),
    ],
)
def test_the_closing_second_itself_is_in_time(received_at: datetime, in_time: bool) -> None:
    assert is_in_time(received_at, CLOSES_AT) is in_time


@pytest.mark.parametrize(
    ("facts", "now", "expected"),
    [
        (BiddingFacts(TenderStatus.PUBLISHED, CLOSES_AT), CLOSES_AT, []),
        (BiddingFacts(TenderStatus.PUBLISHED, CLOSES_AT), CLOSES_AT + SECOND, ["bid-too-late"]),
        (BiddingFacts(TenderStatus.OPENED, CLOSES_AT), CLOSES_AT - SECOND, ["bid-too-late"]),
        (BiddingFacts(TenderStatus.DRAFT, CLOSES_AT), CLOSES_AT - SECOND, ["tender-not-published"]),
        (BiddingFacts(TenderStatus.WITHDRAWN, CLOSES_AT), CLOSES_AT - SECOND, ["tender-withdrawn"]),
        (BiddingFacts(TenderStatus.PUBLISHED, CLOSES_AT, has_keys=False), CLOSES_AT, ["vault-without-keys"]),
    ],
)
def test_a_tender_takes_bids_only_while_it_is_published_and_open(
    facts: BiddingFacts, now: datetime, expected: list[str]
) -> None:
    obstacles = obstacles_to_bidding(facts, now)

    assert codes(obstacles) == expected
    assert [each.is_final for each in obstacles] == [code in ("bid-too-late", "tender-withdrawn") for code in expected]


ASKED = Asked(
    requirements=[
        AskedRequirement(1, "eis 1", RequirementKind.KNOCK_OUT),
        AskedRequirement(2, "wens 2", RequirementKind.WISH),
    ],
    qualities=[(7, "Plan van aanpak")],
    fees=[AskedFee(11, "Plaatsing", euros("4500")), AskedFee(12, "Bonus", None)],
)
COMPLETE = BidContent(
    declaration=Declaration({ground.code: False for ground in GROUNDS}, "", "S. de Vries", "Directeur"),
    answers={1: Answer(True), 2: Answer(False, "Nog niet.")},
    qualities={7: "Wij beginnen bij de werkgever."},
    prices={11: euros("4500"), 12: euros(0)},
    files=(BidFile(1, DocumentPart.PLAN, "plan.pdf", "0" * 64, 12),),
)


def test_a_complete_bid_has_nothing_in_its_way() -> None:
    assert obstacles_to_submitting(COMPLETE, ASKED) == []
    assert all(part.done == part.asked for part in parts_of(COMPLETE, ASKED))


def test_an_empty_bid_says_everything_that_is_missing_at_once() -> None:
    assert codes(obstacles_to_submitting(BidContent(), ASKED)) == [
        "declaration-incomplete",
        "declaration-unsigned",
        "requirement-unanswered",
        "requirement-unanswered",
        "quality-unanswered",
        "price-missing",
        "price-missing",
    ]


def test_a_price_may_be_nothing_and_may_be_the_highest_but_not_a_cent_more() -> None:
    too_high = replace(COMPLETE, prices={11: euros("4500.01"), 12: euros(0)})

    assert codes(obstacles_to_submitting(too_high, ASKED)) == ["price-too-high"]


def test_an_exclusion_ground_that_applies_needs_an_explanation() -> None:
    applies = {**COMPLETE.declaration.applies, "misconduct": True}
    admitted = replace(COMPLETE, declaration=replace(COMPLETE.declaration, applies=applies))
    explained = replace(admitted, declaration=replace(admitted.declaration, explanation="Nieuwe directie."))

    assert codes(obstacles_to_submitting(admitted, ASKED)) == ["declaration-unexplained"]
    assert obstacles_to_submitting(explained, ASKED) == []


def test_a_requirement_that_is_not_met_is_no_reason_to_refuse_the_bid_here() -> None:
    honest = replace(COMPLETE, answers={1: Answer(False), 2: Answer(True)})

    assert obstacles_to_submitting(honest, ASKED) == []


TEXTS = st.text(max_size=60)
AMOUNTS = st.decimals(min_value=0, max_value=Decimal("99999.99"), places=2).map(euros)
CONTENTS = st.builds(
    BidContent,
    declaration=st.builds(
        Declaration,
        applies=st.dictionaries(st.sampled_from([ground.code for ground in GROUNDS]), st.booleans()),
        explanation=TEXTS,
        signatory=TEXTS,
        signatory_function=TEXTS,
    ),
    answers=st.dictionaries(st.integers(1, 99), st.builds(Answer, st.none() | st.booleans(), TEXTS)),
    qualities=st.dictionaries(st.integers(1, 99), TEXTS),
    prices=st.dictionaries(st.integers(1, 99), AMOUNTS),
    files=st.lists(
        st.builds(
            BidFile, st.integers(1, 9), st.sampled_from(DocumentPart), TEXTS, TEXTS, st.integers(0, 10**9)
        )
    ).map(tuple),
)


@given(content=CONTENTS)
def test_what_is_written_down_reads_back_the_same(content: BidContent) -> None:
    envelopes = envelopes_of(content)

    assert from_draft(as_draft(content)) == content
    assert content_of(envelopes[EnvelopeKind.QUALITY], envelopes[EnvelopeKind.PRICE]) == content
    assert prices_of(envelopes[EnvelopeKind.PRICE]) == content.prices


@given(content=CONTENTS)
def test_no_price_is_in_the_quality_envelope(content: BidContent) -> None:
    quality = envelopes_of(content)[EnvelopeKind.QUALITY]

    assert "prices" not in quality
    assert content_of(quality).prices == {}


QUALITY = OpeningFacts(EnvelopeKind.QUALITY, TenderStatus.PUBLISHED, CLOSES_AT, frozenset({1, 2, 3}))
BEGUN = replace(QUALITY, first_opener_id=1)
AFTER = CLOSES_AT + SETTLING_TIME + SECOND


@pytest.mark.parametrize(
    ("facts", "opener_id", "now", "expected"),
    [
        (QUALITY, 1, AFTER, []),
        (QUALITY, 1, CLOSES_AT, ["before-the-deadline"]),
        # A bid of the last second is still being sealed: opened now, it would stay shut for good.
        (QUALITY, 1, CLOSES_AT + SECOND, ["bids-not-settled"]),
        (QUALITY, 1, CLOSES_AT + SETTLING_TIME, ["bids-not-settled"]),
        (QUALITY, 9, AFTER, ["not-an-opener"]),
        (QUALITY, None, CLOSES_AT, ["not-an-opener", "before-the-deadline"]),
        (BEGUN, 2, AFTER, ["opening-begun"]),
        (replace(QUALITY, status=TenderStatus.ASSESSMENT), 1, AFTER, ["status-does-not-allow"]),
        (replace(BEGUN, completed_at=AFTER), 1, AFTER, ["opened-already"]),
        (replace(QUALITY, kind=EnvelopeKind.PRICE), 1, AFTER, ["status-does-not-allow"]),
        (replace(QUALITY, kind=EnvelopeKind.PRICE, status=TenderStatus.QUALITY_LOCKED), 1, AFTER, []),
    ],
)
def test_the_first_step_is_for_a_named_opener_after_the_deadline(
    facts: OpeningFacts, opener_id: int | None, now: datetime, expected: list[str]
) -> None:
    assert codes(obstacles_to_beginning(facts, opener_id, now)) == expected


@pytest.mark.parametrize(
    ("facts", "opener_id", "now", "expected"),
    [
        (BEGUN, 2, AFTER, []),
        (BEGUN, 1, AFTER, ["same-opener-twice"]),
        (QUALITY, 2, AFTER, ["opening-not-begun"]),
        (BEGUN, 2, CLOSES_AT, ["before-the-deadline"]),
    ],
)
def test_the_second_step_is_for_another_named_opener(
    facts: OpeningFacts, opener_id: int, now: datetime, expected: list[str]
) -> None:
    assert codes(obstacles_to_completing(facts, opener_id, now)) == expected


def test_three_openers_are_named_before_the_keys_are_made() -> None:
    assert codes(obstacles_to_naming(frozenset({1, 2}), has_keys=False)) == ["too-few-openers"]
    assert obstacles_to_naming(frozenset({1, 2, 3}), has_keys=False) == []
    assert codes(obstacles_to_naming(frozenset({1, 2, 3}), has_keys=True)) == ["openers-are-fixed"]


@pytest.mark.parametrize(
    ("openers", "with_key", "has_keys", "expected"),
    [
        (3, 3, False, []),
        (4, 3, False, ["openers-without-key"]),
        (2, 2, False, ["too-few-openers"]),
        (3, 3, True, ["keys-exist"]),
    ],
)
def test_keys_are_made_once_and_for_openers_who_all_have_a_key(
    openers: int, with_key: int, has_keys: bool, expected: list[str]
) -> None:
    found = obstacles_to_making_keys(openers=openers, with_key=with_key, has_keys=has_keys)

    assert codes(found) == expected


@pytest.mark.parametrize(
    ("passphrase", "expected"),
    [
        ("drie fietsen langs het Spaarne", []),
        ("kort", ["passphrase-too-weak"]),
        ("eenlangwoordzonderspaties", ["passphrase-too-weak"]),
        ("aaaa aaaa aaaa aaaa aaaa", ["passphrase-too-simple"]),
    ],
)
def test_a_passphrase_is_a_sentence_nobody_guesses(passphrase: str, expected: list[str]) -> None:
    assert codes(obstacles_to_passphrase(passphrase)) == expected
