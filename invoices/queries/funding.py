"""What the accepted lines of an invoice ask of commitments and budgets, and what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Track
from contracts.queries.partners import payer_of
from invoices.approvals import FundingNeed
from invoices.lifecycle import LineStatus
from invoices.models import Invoice, InvoiceLine
from invoices.queries.invoices import lines_with_tracks
from townhall.budgets import queries as budgets
from townhall.budgets.kinds import CommitmentStatus
from townhall.budgets.models import Budget, Commitment
from townhall.budgets.room import Room
from townhall.money import ZERO, sum_of
from townhall.organisations.queries import the_municipality


@dataclass(frozen=True)
class Funding:
    """The accepted lines of one track, with the commitment and the budget they are paid from."""

    track: Track
    lines: tuple[InvoiceLine, ...]
    budget: Budget | None
    need: FundingNeed


def fundings_of(invoice: Invoice, *, year: int) -> list[Funding]:
    """Per track what is asked, what its commitment can carry, and the budget of that year behind it."""
    by_track: dict[int, list[InvoiceLine]] = {}
    tracks: dict[int, Track] = {}
    for line in lines_with_tracks(invoice.id):
        if line.status is LineStatus.ACCEPTED:
            assert line.achievement is not None, "an accepted line has its achievement"
            tracks[line.achievement.track_id] = line.achievement.track
            by_track.setdefault(line.achievement.track_id, []).append(line)
    spent = budgets.spent_on_each([track.commitment for track in tracks.values() if track.commitment])
    found = _budgets(list(tracks.values()), invoice.contract.budget_programme, year=year)
    rooms = budgets.rooms_of([budget for budget in found.values() if budget])
    return [
        _funding(tracks[track_id], lines, spent, found[track_id], rooms)
        for track_id, lines in by_track.items()
    ]


def _funding(
    track: Track,
    lines: Sequence[InvoiceLine],
    spent: dict[int, Decimal],
    budget: Budget | None,
    rooms: dict[int, Room],
) -> Funding:
    need = FundingNeed(
        track_number=track.number,
        amount=sum_of(line.net for line in lines),
        left_on_commitment=_left_on(track.commitment, spent),
        budget_id=budget.id if budget else None,
        room=rooms[budget.id] if budget else None,
    )
    return Funding(track, tuple(lines), budget, need)


def _budgets(tracks: Sequence[Track], programme: str, *, year: int) -> dict[int, Budget | None]:
    """The budget of this year for whoever pays each track; else the one its commitment was made on."""
    own = the_municipality().id
    payers = {track.id: payer_of(track) or own for track in tracks}
    by_payer = {
        payer: budgets.find_budget(year=year, programme=programme, organisation_id=payer)
        for payer in set(payers.values())
    }
    return {
        track.id: by_payer[payers[track.id]]
        or (track.commitment.budget if track.commitment else None)
        for track in tracks
    }


def _left_on(commitment: Commitment | None, spent: dict[int, Decimal]) -> Decimal:
    if commitment is None or commitment.status is not CommitmentStatus.OPEN:
        return ZERO
    return max(commitment.amount - spent.get(commitment.id, ZERO), ZERO)
