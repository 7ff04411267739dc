"""What an act changed, for people to read: from the JSON of the trail to a Dutch name, a before and an after."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from townhall import filters
from townhall.audit.field_words import FIELDS, NO_MONEY, ROWS
from townhall.audit.models import AuditEntry
from townhall.column_types import Words
from townhall.database import Record

EMPTY = "leeg"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(DAY.pattern + r"T\d{2}:\d{2}:\d{2}(\.\d+)?(\+\d{2}:\d{2}|Z)")
AMOUNT = re.compile(r"-?\d+\.\d{2}")
DECIMAL = re.compile(r"-?\d+\.\d+")
#: A day or an amount in the middle of a sentence.
INSIDE = re.compile(rf"(?<![\w.-])(?:(?P<day>{DAY.pattern})|(?P<amount>{AMOUNT.pattern}))(?![\w-]|\.\d)")
WORD = re.compile(r"[a-z][a-z0-9_]{2,}")


@dataclass(frozen=True)
class Change:
    """One fact of an act; ``before`` is empty when the act only recorded something."""

    label: str
    before: str
    after: str


def changes_of(entry: AuditEntry) -> list[Change]:
    """What the act changed or recorded, in the order of the names; facts that stayed the same are left out."""
    before, after = json.loads(entry.before), json.loads(entry.after)
    return [
        Change(
            label_of(key),
            in_words(before[key], key, entry.subject_type) if key in before else "",
            in_words(after[key], key, entry.subject_type) if key in after else "",
        )
        for key in sorted(before.keys() | after.keys(), key=label_of)
        if not (key in before and key in after and before[key] == after[key])
    ]


def facts_in_a_line(facts: str, subject_type: str) -> str:
    """The facts of one side as one line, for a list to take along; ``facts`` is the JSON of the entry."""
    read = json.loads(facts)
    return "; ".join(f"{label_of(key)}: {in_words(value, key, subject_type)}" for key, value in read.items())


def label_of(key: str) -> str:
    """The Dutch name of a fact; one without a name shows its own words."""
    return FIELDS.get(key) or key.replace("_", " ").replace("-", " ").capitalize()


def in_words(value: Any, key: str, subject_type: str = "") -> str:
    """A value as people write it: amounts, days and choices in Dutch."""
    if value is None or value in ("", [], {}):
        return EMPTY
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dict):
        parts = (f"{label_of(name)}: {in_words(each, name, subject_type)}" for name, each in value.items())
        return ", ".join(parts)
    if isinstance(value, list):
        return _list_in_words(value, key, subject_type)
    return _text_in_words(value, key, subject_type) if isinstance(value, str) else str(value)


def subject_in_words(entry: AuditEntry) -> str:
    """What the act was about: its name, or else its number."""
    return entry.subject_label or f"nummer {entry.subject_id}"


def _list_in_words(values: list[Any], key: str, subject_type: str) -> str:
    names = ROWS.get(key, ())
    named = [dict(zip(names, each, strict=False)) if names and isinstance(each, list) else each for each in values]
    texts = [in_words(each, key, subject_type) for each in named]
    return ("; " if any(isinstance(each, (dict, list)) for each in named) else ", ").join(texts)


def _text_in_words(text: str, key: str, subject_type: str) -> str:
    if MOMENT.fullmatch(text):
        return filters.moment(datetime.fromisoformat(text))
    if DECIMAL.fullmatch(text) and (key in NO_MONEY or not AMOUNT.fullmatch(text)):
        return filters.number(Decimal(text))
    return _choice(text, key, subject_type) or INSIDE.sub(_part_in_words, text)


def _part_in_words(found: re.Match[str]) -> str:
    if found["day"]:
        try:
            return filters.day(date.fromisoformat(found["day"]))
        except ValueError:  # a number that only looks like a day
            return found[0]
    return filters.euro(Decimal(found["amount"]))


def _choice(text: str, key: str, subject_type: str) -> str:
    """The Dutch of a choice: of the kind its column holds, else of the kind whose name is most like the fact's."""
    table = Record.metadata.tables.get(subject_type)
    column = table.columns.get(key) if table is not None else None
    if column is None:
        return filters.words_of_value(text, name=key) if WORD.fullmatch(text) else ""
    return filters.words_of_value(text, kind=column.type.words) if isinstance(column.type, Words) else ""
