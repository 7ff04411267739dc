"""The tables of invoices. Every subject adds its own line here, so that all tables are known at start."""

from invoices.models.clawbacks import Clawback, ClawbackSetOff
from invoices.models.credit_notes import CreditNote, CreditNoteLine
from invoices.models.invoices import Claim, Invoice, InvoiceLine
from invoices.models.journals import JournalBooking, JournalExport
from invoices.models.packages import InvoicePackage, PackageFile
from invoices.models.payments import Payment, PaymentEvent, PaymentRun

__all__ = [
    "Claim", "Clawback", "ClawbackSetOff", "CreditNote", "CreditNoteLine", "Invoice", "InvoiceLine", "InvoicePackage",
    "JournalBooking", "JournalExport", "PackageFile", "Payment", "PaymentEvent", "PaymentRun",
]  # fmt: skip
