"""Questions about how contracts end: notices of default, the exit plan, and tracks that still run."""

from datetime import date

from sqlalchemy import exists, func, select

from contracts.defaults import DefaultOutcome
from contracts.models.endings import DefaultNotice, ExitStep
from contracts.models.frameworks import FrameworkContract
from contracts.models.tracks import Track
from contracts.tracks import LIVE
from townhall.database import db
from townhall.organisations.models import Shortcoming


def defaults_of(contract: FrameworkContract) -> list[DefaultNotice]:
    """The notices of default of this contract, in order."""
    return list(
        db.session.scalars(
            select(DefaultNotice).where(DefaultNotice.contract_id == contract.id).order_by(DefaultNotice.sequence)
        )
    )


def is_in_default(contract: FrameworkContract) -> bool:
    """Whether a term in a notice of default went by without the work being done."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    DefaultNotice.contract_id == contract.id, DefaultNotice.outcome == DefaultOutcome.NOT_CURED
                )
            )
        )
    )


def exit_plan_of(contract: FrameworkContract) -> list[ExitStep]:
    """The steps of the exit plan, the first to do first; empty when there is none yet."""
    return list(
        db.session.scalars(
            select(ExitStep).where(ExitStep.contract_id == contract.id).order_by(ExitStep.due_on, ExitStep.sequence)
        )
    )


def how_many_tracks_run(contract: FrameworkContract) -> int:
    """How many tracks of this contract are not over yet."""
    return (
        db.session.scalar(
            select(func.count(Track.id)).where(Track.contract_id == contract.id, Track.status.in_(LIVE))
        )
        or 0
    )


def shortcomings_under(contract: FrameworkContract) -> list[Shortcoming]:
    """What was formally established about the supplier under this contract, newest first."""
    return list(
        db.session.scalars(
            select(Shortcoming)
            .where(
                Shortcoming.organisation_id == contract.supplier_id,
                Shortcoming.contract_reference == contract.number,
            )
            .order_by(Shortcoming.established_on.desc())
        )
    )


def late_exit_steps(contract: FrameworkContract, *, today: date) -> int:
    """How many steps of the exit plan should have been done before this day."""
    late = select(func.count(ExitStep.id)).where(
        ExitStep.contract_id == contract.id, ExitStep.done_on.is_(None), ExitStep.due_on < today
    )
    return db.session.scalar(late) or 0
