"""Facts of changes to be announced, notices of default and exit plans; one query each."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from alerts.due import Fact
from alerts.occasion import OccasionKind
from contracts.models.endings import DefaultNotice, ExitStep
from contracts.models.modifications import ContractModification
from contracts.modifications import ModificationKind, must_be_published
from townhall.database import db
from townhall.filters import day, euro

#: The law names no term for the notice of a change (house practice).
DAYS_TO_ANNOUNCE = 30


def facts() -> list[Fact]:
    """All facts of changes, defaults and ends."""
    return [*changes_to_announce(), *defaults(), *exit_steps()]


def changes_to_announce() -> list[Fact]:
    """Changes that the law wants announced, and of which no notice is on record."""
    kinds = [kind for kind in ModificationKind if must_be_published(kind)]
    rows = db.session.scalars(
        select(ContractModification)
        .where(ContractModification.kind.in_(kinds), ContractModification.published_on.is_(None))
        .options(joinedload(ContractModification.contract))
        .order_by(ContractModification.id)
    )
    return [
        Fact(
            OccasionKind.CHANGE_TO_ANNOUNCE, f"contract_modification:{change.id}",
            f"{change.contract.number} {change.contract.title}: wijziging {change.sequence} van {euro(change.value)}, "
            f"afgesproken op {day(change.agreed_on)}.",
            f"/contracten/{change.contract.number}/wijzigingen",
            due_on=change.agreed_on + timedelta(days=DAYS_TO_ANNOUNCE), contract_id=change.contract_id,
        )
        for change in rows
    ]  # fmt: skip


def defaults() -> list[Fact]:
    """Notices of default that are not closed, with the day after which it is the municipality's turn."""
    rows = db.session.scalars(
        select(DefaultNotice)
        .where(DefaultNotice.outcome.is_(None))
        .options(joinedload(DefaultNotice.contract))
        .order_by(DefaultNotice.id)
    )
    return [
        Fact(
            OccasionKind.DEFAULT_TERM, f"default_notice:{notice.id}",
            f"{notice.contract.number} {notice.contract.title}: "
            + (f"de opdrachtnemer heeft tot en met {day(notice.cure_by)} om het goed te maken." if notice.cure_by
               else f"de opdrachtnemer kan reageren tot en met {day(notice.hearing_on)}."),
            f"/contracten/{notice.contract.number}/ingebrekestelling/{notice.sequence}",
            due_on=(notice.cure_by or notice.hearing_on) + timedelta(days=1), contract_id=notice.contract_id,
        )
        for notice in rows
    ]  # fmt: skip


def exit_steps() -> list[Fact]:
    """Steps of exit plans that nobody ticked off."""
    rows = db.session.scalars(
        select(ExitStep)
        .where(ExitStep.done_on.is_(None))
        .options(joinedload(ExitStep.contract))
        .order_by(ExitStep.due_on, ExitStep.id)
    )
    return [
        Fact(
            OccasionKind.EXIT_STEP_DUE, f"exit_step:{step.id}",
            f"{step.contract.number} {step.contract.title}: {step.label} ({step.owner}), uiterlijk {day(step.due_on)}.",
            f"/contracten/{step.contract.number}/einde", due_on=step.due_on, contract_id=step.contract_id,
        )
        for step in rows
    ]  # fmt: skip
