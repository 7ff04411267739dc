"""The ledger is read exactly or not at all, and says line by line what is wrong."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.ledger import LedgerField, amount_of, columns_of, day_of, read_lines
from townhall.filters import number
from townhall.money import euros

HEADINGS = ("Boekstuk", "Regel", "Boekdatum", "Bedrag excl. btw", "Crediteur", "Omschrijving", "CPV")
TODAY = date(2026, 11, 23)
#: Nine digits that pass the test of eleven and were never given out.
BSN = "111222333"


def line(number=2, **cells):
    given = dict(zip(HEADINGS, ("2026-1", number, "02-11-2026", "1.250,50", "Bureau A", "Cursus", ""), strict=True))
    return number, tuple({**given, **cells}.values())


def read(*rows, pointed_out=None):
    columns, obstacles = columns_of(HEADINGS, pointed_out or {LedgerField.KEY: "Boekstuk + Regel"})
    assert obstacles == []
    return read_lines(
        rows, HEADINGS, columns, today=TODAY, cpv_of={"80500000": "80500000", "80500000-9": "80500000"}.get
    )


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.250,50", "1250.50"), ("1250,5", "1250.50"), ("€ 1.250", "1250"), ("1250", "1250"),
        ("-12,00", "-12"), ("12,00-", "-12"), ("1250.50", "1250.50"), ("1.234.567,89", "1234567.89"),
        (1250, "1250"), (Decimal("1250.5"), "1250.50"), ("0,01", "0.01"), ("+3", "3"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_the_dutch_write_it(cell, amount):
    assert amount_of(cell) == euros(amount)


@pytest.mark.parametrize(
    "cell",
    [
        "", None, "twaalf", "1,250.50", "1.25,0.0", "12.345,678", Decimal("0.005"), "0", "-0,00", "-5-",
        "1 000 000 000 000", "12.34.56", "1e5", "NaN",
    ],
)  # fmt: skip
def test_what_is_no_exact_amount_is_refused_and_never_rounded(cell):
    with pytest.raises(ValueError):
        amount_of(cell)


@given(st.integers(1, 10**12).map(lambda cents: Decimal(cents).scaleb(-2)))
def test_every_amount_comes_back_as_it_is_printed(amount):
    assert amount_of(number(amount, 2)) == amount
    assert amount_of(f"{amount}") == amount


@pytest.mark.parametrize("cell", ["2-11-2026", "02/11/2026", "2026-11-02", "20261102", 20261102, date(2026, 11, 2)])
def test_a_day_is_read_in_the_ways_ledgers_write_it(cell):
    assert day_of(cell) == date(2026, 11, 2)


@pytest.mark.parametrize("cell", ["", "31-02-2026", "11-23-2026", "1-1-1889", "gisteren", None])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(ValueError):
        day_of(cell)


def test_a_right_line_is_read_with_a_key_of_two_columns():
    lines, mistakes = read(line(CPV="80500000-9"))

    assert mistakes == []
    assert (lines[0].key, lines[0].amount, lines[0].cpv_code) == ("2026-1/2", euros("1250.50"), "80500000")


def test_everything_that_is_wrong_is_said_at_once_with_its_line_and_column():
    _lines, mistakes = read(
        line(2, Boekdatum="24-11-2026", CPV="99"),
        line(3, Crediteur="", Omschrijving="x" * 301),
        line(4, **{"Bedrag excl. btw": "twaalf"}),
    )

    assert [(each.line, each.column) for each in mistakes] == [
        (2, "Boekdatum"), (2, "CPV"), (3, "Crediteur"), (3, "Omschrijving"), (4, "Bedrag excl. btw"),
    ]  # fmt: skip


def test_a_bsn_is_refused_and_not_even_repeated_in_the_report():
    _lines, mistakes = read(line(Omschrijving=f"Coaching {BSN}"))

    assert "burgerservicenummer" in mistakes[0].problem
    assert BSN not in mistakes[0].value


def test_a_key_that_passes_the_test_by_chance_is_a_key():
    lines, mistakes = read(line(Boekstuk=BSN), pointed_out={LedgerField.KEY: "Boekstuk"})

    assert (lines[0].key, mistakes) == (BSN, [])


def test_the_same_key_twice_in_a_file_is_a_mistake_that_names_the_first():
    _lines, mistakes = read(line(2), line(3), pointed_out={LedgerField.KEY: "Boekstuk"})

    assert [(each.line, "regel 2" in each.problem) for each in mistakes] == [(3, True)]


def test_columns_are_recognised_or_asked_for_with_what_the_file_has():
    columns, obstacles = columns_of(("Datum", "Bedrag", "Naam", "Omschrijving"), {LedgerField.SUPPLIER: "Bedrijf"})

    assert set(columns) == {LedgerField.BOUGHT_ON, LedgerField.AMOUNT, LedgerField.DESCRIPTION}
    assert [(each.field, each.code) for each in obstacles] == [
        ("key", "column-unknown"), ("supplier", "column-missing"),
    ]  # fmt: skip
    assert all("Datum, Bedrag, Naam, Omschrijving" in each.text for each in obstacles)


def test_a_key_of_two_columns_is_a_key_only_when_both_are_there():
    _columns, obstacles = columns_of(HEADINGS, {LedgerField.KEY: "Boekstuk + Volgnummer"})

    assert [each.code for each in obstacles] == ["column-missing"]


def test_a_file_may_hold_the_same_heading_twice_and_the_first_counts():
    columns, _obstacles = columns_of(("Bedrag", "Bedrag"), {})

    assert columns[LedgerField.AMOUNT] == (0,)

