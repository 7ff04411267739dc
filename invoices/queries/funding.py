"""What the accepted lines of an invoice ask of commitments and budgets, and what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.models import Track
from contracts.queries.partners import left_with_partners, payer_of
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
    """The accepted lines of one track and payer, with the commitment and the budget they are paid from."""

    track: Track
    lines: tuple[InvoiceLine, ...]
    commitment: Commitment | None
    budget: Budget | None
    need: FundingNeed


def fundings_of(invoice: Invoice, *, year: int) -> list[Funding]:
    """Per track and payer what is asked, what the commitment can carry, and the budget of that year behind it.

    A track that was taken over has two payers: the partner for what was reached up to and including its last day.
    """
    tracks: dict[int, Track] = {}
    asked: dict[tuple[int, int | None], list[InvoiceLine]] = {}
    for line in lines_with_tracks(invoice.id):
        if line.status is LineStatus.ACCEPTED:
            assert line.achievement is not None, "an accepted line has its achievement"
            track = tracks[line.achievement.track_id] = line.achievement.track
            asked.setdefault((track.id, payer_of(track, on=line.achievement.reached_on)), []).append(line)
    promised = _commitments(tracks, list(asked))
    spent = budgets.spent_on_each([commitment for commitment in promised.values() if commitment])
    found = _budgets(promised, invoice.contract.budget_programme, year=year)
    rooms = budgets.rooms_of([budget for budget in found.values() if budget])
    return [
        _funding(tracks[key[0]], lines, promised[key], spent, found[key], rooms)
        for key, lines in asked.items()
    ]


def _funding(
    track: Track,
    lines: Sequence[InvoiceLine],
    commitment: Commitment | None,
    spent: dict[int, Decimal],
    budget: Budget | None,
    rooms: dict[int, Room],
) -> Funding:
    need = FundingNeed(
        track_number=track.number,
        amount=sum_of(line.net for line in lines),
        left_on_commitment=_left_on(commitment, spent),
        budget_id=budget.id if budget else None,
        room=rooms[budget.id] if budget else None,
    )
    return Funding(track, tuple(lines), commitment, budget, need)


def _commitments(
    tracks: dict[int, Track], asked: Sequence[tuple[int, int | None]]
) -> dict[tuple[int, int | None], Commitment | None]:
    """Per track and payer its commitment: that of the track, or what the partner that left still promised."""
    left = [key for key in asked if payer_of(tracks[key[0]], on=date.max) != key[1]]
    with_partners = left_with_partners([tracks[track_id] for track_id, _ in left]) if left else {}
    return {
        key: with_partners.get(tracks[key[0]].number) if key in left else tracks[key[0]].commitment
        for key in asked
    }


def _budgets(
    promised: dict[tuple[int, int | None], Commitment | None], programme: str, *, year: int
) -> dict[tuple[int, int | None], Budget | None]:
    """The budget of this year for each payer; else the one its commitment was made on."""
    own = the_municipality().id
    by_payer = {
        payer: budgets.find_budget(year=year, programme=programme, organisation_id=payer or own)
        for payer in {payer for _, payer in promised}
    }
    return {
        key: by_payer[key[1]] or (commitment.budget if commitment else None)
        for key, commitment in promised.items()
    }


def _left_on(commitment: Commitment | None, spent: dict[int, Decimal]) -> Decimal:
    if commitment is None or commitment.status is not CommitmentStatus.OPEN:
        return ZERO
    return max(commitment.amount - spent.get(commitment.id, ZERO), ZERO)
