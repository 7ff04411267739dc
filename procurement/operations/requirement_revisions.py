"""Requirements that change after publication: parts of a rectification, which refuses and records for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from procurement.models.tenders import Requirement, Tender
from procurement.operations.requirement_writing import (
    drop_requirement,
    fill_requirement,
    setting_of,
    write_requirement,
)
from procurement.requirement_rules import obstacles_to_requirement
from procurement.tender_content import RequirementContent
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class RequirementRevision:
    """One change: without a key a new requirement, without content the requirement with this key is dropped."""

    key: str | None = None
    content: RequirementContent | None = None


def obstacles_to_revising(tender: Tender, revisions: Sequence[RequirementRevision]) -> list[Obstacle]:
    """What is wrong with these changes, each named by its place in the list."""
    obstacles = []
    keys = [revision.key for revision in revisions if revision.key is not None]
    known = {each.key for each in tender.requirements}
    setting = setting_of(tender)
    for place, revision in enumerate(revisions, start=1):
        if revision.key is not None and revision.key not in known:
            obstacles.append(Obstacle("requirement-unknown", f"Wijziging {place}: deze eis staat er niet (meer)."))
        if revision.key is not None and keys.count(revision.key) > 1:
            obstacles.append(Obstacle("requirement-twice", f"Wijziging {place}: deze eis wordt twee keer gewijzigd."))
        if revision.content is not None:
            found = obstacles_to_requirement(revision.content, setting)
            obstacles += [replace(each, text=f"Wijziging {place}: {each.text}", field=None) for each in found]
    return obstacles


def apply_revisions(tender: Tender, revisions: Sequence[RequirementRevision], *, now: datetime) -> list[Requirement]:
    """Carry the changes out and give the requirements they are about; keys and numbers of the others stay.

    A changed requirement stays in its section. Freeze a version after it.
    """
    by_key = {each.key: each for each in tender.requirements}
    touched = []
    for revision in revisions:
        if revision.key is None:
            assert revision.content is not None, "a revision without a key adds"
            touched.append(write_requirement(tender, revision.content))
            continue
        requirement = by_key[revision.key]
        touched.append(requirement)
        if revision.content is None:
            drop_requirement(requirement, now)
        else:
            fill_requirement(tender, requirement, revision.content)
    return touched
