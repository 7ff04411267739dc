"""Indexation: the figures of indexes, the new amounts step by step, and the second pair of eyes."""

from datetime import date
from decimal import Decimal

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.fee_terms import FeeTerms
from contracts.forms.indexation import FigureForm, ProposeIndexationForm, RejectIndexationForm
from contracts.indexation import Figure, IndexationStatus, next_month, obstacles_to_approving, percent_of
from contracts.models.frameworks import FrameworkContract
from contracts.models.indexes import RateIndexation
from contracts.operations.indexation import (
    approve_indexation,
    propose_indexation,
    record_figure,
    reject_indexation,
)
from contracts.permissions import ContractsPermission
from contracts.queries.indexes import all_figures, indexations_of
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.forms import ConfirmForm, Form
from townhall.refusal import Obstacle


@pages.route("/indexcijfers", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def index_figures() -> ResponseReturnValue:
    """The figures of indexes with their sources, and a new one."""
    form = FigureForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            record_figure(
                form.index_name.data,
                form.month.data,
                form.figure.data,
                source=form.source.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Het indexcijfer is vastgelegd.", "positive")
            return redirect(url_for(".index_figures"))
    return render_template("contracts/frameworks/index_figures.html", form=form, figures=all_figures())


@pages.route("/<number>/indexering")
@allowed(ContractsPermission.CONTRACT_READ)
def indexation(number: str) -> ResponseReturnValue:
    """The indexations of a contract, step by step."""
    return _page(contract_or_404(number))


@pages.route("/<number>/indexering/berekenen", methods=["POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def propose(number: str) -> ResponseReturnValue:
    """Work out the new amounts."""
    contract = contract_or_404(number)
    form = ProposeIndexationForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            propose_indexation(contract, valid_from=form.valid_from.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De nieuwe bedragen zijn berekend. Een collega keurt ze goed.", "positive")
            return redirect(url_for(".indexation", number=number))
    return _page(contract_or_404(number), propose_form=form)


@pages.route("/<number>/indexering/<int:proposal_id>/goedkeuren", methods=["POST"])
@allowed(ContractsPermission.INDEXATION_APPROVE)
def approve(number: str, proposal_id: int) -> ResponseReturnValue:
    """Let the new amounts hold."""
    proposal = _proposal_or_404(number, proposal_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            approve_indexation(proposal, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De nieuwe bedragen zijn goedgekeurd.", "positive")
            return redirect(url_for(".indexation", number=number))
    return _page(contract_or_404(number), refused=form)


@pages.route("/<number>/indexering/<int:proposal_id>/afwijzen", methods=["POST"])
@allowed(ContractsPermission.INDEXATION_APPROVE)
def reject(number: str, proposal_id: int) -> ResponseReturnValue:
    """Keep the amounts of now."""
    proposal = _proposal_or_404(number, proposal_id)
    form = RejectIndexationForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            reject_indexation(proposal, reason=form.reason.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Het voorstel is afgewezen. De bedragen blijven zoals ze zijn.", "positive")
            return redirect(url_for(".indexation", number=number))
    return _page(contract_or_404(number), reject_form=form)


def _proposal_or_404(number: str, proposal_id: int) -> RateIndexation:
    contract = contract_or_404(number)
    found = [each for each in indexations_of(contract.id) if each.id == proposal_id]
    return found[0] if found else abort(404)


def _page(
    contract: FrameworkContract,
    *,
    propose_form: ProposeIndexationForm | None = None,
    reject_form: RejectIndexationForm | None = None,
    refused: Form | None = None,
) -> str:
    clause = FeeTerms.of(contract.fee_terms).indexed
    done = indexations_of(contract.id)
    waiting = next((each for each in done if each.status is IndexationStatus.PROPOSED), None)
    earlier = [each.facts() for each in done if each.status is IndexationStatus.APPROVED]
    first_day = date(clock.today().year + 1, 1, 1)
    return render_template(
        "contracts/frameworks/indexation.html",
        contract=contract,
        clause=clause,
        next_month=next_month(clause, earlier) if clause else None,
        waiting=waiting,
        decided=[each for each in done if each is not waiting],
        percent_of=_percent,
        propose_form=propose_form or ProposeIndexationForm(formdata=None, data={"valid_from": first_day}),
        reject_form=reject_form or RejectIndexationForm(formdata=None),
        form=refused or propose_form or reject_form,
        four_eyes=_obstacles_to_approving(waiting) if waiting else [],
        may_propose=may(ContractsPermission.CONTRACT_MANAGE) and contract.status.value == "signed",
        may_approve=may(ContractsPermission.INDEXATION_APPROVE),
    )


def _obstacles_to_approving(waiting: RateIndexation) -> list[Obstacle]:
    return obstacles_to_approving(
        waiting.status,
        proposed_by=waiting.proposed_by_id,
        by=current_actor().account_id,
        valid_from=waiting.valid_from,
        today=clock.today(),
    )


def _percent(indexation: RateIndexation) -> Decimal:
    return percent_of(
        Figure(indexation.month_before, indexation.figure_before), Figure(indexation.month, indexation.figure)
    )
