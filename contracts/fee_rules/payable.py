"""What a supplier earns with one client: a schedule applied to the facts of a history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.fee_rules.arithmetic import a_list, compare, day, number, put_in_order, truth
from contracts.fee_rules.expressions import Evaluation, Expression
from contracts.fee_rules.functions import FUNCTIONS
from contracts.fee_rules.schedule import Condition, FactKind, Line, Repeat, Schedule
from contracts.fee_rules.templates import Template
from contracts.fee_rules.values import MissingFact, RuleError, Value, as_amount, as_value
from procurement.strict_json import CaseError

_OF_KIND: Mapping[FactKind, type | tuple[type, ...]] = {
    FactKind.NUMBER: Fraction,
    FactKind.TEXT: str,
    FactKind.YES_NO: bool,
    FactKind.LIST: list,
    FactKind.OBJECT: dict,
}
#: More lines than this for one client are a mistake.
MOST_LINES = 10_000


@dataclass(frozen=True)
class PaidLine:
    """One line of the outcome: the milestone, its amount (less than nothing: to be repaid) and why."""

    milestone: str
    amount: Decimal
    why: str
    keys: tuple[Any, ...] = ()
    on: date | None = None


@dataclass(frozen=True)
class Payable:
    """What is payable over one history: its lines, their sum, and remarks for people."""

    lines: tuple[PaidLine, ...]
    payable: Decimal
    flags: tuple[str, ...]


def payable(schedule: Schedule, facts: Mapping[str, Any]) -> Payable:
    """Apply the schedule to these facts. Raises ``CaseError`` when the facts or a rule make no sense."""
    try:
        return _Application(schedule, _known_facts(schedule, facts)).outcome()
    except RuleError as error:
        raise CaseError([str(error)]) from error
    except MissingFact as missing:
        # In a place where a line cannot do without it: its name, its key, its place in the order.
        raise CaseError([_missing(missing)]) from missing


def _known_facts(schedule: Schedule, given: Mapping[str, Any]) -> dict[str, Value]:
    """The facts the schedule asks for, with defaults; what it does not ask for is left aside."""
    known: dict[str, Value] = {}
    mistakes = []
    for name, fact in schedule.facts.items():
        value = as_value(given.get(name))
        value = fact.default if value is None else value
        if value is None:
            continue
        if not _is_of_kind(value, fact.kind):
            mistakes.append(f"Het gegeven {name} is niet van de soort {fact.kind.value}.")
        known[name] = str(value) if fact.kind is FactKind.TEXT else value
    if mistakes:
        raise CaseError(mistakes)
    return known


def _is_of_kind(value: Value, kind: FactKind) -> bool:
    if kind is FactKind.DAY:
        return hasattr(value, "isoformat")
    # A text that looks like a day is still a text.
    if kind is FactKind.TEXT and hasattr(value, "isoformat"):
        return True
    return isinstance(value, _OF_KIND[kind])


class _Names(Mapping[str, Any]):
    """Facts, tables, what was worked out from them, and how much was paid so far."""

    def __init__(self, application: "_Application", fixed: Mapping[str, Any], settled: frozenset[str]) -> None:
        self.application = application
        self.fixed = dict(fixed)
        #: Values that do not look at the lines so far, once they were worked out.
        self.settled: dict[str, Any] = {}
        self.can_settle = settled
        #: Names that the line at hand gives to expressions of its own.
        self.of_the_line: dict[str, Expression] = {}

    def __getitem__(self, name: str) -> Any:
        if name == "paid_so_far":
            return Fraction(self.application.so_far())
        if name in self.fixed:
            return self.fixed[name]
        if name in self.settled:
            return self.settled[name]
        if name in self.of_the_line:
            return self.application.evaluation.value_of(self.of_the_line[name])
        found = self._worked_out(name)
        if name in self.can_settle:
            self.settled[name] = found
        return found

    def _worked_out(self, name: str) -> Any:
        return self.application.evaluation.value_of(self.application.values[name])

    def __iter__(self) -> Any:
        return iter({**self.fixed, **self.application.values, **self.of_the_line, "paid_so_far": None})

    def __len__(self) -> int:
        return len(list(iter(self)))


@dataclass
class _Application:
    """One schedule on one history."""

    schedule: Schedule
    facts: Mapping[str, Value]
    lines: list[PaidLine] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.values = dict(self.schedule.values)
        fixed = {**self.schedule.tables, **self.facts, "facts": dict(self.facts), "true": True, "false": False}
        self.names = _Names(self, fixed, _settled(self.schedule))
        functions = {**FUNCTIONS, "paid": self._paid, "seen": self._seen}
        self.evaluation = Evaluation(self.names, functions)

    def outcome(self) -> Payable:
        closed = self._first_unmet(self.schedule.gates)
        if closed is not None:
            gate, why = closed
            name = gate.milestone or self.schedule.lines[0].milestone
            self._add(name.filled(self.evaluation), Fraction(0), why)
        else:
            for line in self.schedule.lines:
                self._apply(line)
        self._raise_flags()
        return Payable(tuple(self.lines), self.so_far(), tuple(self.flags))

    def so_far(self) -> Decimal:
        """The sum of the lines until now."""
        return sum((line.amount for line in self.lines), as_amount(Fraction(0), self.schedule.decimals))

    def _apply(self, line: Line) -> None:
        if line.repeat is None:
            self._apply_once(line)
            return
        try:
            items = self._items_of(line.repeat)
        except MissingFact:
            return
        for place, item in enumerate(items, start=1):
            with_item = {line.repeat.as_: item, "number": Fraction(place)}
            self.names.fixed.update(with_item)
            self._apply_once(line)
            for name in with_item:
                del self.names.fixed[name]

    def _items_of(self, repeat: Repeat) -> list[Any]:
        """The items that count, in the order of the rule; without a rule, in the order of the facts."""
        found: list[tuple[Any, Any]] = []
        for item in a_list(self.evaluation.value_of(repeat.over)):
            self.names.fixed[repeat.as_] = item
            if repeat.where is None or self._holds(repeat.where):
                found.append((self.evaluation.value_of(repeat.sorted_by) if repeat.sorted_by else None, item))
            del self.names.fixed[repeat.as_]
        return [item for _, item in (found if repeat.sorted_by is None else put_in_order(found))]

    def _apply_once(self, line: Line) -> None:
        self.names.of_the_line = dict(line.values)
        self._add_line(line)
        self.names.of_the_line = {}

    def _add_line(self, line: Line) -> None:
        if line.when is not None and not self._holds(line.when):
            return
        milestone = line.milestone.filled(self.evaluation)
        keys = tuple(self.evaluation.value_of(key) for key in line.keys)
        unmet = self._first_unmet(line.conditions)
        if unmet is not None:
            self._add(milestone, Fraction(0), unmet[1], keys, self._day_of(line))
            return
        try:
            amount = number(self.evaluation.value_of(line.amount))
            why = line.why.filled(self.evaluation) if line.why else ""
        except MissingFact as missing:
            amount, why = Fraction(0), _missing(missing)
        self._add(milestone, amount, why, keys, self._day_of(line))

    def _day_of(self, line: Line) -> date | None:
        """The day on which the line is earned; none when nobody can say yet."""
        try:
            return None if line.on is None else day(self.evaluation.value_of(line.on))
        except MissingFact:
            return None

    def _add(
        self, milestone: str, amount: Fraction, why: str, keys: tuple[Any, ...] = (), on: date | None = None
    ) -> None:
        if len(self.lines) >= MOST_LINES:
            raise RuleError("Deze geschiedenis geeft te veel regels.")
        exact = as_amount(amount, self.schedule.decimals)
        most = self.schedule.most
        if most is not None and exact > 0:
            ceiling = as_amount(number(self.evaluation.value_of(most.amount)), self.schedule.decimals)
            room = max(ceiling - self.so_far(), as_amount(Fraction(0), self.schedule.decimals))
            if exact > room:
                exact, why = room, most.why.filled(self.evaluation) if most.why else why
                self._flag(most.flag)
        self.lines.append(PaidLine(milestone, exact, why, keys, on))

    def _first_unmet(self, conditions: tuple[Condition, ...]) -> tuple[Condition, str] | None:
        for condition in conditions:
            try:
                if not truth(self.evaluation.value_of(condition.test)):
                    return condition, self._filled_if_possible(condition.otherwise)
            except MissingFact as missing:
                return condition, _missing(missing)
        return None

    def _filled_if_possible(self, template: Template) -> str:
        try:
            return template.filled(self.evaluation)
        except MissingFact as missing:
            return _missing(missing)

    def _holds(self, expression: Expression) -> bool:
        """Does it hold? A fact that was not given makes it not hold."""
        try:
            return truth(self.evaluation.value_of(expression))
        except MissingFact:
            return False

    def _raise_flags(self) -> None:
        self.names.fixed["payable"] = Fraction(self.so_far())
        for flag in self.schedule.flags:
            if self._holds(flag.when):
                self._flag(flag.name)

    def _flag(self, name: str) -> None:
        if name and name not in self.flags:
            self.flags.append(name)

    def _paid(self, name: Any) -> Fraction:
        """What earlier lines with this milestone or key brought."""
        return sum((Fraction(line.amount) for line in self.lines if _is_called(line, name)), Fraction(0))

    def _seen(self, name: Any) -> bool:
        """Whether an earlier line with this milestone or key brought anything."""
        return any(_is_called(line, name) and line.amount != 0 for line in self.lines)


def _settled(schedule: Schedule) -> frozenset[str]:
    """The values that stay the same whatever was paid so far."""
    changing = {"paid_so_far"}
    for name, expression in schedule.values:
        if expression.names & changing or expression.functions & {"paid", "seen"}:
            changing.add(name)
    return frozenset(name for name, _ in schedule.values if name not in changing)


def _is_called(line: PaidLine, name: Any) -> bool:
    return line.milestone == name or any(compare("Eq", key, name) for key in line.keys)


def _missing(missing: MissingFact) -> str:
    return f"Dit gegeven ontbreekt: {missing.name}."
