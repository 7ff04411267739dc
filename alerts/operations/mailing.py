"""Mail about alerts: what is urgent at once, the rest once a day together."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from alerts import queries
from alerts.models import Alert, AlertMail
from alerts.occasions import OCCASIONS
from alerts.recipients import Addressed, Reader, is_due_for_mail, recipients_of
from alerts.states import AlertState
from alerts.tuning import Tuning
from townhall.absences.queries import away_on
from townhall.accounts.models import Account
from townhall.database import db
from townhall.mail import add_mail

#: The mail of the day leaves from this hour on.
DIGEST_FROM = 7


def mail_alerts(alerts: Sequence[Alert], tuning: Tuning, now: datetime) -> None:
    """Mail each person what he has to hear now. Running it again on the same day mails nothing twice."""
    today = now.date()
    awake = [alert for alert in alerts if alert.state_on(today) != AlertState.SNOOZED]
    if not awake:
        return
    accounts = queries.usable_accounts()
    readers = [Reader(account.id, account.roles, account.organisation_id) for account in accounts.values()]
    away, mailed = away_on(today), queries.last_mailed()
    at_work = accounts.keys() - away.keys()
    due: dict[int, list[Alert]] = defaultdict(list)
    for alert in awake:
        again = tuning.of(alert.kind, alert.contract_id).again_days
        for account_id in recipients_of(_addressed(alert), readers, away):
            last = mailed.get((alert.id, account_id))
            if is_due_for_mail(last, again, today, is_taken_up=alert.taken_up_by_id in at_work):
                due[account_id].append(alert)
    _write(due, accounts, now)


def _write(due: dict[int, list[Alert]], accounts: dict[int, Account], now: datetime) -> None:
    preferences = queries.preferences_of(due)
    had_digest = queries.who_had_a_digest_on(now.date())
    for account_id, mine in due.items():
        wants = preferences.get(account_id)
        account, in_html = accounts[account_id], wants is not None and wants.wants_html
        urgent = [alert for alert in mine if alert.is_urgent]
        rest = [alert for alert in mine if not alert.is_urgent]
        if wants is not None and not wants.wants_digest:
            rest = [alert for alert in rest if alert.is_late]
        if urgent:
            _mail(account, urgent, now, is_digest=False, in_html=in_html)
        if rest and now.hour >= DIGEST_FROM and account_id not in had_digest:
            _mail(account, rest, now, is_digest=True, in_html=in_html)


def _mail(account: Account, mine: list[Alert], now: datetime, *, is_digest: bool, in_html: bool) -> None:
    mine = sorted(mine, key=lambda alert: (not alert.is_late, alert.due_on is None, alert.due_on, alert.id))
    what = "signaal" if len(mine) == 1 else "signalen"
    kind = "nieuw" if len(mine) == 1 else "nieuwe"
    subject = f"Raamwerk: {len(mine)} {kind} {what}" if is_digest else f"Raamwerk, dringend: {mine[0].title}"
    mail = add_mail(
        to=account.email, subject=subject[:200], template="mail/alert_digest.txt", now=now,
        html_template="mail/alert_digest.html" if in_html else "", name=account.name, alerts=mine,
        is_urgent=not is_digest, occasions=OCCASIONS,
    )  # fmt: skip
    db.session.flush()
    db.session.add_all(
        AlertMail(
            alert_id=alert.id, account_id=account.id, mailed_on=now.date(), mail_id=mail.id, is_digest=is_digest
        )
        for alert in mine
    )


def _addressed(alert: Alert) -> Addressed:
    return Addressed(
        role=alert.role, escalated_to=alert.escalated_to, owner_id=alert.owner_id,
        taken_up_by_id=alert.taken_up_by_id, delegated_to_id=alert.delegated_to_id,
        organisation_id=alert.organisation_id,
    )  # fmt: skip
