"""The supplier's own results: the scorecard, reports to send, improvement plans to answer, and social return."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.performance import AnswerForm, EffortForm, ReportForm
from contracts.models.frameworks import FrameworkContract
from contracts.models.performance import ProgressReport
from contracts.models.sroi import SroiEffort
from contracts.operations.performance_papers import REPORT_FILE, SROI_PROOF
from contracts.operations.progress_reports import counts_to_show, submit_report
from contracts.operations.sroi import report_effort
from contracts.operations.talks import answer_plan
from contracts.permissions import ContractsPermission
from contracts.queries.frameworks import contract_of_supplier
from contracts.queries.performance import plan_with_id
from contracts.queries.progress_reports import due_of, report_lines, report_over
from contracts.queries.sroi import all_blocks, balance_of, efforts_of
from contracts.views.performance import STEP, scorecard
from contracts.views.progress_reports import day_or_404
from contracts.views.track_pages import one_question
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.documents.models import Document
from townhall.documents.operations import store_document

pages = Blueprint("portal_performance", __name__, url_prefix="/portaal/contracten/<number>")


def own_contract_or_404(number: str) -> FrameworkContract:
    """The contract with this number, when it is of the firm that asks."""
    return contract_of_supplier(number, current_actor().organisation_id) or abort(404)


@pages.route("/resultaten")
@allowed(ContractsPermission.CONTRACT_READ_OWN)
def show(number: str) -> ResponseReturnValue:
    """The own scorecard, with what is asked of the supplier."""
    contract = own_contract_or_404(number)
    return render_template(
        "contracts/portal_performance/show.html",
        lines_to_report=report_lines(contract, today=clock.today()),
        balance=balance_of(contract),
        efforts=efforts_of(contract),
        **scorecard(contract),
    )


@pages.route("/rapportages/<starts_on>", methods=["GET", "POST"])
@allowed(ContractsPermission.PERFORMANCE_REPORT)
def report(number: str, starts_on: str) -> ResponseReturnValue:
    """Send the report over one period, or read back what was sent."""
    contract, day = own_contract_or_404(number), day_or_404(starts_on)
    due = due_of(contract, day) or abort(404)
    sent = report_over(contract, day)
    if sent is not None:
        return render_template("contracts/portal_performance/report.html", contract=contract, report=sent)
    form = ReportForm()

    def act() -> ProgressReport:
        return submit_report(
            contract, day, results=form.results.data, bottlenecks=form.bottlenecks.data or "",
            plans=form.plans.data or "", document=_stored(form.file, REPORT_FILE), actor=current_actor(),
            now=clock.now(),
        )  # fmt: skip

    return one_question(
        form, "contracts/portal_performance/send_report.html", contract=contract, due=due, act=act,
        counts=counts_to_show(contract, due.period, today=clock.today()),
        done="De rapportage is ingediend.", back_to=url_for(".show", number=number),
    )  # fmt: skip


@pages.route("/verbeterplannen/<int:plan_id>", methods=["GET", "POST"])
@allowed(ContractsPermission.PERFORMANCE_REPORT)
def plan(number: str, plan_id: int) -> ResponseReturnValue:
    """Read what is asked, and send the plan."""
    contract = own_contract_or_404(number)
    found = plan_with_id(contract, plan_id) or abort(404)
    form = AnswerForm()
    return one_question(
        form, "contracts/portal_performance/plan.html", contract=contract, plan=found, today=clock.today(),
        act=lambda: answer_plan(found, form.answer.data, actor=current_actor(), now=clock.now()),
        done="Uw plan is verstuurd.", back_to=url_for(".plan", number=number, plan_id=plan_id),
    )  # fmt: skip


@pages.route("/social-return/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.PERFORMANCE_REPORT)
def add_effort(number: str) -> ResponseReturnValue:
    """Report what was done as social return."""
    contract, form = own_contract_or_404(number), EffortForm()
    offered = {str(block.id): block for block in all_blocks()}
    form.offer(list(offered.values()))

    def act() -> SroiEffort:
        return report_effort(
            contract, offered.get(form.block.data), done_on=form.done_on.data, quantity=form.quantity.data,
            description=form.description.data, is_paid_result=form.is_paid_result.data,
            document=_stored(form.file, SROI_PROOF), actor=current_actor(), now=clock.now(),
        )  # fmt: skip

    return one_question(
        form, STEP, contract=contract, portal=True, title="Social return melden", submit="Melden", multipart=True,
        lead="De gemeente controleert wat u meldt. Daarna telt het mee.", act=act, done="De inzet is gemeld.",
        back_to=url_for(".show", number=number),
    )  # fmt: skip


def _stored(field: object, kind: str) -> Document | None:
    upload = field.data  # type: ignore[attr-defined]
    if not upload:
        return None
    return store_document(upload.read(), filename=upload.filename, kind=kind, actor=current_actor(), now=clock.now())
