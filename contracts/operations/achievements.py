"""Reporting a milestone, and the municipality's judgement on it."""

from datetime import date, datetime

from contracts.milestones import (
    AchievementStatus,
    RejectionReason,
    obstacles_to_achieving,
)
from contracts.models.frameworks import ContractMilestone
from contracts.models.track_terms import step_of
from contracts.models.tracks import Achievement, Track
from contracts.placement_kinds import BenefitEffect, PlacementStatus
from contracts.privacy import obstacles_to_free_text
from contracts.verification import (
    obstacles_to_benefit,
    obstacles_to_judging,
    obstacles_to_verifying,
)
from procurement.lots import MilestoneKind
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.documents.models import Document
from townhall.refusal import Obstacle, refuse_if


def report_achievement(
    track: Track,
    milestone: ContractMilestone,
    reached_on: date,
    *,
    occurrence: int = 1,
    declaration: str = "",
    proof: Document | None = None,
    actor: Actor,
    now: datetime,
) -> Achievement:
    """Report that a step was reached, with declared facts; the fee of that day is copied."""
    assert milestone.contract_id == track.contract_id, "a step of another contract"
    assert actor.account_id is not None, "a person reports"
    step = step_of(milestone, track.contract, on=reached_on)
    refuse_if(
        [
            *obstacles_to_achieving(
                step, track.facts(), reached_on=reached_on, today=now.date(), occurrence=occurrence
            ),
            *obstacles_to_free_text(declaration, field="declaration"),
        ]
    )
    achievement = Achievement(
        milestone=milestone,
        occurrence=occurrence,
        reached_on=reached_on,
        status=AchievementStatus.REPORTED,
        amount=step.amount,
        declaration=declaration,
        proof=proof,
        reported_by_id=actor.account_id,
        reported_at=now,
    )
    track.achievements.append(achievement)
    if milestone.kind == MilestoneKind.INTAKE and track.intake_on is None:
        track.intake_on = reached_on
    after = {**_about(achievement), "reached_on": reached_on, "amount": step.amount}
    trail.record("achievement.reported", achievement, actor=actor, now=now, after=after)
    return achievement


def verify_achievement(
    achievement: Achievement,
    *,
    benefit: BenefitEffect = BenefitEffect.NOT_CHECKED,
    judgement: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    """Confirm that the step was reached: from now on it is earned, and may be invoiced once.

    For a placement the municipality says what it saw of the benefit in its own system.
    """
    track = achievement.track
    step = step_of(achievement.milestone, track.contract, on=achievement.reached_on)
    refuse_if(
        [
            *obstacles_to_judging(
                achievement.status, reported_by_id=achievement.reported_by_id, judged_by_id=actor.account_id
            ),
            *obstacles_to_verifying(step, track.facts(), achievement.facts(), today=now.date()),
            *obstacles_to_benefit(step, benefit),
            *obstacles_to_free_text(judgement, field="judgement"),
        ]
    )
    achievement.status = AchievementStatus.VERIFIED
    achievement.verified_by_id, achievement.verified_at = actor.account_id, now
    achievement.judgement = judgement
    if step.kind == MilestoneKind.PLAN and track.plan_signed_by_id is None:
        track.plan_signed_by_id = actor.account_id
    if benefit != BenefitEffect.NOT_CHECKED:
        _confirm_work(track, benefit)
    after = {**_about(achievement), "amount": achievement.amount, "benefit": benefit}
    trail.record("achievement.verified", achievement, actor=actor, now=now, after=after, reason=judgement)


def reject_achievement(
    achievement: Achievement, reason: RejectionReason, *, judgement: str = "", actor: Actor, now: datetime
) -> None:
    """Do not accept the report; the supplier reads why and may report again."""
    refuse_if(
        [
            *obstacles_to_judging(
                achievement.status, reported_by_id=achievement.reported_by_id, judged_by_id=actor.account_id
            ),
            *obstacles_to_free_text(judgement, field="judgement"),
        ]
    )
    _reject(achievement, reason, judgement=judgement, actor=actor, now=now)
    after = {**_about(achievement), "reason": reason}
    trail.record("achievement.rejected", achievement, actor=actor, now=now, after=after, reason=judgement)


def withdraw_achievement(achievement: Achievement, *, actor: Actor, now: datetime) -> None:
    """The supplier takes back a report that nobody has judged yet."""
    if achievement.status != AchievementStatus.REPORTED:
        refuse_if([Obstacle("already-judged", "Over deze melding is al beslist. Intrekken kan niet meer.")])
    _reject(achievement, RejectionReason.WITHDRAWN, judgement="", actor=actor, now=now)
    trail.record("achievement.withdrawn", achievement, actor=actor, now=now, after=_about(achievement))


def _reject(
    achievement: Achievement, reason: RejectionReason, *, judgement: str, actor: Actor, now: datetime
) -> None:
    achievement.status = AchievementStatus.REJECTED
    achievement.rejected_by_id, achievement.rejected_at = actor.account_id, now
    achievement.rejection, achievement.judgement = reason, judgement


def _confirm_work(track: Track, benefit: BenefitEffect) -> None:
    for placement in track.placements:
        if placement.status != PlacementStatus.WITHDRAWN:
            placement.benefit, placement.status = benefit, PlacementStatus.CONFIRMED


def _about(achievement: Achievement) -> dict[str, object]:
    return {
        "track": achievement.track.number,
        "milestone": achievement.milestone.label,
        "occurrence": achievement.occurrence,
    }
