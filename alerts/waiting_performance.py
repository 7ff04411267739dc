"""What waits for somebody about the results of suppliers; rows as in ``waiting.py``."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from contracts.models.endings import DefaultNotice
from contracts.models.frameworks import FrameworkContract
from contracts.models.performance import Complaint, ImprovementPlan, ProgressReport
from contracts.models.sroi import SroiEffort
from contracts.sroi import SroiStatus
from townhall.accounts.actor import Actor
from townhall.organisations.certificate_models import Certificate
from townhall.organisations.certificates import CertificateStatus


def reports(_actor: Actor, _now: datetime) -> Select[Any]:
    """Progress reports that nobody read yet."""
    return (
        select(FrameworkContract.number.label("key"))
        .join(ProgressReport, ProgressReport.contract_id == FrameworkContract.id)
        .where(ProgressReport.read_at.is_(None))
    )


def complaints(_actor: Actor, _now: datetime) -> Select[Any]:
    """Complaints that were not settled yet, with the last day to do so."""
    found: Select[Any] = (
        select(FrameworkContract.number.label("key"))
        .add_columns(Complaint.answer_by.label("until"))
        .join(Complaint, Complaint.contract_id == FrameworkContract.id)
        .where(Complaint.settled_on.is_(None))
    )
    return found


def plans_to_close(_actor: Actor, now: datetime) -> Select[Any]:
    """Improvement plans of which the term is over."""
    return (
        select(FrameworkContract.number.label("key"))
        .join(ImprovementPlan, ImprovementPlan.contract_id == FrameworkContract.id)
        .where(ImprovementPlan.closed_on.is_(None), ImprovementPlan.due_on < now.date())
    )


def plans_to_answer(actor: Actor, _now: datetime) -> Select[Any]:
    """Improvement plans that were asked of this supplier and not answered."""
    return (
        select(FrameworkContract.number.label("key"))
        .join(ImprovementPlan, ImprovementPlan.contract_id == FrameworkContract.id)
        .where(
            ImprovementPlan.closed_on.is_(None), ImprovementPlan.answered_at.is_(None),
            FrameworkContract.supplier_id == actor.organisation_id,
        )
    )  # fmt: skip


def defaults_to_answer(actor: Actor, now: datetime) -> Select[Any]:
    """Announced notices of default to which this supplier can still reply, with the last day to do so."""
    found: Select[Any] = (
        select(FrameworkContract.number.label("key"))
        .add_columns(DefaultNotice.hearing_on.label("until"))
        .join(DefaultNotice, DefaultNotice.contract_id == FrameworkContract.id)
        .where(
            DefaultNotice.replied_on.is_(None), DefaultNotice.sent_on.is_(None), DefaultNotice.outcome.is_(None),
            DefaultNotice.hearing_on >= now.date(), FrameworkContract.supplier_id == actor.organisation_id,
        )
    )  # fmt: skip
    return found


def efforts(_actor: Actor, _now: datetime) -> Select[Any]:
    """Social return that was reported and not judged."""
    return (
        select(FrameworkContract.number.label("key"))
        .join(SroiEffort, SroiEffort.contract_id == FrameworkContract.id)
        .where(SroiEffort.status == SroiStatus.REPORTED)
    )


def certificates(_actor: Actor, _now: datetime) -> Select[Any]:
    """Proofs of suppliers that nobody checked yet."""
    return select(Certificate.id.label("key")).where(Certificate.status == CertificateStatus.OFFERED)
