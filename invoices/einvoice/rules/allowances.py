"""EN 16931: allowances and charges of the document (BG-20, BG-21) and of a line (BG-27, BG-28)."""

from invoices.einvoice.rules.base import Context, Document, Rule, Test, at_most_two_decimals, has
from invoices.einvoice.rules.nodes import all_at, is_charge, is_there, is_vat
from invoices.einvoice.tree import Node

_REASON = has("cbc:AllowanceChargeReason", "cbc:AllowanceChargeReasonCode")


def has_vat_category(node: Node, _: Document) -> bool:
    """BR-32, BR-37: a VAT category code."""
    return any(is_vat(each) and is_there(each, "cbc:ID") for each in all_at(node, "cac:TaxCategory"))


def says(charge: bool) -> Test:
    """Whether the element says that it is a charge, or an allowance."""
    return lambda node, _: is_charge(node) is charge


def _rules(what: str, amount: str, reason: tuple[str, str], decimals: tuple[str, str], bt: str) -> list[Rule]:
    return [
        Rule(amount, has("cbc:Amount"), f"Een {what} heeft geen bedrag ({bt}). Vul het bedrag in."),
        *(Rule(id_, _REASON, f"Een {what} heeft geen reden. Schrijf waarvoor zij is.") for id_ in reason),
        Rule(decimals[0], at_most_two_decimals("cbc:Amount"), f"Het bedrag van een {what} heeft meer dan 2 decimalen."),
        Rule(
            decimals[1], at_most_two_decimals("cbc:BaseAmount"),
            f"Het bedrag waarover een {what} gaat heeft meer dan 2 decimalen.",
        ),
    ]  # fmt: skip


_LINE = "cac:InvoiceLine/cac:AllowanceCharge | cac:CreditNoteLine/cac:AllowanceCharge"

ALLOWANCES_AND_CHARGES = (
    Context(
        "/*/cac:AllowanceCharge",
        *_rules("korting op de factuur", "BR-31", ("BR-33", "BR-CO-21"), ("BR-DEC-01", "BR-DEC-02"), "BT-92"),
        Rule("BR-32", has_vat_category, "Een korting op de factuur heeft geen btw-categorie (BT-95). Vul die in."),
        when=says(charge=False),
    ),
    Context(
        "/*/cac:AllowanceCharge",
        *_rules("toeslag op de factuur", "BR-36", ("BR-38", "BR-CO-22"), ("BR-DEC-05", "BR-DEC-06"), "BT-99"),
        Rule("BR-37", has_vat_category, "Een toeslag op de factuur heeft geen btw-categorie (BT-102). Vul die in."),
        when=says(charge=True),
    ),
    Context(
        _LINE,
        *_rules("korting op een regel", "BR-41", ("BR-42", "BR-CO-23"), ("BR-DEC-24", "BR-DEC-25"), "BT-136"),
        when=says(charge=False),
    ),
    Context(
        _LINE,
        *_rules("toeslag op een regel", "BR-43", ("BR-44", "BR-CO-24"), ("BR-DEC-27", "BR-DEC-28"), "BT-141"),
        when=says(charge=True),
    ),
)
