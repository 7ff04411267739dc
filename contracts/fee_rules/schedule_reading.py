"""Reading a fee schedule: strictly, naming every mistake at once."""

import keyword
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.fee_rules import expressions, templates
from contracts.fee_rules.expressions import LAZY, Expression
from contracts.fee_rules.functions import FUNCTIONS
from contracts.fee_rules.schedule import Condition, Fact, FactKind, Flag, Line, Most, Repeat, Schedule
from contracts.fee_rules.templates import Template
from contracts.fee_rules.values import RuleError, as_value
from procurement.strict_json import Case, exact_number

#: Functions that look at the lines so far.
OF_THE_LINES = frozenset({"paid", "seen"})

#: Names that every expression may use.
ALWAYS = frozenset({"true", "false", "paid_so_far", "facts"})

SCHEDULE_KEYS = frozenset(
    {
        "id", "title", "source", "unit", "decimals", "about", "facts", "tables", "values", "gates", "lines",
        "most", "flags",
    }
)  # fmt: skip

LINE_KEYS = frozenset(
    {
        "milestone", "when", "conditions", "amount", "percent", "of", "why", "key", "keys", "on", "values", "repeat",
        "about",
    }
)  # fmt: skip


def read_schedule(given: object) -> Schedule:
    """The schedule in this JSON. Raises ``CaseError`` with one Dutch line per mistake."""
    case = Case()
    reader = _Reader(case, case.mapping(given, "schedule", SCHEDULE_KEYS))
    schedule = reader.schedule()
    case.refuse_if_wrong()
    return schedule


#: Stands in for an expression that could not be read, so that the other mistakes are found as well.
_NOTHING = expressions.read("0")


def _is_name(name: str) -> bool:
    return name.isidentifier() and not name.startswith("_") and not keyword.iskeyword(name)


def _as_text(given: object) -> str:
    """The expression as text; a number is written out exactly, unless it stands for nothing real."""
    if isinstance(given, str):
        return given
    if isinstance(given, bool):
        return "true" if given else "false"
    if not isinstance(given, (int, Decimal)) or exact_number(given) is None:
        raise RuleError("dit is geen uitdrukking en geen getal waarmee gerekend kan worden.")
    return f"{Decimal(given):f}"


class _Reader:
    """Reads one schedule, part by part, and notes what is wrong."""

    def __init__(self, case: Case, given: Mapping[str, Any]) -> None:
        self.case = case
        self.given = given
        self.known: set[str] = set(ALWAYS)

    def schedule(self) -> Schedule:
        facts = self._facts()
        tables = self._tables()
        values = self._values()
        most = self._most(self.given.get("most"))
        lines = tuple(
            self._line(each, f"lines[{place}]")
            for place, each in enumerate(self.case.sequence(self.given.get("lines"), "lines"))
        )
        if self.given.get("lines") == []:
            self.case.wrong("lines is leeg: een regeling heeft ten minste één regel.")
        self._check_percents()
        return Schedule(
            id=self.case.text(self.given.get("id"), "id") or "",
            title=self.case.text(self.given.get("title"), "title") or "",
            unit=self.case.text(self.given.get("unit"), "unit") or "",
            decimals=self._decimals(),
            facts=facts,
            tables=tables,
            values=values,
            gates=tuple(self._conditions(self.given.get("gates", []), "gates")),
            lines=lines,
            most=most,
            flags=tuple(self._flags()),
        )

    def _decimals(self) -> int:
        decimals = self.case.number(self.given.get("decimals", 2), "decimals")
        if decimals is None or decimals.denominator != 1 or not 0 <= decimals <= 6:
            self.case.wrong("decimals moet een heel getal van 0 tot en met 6 zijn.")
            return 2
        return int(decimals)

    def _facts(self) -> dict[str, Fact]:
        facts = {}
        for name, about in self.case.mapping(self.given.get("facts"), "facts").items():
            where = f"facts.{name}"
            self._new_fact(name, where)
            keys = self.case.mapping(about, where, frozenset({"type", "default", "about"}))
            kind = keys.get("type")
            if kind not in {each.value for each in FactKind}:
                known = ", ".join(each.value for each in FactKind)
                self.case.wrong(f"{where}.type moet een van deze zijn: {known}.")
                continue
            facts[name] = Fact(FactKind(str(kind)), self._value(keys.get("default"), f"{where}.default"))
        return facts

    def _tables(self) -> dict[str, Any]:
        tables = {}
        for name, table in self.case.mapping(self.given.get("tables", {}), "tables").items():
            self._new_name(name, f"tables.{name}")
            tables[name] = self._value(table, f"tables.{name}")
        return tables

    def _values(self) -> tuple[tuple[str, Expression], ...]:
        values = []
        for name, text in self.case.mapping(self.given.get("values", {}), "values").items():
            expression = self._expression(text, f"values.{name}")
            self._new_name(name, f"values.{name}")
            values.append((name, expression))
        return tuple(values)

    def _value(self, given: object, where: str) -> Any:
        try:
            return as_value(given)
        except RuleError as error:
            self.case.wrong(f"{where}: {error}")
            return None

    def _new_fact(self, name: str, where: str) -> None:
        """A fact keeps the key it has, also one that is no name: then it is looked up as ``facts['…']``."""
        if name in self.known:
            self.case.wrong(f"{where}: de naam ‘{name}’ is al in gebruik.")
        self.known.add(name)

    def _new_name(self, name: str, where: str) -> None:
        if not _is_name(name):
            self.case.wrong(f"{where}: een naam bestaat uit letters, cijfers en _, en begint met een letter.")
        if name in self.known:
            self.case.wrong(f"{where}: de naam ‘{name}’ is al in gebruik.")
        self.known.add(name)

    def _line(self, given: object, where: str) -> Line:
        keys = self.case.mapping(given, where, LINE_KEYS)
        repeat, extra = self._repeat(keys.get("repeat"), f"{where}.repeat")
        values, extra = self._line_values(keys.get("values", {}), f"{where}.values", extra)
        return Line(
            milestone=self._template(keys.get("milestone"), f"{where}.milestone", extra),
            amount=self._amount(keys, where, extra),
            when=self._optional(keys.get("when"), f"{where}.when", extra),
            conditions=tuple(self._conditions(keys.get("conditions", []), f"{where}.conditions", extra)),
            why=self._template(keys["why"], f"{where}.why", extra) if keys.get("why") else None,
            keys=self._keys(keys, where, extra),
            values=values,
            on=self._optional(keys.get("on"), f"{where}.on", extra),
            repeat=repeat,
        )

    def _line_values(
        self, given: object, where: str, extra: frozenset[str]
    ) -> tuple[tuple[tuple[str, Expression], ...], frozenset[str]]:
        """Names for expressions of this line only; they may use the item of its repeat."""
        values = []
        for name, text in self.case.mapping(given, where).items():
            if not _is_name(name) or name in self.known | extra:
                self.case.wrong(f"{where}.{name}: kies een naam die nog niet in gebruik is.")
            values.append((name, self._expression(text, f"{where}.{name}", extra)))
            extra |= {name}
        return tuple(values), extra

    def _keys(self, keys: Mapping[str, Any], where: str, extra: frozenset[str]) -> tuple[Expression, ...]:
        """The names under which later lines find this one: one as ``key``, several as ``keys``."""
        if "key" in keys and "keys" in keys:
            self.case.wrong(f"{where}: geef key of keys, niet allebei.")
        given = [keys["key"]] if keys.get("key") is not None else keys.get("keys", [])
        listed = self.case.sequence(given, f"{where}.keys")
        return tuple(self._expression(each, f"{where}.keys[{place}]", extra) for place, each in enumerate(listed))

    def _amount(self, keys: Mapping[str, Any], where: str, extra: frozenset[str]) -> Expression:
        if "percent" not in keys and "of" not in keys:
            return self._expression(keys.get("amount"), f"{where}.amount", extra)
        if "amount" in keys or "percent" not in keys or "of" not in keys:
            self.case.wrong(f"{where}: geef een amount, of percent samen met of.")
            return _NOTHING
        percent = self._expression(keys["percent"], f"{where}.percent", extra)
        of = self._expression(keys["of"], f"{where}.of", extra)
        return expressions.read(f"percent({percent.text}, {of.text})")

    def _repeat(self, given: object, where: str) -> tuple[Repeat | None, frozenset[str]]:
        if given is None:
            return None, frozenset()
        keys = self.case.mapping(given, where, frozenset({"over", "as", "sorted_by", "where"}))
        name = self.case.text(keys.get("as"), f"{where}.as") or "item"
        if not _is_name(name) or name in self.known:
            self.case.wrong(f"{where}.as: kies een naam die nog niet in gebruik is.")
        extra = frozenset({name, "number"})
        return (
            Repeat(
                over=self._expression(keys.get("over"), f"{where}.over"),
                as_=name,
                sorted_by=self._optional(keys.get("sorted_by"), f"{where}.sorted_by", extra),
                where=self._optional(keys.get("where"), f"{where}.where", extra),
            ),
            extra,
        )

    def _conditions(self, given: object, where: str, extra: frozenset[str] = frozenset()) -> Iterable[Condition]:
        for place, each in enumerate(self.case.sequence(given, where)):
            here = f"{where}[{place}]"
            keys = self.case.mapping(each, here, frozenset({"if", "else", "milestone"}))
            milestone = keys.get("milestone")
            yield Condition(
                test=self._expression(keys.get("if"), f"{here}.if", extra),
                otherwise=self._template(keys.get("else"), f"{here}.else", extra),
                milestone=self._template(milestone, f"{here}.milestone", extra) if milestone else None,
            )

    def _most(self, given: object) -> Most | None:
        if given is None:
            return None
        keys = self.case.mapping(given, "most", frozenset({"amount", "flag", "why"}))
        return Most(
            amount=self._expression(keys.get("amount"), "most.amount"),
            flag=str(keys.get("flag", "")),
            why=self._template(keys["why"], "most.why", frozenset()) if keys.get("why") else None,
        )

    def _flags(self) -> Iterable[Flag]:
        for place, each in enumerate(self.case.sequence(self.given.get("flags", []), "flags")):
            where = f"flags[{place}]"
            keys = self.case.mapping(each, where, frozenset({"flag", "when", "about"}))
            extra = frozenset({"payable"})
            yield Flag(
                self.case.text(keys.get("flag"), f"{where}.flag") or "",
                self._expression(keys.get("when"), f"{where}.when", extra),
            )

    def _optional(self, given: object, where: str, extra: frozenset[str]) -> Expression | None:
        return None if given is None else self._expression(given, where, extra)

    def _expression(self, given: object, where: str, extra: frozenset[str] = frozenset()) -> Expression:
        """An expression; a JSON number or true/false counts as one."""
        if given is None:
            self.case.wrong(f"{where} ontbreekt.")
            return _NOTHING
        try:
            expression = expressions.read(_as_text(given))
        except RuleError as error:
            self.case.wrong(f"{where}: {error}")
            return _NOTHING
        self._check_names(expression, where, extra)
        return expression

    def _template(self, given: object, where: str, extra: frozenset[str] = frozenset()) -> Template:
        text = self.case.text(given, where) or ""
        try:
            template = templates.read(text)
        except RuleError as error:
            self.case.wrong(f"{where}: {error}")
            return Template(text, (text,))
        for expression in template.parts:
            self._check_names(expression, where, extra)
        return template

    def _check_names(self, expression: Expression, where: str, extra: frozenset[str]) -> None:
        for name in sorted(expression.names - self.known - extra):
            self.case.wrong(
                f"{where}: ‘{name}’ is niet bekend. Noem het onder facts, tables of values, voordat u het gebruikt."
            )
        for name in sorted(expression.functions - set(FUNCTIONS) - LAZY - OF_THE_LINES):
            self.case.wrong(f"{where}: de functie ‘{name}’ bestaat niet.")

    def _check_percents(self) -> None:
        """Fixed percentages of the same amount that every client gets, add up to at most a hundred."""
        totals: dict[str, Fraction] = {}
        lines = self.given.get("lines")
        for line in lines if isinstance(lines, list) else []:
            if not isinstance(line, Mapping) or "when" in line or "repeat" in line:
                continue
            try:
                percent = as_value(line.get("percent"))
            except RuleError:
                continue
            if isinstance(percent, Fraction):
                totals[str(line.get("of"))] = totals.get(str(line.get("of")), Fraction(0)) + percent
        for of, sum_of_percents in totals.items():
            if sum_of_percents > 100:
                self.case.wrong(f"lines: de percentages van ‘{of}’ zijn samen meer dan 100.")
