"""EN 16931: the totals of the document (BG-22)."""

from decimal import Decimal

from invoices.einvoice.rules.base import Context, Document, Rule, at_most_two_decimals, has
from invoices.einvoice.rules.nodes import is_charge, is_there, number_at, numbers_at, rounded, total
from invoices.einvoice.tree import Node

LINES, ALLOWED, CHARGED = "cbc:LineExtensionAmount", "cbc:AllowanceTotalAmount", "cbc:ChargeTotalAmount"
NET, GROSS = "cbc:TaxExclusiveAmount", "cbc:TaxInclusiveAmount"
PREPAID, ROUNDING, PAYABLE = "cbc:PrepaidAmount", "cbc:PayableRoundingAmount", "cbc:PayableAmount"


def sum_of_lines(node: Node, document: Document) -> bool:
    """BR-CO-10: the total of the lines is the sum of their amounts."""
    stated = number_at(node, LINES)
    return stated == document.once(
        "sum of the lines", lambda: rounded(total(each for line in document.lines for each in numbers_at(line, LINES)))
    )


def _sum_on_document(node: Node, document: Document, name: str, *, charge: bool) -> bool:
    own = document.once(
        ("charges", charge), lambda: [each for each in document.own_allowances if is_charge(each) is charge]
    )
    if not is_there(node, name):
        return not own
    return number_at(node, name) == document.once(
        ("sum of charges", charge),
        lambda: rounded(total(each for one in own for each in numbers_at(one, "cbc:Amount"))),
    )


def sum_of_allowances(node: Node, document: Document) -> bool:
    """BR-CO-11: the total of the allowances is their sum."""
    return _sum_on_document(node, document, ALLOWED, charge=False)


def sum_of_charges(node: Node, document: Document) -> bool:
    """BR-CO-12: the total of the charges is their sum."""
    return _sum_on_document(node, document, CHARGED, charge=True)


def total_without_vat(node: Node, _: Document) -> bool:
    """BR-CO-13: lines, less allowances, plus charges."""
    net, lines = number_at(node, NET), number_at(node, LINES)
    allowed, charged = number_at(node, ALLOWED), number_at(node, CHARGED)
    if net is None or lines is None:
        return False
    if allowed is None and charged is None:
        return net == lines
    return net == rounded(lines + (charged or Decimal(0)) - (allowed or Decimal(0)))


def amount_due(node: Node, _: Document) -> bool:
    """BR-CO-16: what is due with VAT, less what is paid, plus the rounding."""
    payable, gross = number_at(node, PAYABLE), number_at(node, GROSS)
    prepaid, rounding = number_at(node, PREPAID), number_at(node, ROUNDING)
    if payable is None or gross is None:
        return False
    if rounding is None:
        return payable == (gross if prepaid is None else rounded(gross - prepaid))
    left = gross if not prepaid else rounded(gross - prepaid)
    return (payable if not rounding else rounded(payable - rounding)) == left


_DECIMALS = (
    ("BR-DEC-09", LINES, "het totaal van de regels (BT-106)"),
    ("BR-DEC-10", ALLOWED, "het totaal van de kortingen (BT-107)"),
    ("BR-DEC-11", CHARGED, "het totaal van de toeslagen (BT-108)"),
    ("BR-DEC-12", NET, "het totaal zonder btw (BT-109)"),
    ("BR-DEC-14", GROSS, "het totaal met btw (BT-112)"),
    ("BR-DEC-16", PREPAID, "het al betaalde bedrag (BT-113)"),
    ("BR-DEC-17", ROUNDING, "de afronding (BT-114)"),
    ("BR-DEC-18", PAYABLE, "het te betalen bedrag (BT-115)"),
)

TOTALS = Context(
    "cac:LegalMonetaryTotal",
    Rule("BR-12", has(LINES), "Het totaal van de regels ontbreekt (BT-106). Vul het in."),
    Rule("BR-13", has(NET), "Het totaal zonder btw ontbreekt (BT-109). Vul het in."),
    Rule("BR-14", has(GROSS), "Het totaal met btw ontbreekt (BT-112). Vul het in."),
    Rule("BR-15", has(PAYABLE), "Het te betalen bedrag ontbreekt (BT-115). Vul het in."),
    Rule("BR-CO-10", sum_of_lines, "Het totaal van de regels (BT-106) is niet de som van de regels. Tel opnieuw."),
    Rule("BR-CO-11", sum_of_allowances, "Het totaal van de kortingen (BT-107) is niet hun som. Tel opnieuw."),
    Rule("BR-CO-12", sum_of_charges, "Het totaal van de toeslagen (BT-108) is niet hun som. Tel opnieuw."),
    Rule(
        "BR-CO-13", total_without_vat,
        "Het totaal zonder btw (BT-109) is niet de regels min de kortingen plus de toeslagen. Tel opnieuw.",
    ),
    Rule(
        "BR-CO-16", amount_due,
        "Het te betalen bedrag (BT-115) is niet het totaal met btw min wat al betaald is, plus de afronding. "
        "Tel opnieuw.",
    ),
    *(
        Rule(id_, at_most_two_decimals(name), f"Rond {what} af op 2 decimalen.")
        for id_, name, what in _DECIMALS
    ),
)  # fmt: skip
