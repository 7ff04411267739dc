"""What both sides write about an invoice, and for staff where a supplier waits for an answer."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from invoices.disputes import MessageKind, obstacles_to_writing
from invoices.forms.messages import MessageForm
from invoices.models import Invoice
from invoices.operations.messages import mark_seen, write_message
from invoices.permissions import InvoicesPermission
from invoices.queries.invoices import invoice_visible_to
from invoices.queries.messages import messages_of, waiting_messages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.forms import ConfirmForm
from townhall.paging import page_of

pages = Blueprint("messages", __name__, url_prefix="/facturen")

MAY = InvoicesPermission


def sent_invoice_or_404(invoice_id: int) -> Invoice:
    """The invoice for who may see it; about a draft nobody writes."""
    invoice = invoice_visible_to(current_actor(), invoice_id)
    return invoice if invoice is not None and not obstacles_to_writing(invoice.status, "-") else abort(404)


@pages.route("/berichten")
@allowed(MAY.INVOICE_READ)
def waiting() -> ResponseReturnValue:
    """Where a supplier waits for an answer, the longest waiting first."""
    return render_template("invoices/messages/waiting.html", page=page_of(waiting_messages()))


@pages.route("/<int:invoice_id>/berichten")
@allowed(MAY.INVOICE_SUBMIT, MAY.INVOICE_READ)
def show(invoice_id: int) -> ResponseReturnValue:
    """Everything that was written about an invoice."""
    return _page(sent_invoice_or_404(invoice_id), MessageForm())


@pages.route("/<int:invoice_id>/berichten", methods=["POST"])
@allowed(MAY.MESSAGE_WRITE)
def write(invoice_id: int) -> ResponseReturnValue:
    """Write to the other side."""
    invoice, form = sent_invoice_or_404(invoice_id), MessageForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            write_message(invoice, text=form.text.data, actor=current_actor(), now=clock.now())
            flash("Uw bericht is verstuurd.", "positive")
            return redirect(url_for("invoices.messages.show", invoice_id=invoice_id))
    return _page(sent_invoice_or_404(invoice_id), form)


@pages.route("/<int:invoice_id>/berichten/gelezen", methods=["POST"])
@allowed(MAY.PERFORMANCE_STATE)
def seen(invoice_id: int) -> ResponseReturnValue:
    """Say that the last message needs no answer."""
    invoice = sent_invoice_or_404(invoice_id)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        mark_seen(invoice, actor=current_actor(), now=clock.now())
    flash("De berichten staan op gelezen.", "positive")
    return redirect(url_for("invoices.messages.waiting"))


def _page(invoice: Invoice, form: MessageForm) -> str:
    messages, own = messages_of(invoice.id), may(MAY.INVOICE_SUBMIT)
    last = messages[-1] if messages else None
    return render_template(
        "invoices/messages/show.html",
        invoice=invoice,
        messages=messages,
        form=form,
        own=own,
        back=url_for("invoices.portal.show" if own else "invoices.review.show", invoice_id=invoice.id),
        list_url=url_for("invoices.portal.index" if own else "invoices.review.index"),
        may_write=may(MAY.MESSAGE_WRITE),
        may_mark=may(MAY.PERFORMANCE_STATE) and last is not None and last.from_supplier,
        plain=MessageKind.MESSAGE,
    )
