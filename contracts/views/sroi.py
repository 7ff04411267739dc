"""Social return of a contract: the balance per year, what was reported, and the values of the building blocks."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.performance import BlockForm, JudgeForm
from contracts.operations.sroi import judge_effort, value_block
from contracts.permissions import ContractsPermission
from contracts.queries import sroi as queries
from contracts.sroi import expected_obligation
from contracts.views.frameworks import contract_or_404
from contracts.views.performance import STEP
from contracts.views.track_pages import one_question
from townhall import clock
from townhall.accounts.gate import allowed, current_actor

pages = Blueprint("sroi", __name__, url_prefix="/contracten")


@pages.route("/<number>/social-return")
@allowed(ContractsPermission.CONTRACT_READ)
def show(number: str) -> ResponseReturnValue:
    """The obligation, the balance per year, and what was reported."""
    contract = contract_or_404(number)
    expected = None
    if contract.sroi_percent is not None:
        expected = expected_obligation(contract.sroi_percent, contract.expected_value)
    return render_template(
        "contracts/performance/sroi.html", contract=contract, balance=queries.balance_of(contract), expected=expected,
        efforts=queries.efforts_of(contract),
    )  # fmt: skip


@pages.route("/<number>/social-return/<int:effort_id>/beoordelen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def judge(number: str, effort_id: int) -> ResponseReturnValue:
    """Let a reported effort count, or say why not."""
    contract, form = contract_or_404(number), JudgeForm()
    effort = queries.effort_with_id(contract, effort_id) or abort(404)
    return one_question(
        form, STEP, contract=contract, title="Social return beoordelen", submit="Vastleggen",
        lead=f"{effort.block.name}: {effort.description}",
        act=lambda: judge_effort(
            effort, accepts=form.accepts.data == "ja", judgement=form.judgement.data or "", actor=current_actor(),
            now=clock.now(),
        ),
        done="Uw oordeel is vastgelegd.", back_to=url_for(".show", number=number),
    )  # fmt: skip


@pages.route("/social-return/bouwblokken")
@allowed(ContractsPermission.CONTRACT_READ)
def blocks() -> ResponseReturnValue:
    """The building blocks with their values, now and before."""
    return render_template("contracts/performance/blocks.html", blocks=queries.all_blocks(), today=clock.today())


@pages.route("/social-return/bouwblokken/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def add_block() -> ResponseReturnValue:
    """Give a building block a value from a day on."""
    form = BlockForm()
    return one_question(
        form, STEP, title="Waarde van een bouwblok vastleggen", submit="Vastleggen",
        lead="Wat al is gemeld, houdt de waarde van toen.",
        act=lambda: value_block(
            form.name.data, unit=form.unit.data, amount=form.amount.data, valid_from=form.valid_from.data,
            source=form.source.data, actor=current_actor(), now=clock.now(),
        ),
        done="De waarde is vastgelegd.", back_to=url_for(".blocks"),
    )  # fmt: skip
