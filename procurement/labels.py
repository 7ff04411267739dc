"""The Dutch words for the choices of procurement."""

from enum import Enum
from typing import Any

from procurement.bids import ENVELOPE_LABELS, PART_LABELS
from procurement.bids import STATUS_LABELS as BID_STATUS_LABELS
from procurement.parties import KIND_LABELS, RELIANCE_LABELS

LABELS: dict[Enum, str] = {}

#: Apart from the others: a bid and a tender can both be "opened", and their words differ.
BID_LABELS: dict[Any, str] = {
    **BID_STATUS_LABELS, **ENVELOPE_LABELS, **PART_LABELS, **KIND_LABELS, **RELIANCE_LABELS
}  # fmt: skip
