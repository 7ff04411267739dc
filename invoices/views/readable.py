"""The e-invoice itself, for its supplier and for staff: readable, as PDF, and the files in it."""

from io import BytesIO

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from invoices.models import Invoice
from invoices.operations.readable import attachments_in, readable_invoice, request_readable
from invoices.permissions import InvoicesPermission
from invoices.queries.invoices import invoice_visible_to
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.documents.operations import safe_name
from townhall.forms import ConfirmForm
from townhall.paging import Page

pages = Blueprint("readable", __name__, url_prefix="/e-facturen/<int:invoice_id>")

MAY = InvoicesPermission
LINES_PER_PAGE = 50


def sent_invoice_or_404(invoice_id: int) -> Invoice:
    """The invoice with its document, for who may see it; a draft has no document yet."""
    invoice = invoice_visible_to(current_actor(), invoice_id)
    return invoice if invoice is not None and invoice.document_id is not None else abort(404)


@pages.route("/")
@allowed(MAY.INVOICE_SUBMIT, MAY.INVOICE_READ)
def show(invoice_id: int) -> ResponseReturnValue:
    """Everything that stands in the e-invoice, as a person reads an invoice."""
    invoice = sent_invoice_or_404(invoice_id)
    page = readable_invoice(invoice)
    number = min(max(1, request.args.get("pagina", 1, type=int)), max(1, -(-len(page.lines) // LINES_PER_PAGE)))
    shown = page.lines[(number - 1) * LINES_PER_PAGE : number * LINES_PER_PAGE]
    own = may(MAY.INVOICE_SUBMIT)
    return render_template(
        "invoices/readable/show.html",
        invoice=invoice,
        page=page,
        lines=Page(shown, number, LINES_PER_PAGE, len(page.lines)),
        own=own,
        back=url_for("invoices.portal.show" if own else "invoices.review.show", invoice_id=invoice_id),
        list_url=url_for("invoices.portal.index" if own else "invoices.review.index"),
    )


@pages.route("/pdf", methods=["POST"])
@allowed(MAY.INVOICE_SUBMIT, MAY.INVOICE_READ)
def pdf(invoice_id: int) -> ResponseReturnValue:
    """Ask for the same as PDF."""
    invoice = sent_invoice_or_404(invoice_id)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        job_id = request_readable(invoice, actor=current_actor(), now=clock.now()).id
    return redirect(url_for("jobs.show", job_id=job_id))


@pages.route("/bijlagen/<int:number>")
@allowed(MAY.INVOICE_SUBMIT, MAY.INVOICE_READ)
def attachment(invoice_id: int, number: int) -> ResponseReturnValue:
    """One file of the e-invoice: always saved, never opened in the browser, whatever it says it is."""
    files = attachments_in(sent_invoice_or_404(invoice_id))
    if not 1 <= number <= len(files):
        abort(404)
    found = files[number - 1]
    stem = safe_name(found.filename).rpartition(".")[0] or "bijlage"
    answer = send_file(
        BytesIO(found.data),
        mimetype="application/octet-stream",
        download_name=f"{stem}.{found.extension}",
        as_attachment=True,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
