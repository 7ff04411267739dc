"""Reporting a milestone, and the municipality's judgement on it."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from contracts.fee_histories import worked_out
from contracts.fee_terms import FeeTerms
from contracts.milestones import (
    AchievementStatus,
    RejectionReason,
    StepTerms,
    obstacles_to_achieving,
)
from contracts.models.frameworks import ContractMilestone
from contracts.models.track_terms import prices_of, rules_of, step_of
from contracts.models.tracks import Achievement, Track
from contracts.placement_kinds import BenefitEffect, PlacementStatus
from contracts.privacy import obstacles_to_free_text
from contracts.queries.achievements import earned_in_year, reached_in_another_track
from contracts.queries.referrals import locked_contract
from contracts.schedule_as_rules import code_of
from contracts.verification import (
    obstacles_to_benefit,
    obstacles_to_judging,
    obstacles_to_verifying,
    obstacles_to_year,
)
from procurement.lots import MilestoneKind
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.documents.models import Document
from townhall.money import ZERO
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
            *_obstacles_to_second_track(track, milestone),
            *obstacles_to_free_text(declaration, field="declaration"),
        ]
    )
    fee = _fee_of(track, step, reached_on, occurrence=occurrence, today=now.date())
    achievement = Achievement(
        milestone=milestone,
        occurrence=occurrence,
        reached_on=reached_on,
        status=AchievementStatus.REPORTED,
        amount=fee,
        declaration=declaration,
        proof=proof,
        reported_by_id=actor.account_id,
        reported_at=now,
    )
    track.achievements.append(achievement)
    if milestone.kind == MilestoneKind.INTAKE and track.intake_on is None:
        track.intake_on = reached_on
    after = {**_about(achievement), "reached_on": reached_on, "amount": fee}
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
    terms = FeeTerms.of(track.contract.fee_terms)
    refuse_if(
        [
            *obstacles_to_judging(
                achievement.status, reported_by_id=achievement.reported_by_id, judged_by_id=actor.account_id
            ),
            *obstacles_to_verifying(step, track.facts(), achievement.facts(), today=now.date()),
            *obstacles_to_benefit(step, benefit, must_end=terms.benefit_must_end),
            *_obstacles_to_year(achievement, terms),
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


def _fee_of(track: Track, step: StepTerms, reached_on: date, *, occurrence: int, today: date) -> Decimal:
    """What the contract's schedule brings for this step, at the amount of the day on which it was earned."""
    code = code_of(step)
    history = track.history()
    if occurrence == 1:
        history = replace(history, reached={**history.reached, code: reached_on})
    found = worked_out(rules_of(track.contract), history, prices_of(track.contract), today=today)
    lines = [line for line in found.lines if code in line.keys]
    fee = lines[occurrence - 1].amount if len(lines) >= occurrence else ZERO
    if fee == ZERO and step.amount > ZERO:
        why = lines[-1].why if lines else "de regeling van het contract geeft er geen vergoeding voor"
        refuse_if([Obstacle("earns-nothing", f"Deze mijlpaal is volgens de regeling niet verdiend: {why}.")])
    return fee


def _obstacles_to_second_track(track: Track, milestone: ContractMilestone) -> list[Obstacle]:
    if not FeeTerms.of(track.contract.fee_terms).once_per_client:
        return []
    other = reached_in_another_track(track, milestone.id)
    if other is None:
        return []
    text = (
        f"Voor deze deelnemer telde “{milestone.label}” al mee in traject {other}. Volgens dit contract telt een "
        "mijlpaal één keer per deelnemer."
    )
    return [Obstacle("once-per-client", text, "milestone")]


def _obstacles_to_year(achievement: Achievement, terms: FeeTerms) -> list[Obstacle]:
    if terms.most_per_year is None:
        return []
    # Two people who verify at once may not pass the ceiling together.
    contract = locked_contract(achievement.track.contract_id)
    year = achievement.reached_on.year
    earned = earned_in_year(contract.id, year)
    return obstacles_to_year(terms.most_per_year, year=year, earned=earned, amount=achievement.amount)


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
