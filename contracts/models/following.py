"""Who follows which contract."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.models.frameworks import FrameworkContract
from townhall.accounts.models import Account
from townhall.column_types import Moment
from townhall.database import Record


class ContractFollower(Record):
    """Somebody of the staff who hears by mail what others change in a contract; the row goes when they stop."""

    __tablename__ = "contract_follower"
    __table_args__ = (UniqueConstraint("contract_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    followed_at: Mapped[datetime] = mapped_column(Moment)
    told_entry_id: Mapped[int]
    """The last act in the trail that was told, or that was there already when the following began."""
    contract: Mapped[FrameworkContract] = relationship()
    account: Mapped[Account] = relationship()
