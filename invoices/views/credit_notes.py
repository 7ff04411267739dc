"""Credit notes: the list and one of them for both sides, and making one in the portal."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from invoices.credit_notes import InvoicedLine, creditable_lines
from invoices.forms.credit_notes import CreditNoteForm
from invoices.labels import TONES
from invoices.operations.credit_note_making import make_credit_note
from invoices.operations.readable import readable_invoice
from invoices.permissions import InvoicesPermission
from invoices.queries.credit_notes import credit_note_visible_to, credit_notes_visible_to, invoiced_lines
from invoices.views.portal import invoice_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import db, transaction
from townhall.filters import euro
from townhall.paging import page_of
from townhall.spreadsheets import Column, as_download

pages = Blueprint("credit_notes", __name__)

MAY = InvoicesPermission

COLUMNS = [
    Column("Creditnota", lambda note: note.number),
    Column("Aanbieder", lambda note: note.supplier.name),
    Column("Bij factuur", lambda note: note.invoice.number),
    Column("Datum", lambda note: note.issued_on),
    Column("Ontvangen", lambda note: note.received_at),
    Column("Bedrag excl. btw", lambda note: note.net),
    Column("Btw", lambda note: note.vat),
    Column("Bedrag incl. btw", lambda note: note.gross),
]


@pages.route("/creditnotas/")
@allowed(MAY.INVOICE_SUBMIT, MAY.INVOICE_READ)
def index() -> ResponseReturnValue:
    """Every credit note, newest first; for a supplier its own. Also to take along."""
    notes = credit_notes_visible_to(current_actor())
    if (kind := request.args.get("bestand")) in ("xlsx", "csv"):
        return as_download(db.session.scalars(notes), COLUMNS, title="Creditnota’s", kind=kind)
    return render_template("invoices/credit_notes/index.html", page=page_of(notes), **_side())


@pages.route("/creditnotas/<int:credit_note_id>")
@allowed(MAY.INVOICE_SUBMIT, MAY.INVOICE_READ)
def show(credit_note_id: int) -> ResponseReturnValue:
    """One credit note: what each line did, and everything that stands in it."""
    note = credit_note_visible_to(current_actor(), credit_note_id) or abort(404)
    return render_template(
        "invoices/credit_notes/show.html", note=note, document=readable_invoice(note), tones=TONES, **_side()
    )


@pages.route("/portaal/facturen/<int:invoice_id>/creditnota", methods=["GET", "POST"])
@allowed(MAY.INVOICE_SUBMIT)
def make(invoice_id: int) -> ResponseReturnValue:
    """Give lines of an invoice back."""
    invoice = invoice_or_404(invoice_id)
    offered = creditable_lines(invoice.status, invoiced_lines(invoice))
    form = CreditNoteForm()
    form.lines.offer([(line.line_id, _in_words(line)) for line in offered])
    if not form.is_submitted():
        form.issued_on.data = clock.today()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            note = make_credit_note(
                invoice,
                [int(each) for each in form.lines.data],
                number=form.number.data,
                issued_on=form.issued_on.data,
                actor=current_actor(),
                now=clock.now(),
            )
            flash("Uw creditnota is gemaakt en geboekt.", "positive")
            return redirect(url_for("invoices.credit_notes.show", credit_note_id=note.id))
    invoice = invoice_or_404(invoice_id)
    return render_template("invoices/credit_notes/make.html", form=form, invoice=invoice, offered=offered)


def _side() -> dict[str, object]:
    """Which side looks, and where its invoices are."""
    side = "portal" if may(MAY.INVOICE_SUBMIT) else "review"
    return {"own": side == "portal", "list": f"invoices.{side}.index", "invoice_page": f"invoices.{side}.show"}


def _in_words(line: InvoicedLine) -> str:
    about = f"Regel {line.number}: {line.description} ({line.milestone_code}), {euro(line.most)} zonder btw"
    return f"{about}; terugvordering {line.clawback.number}" if line.clawback else about
