"""Who gets an alert: whoever took it up, else to whom it was handed, else its owner, else everybody with the role."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from townhall.accounts.roles import Role


@dataclass(frozen=True)
class Reader:
    """Somebody who may get mail: his roles, and his organisation."""

    account_id: int
    roles: AbstractSet[Role]
    organisation_id: int


@dataclass(frozen=True)
class Addressed:
    """To whom an alert is addressed."""

    role: Role
    escalated_to: Role | None
    owner_id: int | None
    taken_up_by_id: int | None
    delegated_to_id: int | None
    organisation_id: int | None


def recipients_of(
    alert: Addressed, readers: Iterable[Reader], away: Mapping[int, int | None]
) -> AbstractSet[int]:
    """The accounts that hear of it today. Never nobody, as long as somebody holds the role.

    ``away`` holds who is absent today, with the stand-in. For a personal alert the stand-in takes the place; without
    one, or when he cannot log in either, the whole role hears of it.
    """
    usable = {reader.account_id for reader in readers}
    holders = {
        reader.account_id
        for reader in readers
        if alert.role in reader.roles
        and (alert.role != Role.SUPPLIER or reader.organisation_id == alert.organisation_id)
    }
    present = {account for account in holders if account not in away} or holders
    higher = {reader.account_id for reader in readers if alert.escalated_to and alert.escalated_to in reader.roles}
    personal = alert.taken_up_by_id or alert.delegated_to_id or alert.owner_id
    if personal is None:
        return present | higher
    acting = away.get(personal, personal)
    return ({acting} if acting in usable else present) | higher


def is_due_for_mail(last: date | None, again_days: int | None, today: date, *, is_taken_up: bool) -> bool:
    """Whether somebody is mailed about it today: the first time, and again as long as nobody took it up."""
    if last is None:
        return True
    if is_taken_up or again_days is None:
        return False
    return last + timedelta(days=again_days) <= today
