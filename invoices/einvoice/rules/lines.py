"""EN 16931: the lines (BG-25 to BG-30)."""

from invoices.einvoice.rules.base import Context, Document, Rule, at_most_two_decimals, filled, has
from invoices.einvoice.rules.document import PERIOD_NAMES, ends_after_it_starts
from invoices.einvoice.rules.nodes import all_at, is_there, is_vat, numbers_at
from invoices.einvoice.tree import Node

QUANTITIES = ("cbc:InvoicedQuantity", "cbc:CreditedQuantity")


def quantity_has_unit(node: Node, _: Document) -> bool:
    """BR-23: the quantity names its unit."""
    return any("unitCode" in each.attributes for name in QUANTITIES for each in all_at(node, name))


def price_is_not_negative(node: Node, _: Document) -> bool:
    """BR-27: the net price is there and is not below zero; a credit has a negative quantity instead."""
    return any(price >= 0 for price in numbers_at(node, "cac:Price/cbc:PriceAmount"))


def gross_price_is_not_negative(node: Node, _: Document) -> bool:
    """BR-28: the price before discount is not below zero."""
    gross = numbers_at(node, "cac:Price/cac:AllowanceCharge/cbc:BaseAmount")
    return not gross or any(price >= 0 for price in gross)


def has_vat_category(node: Node, _: Document) -> bool:
    """BR-CO-04: every line has a VAT category."""
    categories = all_at(node, "cac:Item/cac:ClassifiedTaxCategory")
    return any(is_vat(each) and is_there(each, "cbc:ID") for each in categories)


LINES = (
    Context(
        "cac:InvoiceLine | cac:CreditNoteLine",
        Rule("BR-21", filled("cbc:ID"), "Een regel heeft geen nummer (BT-126). Nummer de regels."),
        Rule("BR-22", has(*QUANTITIES), "Een regel heeft geen aantal (BT-129). Vul het aantal in."),
        Rule("BR-23", quantity_has_unit, "Het aantal heeft geen eenheid (BT-130). Vul unitCode in, bijvoorbeeld C62."),
        Rule("BR-24", has("cbc:LineExtensionAmount"), "Een regel heeft geen bedrag (BT-131). Vul het bedrag in."),
        Rule("BR-25", filled("cac:Item/cbc:Name"), "Een regel heeft geen omschrijving (BT-153). Vul die in."),
        Rule("BR-26", has("cac:Price/cbc:PriceAmount"), "Een regel heeft geen prijs (BT-146). Vul de prijs in."),
        Rule(
            "BR-27", price_is_not_negative,
            "De prijs (BT-146) ontbreekt of is lager dan nul. Gebruik een negatief aantal voor een terugbetaling.",
        ),
        Rule("BR-28", gross_price_is_not_negative, "De prijs voor korting (BT-148) is lager dan nul."),
        Rule("BR-CO-04", has_vat_category, "Een regel heeft geen btw-categorie (BT-151). Vul die in, bijvoorbeeld S."),
        Rule("BR-DEC-23", at_most_two_decimals("cbc:LineExtensionAmount"), "Rond het regelbedrag af op 2 decimalen."),
    ),
    Context(
        "cac:InvoiceLine/cac:InvoicePeriod | cac:CreditNoteLine/cac:InvoicePeriod",
        Rule("BR-30", ends_after_it_starts, "De periode van een regel eindigt voor zij begint (BT-134, BT-135)."),
        Rule("BR-CO-20", has(*PERIOD_NAMES), "De periode van een regel (BG-26) heeft geen begin of einde. Vul het in."),
    ),
)  # fmt: skip
