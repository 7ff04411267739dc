"""Everything bought, or about to be, with the need it belongs to: tenders, contracts, and what came outside them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Row, Select, exists, or_, select
from sqlalchemy.orm import joinedload

from contracts.accumulation import Purchase, Source
from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.models.frameworks import FrameworkContract
from contracts.models.needs import LedgerImport, LoosePurchase, NeedAssignment
from contracts.needs import NeedGroup, Sorted, group
from contracts.queries.needs import all_needs
from procurement.awarding import LotAwardStatus
from procurement.lifecycle import TenderStatus
from procurement.models.award import LotAward
from procurement.models.tenders import CpvPart, Lot, Tender
from procurement.procedures import Procedure
from townhall.database import db
from townhall.periods import add_months, period_of_months

#: What was bought longer ago counts in no sum, and stands on no chart.
MONTHS_LOOKED_BACK = 25
_NO_LONGER_BOUGHT = (TenderStatus.WITHDRAWN, TenderStatus.NOT_AWARDED)


def need_groups(today: date) -> tuple[list[NeedGroup], list[Purchase]]:
    """What counts together, and what belongs nowhere yet; in a fixed number of queries."""
    return group(sorted_purchases(today), [need.facts() for need in all_needs()])


def sorted_purchases(today: date) -> list[Sorted]:
    """Every purchase that may count on this day or in the year before, with its code, group and assignment."""
    assigned = db.session.execute(
        select(NeedAssignment.lot_id, NeedAssignment.contract_id, NeedAssignment.need_id)
    ).all()
    by_lot = {lot_id: need_id for lot_id, _, need_id in assigned if lot_id}
    by_contract = {contract_id: need_id for _, contract_id, need_id in assigned if contract_id}
    return [
        *_contracts(today, by_contract, by_lot),
        *_lots(today, by_lot),
        *_loose(today),
    ]


def _main_code() -> ColumnElement[str | None]:
    """The code of the tender that is called its main one, else the heaviest."""
    heaviest_first = select(CpvPart.code).where(CpvPart.tender_id == Tender.id)
    return (
        heaviest_first.order_by(CpvPart.is_main.desc(), CpvPart.value.desc(), CpvPart.id)
        .limit(1).correlate(Tender).scalar_subquery()
    )  # fmt: skip


#: What a contract without an award says of how it was bought.
_NOT_TENDERED = {ContractBasis.IN_HOUSE: Procedure.IN_HOUSE, ContractBasis.OPEN_HOUSE: Procedure.OPEN_HOUSE}


def _contracts(today: date, by_contract: dict[int, int], by_lot: dict[int, int]) -> list[Sorted]:
    since = add_months(today, -MONTHS_LOOKED_BACK)
    rows = db.session.execute(
        select(
            FrameworkContract.id, FrameworkContract.number, FrameworkContract.title, FrameworkContract.signed_on,
            FrameworkContract.starts_on, FrameworkContract.ends_on, FrameworkContract.maximum_value,
            FrameworkContract.expected_value, FrameworkContract.basis, FrameworkContract.status,
            FrameworkContract.cpv_code, FrameworkContract.target_group, LotAward.lot_id,
            Tender.procedure, _main_code().label("main_code"),
        )
        .outerjoin(LotAward, LotAward.id == FrameworkContract.lot_award_id)
        .outerjoin(Tender, Tender.id == LotAward.tender_id)
        .where(
            FrameworkContract.status != ContractStatus.WITHDRAWN,
            # What is called off counts already in the maximum of its framework.
            FrameworkContract.basis != ContractBasis.CALL_OFF,
            or_(FrameworkContract.ends_on >= since, FrameworkContract.signed_on >= since),
        )
        .order_by(FrameworkContract.id)
    )  # fmt: skip
    return [
        Sorted(
            Purchase(
                key=f"contract-{row.id}",
                what=f"{row.number} {row.title}",
                source=Source.CONTRACT,
                on=row.signed_on or row.starts_on,
                amount=row.maximum_value or row.expected_value or Decimal(0),
                url=f"/contracten/{row.number}",
                procedure=_NOT_TENDERED.get(row.basis, row.procedure),
                ends_on=row.ends_on,
                is_planned=row.status == ContractStatus.DRAFT,
                cpv_code=row.main_code or row.cpv_code,
            ),
            row.target_group,
            by_contract.get(row.id) or by_lot.get(row.lot_id),
        )
        for row in rows
    ]


def _lots(today: date, by_lot: dict[int, int]) -> list[Sorted]:
    """Lots that have no contract yet: in preparation, out for bids, or awarded."""
    has_contract = exists().where(
        FrameworkContract.lot_award_id == LotAward.id,
        LotAward.lot_id == Lot.id,
        FrameworkContract.status != ContractStatus.WITHDRAWN,
    )
    is_off = exists().where(LotAward.lot_id == Lot.id, LotAward.status == LotAwardStatus.NOT_AWARDED)
    rows = db.session.execute(
        select(Lot, Tender, _main_code())
        .join(Tender, Tender.id == Lot.tender_id)
        .where(Tender.status.not_in(_NO_LONGER_BOUGHT), ~has_contract, ~is_off)
        .order_by(Lot.id)
    )
    return [
        Sorted(_lot(lot, tender, code or "", today), lot.target_group, by_lot.get(lot.id))
        for lot, tender, code in rows
    ]


def _lot(lot: Lot, tender: Tender, code: str, today: date) -> Purchase:
    is_draft = tender.status == TenderStatus.DRAFT
    planned_on = tender.notice_on or tender.starts_on or today
    months = tender.total_months()
    return Purchase(
        key=f"lot-{lot.id}",
        what=f"{tender.reference} {tender.title}, perceel {lot.number}: {lot.title}",
        source=Source.TENDER,
        on=planned_on if is_draft or tender.published_at is None else tender.published_at.date(),
        amount=lot.expected_value,
        url=f"/aanbestedingen/{tender.reference}{'/regime' if is_draft else ''}",
        procedure=tender.procedure,
        ends_on=period_of_months(tender.starts_on, months).ends_on if tender.starts_on and months else None,
        is_planned=is_draft,
        cpv_code=code,
    )


def _loose(today: date) -> list[Sorted]:
    rows = db.session.execute(
        select(
            LoosePurchase.id, LoosePurchase.supplier, LoosePurchase.description, LoosePurchase.bought_on,
            LoosePurchase.amount, LoosePurchase.procedure, LoosePurchase.cpv_code, LoosePurchase.target_group,
            LoosePurchase.need_id,
        )
        .where(
            LoosePurchase.withdrawn_at.is_(None),
            LoosePurchase.bought_on > add_months(today, -MONTHS_LOOKED_BACK),
            LoosePurchase.bought_on <= today,
        )
        .order_by(LoosePurchase.id)
    )  # fmt: skip
    return [Sorted(_of_row(row), row.target_group, row.need_id) for row in rows]


def _of_row(row: Row[*tuple[object, ...]]) -> Purchase:
    return Purchase(
        key=f"loose-{row.id}",
        what=f"{row.supplier}: {row.description}",
        source=Source.LOOSE,
        on=row.bought_on,
        amount=row.amount,
        url=f"/inkopen/{row.id}",
        procedure=row.procedure,
        cpv_code=row.cpv_code,
    )


# --- purchases outside a tender, and the ledger they came from ----------------------------------------


def loose_purchases(*, text: str = "") -> Select[LoosePurchase]:
    """The purchases outside a tender, newest first; narrowed to words in them."""
    found = select(LoosePurchase).order_by(LoosePurchase.bought_on.desc(), LoosePurchase.id.desc())
    for word in text.split():
        found = found.where(
            or_(
                LoosePurchase.supplier.icontains(word, autoescape=True),
                LoosePurchase.description.icontains(word, autoescape=True),
                LoosePurchase.ledger_key.icontains(word, autoescape=True),
            )
        )
    return found


def all_loose_purchases(*, text: str = "") -> list[LoosePurchase]:
    """The whole list at once, with the needs they were assigned to."""
    return list(db.session.scalars(loose_purchases(text=text).options(joinedload(LoosePurchase.need))))


def assigned_by_hand() -> set[str]:
    """The keys of what somebody assigned to a need; of all else the code decides."""
    lots_and_contracts = db.session.execute(select(NeedAssignment.lot_id, NeedAssignment.contract_id)).all()
    loose = db.session.scalars(select(LoosePurchase.id).where(LoosePurchase.need_id.is_not(None)))
    return {f"lot-{lot}" if lot else f"contract-{contract}" for lot, contract in lots_and_contracts} | {
        f"loose-{purchase}" for purchase in loose
    }


def loose_purchase_with_id(purchase_id: int) -> LoosePurchase | None:
    """One purchase outside a tender."""
    return db.session.get(LoosePurchase, purchase_id)


def ledger_import_with_id(import_id: int) -> LedgerImport | None:
    """One file of the ledger."""
    return db.session.get(LedgerImport, import_id)


def ledger_imports() -> Select[LedgerImport]:
    """The files of the ledger that were offered, newest first."""
    return select(LedgerImport).order_by(LedgerImport.id.desc())


def kept_ledger_lines(keys: list[str]) -> dict[str, tuple[date, Decimal]]:
    """Of these keys of the ledger the ones that are here already, with their day and amount."""
    kept: dict[str, tuple[date, Decimal]] = {}
    for start in range(0, len(keys), 500):  # a database takes a limited number of values at a time
        rows = db.session.execute(
            select(LoosePurchase.ledger_key, LoosePurchase.bought_on, LoosePurchase.amount).where(
                LoosePurchase.ledger_key.in_(keys[start : start + 500])
            )
        )
        kept.update({key: (on, amount) for key, on, amount in rows if key})
    return kept


def contract_numbers() -> set[str]:
    """The numbers of all contracts: what the ledger books on one of these is counted there."""
    return set(db.session.scalars(select(FrameworkContract.number)))
