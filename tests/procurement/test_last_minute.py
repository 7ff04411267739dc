"""Many suppliers hand in during the last second, all at once: nobody loses anything."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from procurement.models.bids import Bid, BidDraft
from procurement.models.tenders import Tender
from procurement.operations.closing import close_vault
from procurement.operations.drafts import save_draft
from procurement.queries.vault_proof import flaws_in_vault
from tests.factories.bids import CLOSES_AT, NOW, content_for, open_for_bids
from townhall.accounts.actor import SYSTEM
from townhall.accounts.models import Account, AccountRole
from townhall.accounts.operations import begin_session
from townhall.accounts.roles import Role
from townhall.audit.models import AuditEntry
from townhall.audit.trail import verify
from townhall.clock import machine_time
from townhall.mail.models import OutboxMail
from townhall.organisations.models import Organisation, OrganisationKind

pytestmark = pytest.mark.both_databases

#: A supplier who waits longer than this believes that the site is down.
LONGEST_SECONDS = 60


def _supplier_with_a_draft(session: Any, tender: Tender, number: int) -> str:
    """A supplier who has everything filled in; gives the token of his log-in."""
    firm = Organisation(
        kind=OrganisationKind.SUPPLIER, name=f"Aanbieder {number} (fictief)", kvk_number=str(91000000 + number),
        street="Waarderweg 1", postcode="2031 BP", city="Haarlem", email=f"info@{number}.example", created_at=NOW,
    )  # fmt: skip
    person = Account(
        email=f"wie@{number}.example", name=f"Persoon {number}", organisation=firm, activated_at=NOW, created_at=NOW
    )
    person.role_rows = [AccountRole(role=Role.SUPPLIER)]
    session.add(person)
    session.flush()
    lot = tender.lots[0]
    save_draft(tender, lot, firm, content_for(lot), actor=person.actor(), now=NOW)
    return begin_session(person, machine_time())


@pytest.mark.parametrize("count", [24, pytest.param(200, marks=pytest.mark.soak)])
def test_who_hands_in_at_the_last_second_with_many_others_is_in(
    app: Flask, session: Any, set_now: Any, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    tender = open_for_bids()
    tokens = [_supplier_with_a_draft(session, tender, number) for number in range(count)]
    session.commit()
    set_now(CLOSES_AT)
    together = Barrier(count)
    page = f"/portaal/inschrijvingen/{tender.reference}/perceel/1/indienen"

    def hand_in(token: str) -> tuple[int, float]:
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        together.wait()
        begun = time.monotonic()
        answer = browser.post(page, data={"truthful": "y"})
        return answer.status_code, time.monotonic() - begun

    with ThreadPoolExecutor(count) as crowd:
        answers = list(crowd.map(hand_in, tokens))
    session.rollback()

    assert [status for status, _ in answers] == [302] * count
    bids = session.scalars(select(Bid)).all()
    assert len(bids) == len({bid.supplier_id for bid in bids}) == len({bid.content_hash for bid in bids}) == count
    assert {bid.received_at for bid in bids} == {CLOSES_AT} and session.query(BidDraft).count() == 0
    receipts = session.scalars(select(OutboxMail.body).where(OutboxMail.subject.startswith("Ontvangstbewijs"))).all()
    assert all(any(bid.content_hash in body for body in receipts) for bid in bids)
    root = close_vault(tender, actor=SYSTEM, now=CLOSES_AT + timedelta(minutes=3))
    assert root.received == count and flaws_in_vault(tender) == []
    assert verify(session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()).broken_at is None
    waits = sorted(seconds for _, seconds in answers)
    assert waits[-1] < LONGEST_SECONDS
    with capsys.disabled():
        if count > 100:
            print(f"\n{count} at once: half within {waits[count // 2]:.1f} s, the last after {waits[-1]:.1f} s")
