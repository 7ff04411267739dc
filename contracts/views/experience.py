"""What participants think: surveys and complaints of a contract."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.performance import ComplaintForm, SettleForm, SurveyForm
from contracts.models.performance import SatisfactionSurvey
from contracts.operations.performance import record_complaint, record_survey, settle_complaint
from contracts.permissions import ContractsPermission
from contracts.queries import performance as queries
from contracts.queries.tracks import sees_people
from contracts.views.frameworks import contract_or_404
from contracts.views.performance import STEP
from contracts.views.track_pages import one_question
from townhall import clock
from townhall.accounts.gate import allowed, current_actor

pages = Blueprint("experience", __name__, url_prefix="/contracten/<number>/ervaringen")


@pages.route("")
@allowed(ContractsPermission.CONTRACT_READ)
def index(number: str) -> ResponseReturnValue:
    """The surveys and the complaints about this contract."""
    contract = contract_or_404(number)
    surveys = queries.surveys_of(contract)
    return render_template(
        "contracts/performance/experience.html", contract=contract, surveys=surveys,
        complaints=queries.complaints_of(contract), today=clock.today(),
        sees_people=sees_people(current_actor(), contract),
    )  # fmt: skip


@pages.route("/metingen/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def add_survey(number: str) -> ResponseReturnValue:
    """Enter or read in the answers of a survey."""
    contract, form = contract_or_404(number), SurveyForm()

    def act() -> SatisfactionSurvey:
        grades, found = form.read()
        return record_survey(
            contract, grades, held_on=form.held_on.data, asked=form.asked.data, invited=form.invited.data,
            source=form.source.data or "", found=found, actor=current_actor(), now=clock.now(),
        )  # fmt: skip

    return one_question(
        form, STEP, contract=contract, title="Meting van tevredenheid vastleggen", submit="Vastleggen", multipart=True,
        lead="Raamwerk bewaart alleen het aantal antwoorden en de som van de cijfers, niet wie wat antwoordde.",
        act=act, done="De meting is vastgelegd.", back_to=url_for(".index", number=number),
    )  # fmt: skip


@pages.route("/klachten/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.COMPLAINT_RECORD)
def add_complaint(number: str) -> ResponseReturnValue:
    """Write down a complaint."""
    contract, form = contract_or_404(number), ComplaintForm(data={"received_on": clock.today()})
    return one_question(
        form, STEP, contract=contract, title="Klacht vastleggen", submit="Vastleggen",
        lead="Een klacht wordt binnen zes weken afgehandeld (Awb art. 9:11).",
        act=lambda: record_complaint(
            contract, received_on=form.received_on.data, subject=form.subject.data,
            description=form.description.data, actor=current_actor(), now=clock.now(),
        ),
        done="De klacht is vastgelegd.", back_to=url_for(".index", number=number),
    )  # fmt: skip


@pages.route("/klachten/<complaint_number>/afhandelen", methods=["GET", "POST"])
@allowed(ContractsPermission.COMPLAINT_RECORD)
def settle(number: str, complaint_number: str) -> ResponseReturnValue:
    """Say how a complaint ended."""
    contract = contract_or_404(number)
    if not sees_people(current_actor(), contract):
        abort(404)
    complaint = queries.complaint_with_number(contract, complaint_number) or abort(404)
    form = SettleForm(data={"settled_on": clock.today()})
    return one_question(
        form, STEP, contract=contract, title=f"Klacht {complaint.number} afhandelen", submit="Afhandelen",
        lead=complaint.description,
        act=lambda: settle_complaint(
            complaint, form.outcome.data, settled_on=form.settled_on.data, settlement=form.settlement.data,
            actor=current_actor(), now=clock.now(),
        ),
        done="De klacht is afgehandeld.", back_to=url_for(".index", number=number),
    )  # fmt: skip
