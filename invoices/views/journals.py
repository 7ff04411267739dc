"""The journal for the ledger: what waits, making a file of it, and having a file again."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from invoices.operations.journals import export_journal, repeat_journal
from invoices.permissions import InvoicesPermission
from invoices.queries.journals import count_to_journal, journal_export_with_number, journal_exports
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.documents.views import sent
from townhall.forms import ConfirmForm
from townhall.paging import page_of

pages = Blueprint("journals", __name__, url_prefix="/betalingen/journaal")

MAY = InvoicesPermission


@pages.route("/")
@allowed(MAY.PAYMENT_READ)
def index() -> ResponseReturnValue:
    """How much waits for the ledger, and every file that was made."""
    return render_template(
        "invoices/payments/journals.html",
        waiting=count_to_journal(),
        page=page_of(journal_exports()),
    )


@pages.route("/maken", methods=["POST"])
@allowed(MAY.PAYMENT_RELEASE)
def make() -> ResponseReturnValue:
    """Everything that waits in one file, once."""
    form, settings = ConfirmForm(), current_app.extensions["settings"]
    if not form.validate_on_submit():
        abort(400)
    with form.showing_refusals(), transaction():
        export = export_journal(
            columns=settings.journal_columns,
            accounts=settings.journal_accounts,
            actor=current_actor(),
            now=clock.now(),
        )
        flash(f"Journaal {export.number} is gemaakt. Haal het bestand op.", "positive")
    for obstacle in form.obstacles:
        flash(obstacle.text, "warning")
    return redirect(url_for("invoices.journals.index"))


@pages.route("/<number>.csv")
@allowed(MAY.PAYMENT_READ, records_reading=True)
def download(number: str) -> ResponseReturnValue:
    """The file as it was made; that somebody took it along is recorded."""
    export = journal_export_with_number(number) or abort(404)
    with transaction():
        repeat_journal(export, actor=current_actor(), now=clock.now())
        return sent(export.document)
