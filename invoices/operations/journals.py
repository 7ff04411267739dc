"""To the ledger: every movement of money in one file, once, and that file again by its number."""

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter

from invoices.journal import Movement, PaidLine, chosen_accounts, chosen_columns, is_balanced, journal_of
from invoices.lifecycle import LineStatus, PaymentStatus
from invoices.models import Invoice, JournalBooking, JournalExport, LateCharge, PaymentEvent
from invoices.queries.journals import movements_to_journal
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, next_in_year, number_lock
from townhall.documents.operations import store_document
from townhall.money import ZERO, sum_of
from townhall.refusal import Obstacle, refuse_if
from townhall.spreadsheets import Column, csv_text

DOCUMENT_KIND = "invoices.journal"


def export_journal(
    *, columns: Mapping[str, str], accounts: Mapping[str, str], actor: Actor, now: datetime
) -> JournalExport:
    """Put every movement that waits in one file for the ledger; ``columns`` and ``accounts`` as the settings give them.

    Each movement goes once, whoever asks at the same moment; the file is kept, so that it can be had again.
    """
    number_lock("journal")
    events = movements_to_journal()
    movements = [_movement(event) for event in events]
    refuse_if(_obstacles(movements))
    number = f"JP-{now.year}-{next_in_year('journal', now.year):04d}"
    lines = journal_of(movements, export=number, accounts=chosen_accounts(accounts))
    text = csv_text(lines, [Column(head, attrgetter(name)) for head, name in chosen_columns(columns).items()])
    document = store_document(
        text.encode("utf-8-sig"), filename=f"{number}.csv", kind=DOCUMENT_KIND, title=f"Journaal {number}",
        actor=actor, now=now,
    )  # fmt: skip
    export = JournalExport(
        number=number,
        movements=len(events),
        total=sum_of(line.debit for line in lines),
        document=document,
        made_by_id=actor.account_id,
        made_at=now,
        bookings=[JournalBooking(event=event) for event in events],
    )
    db.session.add(export)
    db.session.flush()
    after = {"movements": export.movements, "total": export.total, "file": document.sha256}
    trail.record("journal.made", export, actor=actor, now=now, after=after)
    return export


def repeat_journal(export: JournalExport, *, actor: Actor, now: datetime) -> None:
    """Write down that somebody takes this file along; its content is as it was made."""
    after = {"reference": export.number, "file": export.document.sha256}
    trail.record("journal.exported", export, actor=actor, now=now, after=after)


def _obstacles(movements: list[Movement]) -> list[Obstacle]:
    if not movements:
        text = "Er is niets nieuws voor het grootboek. Een eerder journaal haalt u op met zijn nummer."
        return [Obstacle("nothing-to-journal", text)]
    return [
        Obstacle(
            "not-balanced",
            f"Betaling {each.payment} is niet gelijk aan de regels van {each.title}. Vraag de beheerder.",
        )
        for each in movements
        if not is_balanced(each)
    ]


def _movement(event: PaymentEvent) -> Movement:
    payment, invoice = event.payment, event.payment.about
    return Movement(
        payment=payment.number,
        day=event.happened_on,
        came_back=event.kind is PaymentStatus.FAILED,
        amount=event.amount,
        set_off=sum_of(each.amount for each in payment.set_offs),
        title=payment.title,
        invoice=invoice.number,
        supplier=invoice.supplier.name,
        kvk=invoice.supplier.kvk_number or "",
        contract=invoice.contract.number,
        lines=[_late_line(payment.late_charge)] if payment.late_charge else _invoiced_lines(invoice),
    )


def _late_line(charge: LateCharge) -> PaidLine:
    commitment = charge.commitment
    return PaidLine(
        net=charge.amount,
        vat=ZERO,
        vat_rate=None,
        track="",
        milestone="",
        commitment=commitment.number if commitment else "",
        programme=commitment.budget.programme if commitment else "",
        account="late",
    )


def _invoiced_lines(invoice: Invoice) -> list[PaidLine]:
    return [
        PaidLine(
            net=line.net,
            vat=line.vat,
            vat_rate=line.vat_rate,
            track=line.track_number,
            milestone=line.milestone_code,
            commitment=line.commitment.number if line.commitment else "",
            programme=str(line.commitment.budget.heading) if line.commitment else "",
            burden=ZERO if line.vat_compensable is None else line.vat - line.vat_compensable,
        )
        for line in invoice.lines
        if line.status is LineStatus.ACCEPTED
    ]
