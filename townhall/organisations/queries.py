"""Questions about organisations, their people, bank accounts and shortcomings."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from townhall.accounts.actor import Actor
from townhall.accounts.gate import granted
from townhall.accounts.models import Account
from townhall.accounts.queries import accounts_with
from townhall.accounts.roles import Role
from townhall.database import db
from townhall.organisations.kinds import (
    OPEN_PROPOSALS,
    BankAccountStatus,
    OrganisationKind,
    OrganisationStatus,
)
from townhall.organisations.models import BankAccount, Organisation, Shortcoming, SupplierRegistration
from townhall.organisations.permissions import OrganisationsPermission
from townhall.periods import add_months


def the_municipality() -> Organisation:
    """The one contracting authority of this installation."""
    return db.session.scalars(
        select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPALITY)
    ).one()


def municipality_or_none() -> Organisation | None:
    """The contracting authority; None in a database that is still empty."""
    return db.session.scalar(select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPALITY))


def organisation_with_id(organisation_id: int) -> Organisation | None:
    """The organisation with this id, of any kind."""
    return db.session.get(Organisation, organisation_id)


def own_organisations() -> list[Organisation]:
    """The municipality, its departments and its partners, in that order, by name."""
    order = [OrganisationKind.MUNICIPALITY, OrganisationKind.DEPARTMENT, OrganisationKind.PARTNER]
    found = db.session.scalars(
        select(Organisation).where(Organisation.kind.in_(order)).order_by(Organisation.name)
    )
    return sorted(found, key=lambda organisation: order.index(organisation.kind))


def suppliers(*, text: str = "", status: OrganisationStatus | None = None) -> Select[Organisation]:
    """Suppliers whose name, city or KvK number holds the text, by name; a statement, for a page at a time."""
    found = select(Organisation).where(Organisation.kind == OrganisationKind.SUPPLIER)
    if text:
        pattern = f"%{_literal(text)}%"
        found = found.where(
            or_(
                Organisation.name.ilike(pattern, escape="\\"),
                Organisation.city.ilike(pattern, escape="\\"),
                Organisation.kvk_number.like(pattern, escape="\\"),
            )
        )
    if status is not None:
        found = found.where(Organisation.status == status)
    return found.order_by(Organisation.name, Organisation.id)


def supplier_with_kvk(kvk_number: str) -> Organisation | None:
    """The supplier with this KvK number."""
    return db.session.scalar(
        select(Organisation).where(
            Organisation.kind == OrganisationKind.SUPPLIER, Organisation.kvk_number == kvk_number
        )
    )


def supplier_of(actor: Actor) -> Organisation | None:
    """The firm this person works for, when he is a supplier."""
    if Role.SUPPLIER not in actor.roles or actor.organisation_id is None:
        return None
    return db.session.get(Organisation, actor.organisation_id)


def people_of(organisation_id: int) -> list[Account]:
    """Everybody with an account at this organisation, who may log in or not, by name."""
    return list(
        db.session.scalars(
            select(Account).where(Account.organisation_id == organisation_id).order_by(Account.name)
        )
    )


def first_person_of(organisation_id: int) -> Account | None:
    """Who of those who may log in was there first: he admits the others."""
    return db.session.scalar(
        select(Account)
        .where(
            Account.organisation_id == organisation_id,
            Account.activated_at.is_not(None),
            Account.deactivated_at.is_(None),
        )
        .order_by(Account.activated_at, Account.id)
        .limit(1)
    )


def active_bank_account(organisation_id: int, *, on: date) -> BankAccount | None:
    """The account on which this organisation is paid that day: confirmed by two, and not replaced."""
    return active_bank_accounts([organisation_id], on=on).get(organisation_id)


def active_bank_accounts(organisation_ids: Collection[int], *, on: date) -> dict[int, BankAccount]:
    """The account on which each of these organisations is paid that day, for those that have one."""
    rows = db.session.scalars(
        select(BankAccount)
        .where(
            BankAccount.organisation_id.in_(organisation_ids),
            BankAccount.status == BankAccountStatus.CONFIRMED,
            BankAccount.counts_from <= on,
            or_(BankAccount.counts_until.is_(None), BankAccount.counts_until > on),
        )
        .order_by(BankAccount.id)
    )
    return {row.organisation_id: row for row in rows}


def payable_bank_accounts(organisation_ids: Collection[int], *, on: date) -> dict[int, BankAccount]:
    """The account of each of these organisations to which money may go that day: its cooling-off period is over."""
    found = active_bank_accounts(organisation_ids, on=on)
    return {each: row for each, row in found.items() if row.pays_from is not None and row.pays_from <= on}


def latest_bank_account(organisation_id: int) -> BankAccount | None:
    """The account of this organisation that was confirmed last, also when it does not count yet."""
    return db.session.scalar(
        select(BankAccount).where(
            BankAccount.organisation_id == organisation_id,
            BankAccount.status == BankAccountStatus.CONFIRMED,
            BankAccount.counts_until.is_(None),
        )
    )


def bank_account_replaced_by(account: BankAccount) -> BankAccount | None:
    """The account that this one takes over from; None when it is the first, or not confirmed."""
    if account.counts_from is None:
        return None
    return db.session.scalar(
        select(BankAccount)
        .where(
            BankAccount.organisation_id == account.organisation_id,
            BankAccount.status == BankAccountStatus.CONFIRMED,
            BankAccount.id < account.id,
            BankAccount.counts_until == account.counts_from,
        )
        .order_by(BankAccount.id.desc())
        .limit(1)
    )


def bank_accounts_of(organisation_id: int) -> list[BankAccount]:
    """All account numbers of this organisation, newest first, with who confirmed them."""
    return list(
        db.session.scalars(
            _with_people()
            .where(BankAccount.organisation_id == organisation_id)
            .order_by(BankAccount.id.desc())
        )
    )


def open_proposal_of(organisation_id: int) -> BankAccount | None:
    """The proposed account number on which is still to be decided."""
    return db.session.scalar(
        select(BankAccount).where(
            BankAccount.organisation_id == organisation_id, BankAccount.status.in_(OPEN_PROPOSALS)
        )
    )


def persons_who_confirm() -> list[Account]:
    """Everybody who may sign for a bank account, by name."""
    roles = granted()[OrganisationsPermission.BANK_ACCOUNT_CONFIRM]
    return sorted({person for role in roles for person in accounts_with(role)}, key=lambda person: person.name)


def open_proposals() -> Select[BankAccount]:
    """Proposed account numbers on which is still to be decided, oldest first; a statement."""
    return (
        select(BankAccount)
        .where(BankAccount.status.in_(OPEN_PROPOSALS))
        .options(joinedload(BankAccount.organisation))
        .order_by(BankAccount.id)
    )


def count_of_open_proposals(_actor: Actor) -> int:
    """How many account numbers wait for a decision, for the menu."""
    count = select(func.count()).select_from(BankAccount).where(BankAccount.status.in_(OPEN_PROPOSALS))
    return db.session.scalar(count) or 0


def bank_account_with_id(bank_account_id: int) -> BankAccount | None:
    """The bank account with this id, with its organisation and people."""
    return db.session.scalar(_with_people().where(BankAccount.id == bank_account_id))


def shortcomings_of(organisation_ids: Collection[int], *, on: date, years: int = 3) -> list[Shortcoming]:
    """The shortcomings that still count on this day (art. 2.87: three years), newest first."""
    since = add_months(on, -12 * years)
    return list(
        db.session.scalars(
            select(Shortcoming)
            .where(
                Shortcoming.organisation_id.in_(organisation_ids),
                Shortcoming.established_on > since,
                Shortcoming.established_on <= on,
                Shortcoming.withdrawn_at.is_(None),
            )
            .options(joinedload(Shortcoming.organisation))
            .order_by(Shortcoming.established_on.desc(), Shortcoming.id.desc())
        )
    )


def all_shortcomings_of(organisation_id: int) -> list[Shortcoming]:
    """Every shortcoming ever recorded of this organisation, the withdrawn ones too, newest first."""
    return list(
        db.session.scalars(
            select(Shortcoming)
            .where(Shortcoming.organisation_id == organisation_id)
            .order_by(Shortcoming.established_on.desc(), Shortcoming.id.desc())
        )
    )


def shortcoming_with_id(shortcoming_id: int) -> Shortcoming | None:
    """The shortcoming with this id, with its organisation."""
    return db.session.get(Shortcoming, shortcoming_id, options=[joinedload(Shortcoming.organisation)])


def registration_with_id(registration_id: int) -> SupplierRegistration | None:
    """The request to come in with this id."""
    return db.session.get(SupplierRegistration, registration_id)


def waiting_colleagues(organisation_id: int) -> list[SupplierRegistration]:
    """Who asks to come in at this firm and confirmed his e-mail address, oldest first."""
    return list(
        db.session.scalars(
            select(SupplierRegistration)
            .where(
                SupplierRegistration.organisation_id == organisation_id,
                SupplierRegistration.confirmed_at.is_not(None),
                SupplierRegistration.admitted.is_(None),
            )
            .order_by(SupplierRegistration.id)
        )
    )


def recent_registrations(email: str, *, now: datetime) -> int:
    """How often somebody tried to come in with this address in the last hour."""
    count = select(func.count()).select_from(SupplierRegistration)
    return (
        db.session.scalar(
            count.where(
                SupplierRegistration.email == email,
                SupplierRegistration.requested_at > now - timedelta(hours=1),
            )
        )
        or 0
    )


def _with_people() -> Select[BankAccount]:
    return select(BankAccount).options(
        joinedload(BankAccount.organisation),
        joinedload(BankAccount.proposed_by),
        joinedload(BankAccount.called_back_by),
        joinedload(BankAccount.confirmed_by),
        joinedload(BankAccount.refused_by),
    )


def _literal(text: str) -> str:
    """The text as LIKE reads it literally."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
