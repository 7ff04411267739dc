"""Bids around the closing: begun before it and finished after, after an outage, and announced by a hash."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from procurement.bids import BidStatus
from procurement.late_bids import (
    ClosingFacts,
    Timing,
    last_moment_for_announced,
    obstacles_to_hash,
    obstacles_to_moving_after_outage,
    obstacles_to_settling,
    timing_of,
)
from procurement.lifecycle import TenderStatus
from procurement.models.bids import Bid
from procurement.models.late_bids import LateDecision
from procurement.models.openings import Opening
from procurement.models.tenders import Tender
from procurement.operations.bids import record_late_attempt, submit_bid
from procurement.operations.drafts import save_draft
from procurement.operations.late_bids import (
    drop_late_proposal,
    move_closing_after_outage,
    propose_late_decision,
    settle_late_decision,
)
from procurement.queries.bids import bids_by
from procurement.queries.late_bids import late_attempts
from procurement.queries.vault_proof import flaws_in_vault
from tests.factories.bids import (
    CLOSES_AT,
    account_of,
    content_for,
    open_for_bids,
    opened,
    submitted_bid,
    supplier_of,
)
from townhall.audit.models import AuditEntry
from townhall.clock import AMSTERDAM
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

SECOND = timedelta(seconds=1)
REASON = "De storing van 11.58 uur lag aan onze kant; de inschrijver was toen al bezig."


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


def run_over(tender: Any, name: str = "Sanne", *, quality: str = "Net te laat af.") -> Bid:
    """A bid that was begun ten seconds before the closing and was in twenty seconds after it."""
    lot, actor, supplier = tender.lots[0], account_of(name).actor(), supplier_of(name)
    save_draft(tender, lot, supplier, content_for(lot, quality=quality), actor=actor, now=CLOSES_AT - 60 * SECOND)
    return submit_bid(
        tender, lot, supplier, actor=actor, now=CLOSES_AT + 20 * SECOND, begun_at=CLOSES_AT - 10 * SECOND
    )


def test_what_ran_over_into_an_opening_is_refused_and_not_held_for_good(session: Any) -> None:
    """Another process opened while this one still had the tender in hand as it was."""
    tender = open_for_bids()
    session.flush()
    opened_elsewhere = update(Tender).where(Tender.id == tender.id).values(status=TenderStatus.OPENED)
    session.execute(opened_elsewhere.execution_options(synchronize_session=False))
    assert tender.status == TenderStatus.PUBLISHED

    with pytest.raises(Refusal) as refusal:
        submit_bid(
            tender, tender.lots[0], supplier_of("Sanne"), actor=account_of("Sanne").actor(),
            now=CLOSES_AT + 20 * SECOND, begun_at=CLOSES_AT - 10 * SECOND,
        )  # fmt: skip

    assert codes(refusal) == ["bid-too-late"]


@pytest.mark.parametrize(
    ("begun", "received", "expected"),
    [
        (-2, -1, Timing.IN_TIME),
        (-1, 0, Timing.IN_TIME),
        (0, 0, Timing.IN_TIME),
        (0, 1, Timing.RAN_OVER),
        (-60, 60, Timing.RAN_OVER),
        (1, 1, Timing.BEGUN_TOO_LATE),
        (1, 2, Timing.BEGUN_TOO_LATE),
    ],
)
def test_begun_and_received_say_how_a_bid_lies_to_the_closing(begun: int, received: int, expected: Timing) -> None:
    assert timing_of(CLOSES_AT + begun * SECOND, CLOSES_AT + received * SECOND, CLOSES_AT) == expected


@given(begun=st.integers(-90, 90), lasted=st.integers(0, 90), later=st.integers(0, 90))
def test_a_later_closing_never_makes_a_bid_later(begun: int, lasted: int, later: int) -> None:
    order = [Timing.IN_TIME, Timing.RAN_OVER, Timing.BEGUN_TOO_LATE]
    began = CLOSES_AT + begun * SECOND
    at_first, moved = (
        timing_of(began, began + lasted * SECOND, closes_at) for closes_at in (CLOSES_AT, CLOSES_AT + later * SECOND)
    )

    assert order.index(moved) <= order.index(at_first)


@pytest.mark.parametrize(
    ("closes_at", "last_day"),
    [
        (datetime(2026, 11, 30, 12, tzinfo=AMSTERDAM), "2026-12-01"),
        (datetime(2026, 12, 4, 12, tzinfo=AMSTERDAM), "2026-12-07"),
        (datetime(2026, 12, 24, 12, tzinfo=AMSTERDAM), "2026-12-28"),
    ],
)
def test_an_announced_bid_may_follow_until_the_end_of_the_next_working_day(closes_at: datetime, last_day: str) -> None:
    assert last_moment_for_announced(closes_at).isoformat() == f"{last_day}T23:59:59+01:00"


@pytest.mark.parametrize(("text", "fits"), [("a" * 64, True), ("A" * 64, False), ("a" * 63, False), ("g" * 64, False)])
def test_a_hash_is_64_hexadecimal_signs(text: str, fits: bool) -> None:
    assert (obstacles_to_hash(text) == []) is fits


@pytest.mark.parametrize(
    ("actor_id", "is_settled", "may_settle", "expected"),
    [
        (2, False, True, []),
        (1, False, True, ["same-person-twice"]),
        (2, False, False, ["not-an-opener"]),
        (1, False, False, ["not-an-opener", "same-person-twice"]),
        (2, True, True, ["late-settled"]),
    ],
)
def test_a_second_person_settles(actor_id: int, is_settled: bool, may_settle: bool, expected: list[str]) -> None:
    found = obstacles_to_settling(
        proposed_by_id=1, actor_id=actor_id, is_settled=is_settled, may_settle=may_settle
    )

    assert [obstacle.code for obstacle in found] == expected


@pytest.mark.parametrize(
    ("facts", "to", "reason", "expected"),
    [
        (ClosingFacts(TenderStatus.PUBLISHED, CLOSES_AT, False), CLOSES_AT + 90 * SECOND, REASON, []),
        (ClosingFacts(TenderStatus.PUBLISHED, CLOSES_AT, False), None, "", []),
        (
            ClosingFacts(TenderStatus.PUBLISHED, CLOSES_AT, False),
            CLOSES_AT + 30 * SECOND,
            "kort",
            ["closing-not-later", "reason-missing"],
        ),
        (ClosingFacts(TenderStatus.OPENED, CLOSES_AT, True), CLOSES_AT + 90 * SECOND, REASON, ["content-was-seen"]),
        (ClosingFacts(TenderStatus.DRAFT, None, False), CLOSES_AT, REASON, ["not-published"]),
    ],
)
def test_an_outage_moves_the_closing_while_nobody_has_seen_a_bid(
    facts: ClosingFacts, to: datetime | None, reason: str, expected: list[str]
) -> None:
    found = obstacles_to_moving_after_outage(facts, to, reason, CLOSES_AT + 60 * SECOND)

    assert [obstacle.code for obstacle in found] == expected


def test_what_was_begun_after_the_closing_is_refused(session: Any) -> None:
    tender = open_for_bids()
    lot, actor, supplier = tender.lots[0], account_of("Sanne").actor(), supplier_of("Sanne")
    save_draft(tender, lot, supplier, content_for(lot), actor=actor, now=CLOSES_AT)

    with pytest.raises(Refusal) as refusal:
        submit_bid(tender, lot, supplier, actor=actor, now=CLOSES_AT + 2 * SECOND, begun_at=CLOSES_AT + SECOND)

    assert codes(refusal) == ["bid-too-late"]
    assert bids_by(supplier.id) == []


def test_what_ran_over_the_closing_is_sealed_and_held_beside_what_counts(session: Any) -> None:
    tender = open_for_bids()
    earlier = submitted_bid(tender, tender.lots[0], "Sanne")

    late = run_over(tender)

    assert (late.status, earlier.status) == (BidStatus.HELD, BidStatus.SUBMITTED)
    assert late.begun_at < CLOSES_AT < late.received_at
    assert flaws_in_vault(tender) == []


def test_nothing_is_opened_before_two_people_decided_about_a_held_bid(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0], "Rik")
    late = run_over(tender)

    with pytest.raises(Refusal) as refusal:
        opened(tender)
    assert codes(refusal) == ["held-bids-undecided"]

    now = CLOSES_AT + timedelta(hours=1)
    decision = propose_late_decision(late, admits=True, reason=REASON, actor=people.actor("inge"), now=now)
    for nobody in ("inge", "anouk", "sanne"):
        with pytest.raises(Refusal):
            settle_late_decision(decision, actor=people.actor(nobody), now=now)
    settle_late_decision(decision, actor=people.actor("gert"), now=now)
    record = opened(tender, now=now).record

    assert late.status == BidStatus.OPENED
    assert record is not None
    line = next(line for line in record["bids"] if line["receipt_code"] == late.receipt_code)
    assert (line["in_time"], REASON in line["result"]) == (False, True)
    assert flaws_in_vault(tender) == []


def test_an_admitted_late_bid_takes_the_place_of_the_earlier_one(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    earlier = submitted_bid(tender, tender.lots[0], "Sanne")
    late = run_over(tender)
    decision = propose_late_decision(late, admits=True, reason=REASON, actor=people.actor("inge"), now=CLOSES_AT)

    settle_late_decision(decision, actor=people.actor("gert"), now=CLOSES_AT)

    assert (late.status, earlier.status, earlier.replaced_by_id) == (BidStatus.SUBMITTED, BidStatus.REPLACED, late.id)
    mail = session.query(OutboxMail).order_by(OutboxMail.id.desc()).first()
    assert mail.to == late.supplier.email and REASON in mail.body


def test_a_refused_late_bid_stays_sealed_and_the_earlier_one_counts(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    earlier = submitted_bid(tender, tender.lots[0], "Sanne", quality="Op tijd.")
    late = run_over(tender)
    decision = propose_late_decision(late, admits=False, reason=REASON, actor=people.actor("gert"), now=CLOSES_AT)
    settle_late_decision(decision, actor=people.actor("inge"), now=CLOSES_AT)

    opened(tender)

    assert (late.status, earlier.status) == (BidStatus.REFUSED, BidStatus.OPENED)
    assert all(envelope.opened_content is None for envelope in late.envelopes)


def test_a_proposal_nobody_agrees_with_goes_and_another_may_come(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    late = run_over(tender)
    decision = propose_late_decision(late, admits=False, reason=REASON, actor=people.actor("inge"), now=CLOSES_AT)
    with pytest.raises(Refusal):
        propose_late_decision(late, admits=True, reason=REASON, actor=people.actor("gert"), now=CLOSES_AT)

    drop_late_proposal(decision, actor=people.actor("gert"), now=CLOSES_AT)
    propose_late_decision(late, admits=True, reason=REASON, actor=people.actor("gert"), now=CLOSES_AT)

    assert late.status == BidStatus.HELD
    assert [entry.act for entry in session.query(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)] == [
        "bid.late_proposed",
        "bid.late_proposal_dropped",
    ]


def test_the_database_itself_wants_two_people(session: Any, people: SimpleNamespace) -> None:
    late = run_over(open_for_bids())
    session.add(
        LateDecision(
            bid_id=late.id, admits=True, reason=REASON, proposed_by_id=people.inge.id, proposed_at=CLOSES_AT,
            decided_by_id=people.inge.id, decided_at=CLOSES_AT,
        )
    )  # fmt: skip

    with pytest.raises(Exception, match="four_eyes"):
        session.flush()


def test_after_an_outage_the_closing_moves_and_everybody_hears_it(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0], "Rik")
    late = run_over(tender)
    now, to = CLOSES_AT + timedelta(hours=2), CLOSES_AT + timedelta(days=1)

    move_closing_after_outage(tender, to, reason=REASON, minutes_out=14, actor=people.actor("inge"), now=now)

    assert (tender.closes_at, late.status) == (to, BidStatus.SUBMITTED)
    told = {mail.to for mail in session.query(OutboxMail).filter(OutboxMail.subject.startswith("Sluiting verplaatst"))}
    assert told == {supplier_of("Rik").email, supplier_of("Sanne").email}
    again = submitted_bid(tender, tender.lots[0], "Rik", quality="Aangevuld.", now=to)
    assert again.status == BidStatus.SUBMITTED
    entry = session.query(AuditEntry).filter(AuditEntry.act == "tender.closing_moved_after_outage").one()
    assert '"minutes_out":14' in entry.after and late.receipt_code in entry.after


def test_once_a_bid_was_seen_an_outage_moves_nothing(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    opened(tender)

    with pytest.raises(Refusal) as refusal:
        move_closing_after_outage(
            tender,
            CLOSES_AT + timedelta(days=1),
            reason=REASON,
            minutes_out=0,
            actor=people.actor("inge"),
            now=CLOSES_AT + timedelta(hours=1),
        )

    assert codes(refusal) == ["content-was-seen"]
    assert session.query(Opening).count() == 1


def test_late_attempts_are_listed_with_the_tender_they_were_about(session: Any) -> None:
    tender, other = open_for_bids(), open_for_bids()
    record_late_attempt(
        tender, tender.lots[0], supplier_of("Rik"), what="indienen", actor=account_of("Rik").actor(), now=CLOSES_AT
    )

    assert [(each.who, each.lot, each.what) for each in late_attempts(tender)] == [("Rik Rivaal", 1, "indienen")]
    assert late_attempts(other) == []
