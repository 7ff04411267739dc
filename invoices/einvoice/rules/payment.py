"""EN 16931: how is paid (BG-16 to BG-19), and what goes with the document (BG-3, BG-24, BG-31, BG-32)."""

from invoices.einvoice.rules.base import Context, Document, Rule, filled, has, has_attribute, warning
from invoices.einvoice.rules.nodes import all_at, is_there, texts_at
from invoices.einvoice.tree import Node

#: Credit transfer and SEPA credit transfer (UNTDID 4461).
TRANSFERS = ("30", "58")
_CODE = "cbc:PaymentMeansCode"


def transfer_has_account(node: Node, _: Document) -> bool:
    """BR-61: who wants a transfer names the account."""
    codes = texts_at(node, _CODE)
    code = codes[0] if codes else ""
    return code not in TRANSFERS or is_there(node, "cac:PayeeFinancialAccount/cbc:ID")


def is_for_transfer(node: Node, _: Document) -> bool:
    """Whether the account belongs to a transfer."""
    parent = node.parent
    return parent is not None and any(code.text in TRANSFERS for code in all_at(parent, _CODE))


def card_number_is_masked(node: Node, _: Document) -> bool:
    """BR-51: only the last four to six digits of a card."""
    numbers = all_at(node, "cbc:PrimaryAccountNumberID")
    return 4 <= len(numbers[0].text if numbers else "") <= 6


def has_name_and_value(node: Node, _: Document) -> bool:
    """BR-54: an item attribute has both."""
    return is_there(node, "cbc:Name") and is_there(node, "cbc:Value")


_ITEM = "cac:InvoiceLine/cac:Item/{0} | cac:CreditNoteLine/cac:Item/{0}"

PAYMENT_AND_REFERENCES = (
    Context(
        "cac:AdditionalDocumentReference",
        Rule("BR-52", filled("cbc:ID"), "Een bijlage (BG-24) heeft geen kenmerk (BT-122). Geef de bijlage een naam."),
    ),
    Context(
        "cac:PaymentMeans/cac:CardAccount",
        warning("BR-51", card_number_is_masked, "Zet van een betaalkaart alleen de laatste 4 tot 6 cijfers (BT-87)."),
    ),
    Context(
        "cac:AdditionalItemProperty",
        Rule("BR-54", has_name_and_value, "Een eigenschap van een artikel (BG-32) mist haar naam of haar waarde."),
    ),
    Context(
        _ITEM.format("cac:CommodityClassification/cbc:ItemClassificationCode"),
        Rule("BR-65", has_attribute("listID"), "De artikelcode (BT-158) zegt niet uit welke lijst zij komt (listID)."),
    ),
    Context(
        _ITEM.format("cac:StandardItemIdentification/cbc:ID"),
        Rule("BR-64", has_attribute("schemeID"), "Het artikelnummer (BT-157) heeft geen schemeID. Vul het in."),
    ),
    Context(
        "cac:PaymentMeans/cac:PayeeFinancialAccount",
        Rule("BR-50", filled("cbc:ID"), "Het rekeningnummer ontbreekt (BT-84). Vul uw IBAN in."),
        when=is_for_transfer,
    ),
    Context(
        "cac:PaymentMeans",
        Rule("BR-49", has(_CODE), "De betaalwijze heeft geen code (BT-81). Vul 30 of 58 in voor een overboeking."),
        Rule("BR-61", transfer_has_account, "Bij een overboeking hoort een rekeningnummer (BT-84). Vul uw IBAN in."),
    ),
    Context(
        "cac:BillingReference",
        Rule(
            "BR-55", has("cac:InvoiceDocumentReference/cbc:ID"),
            "De verwijzing naar een eerdere factuur heeft geen nummer (BT-25). Vul het in of haal de verwijzing weg.",
        ),
    ),
)  # fmt: skip
