"""From a line to its ground on paper, and from a contract or award to all money paid under it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from invoices.operations.chains import request_chain
from invoices.permissions import InvoicesPermission
from invoices.queries.chains import chain_of
from invoices.queries.invoices import invoice_visible_to
from invoices.queries.paid_lines import paid_by_year, paid_lines
from invoices.views.addresses import link_to
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import db, transaction
from townhall.forms import ConfirmForm
from townhall.money import sum_of
from townhall.paging import page_of
from townhall.spreadsheets import Column, as_download

pages = Blueprint("paid", __name__, url_prefix="/facturen")

MAY = InvoicesPermission

COLUMNS = [
    Column("Betaald op", lambda line: line.invoice.paid_on),
    Column("Aanbieder", lambda line: line.invoice.supplier.name),
    Column("Contract", lambda line: line.invoice.contract.number),
    Column("Factuur", lambda line: line.invoice.number),
    Column("Regel", lambda line: line.number),
    Column("Traject", lambda line: line.track_number),
    Column("Mijlpaal", lambda line: line.milestone_code),
    Column("Bedrag excl. btw", lambda line: line.net),
    Column("Btw", lambda line: line.vat),
    Column("Waarvan compensabel", lambda line: line.vat_compensable),
]


@pages.route("/betaald")
@allowed(MAY.INVOICE_READ)
def index() -> ResponseReturnValue:
    """What was paid, per year and line by line, of everything or under one contract or tender; also to take along."""
    under = {
        "contract_number": request.args.get("contract", "").strip(),
        "tender_reference": request.args.get("aanbesteding", "").strip(),
    }
    kind = request.args.get("bestand")
    if kind in ("xlsx", "csv"):
        return as_download(db.session.scalars(paid_lines(**under)), COLUMNS, title="Betaalde regels", kind=kind)
    years = paid_by_year(**under)
    return render_template(
        "invoices/review/paid.html",
        page=page_of(paid_lines(**under)),
        years=years,
        net=sum_of(each.net for each in years),
        vat=sum_of(each.vat for each in years),
        net_back=sum_of(each.net_back for each in years),
        vat_back=sum_of(each.vat_back for each in years),
        contract=under["contract_number"],
        tender=under["tender_reference"],
        contract_url=link_to("contracts.frameworks.show", number=under["contract_number"])
        if under["contract_number"]
        else None,
        tender_url=link_to("procurement.tenders.show", reference=under["tender_reference"])
        if under["tender_reference"]
        else None,
    )


@pages.route("/<int:invoice_id>/regels/<int:sequence>/pdf", methods=["POST"])
@allowed(MAY.INVOICE_READ)
def chain_pdf(invoice_id: int, sequence: int) -> ResponseReturnValue:
    """Ask for the chain behind this line as PDF."""
    invoice = invoice_visible_to(current_actor(), invoice_id)
    if invoice is None or chain_of(invoice, sequence) is None or not ConfirmForm().validate_on_submit():
        abort(404)
    with transaction():
        job_id = request_chain(invoice, sequence, actor=current_actor(), now=clock.now()).id
    return redirect(url_for("jobs.show", job_id=job_id))
