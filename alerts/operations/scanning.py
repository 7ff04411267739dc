"""The scan: the open alerts become what the facts of today ask for."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from alerts import queries
from alerts.due import Fact, Raised, due_alerts
from alerts.models import Alert, Scan
from alerts.occasion import OccasionKind
from alerts.operations.handling import hand_back
from alerts.operations.mailing import mail_alerts
from alerts.tuning import HOUSE, Tuning
from townhall.accounts.actor import Actor
from townhall.accounts.roles import Role
from townhall.audit import trail
from townhall.audit.trail import ChainVerdict
from townhall.database import db, number_lock


@dataclass(frozen=True)
class ScanResult:
    """What a scan changed."""

    raised: list[Alert]
    closed: list[Alert]
    open: int


@dataclass(frozen=True)
class Staff:
    """Who can act now: the people, the roles that somebody holds, and the suppliers with somebody of their own."""

    accounts: AbstractSet[int]
    roles: AbstractSet[Role]
    suppliers: AbstractSet[int]

    def owner(self, owner_id: int | None) -> int | None:
        """The owner, as long as he can log in; otherwise it is for the whole role."""
        return owner_id if owner_id in self.accounts else None

    def role(self, role: Role, organisation_id: int | None = None) -> Role:
        """The role that has to act; when nobody holds it, the administrator, who can give it to somebody.

        The role of supplier is held by nobody when nobody of this supplier can log in.
        """
        is_held = organisation_id in self.suppliers if role == Role.SUPPLIER else role in self.roles
        return role if is_held else Role.ADMINISTRATOR


def scan(
    facts: Sequence[Fact], *, actor: Actor, now: datetime, tuning: Tuning = HOUSE,
    trail_verdict: ChainVerdict | None = None,
) -> ScanResult:  # fmt: skip
    """Bring the open alerts in line with the facts of today. Running it again changes nothing.

    ``trail_verdict`` is what a walk through the trail found, when one was made just before.
    """
    number_lock("alerts")
    wanted = {raised.key: raised for raised in due_alerts(facts, now.date(), tuning)}
    standing = {alert.key: alert for alert in queries.open_alerts()}
    subjects = {(raised.fact.kind, raised.fact.subject) for raised in wanted.values()}
    closed = [alert for key, alert in standing.items() if key not in wanted]
    for alert in queries.lent_until_before(now.date()):
        if (alert.kind, alert.subject) in subjects:  # of what is over nobody has to hear
            hand_back(alert, now=now)
    for alert in closed:
        alert.closed_at = now
        alert.closed_because = queries.REPLACED if (alert.kind, alert.subject) in subjects else queries.GONE
    db.session.flush()  # closed first: only one may be open per kind and subject
    staff = Staff(*queries.who_can_act())
    for key in wanted.keys() & standing.keys():
        _bring_up_to_date(standing[key], wanted[key], staff)
    before = {(alert.kind, alert.subject): alert for alert in closed}
    raised = [_raise(wanted[key], staff, before, now) for key in wanted if key not in standing]
    record = Scan(
        ran_on=now.date(), ended_at=now, raised=len(raised), closed=len(closed), open=len(wanted),
        trail_checked=trail_verdict is not None,
        trail_broken_at=trail_verdict.broken_at if trail_verdict else None,
    )  # fmt: skip
    db.session.add(record)
    db.session.flush()
    mail_alerts([*(standing[key] for key in wanted.keys() & standing.keys()), *raised], tuning, now)
    after = {"raised": len(raised), "closed": len(closed), "open": len(wanted)}
    trail.record("alerts.scanned", record, actor=actor, now=now, after=after)
    return ScanResult(raised, closed, len(wanted))


def _raise(
    raised: Raised, staff: Staff, closed: Mapping[tuple[OccasionKind, str], Alert], now: datetime
) -> Alert:
    fact = raised.fact
    alert = Alert(
        kind=fact.kind, subject=fact.subject, title=raised.occasion.title, url=fact.url, due_on=fact.due_on,
        stage=raised.stage, raised_at=now, closed_because="", organisation_id=fact.organisation_id,
        contract_id=fact.contract_id,
    )  # fmt: skip
    if one_before := closed.get((fact.kind, fact.subject)):
        # Whoever works on it, or got it handed over, keeps it when the next lead time comes.
        alert.taken_up_by_id, alert.taken_up_at = one_before.taken_up_by_id, one_before.taken_up_at
        alert.delegated_to_id, alert.delegated_by_id = one_before.delegated_to_id, one_before.delegated_by_id
        alert.delegated_until = one_before.delegated_until
    _bring_up_to_date(alert, raised, staff)
    db.session.add(alert)
    return alert


def _bring_up_to_date(alert: Alert, raised: Raised, staff: Staff) -> None:
    occasion = raised.occasion
    alert.is_late, alert.about, alert.earlier = raised.is_late, raised.fact.about, list(raised.earlier)
    alert.role = staff.role(occasion.role, raised.fact.organisation_id)
    alert.owner_id = staff.owner(raised.fact.owner_id)
    alert.escalated_to = staff.role(occasion.escalates_to) if occasion.escalates_to and raised.is_late else None
    alert.what_to_do = occasion.when_late if raised.is_late and occasion.when_late else occasion.what_to_do
    alert.is_urgent = occasion.is_urgent
