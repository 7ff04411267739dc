"""EN 16931: seller, buyer, payee, tax representative and delivery (BG-4 to BG-15)."""

from invoices.einvoice.rules.base import Context, Document, Rule, filled, has, has_attribute
from invoices.einvoice.rules.codes import codes_of
from invoices.einvoice.rules.nodes import all_at, is_there, is_vat, texts_at
from invoices.einvoice.tree import Node

_SELLER = "cac:AccountingSupplierParty/cac:Party"
_COUNTRY = "cac:Country/cbc:IdentificationCode"
#: With what a VAT number begins: a country, or EL for Greece.
_PREFIXES = " ".join(sorted({*codes_of("BR-CL-14"), "EL"}))


def seller_can_be_recognised(node: Node, _: Document) -> bool:
    """BR-CO-26: a VAT number, an identifier or a number of the trade register."""
    return (
        any(is_vat(each) and is_there(each, "cbc:CompanyID") for each in all_at(node, "cac:Party/cac:PartyTaxScheme"))
        or is_there(node, "cac:Party/cac:PartyIdentification/cbc:ID")
        or is_there(node, "cac:Party/cac:PartyLegalEntity/cbc:CompanyID")
    )


def payee_is_another(node: Node, document: Document) -> bool:
    """BR-17: a payee has a name, and is not the seller under the same name or identifier."""
    names = document.once(
        "seller's trade names", lambda: set(texts_at(document.root, f"{_SELLER}/cac:PartyName/cbc:Name"))
    )
    numbers = document.once(
        "seller's numbers", lambda: set(texts_at(document.root, f"{_SELLER}/cac:PartyIdentification/cbc:ID"))
    )
    own_names = texts_at(node, "cac:PartyName/cbc:Name")
    own_numbers = texts_at(node, "cac:PartyIdentification/cbc:ID")
    return bool(own_names) and not names & set(own_names) and not numbers & set(own_numbers)


def vat_number_names_its_country(node: Node, _: Document) -> bool:
    """BR-CO-09: the first two characters are a country code; EL is Greece."""
    numbers = all_at(node, "cbc:CompanyID")
    return (numbers[0].text[:2] if numbers else "") in _PREFIXES


def representative_has_vat_number(node: Node, _: Document) -> bool:
    """BR-56: a tax representative has a VAT number."""
    return any(is_vat(each) and is_there(each, "cbc:CompanyID") for each in all_at(node, "cac:PartyTaxScheme"))


PARTIES = (
    Context(
        "cac:AccountingCustomerParty/cac:Party/cbc:EndpointID",
        Rule("BR-63", has_attribute("schemeID"), "Het e-adres van de koper (BT-49) mist schemeID. Vul het in."),
    ),
    Context(
        "cac:AccountingCustomerParty/cac:Party/cac:PostalAddress",
        Rule("BR-11", filled(_COUNTRY), "De landcode van de koper ontbreekt (BT-55). Vul bijvoorbeeld NL in."),
    ),
    Context(
        "cac:Delivery/cac:DeliveryLocation/cac:Address",
        Rule("BR-57", has(_COUNTRY), "De landcode van het leveradres ontbreekt (BT-80). Vul bijvoorbeeld NL in."),
    ),
    Context(
        "cac:PayeeParty",
        Rule(
            "BR-17", payee_is_another,
            "De ontvanger van het geld (BG-10) heeft geen naam, of is dezelfde als de verkoper. "
            "Vul een andere naam in, of haal de ontvanger weg.",
        ),
    ),
    Context(
        "cac:AccountingSupplierParty",
        Rule(
            "BR-CO-26", seller_can_be_recognised,
            "De verkoper heeft geen KvK-nummer, btw-nummer of ander nummer (BT-29, BT-30, BT-31). Vul er een in.",
        ),
    ),
    Context(
        "cac:AccountingSupplierParty/cac:Party/cbc:EndpointID",
        Rule("BR-62", has_attribute("schemeID"), "Het e-adres van de verkoper (BT-34) mist schemeID. Vul het in."),
    ),
    Context(
        "cac:AccountingSupplierParty/cac:Party/cac:PostalAddress",
        Rule("BR-09", filled(_COUNTRY), "De landcode van de verkoper ontbreekt (BT-40). Vul bijvoorbeeld NL in."),
    ),
    Context(
        "cac:TaxRepresentativeParty",
        Rule("BR-18", filled("cac:PartyName/cbc:Name"), "De fiscaal vertegenwoordiger heeft geen naam (BT-62)."),
        Rule("BR-19", has("cac:PostalAddress"), "De fiscaal vertegenwoordiger heeft geen adres (BG-12)."),
        Rule(
            "BR-56", representative_has_vat_number,
            "De fiscaal vertegenwoordiger heeft geen btw-nummer (BT-63). Vul het in.",
        ),
    ),
    Context(
        "cac:TaxRepresentativeParty/cac:PostalAddress",
        Rule("BR-20", filled(_COUNTRY), "De landcode van de fiscaal vertegenwoordiger ontbreekt (BT-69)."),
    ),
    Context(
        "cac:PartyTaxScheme",
        Rule(
            "BR-CO-09", vat_number_names_its_country,
            "Het btw-nummer (BT-31, BT-48 of BT-63) begint niet met een landcode. Zet er bijvoorbeeld NL voor.",
        ),
        when=lambda node, _: is_vat(node),
    ),
)  # fmt: skip
