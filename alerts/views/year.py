"""The year ahead: contracts as bars, the days to decide, and the load per month."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from alerts.collectors import facts_of
from alerts.collectors.contracts import terms_ahead
from alerts.due import Fact
from alerts.occasions import OCCASIONS, Area
from alerts.permissions import AlertsPermission
from alerts.queries import tuning
from alerts.year_ahead import (
    KEY_STEPS,
    Span,
    Term,
    area_of,
    days_ahead,
    load_per_month,
    next_tenders,
    rows_of,
    span_from,
)
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.accounts.roles import Role
from townhall.filters import MONTHS, words
from townhall.spreadsheets import Column, as_download

pages = Blueprint("year", __name__, url_prefix="/werkvoorraad/komende-maanden")

#: So many months of work are drawn.
MONTHS_OF_LOAD = 12

ANEW_COLUMNS = (
    Column("Contract", lambda row: row.term.number),
    Column("Waarover", lambda row: row.term.title),
    Column("Opdrachtnemer", lambda row: row.term.supplier),
    Column("Eindigt op", lambda row: row.term.ends_on),
    Column("Uiterlijk beslissen over de optie", lambda row: row.term.decide_by),
    Column("Procedure", lambda row: words(row.term.road)),
    *(
        Column(label, lambda row, at=at: row.days[at])  # type: ignore[misc]
        for at, label in enumerate(KEY_STEPS.values())
    ),
    Column("Nieuw contract begint", lambda row: row.term.next_starts_on),
)


@pages.route("/")
@allowed(AlertsPermission.YEAR_READ)
def index() -> ResponseReturnValue:
    """Two years from this month on."""
    today = clock.today()
    span = span_from(today)
    area, text = request.args.get("onderdeel", ""), request.args.get("zoek", "").strip()
    ahead, months = _ahead(span), span.months()[:MONTHS_OF_LOAD]
    load = load_per_month(ahead, months)
    terms = _terms(text)
    shown = [fact for fact in ahead if text.lower() in fact.about.lower() and area in ("", area_of(fact).value)]
    return render_template(
        "alerts/year/index.html", span=span, rows=rows_of(terms, span), today=today, area=area, text=text,
        anew=next_tenders(terms, span), steps=list(KEY_STEPS.values()),
        areas=[(each.value, words(each)) for each in Area if each != Area.SYSTEM],
        months=[f"{MONTHS[month.month - 1]} {month.year}" for month in months],
        load=[(words(each), values) for each, values in load.items()], facts=shown, occasions=OCCASIONS,
    )  # fmt: skip


@pages.route("/lijst.xlsx")
@allowed(AlertsPermission.YEAR_READ)
def download() -> Response:
    """The same days as a list to take along, with the role and the text as they were set."""
    told = tuning()
    columns = (
        Column("Dag", lambda fact: fact.due_on),
        Column("Signaal", lambda fact: OCCASIONS[fact.kind].title),
        Column("Waarover", lambda fact: fact.about),
        Column("Rol", lambda fact: words(told.of(fact.kind, fact.contract_id).role)),
        Column("Wat te doen", lambda fact: told.of(fact.kind, fact.contract_id).what_to_do),
    )
    return as_download(_ahead(span_from(clock.today())), columns, title="Komende maanden", kind="xlsx")


@pages.route("/opnieuw.xlsx")
@allowed(AlertsPermission.YEAR_READ)
def download_anew() -> Response:
    """The next tender of every contract with its own dates, as a list to take along."""
    rows = next_tenders(_terms(""), span_from(clock.today()))
    return as_download(rows, ANEW_COLUMNS, title="Als u niet verlengt", kind="xlsx")


def _terms(text: str) -> list[Term]:
    """The contracts that run and have this text in their number, title or supplier."""
    return [
        term
        for term in terms_ahead(clock.today())
        if text.lower() in f"{term.number} {term.title} {term.supplier}".lower()
    ]


def _ahead(span: Span) -> list[Fact]:
    """The days of the municipality; what belongs to one supplier, or one person, is in his own list."""
    facts = [fact for fact in facts_of(clock.today()) if OCCASIONS[fact.kind].role != Role.SUPPLIER]
    mine = (None, current_actor().account_id)
    return days_ahead([fact for fact in facts if fact.owner_id in mine], span)
