"""The progress reports of a contract as the municipality sees them: what is due, what came, and the answer."""

from datetime import date

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.performance import ReadForm, RhythmForm
from contracts.models.performance import ProgressReport
from contracts.operations.progress_reports import agree_on_rhythm, read_report
from contracts.permissions import ContractsPermission
from contracts.queries import progress_reports as queries
from contracts.views.frameworks import contract_or_404
from contracts.views.performance import STEP
from contracts.views.track_pages import one_question
from townhall import clock
from townhall.accounts.gate import allowed, current_actor

pages = Blueprint("progress_reports", __name__, url_prefix="/contracten/<number>/rapportages")


@pages.route("")
@allowed(ContractsPermission.CONTRACT_READ)
def index(number: str) -> ResponseReturnValue:
    """Every period to report on, newest first, and how often is reported."""
    contract = contract_or_404(number)
    return render_template(
        "contracts/performance/reports.html", contract=contract, today=clock.today(),
        lines=queries.report_lines(contract, today=clock.today()),
        rhythms=queries.rhythms_of([contract.id])[contract.id],
    )  # fmt: skip


@pages.route("/ritme", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def rhythm(number: str) -> ResponseReturnValue:
    """Agree how often the supplier reports."""
    contract = contract_or_404(number)
    form = RhythmForm(data={"from_on": contract.starts_on, "within_days": 14})
    return one_question(
        form, STEP, contract=contract, title="Ritme van rapporteren vastleggen", submit="Vastleggen",
        lead="De opdrachtnemer ziet in het portaal over welke periode hij wanneer rapporteert.",
        act=lambda: agree_on_rhythm(contract, form.rhythm(), actor=current_actor(), now=clock.now()),
        done="Het ritme is vastgelegd.", back_to=url_for(".index", number=number),
    )  # fmt: skip


@pages.route("/<starts_on>")
@allowed(ContractsPermission.CONTRACT_READ)
def show(number: str, starts_on: str) -> ResponseReturnValue:
    """One report."""
    contract = contract_or_404(number)
    return render_template(
        "contracts/performance/report.html", contract=contract, report=_report_or_404(number, starts_on)
    )


@pages.route("/<starts_on>/lezen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def read(number: str, starts_on: str) -> ResponseReturnValue:
    """Say that a report was read, with an answer."""
    contract, report, form = contract_or_404(number), _report_or_404(number, starts_on), ReadForm()
    return one_question(
        form, STEP, contract=contract, title="Rapportage gelezen", submit="Gelezen",
        lead="De opdrachtnemer ziet uw reactie in het portaal.",
        act=lambda: read_report(report, form.response.data or "", actor=current_actor(), now=clock.now()),
        done="De rapportage is gelezen.", back_to=url_for(".show", number=number, starts_on=starts_on),
    )  # fmt: skip


def _report_or_404(number: str, starts_on: str) -> ProgressReport:
    return queries.report_over(contract_or_404(number), day_or_404(starts_on)) or abort(404)


def day_or_404(text: str) -> date:
    """The day in an address, as ``2026-07-01``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)
