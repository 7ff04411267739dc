"""The tables of invoices. Every subject adds its own line here, so that all tables are known at start."""

from invoices.models.clawbacks import Clawback, ClawbackSetOff
from invoices.models.credit_notes import CreditNote, CreditNoteLine
from invoices.models.invoices import Claim, Invoice, InvoiceLine
from invoices.models.journals import JournalBooking, JournalExport
from invoices.models.late_charges import LateCharge
from invoices.models.messages import InvoiceMessage
from invoices.models.packages import InvoicePackage, PackageFile
from invoices.models.payments import Payment, PaymentEvent, PaymentRun
from invoices.models.statutory_rates import StatutoryRate
from invoices.models.tolerances import MatchTolerance
from invoices.models.unlawful import LawfulnessLimit, UnlawfulAmount, UnlawfulSpending
from invoices.models.vat_treatments import VatTreatment

__all__ = [
    "Claim", "Clawback", "ClawbackSetOff", "CreditNote", "CreditNoteLine", "Invoice", "InvoiceLine", "InvoiceMessage",
    "InvoicePackage", "JournalBooking", "JournalExport", "LateCharge", "LawfulnessLimit", "MatchTolerance",
    "PackageFile", "Payment", "PaymentEvent", "PaymentRun", "StatutoryRate", "UnlawfulAmount", "UnlawfulSpending",
    "VatTreatment",
]  # fmt: skip
