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

    ``away`` holds who is absent today, with the stand-in, who takes the place. Who cannot log in, or is away without
    a stand-in who is there, is passed over; when that leaves nobody, the whole role hears of it.
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
    personal = (each for each in (alert.taken_up_by_id, alert.delegated_to_id, alert.owner_id) if each is not None)
    acting = (away.get(each, each) for each in personal)
    there = next(({each} for each in acting if each in usable and each not in away), present)
    return there | higher


def is_due_for_mail(last: date | None, again_days: int | None, today: date, *, is_taken_up: bool) -> bool:
    """Whether somebody is mailed about it today: the first time, and again as long as nobody took it up."""
    if last is None:
        return True
    if is_taken_up or again_days is None:
        return False
    return last + timedelta(days=again_days) <= today
