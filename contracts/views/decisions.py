"""Decisions about a contract: signing, and extending with the file beside it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.extension_pack import sheets_in
from contracts.extensions import obstacles_to_extending
from contracts.forms.decisions import DecideForm, SignForm
from contracts.operations.frameworks import sign_contract
from contracts.operations.options import decide_on_option
from contracts.operations.papers import request_letter
from contracts.permissions import ContractsPermission
from contracts.queries.extension_file import extension_file
from contracts.queries.signing import people_with_mandate, signing_facts
from contracts.queries.standing import extension_facts
from contracts.signing import obstacles_to_signing
from contracts.terms import DecisionBody, end_with
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, holds
from townhall.accounts.models import Account
from townhall.budgets.kinds import MandateKind
from townhall.database import transaction
from townhall.forms import ConfirmForm


def _chosen(people: list[Account], account_id: str) -> Account:
    """The person of this list that was chosen; the form lets nobody else through."""
    return next(person for person in people if str(person.id) == account_id)


@pages.route("/<number>/tekenen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_SIGN)
def sign(number: str) -> ResponseReturnValue:
    """Record the signatures, after a look at everything that is missing."""
    contract = contract_or_404(number)
    today = clock.today()
    form = SignForm(data={"signed_on": today}, record=contract)
    people = people_with_mandate(MandateKind.SIGN_CONTRACT, on=today)
    form.offer(people)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            sign_contract(
                contract,
                signed_on=form.signed_on.data,
                signatory=_chosen(people, form.signatory.data),
                supplier_signatory=form.supplier_signatory.data,
                clauses=form.clauses.members,
                data_processing_agreed=form.data_processing_agreed.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"Contract {number} is getekend.", "positive")
            return redirect(url_for(".show", number=number))
    facts = signing_facts(contract, signatory=None, clauses=frozenset(), data_processing_agreed=False)
    seen = obstacles_to_signing(facts, signed_on=today, signatory=people[0].name if people else "")
    filled_in_here = {"clauses", "data_processing_agreed", "signatory"}
    return render_template(
        "contracts/frameworks/sign.html",
        contract=contract,
        form=form,
        people=people,
        obstacles_now=[obstacle for obstacle in seen if obstacle.field not in filled_in_here],
    )


@pages.route("/<number>/opties/<int:sequence>", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_READ)
def decide(number: str, sequence: int) -> ResponseReturnValue:
    """The file of an option; who decides on it finds the form below, and later the file as it was then."""
    contract = contract_or_404(number)
    option = next((each for each in contract.options if each.sequence == sequence), None) or abort(404)
    now = clock.now()
    form = DecideForm(data={"decided_on": now.date()}, record=contract)
    people = people_with_mandate(MandateKind.EXTEND_CONTRACT, on=now.date())
    if option.decides is DecisionBody.COLLEGE:
        del form.decided_by
    else:
        del form.decision_reference
        form.offer(people)
    if request.method == "POST" and not holds(current_actor(), ContractsPermission.CONTRACT_MANAGE):
        abort(403)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            decide_on_option(
                contract,
                sequence,
                taken=form.taken.data == "ja",
                motivation=form.motivation.data,
                decided_by=_chosen(people, form.decided_by.data) if "decided_by" in form else None,
                decided_on=form.decided_on.data,
                reference=form.decision_reference.data if "decision_reference" in form else "",
                actor=current_actor(),
                now=now,
            )
        if not form.obstacles:
            flash("Het besluit is vastgelegd. De opdrachtnemer krijgt bericht.", "positive")
            return redirect(url_for(".show", number=number))
    return render_template(
        "contracts/frameworks/decide.html",
        contract=contract,
        option=option,
        form=form,
        people=people,
        pack=extension_file(contract, option, today=now.date()) if option.decided_on is None else None,
        kept=option.facts_then,
        kept_sheets=sheets_in(option.facts_then),
        end_if_taken=end_with(contract.term(), option.facts()),
        obstacles_now=obstacles_to_extending(
            extension_facts(contract, sequence), decided_on=now.date(), motivation="–", decided_by="–", reference="–"
        ),
        today=now.date(),
    )


@pages.route("/<number>/opties/<int:sequence>/brief", methods=["POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def letter(number: str, sequence: int) -> ResponseReturnValue:
    """Ask for the letter about a decision as PDF."""
    contract = contract_or_404(number)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        job = request_letter(contract, sequence, actor=current_actor(), now=clock.now())
    return redirect(url_for("jobs.show", job_id=job.id))
