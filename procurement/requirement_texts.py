"""The Programma van Eisen as text: what a version keeps, a file holds, and a comparison reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from procurement.procedures import RequirementKind, VerificationMoment


@dataclass(frozen=True)
class RequirementText:
    """One eis or wens, with the numbers and codes that people use; without a lot number it is for all lots."""

    key: str
    number: str
    text: str
    kind: RequirementKind
    holds_from: date | None = None
    lot_number: int | None = None
    criterion_code: str | None = None
    verification: VerificationMoment = VerificationMoment.WITH_BID
    verification_method: str = ""


@dataclass(frozen=True)
class SectionText:
    """A chapter with its requirements in order."""

    number: int
    title: str
    requirements: tuple[RequirementText, ...] = ()


@dataclass(frozen=True)
class RequirementsText:
    """A whole Programma van Eisen."""

    sections: tuple[SectionText, ...] = ()

    def requirements(self) -> list[RequirementText]:
        """Every requirement, in order."""
        return [each for section in self.sections for each in section.requirements]


def as_facts(text: RequirementsText) -> dict[str, Any]:
    """How a version keeps it; ``from_facts`` reads it back exactly."""
    return {
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "requirements": [_facts(each) for each in section.requirements],
            }
            for section in text.sections
        ]
    }


def _facts(requirement: RequirementText) -> dict[str, Any]:
    return {
        "key": requirement.key,
        "number": requirement.number,
        "text": requirement.text,
        "kind": requirement.kind.value,
        "holds_from": requirement.holds_from.isoformat() if requirement.holds_from else None,
        "lot": requirement.lot_number,
        "criterion": requirement.criterion_code,
        "verification": requirement.verification.value,
        "verification_method": requirement.verification_method,
    }


def from_facts(facts: Mapping[str, Any]) -> RequirementsText:
    """The Programma van Eisen that a version kept."""
    return RequirementsText(
        tuple(
            SectionText(
                section["number"],
                section["title"],
                tuple(_requirement(each) for each in section["requirements"]),
            )
            for section in facts["sections"]
        )
    )


def _requirement(facts: Mapping[str, Any]) -> RequirementText:
    return RequirementText(
        key=facts["key"],
        number=facts["number"],
        text=facts["text"],
        kind=RequirementKind(facts["kind"]),
        holds_from=date.fromisoformat(facts["holds_from"]) if facts["holds_from"] else None,
        lot_number=facts["lot"],
        criterion_code=facts["criterion"],
        verification=VerificationMoment(facts["verification"]),
        verification_method=facts["verification_method"],
    )
