"""A lost passphrase, and a new opener: two others let somebody in, and nobody gets further than before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from procurement import vault
from procurement.bids import EnvelopeKind
from procurement.lifecycle import TenderStatus
from procurement.models.openings import KeyShare, Opener, Resharing
from procurement.models.tenders import Tender
from procurement.operations.openers import make_opener_key
from procurement.operations.openings import begin_opening, complete_opening
from procurement.operations.resharing import begin_resharing, complete_resharing, stop_resharing
from procurement.queries.bids import opened_bids
from procurement.queries.openings import opening_of, tender_keys
from procurement.queries.resharing import partners_by_opener, pending_resharing
from procurement.resharing import Pair, partners_of, shares_to_pass_on
from procurement.vault import LEAST_EFFORT, CannotUnlock
from tests.factories.bids import CLOSES_AT, NOW, account_of, open_for_bids, opened, passphrase_of, submitted_bid
from townhall.accounts.models import Account, AccountRole
from townhall.accounts.roles import Role
from townhall.audit.models import AuditEntry
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

AFTER = CLOSES_AT + timedelta(minutes=3)
NEW_WORDS = "een nieuwe zin van later datum"


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


def hanna_lost_her_passphrase(*, now: datetime = NOW) -> Tender:
    """A tender with one bid; Hanna has made a new key because she lost her passphrase."""
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0])
    hanna = account_of("Hanna")
    make_opener_key(hanna, NEW_WORDS, actor=hanna.actor(), now=now)
    return tender


def let_in(tender: Tender, person: Account, *, by: tuple[str, str] = ("Bram", "Gert"), now: datetime = NOW) -> Opener:
    first, second = by
    begin_resharing(
        tender, person, passphrase_of(first), reason="Wachtzin kwijt", actor=account_of(first).actor(), now=now
    )
    return complete_resharing(tender, passphrase_of(second), actor=account_of(second).actor(), now=now)


@given(plaintext=st.binary(max_size=100))
def test_what_is_passed_on_is_read_by_the_newcomer_with_the_second_opener_and_by_no_one_alone(plaintext: bytes) -> None:
    words = ["paard batterij nietje", "regen boven het Spaarne", "zeven fietsen te veel", "een heel nieuwe zin"]
    keys = [vault.make_opener_key(each, effort=LEAST_EFFORT) for each in words]
    tender = vault.make_tender_key({number: keys[number].public_key for number in range(3)})

    [share] = vault.pass_on([tender.shares[0, 1]], keys[0], words[0], to=keys[3].public_key)

    with pytest.raises(CannotUnlock):
        vault.peel(share, keys[0], words[0])
    with pytest.raises(CannotUnlock):
        vault.peel(share, keys[1], words[1])
    remainder = vault.peel(share, keys[3], words[3])
    assert not vault.is_pair(remainder, tender.public_key)
    private_key = vault.peel(remainder, keys[1], words[1])
    assert vault.open_(private_key, vault.seal(tender.public_key, plaintext)) == plaintext


@given(st.integers(3, 6), st.data())
def test_after_two_have_passed_on_the_newcomer_opens_with_every_other_opener(count: int, data: st.DataObject) -> None:
    everybody = range(count)
    lost, first, second = data.draw(st.permutations(everybody))[:3]
    pairs: frozenset[Pair] = frozenset((a, b) for a in everybody for b in everybody if a != b)

    passed_on = {*shares_to_pass_on(pairs, first, newcomer=lost), *shares_to_pass_on(pairs, second, newcomer=lost)}
    left = frozenset(pair for pair in pairs if lost not in pair) | {(lost, other) for other in passed_on}

    assert all(len(others) == count - 1 for others in partners_of(left).values())


def test_who_lost_her_passphrase_opens_again_with_each_of_the_others(session: Any) -> None:
    for partner in ("Bram", "Gert"):
        tender = hanna_lost_her_passphrase()
        hanna = account_of("Hanna")
        let_in(tender, hanna)

        begin_opening(tender, NEW_WORDS, actor=hanna.actor(), now=AFTER)
        complete_opening(tender, passphrase_of(partner), actor=account_of(partner).actor(), now=AFTER)

        assert len(opened_bids(tender)) == 1


def test_without_the_others_a_new_key_opens_nothing(session: Any) -> None:
    tender = hanna_lost_her_passphrase()
    hanna = account_of("Hanna").actor()

    with pytest.raises(Refusal) as refusal:
        begin_opening(tender, NEW_WORDS, actor=hanna, now=AFTER)

    assert codes(refusal) == ["wrong-passphrase"]


def test_a_new_opener_takes_part_after_two_have_let_him_in(session: Any, people: SimpleNamespace) -> None:
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0])
    people.anouk.role_rows.append(AccountRole(role=Role.OPENER))
    make_opener_key(people.anouk, NEW_WORDS, actor=people.anouk.actor(), now=NOW)

    opener = let_in(tender, people.anouk)

    partners = partners_by_opener(tender)
    assert opener.account_id == people.anouk.id
    assert len(partners) == 4 and all(len(others) == 3 for others in partners.values())
    begin_opening(tender, NEW_WORDS, actor=people.anouk.actor(), now=AFTER)
    complete_opening(tender, passphrase_of("Hanna"), actor=people.actor("hanna"), now=AFTER)
    opening = opening_of(tender, EnvelopeKind.QUALITY)
    assert opening is not None and opening.record is not None
    [line] = opening.record["let_in"]
    assert line["person"] == people.anouk.name and line["reason"] == "Wachtzin kwijt"


def test_prices_open_with_the_new_key_too(session: Any) -> None:
    tender = hanna_lost_her_passphrase()
    opened(tender)
    hanna = account_of("Hanna").actor()
    let_in(tender, account_of("Hanna"), now=AFTER)
    tender.status = TenderStatus.QUALITY_LOCKED

    begin_opening(tender, NEW_WORDS, kind=EnvelopeKind.PRICE, actor=hanna, now=AFTER)
    opening = complete_opening(
        tender, passphrase_of("Gert"), kind=EnvelopeKind.PRICE, actor=account_of("Gert").actor(), now=AFTER
    )

    assert opening.completed_at is not None


def test_the_newcomer_begins_anew_when_the_first_step_left_her_nothing(session: Any) -> None:
    tender = hanna_lost_her_passphrase()
    hanna, bram = account_of("Hanna").actor(), account_of("Bram").actor()
    begin_opening(tender, passphrase_of("Bram"), actor=bram, now=AFTER)
    let_in(tender, account_of("Hanna"), now=AFTER)

    with pytest.raises(Refusal) as refusal:
        complete_opening(tender, NEW_WORDS, actor=hanna, now=AFTER)
    assert codes(refusal) == ["goes-first-only"]
    begin_opening(tender, NEW_WORDS, actor=hanna, now=AFTER)
    complete_opening(tender, passphrase_of("Bram"), actor=bram, now=AFTER)

    assert len(opened_bids(tender)) == 1


def test_letting_somebody_in_opens_nothing_before_the_deadline_and_keeps_no_key(session: Any) -> None:
    tender = hanna_lost_her_passphrase()
    let_in(tender, account_of("Hanna"))
    hanna = account_of("Hanna").actor()

    with pytest.raises(Refusal) as refusal:
        begin_opening(tender, NEW_WORDS, actor=hanna, now=CLOSES_AT)

    assert codes(refusal) == ["before-the-deadline"]
    public_keys = [key.public_key for key in tender_keys(tender).values()]
    for share in session.scalars(select(KeyShare)):
        assert not any(vault.is_pair(share.sealed, public) for public in public_keys)
    assert session.scalars(select(Resharing)).one().passed_on is None


def test_one_opener_lets_nobody_in_alone(session: Any) -> None:
    tender = hanna_lost_her_passphrase()
    hanna, bram = account_of("Hanna"), account_of("Bram").actor()
    begin_resharing(tender, hanna, passphrase_of("Bram"), reason="kwijt", actor=bram, now=NOW)

    for who, words, code in (
        ("Bram", passphrase_of("Bram"), "same-opener-twice"),
        ("Hanna", NEW_WORDS, "lets-himself-in"),
        ("Gert", "een heel verkeerde zin", "wrong-passphrase"),
        ("Ali", "een heel verkeerde zin", "not-an-opener"),
        ("Inge", "een heel verkeerde zin", "not-an-opener"),
    ):
        with pytest.raises(Refusal) as refusal:
            complete_resharing(tender, words, actor=account_of(who).actor(), now=NOW)
        assert codes(refusal) == [code]
    with pytest.raises(Refusal) as refusal:
        begin_opening(tender, NEW_WORDS, actor=hanna.actor(), now=AFTER)
    assert codes(refusal) == ["wrong-passphrase"]


def test_nobody_proposes_himself_a_stranger_or_who_needs_no_help(session: Any, people: SimpleNamespace) -> None:
    tender = hanna_lost_her_passphrase()

    def proposed(person: Account, by: str = "Bram") -> list[str]:
        with pytest.raises(Refusal) as refusal:
            begin_resharing(tender, person, passphrase_of(by), reason="kwijt", actor=account_of(by).actor(), now=NOW)
        return codes(refusal)

    assert proposed(people.bram) == ["lets-himself-in"]
    assert proposed(people.ali) == ["may-not-open"]
    assert proposed(people.gert) == ["same-key"]
    people.anouk.role_rows.append(AccountRole(role=Role.OPENER))
    assert proposed(people.anouk) == ["newcomer-without-key"]
    assert proposed(people.hanna, by="Ali") == ["not-an-opener"]


def test_a_proposal_waits_alone_and_can_be_stopped(session: Any) -> None:
    tender = hanna_lost_her_passphrase()
    hanna, bram, gert = account_of("Hanna"), account_of("Bram").actor(), account_of("Gert").actor()
    begin_resharing(tender, hanna, passphrase_of("Bram"), reason="kwijt", actor=bram, now=NOW)
    with pytest.raises(Refusal) as refusal:
        begin_resharing(tender, hanna, passphrase_of("Gert"), reason="kwijt", actor=gert, now=NOW)
    assert codes(refusal) == ["resharing-pending"]

    stop_resharing(tender, actor=gert, now=NOW)

    assert pending_resharing(tender) is None
    with pytest.raises(Refusal) as refusal:
        complete_resharing(tender, passphrase_of("Gert"), actor=gert, now=NOW)
    assert codes(refusal) == ["no-resharing"]
    assert session.scalars(select(Resharing)).one().passed_on is None


def test_a_key_that_was_swapped_between_the_two_steps_is_refused(session: Any) -> None:
    tender = hanna_lost_her_passphrase()
    hanna, bram, gert = account_of("Hanna"), account_of("Bram").actor(), account_of("Gert").actor()
    begin_resharing(tender, hanna, passphrase_of("Bram"), reason="kwijt", actor=bram, now=NOW)
    make_opener_key(hanna, "en toen nog een derde zin", actor=hanna.actor(), now=NOW)

    with pytest.raises(Refusal) as refusal:
        complete_resharing(tender, passphrase_of("Gert"), actor=gert, now=NOW)

    assert codes(refusal) == ["newcomer-changed-key"]


def test_letting_in_is_in_the_trail_and_told_to_every_opener(session: Any) -> None:
    tender = hanna_lost_her_passphrase()
    let_in(tender, account_of("Hanna"))

    acts = session.scalars(select(AuditEntry).where(AuditEntry.act.startswith("openers.resharing"))).all()
    assert [entry.act for entry in acts] == ["openers.resharing_begun", "openers.resharing_completed"]
    assert all(entry.reason == "Wachtzin kwijt" for entry in acts)
    subject = f"Opener toelaten bij {tender.reference}"
    told = session.scalars(select(OutboxMail.to).where(OutboxMail.subject == subject)).all()
    assert sorted(told) == sorted(2 * [account_of(name).email for name in ("Bram", "Gert", "Hanna")])


def test_two_openers_let_a_third_in_through_the_pages(
    session: Any, as_person: Callable[[str], FlaskClient], set_now: Callable[[datetime], None]
) -> None:
    tender = hanna_lost_her_passphrase()
    session.commit()
    base = f"/aanbestedingen/{tender.reference}"
    bram, gert, hanna = as_person("bram"), as_person("gert"), as_person("hanna")
    assert "openers/toelaten" in bram.get(f"{base}/opening").text
    typed = {"person": str(account_of("Hanna").id), "reason": "Wachtzin kwijt", "passphrase": "een foute zin hoor"}

    wrong = bram.post(f"{base}/openers/toelaten", data=typed).text
    assert "klopt niet" in wrong and "Wachtzin kwijt" in wrong
    typed["passphrase"] = passphrase_of("Bram")
    assert bram.post(f"{base}/openers/toelaten", data=typed).status_code == 302
    assert "Instemmen of stoppen" in gert.get(f"{base}/opening").text
    agree = f"{base}/openers/toelaten/instemmen"
    assert "U deed het voorstel" in bram.get(agree).text
    assert gert.post(agree, data={"passphrase": passphrase_of("Gert")}).status_code == 302
    set_now(AFTER)
    assert hanna.post(f"{base}/opening/kwaliteit", data={"passphrase": NEW_WORDS}).status_code == 302
    assert gert.post(f"{base}/opening/kwaliteit", data={"passphrase": passphrase_of("Gert")}).status_code == 302

    assert "later zijn toegelaten" in gert.get(f"{base}/opening/kwaliteit/proces-verbaal").text
    for name in ("ali", "inge", "sanne", "anouk"):
        assert as_person(name).get(f"{base}/openers/toelaten").status_code == 403
