"""The rate is the one of the day of the supply."""

from datetime import date
from decimal import Decimal

import pytest

from townhall.vat import RATES, VAT_CATEGORY_LABELS, VatCategory, vat_rate_on


@pytest.mark.parametrize(
    ("day", "category", "rate"),
    [
        (date(2012, 9, 30), VatCategory.STANDARD, "0.19"),
        (date(2012, 10, 1), VatCategory.STANDARD, "0.21"),
        (date(2026, 11, 23), VatCategory.STANDARD, "0.21"),
        (date(2018, 12, 31), VatCategory.REDUCED, "0.06"),
        (date(2019, 1, 1), VatCategory.REDUCED, "0.09"),
        (date(2026, 11, 23), VatCategory.EXEMPT, "0"),
        (date(2026, 11, 23), VatCategory.REVERSE_CHARGE, "0"),
        (date(2026, 11, 23), VatCategory.ZERO, "0"),
    ],
)
def test_the_rate_on_a_day(day, category, rate):
    assert vat_rate_on(day, category) == Decimal(rate)


def test_a_day_before_the_table_is_refused():
    with pytest.raises(ValueError):
        vat_rate_on(date(1980, 1, 1))


def test_every_rate_has_a_source_and_every_category_a_name():
    assert all(row.source for row in RATES)
    assert set(VAT_CATEGORY_LABELS) == set(VatCategory)
