"""The supplier's own contracts, to read; somebody else's do not exist."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.defaults import stage_of
from contracts.fee_explanations import explain_schedule
from contracts.forms.endings import ReplyForm
from contracts.models.track_terms import agreed_fees_of
from contracts.operations.defaults import record_reply
from contracts.permissions import ContractsPermission
from contracts.queries import frameworks as queries
from contracts.queries.endings import defaults_of
from contracts.queries.standing import standing_of
from contracts.terms import end_with, options_still_possible
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.filters import euro, words
from townhall.paging import page_of

pages = Blueprint("portal_frameworks", __name__, url_prefix="/portaal/contracten")


@pages.route("/")
@allowed(ContractsPermission.CONTRACT_READ_OWN)
def index() -> ResponseReturnValue:
    """The contracts of this supplier."""
    page = page_of(queries.contracts_of_supplier(current_actor().organisation_id))
    return render_template("contracts/portal_frameworks/index.html", page=page)


@pages.route("/<number>")
@allowed(ContractsPermission.CONTRACT_READ_OWN)
def show(number: str) -> ResponseReturnValue:
    """What one contract says: term, fees, evidence, documents."""
    contract = queries.contract_of_supplier(number, current_actor().organisation_id) or abort(404)
    today = clock.today()
    term = contract.term()
    return render_template(
        "contracts/portal_frameworks/show.html",
        contract=contract,
        standing=standing_of(contract, today=today),
        coming=[
            (f"optie {option.sequence}", end_with(term, option)) for option in options_still_possible(term)
        ],
        sentences=explain_schedule(contract.fee_lines(), agreed_fees_of(contract), euro=euro, words=words),
        notices=[(notice, stage_of(notice.facts(), today)) for notice in defaults_of(contract)],
        today=today,
    )


@pages.route("/<number>/ingebrekestelling/<int:sequence>", methods=["GET", "POST"])
@allowed(ContractsPermission.PERFORMANCE_REPORT)
def default_notice(number: str, sequence: int) -> ResponseReturnValue:
    """What the municipality says is not done, and the supplier's own side of it."""
    contract = queries.contract_of_supplier(number, current_actor().organisation_id) or abort(404)
    notice = next((each for each in defaults_of(contract) if each.sequence == sequence), None) or abort(404)
    form = ReplyForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            record_reply(notice, reply=form.reply.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Uw reactie is verstuurd.", "positive")
            return redirect(url_for(".show", number=number))
    return render_template(
        "contracts/portal_frameworks/default_notice.html",
        contract=contract,
        notice=notice,
        stage=stage_of(notice.facts(), clock.today()),
        form=form,
    )
