"""Somebody forgot his password: the page only writes down the address, a job mails the link.

So the page says and does exactly the same for an address that has an account and for one that has none,
and nobody can learn from its words or its time who works here (OWASP Forgot Password Cheat Sheet).
"""

from datetime import datetime
from typing import Any

from townhall import clock
from townhall.accounts.actor import VISITOR
from townhall.accounts.administration import queries
from townhall.accounts.administration.links import mail_link
from townhall.accounts.administration.models import LinkPurpose, PasswordRequest
from townhall.accounts.models import Account
from townhall.accounts.queries import account_with_email
from townhall.accounts.roles import Role
from townhall.audit import trail
from townhall.database import db
from townhall.jobs import registry
from townhall.jobs.operations import request_job
from townhall.refusal import Obstacle, refuse_if

JOB = "accounts.forgotten_password"
MOST_REQUESTS = 3

TOO_MANY = Obstacle(
    "password-asked-too-often",
    "Er is te vaak om een nieuw wachtwoord gevraagd voor dit e-mailadres. Kijk in uw mail, ook bij ongewenste "
    "mail. Niets gekregen? Wacht een kwartier en probeer het opnieuw.",
    "email",
)


def ask_new_password(email: str, *, now: datetime, machine_time: datetime) -> PasswordRequest:
    """Write down who forgot his password. Refused for any address, known or not, that asks too often.

    The act is on the trail when the job finds an account for it: what a stranger types is no act of anybody.
    """
    address = email.strip().lower()[:254]
    refuse_if([TOO_MANY] if queries.recent_password_requests(address, machine_time) >= MOST_REQUESTS else [])
    request = PasswordRequest(email=address, asked_at=machine_time)
    db.session.add(request)
    db.session.flush()
    request_job(JOB, {"request": request.id}, actor=VISITOR, now=now, title="Vergeten wachtwoord")
    return request


def answer_request(request: PasswordRequest, *, now: datetime, machine_time: datetime) -> None:
    """Mail a link to the account of this address, when there is one that may have a password; once."""
    if request.dealt_with_at is not None:
        return
    request.dealt_with_at = machine_time
    account = account_with_email(request.email)
    if account is None or not _may_have_a_link(account):
        return
    mail_link(
        LinkPurpose.FORGOTTEN_PASSWORD,
        to=account.email,
        subject="Een nieuw wachtwoord voor Raamwerk",
        template="mail/accounts/forgotten_password.txt",
        now=now,
        account_id=account.id,
        account=account,
    )
    trail.record("account.password_forgotten", account, actor=VISITOR, now=now)


@registry.kind(JOB)
def answer(arguments: dict[str, Any], _progress: registry.Progress) -> None:
    """The work of the job: answer one request."""
    request = db.session.get_one(PasswordRequest, arguments["request"])
    answer_request(request, now=clock.now(), machine_time=clock.machine_time())


def _may_have_a_link(account: Account) -> bool:
    """Not when switched off, and not for a supplier's colleague who was not admitted yet."""
    waits_for_colleague = Role.SUPPLIER in account.roles and account.activated_at is None
    return account.deactivated_at is None and not waits_for_colleague
