"""Changing a signed contract: by a change the law allows without buying anew, or by a new fee."""

from datetime import date, datetime
from decimal import Decimal

from contracts import terms
from contracts.lifecycle import ContractStatus
from contracts.models import ContractModification, FrameworkContract, MilestoneRate
from contracts.models.frameworks import ContractMilestone
from contracts.modifications import Change, obstacles_to_modifying, obstacles_to_publication
from contracts.queries.standing import modification_facts
from contracts.rates import Rate, obstacles_to_new_rate
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.refusal import Obstacle, refuse_if


def record_modification(
    contract: FrameworkContract,
    change: Change,
    *,
    agreed_on: date,
    actor: Actor,
    now: datetime,
) -> ContractModification:
    """Record a change of a signed contract; refused when the law asks to buy anew.

    Months that the change adds move the last day: an extension that was no option is such a change.
    """
    refuse_if(
        _obstacles_to_changing_signed(contract)
        or [
            *obstacles_to_modifying(change, modification_facts(contract, on=agreed_on)),
            *_obstacles_to_agreeing(contract, change, agreed_on, now.date()),
        ]
    )
    modification = ContractModification(
        sequence=len(contract.modifications) + 1,
        kind=change.kind,
        value=change.value,
        months=change.months,
        reason=change.reason,
        clause=change.clause,
        agreed_on=agreed_on,
        recorded_by_id=actor.account_id,
    )
    before = {"ends_on": contract.ends_on, "maximum_value": contract.maximum_value}
    contract.modifications.append(modification)
    contract.months_by_modification += change.months
    contract.ends_on = terms.ends_on(contract.term())
    if contract.maximum_value is not None:
        contract.maximum_value += change.value
    trail.record(
        "contract.modified",
        contract,
        actor=actor,
        now=now,
        before=before,
        after={
            "kind": change.kind,
            "value": change.value,
            "months": change.months,
            "ends_on": contract.ends_on,
            "maximum_value": contract.maximum_value,
        },
        reason=change.reason,
    )
    return modification


def record_publication(
    modification: ContractModification, *, published_on: date, reference: str, actor: Actor, now: datetime
) -> None:
    """Record that the notice of a change (art. 2.163d, 2.163e) was published, under this number."""
    contract = modification.contract
    refuse_if(
        obstacles_to_publication(
            modification.kind, held=modification.publication_reference, agreed_on=modification.agreed_on,
            published_on=published_on, reference=reference, today=now.date(),
        )
    )  # fmt: skip
    modification.published_on, modification.publication_reference = published_on, reference
    after = {"change": modification.sequence, "published_on": published_on, "reference": reference}
    trail.record("contract.change-published", contract, actor=actor, now=now, after=after)


def set_rate(
    milestone: ContractMilestone,
    *,
    amount: Decimal,
    valid_from: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> MilestoneRate:
    """Agree a later amount for a milestone; what was earned before keeps the old one."""
    contract = milestone.contract
    new = Rate(valid_from=valid_from, amount=amount)
    held = [Rate(contract.starts_on, milestone.amount), *(rate.facts() for rate in milestone.rates)]
    found = _obstacles_to_changing_signed(contract) + obstacles_to_new_rate(held, new, today=now.date())
    if not reason.strip():
        found.append(Obstacle("reason-missing", "Schrijf op waarom het tarief verandert.", "reason"))
    refuse_if(found)
    rate = MilestoneRate(amount=amount, valid_from=valid_from, reason=reason, recorded_by_id=actor.account_id)
    milestone.rates.append(rate)
    trail.record(
        "contract.rate-set",
        contract,
        actor=actor,
        now=now,
        before={"milestone": milestone.label, "amount": held[-1].amount},
        after={"milestone": milestone.label, "amount": amount, "valid_from": valid_from},
        reason=reason,
    )
    return rate


def _obstacles_to_agreeing(
    contract: FrameworkContract, change: Change, agreed_on: date, today: date
) -> list[Obstacle]:
    found = []
    if agreed_on > today:
        text = "De dag van de afspraak ligt in de toekomst."
        found.append(Obstacle("agreed-in-future", text, "agreed_on"))
    if contract.signed_on is not None and agreed_on < contract.signed_on:
        text = "Op deze dag was het contract nog niet getekend."
        found.append(Obstacle("agreed-before-signing", text, "agreed_on"))
    if contract.maximum_value is not None and contract.maximum_value + change.value < 0:
        found.append(Obstacle("maximum-below-zero", "Het maximum zou onder nul komen.", "value"))
    return found


def _obstacles_to_changing_signed(contract: FrameworkContract) -> list[Obstacle]:
    if contract.status is ContractStatus.SIGNED:
        return []
    if contract.status is ContractStatus.DRAFT:
        return [Obstacle("not-signed", "Dit is nog een concept. Pas het concept zelf aan.")]
    return [Obstacle("ended", "Dit contract is geëindigd. Wijzigen kan niet meer.")]


