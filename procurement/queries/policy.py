"""The tables of law and policy as they stand: those of the code, and what an administrator added."""

from sqlalchemy import select

from procurement.bands import DEFAULT_BANDS, PolicyBand
from procurement.models.policy import PolicyBandRow, ThresholdRow
from procurement.thresholds import THRESHOLDS, Threshold
from townhall.database import db


def policy_bands() -> list[PolicyBand]:
    """Every band, the built-in ones first."""
    rows = db.session.scalars(
        select(PolicyBandRow).order_by(
            PolicyBandRow.market, PolicyBandRow.in_force_from, PolicyBandRow.from_amount
        )
    )
    return [*DEFAULT_BANDS, *(row.facts() for row in rows)]


def thresholds() -> list[Threshold]:
    """Every threshold amount, the built-in ones first."""
    rows = db.session.scalars(select(ThresholdRow).order_by(ThresholdRow.in_force_from, ThresholdRow.kind))
    return [*THRESHOLDS, *(row.facts() for row in rows)]
