"""The Dutch words of call-offs."""

from enum import Enum

from contracts.call_offs import CallOffWay

CALL_OFF_LABELS: tuple[dict[Enum, str], ...] = (
    {
        CallOffWay.RANK: "Op rangorde",
        CallOffWay.ROTATION: "In rotatie",
        CallOffWay.CONDITIONS: "Op een voorwaarde van de raamovereenkomst",
        CallOffWay.MINICOMPETITION: "Na een minicompetitie",
    },
)
