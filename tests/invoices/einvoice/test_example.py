"""The example e-invoice of the manual: valid, and as we write it ourselves."""

from datetime import date
from pathlib import Path

from invoices.einvoice.composing import compose
from invoices.einvoice.verdict import judge
from invoices.einvoice.writing import write_ubl
from tests.factories.einvoices import written_invoice, written_line
from townhall.money import euros

EXAMPLE = Path(__file__).parents[3] / "docs" / "handleiding" / "voorbeeldfactuur.xml"


def test_the_example_in_the_manual_is_valid_and_as_we_write_it() -> None:
    second = written_line(number="2", track_number="T-2026-0002", milestone_code="M1", net=euros("900.00"))
    data = EXAMPLE.read_bytes()

    assert data == write_ubl(compose(written_invoice(order_reference="V-2026-0001", lines=[written_line(), second])))
    assert judge(data, on=date(2026, 11, 23)).findings == ()
