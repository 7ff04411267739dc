"""Drafting, handing in, replacing, withdrawing and opening bids, on a real database."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from procurement.bid_content import BidContent
from procurement.bids import BidStatus, DocumentPart, EnvelopeKind
from procurement.lifecycle import TenderStatus
from procurement.models.bids import Bid, BidDraft, BidPrice, SealedEnvelope
from procurement.models.openings import OpeningRemainder
from procurement.operations.bids import record_late_attempt, submit_bid, withdraw_bid
from procurement.operations.drafts import add_draft_file, register_interest, revise_bid, save_draft
from procurement.operations.openers import (
    change_passphrase,
    create_tender_keys,
    make_opener_key,
    name_openers,
)
from procurement.operations.openings import begin_opening, complete_opening
from procurement.queries.bids import (
    answers_of,
    current_bid,
    declaration_of,
    documents_of,
    draft_of,
    opened_bids,
    prices_of,
    receipt_of,
    submissions,
)
from procurement.queries.openings import opener_count_with_keys, opening_of
from procurement.queries.outside_key import draft_content, own_content
from procurement.queries.vault_proof import flaws_in_vault
from tests.factories.bids import (
    CLOSES_AT,
    NOW,
    PDF,
    account_of,
    content_for,
    give_keys,
    open_for_bids,
    opened,
    opened_tender,
    passphrase_of,
    submitted_bid,
    supplier_of,
    tender_for_bids,
)
from townhall.audit.models import AuditEntry
from townhall.database import db
from townhall.documents import storage
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.refusal import Refusal

SECOND = timedelta(seconds=1)
AFTER = CLOSES_AT + timedelta(minutes=3)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


# Keys and openers


def test_openers_without_a_key_do_not_count(session: Any, people: SimpleNamespace) -> None:
    tender = tender_for_bids()
    make_opener_key(people.bram, passphrase_of("Bram"), actor=people.actor("bram"), now=NOW)
    name_openers(tender, [people.bram, people.gert, people.hanna], actor=people.actor("inge"), now=NOW)

    assert opener_count_with_keys(tender) == 1
    with pytest.raises(Refusal) as refusal:
        create_tender_keys(tender, actor=people.actor("inge"), now=NOW)
    assert codes(refusal) == ["openers-without-key"]


def test_only_who_may_open_is_named_as_opener(session: Any, people: SimpleNamespace) -> None:
    tender = tender_for_bids()

    with pytest.raises(Refusal) as refusal:
        name_openers(tender, [people.ali, people.gert, people.hanna], actor=people.actor("inge"), now=NOW)

    assert codes(refusal) == ["may-not-open"]


def test_openers_are_fixed_once_the_keys_are_made(session: Any, people: SimpleNamespace) -> None:
    tender = tender_for_bids()
    give_keys(tender)

    with pytest.raises(Refusal) as refusal:
        name_openers(tender, [people.bram, people.gert, people.hanna], actor=people.actor("inge"), now=NOW)

    assert opener_count_with_keys(tender) == 3
    assert codes(refusal) == ["openers-are-fixed"]


def test_a_changed_passphrase_and_a_new_key_leave_earlier_tenders_readable(
    session: Any, people: SimpleNamespace
) -> None:
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0])
    bram, gert = people.actor("bram"), people.actor("gert")
    key = next(key for key in [opener.key for opener in _openers(tender)] if key.account_id == people.bram.id)
    change_passphrase(key, old=passphrase_of("Bram"), new="een nieuwe zin voor de kluis", actor=bram, now=NOW)
    make_opener_key(people.gert, "een sleutel voor later werk", actor=gert, now=NOW)

    begin_opening(tender, "een nieuwe zin voor de kluis", actor=bram, now=AFTER)
    complete_opening(tender, passphrase_of("Gert"), actor=gert, now=AFTER)

    assert len(opened_bids(tender)) == 1


def _openers(tender: Any) -> Any:
    from procurement.queries.openings import openers_of

    return openers_of(tender)


# Drafts and submissions


def test_a_draft_is_kept_but_says_nothing_in_the_database(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    lot = tender.lots[0]
    draft = save_draft(
        tender,
        lot,
        supplier_of("Sanne"),
        content_for(lot, quality="ZONNEBLOEM"),
        actor=people.actor("sanne"),
        now=NOW,
    )
    session.commit()

    assert draft_content(draft) == content_for(lot, quality="ZONNEBLOEM")
    assert b"ZONNEBLOEM" not in draft.locked_content


def test_a_draft_that_is_moved_to_a_rival_cannot_be_read_there(session: Any, people: SimpleNamespace) -> None:
    from procurement.vault import CannotUnlock

    tender = open_for_bids()
    lot = tender.lots[0]
    sanne = people.actor("sanne")
    draft = save_draft(tender, lot, supplier_of("Sanne"), content_for(lot), actor=sanne, now=NOW)
    session.execute(update(BidDraft).values(supplier_id=supplier_of("Rik").id))
    session.expire(draft)

    with pytest.raises(CannotUnlock):
        draft_content(draft)


def test_an_incomplete_bid_is_refused_with_everything_that_is_missing(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    lot, supplier, sanne = tender.lots[0], supplier_of("Sanne"), people.actor("sanne")
    save_draft(tender, lot, supplier, BidContent(), actor=sanne, now=NOW)

    with pytest.raises(Refusal) as refusal:
        submit_bid(tender, lot, supplier, actor=sanne, now=NOW)

    assert len(refusal.value.obstacles) == 7
    assert submissions(tender) == []


def test_a_submitted_bid_is_sealed_confirmed_and_its_draft_is_gone(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    lot = tender.lots[0]

    bid = submitted_bid(tender, lot, files={"plan.pdf": PDF})

    assert bid.status == BidStatus.SUBMITTED and bid.received_at == NOW
    assert receipt_of(bid).hash() == bid.content_hash
    assert draft_of(lot.id, bid.supplier_id) is None
    mail = session.scalars(select(OutboxMail).where(OutboxMail.to == "info@sanne.example")).one()
    assert bid.receipt_code in mail.body and bid.content_hash in mail.body
    assert acts()[-1] == "bid.submitted"
    copy = own_content(bid)
    assert copy is not None and copy.prices == content_for(lot).prices


def test_a_new_bid_replaces_the_one_before_and_its_copy_is_dropped(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    lot = tender.lots[0]
    first = submitted_bid(tender, lot, files={"plan.pdf": PDF})
    draft = revise_bid(first, actor=people.actor("sanne"), now=NOW + SECOND)
    assert [file.filename for file in draft_content(draft).files] == ["plan.pdf"]

    second = submit_bid(tender, lot, supplier_of("Sanne"), actor=people.actor("sanne"), now=NOW + timedelta(hours=1))

    assert first.status == BidStatus.REPLACED and first.replaced_by_id == second.id
    assert own_content(first) is None
    assert current_bid(lot.id, second.supplier_id) == second
    assert [bid.id for bid in submissions(tender)] == [first.id, second.id]


def test_the_database_itself_allows_one_current_bid_per_supplier_and_lot(session: Any) -> None:
    tender = open_for_bids()
    first = submitted_bid(tender, tender.lots[0])
    submitted_bid(tender, tender.lots[0])
    session.flush()

    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(update(Bid).where(Bid.id == first.id).values(status=BidStatus.SUBMITTED))


def test_a_withdrawn_bid_becomes_a_draft_again(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    lot = tender.lots[0]
    bid = submitted_bid(tender, lot, quality="Mijn plan", files={"plan.pdf": PDF})

    withdraw_bid(bid, actor=people.actor("sanne"), now=NOW + SECOND)

    draft = draft_of(lot.id, bid.supplier_id)
    assert bid.status == BidStatus.WITHDRAWN
    assert list(draft_content(draft).qualities.values()) == ["Mijn plan"]
    assert draft is not None and len(draft.files) == 1


def test_the_closing_second_is_in_time_and_the_next_is_not(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids(lots=2)
    one, two = tender.lots
    sanne, supplier = people.actor("sanne"), supplier_of("Sanne")
    for lot in (one, two):
        save_draft(tender, lot, supplier, content_for(lot), actor=sanne, now=NOW)

    submit_bid(tender, one, supplier, actor=sanne, now=CLOSES_AT)
    with pytest.raises(Refusal) as refusal:
        submit_bid(tender, two, supplier, actor=sanne, now=CLOSES_AT + timedelta(microseconds=1))

    assert codes(refusal) == ["bid-too-late"]
    assert len(submissions(tender)) == 1


def test_after_closing_nothing_is_drafted_added_withdrawn_or_followed(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    lot, supplier, sanne = tender.lots[0], supplier_of("Sanne"), people.actor("sanne")
    bid = submitted_bid(tender, lot)
    late = CLOSES_AT + SECOND
    rik = supplier_of("Rik")

    attempts = (
        lambda: save_draft(tender, lot, supplier, BidContent(), actor=sanne, now=late),
        lambda: add_draft_file(
            tender,
            lot,
            supplier,
            part=DocumentPart.PLAN,
            filename="p.pdf",
            data=PDF,
            actor=sanne,
            now=late,
        ),
        lambda: withdraw_bid(bid, actor=sanne, now=late),
        lambda: register_interest(tender, rik, actor=people.actor("rik"), now=late),
    )
    for attempt in attempts:
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert codes(refusal) == ["bid-too-late"]
    record_late_attempt(tender, lot, rik, what="indienen", actor=people.actor("rik"), now=late)
    assert acts()[-1] == "bid.attempted_too_late"


def test_a_document_that_is_not_what_it_says_does_not_come_in(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()

    with pytest.raises(Refusal) as refusal:
        submitted_bid(tender, tender.lots[0], files={"plan.pdf": b"geen pdf"})

    assert codes(refusal) == ["file-content"]


def test_a_bid_without_keys_in_the_vault_is_refused(session: Any) -> None:
    tender = tender_for_bids(status=TenderStatus.PUBLISHED)

    with pytest.raises(Refusal) as refusal:
        submitted_bid(tender, tender.lots[0])

    assert codes(refusal) == ["vault-without-keys"]


# Opening


def test_two_openers_open_the_quality_and_not_the_prices(session: Any) -> None:
    tender = open_for_bids()
    lot = tender.lots[0]
    bid = submitted_bid(
        tender,
        lot,
        answers={2: False},
        quality="Bij de werkgever",
        prices=["1900", "0"],
        files={"plan.pdf": PDF},
    )

    opening = opened(tender)

    assert tender.status == TenderStatus.OPENED and bid.status == BidStatus.OPENED
    assert [answer.complies for answer in answers_of([bid.id]) if answer.requirement_id] == [True, False]
    assert [answer.text for answer in answers_of([bid.id]) if answer.criterion_id] == ["Bij de werkgever"]
    declaration = declaration_of(bid)
    assert declaration is not None and declaration.signatory == "S. de Vries"
    [document] = documents_of([bid.id])
    assert storage.read(document.document) == PDF
    assert prices_of([bid.id]) == {bid.id: {}}
    assert opening.record is not None and opening.record["bids"][0]["opened"] is True
    assert opening.merkle_root is not None
    mails = session.scalars(select(OutboxMail).where(OutboxMail.subject.startswith("Inschrijvingen geopend"))).all()
    assert all(opening.merkle_root in mail.body for mail in mails)
    openers = {account_of(name).email for name in ("Bram", "Gert", "Hanna")}
    assert {mail.to for mail in mails} == {"info@sanne.example"} | openers
    assert session.query(OpeningRemainder).count() == 0


def test_prices_open_only_after_the_quality_is_locked(session: Any) -> None:
    tender = open_for_bids()
    bid = submitted_bid(tender, tender.lots[0], prices=["1900.50", "0"])
    opened(tender)

    with pytest.raises(Refusal) as refusal:
        opened(tender, kind=EnvelopeKind.PRICE, now=AFTER + timedelta(days=1))
    assert codes(refusal) == ["status-does-not-allow"]

    tender.status = TenderStatus.QUALITY_LOCKED
    opened(tender, kind=EnvelopeKind.PRICE, by=("Hanna", "Bram"), now=AFTER + timedelta(days=1))
    assert list(prices_of([bid.id])[bid.id].values()) == [euros("1900.50"), euros(0)]
    assert tender.status == TenderStatus.QUALITY_LOCKED


def test_before_the_deadline_nobody_opens(session: Any) -> None:
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0])

    with pytest.raises(Refusal) as refusal:
        opened(tender, now=CLOSES_AT)

    assert codes(refusal) == ["before-the-deadline"]


def test_one_opener_twice_is_refused(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    bid = submitted_bid(tender, tender.lots[0])

    with pytest.raises(Refusal) as refusal:
        opened(tender, by=("Bram", "Bram"))

    assert codes(refusal) == ["same-opener-twice"]
    assert bid.status == BidStatus.SUBMITTED and answers_of([bid.id]) == []


@pytest.mark.parametrize("name", ["ali", "inge", "anouk", "ria", "sanne"])
def test_whoever_is_not_named_opens_nothing(session: Any, people: SimpleNamespace, name: str) -> None:
    tender = open_for_bids()

    with pytest.raises(Refusal) as refusal:
        begin_opening(tender, passphrase_of("Bram"), actor=people.actor(name), now=AFTER)

    assert codes(refusal) == ["not-an-opener"]


def test_a_wrong_passphrase_opens_nothing(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    bid = submitted_bid(tender, tender.lots[0])
    with pytest.raises(Refusal) as first:
        begin_opening(tender, passphrase_of("Gert"), actor=people.actor("bram"), now=AFTER)
    begin_opening(tender, passphrase_of("Bram"), actor=people.actor("bram"), now=AFTER)
    with pytest.raises(Refusal) as second:
        complete_opening(tender, passphrase_of("Bram"), actor=people.actor("gert"), now=AFTER)

    assert codes(first) == codes(second) == ["wrong-passphrase"]
    assert answers_of([bid.id]) == []


def test_withdrawn_and_replaced_bids_are_listed_but_never_opened(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids(lots=2)
    one, two = tender.lots
    withdrawn = submitted_bid(tender, one)
    replaced = submitted_bid(tender, two)
    current = submitted_bid(tender, two, now=NOW + SECOND)
    withdraw_bid(withdrawn, actor=people.actor("sanne"), now=NOW + SECOND)

    opening = opened(tender)

    assert [bid.id for bid in opened_bids(tender)] == [current.id]
    assert answers_of([withdrawn.id, replaced.id]) == []
    assert opening.record is not None
    assert [line["opened"] for line in opening.record["bids"]] == [False, False, True]


def test_a_tender_without_bids_can_be_opened(session: Any) -> None:
    tender = open_for_bids()

    opening = opened(tender)

    assert tender.status == TenderStatus.OPENED
    assert opening.record is not None and opening.record["bids"] == []


def test_a_damaged_bid_stays_closed_and_does_not_keep_the_others_shut(session: Any) -> None:
    tender = open_for_bids()
    damaged = submitted_bid(tender, tender.lots[0], "Sanne")
    sound = submitted_bid(tender, tender.lots[0], "Rik", now=NOW + SECOND)
    envelope = session.scalars(
        select(SealedEnvelope).where(SealedEnvelope.bid_id == damaged.id, SealedEnvelope.kind == EnvelopeKind.QUALITY)
    ).one()
    envelope.ciphertext = bytes([envelope.ciphertext[0] ^ 1]) + envelope.ciphertext[1:]
    session.flush()

    opening = opened(tender)

    assert [bid.id for bid in opened_bids(tender)] == [sound.id]
    assert opening.record is not None and opening.record["irregularities"] == 1
    assert opening.record["bids"][0]["opened"] is False


def test_every_operation_writes_one_entry_and_never_a_word_of_the_bid(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    before = len(acts())
    bid = submitted_bid(tender, tender.lots[0], quality="ZONNEBLOEM", files={"ZONNEBLOEM.pdf": PDF})
    withdraw_bid(bid, actor=people.actor("sanne"), now=NOW + SECOND)
    opened(tender)

    assert acts()[before:] == [
        "bid_draft.saved",
        "bid_draft.file_added",
        "bid.submitted",
        "bid.withdrawn",
        "opening.begun",
        "opening.completed",
    ]
    trail = session.scalars(select(AuditEntry)).all()
    assert not any("ZONNEBLOEM" in f"{entry.before}{entry.after}{entry.reason}" for entry in trail)


# Proof


def test_an_untouched_vault_has_no_flaw(session: Any, people: SimpleNamespace) -> None:
    tender = opened_tender(lots=2, prices_too=True)
    session.commit()

    assert flaws_in_vault(tender) == []


def test_a_sealed_vault_has_no_flaw_either(session: Any) -> None:
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0], files={"plan.pdf": PDF})

    assert flaws_in_vault(tender) == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE bid SET received_at = '2026-11-24 08:00:00' WHERE id = (SELECT min(id) FROM bid)",
        "UPDATE bid_price SET amount = amount - 1 WHERE id = (SELECT min(id) FROM bid_price)",
        "UPDATE bid_answer SET text = 'anders' WHERE criterion_id IS NOT NULL",
        "UPDATE bid_answer SET complies = (NOT complies) WHERE requirement_id IS NOT NULL",
        "UPDATE bid_declaration SET explanation = 'anders'",
        "UPDATE sealed_envelope SET opened_content = '{}' WHERE kind = 'price'",
        "UPDATE sealed_envelope SET ciphertext = locked_copy_of_nothing",
        "DELETE FROM bid_price WHERE id = (SELECT min(id) FROM bid_price)",
        "UPDATE opening SET merkle_root = 'abc'",
    ],
)
def test_what_was_changed_behind_our_back_is_found(session: Any, damage: str) -> None:
    tender = opened_tender(prices_too=True)
    session.commit()
    if "locked_copy_of_nothing" in damage:
        session.execute(update(SealedEnvelope).values(ciphertext=b"iets anders"))
    else:
        session.execute(text(damage))
    session.expire_all()

    assert flaws_in_vault(tender) != []


def test_a_removed_submission_is_found_before_and_after_the_opening(session: Any) -> None:
    tender = open_for_bids()
    bid = submitted_bid(tender, tender.lots[0])
    session.commit()
    for table in ("sealed_envelope", "sealed_file", "bid"):
        column = "id" if table == "bid" else "bid_id"
        session.execute(text(f"DELETE FROM {table} WHERE {column} = {bid.id}"))
    session.expire_all()

    assert len(flaws_in_vault(tender)) == 1


# Nobody can look


def _every_cell() -> dict[str, bytes]:
    cells = {}
    for table in db.metadata.sorted_tables:
        for number, row in enumerate(db.session.execute(select(table))):
            joined = b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in row)
            cells[f"{table.name} {number}"] = joined
    return cells


def test_no_price_is_in_clear_before_the_price_opening(session: Any) -> None:
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0], prices=["1777.77", "2333.33"])
    opened(tender)
    session.commit()

    assert session.query(BidPrice).count() == 0
    for content in _every_cell().values():
        assert b"1777.77" not in content and b"177777" not in content


def test_the_first_step_leaves_nothing_that_opens_by_itself(session: Any) -> None:
    from procurement import vault
    from procurement.queries.openings import tender_keys

    tender = open_for_bids()
    begin_opening(tender, passphrase_of("Bram"), actor=account_of("Bram").actor(), now=AFTER)
    public = tender_keys(tender)[EnvelopeKind.QUALITY].public_key

    opening = opening_of(tender, EnvelopeKind.QUALITY)
    assert opening is not None and len(opening.remainders) == 2
    assert not any(vault.is_pair(each.sealed, public) for each in opening.remainders)
