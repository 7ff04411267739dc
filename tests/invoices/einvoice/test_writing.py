"""What is read, written and read again keeps every value; what we compose ourselves is valid."""

from base64 import b64encode
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.einvoice.attachments import Attachment
from invoices.einvoice.composing import WRITTEN_BY_THE_BUYER, Sort, compose
from invoices.einvoice.facts import (
    AllowanceCharge,
    DocumentKind,
    EInvoice,
    ELine,
    Party,
    PaymentMeans,
    Totals,
    VatSubtotal,
)
from invoices.einvoice.reading import document_of, facts_of
from invoices.einvoice.tree import Node
from invoices.einvoice.verdict import judge
from invoices.einvoice.writing import write_ubl
from tests.factories.einvoices import written_invoice, written_line
from townhall.money import euros

TODAY = date(2026, 11, 23)

some = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Z")), min_size=1, max_size=12)
maybe = st.just("") | some
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
amounts = st.none() | st.decimals(-(10**15), 10**15, allow_nan=False, allow_infinity=False, places=2)
rates = st.none() | st.decimals(0, 100, allow_nan=False, allow_infinity=False, places=1)
files = st.binary(max_size=20).map(lambda data: Attachment("a.pdf", "application/pdf", b64encode(data).decode()))
parties = st.builds(
    Party, name=maybe, trade_name=maybe, legal_id=some, legal_id_scheme=maybe, party_id=maybe, vat_number=maybe,
    endpoint=some, endpoint_scheme=maybe, has_address=st.just(True), street=maybe, city=maybe, postcode=maybe,
    country=maybe,
)  # fmt: skip
allowances = st.builds(
    AllowanceCharge, is_charge=st.booleans(), amount=amounts, reason=maybe, vat_category=some, vat_rate=rates
)
lines = st.builds(
    ELine, number=maybe, quantity=amounts.filter(lambda each: each is not None), unit_code=maybe, net=amounts,
    unit_price=amounts, base_quantity=amounts, name=maybe, object_id=maybe, order_line=maybe, vat_category=maybe,
    vat_rate=rates, allowances_charges=st.lists(allowances, max_size=2).map(tuple),
    period_starts_on=st.none() | days, period_ends_on=st.none() | days,
)  # fmt: skip
invoices = st.builds(
    EInvoice, kind=st.sampled_from(DocumentKind), customization_id=maybe, profile_id=maybe, number=maybe,
    issued_on=st.none() | days, due_on=st.none() | days, type_code=maybe, currency=some, buyer_reference=maybe,
    order_reference=maybe, contract_reference=maybe, payment_terms=maybe, notes=st.lists(some, max_size=2).map(tuple),
    preceding_invoices=st.lists(some, max_size=2).map(tuple), seller=parties, buyer=parties,
    payment_means=st.lists(
        st.builds(PaymentMeans, code=some, payment_id=maybe, account=maybe), min_size=1, max_size=2
    ).map(tuple),
    allowances_charges=st.lists(allowances, max_size=2).map(tuple), vat_total=amounts,
    vat_subtotals=st.lists(
        st.builds(VatSubtotal, taxable=amounts, tax=amounts, category=maybe, rate=rates, exemption_reason=maybe),
        max_size=2,
    ).map(tuple),
    totals=st.builds(Totals, *([amounts] * 8)), lines=st.lists(lines, max_size=3).map(tuple),
    attachments=st.lists(files, max_size=2).map(tuple), period_starts_on=st.none() | days,
    period_ends_on=st.none() | days,
)  # fmt: skip


@given(invoices)
@settings(max_examples=30, deadline=None)
def test_writing_and_reading_again_keeps_every_value(invoice: EInvoice) -> None:
    assert facts_of(document_of(write_ubl(invoice))) == invoice


def values(node: Node) -> list[tuple[str, str, dict[str, str]]]:
    return [(each.place, each.text.strip(), dict(each.attributes)) for each in node.walk()]


SORTS: dict[str, dict[str, Any]] = {
    "an invoice": {},
    "a credit note": {"sort": Sort.CREDIT_NOTE, "corrects": "2026-117"},
    "an invoice that the buyer writes": {"sort": Sort.SELF_BILLED},
}


@pytest.fixture(params=SORTS)
def composed(request: pytest.FixtureRequest) -> EInvoice:
    nets = [written_line(), written_line(number="2", net=euros("0.05"), vat_rate=Decimal("9.00"))]
    return compose(written_invoice(lines=nets, **SORTS[request.param]))


def test_what_we_compose_is_valid_and_stays_the_same(composed: EInvoice) -> None:
    data = write_ubl(composed)

    verdict = judge(data, on=TODAY)
    assert verdict.findings == () and verdict.rule_set.startswith("NLCIUS")
    root = document_of(data)
    assert facts_of(root) == composed
    assert values(document_of(write_ubl(facts_of(root)))) == values(root)


@pytest.mark.parametrize(
    "holds",
    [
        lambda invoice: invoice.profile_id.startswith("urn:fdc:peppol.eu:2017:poacc:"),  # R001, R007
        lambda invoice: invoice.order_reference or invoice.buyer_reference,  # R003
        lambda invoice: invoice.seller.endpoint and invoice.seller.endpoint_scheme in ("0106", "0190"),  # R020
        lambda invoice: invoice.buyer.endpoint and invoice.buyer.endpoint_scheme in ("0106", "0190"),  # R010
        lambda invoice: invoice.seller.vat_number,
        lambda invoice: len(invoice.notes) <= 1,  # R002
        lambda invoice: all(line.net == line.quantity * line.unit_price for line in invoice.lines),  # R120
        lambda invoice: not invoice.is_credit_note or invoice.preceding_invoices,  # NL-R-001
        lambda invoice: invoice.payment_means[0].code in ("30", "48", "49", "57", "58", "59"),  # NL-R-008
        lambda invoice: all(each for party in (invoice.seller, invoice.buyer)
                            for each in (party.street, party.city, party.postcode)),  # NL-R-002, NL-R-004
    ],
)  # fmt: skip
def test_what_we_compose_holds_what_peppol_asks(composed: EInvoice, holds: Callable[[EInvoice], Any]) -> None:
    assert holds(composed)


def test_an_invoice_that_the_buyer_writes_says_so() -> None:
    invoice = compose(written_invoice(sort=Sort.SELF_BILLED))

    assert invoice.type_code == "389" and invoice.notes == (WRITTEN_BY_THE_BUYER,)


def test_a_credit_note_names_the_invoice_it_corrects() -> None:
    invoice = compose(written_invoice(sort=Sort.CREDIT_NOTE, corrects="2026-117"))

    assert invoice.is_credit_note and invoice.type_code == "381"
    assert invoice.preceding_invoices == ("2026-117",)
    assert facts_of(document_of(write_ubl(invoice))).due_on == date(2026, 12, 2)
