"""A municipality shares in a contract, and may leave it half-way."""

from datetime import date, datetime
from decimal import Decimal

from contracts.models.frameworks import ContractPartner, FrameworkContract
from contracts.models.tracks import Track
from contracts.partners import (
    TracksAfterLeaving,
    VolumeAfterLeaving,
    obstacles_to_joining,
    obstacles_to_leaving,
)
from contracts.queries.partners import tracks_still_to_pay
from contracts.tracks import LIVE
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.budgets import queries as budgets
from townhall.budgets.kinds import CommitmentStatus
from townhall.budgets.models import Budget, Commitment
from townhall.budgets.operations import commit_amount, release_commitment
from townhall.money import ZERO
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
    refuse_if(obstacles_to_joining(held, name=organisation.name, share=share))
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

    Tracks that are taken over, also those that ended in work, leave its budget: what they may still cost is promised on
    the municipality's own.
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
        _take_over(contract, unfinished, partner.organisation.name, actor=actor, now=now)
    after = {
        "partner": partner.organisation.name,
        "left_on": left_on,
        "tracks_after": tracks,
        "volume_after": volume,
        "running_tracks": sum(track.status in LIVE for track in unfinished),
    }
    trail.record("contract.partner_left", contract, actor=actor, now=now, after=after, reason=reason)


def _take_over(contract: FrameworkContract, unfinished: list[Track], name: str, *, actor: Actor, now: datetime) -> None:
    """Move what these tracks may still cost from the partner's budget to the municipality's own of this year."""
    own = budgets.find_budget(year=now.year, programme=contract.budget_programme, organisation_id=the_municipality().id)
    for track in unfinished:
        promised = track.commitment
        if promised is not None and promised.status is CommitmentStatus.OPEN:
            still = max(promised.amount - budgets.spent_on(promised), ZERO)
            release_commitment(
                promised, reason=f"Traject {track.number} is overgenomen van {name}", actor=actor, now=now
            )
            track.commitment = _promise(own, track, still, actor=actor, now=now)


def _promise(budget: Budget | None, track: Track, amount: Decimal, *, actor: Actor, now: datetime) -> Commitment | None:
    if budget is None or amount == ZERO:
        return None
    return commit_amount(
        budget,
        amount,
        purpose=f"Traject {track.number}, overgenomen van een partnergemeente",
        reference=track.number,
        supplier_id=track.contract.supplier_id,
        actor=actor,
        now=now,
    )
