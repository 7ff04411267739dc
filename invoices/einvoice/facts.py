"""What an e-invoice says, as values. BT and BG are the business terms and groups of EN 16931."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from invoices.einvoice.attachments import Attachment


class DocumentKind(StrEnum):
    """Which of the two documents it is."""

    INVOICE = "Invoice"
    CREDIT_NOTE = "CreditNote"


class Severity(StrEnum):
    """What a finding means: not valid, take note, or valid but not payable like this."""

    FATAL = "fatal"
    WARNING = "warning"
    BUSINESS = "business"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the rule's id, where it is, and a Dutch sentence."""

    rule: str
    severity: Severity
    place: str
    text: str


@dataclass(frozen=True)
class Party:
    """Seller (BG-4) or buyer (BG-7)."""

    name: str = ""
    trade_name: str = ""
    legal_id: str = ""
    legal_id_scheme: str = ""
    party_id: str = ""
    vat_number: str = ""
    endpoint: str = ""
    endpoint_scheme: str = ""
    has_address: bool = False
    street: str = ""
    city: str = ""
    postcode: str = ""
    country: str = ""


@dataclass(frozen=True)
class PaymentMeans:
    """How the seller wants to be paid (BG-16)."""

    code: str = ""
    payment_id: str = ""
    account: str = ""


@dataclass(frozen=True)
class AllowanceCharge:
    """A discount or a surcharge (BG-20, BG-21, BG-27, BG-28)."""

    is_charge: bool
    amount: Decimal | None
    reason: str = ""
    vat_category: str = ""
    vat_rate: Decimal | None = None


@dataclass(frozen=True)
class VatSubtotal:
    """The VAT of one category and rate (BG-23)."""

    taxable: Decimal | None
    tax: Decimal | None
    category: str
    rate: Decimal | None
    exemption_reason: str = ""


@dataclass(frozen=True)
class Totals:
    """The sums of the document (BG-22)."""

    line_net: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    net: Decimal | None = None
    gross: Decimal | None = None
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    payable: Decimal | None = None


@dataclass(frozen=True)
class ELine:
    """One line (BG-25). BT-128 carries the track, BT-132 the milestone."""

    number: str = ""
    quantity: Decimal | None = None
    unit_code: str = ""
    net: Decimal | None = None
    unit_price: Decimal | None = None
    base_quantity: Decimal | None = None
    name: str = ""
    object_id: str = ""
    order_line: str = ""
    vat_category: str = ""
    vat_rate: Decimal | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    period_starts_on: date | None = None
    period_ends_on: date | None = None

    @property
    def base_quantity_or_one(self) -> Decimal:
        """How many pieces the price is for; one unless said otherwise."""
        return Decimal(1) if self.base_quantity is None else self.base_quantity


@dataclass(frozen=True)
class EInvoice:
    """The whole document."""

    kind: DocumentKind
    customization_id: str = ""
    profile_id: str = ""
    number: str = ""
    issued_on: date | None = None
    due_on: date | None = None
    type_code: str = ""
    currency: str = ""
    buyer_reference: str = ""
    order_reference: str = ""
    contract_reference: str = ""
    payment_terms: str = ""
    notes: tuple[str, ...] = ()
    preceding_invoices: tuple[str, ...] = ()
    seller: Party = field(default_factory=Party)
    buyer: Party = field(default_factory=Party)
    payment_means: tuple[PaymentMeans, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    vat_total: Decimal | None = None
    vat_subtotals: tuple[VatSubtotal, ...] = ()
    totals: Totals = field(default_factory=Totals)
    lines: tuple[ELine, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    period_starts_on: date | None = None
    period_ends_on: date | None = None

    @property
    def is_credit_note(self) -> bool:
        return self.kind is DocumentKind.CREDIT_NOTE


class Unreadable(Exception):
    """These bytes are no e-invoice; nothing of their content is in the text."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("; ".join(finding.rule for finding in findings))
