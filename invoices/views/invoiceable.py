"""The supplier's list of all milestones: what can be invoiced now, what later, and what is in the way."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from invoices.invoiceable import OPEN, InvoiceableStep, Standing
from invoices.labels import TONES
from invoices.permissions import InvoicesPermission
from invoices.queries.invoiceable import invoiceable_steps
from invoices.queries.invoices import contracts_of_supplier
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.config import Settings
from townhall.filters import words
from townhall.ical import CalendarEvent, as_calendar, calendar_file
from townhall.money import sum_of
from townhall.organisations.models import Organisation
from townhall.organisations.queries import supplier_of
from townhall.paging import page_of_list
from townhall.spreadsheets import Column, as_download

pages = Blueprint("invoiceable", __name__, url_prefix="/portaal/facturen/mijlpalen")

COLUMNS = [
    Column("Contract", lambda step: step.contract_number),
    Column("Traject", lambda step: step.track_number),
    Column("Code", lambda step: step.code),
    Column("Mijlpaal", lambda step: step.label),
    Column("Bedrag excl. btw", lambda step: step.amount),
    Column("Stand", lambda step: step.standing),
    Column("Toelichting", lambda step: step.why),
    Column("Bereikt op", lambda step: step.reached_on),
    Column("Te melden vanaf", lambda step: step.from_on),
    Column("Factureren tot en met", lambda step: step.until_on),
]


def own_firm() -> Organisation:
    """The firm of who asks; 404 for anybody without one."""
    return supplier_of(current_actor()) or abort(404)


@pages.route("/")
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def index() -> ResponseReturnValue:
    """Every milestone of the firm's tracks, filtered and counted; also as a workbook or as CSV."""
    firm, asked = own_firm(), request.args
    contract, text = asked.get("contract", ""), asked.get("zoek", "").strip()
    found = invoiceable_steps(firm.id, today=clock.today(), contract_number=contract, track_number=text)
    standing = Standing(asked["stand"]) if asked.get("stand") in set(Standing) else None
    shown = [step for step in found if step.standing in ({standing} if standing else OPEN)]
    if asked.get("bestand") in ("xlsx", "csv"):
        return as_download(shown, COLUMNS, title="Mijlpalen", kind=asked["bestand"])
    return render_template(
        "invoices/portal/milestones.html",
        page=page_of_list(shown),
        total=sum_of(step.amount for step in shown),
        counts=[(each, *_count([step for step in found if step.standing is each])) for each in Standing],
        standing=standing,
        standings=[(each.value, words(each)) for each in Standing],
        contract=contract,
        contracts=[(each.number, f"{each.number}: {each.title}") for each in contracts_of_supplier(firm.id)],
        text=text,
        tones=TONES,
    )


@pages.route("/agenda.ics")
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def calendar() -> ResponseReturnValue:
    """The days that matter for invoicing, to put in an agenda: track numbers only, never a person."""
    settings: Settings = current_app.extensions["settings"]
    host = urlsplit(settings.base_url).hostname or "raamwerk"
    events = [
        event
        for step in invoiceable_steps(own_firm().id, today=clock.today())
        if (event := _event(step, url_for("invoices.invoiceable.index", _external=True)))
    ]
    data = calendar_file("Facturen aan de gemeente", events, host=host, stamped_at=clock.now())
    return as_calendar(data, filename="facturen.ics")


def _event(step: InvoiceableStep, page: str) -> CalendarEvent | None:
    what = f"{step.label} ({step.code}), traject {step.track_number}"
    key = f"claim/{step.track_number}/{step.code}"
    if step.standing is Standing.NOW and step.until_on is not None:
        return CalendarEvent(key, f"Uiterste dag om te factureren: {what}", step.until_on, step.why, page)
    if step.standing is Standing.NOT_YET and step.from_on is not None:
        return CalendarEvent(key, f"Te melden: {what}", step.from_on, step.why, page)
    return None


def _count(steps: list[InvoiceableStep]) -> tuple[int, object]:
    return len(steps), sum_of(step.amount for step in steps)
