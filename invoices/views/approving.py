"""Approving many invoices at once: each by itself, with what is out of the ordinary on top."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from invoices.forms.approving import ApproveManyForm
from invoices.lifecycle import SIGNED_FOR_PAYMENT, InvoiceStatus
from invoices.models import Invoice
from invoices.operations.review import approve_as_seen
from invoices.permissions import InvoicesPermission
from invoices.queries import approving as queries
from invoices.queries.invoices import invoice_visible_to
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.budgets.authority import ceiling_of
from townhall.budgets.kinds import MandateKind
from townhall.budgets.queries import mandates_of
from townhall.database import transaction
from townhall.filters import words
from townhall.paging import PER_PAGE, page_of
from townhall.refusal import Refusal

pages = Blueprint("approving", __name__, url_prefix="/facturen/akkoord-geven")

#: What the link above the boxes puts in ``?kies=``.
ALL_ORDINARY = "zonder-bijzonderheden"


@dataclass(frozen=True)
class Outcome:
    """What became of an invoice that was ticked: no reasons means approved."""

    invoice: Invoice
    reasons: Sequence[str]


@pages.route("/", methods=["GET", "POST"])
@allowed(InvoicesPermission.INVOICE_APPROVE)
def index() -> ResponseReturnValue:
    """Everything that waits for approval; the ticked ones are approved one by one."""
    form = ApproveManyForm()
    ticked = [value for value in request.form.getlist("invoices") if re.fullmatch(r"\d{1,9}-\d{1,9}", value)]
    form.invoices.offer((value, value) for value in ticked)
    if form.validate_on_submit():
        for value in ticked[:PER_PAGE]:
            _approve(*(int(part) for part in value.split("-")))
        return redirect(url_for("invoices.approving.index", uitslag=",".join(v.partition("-")[0] for v in ticked)))
    actor, today = current_actor(), clock.today()
    mandates = mandates_of(actor.account_id)
    ceiling = ceiling_of(mandates, kind=MandateKind.APPROVE_INVOICE, on=today)
    page = page_of(queries.waiting_for_approval(account_id=actor.account_id, ceiling=ceiling, today=today))
    rows = queries.to_approve(page.rows, account_id=actor.account_id, mandates=mandates, today=today)
    if request.args.get("kies") == ALL_ORDINARY and not form.is_submitted():
        ticked = [row.value for row in rows if not row.points]
    return render_template(
        "invoices/approving/index.html",
        form=form,
        page=page,
        apart=[row for row in rows if row.points],
        ordinary=[row for row in rows if not row.points],
        ticked=ticked,
        first=next((row.value for row in rows if not row.stops), None),
        ceiling=ceiling,
        outcomes=_outcomes(),
        today=today,
    )


def _approve(invoice_id: int, version: int) -> None:
    """Approve this one by itself. Why it was refused stands on the page that follows: it is asked anew there."""
    try:
        with transaction():
            if invoice := invoice_visible_to(current_actor(), invoice_id):
                approve_as_seen(invoice, version, actor=current_actor(), now=clock.now())
    except (Refusal, StaleDataError):
        return


def _outcomes() -> list[Outcome]:
    """What became of the invoices in ``?uitslag=``, as they are now."""
    asked = [int(each) for each in request.args.get("uitslag", "").split(",") if re.fullmatch(r"\d{1,9}", each)]
    if not asked:
        return []
    actor, today = current_actor(), clock.today()
    found = queries.invoices_with_ids(asked[:PER_PAGE])
    rows = queries.to_approve(
        [each for each in found if each.status is InvoiceStatus.STATED],
        account_id=actor.account_id, mandates=mandates_of(actor.account_id), today=today,
    )  # fmt: skip
    stopped = {row.invoice.id: [point.text for point in row.stops] for row in rows}
    return [Outcome(each, _reasons(each, stopped.get(each.id), actor.account_id)) for each in found]


def _reasons(invoice: Invoice, stopped: list[str] | None, account_id: int | None) -> list[str]:
    if stopped is not None:
        return stopped or ["Deze factuur is gewijzigd nadat u de lijst opende. Bekijk de factuur en kies opnieuw."]
    if invoice.status not in SIGNED_FOR_PAYMENT:
        return [f"Deze factuur wacht niet meer op akkoord. De stand is nu: {words(invoice.status)}."]
    if invoice.approved_by is not None and invoice.approved_by_id != account_id:
        return [f"{invoice.approved_by.name} heeft deze factuur al akkoord gegeven."]
    return []
