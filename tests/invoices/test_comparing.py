"""What changed since the last time, and what is out of the ordinary about an invoice that waits."""

from datetime import date, timedelta
from typing import Any

import pytest

from invoices.approving import NEAR_DAYS, points_of
from invoices.comparing import Change, InvoiceSeen, LastTime, changes_since
from invoices.signals import Signal
from townhall.money import euros
from townhall.refusal import Obstacle

TODAY = date(2026, 11, 23)


def seen(**what_matters: Any) -> InvoiceSeen:
    facts: dict[str, Any] = {
        "number": "F-1", "net": euros(2700), "lines": 2, "prices": {"Plan": frozenset({euros(1350)})}
    }  # fmt: skip
    return InvoiceSeen(**(facts | what_matters))


@pytest.mark.parametrize(
    ("now", "options", "codes"),
    [
        ({}, {}, []),
        ({"net": euros("2700.01")}, {}, ["amount"]),
        ({"lines": 3}, {}, ["lines"]),
        ({}, {"new_tracks": ["T-1"]}, ["new-tracks"]),
        # The account counted when the last one was approved: nothing changed since.
        ({}, {"account_since": TODAY}, []),
        ({}, {"account_since": TODAY + timedelta(days=1)}, ["new-account"]),
        ({"prices": {"Plan": frozenset({euros(1400)})}}, {}, ["rate-changed"]),
        # A step that was not on the last invoice has nothing to be compared with.
        ({"prices": {"Plaatsing": frozenset({euros(1400)})}}, {}, []),
    ],
)
def test_each_change_has_its_edge(now: dict[str, Any], options: dict[str, Any], codes: list[str]) -> None:
    usual: dict[str, Any] = {"new_tracks": [], "account_since": None}

    found = changes_since(seen(number="F-2", **now), LastTime(seen(), TODAY), **(usual | options))

    assert [each.code for each in found] == codes


def test_what_asks_a_look_comes_first_and_the_difference_is_in_words() -> None:
    now = seen(number="F-2", net=euros(1400), lines=1, prices={"Plan": frozenset({euros(1400)})})

    found = changes_since(
        now, LastTime(seen(), TODAY), new_tracks=[f"T-{n}" for n in range(7)], account_since=date(2026, 12, 1)
    )

    assert [each.asks_a_look for each in found] == [True, True, False, False, False]
    assert found[1].text == "Plan: het tarief is € 1.400,00; op factuur F-1 was het € 1.350,00."
    assert found[2].text.startswith("€ 1.300,00 minder dan factuur F-1")
    assert "T-4 en nog 2." in found[4].text


def test_a_first_invoice_asks_a_look() -> None:
    assert [each.code for each in changes_since(seen(), None, new_tracks=["T-1"], account_since=TODAY)] == [
        "first-invoice"
    ]


@pytest.mark.parametrize(
    ("days", "codes"),
    [(NEAR_DAYS + 1, []), (NEAR_DAYS, ["term-near"]), (0, ["term-near"]), (-1, ["term-passed"])],
)
def test_an_invoice_near_its_term_stands_out(days: int, codes: list[str]) -> None:
    assert [
        each.code for each in points_of([], [], [], due_on=TODAY + timedelta(days=days), today=TODAY)
    ] == codes


def test_what_stops_comes_first_and_a_small_change_is_no_point() -> None:
    found = points_of(
        [Obstacle("mandate-too-low", "Uw mandaat gaat niet tot dit bedrag.")],
        [Signal("round-amount", "Rond")],
        [Change("amount", "Meer"), Change("new-account", "Nieuw", asks_a_look=True)],
        due_on=None,
        today=TODAY,
    )

    assert [(each.code, each.stops) for each in found] == [
        ("mandate-too-low", True), ("round-amount", False), ("new-account", False)
    ]  # fmt: skip
