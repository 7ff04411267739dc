"""The states of a commitment and the kinds of mandate."""

from enum import StrEnum
from typing import Any


class CommitmentStatus(StrEnum):
    OPEN = "open"
    #: Nothing more will be spent on it: what was left has gone back to the budget.
    RELEASED = "released"


class MandateKind(StrEnum):
    """What somebody may decide in the name of the municipality."""

    AWARD_DECISION = "award_decision"
    SIGN_CONTRACT = "sign_contract"
    EXTEND_CONTRACT = "extend_contract"
    COMMIT = "commit"
    APPROVE_INVOICE = "approve_invoice"


COMMITMENT_LABELS: dict[CommitmentStatus, str] = {
    CommitmentStatus.OPEN: "Open",
    CommitmentStatus.RELEASED: "Vrijgegeven",
}

MANDATE_LABELS: dict[MandateKind, str] = {
    MandateKind.AWARD_DECISION: "Gunningsbeslissing nemen",
    MandateKind.SIGN_CONTRACT: "Overeenkomst tekenen",
    MandateKind.EXTEND_CONTRACT: "Verlenging besluiten",
    MandateKind.COMMIT: "Verplichting aangaan",
    MandateKind.APPROVE_INVOICE: "Factuur akkoord geven",
}

LABELS: dict[Any, str] = {**COMMITMENT_LABELS, **MANDATE_LABELS}
