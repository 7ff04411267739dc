"""Inviting people, giving them roles, switching accounts off and on."""

from collections.abc import Set
from datetime import datetime

from townhall.accounts.actor import Actor
from townhall.accounts.administration import queries
from townhall.accounts.administration.links import end_links_of, mail_link, use_link
from townhall.accounts.administration.models import LinkPurpose, MailedLink
from townhall.accounts.administration.rules import obstacles_to_deactivating, obstacles_to_giving_roles
from townhall.accounts.models import Account, AccountRole
from townhall.accounts.passwords import hash_password, obstacles_to_password
from townhall.accounts.queries import account_with_email
from townhall.accounts.roles import Role
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.refusal import Obstacle, refuse_if


def invite_account(
    *, email: str, name: str, function: str = "", roles: Set[Role], organisation_id: int,
    actor: Actor, now: datetime,
) -> Account:  # fmt: skip
    """Let a member of staff in: he gets a link by mail to choose a password, and can then log in."""
    account = _new_staff_account(
        email=email, name=name, function=function, roles=roles, organisation_id=organisation_id, now=now
    )
    _mail_password_link(account, now)
    trail.record("account.invited", account, actor=actor, now=now, after={"roles": sorted(roles)})
    return account


def create_account(
    *, email: str, name: str, function: str = "", roles: Set[Role], organisation_id: int, password: str,
    actor: Actor, now: datetime,
) -> Account:  # fmt: skip
    """Make an account that can be used at once; for the first administrator, from the command line."""
    refuse_if(obstacles_to_password(password))
    account = _new_staff_account(
        email=email, name=name, function=function, roles=roles, organisation_id=organisation_id, now=now
    )
    account.password_hash, account.activated_at = hash_password(password), now
    trail.record("account.created", account, actor=actor, now=now, after={"roles": sorted(roles)})
    return account


def choose_first_password(
    account: Account, link: MailedLink, *, password: str, now: datetime, machine_time: datetime
) -> None:
    """Use the mailed link: the password is chosen, the account works, and log-ins with an older one end."""
    assert link.account_id == account.id, "the link is about this account"
    obstacles = obstacles_to_password(password)
    if account.deactivated_at is not None:
        obstacles.append(Obstacle("account-off", "Dit account is uitgeschakeld. Neem contact op met beheer."))
    refuse_if(obstacles)
    use_link(link, now)
    end_links_of(account.id, now)
    account.password_hash = hash_password(password)
    account.activated_at = account.activated_at or now
    _end_sessions(account, machine_time)
    trail.record("account.password_chosen", account, actor=account.actor(), now=now)


def send_password_link(account: Account, *, actor: Actor, now: datetime) -> None:
    """Mail a new link to choose a password: the old one expired, or the password was forgotten."""
    obstacles = []
    if account.deactivated_at is not None:
        text = "Dit account is uitgeschakeld. Schakel het eerst in."
        obstacles.append(Obstacle("account-off", text))
    if Role.SUPPLIER in account.roles and account.activated_at is None:
        text = "Deze persoon wacht op toelating door zijn eigen bedrijf. Een collega moet hem toelaten."
        obstacles.append(Obstacle("waits-for-colleague", text))
    refuse_if(obstacles)
    _mail_password_link(account, now)
    trail.record("account.link_sent", account, actor=actor, now=now)


def set_roles(account: Account, roles: Set[Role], *, actor: Actor, now: datetime) -> None:
    """Give an account these roles instead of those it has."""
    number_lock("account-roles")
    refuse_if(
        obstacles_to_giving_roles(
            roles,
            is_supplier=Role.SUPPLIER in account.roles,
            is_own=account.id == actor.account_id,
            is_last_administrator=_is_last_administrator(account),
        )
    )
    before, after = {"roles": sorted(account.roles)}, {"roles": sorted(roles)}
    account.role_rows = [
        *(row for row in account.role_rows if row.role in roles),
        *(AccountRole(role=role) for role in sorted(roles - account.roles)),
    ]
    trail.record("account.roles_set", account, actor=actor, now=now, before=before, after=after)


def deactivate_account(account: Account, *, reason: str, actor: Actor, now: datetime, machine_time: datetime) -> None:
    """Switch an account off; its log-ins end at once, its name stays on the trail."""
    number_lock("account-roles")
    refuse_if(
        obstacles_to_deactivating(
            is_off=account.deactivated_at is not None,
            is_own=account.id == actor.account_id,
            is_last_administrator=_is_last_administrator(account),
        )
    )
    account.deactivated_at = now
    _end_sessions(account, machine_time)
    trail.record("account.deactivated", account, actor=actor, now=now, reason=reason)


def reactivate_account(account: Account, *, reason: str, actor: Actor, now: datetime) -> None:
    """Switch an account on again, with the roles it had."""
    if account.deactivated_at is None:
        refuse_if([Obstacle("account-on", "Dit account is niet uitgeschakeld.")])
    account.deactivated_at = None
    trail.record("account.reactivated", account, actor=actor, now=now, reason=reason)


def _new_staff_account(
    *, email: str, name: str, function: str, roles: Set[Role], organisation_id: int, now: datetime
) -> Account:
    address = email.strip().lower()
    number_lock("account-roles")
    obstacles = obstacles_to_giving_roles(roles, is_supplier=False, is_own=False, is_last_administrator=False)
    if account_with_email(address):
        text = "Er is al een account met dit e-mailadres. Zoek het op in de lijst en wijzig daar de rollen."
        obstacles.append(Obstacle("email-known", text, "email"))
    refuse_if(obstacles)
    account = Account(
        email=address,
        name=name.strip(),
        function=function.strip(),
        organisation_id=organisation_id,
        password_hash=None,
        created_at=now,
    )
    account.role_rows = [AccountRole(role=role) for role in sorted(roles)]
    db.session.add(account)
    db.session.flush()
    return account


def _mail_password_link(account: Account, now: datetime) -> None:
    mail_link(
        LinkPurpose.CHOOSE_PASSWORD,
        to=account.email,
        subject="Kies uw wachtwoord voor Raamwerk",
        template="mail/accounts/choose_password.txt",
        now=now,
        account_id=account.id,
        account=account,
    )


def _end_sessions(account: Account, machine_time: datetime) -> None:
    for session in queries.open_sessions_of(account):
        session.ended_at = machine_time


def _is_last_administrator(account: Account) -> bool:
    is_usable_one = account.is_usable and Role.ADMINISTRATOR in account.roles
    return is_usable_one and queries.usable_administrators() == 1
