"""Two openers let somebody in with a key of now: a lost passphrase, or a new opener.

Each takes his own layer off his shares and seals what is under it for the newcomer. What is under it stays
sealed for another opener, so the private key of the tender comes together nowhere, not even in memory.
"""

from collections.abc import Sequence
from datetime import datetime

from procurement import vault
from procurement.bids import EnvelopeKind
from procurement.models.openings import KeyShare, Opener, OpenerKey, Resharing
from procurement.models.tenders import Tender
from procurement.operations.openings import WRONG_PASSPHRASE
from procurement.permissions import ProcurementPermission
from procurement.queries.openings import current_key_of, opener_of, openers_of, openings_of
from procurement.queries.resharing import pairs_in, pending_resharing, resharing_facts, shares_of
from procurement.resharing import Newcomer, obstacles_to_agreeing, obstacles_to_asking, shares_to_pass_on
from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.mail import add_mail
from townhall.refusal import Obstacle, Refusal, refuse_if

#: Per kind of envelope and per opener a share in hexadecimal.
PassedOn = dict[str, dict[str, str]]


def begin_resharing(
    tender: Tender, person: Account, passphrase: str, *, reason: str, actor: Actor, now: datetime
) -> Resharing:
    """The first opener passes his shares on to this person. Nothing changes until a second one agrees."""
    number_lock(f"opening:{tender.id}")
    shares, opener, key = shares_of(tender), opener_of(tender, actor.account_id), current_key_of(person.id)
    known = opener_of(tender, person.id)
    newcomer = Newcomer(
        person.id,
        key.id if key else None,
        known.key_id if known else None,
        may_open=holds(person.actor(), ProcurementPermission.BID_OPEN),
    )
    facts = resharing_facts(tender, shares)
    refuse_if(obstacles_to_asking(facts, opener.id if opener else None, newcomer, own_account_id=actor.account_id))
    assert opener is not None and key is not None
    resharing = Resharing(
        tender_id=tender.id, account=person, key=key, reason=reason, first_opener=opener, begun_at=now
    )
    resharing.passed_on = _pass_on(shares, opener, known, key, passphrase)
    db.session.add(resharing)
    _tell(tender, resharing, now)
    after = {"person": person.name, "public_key": key.public_key.hex()}
    trail.record("openers.resharing_begun", tender, actor=actor, now=now, after=after, reason=reason)
    return resharing


def complete_resharing(tender: Tender, passphrase: str, *, actor: Actor, now: datetime) -> Opener:
    """The second opener agrees and passes his own shares on; from now on the newcomer opens with his new key."""
    number_lock(f"opening:{tender.id}")
    shares, opener = shares_of(tender), opener_of(tender, actor.account_id)
    refuse_if(obstacles_to_agreeing(resharing_facts(tender, shares), opener.id if opener else None))
    resharing = pending_resharing(tender)
    assert opener is not None and resharing is not None and resharing.passed_on is not None
    newcomer = opener_of(tender, resharing.account_id)
    _refuse_other_key(resharing)
    also = _pass_on(shares, opener, newcomer, resharing.key, passphrase)
    passed_on = {kind: also[kind] | resharing.passed_on[kind] for kind in also}
    newcomer = newcomer or _new_opener(tender, resharing.account, now)
    newcomer.key_id = resharing.key_id
    _replace_shares(shares, newcomer, passed_on)
    _forget_remainders(tender, newcomer)
    resharing.second_opener, resharing.ended_at, resharing.passed_on = opener, now, None
    _tell(tender, resharing, now)
    trail.record(
        "openers.resharing_completed",
        tender,
        actor=actor,
        now=now,
        after={
            "person": resharing.account.name,
            "first_opener": resharing.first_opener.account.name,
            "public_key": resharing.key.public_key.hex(),
        },
        reason=resharing.reason,
    )
    return newcomer


def stop_resharing(tender: Tender, *, actor: Actor, now: datetime) -> None:
    """Let nobody in after all; what was passed on is dropped."""
    number_lock(f"opening:{tender.id}")
    resharing = pending_resharing(tender)
    if resharing is None or opener_of(tender, actor.account_id) is None:
        raise Refusal([Obstacle("no-resharing", "Er wacht niemand op toelating, of u bent geen opener.")])
    resharing.ended_at, resharing.passed_on = now, None
    after = {"person": resharing.account.name}
    trail.record("openers.resharing_stopped", tender, actor=actor, now=now, after=after)


def _pass_on(
    shares: Sequence[KeyShare], giver: Opener, newcomer: Opener | None, key: OpenerKey, passphrase: str
) -> PassedOn:
    """What this opener can pass on of both keys; refuses when that is nothing, or the passphrase is wrong."""
    assert giver.key is not None, "filled when the keys of the tender were made"
    seconds = shares_to_pass_on(pairs_in(shares), giver.id, newcomer=newcomer.id if newcomer else None)
    own = [each for each in shares if each.first_opener_id == giver.id and each.second_opener_id in seconds]
    if not own:
        text = "U heeft voor deze aanbesteding geen deel dat u kunt doorgeven. Vraag een andere opener."
        raise Refusal([Obstacle("nothing-to-pass-on", text)])
    try:
        layers = vault.pass_on([share.sealed for share in own], giver.key.locked(), passphrase, to=key.public_key)
    except vault.CannotUnlock as error:
        text = "Uw wachtzin klopt niet. Gebruik de wachtzin van de sleutel waarmee u deze kluis opent."
        raise Refusal([Obstacle(WRONG_PASSPHRASE, text, "passphrase")]) from error
    passed_on: PassedOn = {kind.value: {} for kind in EnvelopeKind}
    for share, sealed in zip(own, layers, strict=True):
        passed_on[share.tender_key.kind.value][str(share.second_opener_id)] = sealed.hex()
    return passed_on


def _refuse_other_key(resharing: Resharing) -> None:
    current = current_key_of(resharing.account_id)
    if current is None or current.id != resharing.key_id:
        text = (
            "Deze persoon heeft intussen een andere sleutel gemaakt. Stop deze toelating en begin opnieuw; "
            "anders werkt zijn nieuwe wachtzin niet."
        )
        raise Refusal([Obstacle("newcomer-changed-key", text)])


def _new_opener(tender: Tender, account: Account, now: datetime) -> Opener:
    opener = Opener(
        tender_id=tender.id,
        account_id=account.id,
        function=account.function or "Opener van inschrijvingen",
        named_at=now,
    )
    db.session.add(opener)
    db.session.flush()
    return opener


def _forget_remainders(tender: Tender, newcomer: Opener) -> None:
    """What a first step left for his old key opens no more; he goes first himself, with the new one."""
    for opening in openings_of(tender).values():
        opening.remainders = [each for each in opening.remainders if each.opener_id != newcomer.id]


def _replace_shares(shares: Sequence[KeyShare], newcomer: Opener, passed_on: PassedOn) -> None:
    """Put the new shares of the newcomer in the place of his old ones, which only his old key could open."""
    key_ids = {share.tender_key.kind.value: share.tender_key_id for share in shares}
    for share in shares:
        if newcomer.id in (share.first_opener_id, share.second_opener_id):
            db.session.delete(share)
    db.session.flush()
    for kind, by_opener in passed_on.items():
        for second_id, sealed in by_opener.items():
            db.session.add(
                KeyShare(
                    tender_key_id=key_ids[kind],
                    first_opener_id=newcomer.id,
                    second_opener_id=int(second_id),
                    sealed=bytes.fromhex(sealed),
                )
            )
    db.session.flush()


def _tell(tender: Tender, resharing: Resharing, now: datetime) -> None:
    """Let every opener and the newcomer know, so that nobody is let in unseen."""
    people = {opener.account.email for opener in openers_of(tender)} | {resharing.account.email}
    for email in sorted(people):
        add_mail(
            to=email,
            subject=f"Opener toelaten bij {tender.reference}",
            template="mail/resharing.txt",
            now=now,
            tender=tender,
            resharing=resharing,
        )
