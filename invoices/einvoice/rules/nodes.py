"""Looking around in a document: what the rules ask of an element.

Values are read as the official rules read them: a number that is no number breaks the rule off (``RuleError``).
"""

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal
from sys import intern

from invoices.einvoice.structure.table import AGGREGATE, BASIC, EXTENSION
from invoices.einvoice.tree import Node

_PREFIXES = {"cac": AGGREGATE, "cbc": BASIC, "ext": EXTENSION}
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
#: Longer numbers are no amounts; exact computing with them would take ever longer.
LONGEST_NUMBER = 60
_PATHS: dict[str, tuple[str, ...]] = {}


class RuleError(Exception):
    """A value is not what a rule computes with: the official rules break off here, and refuse the document."""


def tag_of(name: str) -> str:
    """The full tag of a name such as ``cbc:ID``."""
    prefix, _, local = name.partition(":")
    return intern(f"{{{_PREFIXES[prefix]}}}{local}")


def steps_of(path: str) -> tuple[str, ...]:
    """The tags of a path such as ``cac:Party/cbc:ID``."""
    steps = _PATHS.get(path)
    if steps is None:
        steps = _PATHS[path] = tuple(tag_of(name) for name in path.split("/"))
    return steps


def all_at(node: Node, path: str) -> Sequence[Node]:
    """Every element at this path below the node, in order."""
    steps = _PATHS.get(path) or steps_of(path)
    found = node.by_tag.get(steps[0], ())
    for step in steps[1:] if len(steps) > 1 else ():
        if len(found) == 1:
            found = found[0].by_tag.get(step, ())
        elif found:
            found = [child for each in found for child in each.by_tag.get(step, ())]
    return found


def first_at(node: Node, path: str) -> Node | None:
    """The first element at this path, or None."""
    steps = _PATHS.get(path) or steps_of(path)
    at = node
    for step in steps:
        found = at.by_tag.get(step)
        if not found:
            break
        at = found[0]
    else:
        return at
    # The first on the way has nothing below it; one of its brothers may.
    others = all_at(node, path) if len(steps) > 1 else ()
    return others[0] if others else None


def is_there(node: Node, path: str) -> bool:
    """Whether there is an element at this path."""
    return first_at(node, path) is not None


def trimmed(node: Node) -> str:
    """The text without white space around it, and single spaces within."""
    text = node.text
    return text if text.isalnum() else " ".join(text.split())  # most codes are letters and digits only


def texts_at(node: Node, path: str) -> list[str]:
    """The texts at this path, trimmed."""
    return [trimmed(each) for each in all_at(node, path)]


def is_filled(node: Node, path: str) -> bool:
    """Whether an element at this path has a text."""
    return any(each.text for each in all_at(node, path))


def number_of(node: Node) -> Decimal:
    """The exact number in this element."""
    text = node.text.strip()
    if len(text) > LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        raise RuleError(node.place)
    return Decimal(text)


def numbers_at(node: Node, path: str) -> list[Decimal]:
    """The numbers at this path."""
    return [number_of(each) for each in all_at(node, path)]


def number_at(node: Node, path: str) -> Decimal | None:
    """The number at this path, or None when nothing is there. More than one breaks the rule off."""
    found = numbers_at(node, path)
    if len(found) > 1:
        raise RuleError(path)
    return found[0] if found else None


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, of nothing too."""
    return sum(amounts, Decimal(0))


def rounded(amount: Decimal, places: int = 2) -> Decimal:
    """Rounded as XPath does: half goes up, also below zero."""
    unit = Decimal(1).scaleb(-places)
    return ((amount / unit + Decimal("0.5")).to_integral_value(ROUND_FLOOR)) * unit


def is_charge(node: Node) -> bool | None:
    """Whether an allowance or charge (``cac:AllowanceCharge``) is a charge; None when it does not say."""
    said = texts_at(node, "cbc:ChargeIndicator")
    if not said:
        return None
    if said[0] not in ("true", "false", "1", "0"):
        raise RuleError(said[0])
    return said[0] in ("true", "1")


def is_vat(node: Node) -> bool:
    """Whether a tax category or a tax number (with a ``cac:TaxScheme``) is about VAT."""
    return any(trimmed(each).upper() == "VAT" for each in all_at(node, "cac:TaxScheme/cbc:ID"))


def has_code(node: Node, code: str) -> bool:
    """Whether this tax category (``cbc:ID``) has this VAT category code."""
    return any(text == code for text in texts_at(node, "cbc:ID"))
