"""Checking, scoring unseen, agreeing and locking, through the operations."""

from decimal import Decimal

import pytest

from procurement.admissibility import CheckOutcome, RejectionGround
from procurement.lifecycle import TenderStatus
from procurement.operations.assessment import (
    agree_consensus,
    appoint_committee,
    declare_conflict,
    declare_no_conflict,
    enter_score,
    lock_quality,
    start_assessment,
    submit_scores,
)
from procurement.operations.bid_checks import check_bid, reject_bid
from procurement.procedures import QualityMethod
from procurement.queries.assessment import (
    admitted_bids,
    checks_of,
    committee_of,
    consensus_of,
    knock_outs_for,
    member_of,
    missing_scores,
    quality_criteria_of,
    scores_for,
    statements_of,
    tenders_to_assess,
    unchecked_bids,
)
from procurement.queries.bids import opened_bids
from tests.factories.assessment import (
    CHECKED_AT,
    LOCKED_AT,
    MOTIVATION,
    SCORED_AT,
    admit_all,
    assessable_tender,
    assessment_begun,
    quality_locked,
    score_all,
)
from townhall.audit.models import AuditEntry
from townhall.refusal import Refusal

REASON = "Het vereiste certificaat ontbreekt en mag niet worden aangevuld."
WHY = "Het plan noemt per deelnemer een vaste begeleider."


def codes(refusal):
    """The codes of a refusal."""
    return [each.code for each in refusal.value.obstacles]


def trail_of(session, act):
    """How often this act stands in the trail."""
    return session.query(AuditEntry).filter(AuditEntry.act == act).count()


def test_a_complete_bid_that_meets_every_knock_out_is_admitted(session, people):
    tender = assessable_tender()
    bid = opened_bids(tender)[0]
    met = {each.id: True for each in knock_outs_for(bid)}

    check = check_bid(bid, is_complete=True, knock_outs=met, actor=people.actor("inge"), now=CHECKED_AT)

    assert check.outcome == CheckOutcome.ADMITTED
    assert trail_of(session, "bid.admitted") == 1
    assert len(unchecked_bids(tender)) == 1


def test_a_bid_that_fails_a_knock_out_is_not_admitted(session, people):
    tender = assessable_tender()
    bid = opened_bids(tender)[0]
    failed = {each.id: False for each in knock_outs_for(bid)}

    with pytest.raises(Refusal) as refusal:
        check_bid(bid, is_complete=True, knock_outs=failed, actor=people.actor("inge"), now=CHECKED_AT)

    assert codes(refusal) == ["knock-out-failed"]
    assert checks_of([bid.id]) == {}


def test_a_rejected_bid_takes_no_part_and_keeps_its_reason(session, people):
    tender = assessable_tender()
    bid = opened_bids(tender)[0]

    reject_bid(bid, REASON, ground=RejectionGround.KNOCK_OUT, actor=people.actor("inge"), now=CHECKED_AT)
    admit_all(tender)

    assert [each.supplier.name for each in admitted_bids(tender)] == ["Baanbrug BV (fictief)"]
    assert checks_of([bid.id])[bid.id].reason == REASON


def test_the_assessment_waits_for_checks_committee_and_declarations(session, people):
    tender = assessable_tender()

    with pytest.raises(Refusal) as refusal:
        start_assessment(tender, actor=people.actor("inge"), now=CHECKED_AT)

    assert codes(refusal) == ["bids-unchecked", "no-committee"]
    assert tender.status == TenderStatus.OPENED


def test_an_assessor_with_a_conflict_steps_down_and_is_replaced(session, people):
    tender = assessable_tender()
    admit_all(tender)
    inge = people.actor("inge")
    appoint_committee(tender, [people.anouk, people.bram], actor=inge, now=CHECKED_AT)
    bram = member_of(tender, people.bram.id)
    supplier_id = opened_bids(tender)[0].supplier_id

    declare_conflict(
        bram, supplier_id, "Mijn zus werkt bij deze firma.", actor=people.actor("bram"), now=CHECKED_AT
    )

    assert [each.account.name for each in committee_of(tender)] == ["Anouk Beoordelaar"]
    assert [each.explanation for each in statements_of(tender)] == ["Mijn zus werkt bij deze firma."]
    with pytest.raises(Refusal) as refusal:
        start_assessment(tender, actor=inge, now=CHECKED_AT)
    assert "no-committee" in codes(refusal)


def test_nobody_declares_or_scores_for_somebody_else(session, people):
    tender = assessment_begun()
    anouk = member_of(tender, people.anouk.id)
    bid, criterion = admitted_bids(tender)[0], quality_criteria_of(tender)[0]

    for act in (
        lambda: declare_no_conflict(anouk, actor=people.actor("bram"), now=SCORED_AT),
        lambda: enter_score(
            anouk, bid, criterion, Decimal(8), WHY, actor=people.actor("bram"), now=SCORED_AT
        ),
        lambda: submit_scores(anouk, actor=people.actor("bram"), now=SCORED_AT),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert "not-your-scores" in codes(refusal)


def test_scores_of_others_do_not_exist_until_everybody_is_in(session, people):
    tender = assessment_begun()
    score_all(tender, "Anouk")
    score_all(tender, "Bram", hand_in=False)

    seen_by_bram = [each for cell in scores_for(tender, people.bram.id).values() for each in cell]
    seen_by_inge = scores_for(tender, people.inge.id)

    assert {each.member.account_id for each in seen_by_bram} == {people.bram.id}
    assert seen_by_inge == {}

    submit_scores(member_of(tender, people.bram.id), actor=people.actor("bram"), now=SCORED_AT)

    assert {len(cell) for cell in scores_for(tender, people.inge.id).values()} == {2}


def test_the_trail_never_tells_a_score_before_the_time(session, people):
    tender = assessment_begun()
    score_all(tender, "Anouk", {"Werkvooruit": 10})

    told = session.query(AuditEntry).filter(AuditEntry.act == "assessment.score_entered")
    assert {entry.after for entry in told} == {'{"criteria":["K1"]}'}


def test_an_assessor_hands_in_only_when_complete_and_then_changes_nothing(session, people):
    tender = assessment_begun()
    anouk, actor = member_of(tender, people.anouk.id), people.actor("anouk")
    bids, criterion = admitted_bids(tender), quality_criteria_of(tender)[0]
    enter_score(anouk, bids[0], criterion, Decimal(6), WHY, actor=actor, now=SCORED_AT)
    enter_score(anouk, bids[0], criterion, Decimal(8), WHY, actor=actor, now=SCORED_AT)

    with pytest.raises(Refusal) as refusal:
        submit_scores(anouk, actor=actor, now=SCORED_AT)
    assert codes(refusal) == ["scores-missing"]
    assert missing_scores(anouk) == 1
    assert [each.tender.reference for each in tenders_to_assess(people.anouk.id)] == [tender.reference]

    enter_score(anouk, bids[1], criterion, Decimal(8), WHY, actor=actor, now=SCORED_AT)
    submit_scores(anouk, actor=actor, now=SCORED_AT)

    assert tenders_to_assess(people.anouk.id) == []
    with pytest.raises(Refusal) as refusal:
        enter_score(anouk, bids[0], criterion, Decimal(2), WHY, actor=actor, now=SCORED_AT)
    assert codes(refusal) == ["scores-submitted"]


def test_consensus_waits_for_everybody(session, people):
    tender = assessment_begun()
    score_all(tender, "Anouk")
    bid, criterion = admitted_bids(tender)[0], quality_criteria_of(tender)[0]

    with pytest.raises(Refusal) as refusal:
        agree_consensus(bid, criterion, Decimal(8), WHY, actor=people.actor("inge"), now=LOCKED_AT)

    assert codes(refusal) == ["scores-hidden"]


def test_where_the_documents_say_so_the_mean_is_the_score(session, people):
    tender = assessment_begun()
    tender.quality_method = QualityMethod.AVERAGE
    score_all(tender, "Anouk", {"Werkvooruit": 8})
    score_all(tender, "Bram", {"Werkvooruit": 10})
    bid = next(each for each in admitted_bids(tender) if each.supplier.name.startswith("Werkvooruit"))
    criterion = quality_criteria_of(tender)[0]

    agreed = agree_consensus(bid, criterion, None, WHY, actor=people.actor("inge"), now=LOCKED_AT)

    assert agreed.score == Decimal("9.00")


def test_quality_is_locked_once_every_score_is_agreed(session, people):
    tender = assessment_begun()
    score_all(tender, "Anouk")
    score_all(tender, "Bram")

    with pytest.raises(Refusal) as refusal:
        lock_quality(tender, actor=people.actor("inge"), now=LOCKED_AT)

    assert codes(refusal) == ["consensus-missing"]
    assert tender.status == TenderStatus.ASSESSMENT


def test_after_the_lock_no_score_changes(session, people):
    tender = quality_locked(assessment_begun())
    bid, criterion = admitted_bids(tender)[0], quality_criteria_of(tender)[0]

    assert tender.status == TenderStatus.QUALITY_LOCKED
    with pytest.raises(Refusal) as refusal:
        agree_consensus(bid, criterion, Decimal(2), MOTIVATION, actor=people.actor("inge"), now=LOCKED_AT)
    assert codes(refusal) == ["wrong-stage"]
    assert consensus_of([bid.id])[bid.id, criterion.id].score == 8
