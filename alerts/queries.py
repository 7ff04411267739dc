"""Questions about alerts."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from alerts.due import Fact
from alerts.models import Alert, AlertMail, AlertPreference, AlertSetting, CalendarFeed, Scan
from alerts.occasions import BY_AREA, Area, OccasionKind
from alerts.tuning import Setting, Tuning, tuned
from contracts.lifecycle import ContractStatus
from contracts.models.frameworks import FrameworkContract
from townhall.absences.queries import left_alone_on, replaced_by
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account, AccountRole
from townhall.accounts.queries import hash_of_token
from townhall.accounts.roles import Role
from townhall.clock import AMSTERDAM
from townhall.database import db

#: Why an alert was closed: its fact is gone, or a more urgent or newer one took its place.
GONE = "Niet meer aan de orde"
REPLACED = "Opgevolgd door een dringender of nieuw signaal"

_PEOPLE = (joinedload(Alert.taken_up_by), joinedload(Alert.delegated_to), joinedload(Alert.delegated_by))

_BY_URGENCY = (Alert.is_late.desc(), Alert.due_on.is_(None), Alert.due_on, Alert.id)


def open_alerts() -> list[Alert]:
    """Every alert that is not closed."""
    return list(db.session.scalars(select(Alert).where(Alert.closed_at.is_(None))))


@dataclass(frozen=True)
class AlertFilter:
    """Which open alerts: of one part of the house, only mine, with or without those that were put off."""

    area: Area | None = None
    only_mine: bool = False
    with_snoozed: bool = False


def alerts_of(actor: Actor, today: date, wanted: AlertFilter) -> Select[Alert]:
    """The open alerts for this person: late ones first, then by day."""
    statement = (
        select(Alert)
        .where(Alert.closed_at.is_(None), _is_for(actor, today))
        .options(*_PEOPLE)
        .order_by(*_BY_URGENCY)
    )
    if not wanted.with_snoozed:
        statement = statement.where(~_is_asleep(today))
    if wanted.only_mine:
        me = actor.account_id
        statement = statement.where(
            (Alert.taken_up_by_id == me) | (Alert.delegated_to_id == me) | (Alert.owner_id == me)
        )
    if wanted.area is not None:
        statement = statement.where(Alert.kind.in_([occasion.kind for occasion in BY_AREA[wanted.area]]))
    return statement


def ended_alerts(actor: Actor, today: date) -> Select[Alert]:
    """What was told to this person and is over, the newest end first. What a next stage replaced is left out."""
    return (
        select(Alert)
        .where(Alert.closed_at.is_not(None), Alert.closed_because != REPLACED, _is_for(actor, today))
        .options(*_PEOPLE)
        .order_by(Alert.closed_at.desc(), Alert.id.desc())
    )


def number_of_alerts(actor: Actor, today: date) -> int:
    """How many open alerts this person has; for the menu."""
    count = select(func.count()).select_from(Alert)
    open_now = count.where(Alert.closed_at.is_(None), _is_for(actor, today), ~_is_asleep(today))
    return db.session.scalar(open_now) or 0


def number_asleep(actor: Actor, today: date) -> int:
    """How many of them were put off."""
    count = select(func.count()).select_from(Alert)
    return db.session.scalar(count.where(Alert.closed_at.is_(None), _is_for(actor, today), _is_asleep(today))) or 0


def alert_of(actor: Actor, alert_id: int, today: date, *, sees_all: bool = False) -> Alert | None:
    """This alert, when it is for this person, or he may read all of them."""
    statement = select(Alert).where(Alert.id == alert_id)
    return db.session.scalar(statement if sees_all else statement.where(_is_for(actor, today)))


def chosen_alerts(actor: Actor, ids: Iterable[int], today: date) -> list[Alert]:
    """Those of these alerts that are for this person."""
    return list(db.session.scalars(select(Alert).where(Alert.id.in_(list(ids)), _is_for(actor, today))))


def earlier_alerts(alert: Alert) -> list[Alert]:
    """What was raised before about the same record, newest first."""
    return list(
        db.session.scalars(
            select(Alert)
            .where(Alert.kind == alert.kind, Alert.subject == alert.subject, Alert.id != alert.id)
            .order_by(Alert.id.desc())
            .limit(20)
        )
    )


def mails_about(alert: Alert) -> list[AlertMail]:
    """To whom it was mailed, when, and what became of that."""
    return list(
        db.session.scalars(
            select(AlertMail)
            .where(AlertMail.alert_id == alert.id)
            .options(joinedload(AlertMail.account), joinedload(AlertMail.mail))
            .order_by(AlertMail.id.desc())
            .limit(50)
        )
    )


def _usable() -> ColumnElement[bool]:
    return and_(Account.activated_at.is_not(None), Account.deactivated_at.is_(None))


def who_can_act() -> tuple[AbstractSet[int], AbstractSet[Role], AbstractSet[int]]:
    """Who can log in, which roles somebody holds who can, and for which suppliers somebody can."""
    rows = db.session.execute(
        select(Account.id, AccountRole.role, Account.organisation_id).join(AccountRole).where(_usable())
    ).all()
    suppliers = {organisation_id for _, role, organisation_id in rows if role == Role.SUPPLIER}
    return {account_id for account_id, *_ in rows}, {role for _, role, _ in rows}, suppliers


def usable_accounts() -> dict[int, Account]:
    """Everybody who can log in."""
    return {account.id: account for account in db.session.scalars(select(Account).where(_usable()))}


def last_mailed() -> dict[tuple[int, int], date]:
    """Per open alert and person the last day of mail about it."""
    rows = db.session.execute(
        select(AlertMail.alert_id, AlertMail.account_id, func.max(AlertMail.mailed_on))
        .join(Alert, Alert.id == AlertMail.alert_id)
        .where(Alert.closed_at.is_(None))
        .group_by(AlertMail.alert_id, AlertMail.account_id)
    )
    return {(alert_id, account_id): last for alert_id, account_id, last in rows}


def who_had_a_digest_on(today: date) -> set[int]:
    """Who got the mail of the day already."""
    return set(
        db.session.scalars(
            select(AlertMail.account_id).where(AlertMail.mailed_on == today, AlertMail.is_digest.is_(True))
        )
    )


def preferences_of(account_ids: Iterable[int]) -> dict[int, AlertPreference]:
    """How these people want their mail; who said nothing is not in it."""
    found = db.session.scalars(select(AlertPreference).where(AlertPreference.account_id.in_(list(account_ids))))
    return {each.account_id: each for each in found}


def settings() -> list[AlertSetting]:
    """Everything that was set of occasions."""
    return list(db.session.scalars(select(AlertSetting).order_by(AlertSetting.id)))


def setting_of(kind: str, contract_id: int | None) -> AlertSetting | None:
    """What was set of this occasion, in general or for this contract."""
    of_kind = select(AlertSetting).where(AlertSetting.kind == kind)
    if contract_id is None:
        return db.session.scalar(of_kind.where(AlertSetting.contract_id.is_(None)))
    return db.session.scalar(of_kind.where(AlertSetting.contract_id == contract_id))


def tuning() -> Tuning:
    """The occasions with what was set of them. One query."""
    return tuned(
        [
            Setting(
                kind=each.kind, contract_id=each.contract_id,
                steps=None if each.steps is None else tuple(each.steps),
                role=each.role, again_days=each.again_days, what_to_do=each.what_to_do,
            )
            for each in settings()
        ]
    )  # fmt: skip


def feeds_of(account_id: int) -> list[CalendarFeed]:
    """The calendars of this person that still answer."""
    return list(
        db.session.scalars(
            select(CalendarFeed)
            .where(CalendarFeed.account_id == account_id, CalendarFeed.revoked_at.is_(None))
            .order_by(CalendarFeed.id)
        )
    )


def feed_with(token: str) -> CalendarFeed | None:
    """The calendar that this secret opens, as long as it counts and its owner may log in."""
    found = db.session.scalar(
        select(CalendarFeed)
        .where(CalendarFeed.token_hash == hash_of_token(token), CalendarFeed.revoked_at.is_(None))
        .options(joinedload(CalendarFeed.account))
    )
    return found if found is not None and found.account.is_usable else None


def over_in(kind: OccasionKind, year: int) -> dict[Fact, date]:
    """What was told of this kind and went in this year, as facts, each with the day on which it went.

    Of a meter the last level that was told.
    """
    new_year = datetime(year, 1, 1, tzinfo=AMSTERDAM)
    rows = db.session.scalars(select(Alert).where(Alert.kind == kind, Alert.closed_at >= new_year).order_by(Alert.id))
    last = {(alert.subject, alert.due_on): alert for alert in rows}
    return {
        Fact(
            kind, alert.subject, alert.about, alert.url, due_on=alert.due_on,
            level=Fraction(alert.stage, 100) if alert.due_on is None else None, contract_id=alert.contract_id,
        ): alert.closed_at.astimezone(AMSTERDAM).date()
        for alert in last.values()
        if alert.closed_at is not None
    }  # fmt: skip


def last_scan() -> Scan | None:
    """The newest run of the scan."""
    return db.session.scalar(select(Scan).order_by(Scan.id.desc()).limit(1))


def _is_asleep(today: date) -> ColumnElement[bool]:
    return and_(Alert.snoozed_until.is_not(None), Alert.snoozed_until > today)


def _is_for(actor: Actor, today: date) -> ColumnElement[bool]:
    """An alert is for who holds its role and owns it, who got it handed over, and who is above.

    One without an owner, or whose owner is away without a stand-in, is for everybody with the role.
    """
    if actor.account_id is None:
        return false()
    me, roles, replaced = actor.account_id, list(actor.roles), replaced_by(actor.account_id, today)
    owned = or_(
        Alert.owner_id.is_(None), Alert.owner_id == me, Alert.owner_id.in_(replaced),
        Alert.owner_id.in_(left_alone_on(today)),
    )  # fmt: skip
    # A supplier has his own alerts only; which supplier it concerns keeps no colleague away.
    ours = or_(Alert.role != Role.SUPPLIER, Alert.organisation_id == actor.organisation_id)
    handed = or_(Alert.delegated_to_id == me, Alert.delegated_to_id.in_(replaced), Alert.taken_up_by_id == me)
    return or_(and_(Alert.role.in_(roles), owned, ours), Alert.escalated_to.in_(roles), handed)


def lent_until_before(today: date) -> list[Alert]:
    """What was handed over up to a day that has passed, with who gets it back."""
    lent = select(Alert).where(Alert.closed_at.is_(None), Alert.delegated_until < today)
    return list(db.session.scalars(lent.options(joinedload(Alert.delegated_by)).order_by(Alert.id)))


def all_open_alerts() -> Select[Alert]:
    """Every open alert of every role: late ones first, then by day."""
    return (
        select(Alert)
        .where(Alert.closed_at.is_(None))
        .options(*_PEOPLE)
        .order_by(*_BY_URGENCY)
    )


def texts_about(subject: str) -> list[str]:
    """What is open about this record, each in one sentence, the most urgent first."""
    rows = db.session.execute(
        select(Alert.title, Alert.about)
        .where(Alert.closed_at.is_(None), Alert.subject == subject)
        .order_by(*_BY_URGENCY)
    )
    return [f"{title}. {about}" for title, about in rows]


def who_hold(roles: AbstractSet[Role], *, but: int | None) -> list[Account]:
    """Who holds one of these roles and can log in, by name, without this person."""
    holders = select(AccountRole.account_id).where(AccountRole.role.in_(list(roles)))
    statement = select(Account).where(Account.id.in_(holders), _usable()).order_by(Account.name)
    return [account for account in db.session.scalars(statement) if account.id != but]


def contracts_by_number() -> list[tuple[int, str]]:
    """The contracts that count or will, each with its number and title, for a list to choose from."""
    rows = db.session.execute(
        select(FrameworkContract.id, FrameworkContract.number, FrameworkContract.title)
        .where(FrameworkContract.status != ContractStatus.DRAFT)
        .order_by(FrameworkContract.number)
    )
    return [(each.id, f"{each.number} {each.title}") for each in rows]
