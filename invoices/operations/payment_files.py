"""The file of a payment run for the bank."""

from collections.abc import Sequence
from datetime import date, datetime

from invoices.models import Payment
from invoices.sepa import Debtor, PainVersion, PaymentFile, Transfer, write_pain001
from invoices.sepa_text import sepa_remittance
from townhall.accounts.actor import Actor
from townhall.documents.models import Document
from townhall.documents.operations import store_document
from townhall.money import sum_of
from townhall.organisations.models import BankAccount

DOCUMENT_KIND = "invoices.payment-run"


def write_payment_file(
    number: str,
    payments: Sequence[Payment],
    payer: BankAccount,
    execution_on: date,
    version: PainVersion,
    *,
    actor: Actor,
    now: datetime,
) -> Document:
    """Store the file for the bank of these payments, under the number of their run."""
    data = write_pain001(
        PaymentFile(
            message_id=number,
            made_at=now,
            execution_on=execution_on,
            debtor=Debtor(name=payer.holder, iban=payer.iban),
            transfers=[
                Transfer(
                    end_to_end_id=payment.number,
                    name=payment.name,
                    iban=payment.iban,
                    amount=payment.amount,
                    remittance=_remittance(payment),
                )
                for payment in payments
            ],
        ),
        version,
    )
    return store_document(
        data, filename=f"{number}.xml", kind=DOCUMENT_KIND, title=f"Betaalrun {number}", actor=actor, now=now
    )


def _remittance(payment: Payment) -> str:
    taken = sum_of(each.amount for each in payment.set_offs)
    return sepa_remittance(payment.title, payment.about.contract.number, taken)
