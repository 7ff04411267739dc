"""Fields read what Dutch people type, and keep what they cannot read."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall.clock import AMSTERDAM
from townhall.fields import DayField, EuroField, MomentField, NumberField, PercentField, TextField
from townhall.filters import number
from townhall.forms import Form
from townhall.typed import plain_number


class EverythingForm(Form):
    amount = EuroField("Bedrag", required=False)
    share = PercentField("Aandeel", required=False)
    count = NumberField("Aantal", required=False, least=1)
    day = DayField("Dag", required=False)
    moment = MomentField("Moment", required=False)
    text = TextField("Tekst", required=False)


@pytest.fixture
def typed(app):
    def fill(**values):
        with app.test_request_context("/", method="POST", data=values):
            form = EverythingForm()
            return form, form.validate_on_submit()

    return fill


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("amount", "1.250,50", Decimal("1250.50")),
        ("amount", "€ 1250", Decimal("1250.00")),
        ("amount", "0", Decimal("0.00")),
        ("amount", "", None),
        ("share", "12,5 %", Decimal("12.5")),
        ("count", "1.000", 1000),
        ("day", "1-2-2027", date(2027, 2, 1)),
        ("moment", "01-02-2027 12:00", datetime(2027, 2, 1, 12, tzinfo=AMSTERDAM)),
    ],
)
def test_what_people_type_is_read(typed, field, words, value):
    form, is_valid = typed(**{field: words})

    assert is_valid
    assert form[field].data == value


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("amount", "12,345"),
        ("amount", "1.25.0,0"),
        ("amount", "-5"),
        ("amount", "veel"),
        ("share", "101"),
        ("count", "0"),
        ("count", "1,5"),
        ("day", "31-02-2027"),
        ("day", "2027-02-01"),
        ("moment", "01-02-2027"),
        ("moment", "01-02-2027 25:00"),
        ("text", "bsn 111222333"),
    ],
)
def test_what_cannot_be_read_gets_an_error_and_stays(typed, field, words):
    form, is_valid = typed(**{field: words})

    assert not is_valid
    assert form[field].errors
    assert words in form[field]()


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_as_we_show_it_is_read_as_the_same(amount):
    assert Decimal(plain_number(number(amount, 2))) == amount
