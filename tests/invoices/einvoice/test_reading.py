"""What was written is what is read."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.einvoice.composing import compose
from invoices.einvoice.reading import document_of, facts_of
from invoices.einvoice.verdict import judge
from invoices.einvoice.writing import write_ubl
from tests.factories.einvoices import ubl, written_invoice, written_line
from townhall.money import euros

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Z")), min_size=1, max_size=30)


def test_the_facts_of_our_own_invoice() -> None:
    invoice = facts_of(document_of(ubl()))

    assert (invoice.number, invoice.issued_on, invoice.contract_reference) == (
        "2026-118",
        date(2026, 11, 2),
        "RO-2026-001",
    )
    assert invoice.seller.legal_id == "90000011" and invoice.seller.legal_id_scheme == "0106"
    assert invoice.payment_means[0].account == "NL02ABNA0123456789"
    (line,) = invoice.lines
    assert (line.object_id, line.order_line, line.net) == ("T-2026-0001", "M2", Decimal("1500.00"))
    assert invoice.totals.payable == Decimal("1815.00")


@given(
    name=WORDS,
    nets=st.lists(st.integers(1, 10**9), min_size=1, max_size=8),
    rate=st.sampled_from([Decimal(21), Decimal(9), Decimal("19.5")]),
)
@settings(max_examples=20, deadline=None)
def test_writing_and_reading_keeps_every_value(name: str, nets: list[int], rate: Decimal) -> None:
    lines = [
        written_line(number=str(n), description=name, net=euros(Decimal(cents).scaleb(-2)), vat_rate=rate)
        for n, cents in enumerate(nets, 1)
    ]

    data = write_ubl(compose(written_invoice(lines=lines)))

    invoice = facts_of(document_of(data))
    assert [(line.name, line.net, line.vat_rate) for line in invoice.lines] == [
        (line.description, line.net, line.vat_rate) for line in lines
    ]
    assert judge(data, on=date(2026, 11, 23)).valid
