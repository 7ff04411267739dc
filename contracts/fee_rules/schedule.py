"""A fee schedule as data: its facts, conditions, lines and most."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from contracts.fee_rules.expressions import Expression
from contracts.fee_rules.templates import Template


class FactKind(StrEnum):
    """What a fact may be."""

    NUMBER = "number"
    DAY = "date"
    TEXT = "text"
    YES_NO = "yes_no"
    LIST = "list"
    OBJECT = "object"


@dataclass(frozen=True)
class Fact:
    """A fact the schedule asks about a client, with its value when nobody says otherwise."""

    kind: FactKind
    default: Any = None
    about: str = ""


@dataclass(frozen=True)
class Condition:
    """What must hold, and what to say when it does not."""

    test: Expression
    otherwise: Template
    milestone: Template | None = None


@dataclass(frozen=True)
class Repeat:
    """A line for each item of a list: its name in the expressions, its order, and which items count."""

    over: Expression
    as_: str
    sorted_by: Expression | None = None
    where: Expression | None = None


@dataclass(frozen=True)
class Line:
    """One line of the schedule: what it is for, when it appears, what it takes, what it brings."""

    milestone: Template
    amount: Expression
    when: Expression | None = None
    conditions: tuple[Condition, ...] = ()
    why: Template | None = None
    keys: tuple[Expression, ...] = ()
    values: tuple[tuple[str, Expression], ...] = ()
    on: Expression | None = None
    repeat: Repeat | None = None


@dataclass(frozen=True)
class Most:
    """The most that all lines together may bring, and the flag when it was reached."""

    amount: Expression
    flag: str = ""
    why: Template | None = None


@dataclass(frozen=True)
class Flag:
    """A remark for people, when something holds."""

    name: str
    when: Expression


@dataclass(frozen=True)
class Schedule:
    """A whole fee schedule, read and checked."""

    id: str
    title: str
    unit: str
    decimals: int
    facts: Mapping[str, Fact]
    tables: Mapping[str, Any]
    values: tuple[tuple[str, Expression], ...]
    gates: tuple[Condition, ...]
    lines: tuple[Line, ...]
    most: Most | None
    flags: tuple[Flag, ...]
