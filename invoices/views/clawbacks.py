"""What must come back: the list for finance, asking a credit note, booking what came, and letting it go."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from invoices.clawbacks import ClawbackStatus
from invoices.forms.clawbacks import BookRepaidForm, CancelClawbackForm
from invoices.labels import TONES
from invoices.models import Clawback
from invoices.operations.clawbacks import ask_credit_note, book_repaid, cancel_clawback
from invoices.permissions import InvoicesPermission
from invoices.queries.clawbacks import clawback_with_number, clawbacks
from invoices.queries.money_back import open_clawback_amount
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import db, transaction
from townhall.filters import words
from townhall.forms import ConfirmForm, Form
from townhall.paging import page_of
from townhall.spreadsheets import Column, as_download

pages = Blueprint("clawbacks", __name__, url_prefix="/betalingen/terugvorderingen")

MAY = InvoicesPermission

COLUMNS = [
    Column("Terugvordering", lambda each: each.number),
    Column("Aanbieder", lambda each: each.supplier.name),
    Column("Factuur", lambda each: each.line.invoice.number),
    Column("Traject", lambda each: each.line.track_number),
    Column("Mijlpaal", lambda each: each.line.milestone_code),
    Column("Reden", lambda each: each.reason),
    Column("Creditnota", lambda each: each.credit_line.credit_note.number if each.credit_line else ""),
    Column("Bedrag excl. btw", lambda each: each.net),
    Column("Btw", lambda each: each.vat),
    Column("Nog open incl. btw", lambda each: each.outstanding),
    Column("Stand", lambda each: each.status),
    Column("Afgehandeld", lambda each: each.settled_by),
]


def clawback_or_404(number: str) -> Clawback:
    """The clawback with its line and payments."""
    return clawback_with_number(number) or abort(404)


@pages.route("/")
@allowed(MAY.PAYMENT_READ)
def index() -> ResponseReturnValue:
    """What must come back, the open ones unless asked otherwise; also to take along."""
    asked = request.args.get("stand", ClawbackStatus.OPEN.value)
    status = ClawbackStatus(asked) if asked in set(ClawbackStatus) else None
    if (kind := request.args.get("bestand")) in ("xlsx", "csv"):
        return as_download(db.session.scalars(clawbacks(status)), COLUMNS, title="Terugvorderingen", kind=kind)
    return render_template(
        "invoices/payments/clawbacks.html",
        page=page_of(clawbacks(status)),
        open_amount=open_clawback_amount(),
        status=status,
        statuses=[(each.value, words(each)) for each in ClawbackStatus],
        open_status=ClawbackStatus.OPEN,
        tones=TONES,
    )


@pages.route("/<number>/creditnota", methods=["POST"])
@allowed(MAY.PAYMENT_RELEASE)
def credit_note(number: str) -> ResponseReturnValue:
    """Ask the supplier for a credit note."""
    clawback, form = clawback_or_404(number), ConfirmForm()
    if not form.validate_on_submit():
        abort(400)
    with form.showing_refusals(), transaction():
        ask_credit_note(clawback, actor=current_actor(), now=clock.now())
    for obstacle in form.obstacles:
        flash(obstacle.text, "negative")
    if not form.obstacles:
        flash("De aanbieder krijgt een mail met de vraag om een creditnota.", "positive")
    return redirect(url_for("invoices.clawbacks.index"))


@pages.route("/<number>/terug", methods=["GET", "POST"])
@allowed(MAY.PAYMENT_RELEASE)
def repaid(number: str) -> ResponseReturnValue:
    """Book that the whole amount came back."""
    clawback = clawback_or_404(number)
    form = BookRepaidForm(record=clawback)
    return _asked(
        number,
        form,
        "Terugontvangst boeken",
        lambda: book_repaid(
            clawback,
            settled_on=form.settled_on.data,
            reference=form.reference.data,
            actor=current_actor(),
            now=clock.now(),
        ),
    )


@pages.route("/<number>/vervallen", methods=["GET", "POST"])
@allowed(MAY.INVOICE_APPROVE)
def cancel(number: str) -> ResponseReturnValue:
    """Let it go, as budget holder."""
    clawback = clawback_or_404(number)
    form = CancelClawbackForm(record=clawback)
    return _asked(
        number,
        form,
        "Terugvordering laten vervallen",
        lambda: cancel_clawback(clawback, reason=form.reason.data, actor=current_actor(), now=clock.now()),
    )


def _asked(number: str, form: Form, title: str, act: Callable[[], None]) -> ResponseReturnValue:
    """One form about one clawback, and back to the list."""
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            act()
            flash(f"Terugvordering {number} is bijgewerkt.", "positive")
            return redirect(url_for("invoices.clawbacks.index"))
    return render_template(
        "invoices/payments/clawback_act.html", form=form, title=title, clawback=clawback_or_404(number)
    )
