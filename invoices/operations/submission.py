"""The supplier's side: draft an invoice, submit it, send one as UBL, withdraw it."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from contracts.models import Achievement, FrameworkContract
from invoices.claims import AchievementFacts, obstacles_to_claiming
from invoices.corrections import obstacles_to_correcting
from invoices.einvoice.composing import vat_by_rate
from invoices.lifecycle import InvoiceOrigin, InvoiceStatus, LineStatus, obstacles_to_moving
from invoices.models import Invoice, InvoiceLine
from invoices.operations.claiming import match_invoice, release_claims
from invoices.operations.documents import write_document
from invoices.queries import claimables
from invoices.queries.credit_notes import number_is_used
from invoices.submission_rules import (
    obstacles_to_charging_vat,
    obstacles_to_identity,
    obstacles_to_selection,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.mail.outbox import add_mail
from townhall.money import split_by_shares, sum_of
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if
from townhall.vat import vat_rate_on


def draft_invoice(
    supplier: Organisation,
    contract: FrameworkContract,
    achievements: Sequence[Achievement],
    *,
    number: str,
    issued_on: date,
    corrects: Invoice | None = None,
    actor: Actor,
    now: datetime,
) -> Invoice:
    """Make an invoice from verified achievements, at the agreed amounts; nothing is claimed yet.

    ``corrects`` is the earlier invoice that this one puts right, if any.
    """
    number = number.strip()
    facts = claimables.achievement_facts([achievement.id for achievement in achievements])
    refuse_if(
        [
            *obstacles_to_identity(
                number, issued_on, number_is_known=number_is_used(supplier.id, number), today=now.date()
            ),
            *_obstacles_to_correcting(corrects, contract),
            *obstacles_to_selection(facts, contract_id=contract.id, contract_number=contract.number),
            *obstacles_to_charging_vat(
                supplier.vat_number, has_vat=any(vat_rate_on(each.reached_on) for each in facts)
            ),
            *(
                obstacle
                for each in facts
                for obstacle in obstacles_to_claiming(each, supplier_id=supplier.id, on=now.date())
            ),
        ]
    )
    invoice = _invoice(supplier, contract, facts, number=number, issued_on=issued_on, now=now)
    invoice.created_by_id, invoice.corrects = actor.account_id, corrects
    db.session.add(invoice)
    after: dict[str, object] = {"number": number, "lines": len(facts), "net": invoice.net}
    if corrects is not None:
        after["corrects"] = corrects.number
    trail.record("invoice.drafted", invoice, actor=actor, now=now, after=after)
    return invoice


def submit_invoice(invoice: Invoice, *, actor: Actor, now: datetime) -> None:
    """Send a draft: its document is written, every line is matched, and the payment term starts."""
    refuse_if(
        obstacles_to_moving(invoice.status, InvoiceStatus.SUBMITTED)
        + obstacles_to_charging_vat(invoice.supplier.vat_number, has_vat=bool(invoice.vat))
    )
    invoice.document_id = write_document(invoice, actor=actor, now=now).id
    receive(invoice, now=now)
    tell_result(invoice, now=now)
    trail.record("invoice.submitted", invoice, actor=actor, now=now, after=result_of(invoice))


def withdraw_invoice(invoice: Invoice, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take back a draft, or an invoice nobody signed yet; its achievements can be invoiced again."""
    refuse_if(obstacles_to_moving(invoice.status, InvoiceStatus.WITHDRAWN))
    before = {"status": invoice.status}
    release_claims(invoice.lines, reason="ingetrokken door de aanbieder", now=now)
    for line in invoice.lines:
        line.disputed_at = None  # there is nothing left to agree about
    invoice.status = InvoiceStatus.WITHDRAWN
    trail.record("invoice.withdrawn", invoice, actor=actor, now=now, before=before, reason=reason)


def receive(invoice: Invoice, *, now: datetime) -> None:
    """Take the invoice in: stamp it and match it."""
    invoice.status, invoice.received_at = InvoiceStatus.SUBMITTED, now
    db.session.flush()
    match_invoice(invoice, now=now)


def tell_result(invoice: Invoice, *, now: datetime) -> None:
    """Mail the supplier what became of an invoice that came by itself, with each line that came back."""
    if invoice.supplier.email:
        add_mail(
            to=invoice.supplier.email,
            subject=f"Factuur {invoice.number}: uitslag van de controle",
            template="mail/invoice_matched.txt",
            now=now,
            invoice=invoice,
            returned=[line for line in invoice.lines if line.status is LineStatus.RETURNED],
        )


def result_of(invoice: Invoice) -> dict[str, object]:
    """What the match gave, for the trail."""
    return {
        "status": invoice.status,
        "payable_net": invoice.payable_net,
        "due_on": invoice.due_on,
        "returned": {line.number: line.reason for line in invoice.lines if line.reason},
    }


def vat_shares(lines: Sequence[tuple[Decimal, Decimal]]) -> list[Decimal]:
    """The VAT of each line (net, rate): rounded once per rate, and split so that it adds up again."""
    totals = vat_by_rate(lines)
    shares: dict[Decimal, list[Decimal]] = {
        rate: split_by_shares(tax, [net for net, own_rate in lines if own_rate == rate])
        for rate, (_taxable, tax) in totals.items()
    }
    return [shares[rate].pop(0) for _net, rate in lines]


def _obstacles_to_correcting(corrects: Invoice | None, contract: FrameworkContract) -> list[Obstacle]:
    if corrects is None:
        return []
    return obstacles_to_correcting(corrects.number, corrects.as_earlier(), contract_id=contract.id)


def _invoice(
    supplier: Organisation,
    contract: FrameworkContract,
    facts: Sequence[AchievementFacts],
    *,
    number: str,
    issued_on: date,
    now: datetime,
) -> Invoice:
    rated = [(each.amount, vat_rate_on(each.reached_on) * 100) for each in facts]
    lines = [
        InvoiceLine(
            sequence=sequence,
            number=str(sequence),
            track_number=each.track_number,
            milestone_code=each.milestone_code,
            description=f"{each.milestone_label}, traject {each.track_number}"[:200],
            quantity=Decimal(1),
            unit_price=each.amount,
            net=each.amount,
            vat_rate=rate,
            vat=vat,
            achievement_id=each.achievement_id,
            status=LineStatus.OPEN,
            checks=[],
        )
        for sequence, (each, (_net, rate), vat) in enumerate(
            zip(facts, rated, vat_shares(rated), strict=True), start=1
        )
    ]
    net, vat = sum_of(line.net for line in lines), sum_of(line.vat for line in lines)
    return Invoice(
        supplier=supplier,
        contract=contract,
        number=number,
        origin=InvoiceOrigin.FORM,
        status=InvoiceStatus.DRAFT,
        issued_on=issued_on,
        net=net,
        vat=vat,
        gross=net + vat,
        created_at=now,
        lines=lines,
    )
