"""NLCIUS (SI-UBL 2.0) and its extension for the G-account: the rules for the Netherlands (BR-NL, BR-GA).

Most apply to sellers in the Netherlands only. Not in the release for UBL: BR-NL-6, 14 to 18, 22, 23. Source:
Gebruiksinstructie Basisfactuur (NLCIUS 1.0.3), STPE; G-rekening 1.0 (NL-GA).
"""

from invoices.einvoice.rules.base import Context, Document, Named, Pattern, Rule, Test, has, never, warning
from invoices.einvoice.rules.nodes import (
    all_at,
    is_there,
    number_at,
    numbers_at,
    texts_at,
    total,
    trimmed,
)
from invoices.einvoice.tree import Node

NLCIUS = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
GACCOUNT = f"{NLCIUS}#conformant#urn:fdc:nen.nl:gaccount:v1.0"

_SELLER = "cac:AccountingSupplierParty/cac:Party"
_BUYER = "cac:AccountingCustomerParty/cac:Party"
_COUNTRY = "cac:Country/cbc:IdentificationCode"
#: Trade register (KvK) and government register (OIN), in ISO 6523.
REGISTERS = {"0106", "0190"}
DOCUMENT_TYPES = {"380", "381", "384", "389"}
MEANS_OF_PAYMENT = {"30", "48", "49", "57", "58", "59"}
SEPA = {"58", "59"}


def seller_is_dutch(_: Node, document: Document) -> bool:
    """Whether the seller's address is in the Netherlands."""
    path = f"{_SELLER}/cac:PostalAddress/{_COUNTRY}"
    return document.once(
        "seller is Dutch", lambda: [each.upper() for each in texts_at(document.root, path)[:1]] == ["NL"]
    )


def seller_is_registered(node: Node, _: Document) -> bool:
    """BR-NL-1: a number of the trade register or the government register, and it is filled."""
    numbers = all_at(node, "cac:PartyLegalEntity/cbc:CompanyID")
    return any(each.attributes.get("schemeID") in REGISTERS for each in numbers) and any(map(trimmed, numbers))


def has_street_city_postcode(node: Node, _: Document) -> bool:
    """BR-NL-3: an address that post can be sent to."""
    return all(is_there(node, name) for name in ("cbc:StreetName", "cbc:CityName", "cbc:PostalZone"))


def is_abroad_or_complete(node: Node, document: Document) -> bool:
    """BR-NL-4, BR-NL-5: within the Netherlands the address is complete."""
    abroad = any(each.text != "NL" for each in all_at(node, _COUNTRY))
    return abroad or has_street_city_postcode(node, document)


def type_fits_document(node: Node, document: Document) -> bool:
    """BR-NL-8: 381 on a credit note, the others on an invoice."""
    return (node.text == "381") is (document.root.name == "CreditNote")


def correction_names_its_invoice(node: Node, document: Document) -> bool:
    """BR-NL-9: a corrective invoice (384) names the invoice it corrects."""
    return node.text != "384" or document.has("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID")


def buyer_is_registered(node: Node, document: Document) -> bool:
    """BR-NL-10: a buyer in the Netherlands has a number of a register; a number that is there is filled."""

    def is_known() -> bool:
        countries = [each.text for each in all_at(document.root, f"{_BUYER}/cac:PostalAddress/{_COUNTRY}")]
        numbers = all_at(document.root, f"{_BUYER}/cac:PartyLegalEntity/cbc:CompanyID")
        return "NL" not in countries or any(each.attributes.get("schemeID") in REGISTERS for each in numbers)

    own = all_at(node, "cbc:CompanyID")
    return document.once("buyer is registered", is_known) and (not own or any(map(trimmed, own)))


def can_be_paid(node: Node, document: Document) -> bool:
    """BR-NL-11: who asks for money says how it is paid. Judged on an invoice only."""
    payable = number_at(node, "cbc:PayableAmount")
    return (payable is not None and payable <= 0) or bool(document.everywhere("cac:PaymentMeans"))


def means_of_payment_is_usual(node: Node, _: Document) -> bool:
    """BR-NL-12: transfer, card, direct debit or standing agreement."""
    return any(text in MEANS_OF_PAYMENT for text in texts_at(node, "cbc:PaymentMeansCode"))


def no_bank_code_for_sepa(node: Node, _: Document) -> bool:
    """BR-NL-31: a SEPA payment needs no BIC."""
    is_sepa = any(text in SEPA for text in texts_at(node, "cbc:PaymentMeansCode"))
    return not (is_sepa and is_there(node, "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"))


def order_is_named(_: Node, document: Document) -> bool:
    """BR-NL-13: an order line belongs to an order."""
    return document.has("cac:OrderReference/cbc:ID")


def only_vat_numbers(node: Node, _: Document) -> bool:
    """BR-NL-25: a Dutch seller has no other tax number than that for VAT."""
    return not is_there(node, "cbc:CompanyID") or any(
        each.text == "VAT" for each in all_at(node, "cac:TaxScheme/cbc:ID")
    )


def tax_in_own_currency(node: Node, document: Document) -> bool:
    """BR-NL-33: VAT in the currency of the document only."""
    currencies = document.once(
        "currencies", lambda: {each.text for each in document.everywhere("cbc:DocumentCurrencyCode")}
    )
    return node.attributes.get("currencyID") in currencies


def holds_something(node: Node, _: Document) -> bool:
    """SI-UBL-2: no element is empty."""
    return bool(node.children) or bool(node.text and not node.text.isspace())


def _unwanted(path: str, id_: str, what: str) -> Context:
    text = f"{what} is in Nederland niet gebruikelijk en wordt niet gelezen. Laat het liever weg."
    return Context(path, warning(id_, never, text), when=seller_is_dutch)


_ADDRESSES = (
    (f"{_SELLER}/cac:PostalAddress", 1), (f"{_BUYER}/cac:PostalAddress", 2),
    ("cac:TaxRepresentativeParty/cac:PostalAddress", 3), ("cac:Delivery/cac:DeliveryLocation/cac:Address", 4),
)  # fmt: skip

_COMPLETE = "Vul straat, plaats en postcode in"

DUTCH = Pattern(
    Context(
        _SELLER,
        Rule("BR-NL-1", seller_is_registered,
             "Het KvK-nummer (0106) of OIN (0190) van de verkoper ontbreekt (BT-30). Vul het in."),
        when=seller_is_dutch,
    ),
    Context(
        "/*",
        Rule("BR-NL-2", has("cbc:BuyerReference", "cac:OrderReference/cbc:ID"),
             "Er staat geen kenmerk van de koper (BT-10) of ordernummer (BT-13) op. Vul een van beide in."),
        when=seller_is_dutch,
    ),
    Context(
        f"{_SELLER}/cac:PostalAddress",
        Rule("BR-NL-3", has_street_city_postcode, f"Het adres van de verkoper is niet volledig. {_COMPLETE}."),
        when=seller_is_dutch,
    ),
    Context(
        f"{_BUYER}/cac:PostalAddress",
        Rule("BR-NL-4", is_abroad_or_complete, f"Het adres van de koper is niet volledig. {_COMPLETE}."),
        when=seller_is_dutch,
    ),
    Context(
        "cac:TaxRepresentativeParty/cac:PostalAddress",
        Rule("BR-NL-5", is_abroad_or_complete, f"Het adres van de vertegenwoordiger is niet volledig. {_COMPLETE}."),
        when=seller_is_dutch,
    ),
    Context(
        "cbc:InvoiceTypeCode | cbc:CreditNoteTypeCode",
        Rule("BR-NL-7", lambda node, _: node.text in DOCUMENT_TYPES,
             "De soort factuur (BT-3) moet 380, 381, 384 of 389 zijn."),
        Rule("BR-NL-8", type_fits_document,
             "Een creditnota (381) hoort in een CreditNote-bestand, een andere soort in een Invoice-bestand."),
        Rule("BR-NL-9", correction_names_its_invoice,
             "Een correctiefactuur (384) noemt de eerste factuur (BT-25). Vul dat nummer in."),
        when=seller_is_dutch,
    ),
    Context(
        f"{_BUYER}/cac:PartyLegalEntity",
        Rule("BR-NL-10", buyer_is_registered,
             "Het KvK-nummer (0106) of OIN (0190) van de koper ontbreekt (BT-47). Vul het in."),
        when=seller_is_dutch,
    ),
    Context(
        "/*/cac:LegalMonetaryTotal",
        Rule("BR-NL-11", can_be_paid, "Er staat niet hoe betaald moet worden (BG-16). Vul de betaalwijze en IBAN in."),
        when=lambda node, document: document.root.name == "Invoice" and seller_is_dutch(node, document),
    ),
    Context(
        "cac:PaymentMeans",
        Rule("BR-NL-12", means_of_payment_is_usual, "De betaalwijze (BT-81) moet 30, 48, 49, 57, 58 of 59 zijn."),
        warning("BR-NL-31", no_bank_code_for_sepa, "Bij een SEPA-betaling is een BIC (BT-86) niet nodig."),
        when=seller_is_dutch,
    ),
    Context(
        "cac:OrderLineReference/cbc:LineID",
        Rule("BR-NL-13", order_is_named,
             "Een regel noemt een bestelregel (BT-132), maar de factuur geen order (BT-13). Vul het ordernummer in."),
    ),
    _unwanted("cbc:TaxCurrencyCode", "BR-NL-19", "Een eigen valuta voor de btw (BT-6)"),
    _unwanted("cbc:TaxPointDate", "BR-NL-20", "Een btw-datum (BT-7)"),
    _unwanted("cac:InvoicePeriod/cbc:DescriptionCode", "BR-NL-21", "Een code voor de btw-datum (BT-8)"),
    _unwanted("cac:BillingReference/cac:InvoiceDocumentReference/cbc:IssueDate", "BR-NL-24",
              "De datum van een eerdere factuur (BT-26)"),
    Context(
        f"{_SELLER}/cac:PartyTaxScheme",
        warning("BR-NL-25", only_vat_numbers, "Een ander belastingnummer dan het btw-nummer (BT-32) is niet nodig."),
        when=seller_is_dutch,
    ),
    _unwanted(f"{_SELLER}/cac:PartyLegalEntity/cbc:CompanyLegalForm", "BR-NL-26", "De rechtsvorm (BT-33)"),
    *(_unwanted(f"{path}/cac:AddressLine/cbc:Line", f"BR-NL-27-{n}", "Een derde adresregel") for path, n in _ADDRESSES),
    *(_unwanted(f"{path}/cbc:CountrySubentity", f"BR-NL-28-{n}", "Een provincie") for path, n in _ADDRESSES),
    Context(
        "cac:PaymentMeans/cbc:PaymentMeansCode",
        warning("BR-NL-29", lambda node, _: "name" not in node.attributes,
                "De naam van de betaalwijze (BT-82) is niet nodig. Laat hem weg."),
        when=seller_is_dutch,
    ),
    _unwanted("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:Name", "BR-NL-30", "De naam van de rekening (BT-85)"),
    # Also on a line and for a charge: 32-2 and 32-3, which say "BR-NL-34" of a charge, stand behind this one in the
    # release, in the same pattern, and so are never reached.
    _unwanted("cac:AllowanceCharge/cbc:AllowanceChargeReasonCode", "BR-NL-32-1", "Een code voor de reden"),
    Context(
        "cac:TaxTotal/cbc:TaxAmount",
        warning("BR-NL-33", tax_in_own_currency, "Btw in een andere valuta (BT-111) is niet nodig. Laat haar weg."),
        when=seller_is_dutch,
    ),
    _unwanted("cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReasonCode", "BR-NL-35",
              "Een code voor vrijstelling (BT-121)"),
    Named("", warning("SI-UBL-2", holds_something, "Dit onderdeel is leeg. Vul het in of laat het weg.")),
)  # fmt: skip


# The G-account: part of the amount goes to a blocked account for taxes and contributions.


def count_of(path: str, wanted: int) -> Test:
    """Whether there are exactly so many."""
    return lambda node, _: len(all_at(node, path)) == wanted


def parts_are_the_whole(node: Node, _: Document) -> bool:
    """BR-GA-3: the two payments together are what is due."""
    payable = number_at(node, "cac:LegalMonetaryTotal/cbc:PayableAmount")
    return payable == total(numbers_at(node, "cac:PaymentTerms/cbc:Amount"))


def names_a_means_of_payment(node: Node, document: Document) -> bool:
    """BR-GA-6: the means of payment that is named is there."""
    named = document.once("accounts", lambda: {each.text for each in all_at(document.root, "cac:PaymentMeans/cbc:ID")})
    return node.text in named


def one_is_blocked(node: Node, _: Document) -> bool:
    """BR-GA-7: one of the accounts is the G-account."""
    return sum(each.text == "GACCOUNT" for each in all_at(node, "cac:PaymentMeans/cbc:ID")) == 1


def is_invoice(_: Node, document: Document) -> bool:
    """Whether this is the root of an invoice, not of a credit note."""
    return document.root.name == "Invoice"


BLOCKED_ACCOUNT = Pattern(
    Context(
        "cbc:CustomizationID",
        Rule("BR-GA-0", lambda node, _: node.text == GACCOUNT,
             "De specificatie (BT-24) van een factuur met G-rekening is niet goed geschreven."),
    ),
    Context(
        "/*",
        Rule("BR-GA-1", count_of("cac:PaymentTerms", 2), "Een factuur met G-rekening heeft precies twee betaaldelen."),
        Rule("BR-GA-2", count_of("cac:PaymentMeans", 2), "Een factuur met G-rekening heeft precies twee rekeningen."),
        Rule("BR-GA-3", parts_are_the_whole, "De twee betaaldelen zijn samen niet het te betalen bedrag. Tel opnieuw."),
        Rule("BR-GA-7", one_is_blocked, "Een van de twee rekeningen moet het kenmerk GACCOUNT hebben."),
        when=is_invoice,
    ),
    Context(
        "/*/cac:PaymentTerms",
        Rule("BR-GA-4", count_of("cbc:PaymentMeansID", 1), "Een betaaldeel zegt niet naar welke rekening het gaat."),
        when=is_invoice,
    ),
    Context(
        "/*/cac:PaymentMeans",
        Rule("BR-GA-5", count_of("cbc:ID", 1), "Een rekening heeft geen kenmerk (NL-GA-04). Vul het in."),
        when=is_invoice,
    ),
    Context(
        "/*/cac:PaymentTerms/cbc:PaymentMeansID",
        Rule("BR-GA-6", names_a_means_of_payment, "Een betaaldeel noemt een rekening die er niet staat."),
        when=is_invoice,
    ),
)  # fmt: skip
