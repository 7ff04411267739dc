"""What waits for somebody because an invoice was paid too late; rows as in ``waiting.py``."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, literal, select

from invoices.late_charges import LateChargeStatus
from invoices.models import LateCharge, StatutoryRate
from invoices.payment_terms import INTEREST_RATES, half_year_of
from invoices.statutory_rates import RateStatus
from townhall.accounts.actor import Actor


def late_charges(_actor: Actor, _now: datetime) -> Select[Any]:
    """What suppliers asked because they were paid too late, and nobody decided about."""
    return select(LateCharge.number.label("key")).where(LateCharge.status == LateChargeStatus.ASKED)


def late_charges_to_pay(_actor: Actor, _now: datetime) -> Select[Any]:
    """The same, approved and in no payment run yet."""
    return select(LateCharge.number.label("key")).where(LateCharge.status == LateChargeStatus.APPROVED)


def rates_to_confirm(actor: Actor, _now: datetime) -> Select[Any]:
    """Rates of statutory interest that somebody else typed in and nobody looked at."""
    return select(StatutoryRate.id.label("key")).where(
        StatutoryRate.status == RateStatus.PROPOSED, StatutoryRate.recorded_by_id.is_distinct_from(actor.account_id)
    )


def missing_rate(_actor: Actor, now: datetime) -> Select[Any]:
    """One, as long as the half-year that runs has no rate of statutory interest and nobody typed one in."""
    starts_on = half_year_of(now.date())[0]
    is_known = any(rate.starts_on == starts_on for rate in INTEREST_RATES)
    typed = exists().where(StatutoryRate.starts_on == starts_on, StatutoryRate.status != RateStatus.REJECTED)
    return select(literal(starts_on.isoformat()).label("key")).where(literal(not is_known), ~typed)
