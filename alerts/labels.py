"""Dutch words for alerts."""

from enum import Enum

from alerts.occasions import OCCASIONS, Area
from alerts.states import AlertState

LABELS: dict[Enum, str] = {
    Area.PROCUREMENT: "Aanbestedingen",
    Area.CONTRACTS: "Contracten",
    Area.MONEY: "Facturen en geld",
    Area.SYSTEM: "Raamwerk zelf",
    AlertState.OPEN: "Open",
    AlertState.SEEN: "Gezien",
    AlertState.TAKEN_UP: "Opgepakt",
    AlertState.SNOOZED: "Uitgesteld",
    AlertState.DELEGATED: "Overgedragen",
    AlertState.ENDED: "Afgelopen",
    **{kind: occasion.title for kind, occasion in OCCASIONS.items()},
}
