"""The pages of the reports."""

from datetime import date, timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from reports import queries
from reports.council_report import JOB, columns, council_figures
from reports.permissions import ReportsPermission
from reports.results import FLOW_LABELS, total_to_draw
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm
from townhall.jobs.operations import request_job
from townhall.periods import Period, quarter_of
from townhall.spreadsheets import as_download

pages = Blueprint("figures", __name__, url_prefix="/rapportages")


@pages.route("/")
@allowed(ReportsPermission.REPORT_READ)
def index() -> ResponseReturnValue:
    """Which reports there are."""
    return render_template("reports/figures/index.html")


@pages.route("/raad")
@allowed(ReportsPermission.REPORT_READ)
def council() -> ResponseReturnValue:
    """In- and outflow of a quarter, per lot and supplier."""
    today = clock.today()
    year, quarter = _quarter_asked(today)
    figures = council_figures(year, quarter)
    kind = request.args.get("bestand")
    if kind in ("xlsx", "csv"):
        rows_columns = columns(figures, FLOW_LABELS)
        return as_download(figures.lines, rows_columns, title=f"Raad {year} kwartaal {quarter}", kind=kind)
    first = queries.first_referral() or today
    course = queries.flow_by_quarter(Period(first, max(first, quarter_of(today).ends_on)))[-12:]
    drawn = [
        (FLOW_LABELS[name], [total_to_draw(lines, name) for _quarter, lines in course])
        for name in ("referred", "placed", "dropped_out")
    ]
    return render_template(
        "reports/council/show.html", figures=figures, labels=FLOW_LABELS, year=year, quarter=quarter,
        years=range(today.year, first.year - 1, -1), quarters=[name for name, _lines in course],
        drawn=drawn, form=ConfirmForm(),
    )  # fmt: skip


@pages.route("/raad/pdf", methods=["POST"])
@allowed(ReportsPermission.REPORT_READ)
def council_paper() -> ResponseReturnValue:
    """Ask for the figures as a PDF."""
    year, quarter = _quarter_asked(clock.today())
    form = ConfirmForm()
    if not form.validate_on_submit():
        return redirect(url_for("reports.figures.council", jaar=year, kwartaal=quarter))
    with transaction():
        job = request_job(
            JOB, {"year": year, "quarter": quarter}, actor=current_actor(), now=clock.now(),
            title=f"Cijfers voor de raad, {year} kwartaal {quarter}",
        )  # fmt: skip
    return redirect(url_for("jobs.show", job_id=job.id))


@pages.route("/besteding")
@allowed(ReportsPermission.REPORT_READ)
def spending() -> ResponseReturnValue:
    """Budgets and payments of a year."""
    year = request.args.get("jaar", clock.today().year, type=int)
    if not 2000 <= year <= 2100:
        abort(404)
    paid = queries.paid_in(year)
    in_house, whole = queries.share_in_house(paid)
    return render_template(
        "reports/money/spending.html", year=year, programmes=queries.programme_lines(year), paid=paid,
        years=range(clock.today().year + 1, 2017, -1), in_house=in_house, whole=whole,
    )  # fmt: skip


@pages.route("/historie")
@allowed(ReportsPermission.REPORT_READ)
def history() -> ResponseReturnValue:
    """Figures from before this system."""
    return render_template("reports/history/index.html", topics=queries.history())


def _quarter_asked(today: date) -> tuple[int, int]:
    """The quarter in the address, else the last one that is over."""
    before = quarter_of(quarter_of(today).starts_on - timedelta(days=1)).starts_on
    year = request.args.get("jaar", before.year, type=int)
    quarter = request.args.get("kwartaal", (before.month + 2) // 3, type=int)
    if not (2000 <= year <= 2100 and 1 <= quarter <= 4):
        abort(404)
    return year, quarter
