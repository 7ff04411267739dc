"""The daily scan, and taking an alert up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts import queries
from alerts.due import Fact, Raised, due_alerts
from alerts.models import Alert, Scan
from alerts.occasions import OCCASIONS
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.accounts.roles import Role
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.mail import add_mail
from townhall.refusal import Obstacle, refuse_if

GONE = "Niet meer aan de orde"
REPLACED = "Opgevolgd door een dringender of nieuw signaal"


@dataclass(frozen=True)
class ScanResult:
    """What a scan changed."""

    raised: list[Alert]
    closed: list[Alert]
    open: int


def scan(facts: Sequence[Fact], *, actor: Actor, now: datetime) -> ScanResult:
    """Bring the open alerts in line with the facts of today. Running it again changes nothing."""
    number_lock("alerts")
    wanted = {raised.key: raised for raised in due_alerts(facts, now.date())}
    standing = {_key_of(alert): alert for alert in queries.open_alerts()}
    subjects = {(raised.fact.kind, raised.fact.subject) for raised in wanted.values()}
    closed = [alert for key, alert in standing.items() if key not in wanted]
    for alert in closed:
        alert.closed_at = now
        alert.closed_because = REPLACED if (alert.kind, alert.subject) in subjects else GONE
    db.session.flush()  # closed first: only one may be open per kind and subject
    for key in wanted.keys() & standing.keys():
        _bring_up_to_date(standing[key], wanted[key])
    raised = [_raise(wanted[key], now) for key in wanted if key not in standing]
    record = Scan(ran_on=now.date(), ended_at=now, raised=len(raised), closed=len(closed), open=len(wanted))
    db.session.add(record)
    _mail_digests(raised, now)
    after = {"raised": len(raised), "closed": len(closed), "open": len(wanted)}
    trail.record("alerts.scanned", record, actor=actor, now=now, after=after)
    return ScanResult(raised, closed, len(wanted))


def take_up(alert: Alert, *, actor: Actor, now: datetime) -> None:
    """Say that one works on it, so that colleagues know."""
    refuse_if(obstacles_to_taking_up(alert))
    alert.taken_up_by_id, alert.taken_up_at = actor.account_id, now
    trail.record("alert.taken_up", alert, actor=actor, now=now)


def obstacles_to_taking_up(alert: Alert) -> list[Obstacle]:
    """Why this alert cannot be taken up now."""
    if alert.closed_at is not None:
        return [Obstacle("alert-closed", "Dit signaal is al afgehandeld. Ververs uw werkvoorraad.")]
    if alert.taken_up_by_id is not None:
        return [Obstacle("alert-taken", "Een collega heeft dit signaal al opgepakt. Ververs uw werkvoorraad.")]
    return []


def _key_of(alert: Alert) -> tuple[str, str, object, int]:
    return (alert.kind.value, alert.subject, alert.due_on, alert.stage)


def _raise(raised: Raised, now: datetime) -> Alert:
    alert = Alert(
        kind=raised.fact.kind, subject=raised.fact.subject, title=raised.occasion.title, url=raised.fact.url,
        role=raised.occasion.role, owner_id=raised.fact.owner_id, due_on=raised.fact.due_on, stage=raised.stage,
        raised_at=now, closed_because="",
    )  # fmt: skip
    _bring_up_to_date(alert, raised)
    db.session.add(alert)
    return alert


def _bring_up_to_date(alert: Alert, raised: Raised) -> None:
    alert.is_late, alert.about = raised.is_late, raised.fact.about
    alert.escalated_to = raised.occasion.escalates_to if raised.is_late else None


def _mail_digests(raised: list[Alert], now: datetime) -> None:
    """One mail per person with all that is new today."""
    if not raised:
        return
    by_role: dict[Role, list[Alert]] = defaultdict(list)
    for alert in raised:
        for role in _roles_of(alert):
            by_role[role].append(alert)
    for account, roles in queries.accounts_by_role(by_role).items():
        mine = [alert for alert in raised if _is_for(alert, account, roles)]
        if mine:
            _mail_one(account, mine, now)


def _is_for(alert: Alert, account: Account, roles: set[Role]) -> bool:
    return (alert.role in roles and alert.owner_id in (None, account.id)) or alert.escalated_to in roles


def _roles_of(alert: Alert) -> set[Role]:
    return {role for role in (alert.role, alert.escalated_to) if role is not None}


def _mail_one(account: Account, mine: list[Alert], now: datetime) -> None:
    subject = f"Raamwerk: {len(mine)} nieuw signaal" if len(mine) == 1 else f"Raamwerk: {len(mine)} nieuwe signalen"
    add_mail(
        to=account.email, subject=subject, template="mail/alert_digest.txt", now=now,
        name=account.name, alerts=mine, occasions=OCCASIONS,
    )  # fmt: skip
