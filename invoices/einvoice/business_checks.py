"""What the official rules let pass but a payer must stop: valid is not payable."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from invoices.einvoice.attachments import repeated
from invoices.einvoice.facts import EInvoice, Finding, Severity
from townhall.identifiers import holds_bsn, is_iban, is_kvk_number, is_vat_number
from townhall.money import round_to_cents


def business(rule: str, place: str, text: str) -> Finding:
    """A finding of the house itself, with its own id."""
    return Finding(rule, Severity.BUSINESS, place, text)


def business_findings(invoice: EInvoice, *, on: date) -> list[Finding]:
    """What somebody who pays invoices sees at once, on this day."""
    return [*_head(invoice, on), *_seller(invoice), *_amounts(invoice), *_references(invoice), *_attachments(invoice)]


def _head(invoice: EInvoice, on: date) -> Iterator[Finding]:
    if invoice.currency and invoice.currency != "EUR":
        yield business("RW-EUR", "Kop", "Wij betalen alleen in euro's. Maak de factuur in EUR.")
    if invoice.issued_on and invoice.issued_on > on:
        yield business("RW-DATUM", "Kop", "De factuurdatum ligt in de toekomst. Verbeter de datum.")
    if invoice.due_on is None and not invoice.payment_terms:
        text = "Er staat geen vervaldatum op. Wij betalen binnen 30 dagen na ontvangst."
        yield business("RW-TERMIJN", "Kop", text)


def _seller(invoice: EInvoice) -> Iterator[Finding]:
    seller = invoice.seller
    if seller.legal_id_scheme == "0106" and not is_kvk_number(seller.legal_id):
        yield business("RW-KVK", "Verkoper", "Een KvK-nummer heeft acht cijfers. Verbeter het nummer.")
    if seller.vat_number and not is_vat_number(seller.vat_number):
        yield business("RW-BTW-NR", "Verkoper", "Dit btw-nummer kan niet bestaan. Verbeter het nummer.")
    for means in invoice.payment_means:
        if means.account and means.code in ("30", "58") and not is_iban(means.account):
            yield business("RW-IBAN", "Betaling", "Dit IBAN kan niet bestaan. Verbeter het nummer.")


def _amounts(invoice: EInvoice) -> Iterator[Finding]:
    seen: set[str] = set()
    for line in invoice.lines:
        place = f"Regel {line.number}"
        if line.number in seen:
            yield business("RW-REGELNR", place, "Dit regelnummer komt twee keer voor. Nummer de regels door.")
        seen.add(line.number)
        if line.quantity is None or line.unit_price is None or line.net is None or not line.base_quantity_or_one:
            continue
        more = sum(
            ((item.amount or Decimal(0)) * (1 if item.is_charge else -1) for item in line.allowances_charges),
            Decimal(0),
        )
        exact = line.quantity * line.unit_price / line.base_quantity_or_one + more
        if _is_off(exact, line.net):
            text = f"Aantal keer prijs is {_number(round_to_cents(exact))}, maar op de regel staat {_number(line.net)}."
            yield business("RW-REGEL", place, text)
    for row in invoice.vat_subtotals:
        if row.taxable is None or row.tax is None or row.rate is None:
            continue
        exact = row.taxable * row.rate / 100
        if _is_off(exact, row.tax):
            text = f"De btw is {_number(round_to_cents(exact))}, maar er staat {_number(row.tax)}. Verbeter het bedrag."
            yield business("RW-BTW", "Btw-overzicht", text)


def _is_off(exact: Decimal, stated: Decimal) -> bool:
    """Whether an amount is not what was computed, rounded to cents; mostly there is nothing to round."""
    return exact != stated and round_to_cents(exact) != stated


def _attachments(invoice: EInvoice) -> Iterator[Finding]:
    for number in sorted(repeated(invoice.attachments)):
        text = f"Bijlage {number} staat er twee keer in: dezelfde naam of dezelfde inhoud. Laat er een staan."
        yield business("RW-BIJLAGE", "Bijlagen", text)


def _references(invoice: EInvoice) -> Iterator[Finding]:
    free_text = [
        ("Kop", invoice.buyer_reference),
        ("Kop", invoice.payment_terms),
        *((f"Regel {line.number}", line.name) for line in invoice.lines),
        *((f"Regel {line.number}", line.object_id) for line in invoice.lines),
    ]
    for place, text in free_text:
        if holds_bsn(text):
            yield business(
                "RW-BSN",
                place,
                "Hier lijkt een burgerservicenummer te staan. Haal het weg en gebruik het trajectnummer.",
            )


def _number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")
