"""Proofs a supplier keeps valid: insurances, quality marks, certificates and statements, each with its last day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from townhall.periods import add_months
from townhall.refusal import Obstacle


class CertificateKind(StrEnum):
    """What it proves."""

    LIABILITY_INSURANCE = "liability_insurance"
    PROFESSIONAL_INSURANCE = "professional_insurance"
    QUALITY_MARK = "quality_mark"
    ISO_9001 = "iso_9001"
    ISO_27001 = "iso_27001"
    TAX_STATEMENT = "tax_statement"
    CONDUCT_STATEMENT = "conduct_statement"
    OTHER = "other"


class CertificateStatus(StrEnum):
    """What the municipality found."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class CertificateState(StrEnum):
    """How it stands on a day."""

    WAITS = "waits"
    VALID = "valid"
    ENDS_SOON = "ends_soon"
    EXPIRED = "expired"
    REJECTED = "rejected"


#: From this many months before its last day a proof is about to end.
SOON_MONTHS = 2

CERTIFICATE_LABELS: tuple[dict[Any, str], ...] = (
    {
        CertificateKind.LIABILITY_INSURANCE: "Aansprakelijkheidsverzekering (AVB)",
        CertificateKind.PROFESSIONAL_INSURANCE: "Beroepsaansprakelijkheidsverzekering",
        CertificateKind.QUALITY_MARK: "Keurmerk Blik op Werk of gelijkwaardig",
        CertificateKind.ISO_9001: "ISO 9001 of gelijkwaardig",
        CertificateKind.ISO_27001: "ISO 27001 of NEN 7510, of gelijkwaardig",
        CertificateKind.TAX_STATEMENT: "Verklaring betalingsgedrag Belastingdienst",
        CertificateKind.CONDUCT_STATEMENT: "Gedragsverklaring aanbesteden",
        CertificateKind.OTHER: "Ander bewijs",
    },
    {
        CertificateStatus.OFFERED: "Wacht op controle",
        CertificateStatus.ACCEPTED: "Gecontroleerd",
        CertificateStatus.REJECTED: "Afgewezen",
    },
    {
        CertificateState.WAITS: "Wacht op controle",
        CertificateState.VALID: "Geldig",
        CertificateState.ENDS_SOON: "Loopt binnenkort af",
        CertificateState.EXPIRED: "Verlopen",
        CertificateState.REJECTED: "Afgewezen",
    },
)


@dataclass(frozen=True)
class CertificateFacts:
    """The days of a proof; ``valid_until`` None: without a last day."""

    status: CertificateStatus
    valid_from: date
    valid_until: date | None


def state_of(certificate: CertificateFacts, today: date) -> CertificateState:
    """How this proof stands today; its last day still counts."""
    if certificate.status is CertificateStatus.REJECTED:
        return CertificateState.REJECTED
    if certificate.valid_until is not None and certificate.valid_until < today:
        return CertificateState.EXPIRED
    if certificate.status is CertificateStatus.OFFERED:
        return CertificateState.WAITS
    if certificate.valid_until is not None and certificate.valid_until <= add_months(today, SOON_MONTHS):
        return CertificateState.ENDS_SOON
    return CertificateState.VALID


def obstacles_to_offering(valid_from: date, valid_until: date | None, *, today: date) -> list[Obstacle]:
    """Why a proof with these days cannot be handed in."""
    if valid_until is None:
        return []
    if valid_until < valid_from:
        return [
            Obstacle(
                "ends-before-start", "De laatste dag ligt voor de eerste dag. Controleer beide data.", "valid_until"
            )
        ]
    if valid_until < today:
        text = "Dit bewijs is al verlopen. Stuur een bewijs dat nu geldt."
        return [Obstacle("expired", text, "valid_until")]
    return []


def obstacles_to_judging(certificate: CertificateFacts, *, accepts: bool, judgement: str) -> list[Obstacle]:
    """Why the municipality cannot judge this proof now."""
    if certificate.status is not CertificateStatus.OFFERED:
        return [Obstacle("judged-already", "Dit bewijs is al beoordeeld.")]
    if not accepts and not judgement:
        return [
            Obstacle("reason-missing", "Schrijf op waarom u dit bewijs afwijst. De aanbieder leest dit.", "judgement")
        ]
    return []
