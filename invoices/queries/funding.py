"""What the accepted lines of invoices ask of commitments and budgets, and what is there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce

from sqlalchemy import exists, func, select

from contracts.models import Achievement, ContractPartner, Track
from contracts.queries.partners import left_with_partners, payer_of
from invoices.approvals import FundingNeed
from invoices.lifecycle import LineStatus
from invoices.models import Invoice, InvoiceLine
from invoices.queries.invoices import lines_with_tracks_of
from invoices.queries.vat_treatments import treatments_of
from invoices.vat_recovery import cost_of, percent_on
from townhall.budgets import queries as budgets
from townhall.budgets.costs import Cost
from townhall.budgets.headings import Heading, Purse
from townhall.budgets.kinds import CommitmentStatus
from townhall.budgets.models import Budget, Commitment, Spending
from townhall.budgets.room import Room
from townhall.database import db
from townhall.money import CENT, ZERO, sum_of
from townhall.organisations.queries import the_municipality


@dataclass(frozen=True)
class Funding:
    """The accepted lines of one track and payer, with the commitment and the budget they are paid from."""

    track: Track
    lines: tuple[InvoiceLine, ...]
    commitment: Commitment | None
    budget: Budget | None
    need: FundingNeed
    costs: tuple[Cost, ...]
    """What each line costs: without VAT, and its VAT in what comes back and what does not."""

    @property
    def cost(self) -> Cost:
        """What the lines cost together."""
        return reduce(Cost.plus, self.costs)


#: An invoice, a track on it, and the municipality that pays: none for the own one.
_Key = tuple[int, int, int | None]


def carried_by_commitments(invoices: Collection[Invoice]) -> set[int]:
    """The ids of those of these invoices that the commitments of their tracks surely carry, in three queries.

    Of these no budget has to be asked. Where VAT comes back in part it is rounded per line: a cent for each is allowed
    for. Under a contract that a partner left the payer has to be looked up per line, so nothing is sure.
    """
    spent = (
        select(Spending.commitment_id, func.sum(Spending.amount).label("amount"))
        .group_by(Spending.commitment_id)
        .subquery()
    )
    is_left = exists().where(ContractPartner.contract_id == Track.contract_id, ContractPartner.left_on.is_not(None))
    rows = db.session.execute(
        select(
            InvoiceLine.invoice_id, func.sum(InvoiceLine.net).label("net"), func.sum(InvoiceLine.vat).label("vat"),
            func.count().label("lines"), Commitment.amount, Commitment.status, spent.c.amount.label("spent"),
            is_left.label("is_left"),
        )
        .join(Achievement, Achievement.id == InvoiceLine.achievement_id)
        .join(Track, Track.id == Achievement.track_id)
        .outerjoin(Commitment, Commitment.id == Track.commitment_id)
        .outerjoin(spent, spent.c.commitment_id == Commitment.id)
        .where(InvoiceLine.invoice_id.in_([each.id for each in invoices]), InvoiceLine.status == LineStatus.ACCEPTED)
        .group_by(InvoiceLine.invoice_id, Track.id, Commitment.id, spent.c.amount)
    )  # fmt: skip
    percents = _percents(invoices)
    short = set()
    for row in rows:
        left = row.amount - (row.spent or ZERO) if row.status is CommitmentStatus.OPEN else ZERO
        cost = cost_of(row.net, row.vat, percents[row.invoice_id])
        rounding = row.lines * CENT if cost.burden and cost.compensable else ZERO
        if row.is_left or cost.amount + rounding > left:
            short.add(row.invoice_id)
    return {each.id for each in invoices} - short


def fundings_of(invoice: Invoice, *, year: int) -> list[Funding]:
    """Per track and payer what is asked, what the commitment can carry, and the budget of that year behind it.

    A track that was taken over has two payers: the partner for what was reached up to and including its last day.
    """
    return fundings_of_each([invoice], year=year)[invoice.id]


def fundings_of_each(invoices: Sequence[Invoice], *, year: int) -> dict[int, list[Funding]]:
    """The same of many invoices, each by itself, by their ids: in as many queries as of one."""
    tracks: dict[int, Track] = {}
    asked: dict[_Key, list[InvoiceLine]] = {}
    for line in lines_with_tracks_of([invoice.id for invoice in invoices]):
        if line.status is LineStatus.ACCEPTED:
            assert line.achievement is not None, "an accepted line has its achievement"
            track = tracks[line.achievement.track_id] = line.achievement.track
            payer = payer_of(track, on=line.achievement.reached_on)
            asked.setdefault((line.invoice_id, track.id, payer), []).append(line)
    promised = _commitments(tracks, list(asked))
    spent = budgets.spent_on_each([commitment for commitment in promised.values() if commitment])
    headings = {invoice.id: invoice.contract.budget_heading for invoice in invoices}
    found = _budgets(promised, headings, year=year)
    rooms = budgets.rooms_of([budget for budget in found.values() if budget])
    percents = _percents(invoices)
    fundings: dict[int, list[Funding]] = {invoice.id: [] for invoice in invoices}
    for key, lines in asked.items():
        costs = tuple(cost_of(line.net, line.vat, percents[key[0]]) for line in lines)
        funding = _funding(tracks[key[1]], lines, costs, promised[key], spent, found[key], rooms)
        fundings[key[0]].append(funding)
    return fundings


def _percents(invoices: Collection[Invoice]) -> dict[int, Decimal]:
    """How much of the VAT of each of these invoices comes back, by their ids."""
    treatments = treatments_of({invoice.contract_id for invoice in invoices})
    return {each.id: percent_on(treatments[each.contract_id], each.issued_on) for each in invoices}


def _funding(
    track: Track,
    lines: Sequence[InvoiceLine],
    costs: tuple[Cost, ...],
    commitment: Commitment | None,
    spent: dict[int, Decimal],
    budget: Budget | None,
    rooms: dict[int, Room],
) -> Funding:
    need = FundingNeed(
        track_number=track.number,
        amount=sum_of(cost.amount for cost in costs),
        left_on_commitment=_left_on(commitment, spent),
        budget_id=budget.id if budget else None,
        room=rooms[budget.id] if budget else None,
    )
    return Funding(track, tuple(lines), commitment, budget, need, costs)


def _commitments(tracks: dict[int, Track], asked: Sequence[_Key]) -> dict[_Key, Commitment | None]:
    """Per track and payer its commitment: that of the track, or what the partner that left still promised."""
    left = [key for key in asked if payer_of(tracks[key[1]], on=date.max) != key[2]]
    with_partners = left_with_partners([tracks[key[1]] for key in left]) if left else {}
    return {
        key: with_partners.get(tracks[key[1]].number) if key in left else tracks[key[1]].commitment
        for key in asked
    }


def _budgets(
    promised: dict[_Key, Commitment | None], headings: Mapping[int, Heading], *, year: int
) -> dict[_Key, Budget | None]:
    """The budget of this year for each payer; else the one its commitment was made on."""
    own = the_municipality().id
    purses = {key: Purse(headings[key[0]], year, key[2] or own) for key in promised}
    found = budgets.budgets_paying(set(purses.values()))
    return {
        key: found.get(purses[key]) or (commitment.budget if commitment else None)
        for key, commitment in promised.items()
    }


def _left_on(commitment: Commitment | None, spent: dict[int, Decimal]) -> Decimal:
    if commitment is None or commitment.status is not CommitmentStatus.OPEN:
        return ZERO
    return max(commitment.amount - spent.get(commitment.id, ZERO), ZERO)
