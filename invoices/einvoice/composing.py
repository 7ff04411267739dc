"""Composing an e-invoice of ours under NLCIUS: for a form invoice, for an invoice the buyer writes, and for examples.

Sums are computed here, once, from the lines. Sources: NLCIUS (BT-24, type codes 380, 381, 384, 389); Peppol BIS
Billing 3 and Self-Billing 3 (ProfileID, e-addresses); Wet OB 1968 art. 35a lid 1 onder k (what an invoice the buyer
writes says).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import groupby

from invoices.einvoice.facts import DocumentKind, EInvoice, ELine, Party, PaymentMeans, Totals, VatSubtotal
from invoices.einvoice.rules.dutch import NLCIUS
from townhall.money import round_to_cents, sum_of

PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
SELF_BILLING_PROFILE = "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"
KVK, OIN = "0106", "0190"
SEPA_TRANSFER = "58"
ONE_PIECE = "C62"
WRITTEN_BY_THE_BUYER = "Factuur uitgereikt door afnemer"


class Sort(Enum):
    """Which of the documents it is: its type code (BT-3)."""

    INVOICE = "380"
    CREDIT_NOTE = "381"
    CORRECTED = "384"
    SELF_BILLED = "389"


@dataclass(frozen=True)
class WrittenParty:
    """Seller or buyer, with the number of its register."""

    name: str
    legal_id: str
    legal_id_scheme: str
    street: str
    postcode: str
    city: str
    vat_number: str = ""
    country: str = "NL"


@dataclass(frozen=True)
class WrittenLine:
    """One milestone of one track."""

    number: str
    track_number: str
    milestone_code: str
    description: str
    performed_on: date
    net: Decimal
    vat_rate: Decimal


@dataclass(frozen=True)
class WrittenInvoice:
    """All that is needed to compose one. ``corrects`` is the number of the invoice that it corrects or credits."""

    number: str
    issued_on: date
    due_on: date
    seller: WrittenParty
    buyer: WrittenParty
    contract_number: str
    order_reference: str
    iban: str
    lines: Sequence[WrittenLine]
    sort: Sort = Sort.INVOICE
    corrects: str = ""


def vat_by_rate(lines: Sequence[tuple[Decimal, Decimal]]) -> dict[Decimal, tuple[Decimal, Decimal]]:
    """Per rate what is taxed and the tax, rounded once per rate. Takes pairs of net amount and rate."""
    by_rate = sorted(lines, key=lambda line: line[1], reverse=True)
    found: dict[Decimal, tuple[Decimal, Decimal]] = {}
    for rate, group in groupby(by_rate, key=lambda line: line[1]):
        taxable = sum_of(net for net, _rate in group)
        found[rate] = (taxable, round_to_cents(taxable * rate / 100))
    return found


def compose(written: WrittenInvoice) -> EInvoice:
    """The invoice as ``writing.write_ubl`` writes it."""
    assert all(line.vat_rate > 0 for line in written.lines), "an untaxed line needs its reason; ours have none"
    per_rate = vat_by_rate([(line.net, line.vat_rate) for line in written.lines])
    net = sum_of(line.net for line in written.lines)
    vat = sum_of(tax for _taxable, tax in per_rate.values())
    is_self_billed = written.sort is Sort.SELF_BILLED
    return EInvoice(
        kind=DocumentKind.CREDIT_NOTE if written.sort is Sort.CREDIT_NOTE else DocumentKind.INVOICE,
        customization_id=NLCIUS,
        profile_id=SELF_BILLING_PROFILE if is_self_billed else PROFILE,
        number=written.number,
        issued_on=written.issued_on,
        due_on=written.due_on,
        type_code=written.sort.value,
        currency="EUR",
        order_reference=written.order_reference,
        contract_reference=written.contract_number,
        notes=(WRITTEN_BY_THE_BUYER,) if is_self_billed else (),
        preceding_invoices=(written.corrects,) if written.corrects else (),
        seller=_party(written.seller),
        buyer=_party(written.buyer),
        payment_means=(PaymentMeans(SEPA_TRANSFER, written.number, written.iban),),
        vat_total=vat,
        vat_subtotals=tuple(VatSubtotal(taxable, tax, "S", _plain(rate)) for rate, (taxable, tax) in per_rate.items()),
        totals=Totals(line_net=net, net=net, gross=net + vat, payable=net + vat),
        lines=tuple(map(_line, written.lines)),
    )


def _party(party: WrittenParty) -> Party:
    return Party(
        name=party.name,
        trade_name=party.name,
        legal_id=party.legal_id,
        legal_id_scheme=party.legal_id_scheme,
        vat_number=party.vat_number,
        endpoint=party.legal_id,
        endpoint_scheme=party.legal_id_scheme,
        has_address=True,
        street=party.street,
        city=party.city,
        postcode=party.postcode,
        country=party.country,
    )


def _line(line: WrittenLine) -> ELine:
    return ELine(
        number=line.number,
        quantity=Decimal(1),
        unit_code=ONE_PIECE,
        net=line.net,
        unit_price=line.net,
        name=line.description,
        object_id=line.track_number,
        order_line=line.milestone_code,
        vat_category="S",
        vat_rate=_plain(line.vat_rate),
        period_starts_on=line.performed_on,
        period_ends_on=line.performed_on,
    )


def _plain(rate: Decimal) -> Decimal:
    """The rate without noughts at its end: 21, not 21.00."""
    return Decimal(f"{rate.normalize():f}")
