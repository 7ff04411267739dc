"""Questions about who works on the tracks of which contract."""

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from contracts.lifecycle import ContractStatus
from contracts.models.frameworks import FrameworkContract
from contracts.models.tracks import ContractCaseManager
from contracts.permissions import ContractsPermission
from contracts.privacy import is_sensitive
from townhall.accounts.gate import granted
from townhall.accounts.models import Account, AccountRole
from townhall.database import db


def people_on(contract_ids: list[int]) -> dict[int, list[Account]]:
    """Per contract: who was assigned to work on it."""
    found: dict[int, list[Account]] = {}
    rows = db.session.execute(
        select(ContractCaseManager.contract_id, Account)
        .join(Account, Account.id == ContractCaseManager.account_id)
        .where(ContractCaseManager.contract_id.in_(contract_ids))
        .order_by(Account.name)
    )
    for contract_id, account in rows:
        found.setdefault(contract_id, []).append(account)
    return found


def assignment_of(contract_id: int, account_id: int) -> ContractCaseManager | None:
    """The assignment of this person to this contract."""
    return db.session.scalar(
        select(ContractCaseManager).where(
            ContractCaseManager.contract_id == contract_id, ContractCaseManager.account_id == account_id
        )
    )


def signed_contracts() -> list[FrameworkContract]:
    """Contracts that were signed, with their supplier: to say who works on them."""
    return list(
        db.session.scalars(
            select(FrameworkContract)
            .where(FrameworkContract.status.not_in([ContractStatus.DRAFT, ContractStatus.WITHDRAWN]))
            .options(joinedload(FrameworkContract.supplier))
            .order_by(FrameworkContract.number.desc())
        )
    )


def signed_contract(number: str) -> FrameworkContract | None:
    """The signed contract with this number."""
    return db.session.scalar(
        select(FrameworkContract).where(
            FrameworkContract.number == number,
            FrameworkContract.status.not_in([ContractStatus.DRAFT, ContractStatus.WITHDRAWN]),
        )
    )


def track_workers() -> list[Account]:
    """Who may be assigned to a contract: everybody whose role works on tracks, by name."""
    workers = granted()[ContractsPermission.ACHIEVEMENT_VERIFY]
    return list(
        db.session.scalars(
            select(Account)
            .where(
                exists().where(AccountRole.account_id == Account.id, AccountRole.role.in_(workers)),
                Account.activated_at.is_not(None),
                Account.deactivated_at.is_(None),
            )
            .order_by(Account.name)
        )
    )


def case_managers(contract: FrameworkContract) -> list[Account]:
    """Who may take over a track of this contract; of a sensitive lot only who was assigned to it."""
    managers = granted()[ContractsPermission.TRACK_MANAGE]
    statement = (
        select(Account)
        .where(
            exists().where(AccountRole.account_id == Account.id, AccountRole.role.in_(managers)),
            Account.activated_at.is_not(None),
            Account.deactivated_at.is_(None),
        )
        .order_by(Account.name)
    )
    if is_sensitive(contract.target_group):
        statement = statement.join(
            ContractCaseManager,
            (ContractCaseManager.account_id == Account.id) & (ContractCaseManager.contract_id == contract.id),
        )
    return list(db.session.scalars(statement))
