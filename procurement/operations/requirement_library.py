"""The verbs of the library of requirements, and of taking requirements from it or from another tender."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from procurement.lifecycle import obstacles_to_changing
from procurement.models.requirements import LibraryRequirement
from procurement.models.tenders import Requirement, Tender
from procurement.operations.requirement_writing import as_lines, setting_of, write_requirement
from procurement.procedures import RequirementKind
from procurement.requirement_rules import (
    LibraryContent,
    obstacles_to_library_requirement,
    obstacles_to_requirement,
)
from procurement.requirement_texts import RequirementText
from procurement.tender_content import RequirementContent
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def add_to_library(content: LibraryContent, *, actor: Actor, now: datetime) -> LibraryRequirement:
    """Keep a requirement to use again."""
    item = LibraryRequirement()
    _fill(item, content)
    db.session.add(item)
    db.session.flush()
    trail.record("library_requirement.added", item, actor=actor, now=now, after=_facts(item))
    return item


def change_library_requirement(
    item: LibraryRequirement, content: LibraryContent, *, actor: Actor, now: datetime
) -> None:
    """Change a requirement in the library; tenders that took it keep what they have."""
    before = _facts(item)
    _fill(item, content)
    trail.record("library_requirement.changed", item, actor=actor, now=now, before=before, after=_facts(item))


def retire_library_requirement(item: LibraryRequirement, *, actor: Actor, now: datetime) -> None:
    """Offer a requirement no longer; it stays to be seen."""
    if item.retired_at is not None:
        refuse_if([Obstacle("already-retired", "Deze eis is al uit gebruik.")])
    item.retired_at = now
    trail.record("library_requirement.retired", item, actor=actor, now=now)


def restore_library_requirement(item: LibraryRequirement, *, actor: Actor, now: datetime) -> None:
    """Offer a retired requirement again."""
    if item.retired_at is None:
        refuse_if([Obstacle("not-retired", "Deze eis is gewoon in gebruik.")])
    item.retired_at = None
    trail.record("library_requirement.restored", item, actor=actor, now=now)


def take_from_library(
    tender: Tender,
    items: Sequence[LibraryRequirement],
    *,
    section_number: int | None,
    actor: Actor,
    now: datetime,
    holds_from: date | None = None,
) -> list[Requirement]:
    """Copy requirements from the library into a section of a draft; a conditional one gets the given day."""
    contents = [
        RequirementContent(
            text=item.text,
            kind=item.kind,
            section_number=section_number,
            holds_from=holds_from if item.kind == RequirementKind.CONDITIONAL else None,
            verification=item.verification,
            verification_method=item.verification_method,
            library_id=item.id,
        )
        for item in items
    ]
    return _take(tender, contents, "requirements.taken_from_library", {}, actor=actor, now=now)


def copy_requirements(
    tender: Tender,
    source: Tender,
    requirements: Sequence[RequirementText],
    *,
    section_number: int | None,
    actor: Actor,
    now: datetime,
) -> list[Requirement]:
    """Copy requirements of another tender into a section of a draft; its lots and criteria stay behind."""
    contents = [
        RequirementContent(
            text=each.text,
            kind=each.kind,
            section_number=section_number,
            holds_from=each.holds_from,
            verification=each.verification,
            verification_method=each.verification_method,
        )
        for each in requirements
    ]
    facts = {"from": source.reference}
    return _take(tender, contents, "requirements.copied", facts, actor=actor, now=now)


def _take(
    tender: Tender,
    contents: Sequence[RequirementContent],
    act: str,
    facts: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> list[Requirement]:
    setting = setting_of(tender)
    obstacles = obstacles_to_changing(tender.status)
    if not contents:
        obstacles.append(Obstacle("nothing-chosen", "Kies ten minste één eis of wens.", "chosen"))
    found = [each for content in contents for each in obstacles_to_requirement(content, setting)]
    refuse_if([*obstacles, *dict.fromkeys(found)])
    taken = [write_requirement(tender, content) for content in contents]
    after = {**facts, "numbers": [each.code for each in taken]}
    trail.record(act, tender, actor=actor, now=now, after=after)
    return taken


def _fill(item: LibraryRequirement, content: LibraryContent) -> None:
    refuse_if(obstacles_to_library_requirement(content))
    item.category = content.category.strip()
    item.text = as_lines(content.text)
    item.kind = content.kind
    item.verification = content.verification
    item.verification_method = as_lines(content.verification_method)


def _facts(item: LibraryRequirement) -> dict[str, Any]:
    return {
        "category": item.category,
        "text": item.text,
        "kind": item.kind.value,
        "verification": item.verification.value,
        "verification_method": item.verification_method,
    }
