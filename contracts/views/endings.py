"""Leaving a contract: ending it early, closing it, and the exit plan."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.defaults import stage_of
from contracts.forms.decisions import TerminateForm
from contracts.forms.endings import ExitStepForm, FinishForm
from contracts.models import FrameworkContract
from contracts.operations.ending_papers import request_termination_letter
from contracts.operations.endings import add_exit_step, draw_up_exit_plan, finish_exit_step, terminate_contract
from contracts.operations.frameworks import end_contract
from contracts.permissions import ContractsPermission
from contracts.queries.endings import defaults_of, exit_plan_of, how_many_tracks_run, is_in_default, shortcomings_under
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm, Form


@pages.route("/<number>/beeindigen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def terminate(number: str) -> ResponseReturnValue:
    """End a contract before its last day."""
    contract = contract_or_404(number)
    form = TerminateForm(data={"told_on": clock.today()}, record=contract)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            terminate_contract(contract, form.termination(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Contract {number} is beëindigd. De opdrachtnemer krijgt bericht.", "positive")
            return redirect(url_for(".leaving", number=number))
    return render_template(
        "contracts/frameworks/terminate.html",
        contract=contract,
        form=form,
        running=how_many_tracks_run(contract),
        in_default=is_in_default(contract),
    )


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


@pages.route("/<number>/einde")
@allowed(ContractsPermission.CONTRACT_READ)
def leaving(number: str) -> ResponseReturnValue:
    """How the contract is left: notices of default, shortcomings, termination, and the exit plan."""
    contract = contract_or_404(number)
    today = clock.today()
    return render_template(
        "contracts/endings/show.html",
        contract=contract,
        notices=[(notice, stage_of(notice.facts(), today)) for notice in defaults_of(contract)],
        shortcomings=shortcomings_under(contract),
        steps=exit_plan_of(contract),
        running=how_many_tracks_run(contract),
        today=today,
    )


@pages.route("/<number>/einde/brief", methods=["POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def termination_letter(number: str) -> ResponseReturnValue:
    """Ask for the letter about the end as PDF."""
    contract = contract_or_404(number)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        job = request_termination_letter(contract, actor=current_actor(), now=clock.now())
    return redirect(url_for("jobs.show", job_id=job.id))


@pages.route("/<number>/exitplan", methods=["POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def exit_plan(number: str) -> ResponseReturnValue:
    """Put the standard steps on the list."""
    contract = contract_or_404(number)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        draw_up_exit_plan(contract, actor=current_actor(), now=clock.now())
    flash("Het exitplan staat klaar. Pas het aan waar dat nodig is.", "positive")
    return redirect(url_for(".leaving", number=number))


@pages.route("/<number>/exitplan/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def exit_step(number: str) -> ResponseReturnValue:
    """Put one more thing on the list."""
    contract = contract_or_404(number)
    form = ExitStepForm(record=contract)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            add_exit_step(
                contract,
                label=form.label.data,
                owner=form.owner.data,
                due_on=form.due_on.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De stap staat in het exitplan.", "positive")
            return redirect(url_for(".leaving", number=number))
    return _form_page(contract, form, "Stap toevoegen", "Zet iets op de lijst dat moet gebeuren voor of na het einde.")


@pages.route("/<number>/exitplan/<int:sequence>", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def finish_step(number: str, sequence: int) -> ResponseReturnValue:
    """Tick off one thing."""
    contract = contract_or_404(number)
    step = next((each for each in exit_plan_of(contract) if each.sequence == sequence), None) or abort(404)
    form = FinishForm(record=contract)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            finish_exit_step(step, note=form.note.data or "", actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De stap is afgevinkt.", "positive")
            return redirect(url_for(".leaving", number=number))
    return _form_page(contract, form, "Stap afvinken", step.label)


def _form_page(contract: FrameworkContract, form: Form, title: str, about: str) -> ResponseReturnValue:
    return render_template("contracts/endings/form.html", contract=contract, form=form, title=title, about=about)
