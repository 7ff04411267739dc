"""Below the European thresholds: which procedure the municipality's own policy asks for.

The Gids Proportionaliteit (voorschrift 3.4A) is a sliding scale, to comply with or to explain
(art. 1.10 and 1.16 Aanbestedingswet). So the limits are data of the municipality: these rows are
only what holds until an administrator enters the amounts of the own purchasing policy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from procurement.procedures import Procedure
from townhall.money import ZERO, euros


class Market(StrEnum):
    """What is bought, as far as the bands differ."""

    SERVICES = "services"
    SAS = "sas"
    WORKS = "works"


@dataclass(frozen=True)
class PolicyBand:
    """From this estimate on, this procedure is the least that the policy asks."""

    market: Market
    from_amount: Decimal
    procedure: Procedure
    in_force_from: date
    source: str


_SOURCE = (
    "Voorbeeld: hethogeland.nl, vormen van aanbesteding en drempelwaarden; "
    "vervang door het eigen inkoopbeleid van de gemeente"
)

DEFAULT_BANDS: tuple[PolicyBand, ...] = (
    PolicyBand(Market.SERVICES, ZERO, Procedure.SINGLE_PRIVATE, date(2004, 1, 1), _SOURCE),
    PolicyBand(Market.SERVICES, euros(50000), Procedure.MULTIPLE_PRIVATE, date(2004, 1, 1), _SOURCE),
    PolicyBand(Market.SAS, ZERO, Procedure.SINGLE_PRIVATE, date(2004, 1, 1), _SOURCE),
    PolicyBand(Market.SAS, euros(50000), Procedure.MULTIPLE_PRIVATE, date(2004, 1, 1), _SOURCE),
    PolicyBand(Market.WORKS, ZERO, Procedure.SINGLE_PRIVATE, date(2004, 1, 1), _SOURCE),
    PolicyBand(Market.WORKS, euros(150000), Procedure.MULTIPLE_PRIVATE, date(2004, 1, 1), _SOURCE),
    PolicyBand(Market.WORKS, euros(1500000), Procedure.NATIONAL_OPEN, date(2004, 1, 1), _SOURCE),
)

#: From least to most open; a more open procedure than the band asks is always allowed.
BY_OPENNESS = (Procedure.SINGLE_PRIVATE, Procedure.MULTIPLE_PRIVATE, Procedure.NATIONAL_OPEN)


def bands_on(
    market: Market, day: date, *, bands: Sequence[PolicyBand] = DEFAULT_BANDS
) -> list[PolicyBand]:
    """The bands of the policy that is in force on this day; the built-in ones when there is none."""
    in_force = [band for band in bands if band.market == market and band.in_force_from <= day]
    if not in_force:
        in_force = [band for band in DEFAULT_BANDS if band.market == market]
    newest = max(band.in_force_from for band in in_force)
    return [band for band in in_force if band.in_force_from == newest]


def band_for(
    market: Market, estimate: Decimal, day: date, *, bands: Sequence[PolicyBand] = DEFAULT_BANDS
) -> PolicyBand:
    """The band this estimate falls in on this day: the highest start that is not above the estimate.

    When a policy was replaced, the rows with the latest first day count together, per market.
    """
    current = bands_on(market, day, bands=bands)
    reached = [band for band in current if band.from_amount <= estimate]
    return max(reached or current, key=lambda band: band.from_amount if reached else -band.from_amount)


def procedures_in(band: PolicyBand) -> tuple[Procedure, ...]:
    """What may be used in this band: its own procedure and every more open one."""
    least = BY_OPENNESS.index(band.procedure)
    return BY_OPENNESS[least:]
