"""A schedule with histories as a file: checked, explained and worked out, without any contract paying by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.fee_rules.explained import ExplainedLine, explained, shut_out_by
from contracts.fee_rules.payable_case import calculate, schedule_of
from contracts.fee_rules.schedule import Schedule
from procurement.calculators import parse
from procurement.strict_json import CaseError

#: A page is for trying a few clients; the command takes any number.
MOST_HISTORIES = 25


@dataclass(frozen=True)
class TriedFile:
    """What the file says, and what each history in it brings."""

    schedule: Schedule
    lines: Sequence[ExplainedLine]
    shut_out_by: Sequence[str]
    outcomes: Sequence[Mapping[str, Any]]


def tried_file(text: str) -> TriedFile:
    """The outcome of the file with this text. Raises ``CaseError`` with one Dutch line per mistake."""
    inputs = parse(text)
    histories = inputs.get("histories") if isinstance(inputs, Mapping) else None
    if isinstance(histories, list) and len(histories) > MOST_HISTORIES:
        raise CaseError([f"Geef hier hooguit {MOST_HISTORIES} deelnemers; dit zijn er {len(histories)}."])
    outcomes = calculate(inputs)["histories"]
    schedule = schedule_of(inputs["schedule"])
    return TriedFile(schedule, explained(schedule), shut_out_by(schedule), outcomes)
