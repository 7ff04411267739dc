"""A municipality shares in a contract, and may leave it half-way."""

from datetime import date, datetime
from decimal import Decimal

from contracts.milestones import still_possible
from contracts.models.frameworks import ContractPartner, FrameworkContract
from contracts.models.track_terms import steps_under
from contracts.models.tracks import Track
from contracts.partners import (
    TracksAfterLeaving,
    VolumeAfterLeaving,
    obstacles_to_joining,
    obstacles_to_leaving,
    split_promise,
)
from contracts.queries.partners import tracks_still_to_pay
from contracts.tracks import LIVE
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.budgets import queries as budgets
from townhall.budgets.kinds import CommitmentStatus
from townhall.budgets.models import Budget, Commitment
from townhall.budgets.operations import commit_amount, release_commitment
from townhall.money import ZERO, sum_of
from townhall.organisations.models import Organisation
from townhall.organisations.queries import the_municipality
from townhall.refusal import refuse_if


def add_partner(
    contract: FrameworkContract,
    organisation: Organisation,
    *,
    share: Decimal | None,
    participants_per_year: int | None = None,
    named_in: str = "",
    actor: Actor,
    now: datetime,
) -> ContractPartner:
    """Let another municipality share in the contract; without a share or a volume none was agreed."""
    held = [partner.facts() for partner in contract.partners]
    refuse_if(obstacles_to_joining(held, name=organisation.name, share=share, contract=contract.status))
    partner = ContractPartner(
        organisation=organisation, share=share, participants_per_year=participants_per_year, named_in=named_in
    )
    contract.partners.append(partner)
    after = {
        "partner": organisation.name,
        "share": share,
        "participants_per_year": participants_per_year,
        "named_in": named_in,
    }
    trail.record("contract.partner-added", contract, actor=actor, now=now, after=after)
    return partner


def let_partner_leave(
    partner: ContractPartner,
    *,
    left_on: date,
    tracks: TracksAfterLeaving,
    volume: VolumeAfterLeaving,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """A partner takes part up to and including this day; its running tracks run on, at its cost or the municipality's.

    Of tracks that are taken over, also those that ended in work, it pays what was reached up to and including that day;
    what they may reach after it is promised on the municipality's own budget.
    """
    contract = partner.contract
    refuse_if(
        obstacles_to_leaving(
            partner.facts(),
            left_on=left_on,
            tracks=tracks,
            reason=reason,
            contract_starts_on=contract.starts_on,
            contract_ends_on=contract.ends_on,
            today=now.date(),
        )
    )
    unfinished = tracks_still_to_pay(partner)
    partner.left_on, partner.leaving_reason = left_on, reason
    partner.tracks_after, partner.volume_after = tracks, volume
    contract.version += 1  # the partners are rows of their own; who has the contract open must notice
    if tracks is TracksAfterLeaving.TAKEN_OVER:
        _take_over(partner, unfinished, actor=actor, now=now)
    after = {
        "partner": partner.organisation.name,
        "left_on": left_on,
        "tracks_after": tracks,
        "volume_after": volume,
        "running_tracks": sum(track.status in LIVE for track in unfinished),
    }
    trail.record("contract.partner_left", contract, actor=actor, now=now, after=after, reason=reason)


def _take_over(partner: ContractPartner, unfinished: list[Track], *, actor: Actor, now: datetime) -> None:
    """Promise what these tracks may still reach on the municipality's own budget of this year.

    What was reached up to and including the partner's last day and not paid yet stays promised on its own budget.
    """
    heading, name, facts = partner.contract.budget_heading, partner.organisation.name, partner.facts()
    own = budgets.budget_paying(heading, year=now.year, organisation_id=the_municipality().id)
    for track in unfinished:
        promised = track.commitment
        if promised is not None and promised.status is CommitmentStatus.OPEN:
            left = max(promised.amount - budgets.spent_on(promised), ZERO)
            after = sum_of(each.amount for each in track.reached() if not facts.pays_for(each.reached_on))
            possible = still_possible(steps_under(track.contract), track.reached(), track.life())
            theirs, ours = split_promise(left, possible_after=after + possible)
            release_commitment(
                promised, reason=f"Traject {track.number} is overgenomen van {name}", actor=actor, now=now
            )
            purpose = f"Traject {track.number}, bereikt tot en met {partner.left_on:%d-%m-%Y}"
            _promise(promised.budget, track, theirs, purpose, actor=actor, now=now)
            purpose = f"Traject {track.number}, overgenomen van een partnergemeente"
            track.commitment = _promise(own, track, ours, purpose, actor=actor, now=now)


def _promise(
    budget: Budget | None, track: Track, amount: Decimal, purpose: str, *, actor: Actor, now: datetime
) -> Commitment | None:
    if budget is None or amount == ZERO:
        return None
    return commit_amount(
        budget,
        amount,
        purpose=purpose,
        reference=track.number,
        supplier_id=track.contract.supplier_id,
        actor=actor,
        now=now,
    )
