"""How requirements are written down. Parts of the verbs: these refuse nothing and leave no line in the trail."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from procurement.models.requirements import RequirementSection
from procurement.models.tenders import Requirement, Tender
from procurement.queries.requirements import highest_number_in
from procurement.requirement_rules import RequirementSetting
from procurement.tender_content import RequirementContent
from townhall.database import db

FIRST_TITLE = "Algemeen"


def setting_of(tender: Tender) -> RequirementSetting:
    """What a requirement of this tender may point at."""
    return RequirementSetting(
        lot_numbers=[lot.number for lot in tender.lots],
        criterion_codes=[each.code for each in tender.criteria],
        section_numbers=[section.number for section in tender.sections],
    )


def write_section(tender: Tender, title: str) -> RequirementSection:
    """A new section, after the others."""
    number = max((each.number for each in tender.sections), default=0) + 1
    section = RequirementSection(number=number, title=title.strip())
    tender.sections.append(section)
    return section


def write_requirement(tender: Tender, content: RequirementContent) -> Requirement:
    """A new requirement at the end of its section; the first one brings a section along."""
    db.session.flush()
    number = content.section_number or max((each.number for each in tender.sections), default=0)
    if not number:
        number = write_section(tender, FIRST_TITLE).number
    requirement = Requirement(section_number=number, number=highest_number_in(tender, number) + 1)
    fill_requirement(tender, requirement, content)
    requirement.library_id = content.library_id
    tender.requirements.append(requirement)
    db.session.flush()
    return requirement


def fill_requirement(tender: Tender, requirement: Requirement, content: RequirementContent) -> None:
    """What a requirement asks; its place stays."""
    lots = {lot.number: lot.id for lot in tender.lots}
    criteria = {each.code: each.id for each in tender.criteria}
    requirement.text = as_lines(content.text)
    requirement.kind = content.kind
    requirement.holds_from = content.holds_from
    requirement.verification = content.verification
    requirement.verification_method = as_lines(content.verification_method)
    requirement.lot_id = None if content.lot_number is None else lots[content.lot_number]
    requirement.criterion_id = None if content.criterion_code is None else criteria[content.criterion_code]


def as_lines(text: str) -> str:
    """The text with one kind of line end and nothing around it, so that a file gives back what it got."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def arrange(tender: Tender, order: Sequence[tuple[RequirementSection, Sequence[Requirement]]]) -> None:
    """Number the sections, and the requirements in each, in this order and without gaps."""
    places = [(requirement, number, place)
              for number, (_section, requirements) in enumerate(order, start=1)
              for place, requirement in enumerate(requirements, start=1)]  # fmt: skip
    moved = [each for each in places if (each[0].section_number, each[0].number) != each[1:]]
    shifted = [(section, number) for number, (section, _rest) in enumerate(order, start=1) if section.number != number]
    # Two rows may never hold one place, also not for a moment: first everything that moves leaves its place.
    for index, (requirement, _number, _place) in enumerate(moved, start=1):
        requirement.number = -index
    for section, number in shifted:
        section.number = -number
    db.session.flush()
    for section, number in shifted:
        section.number = number
    for requirement, number, place in moved:
        requirement.section_number, requirement.number = number, place
    db.session.flush()
    db.session.expire(tender, ["sections", "requirements"])


def order_of(tender: Tender) -> list[tuple[RequirementSection, list[Requirement]]]:
    """The sections in order, each with its requirements."""
    in_order = sorted(tender.requirements, key=lambda each: (each.section_number, each.number))
    return [
        (section, [each for each in in_order if each.section_number == section.number])
        for section in sorted(tender.sections, key=lambda each: each.number)
    ]


def with_requirement_moved(
    order: Sequence[tuple[RequirementSection, list[Requirement]]], requirement: Requirement, section_number: int
) -> list[tuple[RequirementSection, list[Requirement]]]:
    """This order, but with the requirement as the last of that section."""
    return [
        (
            section,
            [each for each in requirements if each is not requirement]
            + ([requirement] if section.number == section_number else []),
        )
        for section, requirements in order
    ]


def requirement_facts(requirement: Requirement) -> dict[str, Any]:
    """A requirement as the trail shows it."""
    return {
        "number": requirement.code,
        "kind": requirement.kind.value,
        "text": requirement.text,
        "holds_from": requirement.holds_from,
        "verification": requirement.verification.value,
        "verification_method": requirement.verification_method,
        "lot_id": requirement.lot_id,
        "criterion_id": requirement.criterion_id,
    }


def drop_requirement(requirement: Requirement, now: datetime) -> None:
    """Take a requirement out of a published tender; its number is not used again."""
    requirement.dropped_at = now
    db.session.flush()
    db.session.expire(requirement.tender, ["requirements"])
