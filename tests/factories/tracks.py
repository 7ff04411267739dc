"""Tracks for tests, made through the real operations; a test names only what matters."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from contracts.milestones import months_of
from contracts.models import Achievement, ContractMilestone, FrameworkContract, Placement, Track
from contracts.models.track_terms import step_of
from contracts.operations.achievements import report_achievement, verify_achievement
from contracts.operations.case_managers import assign_to_contract
from contracts.operations.placements import record_placement
from contracts.operations.referrals import accept_referral, refer_participant
from contracts.operations.tracks import record_plan, start_track
from contracts.placement_kinds import BenefitEffect, ContractForm, WorkKind
from contracts.placements import PlacementFacts
from contracts.privacy import is_sensitive
from contracts.queries.case_managers import assignment_of
from procurement.lots import MilestoneKind
from tests.factories.contracts import account_of, running_contract
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.clock import AMSTERDAM
from townhall.database import db
from townhall.periods import add_months

REFERRED_ON = date(2026, 3, 2)


def at_nine(day: date) -> datetime:
    """Nine o'clock in the morning of that day."""
    return datetime.combine(day, time(9), AMSTERDAM)


def supplier_actor(contract: FrameworkContract) -> Actor:
    """Somebody of the firm that holds the contract."""
    account = db.session.query(Account).filter_by(organisation_id=contract.supplier_id).first()
    assert account is not None
    return account.actor()


def referred_track(
    contract: FrameworkContract | None = None, *, referred_on: date = REFERRED_ON, **options: Any
) -> Track:
    """A track that waits for the supplier, referred by Kim."""
    contract = contract or running_contract()
    kim = account_of("kim")
    if is_sensitive(contract.target_group):
        _assign(contract, kim, referred_on)
    return refer_participant(contract, actor=kim.actor(), now=at_nine(referred_on), **options)


def _assign(contract: FrameworkContract, account: Account, day: date) -> None:
    if assignment_of(contract.id, account.id) is None:
        assign_to_contract(contract, account, actor=account_of("coen").actor(), now=at_nine(day))


def running_track(
    contract: FrameworkContract | None = None,
    *,
    referred_on: date = REFERRED_ON,
    plan_on: date | None = None,
    started_on: date | None = None,
    **options: Any,
) -> Track:
    """A track that runs, with a plan: accepted the next day, planned and started a week later."""
    track = referred_track(contract, referred_on=referred_on, **options)
    actor = supplier_actor(track.contract)
    accept_referral(track, actor=actor, now=at_nine(referred_on + timedelta(days=1)))
    started_on = started_on or referred_on + timedelta(days=7)
    plan_on = plan_on or referred_on + timedelta(days=7)
    record_plan(track, plan_on, actor=actor, now=at_nine(plan_on))
    start_track(track, started_on, actor=actor, now=at_nine(started_on))
    return track


def work(**what_matters: Any) -> PlacementFacts:
    """A regular job of 32 hours without an end, from 1 April 2026."""
    facts: dict[str, Any] = {
        "starts_on": date(2026, 4, 1),
        "agreed_until": None,
        "work_kind": WorkKind.REGULAR,
        "hours_per_week": Decimal(32),
    }
    return PlacementFacts(**(facts | what_matters))


def saved_placement(track: Track, **what_matters: Any) -> Placement:
    """Work that the supplier recorded on its first day."""
    facts = work(**what_matters)
    return record_placement(
        track,
        facts,
        contract_form=ContractForm.FIXED_TERM if facts.agreed_until else ContractForm.PERMANENT,
        employer_sector="Zorg",
        actor=supplier_actor(track.contract),
        now=at_nine(facts.starts_on),
    )


def placed_track(contract: FrameworkContract | None = None, **what_matters: Any) -> Track:
    """A running track with work from 1 April 2026."""
    track = running_track(contract)
    saved_placement(track, **what_matters)
    return track


def milestone_of(contract: FrameworkContract, kind: MilestoneKind) -> ContractMilestone:
    """The step of this kind in the contract."""
    return next(milestone for milestone in contract.milestones if milestone.kind == kind)


def reported_achievement(
    track: Track, kind: MilestoneKind, *, reached_on: date | None = None, **options: Any
) -> Achievement:
    """A milestone that the supplier reported on the day it was reached."""
    milestone = milestone_of(track.contract, kind)
    day = reached_on or _first_day(track, milestone)
    return report_achievement(
        track, milestone, day, actor=supplier_actor(track.contract), now=at_nine(day), **options
    )


def verified_achievement(
    track: Track | None = None,
    kind: MilestoneKind = MilestoneKind.PLAN,
    *,
    contract: FrameworkContract | None = None,
    reached_on: date | None = None,
    by: str = "kim",
    **options: Any,
) -> Achievement:
    """An earned milestone, with every step before it, and work where it needs work."""
    if track is None:
        track = running_track(contract)
    milestone = milestone_of(track.contract, kind)
    if _is_about_work(track, milestone) and not track.placements:
        saved_placement(track)
    for earlier in track.contract.milestones:
        if earlier.sequence < milestone.sequence and not track.facts().has_reached(earlier.id):
            verified_achievement(track, earlier.kind, by=by)
    achievement = reported_achievement(track, kind, reached_on=reached_on, **options)
    verify_achievement(
        achievement,
        benefit=BenefitEffect.ENDED if kind == MilestoneKind.PLACEMENT else BenefitEffect.NOT_CHECKED,
        actor=account_of(by).actor(),
        now=at_nine(achievement.reached_on) + timedelta(days=1),
    )
    return achievement


def _is_about_work(track: Track, milestone: ContractMilestone) -> bool:
    step = step_of(milestone, track.contract)
    return milestone.kind == MilestoneKind.PLACEMENT or months_of(step) is not None


def _first_day(track: Track, milestone: ContractMilestone) -> date:
    months = months_of(step_of(milestone, track.contract))
    if months is not None and track.placed_on is not None:
        return add_months(track.placed_on, months)
    if milestone.kind == MilestoneKind.PLACEMENT and track.placed_on is not None:
        return track.placed_on
    if milestone.kind == MilestoneKind.MONTHLY_FEE:
        assert track.started_on is not None
        return add_months(track.started_on, 1)
    return max(day for day in (track.plan_on, track.started_on, track.referred_on) if day is not None)
