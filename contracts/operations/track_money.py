"""What a track may cost, promised on the budget and given back when it can no longer be earned."""

from datetime import date, datetime
from decimal import Decimal

from contracts.milestones import still_possible
from contracts.models.track_terms import steps_under
from contracts.models.tracks import Track
from contracts.queries.partners import payer_of
from contracts.tracks import TrackStatus
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.budgets import queries as budgets
from townhall.budgets.kinds import CommitmentStatus
from townhall.budgets.models import Commitment
from townhall.budgets.operations import commit_amount, release_commitment
from townhall.money import ZERO, sum_of
from townhall.organisations.queries import the_municipality
from townhall.refusal import Obstacle, refuse_if


def record_able_hours(track: Track, hours: Decimal, *, actor: Actor, now: datetime) -> None:
    """Record how many hours a week the participant is able to work: a contract may ask for a part of them.

    What was earned before keeps its amount.
    """
    if track.status is TrackStatus.RETURNED:
        refuse_if([Obstacle("returned", "De aanmelding is teruggegeven. Er valt niets vast te leggen.")])
    before = {"able_hours": track.able_hours}
    track.able_hours = hours
    after = {"able_hours": hours}
    trail.record("track.able-hours-recorded", track, actor=actor, now=now, before=before, after=after)


def commitment_for(track: Track, amount: Decimal, *, actor: Actor, now: datetime) -> Commitment | None:
    """Promise the amount on this year's budget of the contract's lot or programme; none without such a budget."""
    payer = payer_of(track, on=now.date()) or the_municipality().id
    budget = budgets.budget_paying(track.contract.budget_heading, year=now.year, organisation_id=payer)
    if budget is None or amount == ZERO:
        return None
    return commit_amount(
        budget,
        amount,
        purpose=f"Traject {track.number}, contract {track.contract.number}",
        reference=track.number,
        supplier_id=track.contract.supplier_id,
        actor=actor,
        now=now,
    )


def settle_commitment(track: Track, *, actor: Actor, now: datetime) -> None:
    """After an end: give back what can no longer be earned, and keep promised what is still to be paid.

    What was reached before the track was taken over stays promised by the partner that left.
    """
    promised = track.commitment
    if promised is None or promised.status is not CommitmentStatus.OPEN:
        return
    payer = payer_of(track, on=date.max)
    reported = sum_of(reached.amount for reached in track.reached() if payer_of(track, on=reached.reached_on) == payer)
    possible = still_possible(steps_under(track.contract), track.reached(), track.life())
    still_to_pay = max(reported + possible - budgets.spent_on(promised), ZERO)
    reason = f"Traject {track.number} is beëindigd of teruggegeven"
    release_commitment(promised, reason=reason, actor=actor, now=now)
    if still_to_pay > ZERO:
        track.commitment = commit_amount(
            promised.budget,
            still_to_pay,
            purpose=f"Traject {track.number}, nog te betalen na het einde",
            reference=track.number,
            supplier_id=track.contract.supplier_id,
            actor=actor,
            now=now,
        )
