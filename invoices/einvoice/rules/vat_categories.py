"""EN 16931: what belongs to each VAT category (BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O, BR-AF, BR-AG).

The standard repeats the same ten rules for each of nine categories, with small differences. The differences are
the table of ``categories``; the rules are written once.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum

from invoices.einvoice.rules.base import Context, Document, Rule, Test
from invoices.einvoice.rules.categories import CATEGORIES, Category, Numbers, Rate
from invoices.einvoice.rules.nodes import (
    all_at,
    first_at,
    has_code,
    is_charge,
    is_there,
    is_vat,
    number_at,
    numbers_at,
    texts_at,
    total,
    trimmed,
)
from invoices.einvoice.rules.vat_breakdown import LEEWAY, about, computed_tax
from invoices.einvoice.tree import Node

_SELLER = "cac:AccountingSupplierParty"
_BUYER = "cac:AccountingCustomerParty"


class Where(Enum):
    """Where VAT categories stand."""

    NOT_ITEMS = "breakdowns, allowances and charges"
    ITEMS = "items"
    BREAKDOWN = "the breakdown"
    ALLOWANCES_AND_CHARGES = "allowances and charges, also of lines and prices"
    ALLOWANCES = "allowances"
    CHARGES = "charges"
    OWN_ALLOWANCES = "allowances of the document"
    OWN_CHARGES = "charges of the document"


def _standing(document: Document, where: Where) -> Sequence[Node]:
    """The VAT categories that stand there."""
    match where:
        case Where.NOT_ITEMS:
            return document.categories
        case Where.ITEMS:
            return document.item_categories
        case Where.BREAKDOWN:
            return document.breakdown
    own = where in (Where.OWN_ALLOWANCES, Where.OWN_CHARGES)
    wanted = where in (Where.CHARGES, Where.OWN_CHARGES)
    return [
        each for one in (document.own_allowances if own else document.allowances)
        if where is Where.ALLOWANCES_AND_CHARGES or is_charge(one) is wanted
        for each in all_at(one, "cac:TaxCategory")
    ]  # fmt: skip


def _of(document: Document, where: Where, code: str, *, vat: bool = True) -> Sequence[Node]:
    """The categories with this code that stand there; sorted by code once for a document."""

    def by_code() -> dict[str, list[Node]]:
        sorted_: dict[str, list[Node]] = {}
        for each in _standing(document, where):
            if not vat or is_vat(each):
                for found in set(texts_at(each, "cbc:ID")):
                    sorted_.setdefault(found, []).append(each)
        return sorted_

    return document.once((where, vat), by_code).get(code, ())


# Which numbers are on the document; looked up once.


def _schemes(document: Document, party: str, path: str) -> list[Node]:
    return [
        scheme for one in document.everywhere(party) for scheme in all_at(one, path)
        if is_there(scheme, "cbc:CompanyID")
    ]  # fmt: skip


def _tax_numbers(document: Document) -> tuple[bool, bool, bool, bool, bool]:
    """Seller has a number, seller a VAT number, representative a VAT number, buyer a VAT number, buyer a number."""
    seller = _schemes(document, _SELLER, "cac:Party/cac:PartyTaxScheme")
    representative = _schemes(document, "cac:TaxRepresentativeParty", "cac:PartyTaxScheme")
    buyer = _schemes(document, _BUYER, "cac:Party/cac:PartyTaxScheme")
    registered = [
        each for one in document.everywhere(_BUYER)
        for each in all_at(one, "cac:Party/cac:PartyLegalEntity/cbc:CompanyID")
    ]  # fmt: skip
    return (
        bool(seller), any(map(is_vat, seller)), any(map(is_vat, representative)), any(map(is_vat, buyer)),
        bool(registered),
    )  # fmt: skip


def numbers_are_right(document: Document, wanted: Numbers) -> bool:
    """Whether the document has the tax numbers that a category asks for."""
    seller, seller_vat, representative, buyer_vat, buyer_registered = document.once(
        "tax numbers", lambda: _tax_numbers(document)
    )
    match wanted:
        case Numbers.SELLER:
            return seller or representative
        case Numbers.SELLER_VAT:
            return seller_vat or representative
        case Numbers.SELLER_AND_BUYER:
            return (seller or representative) and (buyer_vat or buyer_registered)
        case Numbers.SELLER_VAT_AND_BUYER_VAT:
            return (seller_vat or representative) and buyer_vat
        case Numbers.NOBODY:
            return not (seller_vat or representative or buyer_vat)


# The rules on the document.


def breakdown_follows(category: Category) -> Test:
    """-01: a category that is used is in the breakdown: once, or per rate; S, L and M not without being used."""

    def holds(_: Node, document: Document) -> bool:
        vat = category.code != "S"
        rows = _of(document, Where.BREAKDOWN, category.code, vat=vat)
        if not category.per_rate:
            used = _of(document, Where.NOT_ITEMS, category.code) or _of(document, Where.ITEMS, category.code)
            return len(rows) == 1 if used else True
        used = _of(document, Where.ALLOWANCES_AND_CHARGES, category.code, vat=vat) or _of(
            document, Where.ITEMS, category.code, vat=vat
        )
        return bool(used) is bool(rows)

    return holds


def _numbers_if(category: Category, where: Where) -> Test:
    """-02, -03, -04: where the category is used, the tax numbers it asks for are there."""
    return lambda _, document: not _of(document, where, category.code) or numbers_are_right(document, category.numbers)


def _document_rules(category: Category) -> list[Rule]:
    code, name = category.code, category.name
    own = code == "O"
    need = f"Bij btw-categorie {code} ({name}) hoort {category.numbers.value} op de factuur."
    return [
        Rule(
            category.id(1), breakdown_follows(category),
            f"Btw-categorie {code} ({name}) staat niet goed in het btw-overzicht (BG-23). "
            + ("Zet er per tarief een regel voor in." if category.per_rate else "Zet er precies een regel voor in."),
        ),
        Rule(category.id(2), _numbers_if(category, Where.ITEMS), need),
        Rule(category.id(3), _numbers_if(category, Where.OWN_ALLOWANCES if own else Where.ALLOWANCES), need),
        Rule(category.id(4), _numbers_if(category, Where.OWN_CHARGES if own else Where.CHARGES), need),
    ]  # fmt: skip


# The rules on a rate.


def _rate_fits(wanted: Rate) -> Test:
    def holds(node: Node, _: Document) -> bool:
        if wanted is Rate.NONE:
            return not is_there(node, "cbc:Percent")
        rates = numbers_at(node, "cbc:Percent")
        if wanted is Rate.POSITIVE:
            return any(rate > 0 for rate in rates)
        return any(rate == 0 if wanted is Rate.ZERO else rate >= 0 for rate in rates)

    return holds


# The rules on a row of the breakdown.


def _parts_of(document: Document, code: str, *, per_rate: bool) -> dict[Decimal | None, list[tuple[Node, bool]]]:
    """Lines, allowances and charges of a category, by rate, or all under None; with whether it is a line."""
    parts: dict[Decimal | None, list[tuple[Node, bool]]] = {}
    for nodes, path, is_line in (
        (document.own_lines, "cac:Item/cac:ClassifiedTaxCategory", True),
        (document.own_allowances, "cac:TaxCategory", False),
    ):  # fmt: skip
        for one in nodes:
            own = [each for each in all_at(one, path) if has_code(each, code)]
            for rate in {rate for each in own for rate in (numbers_at(each, "cbc:Percent") if per_rate else [None])}:
                parts.setdefault(rate, []).append((one, is_line))
    return parts


def _sum_of_category(document: Document, code: str, rate: Decimal | None) -> tuple[Decimal, bool]:
    """What lines, allowances and charges of a category (and rate) come to, and whether there are any."""
    per_rate = rate is not None
    by_rate = document.once(("parts", code, per_rate), lambda: _parts_of(document, code, per_rate=per_rate))
    parts = by_rate.get(rate, [])
    amount = total(
        each if is_line or is_charge(one) else -each
        for one, is_line in parts
        for each in numbers_at(one, "cbc:LineExtensionAmount" if is_line else "cbc:Amount")
    )
    return amount, bool(parts)


def taxable_is_the_sum(category: Category) -> Test:
    """-08: the taxable amount is what lines and charges come to, less allowances; per rate within one."""

    def holds(node: Node, document: Document) -> bool:
        parent = node.parent
        assert parent is not None
        taxable = number_at(parent, "cbc:TaxableAmount")
        if not category.per_rate:
            return bool(document.lines) and taxable == _sum_of_category(document, category.code, None)[0]
        for rate in numbers_at(node, "cbc:Percent"):
            amount, used = _sum_of_category(document, category.code, rate)
            is_counted = used if category.code == "S" else bool(document.lines)
            if taxable is None or not is_counted or not taxable - LEEWAY < amount < taxable + LEEWAY:
                return False
        return True

    return holds


def tax_is_right(category: Category) -> Test:
    """-09: no VAT, or the taxable amount times the rate."""

    def holds(node: Node, _: Document) -> bool:
        parent = node.parent
        assert parent is not None
        tax, taxable = number_at(parent, "cbc:TaxAmount"), number_at(parent, "cbc:TaxableAmount")
        if not category.per_rate:
            return tax == 0
        rate = number_at(node, "cbc:Percent")
        return None not in (tax, taxable, rate) and about(tax, computed_tax(taxable, rate))  # type: ignore[arg-type]

    return holds


def exemption_is_right(category: Category) -> Test:
    """-10: a reason why no VAT is due, exactly where none is due and the category itself does not say it."""
    wanted = not category.per_rate and category.code != "Z"

    def holds(node: Node, _: Document) -> bool:
        given = is_there(node, "cbc:TaxExemptionReason") or is_there(node, "cbc:TaxExemptionReasonCode")
        return given is wanted

    return holds


def _row_rules(category: Category) -> list[Rule]:
    what = f"btw-categorie {category.code} ({category.name})"
    with_reason = not category.per_rate and category.code != "Z"
    return [
        Rule(
            category.id(8), taxable_is_the_sum(category),
            f"Het bedrag zonder btw van {what} (BT-116) is niet de som van de regels, kortingen en toeslagen. "
            "Tel opnieuw.",
        ),
        Rule(
            category.id(9), tax_is_right(category),
            f"De btw van {what} (BT-117) is niet "
            + ("het bedrag maal het tarief. Reken opnieuw." if category.per_rate else "0. Maak er 0 van."),
        ),
        Rule(
            category.id(10), exemption_is_right(category),
            f"Bij {what} hoort " + ("een" if with_reason else "geen") + " reden van vrijstelling (BT-120, BT-121).",
        ),
    ]  # fmt: skip


class PerCategory(Context):
    """The VAT categories at a place, each with the rules of its code; what is no VAT has none."""

    def __init__(self, path: str, rules: Callable[[Category], list[Rule]], when: Test | None = None) -> None:
        super().__init__(path, when=when)
        self.by_code = {category.code: rules(category) for category in CATEGORIES}

    @property
    def is_plain(self) -> bool:
        return False

    def rules_for(self, node: Node, document: Document) -> Sequence[Rule] | None:
        if self.when is not None and super().rules_for(node, document) is None:
            return None
        code = first_at(node, "cbc:ID")
        rules = None if code is None else self.by_code.get(trimmed(code))
        return rules if rules and is_vat(node) else None


def _rate_rule(number: int) -> Callable[[Category], list[Rule]]:
    """-05, -06, -07: the rate of a line, an allowance, a charge."""
    return lambda category: [
        Rule(
            category.id(number), _rate_fits(category.rate),
            f"Bij btw-categorie {category.code} ({category.name}) is het tarief {category.rate.value}. Verbeter het.",
        )
    ]  # fmt: skip


def _on(*, charge: bool) -> Test:
    def fits(node: Node, _: Document) -> bool:
        parent = node.parent
        return parent is not None and is_charge(parent) is charge

    return fits


_ITEM = "cac:Item/cac:ClassifiedTaxCategory"

CATEGORY_CONTEXTS = (
    PerCategory("/*/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory", _row_rules),
    PerCategory("cac:AllowanceCharge/cac:TaxCategory", _rate_rule(6), when=_on(charge=False)),
    PerCategory("cac:AllowanceCharge/cac:TaxCategory", _rate_rule(7), when=_on(charge=True)),
    PerCategory(f"cac:InvoiceLine/{_ITEM} | cac:CreditNoteLine/{_ITEM}", _rate_rule(5)),
)


# What only one category has.


def _row_k(document: Document) -> bool:
    return bool(_of(document, Where.BREAKDOWN, "K"))


def delivery_day_within_the_union(node: Node, document: Document) -> bool:
    """BR-IC-11: a delivery day or an invoice period."""
    days = all_at(node, "cac:Delivery/cbc:ActualDeliveryDate")
    periods = all_at(node, "cac:InvoicePeriod")
    return not _row_k(document) or any(len(day.text) > 1 for day in days) or any(each.children for each in periods)


def delivery_country_within_the_union(node: Node, document: Document) -> bool:
    """BR-IC-12: the country of delivery."""
    path = "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode"
    return not _row_k(document) or any(len(each.text) > 1 for each in all_at(node, path))


def _only_o(where: Where) -> Test:
    """BR-O-11 to BR-O-14: what is outside VAT stands beside nothing that is not."""

    def holds(_: Node, document: Document) -> bool:
        if not _of(document, Where.BREAKDOWN, "O"):
            return True
        standing = _standing(document, where)
        return all(has_code(each, "O") for each in standing if is_vat(each) and is_there(each, "cbc:ID"))

    return holds


_MIXED = "Wat buiten de btw valt (categorie O) mag niet samen met andere btw-categorieën op een factuur. Splits hem."

CATEGORY_DOCUMENT_RULES = (
    *(rule for category in CATEGORIES for rule in _document_rules(category)),
    Rule(
        "BR-IC-11", delivery_day_within_the_union,
        "Bij een levering binnen de EU hoort een leverdatum (BT-72) of een factuurperiode (BG-14). Vul die in.",
    ),
    Rule(
        "BR-IC-12", delivery_country_within_the_union,
        "Bij een levering binnen de EU hoort het land van levering (BT-80). Vul het in.",
    ),
    Rule("BR-O-11", _only_o(Where.BREAKDOWN), _MIXED),
    Rule("BR-O-12", _only_o(Where.ITEMS), _MIXED),
    Rule("BR-O-13", _only_o(Where.ALLOWANCES), _MIXED),
    Rule("BR-O-14", _only_o(Where.CHARGES), _MIXED),
)  # fmt: skip
