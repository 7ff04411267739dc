"""All occasions on which somebody must be told, by kind.

Lead times and texts are the house's defaults. They are data: nothing else in the code knows a number of days, and an
administrator can set others (``alerts/tuning.py``).
"""

from collections.abc import Mapping
from enum import StrEnum

from alerts.occasion import Occasion as Occasion
from alerts.occasion import OccasionKind as OccasionKind
from alerts.occasion_tables import contracts, money, procurement, system


class Area(StrEnum):
    """The part of the house an occasion belongs to."""

    PROCUREMENT = "procurement"
    CONTRACTS = "contracts"
    MONEY = "money"
    SYSTEM = "system"


BY_AREA: Mapping[Area, tuple[Occasion, ...]] = {
    Area.PROCUREMENT: procurement.OCCASIONS,
    Area.CONTRACTS: contracts.OCCASIONS,
    Area.MONEY: money.OCCASIONS,
    Area.SYSTEM: system.OCCASIONS,
}

OCCASIONS: Mapping[OccasionKind, Occasion] = {
    occasion.kind: occasion for occasions in BY_AREA.values() for occasion in occasions
}

assert set(OCCASIONS) == set(OccasionKind)
