"""On which day a payment run can be executed."""

from datetime import date

import pytest

from invoices.payment_rules import obstacles_to_run

ASCENSION_FRIDAY = date(2029, 5, 11)


@pytest.mark.parametrize(("equated", "expected"), [((), []), ((ASCENSION_FRIDAY,), ["execution-not-working-day"])])
def test_a_day_that_was_decreed_later_is_no_day_for_the_bank(equated, expected):
    found = obstacles_to_run(
        [1], execution_on=ASCENSION_FRIDAY, today=date(2029, 5, 1), payer_has_account=True, equated=frozenset(equated)
    )

    assert [each.code for each in found] == expected
