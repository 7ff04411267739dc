"""Questions about who follows which contract, and what is new for them."""

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, select
from sqlalchemy.orm import joinedload

from contracts.framework_labels import ACT_WORDS
from contracts.models.following import ContractFollower
from contracts.models.frameworks import FrameworkContract
from townhall.accounts.models import Account
from townhall.audit.models import AuditEntry
from townhall.database import db

#: What changes nothing for anybody else.
_NO_NEWS = frozenset(
    {
        "contract.followed",
        "contract.unfollowed",
        "contract.sheet-requested",
        "contract.letter-requested",
    }
)
NEWS = tuple(sorted(set(ACT_WORDS) - _NO_NEWS))


def follower_of(contract: FrameworkContract, account_id: int | None) -> ContractFollower | None:
    """Whether, and since when, this person follows the contract."""
    return db.session.scalar(
        select(ContractFollower).where(
            ContractFollower.contract_id == contract.id, ContractFollower.account_id == account_id
        )
    )


def is_followed_by(account_id: int | None) -> ColumnElement[bool]:
    """Whether this person follows the contract; for a statement about contracts."""
    return exists().where(
        ContractFollower.contract_id == FrameworkContract.id, ContractFollower.account_id == account_id
    )


def last_entry_id() -> int:
    """The number of the newest act in the trail."""
    return db.session.scalar(select(func.max(AuditEntry.id))) or 0


def news_for_followers() -> list[tuple[ContractFollower, AuditEntry]]:
    """What others did with followed contracts and was not told yet, per follower, oldest first. One query."""
    rows = db.session.execute(
        select(ContractFollower, AuditEntry)
        .join(ContractFollower.account)
        .join(
            AuditEntry,
            and_(
                AuditEntry.subject_type == FrameworkContract.__tablename__,
                AuditEntry.subject_id == cast(ContractFollower.contract_id, String),
                AuditEntry.id > ContractFollower.told_entry_id,
            ),
        )
        .where(
            AuditEntry.act.in_(NEWS),
            AuditEntry.actor_id.is_distinct_from(ContractFollower.account_id),
            Account.deactivated_at.is_(None),
        )
        .options(joinedload(ContractFollower.account), joinedload(ContractFollower.contract))
        .order_by(ContractFollower.account_id, AuditEntry.id)
    )
    return [(follower, entry) for follower, entry in rows]
