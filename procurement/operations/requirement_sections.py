"""The verbs for the sections of a draft's Programma van Eisen, and for the order within it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from procurement.lifecycle import obstacles_to_changing
from procurement.models.requirements import RequirementSection
from procurement.models.tenders import Requirement, Tender
from procurement.operations.requirement_writing import arrange, order_of, with_requirement_moved, write_section
from procurement.requirement_rules import obstacles_to_section
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if

Item = TypeVar("Item")


class Direction(StrEnum):
    """Which way something moves."""

    UP = "omhoog"
    DOWN = "omlaag"


def add_section(tender: Tender, title: str, *, actor: Actor, now: datetime) -> RequirementSection:
    """Add a section after the others."""
    others = [section.title for section in tender.sections]
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_section(title, others)])
    section = write_section(tender, title)
    db.session.flush()
    trail.record("requirements.section_added", tender, actor=actor, now=now, after={"title": section.title})
    return section


def rename_section(section: RequirementSection, title: str, *, actor: Actor, now: datetime) -> None:
    """Give a section another title."""
    tender = section.tender
    others = [each.title for each in tender.sections if each is not section]
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_section(title, others)])
    before, section.title = section.title, title.strip()
    trail.record(
        "requirements.section_renamed",
        tender,
        actor=actor,
        now=now,
        before={"title": before},
        after={"title": section.title},
    )


def remove_section(section: RequirementSection, *, actor: Actor, now: datetime) -> None:
    """Take an empty section out; those after it move up."""
    tender = section.tender
    obstacles = obstacles_to_changing(tender.status)
    if any(each.section_number == section.number for each in tender.requirements):
        text = f"In het hoofdstuk ‘{section.title}’ staan nog eisen. Verplaats of verwijder die eerst."
        obstacles.append(Obstacle("section-not-empty", text))
    refuse_if(obstacles)
    trail.record("requirements.section_removed", tender, actor=actor, now=now, before={"title": section.title})
    tender.sections.remove(section)
    db.session.flush()
    arrange(tender, order_of(tender))


def move_section(section: RequirementSection, direction: Direction, *, actor: Actor, now: datetime) -> None:
    """Let a section change places with its neighbour, with all that is in it."""
    tender = section.tender
    refuse_if(obstacles_to_changing(tender.status))
    order = order_of(tender)
    swapped = _moved(order, [each[0] for each in order].index(section), direction)
    if swapped is None:
        return
    arrange(tender, swapped)
    trail.record("requirements.reordered", tender, actor=actor, now=now, after={"title": section.title})


def move_requirement(requirement: Requirement, direction: Direction, *, actor: Actor, now: datetime) -> None:
    """Move a requirement one place; at the edge of its section it goes into the next one."""
    tender = requirement.tender
    refuse_if(obstacles_to_changing(tender.status))
    order = order_of(tender)
    at = next(index for index, (_section, mine) in enumerate(order) if requirement in mine)
    section, mine = order[at]
    swapped = _moved(mine, mine.index(requirement), direction)
    neighbour = at - 1 if direction == Direction.UP else at + 1
    if swapped is not None:
        order[at] = (section, list(swapped))
    elif 0 <= neighbour < len(order):
        there = order[neighbour][0].number
        order = with_requirement_moved(order, requirement, there)
        if direction == Direction.DOWN:
            order[neighbour][1].insert(0, order[neighbour][1].pop())
    else:
        return
    before = requirement.code
    arrange(tender, order)
    trail.record(
        "requirement.moved",
        requirement,
        actor=actor,
        now=now,
        before={"number": before},
        after={"number": requirement.code},
    )


def _moved(items: Sequence[Item], index: int, direction: Direction) -> list[Item] | None:
    """The items with this one a place further; None when it stands at the edge."""
    other = index - 1 if direction == Direction.UP else index + 1
    if not 0 <= other < len(items):
        return None
    moved = list(items)
    moved[index], moved[other] = moved[other], moved[index]
    return moved
