"""Questions about all contracts that run, however many: for counting and warning, not for a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, load_only, selectinload

from contracts.lifecycle import ContractStatus
from contracts.models.frameworks import ExtensionOption, FrameworkContract
from contracts.models.performance import ReportingAgreement, SatisfactionSurvey
from contracts.models.tracks import Track
from contracts.queries.frameworks import is_running_on
from contracts.terms import OptionDecision
from procurement.models.award import LotAward
from procurement.models.tenders import Tender
from procurement.procedures import Procedure
from townhall.database import db

#: So many contracts are asked about in one question: a database takes no list without end.
AT_A_TIME = 5000


def running_in_parts(on: date) -> Iterator[list[FrameworkContract]]:
    """The signed contracts that run on this day, some thousands at a time, with no more than terms, amounts and norms.

    What is not asked here (supplier, fees, documents) costs a question per contract: this is for counting many.
    """
    of = FrameworkContract
    ids = list(db.session.scalars(select(of.id).where(is_running_on(on)).order_by(of.number)))
    for start in range(0, len(ids), AT_A_TIME):
        yield list(
            db.session.scalars(
                select(of)
                .where(of.id.in_(ids[start : start + AT_A_TIME]))
                .options(
                    load_only(
                        of.number, of.title, of.starts_on, of.ends_on, of.terminated_on, of.supplier_id,
                        of.maximum_value, of.norm_placed, of.norm_sustained, of.norm_dropped_out, of.framework_id,
                        of.lot_award_id, of.admitted_bid_id,
                    ),
                    selectinload(of.options),
                )
                .order_by(of.number)
            )
        )  # fmt: skip


def terminated_with_days_left(on: date) -> list[FrameworkContract]:
    """The contracts that were terminated before their time and run on this day or later, with their options."""
    return list(
        db.session.scalars(
            select(FrameworkContract)
            .where(FrameworkContract.status == ContractStatus.TERMINATED, FrameworkContract.ends_on >= on)
            .options(selectinload(FrameworkContract.options))
            .order_by(FrameworkContract.number)
        )
    )


@dataclass(frozen=True)
class OptionToDecide:
    """The next open option of a contract, in words and days."""

    contract_id: int
    number: str
    title: str
    sequence: int
    months: int
    decide_by: date


def options_to_decide_on(before: date) -> list[OptionToDecide]:
    """The next open option of each signed contract, when it must be decided before this day; the most urgent first."""
    earlier = aliased(ExtensionOption)
    not_its_turn = exists().where(
        earlier.contract_id == ExtensionOption.contract_id,
        earlier.sequence < ExtensionOption.sequence,
        earlier.decision != OptionDecision.TAKEN,
    )
    rows = db.session.execute(
        select(
            FrameworkContract.id, FrameworkContract.number, FrameworkContract.title, ExtensionOption.sequence,
            ExtensionOption.months, ExtensionOption.decide_by,
        )
        .join(ExtensionOption, ExtensionOption.contract_id == FrameworkContract.id)
        .where(
            FrameworkContract.status == ContractStatus.SIGNED,
            ExtensionOption.decision == OptionDecision.OPEN,
            ExtensionOption.decide_by < before,
            ~not_its_turn,
        )
        .order_by(ExtensionOption.decide_by, FrameworkContract.number)
    )  # fmt: skip
    return [OptionToDecide(*row) for row in rows]


def with_anything_to_measure(contract_ids: Sequence[int]) -> set[int]:
    """Those of these contracts whose results can be counted: people, grades or reports are on record."""
    found: set[int] = set()
    for own in (Track.contract_id, SatisfactionSurvey.contract_id, ReportingAgreement.contract_id):
        found.update(db.session.scalars(select(own).where(own.in_(contract_ids)).distinct()))
    return found


def procedures_of(contract_ids: Sequence[int]) -> dict[int, Procedure]:
    """Of these contracts those that came from a tender, with the procedure it followed. One query."""
    rows = db.session.execute(
        select(FrameworkContract.id, Tender.procedure)
        .join(LotAward, LotAward.id == FrameworkContract.lot_award_id)
        .join(Tender, Tender.id == LotAward.tender_id)
        .where(FrameworkContract.id.in_(contract_ids))
    )
    return {row[0]: row[1] for row in rows}
