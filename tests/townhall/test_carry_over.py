"""What of a budget goes on to the next year, with Haarlem's own figures of 2004 and 2005."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import MONDAY
from tests.factories.budgets import saved_budget
from townhall.accounts.actor import SYSTEM
from townhall.budgets.carry_over import carry_over
from townhall.budgets.operations import commit_amount, spend
from townhall.money import euros

WERKDEEL = "Werkdeel WWB"


def parts(**what_matters):
    usual = {"programme": WERKDEEL, "year": 2004, "budget": euros(18_500_000), "left": euros(7_619_000)}
    found = carry_over(**{**usual, **what_matters})
    return None if found is None else (found.to_next_year, found.back)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # Tables 4 and 5 of the Kaderstellende nota: all of it goes on, as it stays under 75 %.
        ({}, ("7619000", "0")),
        ({"year": 2005, "budget": euros(22_330_000), "left": euros(11_030_000)}, ("11030000", "0")),
        ({"left": euros(13_875_000)}, ("13875000", "0")),
        ({"left": euros("13875000.01")}, ("13875000", "0.01")),
        ({"left": euros(18_500_000)}, ("13875000", "4625000")),
        ({"left": euros(-1)}, ("0", "0")),
        ({"programme": " werkdeel wwb "}, ("7619000", "0")),
    ],
)
def test_what_goes_on_and_what_flows_back(change, expected):
    assert parts(**change) == tuple(euros(each) for each in expected)


@pytest.mark.parametrize(
    "change", [{"year": 2003}, {"year": 2007}, {"programme": "Re-integratie"}, {"budget": None, "left": None}]
)
def test_without_a_rule_or_an_amount_nothing_is_carried(change):
    assert parts(**change) is None


amounts = st.decimals(min_value=0, max_value=10**8, places=2)


@given(budget=amounts, spent=amounts)
def test_what_goes_on_and_what_flows_back_are_together_what_is_left(budget, spent):
    to_next_year, back = parts(budget=budget, left=budget - spent)

    assert to_next_year + back == max(budget - spent, Decimal(0))
    assert to_next_year <= euros(budget) and back >= 0 and (back == 0 or to_next_year * 4 >= budget * 3 - 1)


@pytest.mark.one_database("sqlite")
def test_the_budget_pages_show_it_and_say_when_there_is_no_rule(session, as_person):
    act = {"actor": SYSTEM, "now": MONDAY}
    budget = saved_budget(year=2004, programme=WERKDEEL, amount=euros(18_500_000))
    saved_budget()
    for amount in (344_000, 1_917_000, 8_620_000):
        spend(
            commit_amount(budget, euros(amount), purpose="Besteed", **act), euros(amount), reference="Tabel 4",
            spent_on=date(2004, 12, 31), **act,
        )  # fmt: skip
    session.commit()
    wim = as_person("wim")

    of_2004, of_2026 = wim.get("/budgetten/?jaar=2004").text, wim.get("/budgetten/?jaar=2026").text

    assert "7.619.000,00" in of_2004 and "Terug naar het Rijk" in of_2004
    assert "geen regel bekend" in of_2026 and "Terug naar het Rijk" not in of_2026
    shown = wim.get(f"/budgetten/{budget.id}").text
    assert "7.619.000,00" in shown and "13.875.000,00" in shown and "Kaderstellende nota" in shown
