"""How much of the VAT on a contract comes back from the BTW-compensatiefonds, from which day."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.models import FrameworkContract
from invoices.vat_recovery import BcfFlag, Treatment, flag_of
from townhall.accounts.models import Account
from townhall.column_types import Exact, Moment
from townhall.database import Record


class VatTreatment(Record):
    """A decision about the VAT of a contract; a later row with the same first day takes its place."""

    __tablename__ = "vat_treatment"

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("framework_contract.id"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    percent: Mapped[Decimal] = mapped_column(Exact)
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    decided_at: Mapped[datetime] = mapped_column(Moment)

    contract: Mapped[FrameworkContract] = relationship()
    decided_by: Mapped[Account | None] = relationship()

    @property
    def flag(self) -> BcfFlag:
        """Compensable, mixed or not."""
        return flag_of(self.percent)

    def facts(self) -> Treatment:
        """The values that the rules need."""
        return Treatment(self.from_on, self.percent)
