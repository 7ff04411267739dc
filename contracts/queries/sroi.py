"""Questions about social return: the values of building blocks, what was delivered, and the balance."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from sqlalchemy import Integer, cast, extract, func, select
from sqlalchemy.orm import joinedload

from contracts.milestones import AchievementStatus
from contracts.models.frameworks import FrameworkContract
from contracts.models.sroi import SroiBlock, SroiEffort
from contracts.models.tracks import Achievement, Track
from contracts.sroi import SroiStatus, YearBalance, balance
from townhall.database import db


def all_blocks() -> list[SroiBlock]:
    """Every value of every building block, by name, newest first."""
    return list(db.session.scalars(select(SroiBlock).order_by(SroiBlock.name, SroiBlock.valid_from.desc())))


def values_of(name: str) -> list[SroiBlock]:
    """The values that this building block had and has."""
    return list(db.session.scalars(select(SroiBlock).where(SroiBlock.name == name)))


def blocks_on(day: date) -> list[SroiBlock]:
    """The building blocks that hold on this day, by name."""
    return [block for block in all_blocks() if block.facts().holds_on(day)]


def efforts_of(contract: FrameworkContract) -> list[SroiEffort]:
    """What was reported under this contract, newest first."""
    return list(
        db.session.scalars(
            select(SroiEffort)
            .where(SroiEffort.contract_id == contract.id)
            .options(joinedload(SroiEffort.block), joinedload(SroiEffort.judged_by), joinedload(SroiEffort.document))
            .order_by(SroiEffort.done_on.desc(), SroiEffort.id.desc())
        )
    )


def effort_with_id(contract: FrameworkContract, effort_id: int) -> SroiEffort | None:
    """The effort with this id under this contract."""
    return db.session.scalar(
        select(SroiEffort)
        .where(SroiEffort.contract_id == contract.id, SroiEffort.id == effort_id)
        .options(joinedload(SroiEffort.block), joinedload(SroiEffort.contract))
    )


def balance_of(contract: FrameworkContract) -> list[YearBalance]:
    """Owed, delivered and open per year; nothing where no social return was agreed. Two queries."""
    if contract.sroi_percent is None:
        return []
    sums: dict[SroiStatus, dict[int, Decimal]] = defaultdict(dict)
    year = cast(extract("year", SroiEffort.done_on), Integer).label("year")
    for in_year, status, amount in db.session.execute(
        select(year, SroiEffort.status, func.sum(SroiEffort.amount))
        .where(SroiEffort.contract_id == contract.id)
        .group_by("year", SroiEffort.status)
    ):
        sums[status][in_year] = amount
    return balance(
        contract.sroi_percent, _earned_per_year(contract), sums[SroiStatus.ACCEPTED], sums[SroiStatus.REPORTED]
    )


def _earned_per_year(contract: FrameworkContract) -> dict[int, Decimal]:
    year = cast(extract("year", Achievement.reached_on), Integer).label("year")
    rows = db.session.execute(
        select(year, func.sum(Achievement.amount))
        .join(Track, Track.id == Achievement.track_id)
        .where(Track.contract_id == contract.id, Achievement.status == AchievementStatus.VERIFIED)
        .group_by("year")
    )
    return {row[0]: row[1] for row in rows}


def contract_of_effort_document(document_id: int) -> FrameworkContract | None:
    """The contract under which this document is evidence of social return."""
    return db.session.scalar(
        select(FrameworkContract)
        .join(SroiEffort, SroiEffort.contract_id == FrameworkContract.id)
        .where(SroiEffort.document_id == document_id)
    )
