"""Writing an invoice as UBL 2.1 under NLCIUS: for a form invoice, so that every invoice has its document.

Elements stand in the order of the UBL schema. Sums are computed here, once, from the lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from lxml import etree

from invoices.einvoice.reading import NAMESPACES
from invoices.einvoice.rules.dutch import NLCIUS
from townhall.money import round_to_cents, sum_of

PROFILE_ID = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
INVOICE_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
KVK, OIN = "0106", "0190"
SEPA_TRANSFER = "58"
ONE_PIECE = "C62"


@dataclass(frozen=True)
class WrittenParty:
    """Seller or buyer, with the number of its register."""

    name: str
    legal_id: str
    legal_id_scheme: str
    street: str
    postcode: str
    city: str
    vat_number: str = ""
    country: str = "NL"


@dataclass(frozen=True)
class WrittenLine:
    """One milestone of one track."""

    number: str
    track_number: str
    milestone_code: str
    description: str
    performed_on: date
    net: Decimal
    vat_rate: Decimal


@dataclass(frozen=True)
class WrittenInvoice:
    """All that is needed to write an invoice."""

    number: str
    issued_on: date
    due_on: date
    seller: WrittenParty
    buyer: WrittenParty
    contract_number: str
    order_reference: str
    iban: str
    lines: Sequence[WrittenLine]


def vat_by_rate(lines: Sequence[tuple[Decimal, Decimal]]) -> dict[Decimal, tuple[Decimal, Decimal]]:
    """Per rate what is taxed and the tax, rounded once per rate. Takes pairs of net amount and rate."""
    by_rate = sorted(lines, key=lambda line: line[1], reverse=True)
    found: dict[Decimal, tuple[Decimal, Decimal]] = {}
    for rate, group in groupby(by_rate, key=lambda line: line[1]):
        taxable = sum_of(net for net, _rate in group)
        found[rate] = (taxable, round_to_cents(taxable * rate / 100))
    return found


def write_ubl(invoice: WrittenInvoice) -> bytes:
    """The invoice as a UBL 2.1 document under NLCIUS."""
    root = etree.Element(
        f"{{{INVOICE_NAMESPACE}}}Invoice",
        nsmap={None: INVOICE_NAMESPACE, **NAMESPACES},  # type: ignore[dict-item]
    )
    _head(root, invoice)
    _party(_add(root, "cac:AccountingSupplierParty"), invoice.seller)
    _party(_add(root, "cac:AccountingCustomerParty"), invoice.buyer)
    means = _add(root, "cac:PaymentMeans")
    _add(means, "cbc:PaymentMeansCode", SEPA_TRANSFER)
    _add(means, "cbc:PaymentID", invoice.number)
    _add(_add(means, "cac:PayeeFinancialAccount"), "cbc:ID", invoice.iban)
    _sums(root, invoice)
    for line in invoice.lines:
        _line(root, line)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _head(root: etree._Element, invoice: WrittenInvoice) -> None:
    _add(root, "cbc:CustomizationID", NLCIUS)
    _add(root, "cbc:ProfileID", PROFILE_ID)
    _add(root, "cbc:ID", invoice.number)
    _add(root, "cbc:IssueDate", invoice.issued_on.isoformat())
    _add(root, "cbc:DueDate", invoice.due_on.isoformat())
    _add(root, "cbc:InvoiceTypeCode", "380")
    _add(root, "cbc:DocumentCurrencyCode", "EUR")
    _add(_add(root, "cac:OrderReference"), "cbc:ID", invoice.order_reference)
    _add(_add(root, "cac:ContractDocumentReference"), "cbc:ID", invoice.contract_number)


def _party(parent: etree._Element, party: WrittenParty) -> None:
    node = _add(parent, "cac:Party")
    _add(node, "cbc:EndpointID", party.legal_id).set("schemeID", party.legal_id_scheme)
    _add(_add(node, "cac:PartyName"), "cbc:Name", party.name)
    address = _add(node, "cac:PostalAddress")
    _add(address, "cbc:StreetName", party.street)
    _add(address, "cbc:CityName", party.city)
    _add(address, "cbc:PostalZone", party.postcode)
    _add(_add(address, "cac:Country"), "cbc:IdentificationCode", party.country)
    if party.vat_number:
        scheme = _add(node, "cac:PartyTaxScheme")
        _add(scheme, "cbc:CompanyID", party.vat_number)
        _add(_add(scheme, "cac:TaxScheme"), "cbc:ID", "VAT")
    legal = _add(node, "cac:PartyLegalEntity")
    _add(legal, "cbc:RegistrationName", party.name)
    _add(legal, "cbc:CompanyID", party.legal_id).set("schemeID", party.legal_id_scheme)


def _sums(root: etree._Element, invoice: WrittenInvoice) -> None:
    per_rate = vat_by_rate([(line.net, line.vat_rate) for line in invoice.lines])
    net = sum_of(line.net for line in invoice.lines)
    vat = sum_of(tax for _taxable, tax in per_rate.values())
    total = _add(root, "cac:TaxTotal")
    _amount(total, "cbc:TaxAmount", vat)
    for rate, (taxable, tax) in per_rate.items():
        subtotal = _add(total, "cac:TaxSubtotal")
        _amount(subtotal, "cbc:TaxableAmount", taxable)
        _amount(subtotal, "cbc:TaxAmount", tax)
        _category(_add(subtotal, "cac:TaxCategory"), rate)
    sums = _add(root, "cac:LegalMonetaryTotal")
    _amount(sums, "cbc:LineExtensionAmount", net)
    _amount(sums, "cbc:TaxExclusiveAmount", net)
    _amount(sums, "cbc:TaxInclusiveAmount", net + vat)
    _amount(sums, "cbc:PayableAmount", net + vat)


def _line(root: etree._Element, line: WrittenLine) -> None:
    node = _add(root, "cac:InvoiceLine")
    _add(node, "cbc:ID", line.number)
    _add(node, "cbc:InvoicedQuantity", "1").set("unitCode", ONE_PIECE)
    _amount(node, "cbc:LineExtensionAmount", line.net)
    period = _add(node, "cac:InvoicePeriod")
    _add(period, "cbc:StartDate", line.performed_on.isoformat())
    _add(period, "cbc:EndDate", line.performed_on.isoformat())
    _add(_add(node, "cac:OrderLineReference"), "cbc:LineID", line.milestone_code)
    reference = _add(node, "cac:DocumentReference")
    _add(reference, "cbc:ID", line.track_number)
    _add(reference, "cbc:DocumentTypeCode", "130")
    item = _add(node, "cac:Item")
    _add(item, "cbc:Name", line.description)
    _category(_add(item, "cac:ClassifiedTaxCategory"), line.vat_rate)
    _amount(_add(node, "cac:Price"), "cbc:PriceAmount", line.net)


def _category(node: etree._Element, rate: Decimal) -> None:
    assert rate > 0, "an untaxed line needs its reason; form invoices have none"
    _add(node, "cbc:ID", "S")
    _add(node, "cbc:Percent", f"{rate.normalize():f}")
    _add(_add(node, "cac:TaxScheme"), "cbc:ID", "VAT")


def _amount(parent: etree._Element, name: str, amount: Decimal) -> None:
    _add(parent, name, f"{amount:.2f}").set("currencyID", "EUR")


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    prefix, local = name.split(":")
    child = etree.SubElement(parent, f"{{{NAMESPACES[prefix]}}}{local}")
    child.text = text
    return child
