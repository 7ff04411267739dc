"""The Dutch words for the choices of invoices."""

from enum import Enum
from typing import Any

from invoices.clawbacks import ClawbackStatus
from invoices.credit_notes import CreditEffect
from invoices.disputes import DisputeAnswer, MessageKind
from invoices.einvoice.facts import Severity
from invoices.invoiceable import Standing
from invoices.late_charges import LateChargeStatus
from invoices.lifecycle import (
    ClaimStatus,
    InvoiceOrigin,
    InvoiceStatus,
    LineStatus,
    PaymentRunStatus,
    PaymentStatus,
)
from invoices.match_facts import Check, Reason
from invoices.packages import PackageFileStatus
from invoices.paying import PayStanding
from invoices.sepa import PainVersion
from invoices.unlawful import Cause, Criterion
from invoices.vat_recovery import BcfFlag

#: A table per kind of choice, because members of two kinds may share a value.
ALL: tuple[dict[Any, str], ...] = (
    {
        InvoiceOrigin.FORM: "Gemaakt in het portaal",
        InvoiceOrigin.UBL: "E-factuur (UBL)",
    },
    {
        InvoiceStatus.DRAFT: "Concept",
        InvoiceStatus.SUBMITTED: "Ingediend",
        InvoiceStatus.IN_REVIEW: "Wacht op prestatieverklaring",
        InvoiceStatus.RETURNED: "Teruggestuurd",
        InvoiceStatus.STATED: "Wacht op akkoord",
        InvoiceStatus.APPROVED: "Akkoord, nog te betalen",
        InvoiceStatus.RELEASED: "In betaalbestand",
        InvoiceStatus.PAID: "Betaald",
        InvoiceStatus.WITHDRAWN: "Ingetrokken",
    },
    {
        Standing.NOW: "Nu te factureren",
        Standing.NOT_YET: "Nog niet",
        Standing.BLOCKED: "Nog iets nodig",
        Standing.TOO_LATE: "Te laat",
        Standing.INVOICED: "Staat op een factuur",
        Standing.LAPSED: "Kan niet meer",
    },
    {
        LineStatus.OPEN: "Nog niet gecontroleerd",
        LineStatus.ACCEPTED: "Goedgekeurd",
        LineStatus.RETURNED: "Teruggestuurd",
    },
    {
        ClaimStatus.LIVE: "Geldt",
        ClaimStatus.RELEASED: "Vrijgegeven",
    },
    {
        PaymentStatus.ORDERED: "In betaalbestand",
        PaymentStatus.PAID: "Betaald",
        PaymentStatus.FAILED: "Niet gelukt",
    },
    {
        ClawbackStatus.OPEN: "Open",
        ClawbackStatus.SETTLED: "Terug",
        ClawbackStatus.CANCELLED: "Vervallen",
    },
    {
        LateChargeStatus.ASKED: "Gevraagd",
        LateChargeStatus.APPROVED: "Akkoord, nog te betalen",
        LateChargeStatus.REFUSED: "Afgewezen",
        LateChargeStatus.RELEASED: "In betaalbestand",
        LateChargeStatus.PAID: "Betaald",
        LateChargeStatus.LAPSED: "Vervallen",
    },
    {
        PackageFileStatus.WAITING: "Wacht op zijn beurt",
        PackageFileStatus.TAKEN_IN: "Ingenomen",
        PackageFileStatus.KNOWN: "Hadden wij al",
        PackageFileStatus.REFUSED: "Niet ingenomen",
        PackageFileStatus.FAILED: "Niet gelukt",
    },
    {
        MessageKind.MESSAGE: "Bericht",
        MessageKind.SEEN: "Gelezen door de gemeente",
        MessageKind.LINE_DISPUTED: "De aanbieder is het oneens met een teruggestuurde regel",
        MessageKind.LINE_STANDS: "De regel blijft teruggestuurd",
        MessageKind.LINE_TAKEN_BACK: "De regel wordt toch betaald",
        MessageKind.INVOICE_DISPUTED: "De gemeente betwist de factuur",
        MessageKind.DISPUTE_ENDED: "De factuur klopt toch",
    },
    {
        DisputeAnswer.STANDS: "De regel blijft teruggestuurd",
        DisputeAnswer.TAKEN_BACK: "De regel gaat terug in de factuur en wordt betaald",
    },
    {
        CreditEffect.LINE_BACK: "Regel teruggenomen",
        CreditEffect.PROVES_CLAWBACK: "Bewijs bij een terugvordering",
        CreditEffect.CLAWBACK_RAISED: "Terugvordering gemaakt",
    },
    {
        PayStanding.DUE: "Nu te betalen",
        PayStanding.EARLY: "Kan nog wachten",
        PayStanding.BLOCKED: "Kan nog niet worden betaald",
    },
    {
        PaymentRunStatus.MADE: "Bestand gemaakt",
        PaymentRunStatus.BOOKED: "Geboekt",
    },
    {
        Check.ACHIEVEMENT_KNOWN: "Prestatie bekend",
        Check.CONTRACT_MATCHES: "Juiste contract",
        Check.CONTRACT_IN_FORCE: "Contract gold op die dag",
        Check.ACHIEVEMENT_VERIFIED: "Prestatie gecontroleerd",
        Check.CLAIM_WINDOW: "Op tijd gefactureerd",
        Check.ONCE_ONLY: "Eén keer gefactureerd",
        Check.ARITHMETIC: "Aantal keer prijs klopt",
        Check.RATE: "Afgesproken tarief",
        Check.VAT_RATE: "Btw-tarief",
        Check.CEILING: "Past onder het maximum van het contract",
    },
    {
        Reason.UNKNOWN_ACHIEVEMENT: "Prestatie onbekend",
        Reason.WRONG_CONTRACT: "Hoort bij een ander contract",
        Reason.CONTRACT_NOT_IN_FORCE: "Contract gold niet op die dag",
        Reason.NOT_VERIFIED: "Prestatie nog niet gecontroleerd",
        Reason.REJECTED_ACHIEVEMENT: "Prestatie afgekeurd",
        Reason.ALREADY_CLAIMED: "Al eerder gefactureerd",
        Reason.TWICE_ON_INVOICE: "Staat twee keer op deze factuur",
        Reason.WRONG_ARITHMETIC: "Regelbedrag klopt niet",
        Reason.WRONG_RATE: "Niet het afgesproken tarief",
        Reason.WRONG_VAT_RATE: "Verkeerd btw-tarief",
        Reason.CEILING_REACHED: "Maximum van het contract bereikt",
        Reason.NOT_DELIVERED: "Teruggestuurd door de contractmanager",
        Reason.CLAIM_TOO_LATE: "Te laat gefactureerd",
        Reason.CREDITED: "Door de aanbieder gecrediteerd",
    },
    {
        Severity.FATAL: "Fout",
        Severity.WARNING: "Let op",
        Severity.BUSINESS: "Niet betaalbaar",
    },
    {
        BcfFlag.COMPENSABLE: "Compensabel",
        BcfFlag.MIXED: "Gemengd",
        BcfFlag.NOT_COMPENSABLE: "Niet compensabel",
    },
    {
        Criterion.BUDGET: "Begrotingscriterium",
        Criterion.CONDITIONS: "Voorwaardencriterium",
        Criterion.MISUSE: "M&O-criterium (misbruik en oneigenlijk gebruik)",
    },
    {
        Cause.TENDER_BREACH: "Aanbesteding niet volgens de regels",
        Cause.EXPIRED_CONTRACT: "Contract was afgelopen",
        Cause.ABOVE_CEILING: "Boven het maximum van het contract",
        Cause.NO_MANDATE: "Besluit zonder mandaat",
        Cause.CONDITION_NOT_MET: "Andere voorwaarde niet gevolgd",
        Cause.OVER_BUDGET: "Boven het budget",
        Cause.MISUSE: "Misbruik of oneigenlijk gebruik",
    },
    {
        PainVersion.PAIN_03: "pain.001.001.03",
        PainVersion.PAIN_09: "pain.001.001.09",
    },
)

#: The tone of the badge that shows a status; what shares a value shares its tone.
TONES: dict[Enum, str] = {
    Standing.NOW: "positive",
    Standing.NOT_YET: "info",
    Standing.BLOCKED: "warning",
    Standing.TOO_LATE: "negative",
    Standing.INVOICED: "default",
    Standing.LAPSED: "default",
    InvoiceStatus.DRAFT: "default",
    InvoiceStatus.SUBMITTED: "info",
    InvoiceStatus.IN_REVIEW: "warning",
    InvoiceStatus.RETURNED: "negative",
    InvoiceStatus.STATED: "warning",
    InvoiceStatus.APPROVED: "info",
    InvoiceStatus.RELEASED: "info",
    InvoiceStatus.PAID: "positive",
    InvoiceStatus.WITHDRAWN: "default",
    LineStatus.OPEN: "default",
    LineStatus.ACCEPTED: "positive",
    LineStatus.RETURNED: "negative",
    PaymentStatus.ORDERED: "info",
    PaymentStatus.PAID: "positive",
    PaymentStatus.FAILED: "negative",
    ClawbackStatus.OPEN: "warning",
    ClawbackStatus.SETTLED: "positive",
    ClawbackStatus.CANCELLED: "default",
    LateChargeStatus.ASKED: "warning",
    LateChargeStatus.APPROVED: "info",
    LateChargeStatus.REFUSED: "negative",
    LateChargeStatus.RELEASED: "info",
    LateChargeStatus.PAID: "positive",
    LateChargeStatus.LAPSED: "default",
    PackageFileStatus.WAITING: "info",
    PackageFileStatus.TAKEN_IN: "positive",
    PackageFileStatus.KNOWN: "default",
    PackageFileStatus.REFUSED: "negative",
    PackageFileStatus.FAILED: "negative",
    PaymentRunStatus.MADE: "info",
    PaymentRunStatus.BOOKED: "positive",
}
