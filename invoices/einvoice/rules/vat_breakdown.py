"""EN 16931: the VAT breakdown (BG-23)."""

from decimal import Decimal

from invoices.einvoice.rules.base import Context, Document, Rule, at_most_two_decimals, has
from invoices.einvoice.rules.nodes import (
    RuleError,
    all_at,
    has_code,
    is_there,
    is_vat,
    number_at,
    numbers_at,
    rounded,
    total,
)
from invoices.einvoice.tree import Node

_CATEGORY = "cac:TaxCategory"
#: How far the VAT that is stated may be from the VAT that is computed: less than one (of the currency).
LEEWAY = Decimal(1)


def about(tax: Decimal, computed: Decimal) -> bool:
    """Whether the VAT stated is less than one away from the VAT computed; signs are left out of it."""
    return abs(tax) - LEEWAY < computed < abs(tax) + LEEWAY


def computed_tax(taxable: Decimal, rate: Decimal) -> Decimal:
    """The VAT over an amount without its sign, rounded to cents."""
    return rounded(abs(taxable) * rate / 100)


def has_code_of_vat(node: Node, _: Document) -> bool:
    """BR-47: a VAT category code."""
    return any(is_vat(each) and is_there(each, "cbc:ID") for each in all_at(node, _CATEGORY))


def has_rate(node: Node, _: Document) -> bool:
    """BR-48: a rate, except where no VAT applies."""
    categories = [each for each in all_at(node, _CATEGORY) if is_vat(each)]
    return any(is_there(each, "cbc:Percent") or has_code(each, "O") for each in categories)


def tax_is_taxable_times_rate(node: Node, _: Document) -> bool:
    """BR-CO-17: the tax is the taxable amount times the rate."""
    rates = [rate for each in all_at(node, _CATEGORY) if is_vat(each) for rate in numbers_at(each, "cbc:Percent")]
    if len(rates) > 1:
        raise RuleError("Percent")
    tax, taxable = number_at(node, "cbc:TaxAmount"), number_at(node, "cbc:TaxableAmount")
    if tax is None:
        return False
    if not rates or rounded(rates[0], 0) == 0:
        return rounded(tax, 0) == 0
    return taxable is not None and about(tax, computed_tax(taxable, rates[0]))


def sum_of_taxes(node: Node, _: Document) -> bool:
    """BR-CO-14: the VAT in total is the sum of the VAT per category."""
    if not is_there(node, "cac:TaxSubtotal"):
        return True
    return number_at(node, "cbc:TaxAmount") == rounded(total(numbers_at(node, "cac:TaxSubtotal/cbc:TaxAmount")))


VAT_BREAKDOWN = (
    Context(
        "/*/cac:TaxTotal",
        Rule("BR-CO-14", sum_of_taxes, "De btw in totaal (BT-110) is niet de som van de btw per tarief. Tel opnieuw."),
    ),
    Context(
        "cac:TaxTotal/cac:TaxSubtotal",
        Rule("BR-45", has("cbc:TaxableAmount"), "In het btw-overzicht ontbreekt het bedrag zonder btw (BT-116)."),
        Rule("BR-46", has("cbc:TaxAmount"), "In het btw-overzicht ontbreekt het btw-bedrag (BT-117)."),
        Rule("BR-47", has_code_of_vat, "In het btw-overzicht ontbreekt de btw-categorie (BT-118)."),
        Rule("BR-48", has_rate, "In het btw-overzicht ontbreekt het tarief (BT-119). Vul bijvoorbeeld 21 in."),
        Rule(
            "BR-CO-17", tax_is_taxable_times_rate,
            "Het btw-bedrag (BT-117) is niet het bedrag (BT-116) maal het tarief (BT-119). Reken opnieuw.",
        ),
        Rule("BR-DEC-19", at_most_two_decimals("cbc:TaxableAmount"), "Rond het bedrag zonder btw af op 2 decimalen."),
        Rule("BR-DEC-20", at_most_two_decimals("cbc:TaxAmount"), "Rond het btw-bedrag af op 2 decimalen."),
    ),
)  # fmt: skip
