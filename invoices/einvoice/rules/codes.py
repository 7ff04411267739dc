"""EN 16931: the code lists (BR-CL). Which codes there are is data: ``codes.json``, with its source in it."""

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from invoices.einvoice.rules.base import Context, Document, Pattern, Rule, Test
from invoices.einvoice.rules.nodes import is_charge, texts_at, trimmed
from invoices.einvoice.tree import Node


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = json.loads(files(__package__).joinpath("codes.json").read_text("utf-8"))
    return {name: frozenset(codes.split()) for name, codes in data["lists"].items()}


def codes_of(rule: str) -> frozenset[str]:
    """The codes that a rule allows."""
    return _lists()[rule]


#: Subjects of a note (UNTDID 4451).
NOTE_SUBJECTS = codes_of("BR-CL-08")
#: Sorts of document that belong to a credit note; the others of BR-CL-01 belong to an invoice.
CREDIT_NOTE_TYPES = codes_of("BR-CL-01 CreditNote")


def is_code(rule: str, value: Callable[[Node], str] = trimmed) -> Test:
    """Whether a value is one of the codes that a rule allows."""
    allowed = codes_of(rule)
    return lambda node, _: value(node) in allowed


def attribute(name: str) -> Callable[[Node], str]:
    """The value of an attribute, trimmed."""
    return lambda node: " ".join(node.attributes.get(name, "").split())


def is_document_type(node: Node, _: Document) -> bool:
    """BR-CL-01: a sort of invoice on an invoice, a sort of credit note on a credit note."""
    code = trimmed(node)
    if node.name == "CreditNoteTypeCode":
        return code in CREDIT_NOTE_TYPES
    return code in codes_of("BR-CL-01") - CREDIT_NOTE_TYPES


def is_party_scheme(node: Node, _: Document) -> bool:
    """BR-CL-10: a list of ISO 6523, or SEPA for who is paid."""
    scheme = attribute("schemeID")(node)
    if scheme != "SEPA":
        return scheme in codes_of("BR-CL-10")
    return any(each.name in ("AccountingSupplierParty", "PayeeParty") for each in node.ancestors())


def is_exemption_code(node: Node, _: Document) -> bool:
    """BR-CL-22: a code of the list VATEX, in capitals or not."""
    return trimmed(node).upper() in codes_of("BR-CL-22")


def on(name: str) -> Test:
    """Whether the element has this attribute."""
    return lambda node, _: name in node.attributes


def refers_to_an_object(node: Node, _: Document) -> bool:
    """Whether this identifies an invoiced object (BT-18, BT-128), with a scheme."""
    parent = node.parent
    return "schemeID" in node.attributes and parent is not None and any(
        text == "130" for text in texts_at(parent, "cbc:DocumentTypeCode")
    )  # fmt: skip


def on_an(*, charge: bool) -> Test:
    """Whether a reason belongs to a charge, or to an allowance."""

    def fits(node: Node, _: Document) -> bool:
        parent = node.parent
        return parent is not None and is_charge(parent) is charge

    return fits


_AMOUNTS = (
    "Amount BaseAmount PriceAmount TaxAmount TaxableAmount LineExtensionAmount TaxExclusiveAmount "
    "TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount"
)
_OBJECTS = "cac:AdditionalDocumentReference/cbc:ID | cac:DocumentReference/cbc:ID"
_UNITS = "cbc:InvoicedQuantity | cbc:BaseQuantity | cbc:CreditedQuantity"


def _unknown(what: str, example: str) -> str:
    return f"{what} bestaat niet in de officiële lijst. Gebruik bijvoorbeeld {example}."


CODES = Pattern(
    Context(
        "cbc:InvoiceTypeCode | cbc:CreditNoteTypeCode",
        Rule("BR-CL-01", is_document_type, _unknown("Deze soort factuur (BT-3)", "380, of 381 voor een creditnota")),
    ),
    Context(
        " | ".join(f"cbc:{name}" for name in _AMOUNTS.split()),
        Rule("BR-CL-03", is_code("BR-CL-03", attribute("currencyID")), _unknown("De valuta van dit bedrag", "EUR")),
    ),
    Context(
        "cbc:DocumentCurrencyCode",
        Rule("BR-CL-04", is_code("BR-CL-04"), _unknown("De valuta van de factuur (BT-5)", "EUR")),
    ),
    Context(
        "cbc:TaxCurrencyCode",
        Rule("BR-CL-05", is_code("BR-CL-05"), _unknown("De valuta van de btw (BT-6)", "EUR")),
    ),
    Context(
        "cac:InvoicePeriod/cbc:DescriptionCode",
        Rule("BR-CL-06", is_code("BR-CL-06"), _unknown("De code voor de btw-datum (BT-8)", "3, 35 of 432")),
    ),
    Context(
        _OBJECTS,
        Rule("BR-CL-07", is_code("BR-CL-07", attribute("schemeID")), _unknown("De soort objectnummer", "ABZ")),
        when=refers_to_an_object,
    ),
    Context(
        "cac:PartyIdentification/cbc:ID",
        Rule("BR-CL-10", is_party_scheme, _unknown("De soort nummer (schemeID)", "0106 (KvK) of 0190 (OIN)")),
        when=on("schemeID"),
    ),
    Context(
        "cac:PartyLegalEntity/cbc:CompanyID",
        Rule(
            "BR-CL-11", is_code("BR-CL-11", attribute("schemeID")),
            _unknown("De soort registratienummer (schemeID)", "0106 (KvK) of 0190 (OIN)"),
        ),
        when=on("schemeID"),
    ),
    Context(
        "cac:CommodityClassification/cbc:ItemClassificationCode",
        Rule("BR-CL-13", is_code("BR-CL-13", attribute("listID")), _unknown("De soort artikelcode", "STI (CPV)")),
        when=on("listID"),
    ),
    Context(
        "cac:Country/cbc:IdentificationCode",
        Rule("BR-CL-14", is_code("BR-CL-14"), _unknown("Deze landcode", "NL")),
    ),
    Context(
        "cac:OriginCountry/cbc:IdentificationCode",
        Rule("BR-CL-15", is_code("BR-CL-15"), _unknown("Het land van herkomst (BT-159)", "NL")),
    ),
    Context(
        "cac:PaymentMeans/cbc:PaymentMeansCode",
        Rule("BR-CL-16", is_code("BR-CL-16"), _unknown("Deze betaalwijze (BT-81)", "30 of 58")),
    ),
    Context(
        "cac:TaxCategory/cbc:ID",
        Rule("BR-CL-17", is_code("BR-CL-17"), _unknown("Deze btw-categorie", "S of E")),
    ),
    Context(
        "cac:ClassifiedTaxCategory/cbc:ID",
        Rule("BR-CL-18", is_code("BR-CL-18"), _unknown("Deze btw-categorie (BT-151)", "S of E")),
    ),
    Context(
        "cac:AllowanceCharge/cbc:AllowanceChargeReasonCode",
        Rule("BR-CL-19", is_code("BR-CL-19"), _unknown("Deze reden voor korting", "95")),
        when=on_an(charge=False),
    ),
    Context(
        "cac:AllowanceCharge/cbc:AllowanceChargeReasonCode",
        Rule("BR-CL-20", is_code("BR-CL-20"), _unknown("Deze reden voor een toeslag", "FC")),
        when=on_an(charge=True),
    ),
    Context(
        "cac:StandardItemIdentification/cbc:ID",
        Rule("BR-CL-21", is_code("BR-CL-21", attribute("schemeID")), _unknown("De soort artikelnummer", "0160")),
        when=on("schemeID"),
    ),
    Context(
        "cbc:TaxExemptionReasonCode",
        Rule("BR-CL-22", is_exemption_code, _unknown("Deze code voor vrijstelling (BT-121)", "VATEX-EU-132")),
    ),
    Context(
        _UNITS,
        Rule("BR-CL-23", is_code("BR-CL-23", attribute("unitCode")), _unknown("Deze eenheid", "C62 (stuk), HUR (uur)")),
        when=on("unitCode"),
    ),
    Context(
        "cbc:EmbeddedDocumentBinaryObject",
        Rule("BR-CL-24", is_code("BR-CL-24", attribute("mimeCode")), _unknown("Deze soort bijlage", "application/pdf")),
        when=on("mimeCode"),
    ),
    Context(
        "cbc:EndpointID",
        Rule("BR-CL-25", is_code("BR-CL-25", attribute("schemeID")), _unknown("De soort e-adres", "0106 of 0190")),
        when=on("schemeID"),
    ),
    Context(
        "cac:DeliveryLocation/cbc:ID",
        Rule("BR-CL-26", is_code("BR-CL-26", attribute("schemeID")), _unknown("De soort locatienummer", "0088")),
        when=on("schemeID"),
    ),
)  # fmt: skip
