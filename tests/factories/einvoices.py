"""E-invoices of our own making, to be broken by tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from invoices.einvoice.composing import KVK, OIN, WrittenInvoice, WrittenLine, WrittenParty, compose
from invoices.einvoice.writing import write_ubl
from townhall.money import euros

SELLER = WrittenParty(
    name="Werkvooruit Haarlem BV (fictief)",
    legal_id="90000011",
    legal_id_scheme=KVK,
    street="Spaarne 1",
    postcode="2011 CD",
    city="Haarlem",
    vat_number="NL123456782B90",
)
BUYER = WrittenParty(
    name="Gemeente Haarlem",
    legal_id="00000001001234567000",
    legal_id_scheme=OIN,
    street="Grote Markt 2",
    postcode="2011 RD",
    city="Haarlem",
)


def written_line(**what_matters: Any) -> WrittenLine:
    """A valid line."""
    facts: dict[str, Any] = {
        "number": "1",
        "track_number": "T-2026-0001",
        "milestone_code": "M2",
        "description": "Plaatsing",
        "performed_on": date(2026, 10, 1),
        "net": euros("1500.00"),
        "vat_rate": Decimal(21),
    }
    return WrittenLine(**(facts | what_matters))


def written_invoice(**what_matters: Any) -> WrittenInvoice:
    """A valid invoice of one line."""
    facts: dict[str, Any] = {
        "number": "2026-118",
        "issued_on": date(2026, 11, 2),
        "due_on": date(2026, 12, 2),
        "seller": SELLER,
        "buyer": BUYER,
        "contract_number": "RO-2026-001",
        "order_reference": "RO-2026-001",
        "iban": "NL02ABNA0123456789",
        "lines": [written_line()],
    }
    return WrittenInvoice(**(facts | what_matters))


def ubl(*replacements: tuple[str, str], **what_matters: Any) -> bytes:
    """The invoice as bytes, with pieces of its text replaced; each piece must be there."""
    text = write_ubl(compose(written_invoice(**what_matters))).decode()
    for old, new in replacements:
        assert old in text, f"the invoice does not hold {old}"
        text = text.replace(old, new)
    return text.encode()
