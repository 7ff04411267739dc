"""The core of EN 16931 by its official rule ids: what must be there, and sums that must be right.

Not the whole rule book: code lists (BR-CL) and the structure of UBL are not judged here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from invoices.einvoice.facts import AllowanceCharge, EInvoice, ELine, Finding, Severity, VatSubtotal
from townhall.money import round_to_cents

#: Category S carries VAT; the others may not.
TAXED = "S"
UNTAXED_NAMES = {
    "Z": "nultarief",
    "E": "vrijgesteld",
    "AE": "btw verlegd",
    "K": "levering binnen de EU",
    "G": "uitvoer buiten de EU",
    "O": "buiten de btw",
}
#: These need the reason in words or as a code; the rule's id is BR-<letters>-10.
NEEDS_REASON = {"E": "E", "AE": "AE", "K": "IC", "G": "G", "O": "O"}
RULE_LETTERS = {"S": "S", "Z": "Z", "E": "E", "AE": "AE", "K": "IC", "G": "G", "O": "O"}


def fatal(rule: str, place: str, text: str) -> Finding:
    """A finding that makes the invoice not valid."""
    return Finding(rule, Severity.FATAL, place, text)


def core_findings(invoice: EInvoice) -> list[Finding]:
    """Everything in the core of the standard that is not right."""
    return [
        *_required(invoice),
        *_parties(invoice),
        *_lines(invoice),
        *_allowances(invoice),
        *_sums(invoice),
        *_vat_breakdown(invoice),
        *_payment(invoice),
    ]


def _required(invoice: EInvoice) -> Iterator[Finding]:
    totals = invoice.totals
    required: tuple[tuple[str, object, str, str], ...] = (
        ("BR-01", invoice.customization_id, "Kop", "Noem de specificatie van de factuur (CustomizationID)."),
        ("BR-02", invoice.number, "Kop", "Geef de factuur een nummer."),
        ("BR-03", invoice.issued_on, "Kop", "Zet de factuurdatum op de factuur."),
        ("BR-04", invoice.type_code, "Kop", "Zet de soort factuur erop, bijvoorbeeld 380."),
        ("BR-05", invoice.currency, "Kop", "Noem de munt, bijvoorbeeld EUR."),
        ("BR-12", totals.line_net, "Totalen", "Zet het totaal van de regels op de factuur."),
        ("BR-13", totals.net, "Totalen", "Zet het totaal zonder btw op de factuur."),
        ("BR-14", totals.gross, "Totalen", "Zet het totaal met btw op de factuur."),
        ("BR-15", totals.payable, "Totalen", "Zet het te betalen bedrag op de factuur."),
        ("BR-16", invoice.lines, "Regels", "Zet ten minste één regel op de factuur."),
    )
    for rule, value, place, text in required:
        if value in (None, "", ()):
            yield fatal(rule, place, text)
    starts_on, ends_on = invoice.period_starts_on, invoice.period_ends_on
    if starts_on and ends_on and ends_on < starts_on:
        yield fatal("BR-29", "Factuurperiode", "De periode eindigt voor zij begint. Verbeter een van beide.")


def _parties(invoice: EInvoice) -> Iterator[Finding]:
    seller, buyer = invoice.seller, invoice.buyer
    if not seller.name:
        yield fatal("BR-06", "Verkoper", "Zet uw officiële naam op de factuur.")
    if not buyer.name:
        yield fatal("BR-07", "Afnemer", "Zet de officiële naam van de gemeente op de factuur.")
    if not seller.has_address:
        yield fatal("BR-08", "Verkoper", "Zet uw adres op de factuur.")
    elif not seller.country:
        yield fatal("BR-09", "Verkoper", "Zet de landcode bij uw adres, bijvoorbeeld NL.")
    if not buyer.has_address:
        yield fatal("BR-10", "Afnemer", "Zet het adres van de gemeente op de factuur.")
    elif not buyer.country:
        yield fatal("BR-11", "Afnemer", "Zet de landcode bij het adres van de gemeente, bijvoorbeeld NL.")
    if not (seller.party_id or seller.legal_id or seller.vat_number):
        yield fatal("BR-CO-26", "Verkoper", "Zet uw KvK-nummer of btw-nummer op de factuur.")
    for party, place in ((seller, "Verkoper"), (buyer, "Afnemer")):
        if party.vat_number and not party.vat_number[:2].isalpha():
            yield fatal("BR-CO-09", place, "Een btw-nummer begint met de landcode, bijvoorbeeld NL.")


def _lines(invoice: EInvoice) -> Iterator[Finding]:
    for ordinal, line in enumerate(invoice.lines, 1):
        place = f"Regel {line.number or ordinal}"
        required: tuple[tuple[str, object, str], ...] = (
            ("BR-21", line.number, "Geef de regel een nummer."),
            ("BR-22", line.quantity, "Zet het aantal op de regel."),
            ("BR-23", line.unit_code, "Zet de eenheid bij het aantal, bijvoorbeeld C62 voor stuks."),
            ("BR-24", line.net, "Zet het bedrag zonder btw op de regel."),
            ("BR-25", line.name, "Zet op de regel wat u levert."),
            ("BR-26", line.unit_price, "Zet de prijs per stuk op de regel."),
            ("BR-CO-04", line.vat_category, "Zet de btw-categorie op de regel, bijvoorbeeld S."),
        )
        for rule, value, text in required:
            if value in (None, ""):
                yield fatal(rule, place, text)
        if line.unit_price is not None and line.unit_price < 0:
            yield fatal("BR-27", place, "Een prijs is nooit minder dan nul. Maak het aantal negatief.")
        if line.period_starts_on and line.period_ends_on and line.period_ends_on < line.period_starts_on:
            yield fatal("BR-30", place, "De periode eindigt voor zij begint. Verbeter een van beide.")
        yield from _line_rate(line, place)


def _line_rate(line: ELine, place: str) -> Iterator[Finding]:
    letters = RULE_LETTERS.get(line.vat_category)
    if letters is None:
        return
    if line.vat_category == TAXED:
        if line.vat_rate is None or line.vat_rate <= 0:
            yield fatal("BR-S-05", place, "Zet bij categorie S het btw-percentage op de regel, meer dan 0.")
    elif line.vat_category == "O":
        if line.vat_rate is not None:
            yield fatal("BR-O-05", place, "Buiten de btw hoort geen percentage. Haal het percentage weg.")
    elif line.vat_rate != 0:
        name = UNTAXED_NAMES[line.vat_category]
        yield fatal(f"BR-{letters}-05", place, f"Bij {name} hoort 0 procent btw op de regel.")


def _allowances(invoice: EInvoice) -> Iterator[Finding]:
    for item in invoice.allowances_charges:
        what, place = ("toeslag", "Toeslag") if item.is_charge else ("korting", "Korting")
        amount_rule, category_rule, reason_rule = (
            ("BR-36", "BR-37", "BR-38") if item.is_charge else ("BR-31", "BR-32", "BR-33")
        )
        if item.amount is None:
            yield fatal(amount_rule, place, f"Zet het bedrag van de {what} erbij.")
        if not item.vat_category:
            yield fatal(category_rule, place, f"Zet de btw-categorie van de {what} erbij.")
        if not item.reason:
            yield fatal(reason_rule, place, f"Zet de reden van de {what} erbij.")
    for line in invoice.lines:
        for item in line.allowances_charges:
            place = f"Regel {line.number}"
            if item.amount is None:
                yield fatal("BR-43" if item.is_charge else "BR-41", place, "Zet het bedrag erbij.")
            if not item.reason:
                yield fatal("BR-44" if item.is_charge else "BR-42", place, "Zet de reden erbij.")


def _sums(invoice: EInvoice) -> Iterator[Finding]:
    totals = invoice.totals
    allowances, charges = _sum_allowances(invoice, charges=False), _sum_allowances(invoice, charges=True)
    checks: tuple[tuple[str, Decimal | None, Decimal | None, str], ...] = (
        ("BR-CO-10", totals.line_net, sum(_nets(invoice), Decimal(0)), "de som van de regels"),
        ("BR-CO-11", totals.allowances or Decimal(0), allowances, "de som van de kortingen"),
        ("BR-CO-12", totals.charges or Decimal(0), charges, "de som van de toeslagen"),
        (
            "BR-CO-13",
            totals.net,
            _plus(totals.line_net, -(totals.allowances or 0), totals.charges or 0),
            "regels min kortingen plus toeslagen",
        ),
        (
            "BR-CO-14",
            invoice.vat_total,
            sum((row.tax or Decimal(0) for row in invoice.vat_subtotals), Decimal(0))
            if invoice.vat_subtotals
            else invoice.vat_total,
            "de som van het btw-overzicht",
        ),
        ("BR-CO-15", totals.gross, _plus(totals.net, invoice.vat_total or 0), "totaal zonder btw plus btw"),
        (
            "BR-CO-16",
            totals.payable,
            _plus(totals.gross, -(totals.prepaid or 0), totals.rounding or 0),
            "totaal met btw min vooruitbetaald plus afronding",
        ),
    )
    for rule, written, computed, what in checks:
        if written is not None and computed is not None and written != computed:
            text = f"Er staat {_number(written)}, maar {what} is {_number(computed)}. Verbeter het bedrag."
            yield fatal(rule, "Totalen", text)


def _plus(first: Decimal | None, *more: Decimal | int) -> Decimal | None:
    return None if first is None else sum((Decimal(each) for each in more), first)


def _nets(invoice: EInvoice) -> Iterator[Decimal]:
    return (line.net for line in invoice.lines if line.net is not None)


def _sum_allowances(invoice: EInvoice, *, charges: bool) -> Decimal:
    return sum(
        (item.amount or Decimal(0) for item in invoice.allowances_charges if item.is_charge is charges),
        Decimal(0),
    )


@dataclass
class _Basis:
    """What the lines, discounts and surcharges of one category and rate add up to."""

    amount: Decimal = Decimal(0)


def _vat_breakdown(invoice: EInvoice) -> Iterator[Finding]:
    place = "Btw-overzicht"
    if not invoice.vat_subtotals:
        yield fatal("BR-CO-18", place, "Zet een btw-overzicht op de factuur, ook als er geen btw is.")
        return
    bases = _bases(invoice)
    for row in invoice.vat_subtotals:
        yield from _row_is_complete(row, place)
        letters = RULE_LETTERS.get(row.category)
        if letters is None or row.taxable is None or row.tax is None:
            continue
        basis = bases.pop(_key(row.category, row.rate), _Basis()).amount
        if not _is_near(row.taxable, basis):
            text = f"Belast is {_number(row.taxable)}, maar de regels met dit tarief zijn {_number(basis)}."
            yield fatal(f"BR-{letters}-08", place, text)
        yield from _row_tax(row, letters, place)
    shown = {row.category for row in invoice.vat_subtotals}
    for category in sorted({category for category, _rate in bases} - shown):
        text = "Op de regels staat een btw-categorie die niet in het btw-overzicht staat."
        yield fatal(f"BR-{RULE_LETTERS[category]}-01", place, text)


def _bases(invoice: EInvoice) -> dict[tuple[str, Decimal], _Basis]:
    bases: dict[tuple[str, Decimal], _Basis] = {}
    parts: list[tuple[str, Decimal | None, Decimal]] = [
        (line.vat_category, line.vat_rate, line.net or Decimal(0)) for line in invoice.lines
    ]
    parts += [(item.vat_category, item.vat_rate, _signed(item)) for item in invoice.allowances_charges]
    for category, rate, amount in parts:
        if category in RULE_LETTERS:
            bases.setdefault(_key(category, rate), _Basis()).amount += amount
    return bases


def _signed(item: AllowanceCharge) -> Decimal:
    amount = item.amount or Decimal(0)
    return amount if item.is_charge else -amount


def _key(category: str, rate: Decimal | None) -> tuple[str, Decimal]:
    """Taxed rows are told apart by rate, the others by category alone."""
    return category, (rate or Decimal(0)).normalize() if category == TAXED else Decimal(0)


def _row_is_complete(row: VatSubtotal, place: str) -> Iterator[Finding]:
    if row.taxable is None:
        yield fatal("BR-45", place, "Zet het bedrag waarover de btw is berekend in het overzicht.")
    if row.tax is None:
        yield fatal("BR-46", place, "Zet het btw-bedrag in het overzicht.")
    if not row.category:
        yield fatal("BR-47", place, "Zet de btw-categorie in het overzicht.")
    if row.rate is None and row.category != "O":
        yield fatal("BR-48", place, "Zet het btw-percentage in het overzicht.")


def _row_tax(row: VatSubtotal, letters: str, place: str) -> Iterator[Finding]:
    assert row.taxable is not None and row.tax is not None
    rate = row.rate or Decimal(0)
    computed = round_to_cents(Fraction(row.taxable) * Fraction(rate) / 100)
    if not _is_near(row.tax, computed):
        text = f"Er staat {_number(row.tax)} btw, maar {_number(rate)} procent is {_number(computed)}."
        yield fatal("BR-CO-17", place, text)
        if row.category != TAXED:
            yield fatal(f"BR-{letters}-09", place, "Bij dit tarief is het btw-bedrag nul.")
    if row.category in NEEDS_REASON and not row.exemption_reason:
        name = UNTAXED_NAMES[row.category]
        yield fatal(f"BR-{letters}-10", place, f"Zet erbij waarom er geen btw is ({name}).")
    if row.category in (TAXED, "Z") and row.exemption_reason:
        yield fatal(f"BR-{letters}-10", place, "Bij dit tarief hoort geen reden voor vrijstelling.")


def _payment(invoice: EInvoice) -> Iterator[Finding]:
    for means in invoice.payment_means:
        if not means.code:
            yield fatal("BR-49", "Betaling", "Zet de betaalwijze op de factuur, bijvoorbeeld 58.")
        if means.code in ("30", "58") and not means.account:
            yield fatal("BR-61", "Betaling", "Zet bij een overboeking uw IBAN op de factuur.")


def _is_near(written: Decimal, computed: Decimal) -> bool:
    """The official rules let less than one whole unit pass in the VAT breakdown."""
    return abs(written - computed) < 1


def _number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")
