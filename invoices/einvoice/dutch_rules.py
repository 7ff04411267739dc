"""The Dutch rules on top (NLCIUS / SI-UBL 2.0), and which rules an invoice asks to be judged by."""

from collections.abc import Iterator

from invoices.einvoice.core_rules import fatal
from invoices.einvoice.facts import DocumentKind, EInvoice, Finding, Party

CORE_ID = "urn:cen.eu:en16931:2017"
NLCIUS_ID = f"{CORE_ID}#compliant#urn:fdc:nen.nl:nlcius:v1.0"
LEGAL_ID_SCHEMES = frozenset({"0106", "0190"})
PAYMENT_MEANS = frozenset({"30", "48", "49", "57", "58", "59"})
TYPE_CODES = frozenset({"380", "381", "384", "389"})


def is_nlcius(invoice: EInvoice) -> bool:
    """Whether the invoice says it keeps to the Dutch specification, with or without a Dutch extension."""
    return invoice.customization_id.startswith(NLCIUS_ID)


def specification_findings(invoice: EInvoice) -> list[Finding]:
    """Whether we know the rules this invoice asks for."""
    asked = invoice.customization_id
    known = (
        asked in ("", CORE_ID)
        or (asked.startswith(f"{CORE_ID}#compliant#") and "#conformant#" not in asked)
        or asked == f"{NLCIUS_ID}#conformant#urn:fdc:nen.nl:gaccount:v1.0"
    )
    if known:
        return []
    text = "De factuur noemt een specificatie die wij niet aannemen. Kies NLCIUS (SI-UBL 2.0) of Peppol BIS "
    "3."
    return [fatal("CUSTOMIZATION", "Kop", text)]


def dutch_findings(invoice: EInvoice) -> list[Finding]:
    """Everything in the Dutch rules that is not right; nothing for an invoice under other rules."""
    if not is_nlcius(invoice):
        return []
    findings = [*_kind_of_document(invoice)]
    if invoice.seller.country == "NL":
        findings += _dutch_seller(invoice)
        if invoice.buyer.country == "NL":
            findings += _dutch_buyer(invoice)
    return findings


def _kind_of_document(invoice: EInvoice) -> Iterator[Finding]:
    code = invoice.type_code
    if code and code not in TYPE_CODES:
        yield fatal("BR-NL-7", "Kop", "Gebruik soort 380, 381, 384 of 389.")
    if (code == "381") != (invoice.kind is DocumentKind.CREDIT_NOTE) and code in TYPE_CODES:
        yield fatal("BR-NL-8", "Kop", "Een creditnota (381) is een CreditNote, een factuur een Invoice.")
    if code == "384" and not invoice.preceding_invoices:
        yield fatal("BR-NL-9", "Kop", "Noem bij een correctiefactuur het nummer van de eerste factuur.")


def _dutch_seller(invoice: EInvoice) -> Iterator[Finding]:
    seller = invoice.seller
    if not seller.legal_id or seller.legal_id_scheme not in LEGAL_ID_SCHEMES:
        yield fatal("BR-NL-1", "Verkoper", "Zet uw KvK-nummer erop, met schema 0106 (of uw OIN met 0190).")
    if not _address_is_full(seller):
        yield fatal("BR-NL-3", "Verkoper", "Zet straat, plaats en postcode bij uw adres.")
    if not invoice.payment_means and not invoice.is_credit_note and (invoice.totals.payable or 0) > 0:
        yield fatal("BR-NL-11", "Betaling", "Zet op de factuur hoe wij moeten betalen.")
    for means in invoice.payment_means:
        if means.code and means.code not in PAYMENT_MEANS:
            yield fatal("BR-NL-12", "Betaling", "Gebruik betaalwijze 30, 48, 49, 57, 58 of 59.")
    for line in invoice.lines:
        if line.order_line and not invoice.order_reference:
            text = "De regel verwijst naar een orderregel. Zet dan ook het ordernummer op de factuur."
            yield fatal("BR-NL-13", f"Regel {line.number}", text)


def _dutch_buyer(invoice: EInvoice) -> Iterator[Finding]:
    buyer = invoice.buyer
    if not _address_is_full(buyer):
        yield fatal("BR-NL-4", "Afnemer", "Zet straat, plaats en postcode bij het adres van de gemeente.")
    if not buyer.legal_id or buyer.legal_id_scheme not in LEGAL_ID_SCHEMES:
        text = "Zet het OIN van de gemeente erop, met schema 0190 (of het KvK-nummer met 0106)."
        yield fatal("BR-NL-10", "Afnemer", text)


def _address_is_full(party: Party) -> bool:
    return bool(party.street and party.city and party.postcode)
