"""Homogeneous needs, what was assigned to them by hand, purchases outside a tender, and ledgers that were read in."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.ledger import LedgerLine, LedgerStatus
from contracts.needs import NeedFacts
from procurement.lots import TargetGroup
from procurement.procedures import Procedure
from townhall.column_types import Euros, Json, Moment, Words
from townhall.database import Record
from townhall.money import euros


class Need(Record):
    """A need as staff named it; purchases belong to it by their code, or because somebody assigned them."""

    __tablename__ = "need"
    __table_args__ = (CheckConstraint("name <> ''", name="has_a_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    cpv_code: Mapped[str] = mapped_column(String(8))
    target_group: Mapped[TargetGroup | None] = mapped_column(Words(TargetGroup), default=None)
    """None when the need is for everybody."""
    added_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    def facts(self) -> NeedFacts:
        """The values a rule needs."""
        return NeedFacts(self.id, self.name, self.cpv_code, self.target_group)


class NeedAssignment(Record):
    """Somebody said to which need this lot or this contract belongs."""

    __tablename__ = "need_assignment"
    __table_args__ = (CheckConstraint("(lot_id IS NULL) <> (contract_id IS NULL)", name="is_about_one_thing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"), unique=True, default=None)
    contract_id: Mapped[int | None] = mapped_column(
        ForeignKey("framework_contract.id"), unique=True, default=None
    )
    assigned_at: Mapped[datetime] = mapped_column(Moment)


class LedgerImport(Record):
    """A file of the ledger that was offered: what was read from it, or what is wrong with it, and what became of it."""

    __tablename__ = "ledger_import"
    __table_args__ = (
        CheckConstraint("(status = 'imported') = (imported_at IS NOT NULL)", name="imported_has_a_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    status: Mapped[LedgerStatus] = mapped_column(Words(LedgerStatus))
    columns: Mapped[dict[str, str]] = mapped_column(Json)
    """Which heading of the file was read as what."""
    lines: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """The lines as they will be kept; emptied when they are, or when the file is not used."""
    mistakes: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    line_count: Mapped[int]
    total: Mapped[Decimal] = mapped_column(Euros)
    added: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    under_contract: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime] = mapped_column(Moment)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    imported_at: Mapped[datetime | None] = mapped_column(Moment, default=None)

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"Grootboekbestand {self.filename}"

    def facts(self) -> list[LedgerLine]:
        """The lines that were read and are not taken in yet."""
        return [
            LedgerLine(
                **{**kept, "bought_on": date.fromisoformat(kept["bought_on"]), "amount": euros(kept["amount"])}
            )
            for kept in self.lines
        ]


class LoosePurchase(Record):
    """Something bought outside a tender, without a contract in this house; never edited, only withdrawn."""

    __tablename__ = "loose_purchase"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount_is_something"),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason <> ''", name="withdrawn_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ledger_key: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)
    """The key of the line in the ledger: the same line is never read in twice. None when typed by hand."""
    bought_on: Mapped[date] = mapped_column(index=True)
    amount: Mapped[Decimal] = mapped_column(Euros)
    """Excl. VAT; below zero for a line that corrects another."""
    supplier: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(300))
    cpv_code: Mapped[str] = mapped_column(String(8), default="")
    target_group: Mapped[TargetGroup | None] = mapped_column(Words(TargetGroup), default=None)
    procedure: Mapped[Procedure | None] = mapped_column(Words(Procedure), default=None)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True, default=None)
    """Assigned by hand; None when its code decides."""
    ledger_import_id: Mapped[int | None] = mapped_column(
        ForeignKey("ledger_import.id"), index=True, default=None
    )
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    need: Mapped[Need | None] = relationship()

    @property
    def title(self) -> str:
        """How the trail names it."""
        return f"Inkoop bij {self.supplier}, {self.description}"
