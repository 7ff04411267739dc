"""The Programma van Eisen of the demo's tenders, in sections and versions, and the library it draws on."""

from dataclasses import replace
from datetime import datetime, timedelta

from demo.plans import FIRST_WORDING, LIBRARY, REQUIREMENTS
from demo.telling import Story
from procurement.models.tenders import Tender
from procurement.operations.requirement_library import add_to_library, take_from_library
from procurement.operations.requirement_sections import add_section
from procurement.operations.requirement_versions import save_requirements_version
from procurement.operations.requirements import add_requirement, change_requirement
from procurement.procedures import RequirementKind
from procurement.requirement_rules import LibraryContent
from procurement.tender_content import RequirementContent


def write_requirements(story: Story, tender: Tender, on: datetime) -> None:
    """Write the requirements down, keep them as a first version, and mend the first one after talks."""
    has_six_lots = len(tender.lots) == 6
    titles = list(dict.fromkeys(title for title, *_rest in REQUIREMENTS if has_six_lots or title != "Doelgroepen"))
    for title in titles:
        story.do(add_section, tender, title, by="Inge", on=on)
    contents = [
        RequirementContent(
            text, kind, lot, section_number=titles.index(title) + 1, verification=moment, verification_method=method,
            holds_from=tender.starts_on if kind == RequirementKind.CONDITIONAL else None,
        )
        for title, text, lot, kind, moment, method in REQUIREMENTS
        if title in titles
    ]  # fmt: skip
    begun = replace(contents[0], text=FIRST_WORDING)
    first, *_others = [
        story.do(add_requirement, tender, content, by="Inge", on=on) for content in (begun, *contents[1:])
    ]
    story.do(save_requirements_version, tender, reason="Eerste opzet", by="Inge", on=on + timedelta(hours=1))
    story.do(change_requirement, first, contents[0], by="Inge", on=on + timedelta(hours=1, minutes=20))


def fill_library(story: Story, tender: Tender, on: datetime) -> None:
    """Keep what comes back in every tender, and take two of it into a draft."""
    items = [story.do(add_to_library, LibraryContent(*item), by="Inge", on=on) for item in LIBRARY]
    story.do(take_from_library, tender, items[:2], section_number=2, by="Inge", on=on + timedelta(minutes=10))
