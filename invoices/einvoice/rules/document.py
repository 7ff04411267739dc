"""EN 16931: the document as a whole (BG-2, BG-23 to BG-25)."""

from invoices.einvoice.rules.base import Context, Document, Rule, at_most_one, filled, has
from invoices.einvoice.rules.codes import NOTE_SUBJECTS
from invoices.einvoice.rules.nodes import (
    RuleError,
    all_at,
    has_code,
    is_there,
    number_at,
    number_of,
    rounded,
    texts_at,
)
from invoices.einvoice.structure.values import VALUES
from invoices.einvoice.tree import Node

SELLER = "cac:AccountingSupplierParty/cac:Party"
BUYER = "cac:AccountingCustomerParty/cac:Party"
_NAME = "cac:PartyLegalEntity/cbc:RegistrationName"


def tax_in_every_currency(_: Node, document: Document) -> bool:
    """BR-53: VAT is also given in the currency of the VAT return, when that is another."""
    given = {amount.attributes.get("currencyID") for total in document.everywhere("cac:TaxTotal")
             for amount in all_at(total, "cbc:TaxAmount")}  # fmt: skip
    return all(each.text in given for each in all_at(document.root, "cbc:TaxCurrencyCode"))


def one_tax_point(node: Node, _: Document) -> bool:
    """BR-CO-03: the day on which VAT falls due, or the code for it, not both."""
    return not (is_there(node, "cbc:TaxPointDate") and is_there(node, "cac:InvoicePeriod/cbc:DescriptionCode"))


def total_with_vat(node: Node, _: Document) -> bool:
    """BR-CO-15: what is due with VAT is what is due without, and the VAT in the document's currency."""
    net = number_at(node, "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount")
    gross = number_at(node, "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount")
    for currency in {each.text for each in all_at(node, "cbc:DocumentCurrencyCode")}:
        vat = [
            number_of(amount) for amount in all_at(node, "cac:TaxTotal/cbc:TaxAmount")
            if amount.attributes.get("currencyID") == currency
        ]  # fmt: skip
        if net is None or gross is None or not vat or any(gross != rounded(net + each) for each in vat):
            return False
    return True


def _is_split(document: Document, code: str) -> bool:
    return any(has_code(each, code) for each in (*document.categories, *document.item_categories))


def split_payment_in_italy(_: Node, document: Document) -> bool:
    """BR-B-01: category B (split payment) is for invoices within Italy."""
    countries = {each.text for each in document.everywhere("cbc:IdentificationCode")}
    return not _is_split(document, "B") or countries <= {"IT"}


def split_payment_alone(_: Node, document: Document) -> bool:
    """BR-B-02: category B does not stand beside the standard rate."""
    return not (_is_split(document, "B") and _is_split(document, "S"))


DOCUMENT_RULES = (
    Rule("BR-01", filled("cbc:CustomizationID"), "De factuur noemt geen specificatie (BT-24). Vul CustomizationID in."),
    Rule("BR-02", filled("cbc:ID"), "De factuur heeft geen factuurnummer (BT-1). Geef de factuur een nummer."),
    Rule("BR-03", filled("cbc:IssueDate"), "De factuur heeft geen factuurdatum (BT-2). Vul de datum in."),
    Rule(
        "BR-04", filled("cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode"),
        "De factuur heeft geen soort (BT-3). Vul 380 in voor een factuur of 381 voor een creditnota.",
    ),
    Rule("BR-05", filled("cbc:DocumentCurrencyCode"), "De factuur noemt geen valuta (BT-5). Vul EUR in."),
    Rule("BR-06", filled(f"{SELLER}/{_NAME}"), "De naam van de verkoper ontbreekt (BT-27). Vul de naam in."),
    Rule("BR-07", filled(f"{BUYER}/{_NAME}"), "De naam van de koper ontbreekt (BT-44). Vul de naam in."),
    Rule("BR-08", has(f"{SELLER}/cac:PostalAddress"), "Het adres van de verkoper ontbreekt (BG-5). Vul het in."),
    Rule("BR-10", has(f"{BUYER}/cac:PostalAddress"), "Het adres van de koper ontbreekt (BG-8). Vul het in."),
    Rule("BR-16", has("cac:InvoiceLine", "cac:CreditNoteLine"), "De factuur heeft geen regels (BG-25). Zet er een op."),
    Rule(
        "BR-53", tax_in_every_currency,
        "Er is een valuta voor de btw (BT-6), maar geen btw-totaal in die valuta (BT-111). Vul dat totaal in.",
    ),
    Rule(
        "BR-66", at_most_one("cac:PaymentMeans/cac:CardAccount"),
        "Er staat meer dan een betaalkaart op (BG-18). Laat er een staan.",
    ),
    Rule(
        "BR-67", at_most_one("cac:PaymentMeans/cac:PaymentMandate"),
        "Er staat meer dan een machtiging op (BG-19). Laat er een staan.",
    ),
    Rule(
        "BR-CO-03", one_tax_point,
        "De btw-datum (BT-7) en de code voor de btw-datum (BT-8) staan er beide op. Haal er een weg.",
    ),
    Rule(
        "BR-CO-15", total_with_vat,
        "Het totaal met btw (BT-112) is niet het totaal zonder btw (BT-109) plus de btw (BT-110). Tel opnieuw.",
    ),
    Rule("BR-CO-18", has("cac:TaxTotal/cac:TaxSubtotal"), "Het btw-overzicht ontbreekt (BG-23). Voeg het toe."),
    Rule(
        "BR-B-01", split_payment_in_italy,
        "Btw-categorie B is alleen voor facturen binnen Italië. Kies een andere categorie.",
    ),
    Rule("BR-B-02", split_payment_alone, "Btw-categorie B mag niet naast categorie S staan. Kies er een."),
)  # fmt: skip


def note_subject_is_known(node: Node, _: Document) -> bool:
    """BR-CL-08: ``#AAI#`` before a note is a code of UNTDID 4451; what is no code of three is plain text."""
    behind = node.text.partition("#")[2]
    code, closed, _rest = behind.partition("#")
    return not closed or len(code) != 3 or code in NOTE_SUBJECTS


NOTE = Context(
    "/*/cbc:Note",
    Rule("BR-CL-08", note_subject_is_known, "De code voor het onderwerp van de notitie (BT-21) bestaat niet."),
)

_is_day = VALUES["Date"][0]
PERIOD_NAMES = ("cbc:StartDate", "cbc:EndDate")


def ends_after_it_starts(node: Node, _: Document) -> bool:
    """BR-29, BR-30: the last day is not before the first."""
    starts, ends = texts_at(node, PERIOD_NAMES[0]), texts_at(node, PERIOD_NAMES[1])
    if not starts or not ends or (starts == ends and _is_day(starts[0])):
        return True
    if not all(map(_is_day, (*starts, *ends))):
        raise RuleError("date")
    return ends[0][:10] >= starts[0][:10]


def period_says_something(node: Node, _: Document) -> bool:
    """BR-CO-19: a first or a last day, or the code for the day on which VAT falls due."""
    return any(is_there(node, name) for name in (*PERIOD_NAMES, "cbc:DescriptionCode"))


PERIOD = Context(
    "cac:InvoicePeriod",
    Rule("BR-29", ends_after_it_starts, "De factuurperiode eindigt voor zij begint (BT-73, BT-74). Verbeter de data."),
    Rule(
        "BR-CO-19", period_says_something,
        "De factuurperiode (BG-14) is leeg. Vul de begin- of einddatum in, of de code voor de btw-datum.",
    ),
)  # fmt: skip
