"""Questions about price indexes and the indexations of a contract."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from contracts.indexation import Figure, IndexationStatus
from contracts.models.indexes import PriceIndexFigure, RateIndexation
from townhall.database import db


def known_indexes() -> list[str]:
    """The names of the indexes of which a figure was recorded."""
    return list(
        db.session.scalars(select(PriceIndexFigure.index_name).distinct().order_by(PriceIndexFigure.index_name))
    )


def all_figures() -> list[PriceIndexFigure]:
    """Every figure as it was recorded, by index, the newest month first; a correction before what it corrects."""
    return list(
        db.session.scalars(
            select(PriceIndexFigure)
            .options(joinedload(PriceIndexFigure.recorded_by))
            .order_by(PriceIndexFigure.index_name, PriceIndexFigure.month.desc(), PriceIndexFigure.id.desc())
        )
    )


def figures_of(index_name: str) -> list[Figure]:
    """The figures of this index that count: per month the one recorded last."""
    rows = db.session.scalars(
        select(PriceIndexFigure).where(PriceIndexFigure.index_name == index_name).order_by(PriceIndexFigure.id)
    )
    newest = {row.month: row.facts() for row in rows}
    return list(newest.values())


def indexations_of(contract_id: int) -> list[RateIndexation]:
    """The indexations of this contract, newest first, with who worked them out and who decided."""
    return list(
        db.session.scalars(
            select(RateIndexation)
            .where(RateIndexation.contract_id == contract_id)
            .options(joinedload(RateIndexation.proposed_by), joinedload(RateIndexation.decided_by))
            .order_by(RateIndexation.id.desc())
        )
    )


def approved_before(contract_id: int) -> list[RateIndexation]:
    """The indexations of this contract that were approved."""
    return [each for each in indexations_of(contract_id) if each.status is IndexationStatus.APPROVED]


def approved_of(contract_ids: Sequence[int]) -> list[RateIndexation]:
    """The approved indexations of these contracts, by the day from which they count."""
    return list(
        db.session.scalars(
            select(RateIndexation)
            .where(RateIndexation.contract_id.in_(contract_ids), RateIndexation.status == IndexationStatus.APPROVED)
            .order_by(RateIndexation.valid_from, RateIndexation.id)
        )
    )
