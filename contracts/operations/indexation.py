"""Recording index figures, working out the new amounts of a contract, and approving them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts.fee_terms import FeeTerms
from contracts.indexation import (
    Figure,
    IndexationStatus,
    IndexedAmount,
    figure_of,
    indexed,
    month_used_before,
    next_month,
    obstacles_to_approving,
    obstacles_to_figure,
    obstacles_to_indexing,
    percent_of,
)
from contracts.lifecycle import ContractStatus
from contracts.models.frameworks import FrameworkContract, MilestoneRate
from contracts.models.indexes import PriceIndexFigure, RateIndexation
from contracts.models.track_terms import step_of
from contracts.queries.indexes import approved_before, figures_of
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def record_figure(
    index_name: str, month: date, figure: Decimal, *, source: str, actor: Actor, now: datetime
) -> PriceIndexFigure:
    """Record the figure of an index as it was published; a second one for the same month corrects the first."""
    refuse_if(obstacles_to_figure(month, figure, source=source, today=now.date()))
    row = PriceIndexFigure(
        index_name=index_name,
        month=month,
        figure=figure,
        source=source,
        recorded_by_id=actor.account_id,
        recorded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    after = {"index": index_name, "month": month, "figure": figure, "source": source}
    trail.record("index-figure.recorded", row, actor=actor, now=now, after=after)
    return row


def propose_indexation(contract: FrameworkContract, *, valid_from: date, actor: Actor, now: datetime) -> RateIndexation:
    """Work out the new amounts from that day on; they hold once somebody else has approved them."""
    clause = FeeTerms.of(contract.fee_terms).indexed
    earlier = [each.facts() for each in approved_before(contract.id)]
    figures = figures_of(clause.index) if clause else []
    refuse_if(
        [
            *_obstacles_to_contract(contract),
            *obstacles_to_indexing(
                clause, figures, earlier, valid_from=valid_from, today=now.date(), runs_until=contract.ends_on
            ),
        ]
    )
    assert clause is not None, "refused without a clause"
    before = figure_of(figures, month_used_before(clause, earlier))
    then = figure_of(figures, next_month(clause, earlier))
    assert before is not None and then is not None, "refused without figures"
    proposal = RateIndexation(
        contract=contract,
        index_name=clause.index,
        month_before=before.month,
        figure_before=before.figure,
        month=then.month,
        figure=then.figure,
        valid_from=valid_from,
        amounts=[_kept(each) for each in _new_amounts(contract, valid_from, before, then)],
        proposed_by_id=actor.account_id,
        proposed_at=now,
    )
    db.session.add(proposal)
    db.session.flush()
    after = {**_about(proposal), "figure_before": before.figure, "figure": then.figure, "valid_from": valid_from}
    trail.record("indexation.proposed", proposal, actor=actor, now=now, after=after)
    return proposal


def approve_indexation(proposal: RateIndexation, *, actor: Actor, now: datetime) -> None:
    """Let the new amounts hold from their first day; what was earned before keeps the old ones."""
    contract = proposal.contract
    refuse_if(
        obstacles_to_approving(
            proposal.status,
            proposed_by=proposal.proposed_by_id,
            by=actor.account_id,
            valid_from=proposal.valid_from,
            today=now.date(),
        )
        + _obstacles_to_contract(contract)
        + _obstacles_to_stale(proposal)
    )
    milestones = {milestone.id: milestone for milestone in contract.milestones}
    reason = f"Indexering met {proposal.index_name}, {proposal.month:%m-%Y}"
    for each in proposal.indexed_amounts():
        rate = MilestoneRate(
            amount=each.new,
            valid_from=proposal.valid_from,
            reason=reason,
            recorded_by_id=actor.account_id,
        )
        milestones[each.milestone_id].rates.append(rate)
    _decide(proposal, IndexationStatus.APPROVED, actor, now)
    after = {**_about(proposal), "valid_from": proposal.valid_from, "percent": _percent(proposal)}
    trail.record("indexation.approved", proposal, actor=actor, now=now, after=after)


def reject_indexation(proposal: RateIndexation, *, reason: str, actor: Actor, now: datetime) -> None:
    """Do not let these amounts hold; the contract keeps the amounts it has. One may reject the own proposal."""
    if proposal.status is not IndexationStatus.PROPOSED:
        refuse_if([Obstacle("already-decided", "Over deze aanpassing is al beslist.")])
    _decide(proposal, IndexationStatus.REJECTED, actor, now)
    trail.record("indexation.rejected", proposal, actor=actor, now=now, after=_about(proposal), reason=reason)


def _decide(proposal: RateIndexation, status: IndexationStatus, actor: Actor, now: datetime) -> None:
    proposal.status = status
    proposal.decided_by_id, proposal.decided_at = actor.account_id, now


def _new_amounts(contract: FrameworkContract, valid_from: date, before: Figure, then: Figure) -> list[IndexedAmount]:
    eve = valid_from - timedelta(days=1)
    steps = [step_of(milestone, contract, on=eve) for milestone in contract.milestones]
    return [
        indexed(step.label, step.milestone_id, step.amount, before=before, now=then)
        for step in steps
        if step.amount > 0
    ]


def _obstacles_to_contract(contract: FrameworkContract) -> list[Obstacle]:
    if contract.status is ContractStatus.SIGNED:
        return []
    return [Obstacle("not-signed", "Alleen de bedragen van een getekend, lopend contract worden geïndexeerd.")]


def _obstacles_to_stale(proposal: RateIndexation) -> list[Obstacle]:
    """An amount that was agreed after the proposal would be overwritten by what nobody has looked at."""
    newer = any(
        rate.valid_from >= proposal.valid_from for milestone in proposal.contract.milestones for rate in milestone.rates
    )
    before = Figure(proposal.month_before, proposal.figure_before)
    then = Figure(proposal.month, proposal.figure)
    now_worked_out = _new_amounts(proposal.contract, proposal.valid_from, before, then)
    counting = {each.month: each for each in figures_of(proposal.index_name)}
    if not newer and now_worked_out == proposal.indexed_amounts() and {before, then} <= set(counting.values()):
        return []
    text = "Na dit voorstel is een tarief of een indexcijfer veranderd. Wijs het af en bereken het opnieuw."
    return [Obstacle("proposal-outdated", text)]


def _kept(amount: IndexedAmount) -> dict[str, object]:
    return {
        "milestone_id": amount.milestone_id,
        "label": amount.label,
        "old": str(amount.old),
        "new": str(amount.new),
    }


def _percent(proposal: RateIndexation) -> Decimal:
    return percent_of(Figure(proposal.month_before, proposal.figure_before), Figure(proposal.month, proposal.figure))


def _about(proposal: RateIndexation) -> dict[str, object]:
    return {"contract": proposal.contract.number, "index": proposal.index_name, "month": proposal.month}
