"""How far a line may be off: nothing by default, less by decision, more never."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.lifecycle import InvoiceStatus
from invoices.match_facts import Check, Reason
from invoices.matching import match_lines
from invoices.models import MatchTolerance
from invoices.operations.intake import take_in_ubl
from invoices.operations.tolerances import decide_tolerance
from invoices.tolerances import EXACT, DecidedTolerance, Tolerance, obstacles_to_tolerating, tolerance_for
from tests.factories.invoices import NOW, earned, invoiceable_contract, line_for, ubl_of
from tests.invoices.test_claims import achievement
from tests.invoices.test_matching import line, reasons, world
from townhall.money import euros

cents = st.integers(0, 10_000_00).map(lambda number: Decimal(number) / 100)


@pytest.mark.parametrize(
    ("tolerance", "asked", "passes"),
    [
        (EXACT, "1500.00", True),
        (EXACT, "1499.99", False),
        (Tolerance(less_amount=euros("0.05")), "1499.95", True),
        (Tolerance(less_amount=euros("0.05")), "1499.94", False),
        (Tolerance(less_amount=euros("0.05")), "1500.01", False),
        (Tolerance(less_percent=Decimal(1)), "1485.00", True),
        (Tolerance(less_percent=Decimal(1)), "1484.99", False),
        (Tolerance(less_amount=euros(5), less_percent=Decimal(1)), "1494.99", False),
    ],
)
def test_less_is_paid_for_what_is_asked_within_the_smallest_limit(
    tolerance: Tolerance, asked: str, passes: bool
) -> None:
    asked_line = line(net=euros(asked), unit_price=euros(asked))

    (result,) = match_lines([asked_line], world(achievement(tolerance=tolerance)))

    assert result.accepted is passes and result.line.net == euros(asked)
    assert reasons([result]) == [None if passes else Reason.WRONG_RATE]
    told = next(each.facts for each in result.checks if each.check is Check.RATE)
    assert ("wij betalen wat is gevraagd" in told) is (passes and asked != "1500.00")


@given(cents, cents, st.none() | cents, st.none() | st.decimals(0, 10, places=2))
def test_more_than_agreed_is_never_paid(
    agreed: Decimal, asked: Decimal, amount: Decimal | None, percent: Decimal | None
) -> None:
    allowed = Tolerance(less_amount=amount, less_percent=percent).allows_less(agreed, asked)

    assert not (allowed and asked > agreed)
    assert allowed or asked != agreed


def test_a_difference_in_the_sum_is_paid_only_when_what_is_asked_is_not_more_than_agreed() -> None:
    tolerant = achievement(tolerance=Tolerance(cents_off=euros("0.02"), less_amount=euros("0.02")))
    lines = [line(unit_price=Decimal(price)) for price in ("1500.02", "1500.03", "1499.98")]

    found = [match_lines([each], world(tolerant))[0] for each in lines]

    assert reasons(found) == [None, Reason.WRONG_ARITHMETIC, None]


def test_so_many_days_later_is_in_time() -> None:
    received_on = date(2026, 11, 23)
    windows = [
        (achievement(claim_by=received_on - timedelta(days=late), tolerance=Tolerance(days_late=7)), late <= 7)
        for late in (0, 7, 8)
    ]

    found = [match_lines([line()], world(each))[0].accepted for each, _ in windows]
    assert found == [in_time for _, in_time in windows]


def test_a_decision_counts_from_its_first_day_and_a_later_one_takes_its_place() -> None:
    first, better, next_year = (Tolerance(days_late=days) for days in (1, 2, 3))
    decided = [
        DecidedTolerance(date(2026, 1, 1), first),
        DecidedTolerance(date(2027, 1, 1), next_year),
        DecidedTolerance(date(2026, 1, 1), better),
    ]

    assert tolerance_for(date(2025, 12, 31), decided) is EXACT
    assert tolerance_for(date(2026, 12, 31), decided) is better
    assert tolerance_for(date(2027, 1, 1), decided) is next_year


def test_too_much_is_refused_with_every_reason() -> None:
    too_much = Tolerance(euros(1), Decimal("10.01"), euros("1.01"), 61)

    assert [each.field for each in obstacles_to_tolerating(too_much, reason=" ")] == [
        "less_percent", "cents_off", "days_late", "reason",
    ]  # fmt: skip
    assert obstacles_to_tolerating(Tolerance(days_late=0), reason="Raadsbesluit") == []


@pytest.mark.both_databases
def test_an_invoice_that_asks_a_little_less_is_taken_in_for_what_it_asks(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    data = ubl_of(contract, [line_for(earned(contract), net=euros("1349.50"))])
    decide_tolerance(
        Tolerance(less_amount=euros(1)), from_on=date(2026, 1, 1), reason="Besluit", actor=people.actor("wim"), now=NOW
    )

    invoice = take_in_ubl(data, contract.supplier, actor=people.actor("sanne"), now=NOW)

    assert (invoice.status, invoice.payable_net) == (InvoiceStatus.IN_REVIEW, euros("1349.50"))
    assert "€ 0,50 minder" in str(invoice.lines[0].checks)


@pytest.mark.one_database("sqlite")
def test_the_budget_holder_decides_it_and_everybody_who_reads_invoices_sees_it(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    wim, address = as_person("wim"), "/facturen/afwijking/"
    typed = {"less_amount": "0,10", "less_percent": "", "cents_off": "2,00", "days_late": "5"}

    refused = wim.post(f"{address}nieuw", data={**typed, "from_on": "01-01-2027", "reason": "Besluit"}).text
    done = wim.post(
        f"{address}nieuw", data={**typed, "cents_off": "", "from_on": "01-01-2027", "reason": "Besluit van 1 december"}
    )

    assert "hooguit € 1,00" in refused and "Elke regel moet precies kloppen" not in refused
    assert done.status_code == 302 and session.query(MatchTolerance).one().cents_off is None
    assert "Besluit van 1 december" in as_person("coen").get(address).text
    assert as_person("fatima").get(f"{address}nieuw").status_code == 403
