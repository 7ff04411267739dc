"""The binding of EN 16931 to UBL: what may stand there once only (UBL-SR) and how values are written (UBL-DT)."""

from collections.abc import Callable

from invoices.einvoice.rules.allowances import says
from invoices.einvoice.rules.base import (
    Context,
    Document,
    Named,
    Pattern,
    Rule,
    Test,
    at_most_one,
    decimals_of,
    has_attribute,
    warning,
)
from invoices.einvoice.rules.extra_parts import ExtraParts
from invoices.einvoice.rules.nodes import (
    all_at,
    is_there,
    tag_of,
    texts_at,
)
from invoices.einvoice.tree import Node

_PRICE = tag_of("cac:Price")
_SELLER = "cac:AccountingSupplierParty/cac:Party"
_BUYER = "cac:AccountingCustomerParty/cac:Party"


def once(id_: str, path: str, what: str) -> Rule:
    """A rule that something stands there at most once."""
    return Rule(id_, at_most_one(path), f"{what} staat er meer dan een keer op. Laat er een staan.")


def _vat_numbers(party: str, *, vat: bool) -> Test:
    """UBL-SR-12, -13, -18: one VAT number, and one other tax number."""

    def holds(node: Node, _: Document) -> bool:
        found = 0
        for scheme in all_at(node, f"{party}/cac:PartyTaxScheme"):
            kinds = [each.text.upper() for each in all_at(scheme, "cac:TaxScheme/cbc:ID")]
            if any((kind == "VAT") is vat for kind in kinds):
                found += len(all_at(scheme, "cbc:CompanyID"))
        return found <= 1

    return holds


def one_object_identifier(node: Node, _: Document) -> bool:
    """UBL-SR-04: one invoiced object (BT-18)."""
    references = all_at(node, "cac:AdditionalDocumentReference")
    objects = [each for each in references if "130" in (code.text for code in all_at(each, "cbc:DocumentTypeCode"))]
    return sum(len(all_at(each, "cbc:ID")) for each in objects) <= 1


def one_creditor_identifier(_: Node, document: Document) -> bool:
    """UBL-SR-29: one SEPA creditor identifier (BT-90)."""
    identifiers = [each for one in document.everywhere("cac:PartyIdentification") for each in all_at(one, "cbc:ID")]
    return sum(each.attributes.get("schemeID", "").upper() == "SEPA" for each in identifiers) <= 1


def all_the_same(name: str) -> Test:
    """UBL-SR-44, -47: several means of payment, one reference and one code."""
    return lambda _, document: len({each.text for each in document.everywhere(name)}) <= 1


def one_payment_text(node: Node, _: Document) -> bool:
    """UBL-SR-46: one name of the means of payment (BT-82)."""
    return sum("name" in code.attributes for code in all_at(node, "cac:PaymentMeans/cbc:PaymentMeansCode")) <= 1


DOCUMENT_ONCE = (
    once("UBL-SR-01", "cac:ContractDocumentReference/cbc:ID", "Het contractnummer (BT-12)"),
    once("UBL-SR-02", "cac:ReceiptDocumentReference/cbc:ID", "De ontvangstbevestiging (BT-15)"),
    once("UBL-SR-03", "cac:DespatchDocumentReference/cbc:ID", "De pakbon (BT-16)"),
    Rule("UBL-SR-04", one_object_identifier, "Het objectnummer (BT-18) staat er meer dan een keer op."),
    once("UBL-SR-05", "cac:PaymentTerms/cbc:Note", "De betalingsvoorwaarde (BT-20)"),
    once("UBL-SR-08", "cac:InvoicePeriod", "De factuurperiode (BG-14)"),
    once("UBL-SR-09", f"{_SELLER}/cac:PartyLegalEntity/cbc:RegistrationName", "De naam van de verkoper (BT-27)"),
    once("UBL-SR-10", f"{_SELLER}/cac:PartyName/cbc:Name", "De handelsnaam van de verkoper (BT-28)"),
    once("UBL-SR-11", f"{_SELLER}/cac:PartyLegalEntity/cbc:CompanyID", "Het KvK-nummer van de verkoper (BT-30)"),
    Rule("UBL-SR-12", _vat_numbers(_SELLER, vat=True), "Er staat meer dan een btw-nummer van de verkoper op (BT-31)."),
    Rule("UBL-SR-13", _vat_numbers(_SELLER, vat=False), "Er staat meer dan een belastingnummer op (BT-32)."),
    once("UBL-SR-14", f"{_SELLER}/cac:PartyLegalEntity/cbc:CompanyLegalForm", "De rechtsvorm (BT-33)"),
    once("UBL-SR-15", f"{_BUYER}/cac:PartyLegalEntity/cbc:RegistrationName", "De naam van de koper (BT-44)"),
    once("UBL-SR-16", f"{_BUYER}/cac:PartyIdentification/cbc:ID", "Het nummer van de koper (BT-46)"),
    once("UBL-SR-17", f"{_BUYER}/cac:PartyLegalEntity/cbc:CompanyID", "Het KvK-nummer of OIN van de koper (BT-47)"),
    Rule("UBL-SR-18", _vat_numbers(_BUYER, vat=True), "Er staat meer dan een btw-nummer van de koper op (BT-48)."),
    once("UBL-SR-24", "cac:Delivery", "De levering (BG-13)"),
    Rule("UBL-SR-29", one_creditor_identifier, "Er staat meer dan een incassant-ID op (BT-90)."),
    once("UBL-SR-39", "cac:ProjectReference/cbc:ID", "Het projectnummer (BT-11)"),
    once("UBL-SR-40", f"{_BUYER}/cac:PartyName/cbc:Name", "De handelsnaam van de koper (BT-45)"),
    Rule("UBL-SR-44", all_the_same("cbc:PaymentID"), "Er staan verschillende betaalkenmerken op (BT-83). Kies er een."),
    once("UBL-SR-45", "cac:PaymentMeans/cbc:PaymentDueDate", "De vervaldatum (BT-9)"),
    Rule("UBL-SR-46", one_payment_text, "De naam van de betaalwijze (BT-82) staat er meer dan een keer op."),
    Rule(
        "UBL-SR-47", all_the_same("cbc:PaymentMeansCode"),
        "Er staan verschillende betaalwijzen op (BT-81). Kies er een voor de hele factuur.",
    ),
    once("UBL-SR-49", "cac:InvoicePeriod/cbc:DescriptionCode", "De code voor de btw-datum (BT-8)"),
    once("UBL-SR-54", "cac:PaymentMeans/cac:CardAccount", "De betaalkaart (BG-18)"),
    once("UBL-SR-55", "cac:PaymentMeans/cac:PaymentMandate", "De machtiging (BG-19)"),
    once("UBL-SR-56", "cac:OriginatorDocumentReference/cbc:ID", "Het nummer van de aanbesteding (BT-17)"),
)  # fmt: skip

#: Attributes that the binding has no use for.
_UNUSED_ATTRIBUTES = {
    "UBL-DT-08": "schemeName", "UBL-DT-09": "schemeAgencyName", "UBL-DT-10": "schemeDataURI",
    "UBL-DT-11": "schemeURI", "UBL-DT-12": "format", "UBL-DT-13": "unitCodeListIdentifier",
    "UBL-DT-14": "unitCodeListAgencyIdentifier", "UBL-DT-15": "unitCodeListAgencyName",
    "UBL-DT-16": "listAgencyName", "UBL-DT-17": "listName", "UBL-DT-18": "name", "UBL-DT-19": "languageID",
    "UBL-DT-20": "listURI", "UBL-DT-21": "listSchemeURI", "UBL-DT-22": "languageLocaleID", "UBL-DT-23": "uri",
    "UBL-DT-24": "currencyCodeListVersionID", "UBL-DT-25": "characterSetCode", "UBL-DT-26": "encodingCode",
    "UBL-DT-27": "schemeAgencyID", "UBL-DT-28": "listAgencyID", "UBL-CR-663": "unitCodeListID",
}  # fmt: skip


def _attributes(document: Document) -> set[str]:
    """Every attribute in the document; the name of a means of payment (BT-82) is not counted."""
    return {
        name for node in document.nodes if node.attributes for name in node.attributes
        if not (name == "name" and node.name == "PaymentMeansCode")
    }  # fmt: skip


def _nowhere(name: str) -> Test:
    return lambda _, document: name not in document.once("attributes", lambda: _attributes(document))


UNUSED_ATTRIBUTES = tuple(
    warning(id_, _nowhere(name), f"Het kenmerk {name} heeft geen betekenis op een e-factuur. Laat het weg.")
    for id_, name in _UNUSED_ATTRIBUTES.items()
)


def _object_reference(node: Node) -> bool:
    return "130" in (code.text for code in all_at(node, "cbc:DocumentTypeCode"))


def _no_object_with(path: str) -> Test:
    """UBL-CR-666, -673: a reference to an object carries neither attachment nor description."""
    return lambda _, document: (
        not any(
            _object_reference(each) and is_there(each, path)
            for each in document.everywhere("cac:AdditionalDocumentReference")
        )
    )


OBJECT_REFERENCES = (
    Rule(
        "UBL-CR-666", _no_object_with("cac:Attachment"),
        "Een verwijzing naar een object (BT-18) mag geen bijlage bevatten. Maak er twee verwijzingen van.",
    ),
    Rule(
        "UBL-CR-673", _no_object_with("cbc:DocumentDescription"),
        "Een verwijzing naar een object (BT-18) mag geen omschrijving bevatten. Haal die weg.",
    ),
)  # fmt: skip


def type_code_fits(node: Node, document: Document) -> bool:
    """UBL-SR-43: a type code is for an object (130), on a credit note also for a project (50)."""
    codes = [each.text for each in all_at(node, "cbc:DocumentTypeCode")]
    has_scheme = any("schemeID" in each.attributes for each in all_at(node, "cbc:ID"))
    is_credit_note = document.root.name == "CreditNote"
    return "130" in codes or (is_credit_note and "50" in codes) or not (codes or has_scheme)


def is_amount_of_two_decimals(node: Node, _: Document) -> bool:
    """Whether this amount is not a price: a price may have more decimals."""
    if node.name.endswith("PriceAmount"):
        return False
    if _PRICE not in node.kind.path:
        return True
    return not any(each.tag == _PRICE and is_there(each, "cac:AllowanceCharge") for each in node.ancestors())


def payee_is_another(path: str, keep: Callable[[Node], bool] = lambda _: True) -> Test:
    """UBL-SR-19 to -21: a payee under a name of its own, and this at most once."""

    def holds(node: Node, document: Document) -> bool:
        path_of_names = f"{_SELLER}/cac:PartyLegalEntity/cbc:RegistrationName"
        seller = document.once("seller's names", lambda: set(texts_at(document.root, path_of_names)))
        another = any(seller - {name} for name in set(texts_at(node, "cac:PartyName/cbc:Name")))
        return len([each for each in all_at(node, path) if keep(each)]) <= 1 and another

    return holds


def is_no_creditor(node: Node) -> bool:
    """Whether an identifier names a scheme, other than that of SEPA creditors."""
    return node.attributes.get("schemeID", "SEPA").upper() != "SEPA"


def has_number_of_its_scheme(node: Node, _: Document) -> bool:
    """UBL-SR-53: a tax number names its tax, and the other way round."""
    return is_there(node, "cac:TaxScheme/cbc:ID") and is_there(node, "cbc:CompanyID")


_PAYEE = "De ontvanger van het geld (BG-10) heet zoals de verkoper, of heeft {0} dubbel. Verbeter of haal weg."

SYNTAX = Pattern(
    Context(
        _SELLER,
        Rule("UBL-SR-42", lambda node, _: len(all_at(node, "cac:PartyTaxScheme")) <= 2,
             "De verkoper heeft meer dan twee belastingnummers. Laat het btw-nummer en hooguit een ander staan."),
    ),
    Context(
        "cac:AdditionalDocumentReference",
        once("UBL-SR-33", "cbc:DocumentDescription", "De omschrijving van een bijlage (BT-123)"),
        Rule("UBL-SR-43", type_code_fits, "Een soortcode bij een verwijzing is alleen voor een object: 130 (BT-18)."),
    ),
    Named(
        "Amount",
        Rule("UBL-DT-01", lambda node, _: decimals_of(node.text) <= 2, "Dit bedrag heeft meer dan 2 decimalen."),
        when=is_amount_of_two_decimals,
    ),
    Named(
        "BinaryObject",
        Rule("UBL-DT-06", has_attribute("mimeCode"), "De bijlage zegt niet wat voor bestand zij is (mimeCode)."),
        Rule("UBL-DT-07", has_attribute("filename"), "De bijlage heeft geen bestandsnaam (filename)."),
    ),
    Context("cac:Delivery", once("UBL-SR-25", "cac:DeliveryParty/cac:PartyName/cbc:Name", "De ontvanger (BT-70)")),
    Context(
        "cac:AllowanceCharge",
        once("UBL-SR-30", "cbc:AllowanceChargeReason", "De reden van een korting"),
        when=says(charge=False),
    ),
    Context(
        "cac:AllowanceCharge",
        once("UBL-SR-31", "cbc:AllowanceChargeReason", "De reden van een toeslag"),
        when=says(charge=True),
    ),
    Context(
        "cac:PartyTaxScheme",
        Rule("UBL-SR-53", has_number_of_its_scheme,
             "Een belastingnummer en de soort belasting horen bij elkaar (CompanyID, TaxScheme). Vul beide in."),
    ),
    Context("/*", *DOCUMENT_ONCE, *UNUSED_ATTRIBUTES, *OBJECT_REFERENCES),
    Context(
        "cac:InvoiceLine | cac:CreditNoteLine",
        once("UBL-SR-34", "cbc:Note", "De notitie bij een regel (BT-127)"),
        once("UBL-SR-35", "cac:OrderLineReference/cbc:LineID", "De bestelregel (BT-132)"),
        once("UBL-SR-36", "cac:InvoicePeriod", "De periode van een regel (BG-26)"),
        once("UBL-SR-37", "cac:Price/cac:AllowanceCharge/cbc:Amount", "De korting op de prijs (BT-147)"),
        once("UBL-SR-38", "cac:Item/cac:ClassifiedTaxCategory/cbc:TaxExemptionReason", "De reden van vrijstelling"),
        Rule("UBL-SR-48", lambda node, _: len(all_at(node, "cac:Item/cac:ClassifiedTaxCategory")) == 1,
             "Een regel heeft precies een btw-categorie (BT-151). Splits de regel of vul er een in."),
        once("UBL-SR-50", "cac:Item/cbc:Description", "De toelichting bij een artikel (BT-154)"),
        once("UBL-SR-52", "cac:DocumentReference", "Het objectnummer bij een regel (BT-128)"),
    ),
    Context(
        "cac:PayeeParty",
        Rule("UBL-SR-19", payee_is_another("cac:PartyName/cbc:Name"), _PAYEE.format("een naam")),
        Rule(
            "UBL-SR-20", payee_is_another("cac:PartyIdentification/cbc:ID", is_no_creditor), _PAYEE.format("een nummer")
        ),
        Rule("UBL-SR-21", payee_is_another("cac:PartyLegalEntity/cbc:CompanyID"), _PAYEE.format("een KvK-nummer")),
    ),
    Context(
        "cac:PaymentMeans",
        once("UBL-SR-26", "cbc:PaymentID", "Het betaalkenmerk (BT-83)"),
        once("UBL-SR-27", "cbc:PaymentMeansCode", "De code van de betaalwijze (BT-81)"),
        once("UBL-SR-28", "cac:PaymentMandate/cbc:ID", "Het kenmerk van de machtiging (BT-89)"),
    ),
    Context(
        "cac:BillingReference",
        Rule("UBL-SR-07", lambda node, _: is_there(node, "cac:InvoiceDocumentReference/cbc:ID"),
             "De verwijzing naar een eerdere factuur heeft geen nummer (BT-25). Vul het in."),
        once("UBL-SR-06", "cac:InvoiceDocumentReference", "De eerdere factuur (BG-3)"),
    ),
    Context(
        "cac:TaxRepresentativeParty",
        once("UBL-SR-22", "cac:PartyName/cbc:Name", "De naam van de fiscaal vertegenwoordiger (BT-62)"),
        once("UBL-SR-23", "cac:PartyTaxScheme/cbc:CompanyID", "Het btw-nummer van de vertegenwoordiger (BT-63)"),
    ),
    Context(
        "cac:TaxSubtotal", once("UBL-SR-32", "cac:TaxCategory/cbc:TaxExemptionReason", "De reden van vrijstelling")
    ),
    Context("cac:PostalAddress | cac:Address", once("UBL-SR-51", "cac:AddressLine/cbc:Line", "De derde adresregel")),
)  # fmt: skip


def is_known_version(node: Node, _: Document) -> bool:
    """UBL-CR-002: who names the version of UBL, names 2.1."""
    return node.text == "2.1"


def is_credit_note(_: Node, document: Document) -> bool:
    """UBL-CR-412: the due day stands with the means of payment on a credit note only."""
    return document.root.name == "CreditNote"


def is_object_reference(node: Node, _: Document) -> bool:
    """UBL-CR-665: only an invoiced object (BT-18) has a scheme."""
    parent = node.parent
    return "schemeID" not in node.attributes or (
        parent is not None and bool(codes := all_at(parent, "cbc:DocumentTypeCode"))
        and all(code.text == "130" for code in codes)
    )  # fmt: skip


#: What EN 16931 has no place for: the table, and what depends on another value.
EXTRA_PARTS = Pattern(ExtraParts())
CONDITIONAL_PARTS = Pattern(
    Context("/*/cbc:UBLVersionID", warning("UBL-CR-002", is_known_version, "De versie van UBL is 2.1. Verbeter haar.")),
    Context(
        "/*/cac:PaymentMeans/cbc:PaymentDueDate",
        warning("UBL-CR-412", is_credit_note, "Zet de vervaldatum (BT-9) op een factuur in DueDate."),
    ),
    Context(
        "cac:AdditionalDocumentReference/cbc:ID",
        warning("UBL-CR-665", is_object_reference, "Alleen een objectnummer (BT-18) heeft een schemeID. Laat hem weg."),
    ),
)  # fmt: skip
