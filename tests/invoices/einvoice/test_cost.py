"""What judging costs, beside a plain parse of the same file: so that a machine that is slow or busy does not matter."""

import time
from collections.abc import Callable
from datetime import date

import pytest
from lxml import etree

from invoices.einvoice.verdict import judge
from tests.factories.einvoices import ubl, written_line

TODAY = date(2026, 11, 23)


def fastest(work: Callable[[], object], times: int) -> float:
    """The least processor time, in seconds."""
    took = []
    for _ in range(times):
        started = time.process_time()
        work()
        took.append(time.process_time() - started)
    return min(took)


@pytest.mark.parametrize(
    ("lines", "times", "at_most"), [(20, 20, 80), pytest.param(5_000, 3, 80, marks=pytest.mark.soak)]
)
def test_judging_costs_a_bounded_number_of_plain_parses(lines: int, times: int, at_most: int) -> None:
    data = ubl(lines=[written_line(number=str(n), track_number=f"T-2026-{n:04}") for n in range(1, lines + 1)])
    assert judge(data, on=TODAY).findings == ()

    judged, parsed = fastest(lambda: judge(data, on=TODAY), times), fastest(lambda: etree.fromstring(data), times)

    print(f"{lines} lines: judged {judged * 1000:.1f} ms, parsed {parsed * 1000:.2f} ms, {judged / parsed:.0f} parses")
    assert judged < at_most * parsed
