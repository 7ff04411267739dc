"""Signing many invoices at once, each by itself: the performance statement, and the approval."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from invoices.forms.approving import ApproveManyForm, ManyForm, StateManyForm
from invoices.lifecycle import SIGNED_FOR_PAYMENT, InvoiceStatus
from invoices.models import Invoice
from invoices.operations.review import approve_as_seen, state_as_seen
from invoices.permissions import InvoicesPermission
from invoices.queries import approving as queries
from invoices.queries.approving import ToSign, Waiting
from invoices.queries.invoices import invoice_visible_to
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.accounts.models import Account
from townhall.budgets.authority import ceiling_of
from townhall.budgets.kinds import MandateKind
from townhall.budgets.queries import mandates_of
from townhall.database import transaction
from townhall.filters import words
from townhall.paging import PER_PAGE, page_of_list
from townhall.refusal import Refusal

pages = Blueprint("approving", __name__, url_prefix="/facturen")

#: What the link above the boxes puts in ``?kies=``.
ALL_ORDINARY = "zonder-bijzonderheden"


@dataclass(frozen=True)
class Outcome:
    """What became of an invoice that was ticked: no reasons means signed."""

    invoice: Invoice
    reasons: Sequence[str]


@dataclass(frozen=True)
class Desk:
    """Where one of the signatures is put: which invoices wait for it, and in which states it stands."""

    endpoint: str
    waits: InvoiceStatus
    signed: frozenset[InvoiceStatus]
    signer: Callable[[Invoice], Account | None]
    rows: Callable[[Sequence[Invoice]], list[ToSign]]


@pages.route("/akkoord-geven/", methods=["GET", "POST"])
@allowed(InvoicesPermission.INVOICE_APPROVE)
def index() -> ResponseReturnValue:
    """Everything that waits for approval; the ticked ones are approved one by one."""
    actor, today = current_actor(), clock.today()
    mandates = mandates_of(actor.account_id)
    ceiling = ceiling_of(mandates, kind=MandateKind.APPROVE_INVOICE, on=today)
    desk = Desk(
        "invoices.approving.index", InvoiceStatus.STATED, SIGNED_FOR_PAYMENT, lambda invoice: invoice.approved_by,
        lambda found: queries.to_approve(found, account_id=actor.account_id, mandates=mandates, today=today),
    )  # fmt: skip
    form = ApproveManyForm()
    if chosen := _chosen(form):
        return _sign(desk, chosen, approve_as_seen)
    waiting = queries.waiting_for_approval(account_id=actor.account_id, mandates=mandates, today=today)
    return render_template("invoices/approving/index.html", ceiling=ceiling, **_shown(desk, form, waiting))


@pages.route("/prestaties-verklaren/", methods=["GET", "POST"])
@allowed(InvoicesPermission.PERFORMANCE_STATE)
def state() -> ResponseReturnValue:
    """Everything that waits for a performance statement; the ticked ones are stated one by one."""
    actor, today = current_actor(), clock.today()
    desk = Desk(
        "invoices.approving.state", InvoiceStatus.IN_REVIEW, SIGNED_FOR_PAYMENT | {InvoiceStatus.STATED},
        lambda invoice: invoice.stated_by,
        lambda found: queries.to_state(found, account_id=actor.account_id, today=today),
    )  # fmt: skip
    form = StateManyForm()
    if chosen := _chosen(form):
        return _sign(desk, chosen, state_as_seen, statement=form.statement.data or "")
    waiting = queries.waiting_for_statement(account_id=actor.account_id, today=today)
    return render_template("invoices/approving/state.html", **_shown(desk, form, waiting))


def _chosen(form: ManyForm) -> list[str]:
    """The boxes that were ticked, when the form is right; none of a page that is only looked at."""
    ticked = _ticked()
    form.invoices.offer((value, value) for value in ticked)
    return ticked if form.validate_on_submit() else []


def _ticked() -> list[str]:
    sent = request.form.getlist("invoices")
    return [value for value in sent if re.fullmatch(r"\d{1,9}-\d{1,9}", value)][:PER_PAGE]


def _sign(desk: Desk, chosen: Sequence[str], act: Callable[..., None], **words_of: str) -> ResponseReturnValue:
    """Sign each by itself. Why one was refused stands on the page that follows: it is asked anew there."""
    for value in chosen:
        invoice_id, version = (int(part) for part in value.split("-"))
        try:
            with transaction():
                if invoice := invoice_visible_to(current_actor(), invoice_id):
                    act(invoice, version, actor=current_actor(), now=clock.now(), **words_of)
        except (Refusal, StaleDataError):
            continue
    return redirect(url_for(desk.endpoint, uitslag=",".join(value.partition("-")[0] for value in chosen)))


def _shown(desk: Desk, form: ManyForm, waiting: Waiting) -> dict[str, Any]:
    page = page_of_list(waiting.ids)
    rows = desk.rows(queries.invoices_with_ids(page.rows))
    ticked = _ticked()
    if request.args.get("kies") == ALL_ORDINARY and not form.is_submitted():
        ticked = [row.value for row in rows if not row.points]
    return {
        "form": form,
        "page": page,
        "all_apart": waiting.apart,
        "endpoint": desk.endpoint,
        "apart": [row for row in rows if row.points],
        "ordinary": [row for row in rows if not row.points],
        "ticked": ticked,
        "first": next((row.value for row in rows if not row.stops), None),
        "outcomes": _outcomes(desk),
    }


def _outcomes(desk: Desk) -> list[Outcome]:
    """What became of the invoices in ``?uitslag=``, as they are now."""
    asked = [int(each) for each in request.args.get("uitslag", "").split(",") if re.fullmatch(r"\d{1,9}", each)]
    if not asked:
        return []
    found = queries.invoices_with_ids(asked[:PER_PAGE])
    rows = desk.rows([each for each in found if each.status is desk.waits])
    stopped = {row.invoice.id: [point.text for point in row.stops] for row in rows}
    return [Outcome(each, _reasons(desk, each, stopped.get(each.id))) for each in found]


def _reasons(desk: Desk, invoice: Invoice, stopped: list[str] | None) -> list[str]:
    if stopped is not None:
        return stopped or ["Deze factuur is gewijzigd nadat u de lijst opende. Bekijk de factuur en kies opnieuw."]
    if invoice.status not in desk.signed:
        return [f"Deze factuur wacht hier niet meer op. De stand is nu: {words(invoice.status)}."]
    signer = desk.signer(invoice)
    if signer is not None and signer.id != current_actor().account_id:
        return [f"{signer.name} heeft deze factuur al getekend."]
    return []
