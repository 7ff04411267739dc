"""One request to the calculator of fees as JSON: a schedule and histories in, lines and amounts out."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from contracts.fee_rules.payable import PaidLine, Payable, payable
from contracts.fee_rules.schedule import Schedule
from contracts.fee_rules.schedule_reading import read_schedule
from contracts.fee_rules.values import in_words
from procurement.strict_json import Case, CaseError

#: The schedules that come with the house, each in a file named by its id.
SCHEDULES = Path(__file__).parent / "schedules"


def calculate(inputs: object) -> dict[str, Any]:
    """What is payable over each history. Raises ``CaseError`` with one Dutch line per mistake."""
    case = Case()
    given = case.mapping(inputs, "de invoer", frozenset({"schedule", "histories"}))
    histories = case.sequence(given.get("histories"), "histories")
    case.refuse_if_wrong()
    schedule = schedule_of(given.get("schedule"))
    answers = [_answer(schedule, history, place) for place, history in enumerate(histories)]
    return {"schedule": schedule.id, "unit": schedule.unit, "histories": answers}


def known_schedules() -> list[str]:
    """The ids of the schedules that come with the house."""
    return sorted(path.stem for path in SCHEDULES.glob("*.json"))


def stored_schedule(schedule_id: str) -> Schedule:
    """The schedule with this id. Raises ``CaseError`` when it does not exist."""
    if schedule_id not in known_schedules():
        known = ", ".join(known_schedules())
        raise CaseError([f"De regeling {schedule_id} bestaat niet. Bekend zijn: {known}."])
    text = (SCHEDULES / f"{schedule_id}.json").read_text("utf-8")
    return read_schedule(json.loads(text, parse_float=Decimal))


def schedule_of(given: object) -> Schedule:
    """A schedule in full, or the id of one that comes with the house."""
    return stored_schedule(given) if isinstance(given, str) else read_schedule(given)


def _answer(schedule: Schedule, history: object, place: int) -> dict[str, Any]:
    """What one history brings; what cannot be worked out is said in its place and does not stop the others."""
    case = Case()
    where = f"histories[{place}]"
    # Of the rest (what was expected, notes) nothing is used: the file of cases can be given as it stands.
    given = case.mapping(history, where)
    facts = case.mapping(given.get("facts"), f"{where}.facts")
    name = given.get("id", place)
    try:
        case.refuse_if_wrong()
        return {"id": name, **as_json(payable(schedule, facts))}
    except CaseError as wrong:
        return {"id": name, "error": " ".join(wrong.errors)}


def as_json(found: Payable) -> dict[str, Any]:
    """The outcome as JSON; amounts are exact numbers."""
    return {
        "lines": [_line(line) for line in found.lines],
        "payable": found.payable,
        "flags": list(found.flags),
    }


def _line(line: PaidLine) -> dict[str, Any]:
    on = {} if line.on is None else {"on": line.on.isoformat()}
    return {"milestone": line.milestone, "amount": line.amount, "why": line.why, **on}


def describe(answer: Mapping[str, Any]) -> str:
    """The answer for people."""
    lines = [f"Regeling {answer['schedule']}, in {answer['unit']}."]
    for history in answer["histories"]:
        if "error" in history:
            lines.append(f"\nGeschiedenis {history['id']}: fout. {history['error']}")
            continue
        lines.append(f"\nGeschiedenis {history['id']}: {_in_words(history['payable'])}")
        for line in history["lines"]:
            why = f" ({line['why']})" if line["why"] else ""
            lines.append(f"  {line['milestone']}: {_in_words(line['amount'])}{why}")
        if history["flags"]:
            lines.append(f"  Let op: {in_words(history['flags'])}")
    return "\n".join(lines)


def _in_words(amount: Decimal) -> str:
    return f"{amount:f}".replace(".", ",")
