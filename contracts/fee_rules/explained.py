"""A schedule in the documented format, line by line, for people who read it before it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.fee_rules.expressions import Expression
from contracts.fee_rules.schedule import Condition, Line, Schedule
from contracts.fee_rules.values import in_words

#: A fixed percentage of one fact, as the reader writes ``percent`` with ``of``.
_SHARE = re.compile(r"percent\((-?[0-9.]+), (\w+)\)")


@dataclass(frozen=True)
class ExplainedLine:
    """One line: what it is for, what it brings, when it is there, and when it brings nothing."""

    milestone: str
    brings: str
    only_when: tuple[str, ...]
    nothing_when: tuple[str, ...]


def explained(schedule: Schedule) -> list[ExplainedLine]:
    """The lines in the order in which they are worked out; expressions stand as they were written."""
    return [
        ExplainedLine(
            milestone=line.milestone.text,
            brings=_in_words(line.amount, schedule),
            only_when=tuple(_only_when(line, schedule)),
            nothing_when=_reasons(line.conditions),
        )
        for line in schedule.lines
    ]


def shut_out_by(schedule: Schedule) -> tuple[str, ...]:
    """The reasons for which nothing is earned at all."""
    return _reasons(schedule.gates)


def _only_when(line: Line, schedule: Schedule) -> Iterator[str]:
    if line.when is not None:
        yield _in_words(line.when, schedule)
    if line.repeat is not None:
        yield f"voor elke {line.repeat.as_} in {_in_words(line.repeat.over, schedule)}"
        if line.repeat.where is not None:
            yield f"waarvoor geldt: {_in_words(line.repeat.where, schedule)}"


def _reasons(conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    return tuple(condition.otherwise.text for condition in conditions)


def _in_words(expression: Expression, schedule: Schedule) -> str:
    """The expression, and what the fixed values in it are."""
    share = _SHARE.fullmatch(expression.text)
    text = f"{share[1].replace('.', ',')} % van {share[2]}" if share else expression.text
    fixed = [
        f"{name} = {in_words(schedule.tables[name])}"
        for name in sorted(expression.names)
        if name in schedule.tables and not isinstance(schedule.tables[name], (list, dict))
    ]
    return f"{text} ({'; '.join(fixed)})" if fixed else text
