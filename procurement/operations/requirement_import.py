"""The verb that takes in a whole Programma van Eisen from a file."""

from collections.abc import Sequence
from datetime import datetime

from procurement.lifecycle import obstacles_to_changing
from procurement.models.requirements import RequirementSection
from procurement.models.tenders import Requirement, Tender
from procurement.operations.requirement_writing import arrange, fill_requirement
from procurement.queries.requirements import requirements_text_of
from procurement.requirement_differences import differences
from procurement.requirement_files import FileRow, by_section, text_of_rows
from procurement.requirement_texts import RequirementsText
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if

#: Where new rows stand for a moment, beyond every number in use.
_BEYOND = 100_000


def import_requirements(
    tender: Tender, rows: Sequence[FileRow], *, seen: RequirementsText, actor: Actor, now: datetime
) -> None:
    """Make the Programma van Eisen of a draft what the file says; ``seen`` is what it was at the preview."""
    before = requirements_text_of(tender)
    found = differences(before, text_of_rows(rows))
    refuse_if([*obstacles_to_changing(tender.status), *_obstacles_to_import(before, seen, is_change=bool(found))])
    sections = {section.title.casefold(): section for section in tender.sections}
    requirements = {each.key: each for each in tender.requirements}
    wanted = by_section(rows)
    _add_sections(tender, sections, list(wanted))
    order = [
        (sections[title.casefold()], [_requirement(tender, row, requirements) for row in mine])
        for title, mine in wanted.items()
    ]
    for each in found.removed:
        tender.requirements.remove(requirements[each.key])
    db.session.flush()
    gone = [section for title, section in sections.items() if title not in {each.casefold() for each in wanted}]
    for section, title in zip((section for section, _mine in order), wanted, strict=True):
        section.title = title
    arrange(tender, [*order, *((section, []) for section in gone)])
    for section in gone:
        tender.sections.remove(section)
    db.session.flush()
    trail.record(
        "requirements.imported",
        tender,
        actor=actor,
        now=now,
        after={"added": len(found.added), "changed": len(found.changed), "removed": len(found.removed)},
    )


def _obstacles_to_import(before: RequirementsText, seen: RequirementsText, *, is_change: bool) -> list[Obstacle]:
    if before != seen:
        text = "Iemand anders heeft het Programma van Eisen intussen gewijzigd. Importeer het bestand opnieuw."
        return [Obstacle("changed-meanwhile", text)]
    if not is_change:
        return [Obstacle("nothing-changes", "Het bestand is gelijk aan wat er al staat. Er is niets te wijzigen.")]
    return []


def _add_sections(tender: Tender, sections: dict[str, RequirementSection], titles: Sequence[str]) -> None:
    number = max((each.number for each in tender.sections), default=0)
    for title in titles:
        if title.casefold() not in sections:
            number += 1
            section = RequirementSection(number=number, title=title)
            tender.sections.append(section)
            sections[title.casefold()] = section


def _requirement(tender: Tender, row: FileRow, requirements: dict[str, Requirement]) -> Requirement:
    assert row.content is not None, "rows of a section alone were left out"
    if row.key is not None:
        requirement = requirements[row.key]
        fill_requirement(tender, requirement, row.content)
        return requirement
    requirement = Requirement(section_number=1, number=_BEYOND + row.line)
    fill_requirement(tender, requirement, row.content)
    tender.requirements.append(requirement)
    return requirement
