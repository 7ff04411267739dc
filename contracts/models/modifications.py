"""How a contract changed without buying anew: each change with its ground in the law."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.models.frameworks import FrameworkContract
from contracts.modifications import Change, ModificationKind
from townhall.column_types import Euros, Words
from townhall.database import Record


class ContractModification(Record):
    """A change of the contract without buying anew, with its ground in the law."""

    __tablename__ = "contract_modification"
    __table_args__ = (
        UniqueConstraint("contract_id", "sequence"),
        CheckConstraint("months >= 0", name="months_not_negative"),
        CheckConstraint("reason <> ''", name="has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    sequence: Mapped[int]
    kind: Mapped[ModificationKind] = mapped_column(Words(ModificationKind))
    value: Mapped[Decimal] = mapped_column(Euros)
    months: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text)
    clause: Mapped[str] = mapped_column(Text, default="")
    agreed_on: Mapped[date]
    published_on: Mapped[date | None] = mapped_column(default=None)
    """When the notice of the change was published, where the law asks for one."""
    publication_reference: Mapped[str] = mapped_column(String(120), default="", server_default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    contract: Mapped[FrameworkContract] = relationship(back_populates="modifications")

    def facts(self) -> Change:
        """The values a rule needs."""
        return Change(
            kind=self.kind, value=self.value, reason=self.reason, clause=self.clause, months=self.months
        )
