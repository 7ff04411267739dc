"""Not agreeing about an invoice: the supplier about a returned line, the municipality about what it is asked."""

from datetime import date

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from invoices.disputes import last_day_to_dispute, obstacles_to_disputing_line, was_right
from invoices.forms.messages import AnswerDisputeForm, DisputeInvoiceForm, DisputeLineForm, EndDisputeForm
from invoices.lifecycle import LineStatus
from invoices.models import Invoice, InvoiceLine
from invoices.operations.disputes import answer_dispute, dispute_invoice, dispute_line, end_dispute
from invoices.payment_terms import due_after_dispute
from invoices.permissions import InvoicesPermission
from invoices.queries.invoices import invoice_visible_to
from invoices.queries.messages import messages_of
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction

pages = Blueprint("disputes", __name__)

MAY = InvoicesPermission


def invoice_or_404(invoice_id: int) -> Invoice:
    """The invoice with its lines, for who may see it."""
    return invoice_visible_to(current_actor(), invoice_id) or abort(404)


def line_or_404(invoice: Invoice, sequence: int) -> InvoiceLine:
    """The line with this place on the invoice."""
    return next((line for line in invoice.lines if line.sequence == sequence), None) or abort(404)


def dispute_days() -> int:
    """Days after a line came back in which its supplier can dispute it, as this installation set them."""
    return int(current_app.extensions["settings"].line_dispute_days)


def dispute_on(invoice: Invoice) -> dict[str, object] | None:
    """What a dispute of the municipality does to the term of payment, for the pages; None without one."""
    if invoice.disputed_at is None:
        return None
    since, until = invoice.disputed_at, invoice.dispute_ended_at or clock.now()
    returned_at = [line.returned_at for line in invoice.lines if line.status is LineStatus.RETURNED]
    received = [each.received_at for each in invoice.corrections if each.received_at]
    corrected_on = received[0].date() if received else None
    right = was_right(returned_at, since=since, until=until)
    return {
        "is_open": invoice.is_disputed,
        "was_right": right,
        "ended_at": until,
        "corrected_on": corrected_on,
        "due_on": due_after_dispute(invoice.due_on, was_right=right, corrected_received_on=corrected_on)
        if invoice.due_on
        else None,
    }


def lines_to_disagree_with(invoice: Invoice, *, today: date) -> set[int]:
    """The places of the lines that the supplier can dispute today."""
    days = dispute_days()
    return {
        line.sequence
        for line in invoice.lines
        if not obstacles_to_disputing_line(line.as_returned(), within_days=days, today=today, why="-")
    }


@pages.route("/portaal/facturen/<int:invoice_id>/regels/<int:sequence>/oneens", methods=["GET", "POST"])
@allowed(MAY.INVOICE_SUBMIT)
def disagree(invoice_id: int, sequence: int) -> ResponseReturnValue:
    """Say that a line came back wrongly."""
    line = line_or_404(invoice_or_404(invoice_id), sequence)
    form = DisputeLineForm(record=line.invoice)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            dispute_line(line, why=form.text.data, within_days=dispute_days(), actor=current_actor(), now=clock.now())
            flash("De gemeente leest waarom u het er niet mee eens bent. U krijgt antwoord per mail.", "positive")
            return redirect(url_for("invoices.portal.show", invoice_id=invoice_id))
    line = line_or_404(invoice_or_404(invoice_id), sequence)
    returned_on = line.as_returned().returned_on
    until = last_day_to_dispute(returned_on, within_days=dispute_days()) if returned_on else None
    return render_template("invoices/disputes/disagree.html", form=form, invoice=line.invoice, line=line, until=until)


@pages.route("/facturen/<int:invoice_id>/regels/<int:sequence>/antwoord", methods=["GET", "POST"])
@allowed(MAY.PERFORMANCE_STATE)
def answer(invoice_id: int, sequence: int) -> ResponseReturnValue:
    """Decide on a line the supplier disputes."""
    line = line_or_404(invoice_or_404(invoice_id), sequence)
    form = AnswerDisputeForm(record=line.invoice)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            answer_dispute(line, form.answer.data, why=form.text.data, actor=current_actor(), now=clock.now())
            flash(f"Uw besluit over regel {line.number} is verstuurd.", "positive")
            return redirect(url_for("invoices.review.show", invoice_id=invoice_id))
    line = line_or_404(invoice_or_404(invoice_id), sequence)
    said = [each for each in messages_of(invoice_id) if each.line_id == line.id and each.from_supplier]
    return render_template("invoices/disputes/answer.html", form=form, invoice=line.invoice, line=line, said=said)


@pages.route("/facturen/<int:invoice_id>/betwisten", methods=["GET", "POST"])
@allowed(MAY.PERFORMANCE_STATE)
def dispute(invoice_id: int) -> ResponseReturnValue:
    """Dispute an invoice, or lines of it."""
    invoice = invoice_or_404(invoice_id)
    form = DisputeInvoiceForm(record=invoice)
    lines = {str(line.sequence): line for line in invoice.lines if line.status is LineStatus.ACCEPTED}
    form.lines.offer([(key, f"Regel {line.number}: {line.description}") for key, line in lines.items()])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            chosen = [lines[each] for each in form.lines.data or []]
            dispute_invoice(invoice, chosen, why=form.text.data, actor=current_actor(), now=clock.now())
            flash("De factuur is betwist. De aanbieder krijgt uw uitleg per mail.", "positive")
            return redirect(url_for("invoices.review.show", invoice_id=invoice_id))
    return render_template("invoices/disputes/dispute.html", form=form, invoice=invoice_or_404(invoice_id))


@pages.route("/facturen/<int:invoice_id>/klopt-toch", methods=["GET", "POST"])
@allowed(MAY.PERFORMANCE_STATE)
def end(invoice_id: int) -> ResponseReturnValue:
    """Say that a disputed invoice was right after all."""
    invoice = invoice_or_404(invoice_id)
    form = EndDisputeForm(record=invoice)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            end_dispute(invoice, why=form.text.data, actor=current_actor(), now=clock.now())
            flash("De betwisting is beëindigd. U kunt de prestatie verklaren.", "positive")
            return redirect(url_for("invoices.review.show", invoice_id=invoice_id))
    return render_template("invoices/disputes/end.html", form=form, invoice=invoice_or_404(invoice_id))
