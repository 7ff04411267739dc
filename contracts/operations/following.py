"""Following a contract: hearing by mail what others change in it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from contracts.framework_labels import ACT_WORDS
from contracts.models.following import ContractFollower
from contracts.models.frameworks import FrameworkContract
from contracts.queries.following import follower_of, last_entry_id, news_for_followers
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.audit.models import AuditEntry
from townhall.database import db
from townhall.mail import add_mail


def follow_contract(contract: FrameworkContract, *, actor: Actor, now: datetime) -> None:
    """Hear from now on what others change in this contract; again changes nothing."""
    if follower_of(contract, actor.account_id) is not None:
        return
    assert actor.account_id is not None, "somebody with an account"
    db.session.add(
        ContractFollower(
            contract_id=contract.id, account_id=actor.account_id, followed_at=now, told_entry_id=last_entry_id()
        )
    )
    trail.record("contract.followed", contract, actor=actor, now=now)


def unfollow_contract(contract: FrameworkContract, *, actor: Actor, now: datetime) -> None:
    """Hear no more of this contract; again changes nothing."""
    follower = follower_of(contract, actor.account_id)
    if follower is None:
        return
    db.session.delete(follower)
    trail.record("contract.unfollowed", contract, actor=actor, now=now)


def tell_followers(*, now: datetime) -> int:
    """Mail each follower once what is new, and remember that; gives how many mails."""
    told = 0
    for account, news in groupby(news_for_followers(), key=lambda each: each[0].account):
        changes = list(news)
        add_mail(
            to=account.email, subject=_subject(changes), template="mail/contract_changed.txt", now=now,
            name=account.name, changes=changes, acts=ACT_WORDS,
        )  # fmt: skip
        for follower, entry in changes:
            follower.told_entry_id = entry.id
        told += 1
    return told


def _subject(changes: Sequence[tuple[ContractFollower, AuditEntry]]) -> str:
    numbers = sorted({follower.contract.number for follower, _ in changes})
    if len(numbers) == 1:
        return f"Raamwerk: er is iets veranderd in contract {numbers[0]}"
    return f"Raamwerk: er is iets veranderd in {len(numbers)} contracten die u volgt"
