"""Taking the money of an approved invoice from the commitments of its tracks: a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime

from invoices.models import Invoice
from invoices.queries.funding import Funding
from townhall.accounts.actor import Actor
from townhall.budgets.costs import Cost, split_cost
from townhall.budgets.operations import Promise, commit_amounts, spend_amounts
from townhall.money import ZERO


def take_from_commitments(fundings: Sequence[Funding], invoice: Invoice, *, actor: Actor, now: datetime) -> None:
    """Book the cost of each track and payer on its commitment, and on a further one for what that cannot carry."""
    further = _further_commitments(fundings, invoice, actor=actor, now=now)
    costs: dict[int, Cost] = {}
    paid_from: list[int] = []
    for funding in fundings:
        own, need = funding.commitment, funding.need
        from_own = min(need.amount, need.left_on_commitment)
        own_part, further_part = split_cost(funding.cost, [from_own, need.short_by])
        if from_own > ZERO:
            assert own is not None, "nothing is left on no commitment"
            costs[own.id] = costs.get(own.id, Cost(ZERO)).plus(own_part)
            last = own.id
        if need.short_by > ZERO:
            last = further[need.track_number, need.budget_id]
            costs[last] = further_part
        paid_from.append(last)
    commitments = spend_amounts(costs, reference=invoice.number, spent_on=now.date(), actor=actor, now=now)
    for funding, last in zip(fundings, paid_from, strict=True):
        for line, cost in zip(funding.lines, funding.costs, strict=True):
            line.commitment, line.vat_compensable = commitments[last], cost.compensable


def _further_commitments(
    fundings: Sequence[Funding], invoice: Invoice, *, actor: Actor, now: datetime
) -> dict[tuple[str, int | None], int]:
    """What the commitments of the tracks cannot carry, promised on the budgets: by track and budget."""
    short: dict[int, list[Funding]] = {}
    for funding in fundings:
        if funding.need.short_by > ZERO:
            assert funding.budget is not None, "refused above"
            short.setdefault(funding.budget.id, []).append(funding)
    made: dict[tuple[str, int | None], int] = {}
    for budget_id, each in sorted(short.items()):
        promises = [
            Promise(
                funding.need.short_by,
                f"Aanvulling traject {funding.track.number}, factuur {invoice.number}"[:200],
                funding.track.number,
                invoice.supplier_id,
            )
            for funding in each
        ]
        assert each[0].budget is not None
        ids = commit_amounts(each[0].budget, promises, actor=actor, now=now)
        made |= {(track_number, budget_id): commitment_id for track_number, commitment_id in ids.items()}
    return made
