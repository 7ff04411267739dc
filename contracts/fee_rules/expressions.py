"""The small language of fee rules: reading an expression and working it out, exactly and harmlessly.

The notation is that of Python expressions, of which only a part is let in: reckoning, comparing, choosing,
looking up, and going through a list. Nothing can be assigned, imported or called but the functions of the house.
"""

import ast
import keyword
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from contracts.fee_rules import arithmetic
from contracts.fee_rules.values import MissingFact, RuleError, Value
from procurement.strict_json import exact_number

LONGEST = 2000
#: More steps than a person could follow are a mistake or an attack.
MOST_STEPS = 1_000_000
#: Look at an argument without needing that it is there.
LAZY = frozenset({"known", "otherwise"})

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.UAdd, ast.BinOp,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Compare, ast.Eq, ast.NotEq, ast.Lt,
    ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.IfExp, ast.Call, ast.Name, ast.Load, ast.Store,
    ast.Constant, ast.Subscript, ast.Attribute, ast.List, ast.GeneratorExp, ast.ListComp, ast.comprehension,
)  # fmt: skip

#: Words of the notation that are no use as a name; they are looked up between brackets.
_KEPT = frozenset(keyword.kwlist) - {"and", "or", "not", "in", "if", "else", "for"}

Function = Callable[..., Any]


@dataclass(frozen=True)
class Expression:
    """An expression that was read: its text, and what it needs."""

    text: str
    body: ast.expr
    names: frozenset[str]
    functions: frozenset[str]


@lru_cache(maxsize=4096)  # the schedule of a contract is read for every fee
def read(text: str) -> Expression:
    """The expression in this text. Raises ``RuleError`` with what is wrong."""
    if len(text) > LONGEST:
        raise RuleError(f"Een uitdrukking is hooguit {LONGEST} tekens lang.")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise RuleError(f"‘{text}’ is geen goede uitdrukking.{_hint(text)}") from error
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise RuleError(f"‘{text}’ bevat iets wat niet mag ({type(node).__name__}).")
        _check(node, text)
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    bound = {node.id for node in ast.walk(tree) if _binds(node)}  # type: ignore[attr-defined]
    # A function and a fact may have the same name: what is called is a function, what is not is a fact.
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in functions} - bound
    called = {function.id for function in functions}  # type: ignore[attr-defined]
    return Expression(text, _exact(tree.body, text.strip()), frozenset(names), frozenset(called))


def _hint(text: str) -> str:
    """What often goes wrong: a name that the notation keeps for itself, or another way of writing."""
    kept = [word for word in re.findall(r"[A-Za-z_]+", text) if word in _KEPT]
    if kept:
        return f" Het woord ‘{kept[0]}’ heeft een eigen betekenis: schrijf facts['{kept[0]}'] of rij['{kept[0]}']."
    if re.search(r"(?<![<>=!])=(?!=)", text):
        return " Gelijk is aan schrijft u met twee tekens: ==."
    return ""


def _binds(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _check(node: ast.AST, text: str) -> None:
    if isinstance(node, ast.Call) and (not isinstance(node.func, ast.Name) or node.keywords):
        raise RuleError(f"‘{text}’ roept een functie aan op een manier die niet mag.")
    if isinstance(node, ast.comprehension) and (node.is_async or not isinstance(node.target, ast.Name)):
        raise RuleError(f"‘{text}’ loopt door een lijst op een manier die niet mag.")
    if isinstance(node, (ast.GeneratorExp, ast.ListComp)) and len(node.generators) != 1:
        raise RuleError(f"‘{text}’ loopt door twee lijsten tegelijk; dat mag niet.")
    if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
        raise RuleError(f"‘{text}’ bevat een naam die niet mag: {node.attr}.")
    if isinstance(node, ast.Constant) and not isinstance(node.value, (bool, int, str, float)):
        raise RuleError(f"‘{text}’ bevat een waarde waarmee niet gerekend kan worden.")


def _exact(body: ast.expr, text: str) -> ast.expr:
    """The same tree, in which every number is the one that was written, not the nearest binary one."""
    for node in ast.walk(body):
        if not isinstance(node, ast.Constant) or isinstance(node.value, (bool, str)):
            continue
        written = (ast.get_source_segment(text, node) or "").replace("_", "")
        number = exact_number(Decimal(written)) if _is_plain(written) else None
        if number is None:
            raise RuleError(f"‘{written}’ is geen getal waarmee gerekend kan worden.")
        node.value = number  # type: ignore[assignment]
    return body


def _is_plain(written: str) -> bool:
    return written.replace(".", "", 1).isascii() and written.replace(".", "", 1).isdigit()


class Evaluation:
    """Works out expressions with these names and functions; counts its steps."""

    def __init__(self, names: Mapping[str, Any], functions: Mapping[str, Function]) -> None:
        self.names = names
        self.functions = functions
        self.steps = 0

    def value_of(self, expression: Expression) -> Value:
        """What the expression is worth. Raises ``MissingFact`` or ``RuleError``."""
        try:
            found: Value = self._of(expression.body, {})
        except (TypeError, ZeroDivisionError, OverflowError, IndexError, RecursionError) as error:
            raise RuleError(f"‘{expression.text}’ kan niet worden uitgerekend.") from error
        return found

    def _of(self, node: ast.expr, local: dict[str, Any]) -> Any:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise RuleError("Deze regel vraagt te veel rekenwerk.")
        method = getattr(self, f"_of_{type(node).__name__.lower()}")
        return method(node, local)

    def _of_constant(self, node: ast.Constant, _local: dict[str, Any]) -> Any:
        return node.value

    def _of_name(self, node: ast.Name, local: dict[str, Any]) -> Any:
        found = local[node.id] if node.id in local else self.names.get(node.id)
        if found is None:
            raise MissingFact(node.id)
        return found

    def _of_list(self, node: ast.List, local: dict[str, Any]) -> list[Any]:
        return [self._of(part, local) for part in node.elts]

    def _of_boolop(self, node: ast.BoolOp, local: dict[str, Any]) -> bool:
        wanted = isinstance(node.op, ast.Or)
        return any(self._truth(part, local) for part in node.values) if wanted else all(
            self._truth(part, local) for part in node.values
        )  # fmt: skip

    def _of_unaryop(self, node: ast.UnaryOp, local: dict[str, Any]) -> Any:
        if isinstance(node.op, ast.Not):
            return not self._truth(node.operand, local)
        number = arithmetic.number(self._of(node.operand, local))
        return -number if isinstance(node.op, ast.USub) else number

    def _of_binop(self, node: ast.BinOp, local: dict[str, Any]) -> Any:
        left, right = self._of(node.left, local), self._of(node.right, local)
        return arithmetic.reckon(type(node.op).__name__, left, right)

    def _of_compare(self, node: ast.Compare, local: dict[str, Any]) -> bool:
        left = self._of(node.left, local)
        for operator, comparator in zip(node.ops, node.comparators, strict=True):
            right = self._of(comparator, local)
            if not arithmetic.compare(type(operator).__name__, left, right):
                return False
            left = right
        return True

    def _of_ifexp(self, node: ast.IfExp, local: dict[str, Any]) -> Any:
        return self._of(node.body if self._truth(node.test, local) else node.orelse, local)

    def _of_subscript(self, node: ast.Subscript, local: dict[str, Any]) -> Any:
        return arithmetic.look_up(self._of(node.value, local), self._of(node.slice, local))

    def _of_attribute(self, node: ast.Attribute, local: dict[str, Any]) -> Any:
        return arithmetic.look_up(self._of(node.value, local), node.attr)

    def _of_generatorexp(self, node: ast.GeneratorExp | ast.ListComp, local: dict[str, Any]) -> list[Any]:
        part = node.generators[0]
        name = part.target.id  # type: ignore[attr-defined]
        found = []
        for item in arithmetic.a_list(self._of(part.iter, local)):
            inner = {**local, name: item}
            if all(self._truth(test, inner) for test in part.ifs):
                found.append(self._of(node.elt, inner))
        return found

    _of_listcomp = _of_generatorexp

    def _of_call(self, node: ast.Call, local: dict[str, Any]) -> Any:
        name = node.func.id  # type: ignore[attr-defined]
        if name in LAZY:
            return self._lazily(name, node.args, local)
        if name not in self.functions:
            raise RuleError(f"De functie {name} bestaat niet.")
        arguments = [self._of(argument, local) for argument in node.args]
        try:
            return self.functions[name](*arguments)
        except (AttributeError, ValueError, KeyError) as error:
            raise RuleError(f"De functie {name} kan hier niet mee rekenen.") from error

    def _lazily(self, name: str, arguments: list[ast.expr], local: dict[str, Any]) -> Any:
        if len(arguments) != (1 if name == "known" else 2):
            raise RuleError(f"De functie {name} krijgt een verkeerd aantal gegevens.")
        try:
            found = self._of(arguments[0], local)
        except MissingFact:
            return False if name == "known" else self._of(arguments[1], local)
        return True if name == "known" else found

    def _truth(self, node: ast.expr, local: dict[str, Any]) -> bool:
        return arithmetic.truth(self._of(node, local))
