"""Questions about the statutory interest: what counts, and what waits for a second person."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from invoices.models import StatutoryRate
from invoices.payment_terms import INTEREST_RATES, InterestRate
from invoices.statutory_rates import RateStatus, known_rates
from townhall.database import db


def interest_rates() -> tuple[InterestRate, ...]:
    """The rates that count: those of the house, and those that two people added."""
    confirmed = select(StatutoryRate).where(StatutoryRate.status == RateStatus.CONFIRMED)
    return known_rates(INTEREST_RATES, [each.as_rate() for each in db.session.scalars(confirmed)])


def rates_in(status: RateStatus) -> list[StatutoryRate]:
    """The rates that were typed in and stand so, the newest half-year first."""
    return list(db.session.scalars(_with_people().where(StatutoryRate.status == status)))


def rate_with_id(rate_id: int) -> StatutoryRate | None:
    """The rate that was typed in, with who did."""
    return db.session.scalar(_with_people().where(StatutoryRate.id == rate_id))


def _with_people() -> Select[StatutoryRate]:
    return (
        select(StatutoryRate)
        .options(joinedload(StatutoryRate.recorded_by), joinedload(StatutoryRate.decided_by))
        .order_by(StatutoryRate.starts_on.desc(), StatutoryRate.id)
    )
