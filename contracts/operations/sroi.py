"""Social return: values of building blocks, what a contractor reports, and the municipality's judgement."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts.models.frameworks import FrameworkContract
from contracts.models.sroi import SroiBlock, SroiEffort
from contracts.operations.performance import obstacles_to_contract
from contracts.privacy import obstacles_to_free_text
from contracts.queries.sroi import values_of
from contracts.sroi import (
    BlockValue,
    SroiStatus,
    SroiUnit,
    obstacles_to_block,
    obstacles_to_judging_effort,
    obstacles_to_reporting_effort,
    worth,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.documents.models import Document
from townhall.refusal import refuse_if


def value_block(
    name: str, *, unit: SroiUnit, amount: Decimal, valid_from: date, source: str, actor: Actor, now: datetime
) -> SroiBlock:
    """Give a building block its value from a day on; the value before it ends the day before."""
    earlier = values_of(name)
    refuse_if(obstacles_to_block(BlockValue(amount, valid_from), [each.facts() for each in earlier]))
    for each in earlier:
        if each.valid_until is None:
            each.valid_until = valid_from - timedelta(days=1)
    block = SroiBlock(
        name=name, unit=unit, amount=amount, valid_from=valid_from, source=source, recorded_by_id=actor.account_id
    )
    db.session.add(block)
    after = {"amount": amount, "unit": unit, "valid_from": valid_from, "source": source}
    trail.record("sroi_block.valued", block, actor=actor, now=now, after=after)
    return block


def report_effort(
    contract: FrameworkContract, block: SroiBlock | None, *, done_on: date, quantity: Decimal, description: str,
    is_paid_result: bool = False, document: Document | None = None, actor: Actor, now: datetime,
) -> SroiEffort:  # fmt: skip
    """Report what was done as social return; its value is that of the block on that day."""
    assert actor.account_id is not None, "a person reports"
    refuse_if(
        [
            *obstacles_to_contract(contract),
            *obstacles_to_reporting_effort(
                None if block is None else block.facts(), done_on=done_on, quantity=quantity,
                is_paid_result=is_paid_result, percent=contract.sroi_percent, today=now.date(),
            ),
            *obstacles_to_free_text(description, field="description"),
        ]
    )  # fmt: skip
    assert block is not None, "refused above"
    effort = SroiEffort(
        contract_id=contract.id, contract=contract, block=block, done_on=done_on, quantity=quantity,
        amount=worth(block.amount, quantity), description=description, document=document,
        reported_by_id=actor.account_id, reported_at=now,
    )  # fmt: skip
    db.session.add(effort)
    after = {"contract": contract.number, "block": block.name, "quantity": str(quantity), "amount": effort.amount}
    trail.record("sroi_effort.reported", effort, actor=actor, now=now, after=after)
    return effort


def judge_effort(effort: SroiEffort, *, accepts: bool, judgement: str = "", actor: Actor, now: datetime) -> None:
    """Let an effort count, or say why it does not; never by who reported it."""
    refuse_if(
        [
            *obstacles_to_judging_effort(effort.status, judgement=judgement, accepts=accepts),
            *obstacles_to_free_text(judgement, field="judgement"),
        ]
    )
    effort.status = SroiStatus.ACCEPTED if accepts else SroiStatus.REJECTED
    effort.judged_by_id, effort.judged_at, effort.judgement = actor.account_id, now, judgement
    act = "sroi_effort.accepted" if accepts else "sroi_effort.rejected"
    trail.record(act, effort, actor=actor, now=now, after={"amount": effort.amount}, reason=judgement)
