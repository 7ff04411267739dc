"""The year ahead: contracts as bars, the days to decide, and the load per month."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from alerts.collectors import facts_of
from alerts.collectors.contracts import terms_ahead
from alerts.due import Fact
from alerts.occasions import OCCASIONS, Area
from alerts.permissions import AlertsPermission
from alerts.year_ahead import Span, area_of, days_ahead, load_per_month, rows_of, span_from
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.accounts.roles import Role
from townhall.filters import MONTHS, words
from townhall.spreadsheets import Column, as_download

pages = Blueprint("year", __name__, url_prefix="/werkvoorraad/komende-maanden")

#: So many months of work are drawn.
MONTHS_OF_LOAD = 12

COLUMNS = (
    Column("Dag", lambda fact: fact.due_on),
    Column("Signaal", lambda fact: OCCASIONS[fact.kind].title),
    Column("Waarover", lambda fact: fact.about),
    Column("Rol", lambda fact: words(OCCASIONS[fact.kind].role)),
    Column("Wat te doen", lambda fact: OCCASIONS[fact.kind].what_to_do),
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
    terms = [
        term for term in terms_ahead(today) if text.lower() in f"{term.number} {term.title} {term.supplier}".lower()
    ]
    shown = [fact for fact in ahead if text.lower() in fact.about.lower() and area in ("", area_of(fact).value)]
    return render_template(
        "alerts/year/index.html", span=span, rows=rows_of(terms, span), today=today, area=area, text=text,
        areas=[(each.value, words(each)) for each in Area if each != Area.SYSTEM],
        months=[f"{MONTHS[month.month - 1]} {month.year}" for month in months],
        load=[(words(each), values) for each, values in load.items()], facts=shown, occasions=OCCASIONS,
    )  # fmt: skip


@pages.route("/lijst.xlsx")
@allowed(AlertsPermission.YEAR_READ)
def download() -> Response:
    """The same days as a list to take along."""
    return as_download(_ahead(span_from(clock.today())), COLUMNS, title="Komende maanden", kind="xlsx")


def _ahead(span: Span) -> list[Fact]:
    """The days of the municipality; what belongs to one supplier, or one person, is in his own list."""
    facts = [fact for fact in facts_of(clock.today()) if OCCASIONS[fact.kind].role != Role.SUPPLIER]
    mine = (None, current_actor().account_id)
    return days_ahead([fact for fact in facts if fact.owner_id in mine], span)
