"""Every choice on the pages of invoices has its Dutch."""

from invoices.clawbacks import ClawbackStatus
from invoices.credit_notes import CreditEffect
from invoices.disputes import DisputeAnswer, MessageKind
from invoices.einvoice.facts import Severity
from invoices.invoiceable import Standing
from invoices.labels import ALL, TONES
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

KINDS = (
    InvoiceOrigin, InvoiceStatus, LineStatus, ClaimStatus, PaymentStatus, PaymentRunStatus, Check, Reason,
    BcfFlag, Cause, Criterion, Severity, PainVersion, Standing, ClawbackStatus, PackageFileStatus, PayStanding,
    CreditEffect, MessageKind, DisputeAnswer, LateChargeStatus,
)  # fmt: skip


def test_every_member_of_every_kind_has_a_label() -> None:
    labelled = {(type(member), member.value) for labels in ALL for member in labels}

    assert labelled == {(kind, member.value) for kind in KINDS for member in kind}


def test_every_status_has_a_tone() -> None:
    shown = (
        InvoiceStatus, LineStatus, PaymentStatus, PaymentRunStatus, Standing, ClawbackStatus, PackageFileStatus,
        LateChargeStatus,
    )  # fmt: skip
    for kind in shown:
        assert all(member in TONES for member in kind)
