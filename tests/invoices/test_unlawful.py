"""The register of unlawful spending: a cause, the days, and what the bank paid on them."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from invoices.models.unlawful import UnlawfulSpending
from invoices.operations.clawbacks import book_repaid, raise_clawbacks
from invoices.operations.payments import book_run_paid
from invoices.operations.unlawful import (
    change_unlawful_spending,
    record_unlawful_spending,
    set_unlawful_amount,
    withdraw_unlawful_spending,
)
from invoices.queries.unlawful import counted_twice, rows_in, total_of, years_of
from invoices.unlawful import (
    CAUSES,
    Cause,
    UnlawfulFacts,
    YearOfSpending,
    limit_amount,
    obstacles_to_limit,
    obstacles_to_registering,
    obstacles_to_setting_amount,
)
from tests.factories.invoices import NOW, approved_invoice, earned, invoiceable_contract, made_run, money_in_place
from tests.invoices.test_clawbacks import LATER, paid_placement_that_ended
from townhall.money import ZERO, euros
from townhall.refusal import Refusal

TODAY = NOW.date()
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def codes(obstacles: Any) -> list[str]:
    return [obstacle.code for obstacle in obstacles]


@pytest.mark.parametrize(
    ("cause", "days", "standing", "expected"),
    [
        (Cause.NO_MANDATE, YEAR, [], []),
        (Cause.NO_MANDATE, (YEAR[1], YEAR[0]), [], ["unlawful-ends-early"]),
        # Two parts of a year may stand beside each other; all of it and a part may not.
        (Cause.NO_MANDATE, YEAR, [(Cause.OVER_BUDGET, *YEAR)], []),
        (Cause.NO_MANDATE, YEAR, [(Cause.TENDER_BREACH, *YEAR)], ["unlawful-counted"]),
        (Cause.TENDER_BREACH, YEAR, [(Cause.NO_MANDATE, date(2026, 12, 31), None)], ["unlawful-counted"]),
        (Cause.TENDER_BREACH, YEAR, [(Cause.NO_MANDATE, date(2027, 1, 1), None)], []),
        (Cause.TENDER_BREACH, (YEAR[0], None), [(Cause.NO_MANDATE, date(2020, 1, 1), date(2025, 12, 31))], []),
    ],
)
def test_a_euro_counts_once(cause: Cause, days: Any, standing: Any, expected: list[str]) -> None:
    rows = [UnlawfulFacts("R-1", other, first, last) for other, first, last in standing]

    found = obstacles_to_registering(
        cause, from_on=days[0], until_on=days[1], found_on=TODAY, today=TODAY, standing=rows
    )

    assert codes(found) == expected


def test_what_is_found_is_not_found_tomorrow() -> None:
    found = obstacles_to_registering(
        Cause.NO_MANDATE, from_on=TODAY, until_on=None, found_on=TODAY + timedelta(days=1), today=TODAY, standing=[]
    )

    assert codes(found) == ["unlawful-found-later"]


@pytest.mark.parametrize(
    ("cause", "amount", "why", "expected"),
    [
        (Cause.NO_MANDATE, "0", "gedekt", []),
        (Cause.NO_MANDATE, None, "toch alles", []),
        (Cause.NO_MANDATE, "-0.01", " ", ["amount-negative", "reason-missing"]),
        (Cause.TENDER_BREACH, "1", "deel", ["unlawful-in-full"]),
    ],
)
def test_only_where_not_all_counts_an_amount_is_set(
    cause: Cause, amount: str | None, why: str, expected: list[str]
) -> None:
    asked = None if amount is None else euros(amount)

    assert codes(obstacles_to_setting_amount(cause, asked, why=why, is_withdrawn=False)) == expected


@pytest.mark.parametrize(
    ("year", "percent", "expected"),
    [(2022, "1", ["limit-too-early"]), (2024, "3", []), (2024, "3.01", ["limit-too-high"]), (2025, "2", []),
     (2025, "2.01", ["limit-too-high"])],
)  # fmt: skip
def test_how_high_the_council_may_set_its_limit(year: int, percent: str, expected: list[str]) -> None:
    assert codes(obstacles_to_limit(year, percent=Decimal(percent), expenses=euros(1))) == expected


def test_the_limit_is_a_share_of_the_expenses() -> None:
    assert limit_amount(Decimal("1.5"), euros("612345678.90")) == euros("9185185.18")


@given(first=st.dates(), last=st.none() | st.dates(), from_on=st.dates(), until_on=st.none() | st.dates())
def test_days_overlap_whichever_row_is_asked(
    first: date, last: date | None, from_on: date, until_on: date | None
) -> None:
    one, other = (UnlawfulFacts("R", Cause.NO_MANDATE, *days) for days in ((first, last), (from_on, until_on)))

    assert one.shares_a_day_with(from_on, until_on) == other.shares_a_day_with(first, last)
    assert set(CAUSES) == set(Cause)


def recorded(contract: Any, people: SimpleNamespace, **what_matters: Any) -> UnlawfulSpending:
    usual = {
        "cause": Cause.TENDER_BREACH, "from_on": date(2025, 1, 1), "until_on": None,
        "ground": "Boven de drempel zonder aanbesteding", "found_by": "Accountant", "found_on": TODAY,
    }  # fmt: skip
    facts = usual | what_matters
    return record_unlawful_spending(contract, facts.pop("cause"), **facts, actor=people.actor("fatima"), now=NOW)


def paid_contract(people: SimpleNamespace) -> Any:
    """Two invoices of € 1.350 and € 2.700 of which the bank paid the last one the next day."""
    money_in_place()
    contract = invoiceable_contract()
    approved_invoice(contract)
    run = made_run(approved_invoice(contract, achievements=[earned(contract) for _ in range(2)]))
    later = NOW + timedelta(days=1)
    book_run_paid(run, paid_on=later.date(), actor=people.actor("fatima"), now=later)
    return contract


def test_the_database_adds_up_what_was_paid_on_its_days(session: Any, people: SimpleNamespace) -> None:
    row = recorded(paid_contract(people), people)
    session.flush()

    years = years_of([row], today=TODAY)[row.id]
    assert [(each.year, each.amount) for each in years] == [(2025, euros(0)), (2026, euros(2700))]

    change_unlawful_spending(
        row, until_on=TODAY, ground=row.ground, decision="Nieuwe aanbesteding", actor=people.actor("fatima"), now=NOW
    )
    session.flush()
    assert total_of(rows_in(2026)) == euros(0)  # the bank paid a day later
    assert rows_in(2027) == []


@pytest.mark.parametrize(
    ("paid", "came_back", "set_to", "expected"),
    [
        ("2700", "0", None, "2700"),
        ("2700", "1350.01", None, "1349.99"),
        ("2700", "2700", None, "0"),
        # It came back of what was paid in an earlier year, of which the account is closed.
        ("0", "1350", None, "0"),
        # Who set an amount knew what came back.
        ("2700", "1350", "2000", "2000"),
    ],
)
def test_what_came_back_lowers_its_own_year_never_below_nothing(
    paid: str, came_back: str, set_to: str | None, expected: str
) -> None:
    year = YearOfSpending(2026, euros(paid), None if set_to is None else euros(set_to), "", euros(came_back))

    assert year.amount == euros(expected)


def test_what_came_back_of_what_was_paid_on_its_days_no_longer_counts(
    session: Any, people: SimpleNamespace, at_most_queries: Any
) -> None:
    money_in_place()
    contract, fatima = invoiceable_contract(), people.actor("fatima")
    for _ in range(2):
        paid_placement_that_ended(people, contract)
    first, second = raise_clawbacks(now=LATER)
    next_year = LATER + timedelta(days=365)
    book_repaid(first, settled_on=LATER.date(), reference="Bij 1", actor=fatima, now=LATER)
    book_repaid(second, settled_on=next_year.date(), reference="Bij 2", actor=fatima, now=next_year)
    goes_on = recorded(contract, people, cause=Cause.NO_MANDATE)
    before = recorded(contract, people, cause=Cause.MISUSE, until_on=TODAY)
    session.flush()

    years = years_of([goes_on, before], today=next_year.date())

    (_, this, later), (_, nothing) = years[goes_on.id], years[before.id]
    assert (this.came_back, this.amount) == (first.net, this.paid - first.net) and this.amount > ZERO
    assert (later.paid, later.came_back, later.amount) == (ZERO, second.net, ZERO)
    assert (nothing.paid, nothing.came_back) == (ZERO, ZERO), "the bank paid a day after its last day"
    with at_most_queries(5):
        assert total_of(rows_in(LATER.year)) == this.amount


def test_a_part_counts_with_why_until_it_is_withdrawn(session: Any, people: SimpleNamespace) -> None:
    row, fatima = recorded(paid_contract(people), people, cause=Cause.NO_MANDATE), people.actor("fatima")
    set_unlawful_amount(row, 2026, euros(1000), why="De rest viel onder het mandaat", actor=fatima, now=NOW)
    session.flush()
    assert total_of(rows_in(2026)) == euros(1000)

    set_unlawful_amount(row, 2026, None, why="Toch alles", actor=fatima, now=NOW)
    session.flush()
    assert total_of(rows_in(2026)) == euros(2700)

    withdraw_unlawful_spending(row, reason="Er was een mandaat", actor=fatima, now=NOW)
    session.flush()
    assert total_of(rows_in(2026)) == euros(0) and len(rows_in(2026)) == 1
    with pytest.raises(Refusal):
        withdraw_unlawful_spending(row, reason="nog eens", actor=fatima, now=NOW)


def test_two_rows_that_count_more_together_than_was_paid_are_pointed_out(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    contract, fatima = paid_contract(people), people.actor("fatima")
    one, other, ended = (
        recorded(contract, people, cause=cause, until_on=until_on)
        for cause, until_on in ((Cause.NO_MANDATE, None), (Cause.MISUSE, None), (Cause.OVER_BUDGET, date(2025, 6, 1)))
    )
    set_unlawful_amount(one, 2026, euros(1000), why="Twee facturen", actor=fatima, now=NOW)
    session.flush()
    assert counted_twice(rows_in(2026)) == [(one, other)] and ended not in [row.spending for row in rows_in(2026)]
    assert "Misschien telt geld dubbel" in as_person("fatima").get("/rechtmatigheid/?jaar=2026").text

    set_unlawful_amount(other, 2026, euros(1700), why="De andere facturen", actor=fatima, now=NOW)
    session.flush()
    assert counted_twice(rows_in(2026)) == []


@pytest.mark.one_database("sqlite")
def test_through_the_pages_finance_keeps_the_register_and_others_read_it(
    session: Any, people: SimpleNamespace, as_person: Any, at_most_queries: Any
) -> None:
    contract = paid_contract(people)
    session.commit()
    fatima, wim = as_person("fatima"), as_person("wim")
    typed = {
        "contract": "RO-0", "cause": "above_ceiling", "from_on": "01-01-2026", "until_on": "31-12-2025",
        "ground": "Maximum", "found_by": "Interne controle", "found_on": "23-11-2026",
    }  # fmt: skip
    assert "geen contract met dit nummer" in fatima.post("/rechtmatigheid/nieuw", data=typed).text
    refused = fatima.post("/rechtmatigheid/nieuw", data={**typed, "contract": contract.number}).text
    assert "ligt voor de eerste dag" in refused and 'value="Interne controle"' in refused

    made = fatima.post("/rechtmatigheid/nieuw", data={**typed, "contract": contract.number, "until_on": ""})
    here = made.location
    assert "2.700,00" in wim.get(here).text and "Bedrag aanpassen" not in wim.get(here).text
    fatima.post(f"{here}/bedrag/2026", data={"amount": "700", "why": "Alleen boven het maximum"})
    limit = {"year": "2026", "percent": "2", "expenses": "10.000", "decision_reference": "Raad 2026/5"}
    assert "hooguit 2 %" in fatima.post("/rechtmatigheid/grens/2026", data={**limit, "percent": "2,5"}).text
    fatima.post("/rechtmatigheid/grens/2026", data=limit)

    ria = as_person("ria")
    with at_most_queries(14):
        page = ria.get("/rechtmatigheid/").text
    assert "boven de grens" in page and "700,00" in page and "met uitleg aangepast" in page
    book = load_workbook(BytesIO(wim.get("/rechtmatigheid/?jaar=2026&bestand=xlsx").data)).active
    assert [cell.value for cell in book[2]][3:5] == ["Boven het maximum van het contract", "Voorwaardencriterium"]
    assert book[2][14].value == 700
    assert wim.get("/rechtmatigheid/nieuw").status_code == 403 and wim.get(f"{here}/intrekken").status_code == 403
    assert as_person("coen").get("/rechtmatigheid/").status_code == 403
    assert fatima.get(f"{here}/wijzigen").status_code == fatima.get(f"{here}/intrekken").status_code == 200
