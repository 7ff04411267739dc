"""Tracks as rows for a file: what a person may see, without loading whole records."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from contracts.models.frameworks import FrameworkContract
from contracts.models.tracks import Participant, Track
from contracts.queries.tracks import may_see_contract
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.database import db
from townhall.organisations.models import Organisation
from townhall.periods import Period

#: So many rows come from the database at a time.
AT_ONCE = 5000


def rows_of(tracks: Select[Track]) -> Iterator[Any]:
    """These tracks as rows to hand over, in their order; one query."""
    wanted = tracks.with_only_columns(Track.id).order_by(None).subquery()
    manager = aliased(Account)
    statement = (
        select(
            Track.external_key, Track.number, Participant.number.label("participant"),
            FrameworkContract.number.label("contract"), FrameworkContract.target_group,
            Organisation.name.label("supplier"), Track.status, Track.ladder_step, Track.referred_on,
            Track.accepted_on, Track.intake_on, Track.plan_on, Track.started_on, Track.placed_on,
            Track.six_months_on, Track.ended_on, Track.end_reason, manager.name.label("case_manager"),
        )
        .join(Track.participant)
        .join(Track.contract)
        .join(Organisation, Organisation.id == FrameworkContract.supplier_id)
        .outerjoin(manager, manager.id == Track.case_manager_id)
        .where(Track.id.in_(select(wanted)))
        .order_by(Track.referred_on.desc(), Track.id.desc())
    )  # fmt: skip
    yield from db.session.execute(statement.execution_options(yield_per=AT_ONCE))


def numbers_referred_in(actor: Actor, period: Period) -> Sequence[str]:
    """The numbers of the tracks referred in this period that this person may see."""
    return db.session.scalars(
        select(Track.number)
        .join(Track.contract)
        .where(
            Track.referred_on >= period.starts_on, Track.referred_on < period.day_after, may_see_contract(actor)
        )
    ).all()

