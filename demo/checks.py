"""Testing what was promised: rounds over the checks of a contract, with one promise that was not kept."""

from datetime import date, datetime

from contracts.checks import CheckKind, Finding
from contracts.models.checks import ContractCheck
from contracts.operations.checks import record_finding
from contracts.queries.checks import checks_of
from demo.telling import Line, Story

#: Until when the papers that are shown hold.
VALID_UNTIL = {CheckKind.INSURANCE: date(2026, 12, 31), CheckKind.QUALITY_MARK: date(2027, 6, 30)}


def tested(story: Story, name: str, *rounds: datetime, falls_short: str = "", again_on: date | None = None) -> Line:
    """Coen tests on these days all that is due; in the last round the promise with this code falls short."""
    for on in rounds:
        yield on
        for check in checks_of(story.places[name]):
            if check.next_on is not None and check.next_on <= on.date():
                is_short = on == rounds[-1] and check.code == falls_short != ""
                _test(story, check, on, again_on if is_short else None)


def _test(story: Story, check: ContractCheck, on: datetime, again_on: date | None) -> None:
    story.do(
        record_finding, check, Finding.MET if again_on is None else Finding.PARTLY, tested_on=on.date(),
        notes="" if again_on is None else "De helft van de afgesproken gesprekken is vastgelegd. De rest volgt.",
        again_on=again_on, valid_until=VALID_UNTIL.get(check.kind), by="Coen", on=on,
    )  # fmt: skip
