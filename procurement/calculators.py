"""What every calculator on the command line shares: reading cases, answering one or a list, saying no.

A case is a JSON object. One case in gives one answer out; a list gives a list in the same order, in
which a malformed case is answered with ``{"error": …}`` and does not stop the others.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from procurement.strict_json import CaseError

Case = Mapping[str, Any]
Answer = Mapping[str, Any]
Calculator = Callable[[Case], Answer]

#: The exit code for input that cannot be understood.
MALFORMED = 2


def run(calculate: Calculator, file: str, *, as_json: bool, describe: Callable[[Answer], str]) -> None:
    """Answer the case or the cases in the file (``-`` is standard input); ends the command when it cannot."""
    try:
        found = read(file)
        answer = answers(calculate, found) if isinstance(found, list) else calculate(_object(found))
    except CaseError as malformed:
        for problem in malformed.errors:
            click.echo(_printable(problem), err=True)
        sys.exit(MALFORMED)
    if as_json:
        click.echo(to_json(answer))
        return
    for one in answer if isinstance(answer, list) else [answer]:
        click.echo(_printable(f"Fout: {one['error']}") if "error" in one else describe(one))


def answers(calculate: Calculator, cases: Iterable[Any]) -> list[Answer]:
    """The answer to each case, in order; an error in the place of a malformed one."""

    def answer(case: Any) -> Answer:
        try:
            return calculate(_object(case))
        except CaseError as malformed:
            return {"error": " ".join(malformed.errors)}

    return [answer(case) for case in cases]


def read(file: str) -> Any:
    """The JSON in a file or on standard input; numbers with a point are ``Decimal``."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return parse(content.decode("utf-8-sig"))
    except OSError as error:
        raise CaseError([f"{file} kan niet worden gelezen: {error.strerror or error}."]) from error
    except UnicodeDecodeError as error:
        raise CaseError([f"{file} is geen tekst in UTF-8 (byte {error.start})."]) from error


def parse(text: str) -> Any:
    """The JSON in a text, read exactly: no binary numbers, no NaN, no key twice."""
    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_without_double_keys
        )
    except json.JSONDecodeError as error:
        where = f"regel {error.lineno}, kolom {error.colno}"
        raise CaseError([f"Dit is geen geldige JSON: fout op {where}."]) from error
    except CaseError:
        raise
    except (RecursionError, ValueError) as error:
        raise CaseError(["Deze JSON is te diep genest of bevat een te groot getal."]) from error


def unknown_keys(case: Case, known: Iterable[str]) -> list[str]:
    """A problem for each key that the calculator does not know."""
    return [f"Onbekend gegeven: {key}." for key in sorted(set(case) - set(known))]


def missing_keys(case: Case, needed: Iterable[str]) -> list[str]:
    """A problem for each needed key that is absent or empty."""
    return [f"Dit ontbreekt: {key}." for key in needed if case.get(key) is None]


def day_of(text: Any) -> date | None:
    """The day that is written as jjjj-mm-dd; None for anything else."""
    if not isinstance(text, str) or len(text) != len("2026-11-23") or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def to_json(value: Any, indent: str = "") -> str:
    """JSON in which a ``Decimal`` is an exact number and a day is text."""
    deeper = indent + "  "
    if isinstance(value, Mapping):
        lines = [f"{deeper}{_plain(str(key))}: {to_json(part, deeper)}" for key, part in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}" if lines else "{}"
    if isinstance(value, (list, tuple)):
        lines = [deeper + to_json(part, deeper) for part in value]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]" if lines else "[]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return _plain(value.isoformat())
    return _plain(value)


def _plain(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    # Half a surrogate pair can stand in JSON as an escape, and nowhere else.
    return text if _printable(text) == text else json.dumps(value)


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _object(case: Any) -> Case:
    if not isinstance(case, dict):
        raise CaseError(["Een geval is een JSON-object met de gegevens, of een lijst van zulke objecten."])
    return case


def _no_constant(name: str) -> Any:
    raise CaseError([f"{name} is geen getal."])


def _without_double_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise CaseError([f"Dit gegeven staat er twee keer: {key}." for key in twice])
    return found
