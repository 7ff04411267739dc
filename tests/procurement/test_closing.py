"""What is fixed and mailed at the closing, and what it proves against who owns the database."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, text, update

from procurement import vault
from procurement.bids import EnvelopeKind
from procurement.jobs import close_vaults
from procurement.models.bids import Bid
from procurement.models.openings import ClosingRoot
from procurement.models.tenders import Tender
from procurement.operations.bids import withdraw_bid
from procurement.operations.closing import close_vault
from procurement.queries.openings import closing_root_of, opening_of, tender_keys
from procurement.queries.vault_proof import flaws_in_vault, gives_root, has_receipt
from tests.factories.bids import CLOSES_AT, NOW, open_for_bids, opened, submitted_bid
from townhall.accounts.actor import SYSTEM
from townhall.audit.models import AuditEntry
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

SECOND = timedelta(seconds=1)
SETTLED = CLOSES_AT + timedelta(minutes=3)


def closed_tender(people: SimpleNamespace) -> Tender:
    """Two lots: a bid that was withdrawn, one that was replaced, and two that count; closed."""
    tender = open_for_bids(lots=2)
    one, two = tender.lots
    gone = submitted_bid(tender, one, "Sanne")
    withdraw_bid(gone, actor=people.actor("sanne"), now=NOW + SECOND)
    submitted_bid(tender, two, "Sanne", now=NOW + SECOND)
    submitted_bid(tender, two, "Sanne", now=NOW + 2 * SECOND)
    submitted_bid(tender, one, "Rik", now=CLOSES_AT)
    close_vault(tender, actor=SYSTEM, now=SETTLED)
    return tender


def test_the_clockwork_closes_the_vault_once_and_only_after_the_closing(
    session: Any, people: SimpleNamespace, set_now: Callable[[datetime], None]
) -> None:
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0])
    session.commit()

    rounds = []
    for moment in (CLOSES_AT, CLOSES_AT + SECOND, SETTLED, SETTLED + SECOND):
        set_now(moment)
        rounds.append(close_vaults())

    assert rounds == [0, 0, 1, 0]
    assert session.query(ClosingRoot).count() == 1
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert last.act == "vault.closed" and last.actor_name == SYSTEM.name


def test_everybody_who_bid_and_every_opener_gets_the_root_and_only_openers_the_number(
    session: Any, people: SimpleNamespace
) -> None:
    tender = closed_tender(people)
    root = closing_root_of(tender)

    assert root is not None and root.received == 4
    mails = session.scalars(select(OutboxMail).where(OutboxMail.body.contains(root.merkle_root))).all()
    openers = {person.email for person in (people.bram, people.gert, people.hanna)}
    assert {mail.to for mail in mails} == openers | {"info@sanne.example", "info@rik.example"}
    assert {mail.to for mail in mails if "Ontvangen:" in mail.body} == openers
    own = {bid.receipt_code for bid in session.query(Bid) if bid.supplier.email == "info@sanne.example"}
    [to_sanne] = [mail.body for mail in mails if mail.to == "info@sanne.example"]
    assert len(own) == 3 and all(code in to_sanne for code in own)


def test_a_vault_that_has_not_settled_is_not_closed(session: Any) -> None:
    tender = open_for_bids()

    with pytest.raises(Refusal) as refusal:
        close_vault(tender, actor=SYSTEM, now=CLOSES_AT + SECOND)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["not-closed-yet"]


def test_a_closing_that_moved_after_it_had_passed_has_a_root_for_each_moment(session: Any) -> None:
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0], "Sanne")
    first = close_vault(tender, actor=SYSTEM, now=SETTLED)
    tender.closes_at = CLOSES_AT + timedelta(days=3)
    submitted_bid(tender, tender.lots[0], "Rik", now=CLOSES_AT + timedelta(days=1))
    second = close_vault(tender, actor=SYSTEM, now=SETTLED + timedelta(days=3))

    assert (first.received, second.received) == (1, 2) and first.merkle_root != second.merkle_root
    assert flaws_in_vault(tender) == []


def test_the_opening_fixes_the_root_when_the_clockwork_stood_still(session: Any) -> None:
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0])
    opened(tender)

    opening, root = opening_of(tender, EnvelopeKind.QUALITY), closing_root_of(tender)

    assert opening is not None and opening.record is not None and root is not None
    assert opening.record["closing"]["merkle_root"] == root.merkle_root == opening.merkle_root
    assert opening.record["closing"]["fits"] is True and opening.record["irregularities"] == 0


def _remove(session: Any, tender: Tender) -> None:
    bid_id = session.scalar(select(Bid.id).where(Bid.tender_id == tender.id).order_by(Bid.received_at.desc()))
    for table in ("sealed_envelope", "sealed_file", "bid"):
        session.execute(text(f"DELETE FROM {table} WHERE {'id' if table == 'bid' else 'bid_id'} = {bid_id}"))


def _add(session: Any, tender: Tender) -> None:
    """A forged bid that is right in itself: sealed with the public keys, its own hashes, received in time."""
    submitted_bid(tender, tender.lots[1], "Rik", now=CLOSES_AT)


def _change(session: Any, tender: Tender) -> None:
    """A bid whose content was sealed anew with other content, with hashes to match."""
    bid = session.scalars(select(Bid).where(Bid.tender_id == tender.id).order_by(Bid.received_at.desc())).first()
    envelope = next(each for each in bid.envelopes if each.kind == EnvelopeKind.PRICE)
    forged = vault.canonical({"prices": {}, "salt": vault.random_salt()})
    envelope.ciphertext = vault.seal(tender_keys(tender)[EnvelopeKind.PRICE].public_key, forged)
    envelope.sha256, envelope.sealed_sha256 = vault.sha256(forged), vault.sha256(envelope.ciphertext)
    from procurement.queries.bids import receipt_of

    bid.content_hash = receipt_of(bid).hash()
    bid.receipt_code = vault.receipt_code(bid.content_hash)


@pytest.mark.parametrize("forge", [_remove, _add, _change])
def test_who_owns_the_database_is_caught_by_what_was_mailed(
    session: Any, people: SimpleNamespace, forge: Callable[[Any, Tender], None]
) -> None:
    tender = closed_tender(people)
    mailed = closing_root_of(tender).merkle_root  # type: ignore[union-attr]
    held = [bid.content_hash for bid in session.query(Bid)]
    assert gives_root(tender, mailed) and all(has_receipt(tender, each) for each in held)

    forge(session, tender)
    session.flush()
    session.expire_all()

    assert any("boomwortel" in flaw.what for flaw in flaws_in_vault(tender))
    # He repairs the roots in the database as well; what people hold in their mail he cannot repair.
    received = session.scalars(select(Bid).where(Bid.tender_id == tender.id).order_by(Bid.received_at, Bid.id))
    repaired = vault.merkle_root([bid.content_hash for bid in received])
    session.execute(update(ClosingRoot).values(merkle_root=repaired))
    session.expire_all()
    assert not any("boomwortel" in flaw.what for flaw in flaws_in_vault(tender))
    assert not gives_root(tender, mailed)
    if forge is not _add:
        assert not all(has_receipt(tender, each) for each in held)


def test_one_changed_byte_of_any_sealed_part_is_found(session: Any, people: SimpleNamespace) -> None:
    tender = closed_tender(people)
    for bid in session.query(Bid).all():
        for envelope in bid.envelopes:
            before = envelope.ciphertext
            envelope.ciphertext = before[:-1] + bytes([before[-1] ^ 1])
            session.flush()
            session.expire_all()
            assert [flaw.where for flaw in flaws_in_vault(tender)] == [bid.receipt_code]
            envelope.ciphertext = before
            session.flush()
    assert flaws_in_vault(tender) == []


def test_a_bid_that_disappears_between_closing_and_opening_is_in_the_record(
    session: Any, people: SimpleNamespace
) -> None:
    tender = closed_tender(people)
    _remove(session, tender)
    session.expire_all()

    opening = opened(tender)

    assert opening.record is not None
    assert opening.record["closing"]["fits"] is False and opening.record["irregularities"] == 1


def test_the_command_compares_with_what_bidders_and_openers_hold(
    session: Any, people: SimpleNamespace, run_command: Callable[..., Any]
) -> None:
    tender = closed_tender(people)
    held = session.scalars(select(Bid.content_hash)).all()
    mailed = closing_root_of(tender).merkle_root  # type: ignore[union-attr]
    arguments = ["procurement", "vault", "verify", tender.reference, "--root", mailed]
    arguments += [word for each in held for word in ("--receipt", each)]

    good = run_command(*arguments)
    _remove(session, tender)
    bad = run_command(*arguments)

    assert good.exit_code == 0 and f"De boomwortel {mailed} klopt." in good.output
    assert bad.exit_code == 1
    assert f"geeft de boomwortel {mailed} niet" in bad.output and bad.output.count("GEEN:") == 1
