"""What changed between two versions of a Programma van Eisen, to the word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from procurement.requirement_texts import RequirementsText, RequirementText


class Mark(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A piece of text with its mark."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class FieldChange:
    """Something else than the text that changed: its name on screen, and what it was and became."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ChangedRequirement:
    """A requirement in both versions that does not say the same; the pieces hold its whole text."""

    before: RequirementText
    after: RequirementText
    pieces: tuple[Piece, ...]
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class SectionChange:
    """The section with this number has another title; None where there is no such section."""

    number: int
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Differences:
    """Everything that differs; ``renumbered`` holds pairs that differ in nothing but their number."""

    sections: tuple[SectionChange, ...]
    added: tuple[RequirementText, ...]
    removed: tuple[RequirementText, ...]
    changed: tuple[ChangedRequirement, ...]
    renumbered: tuple[tuple[RequirementText, RequirementText], ...]

    def __bool__(self) -> bool:
        return any((self.sections, self.added, self.removed, self.changed, self.renumbered))


def differences(before: RequirementsText, after: RequirementsText) -> Differences:
    """What differs, each in the order of its own version. Requirements are the same when their keys are."""
    old = {each.key: each for each in before.requirements()}
    new = {each.key: each for each in after.requirements()}
    both = [(old[key], each) for key, each in new.items() if key in old]
    compared = [(was, now, _fields(was, now)) for was, now in both]
    return Differences(
        sections=tuple(_section_changes(before, after)),
        added=tuple(each for key, each in new.items() if key not in old),
        removed=tuple(each for key, each in old.items() if key not in new),
        changed=tuple(
            ChangedRequirement(was, now, pieces_of(was.text, now.text), fields)
            for was, now, fields in compared
            if fields or was.text != now.text
        ),
        renumbered=tuple(
            (was, now)
            for was, now, fields in compared
            if not fields and was.text == now.text and was.number != now.number
        ),
    )


def _section_changes(before: RequirementsText, after: RequirementsText) -> Iterator[SectionChange]:
    old = {section.number: section.title for section in before.sections}
    new = {section.number: section.title for section in after.sections}
    for number in sorted(old.keys() | new.keys()):
        if old.get(number) != new.get(number):
            yield SectionChange(number, old.get(number), new.get(number))


#: What else a requirement says, beside its text and its number.
_FIELDS = (
    ("Soort", "kind"),
    ("Geldt vanaf", "holds_from"),
    ("Perceel", "lot_number"),
    ("Gunningscriterium", "criterion_code"),
    ("Toetsmoment", "verification"),
    ("Toetswijze", "verification_method"),
)


def _fields(was: RequirementText, now: RequirementText) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(label, getattr(was, name), getattr(now, name))
        for label, name in _FIELDS
        if getattr(was, name) != getattr(now, name)
    )


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in one: without the new pieces it is the old text, without the gone pieces the new one."""
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for same, gone, added in _runs(old, new):
        pieces += [
            Piece(mark, text)
            for mark, text in ((Mark.SAME, same), (Mark.GONE, gone), (Mark.NEW, added))
            if text
        ]
    return tuple(pieces)


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)


def _runs(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    """Runs of (same, gone, new); a space that stayed between two changed words belongs to the change."""
    gone = added = ""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for index, (act, old_from, old_to, new_from, new_to) in enumerate(blocks):
        was, now = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        is_gap = act == "equal" and was.isspace() and 0 < index < len(blocks) - 1
        if act != "equal" or is_gap:
            gone, added = gone + was, added + now
            continue
        if gone or added:
            yield "", gone, added
            gone = added = ""
        yield was, "", ""
    if gone or added:
        yield "", gone, added
