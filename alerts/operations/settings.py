"""Setting when and whom an occasion tells, and how somebody gets his own mail and calendar."""

import secrets
from datetime import datetime

from alerts import queries
from alerts.models import AlertPreference, AlertSetting, CalendarFeed
from alerts.occasion import OccasionKind
from alerts.tuning import Setting, obstacles_to_setting
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.accounts.queries import hash_of_token
from townhall.accounts.roles import Role
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if

MOST_FEEDS = 10


def set_occasion(setting: Setting, *, actor: Actor, now: datetime) -> AlertSetting:
    """From the next scan on this occasion tells so, in general or for one contract."""
    refuse_if(obstacles_to_setting(setting))
    row = queries.setting_of(setting.kind, setting.contract_id)
    before = {} if row is None else _facts(row)
    if row is None:
        row = AlertSetting(kind=setting.kind, contract_id=setting.contract_id)
        db.session.add(row)
    row.steps = None if setting.steps is None else list(setting.steps)
    row.role, row.again_days, row.what_to_do = setting.role, setting.again_days, setting.what_to_do
    trail.record("alert_setting.set", row, actor=actor, now=now, before=before, after=_facts(row))
    return row


def forget_setting(row: AlertSetting, *, actor: Actor, now: datetime) -> None:
    """Go back to how the house has it."""
    trail.record("alert_setting.forgotten", row, actor=actor, now=now, before=_facts(row))
    db.session.delete(row)


def prefer(account: Account, *, wants_digest: bool, wants_html: bool, actor: Actor, now: datetime) -> None:
    """How this person gets mail about alerts from now on."""
    row = db.session.get(AlertPreference, account.id) or AlertPreference(account_id=account.id)
    row.wants_digest, row.wants_html = wants_digest, wants_html
    db.session.add(row)
    after = {"wants_digest": wants_digest, "wants_html": wants_html}
    trail.record("alert_preference.set", account, actor=actor, now=now, after=after)


def make_feed(account: Account, role: Role | None, *, actor: Actor, now: datetime) -> str:
    """Make a calendar to subscribe to; gives its secret, which is shown once and kept as a hash."""
    refuse_if(_obstacles_to_feed(account, role))
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(account_id=account.id, role=role, token_hash=hash_of_token(token), made_at=now)
    db.session.add(feed)
    trail.record("calendar_feed.made", feed, actor=actor, now=now, after={"role": role})
    return token


def revoke_feed(feed: CalendarFeed, *, actor: Actor, now: datetime) -> None:
    """Let the secret address answer no more."""
    feed.revoked_at = now
    trail.record("calendar_feed.revoked", feed, actor=actor, now=now)


def _obstacles_to_feed(account: Account, role: Role | None) -> list[Obstacle]:
    if role is not None and role not in account.roles:
        return [Obstacle("not-your-role", "Deze rol hebt u niet. Kies een van uw eigen rollen.", "role")]
    if len(queries.feeds_of(account.id)) >= MOST_FEEDS:
        return [Obstacle("too-many-feeds", f"U hebt al {MOST_FEEDS} agenda's. Trek er eerst een in.", "role")]
    return []


def _facts(row: AlertSetting) -> dict[str, object]:
    return {
        "kind": OccasionKind(row.kind).value, "contract_id": row.contract_id, "steps": row.steps,
        "role": row.role, "again_days": row.again_days, "what_to_do": row.what_to_do,
    }  # fmt: skip
