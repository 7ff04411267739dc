"""Decisions about a contract: signing, extending, changing, and letting it end."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.extensions import obstacles_to_extending
from contracts.forms.decisions import DecideForm, ModifyForm, RateForm, SignForm, TerminateForm
from contracts.operations.frameworks import (
    end_contract,
    record_modification,
    set_rate,
    sign_contract,
    terminate_contract,
)
from contracts.operations.options import decide_on_option
from contracts.operations.papers import request_letter
from contracts.permissions import ContractsPermission
from contracts.queries.signing import people_with_mandate, signing_facts
from contracts.queries.standing import extension_facts, standing_of
from contracts.signing import obstacles_to_signing
from contracts.terms import end_with
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
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
@allowed(ContractsPermission.CONTRACT_MANAGE)
def decide(number: str, sequence: int) -> ResponseReturnValue:
    """Decide on an option, with the facts beside the form."""
    contract = contract_or_404(number)
    option = next((each for each in contract.options if each.sequence == sequence), None) or abort(404)
    now = clock.now()
    form = DecideForm(data={"decided_on": now.date()}, record=contract)
    people = people_with_mandate(MandateKind.EXTEND_CONTRACT, on=now.date())
    form.offer(people)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            decide_on_option(
                contract,
                sequence,
                taken=form.taken.data == "ja",
                motivation=form.motivation.data,
                decided_by=_chosen(people, form.decided_by.data),
                decided_on=form.decided_on.data,
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
        standing=standing_of(contract, today=now.date()),
        end_if_taken=end_with(contract.term(), option.facts()),
        obstacles_now=obstacles_to_extending(
            extension_facts(contract, sequence), decided_on=now.date(), motivation="–", decided_by="–"
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


@pages.route("/<number>/wijzigingen/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def modify(number: str) -> ResponseReturnValue:
    """Record a change without buying anew, tested against the law."""
    contract = contract_or_404(number)
    form = ModifyForm(data={"agreed_on": clock.today()}, record=contract)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            record_modification(
                contract,
                form.change(),
                agreed_on=form.agreed_on.data,
                months=form.months.data or 0,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De wijziging is vastgelegd.", "positive")
            return redirect(url_for(".show", number=number))
    standing = standing_of(contract, today=clock.today())
    return render_template(
        "contracts/frameworks/modify.html", contract=contract, form=form, standing=standing
    )


@pages.route("/<number>/tarieven/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def rate(number: str) -> ResponseReturnValue:
    """Agree a later amount for a milestone."""
    contract = contract_or_404(number)
    form = RateForm()
    form.milestone.offer([(str(milestone.id), milestone.label) for milestone in contract.milestones])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            milestone = next(each for each in contract.milestones if str(each.id) == form.milestone.data)
            set_rate(
                milestone,
                amount=form.amount.data,
                valid_from=form.valid_from.data,
                reason=form.reason.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Het nieuwe tarief is vastgelegd. Wat al is verdiend, houdt het oude.", "positive")
            return redirect(url_for(".show", number=number))
    return render_template("contracts/frameworks/rate.html", contract=contract, form=form)


@pages.route("/<number>/beeindigen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def terminate(number: str) -> ResponseReturnValue:
    """End a contract before its last day."""
    contract = contract_or_404(number)
    form = TerminateForm(record=contract)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            terminate_contract(
                contract,
                terminated_on=form.terminated_on.data,
                reason=form.reason.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"Contract {number} is beëindigd. De opdrachtnemer krijgt bericht.", "positive")
            return redirect(url_for(".show", number=number))
    return render_template("contracts/frameworks/terminate.html", contract=contract, form=form)


@pages.route("/<number>/afsluiten", methods=["POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def end(number: str) -> ResponseReturnValue:
    """Close a contract whose last day has passed."""
    contract = contract_or_404(number)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        end_contract(contract, actor=current_actor(), now=clock.now())
    flash(f"Contract {number} is afgesloten.", "positive")
    return redirect(url_for(".show", number=number))
