"""The Dutch words for the choices of assessment and award."""

from collections.abc import Mapping
from typing import Any

from procurement import admissibility, awarding, bidder_requests, proofs
from procurement.tender_formulas import FORMULAS

#: A list of tables, for the same word can be a member of two choices.
ALL: tuple[Mapping[Any, str], ...] = (
    admissibility.GROUND_LABELS,
    admissibility.OUTCOME_LABELS,
    bidder_requests.KIND_LABELS,
    proofs.PROOF_LABELS,
    awarding.AWARD_LABELS,
    awarding.REPORT_LABELS,
    awarding.OBJECTION_LABELS,
    awarding.OUTCOME_LABELS,
    {formula: sheet.name for formula, sheet in FORMULAS.items()},
)
