"""The content of a requirement as a rectification keeps it: before and after."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from procurement.procedures import RequirementKind, VerificationMoment
from procurement.tender_content import RequirementContent


def as_facts(content: RequirementContent) -> dict[str, Any]:
    """What is kept of a requirement; ``from_facts`` reads it back exactly."""
    return {
        "text": content.text,
        "kind": content.kind.value,
        "lot": content.lot_number,
        "criterion": content.criterion_code,
        "section": content.section_number,
        "holds_from": content.holds_from.isoformat() if content.holds_from else None,
        "verification": content.verification.value,
        "verification_method": content.verification_method,
    }


def from_facts(facts: Mapping[str, Any]) -> RequirementContent:
    """The content that was kept."""
    return RequirementContent(
        text=facts["text"],
        kind=RequirementKind(facts["kind"]),
        lot_number=facts["lot"],
        criterion_code=facts["criterion"],
        section_number=facts["section"],
        holds_from=date.fromisoformat(facts["holds_from"]) if facts["holds_from"] else None,
        verification=VerificationMoment(facts["verification"]),
        verification_method=facts["verification_method"],
    )
