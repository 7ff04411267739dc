"""Deciding how much of the VAT on a contract comes back."""

from datetime import date, datetime
from decimal import Decimal

from contracts.models import FrameworkContract
from invoices.models import VatTreatment
from invoices.vat_recovery import obstacles_to_treating
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import refuse_if


def treat_vat(
    contract: FrameworkContract, percent: Decimal, *, from_on: date, reason: str, actor: Actor, now: datetime
) -> VatTreatment:
    """Let so many percent of the VAT on invoices of this day and later come back; what was approved keeps its cost."""
    refuse_if(obstacles_to_treating(percent, reason=reason))
    row = VatTreatment(
        contract_id=contract.id, from_on=from_on, percent=percent, reason=reason, decided_by_id=actor.account_id,
        decided_at=now,
    )  # fmt: skip
    db.session.add(row)
    after = {"contract": contract.number, "percent": percent, "from_on": from_on}
    trail.record("vat_treatment.decided", row, actor=actor, now=now, after=after, reason=reason)
    return row
