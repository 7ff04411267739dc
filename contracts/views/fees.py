"""The fee schedule of a contract: writing it, reading it sentence by sentence, and trying it on made-up clients."""

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.fee_examples import MONTHS_AHEAD, Tried, tried, usual_examples
from contracts.fee_explanations import explain_schedule
from contracts.fee_files import tried_file
from contracts.fee_histories import facts_of, price_list
from contracts.fee_presets import FOR_THE_EDITOR
from contracts.fee_schedules import FeeLine
from contracts.fee_terms import AgreedFees, obstacles_to_fees, obstacles_to_terms
from contracts.forms.fee_examples import PreviewForm, filled_with
from contracts.forms.fee_files import FeeFileForm
from contracts.forms.fees import FeeScheduleForm, FeeTermsForm, fee_form_of
from contracts.models.frameworks import FrameworkContract
from contracts.models.track_terms import agreed_fees_of, prices_of, rules_of
from contracts.operations.fees import change_fee_terms, change_fees
from contracts.permissions import ContractsPermission
from contracts.queries.indexes import known_indexes
from contracts.schedule_as_rules import rules_of_lines
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from procurement.calculators import parse, to_json
from procurement.strict_json import CaseError
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.filters import euro, words
from townhall.periods import add_months
from townhall.refusal import Obstacle


@pages.route("/<number>/vergoeding", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_DRAFT)
def fees(number: str) -> ResponseReturnValue:
    """Write the fee schedule of a draft; look first, or save it."""
    contract = contract_or_404(number)
    form = fee_form_of(contract, preset_code=request.args.get("regeling"))
    form.offer_indexes(known_indexes())
    looks_first = "bekijken" in request.form
    if form.validate_on_submit() and not looks_first:
        with form.showing_refusals(), transaction():
            _save(contract, form)
        if not form.obstacles:
            flash("De vergoedingsregeling is opgeslagen. Zo pakt zij uit.", "positive")
            return redirect(url_for(".fee_preview", number=number))
    lines, agreed = _as_typed(contract, form) if request.method == "POST" else _as_saved(contract)
    if looks_first and agreed is not None:
        form.refuse(_obstacles(contract, form, lines, agreed))
    sound = bool(lines) and agreed is not None and not form.obstacles and not form.errors
    return render_template(
        "contracts/frameworks/fees.html",
        contract=contract,
        form=form,
        presets=[(each.code, each.title) for each in FOR_THE_EDITOR],
        sentences=_in_words(lines, agreed) if sound and agreed else [],
        outcomes=_usual_outcomes(contract, lines, agreed) if looks_first and sound and agreed else [],
    )


@pages.route("/<number>/vergoeding/voorbeeld")
@allowed(ContractsPermission.CONTRACT_READ)
def fee_preview(number: str) -> ResponseReturnValue:
    """Try the schedule on five made-up clients."""
    contract = contract_or_404(number)
    agreed = agreed_fees_of(contract)
    usual = usual_examples(contract.starts_on, agreed.placement_terms())
    until = add_months(contract.starts_on, MONTHS_AHEAD)
    form = PreviewForm(request.args or None, data=filled_with(usual, until=until))
    sound = form.validate() if request.args else True
    lines = contract.fee_lines()
    examples = form.examples() if request.args else usual
    return render_template(
        "contracts/frameworks/fee_preview.html",
        contract=contract,
        form=form,
        sentences=_in_words(lines, agreed),
        outcomes=tried(examples, rules_of(contract), prices_of(contract), today=form.until.data or until)
        if sound and lines
        else [],
    )


@pages.route("/<number>/vergoeding/regels.json")
@allowed(ContractsPermission.CONTRACT_READ)
def fee_rules(number: str) -> ResponseReturnValue:
    """The schedule in the documented format, with five clients: a file for ``flask contracts payable``."""
    contract = contract_or_404(number)
    headers = {"Content-Disposition": f'attachment; filename="vergoeding-{contract.number}.json"'}
    return Response(_as_file(contract), content_type="application/json", headers=headers)


@pages.route("/<number>/vergoeding/uitproberen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_DRAFT)
def fee_file(number: str) -> ResponseReturnValue:
    """Try a schedule in the documented format, also one that the form of a contract cannot hold; nothing is saved."""
    contract = contract_or_404(number)
    form = FeeFileForm(data={"text": _as_file(contract) if contract.milestones else ""})
    found = None
    if form.validate_on_submit():
        form.take_file()
        try:
            found = None if form.obstacles else tried_file(form.text.data or "")
        except CaseError as wrong:
            form.refuse([Obstacle("fee-file", error, "text") for error in wrong.errors])
    return render_template("contracts/frameworks/fee_file.html", contract=contract, form=form, found=found)


def _as_file(contract: FrameworkContract) -> str:
    until = add_months(contract.starts_on, MONTHS_AHEAD)
    histories = [
        {"id": example.name, "facts": facts_of(example.history, prices_of(contract), today=until)}
        for example in usual_examples(contract.starts_on, agreed_fees_of(contract).placement_terms())
    ]
    return to_json({"schedule": parse(rules_of(contract)), "histories": histories})


def _save(contract: FrameworkContract, form: FeeTermsForm) -> None:
    actor, now = current_actor(), clock.now()
    if isinstance(form, FeeScheduleForm):
        change_fees(contract, form.worked_out(), form.agreed(), actor=actor, now=now)
    else:
        change_fee_terms(contract, form.agreed(), actor=actor, now=now)


def _as_saved(contract: FrameworkContract) -> tuple[list[FeeLine], AgreedFees | None]:
    return contract.fee_lines(), agreed_fees_of(contract)


def _as_typed(contract: FrameworkContract, form: FeeTermsForm) -> tuple[list[FeeLine], AgreedFees | None]:
    """What was typed, when its shape is right."""
    if form.errors:
        return [], None
    lines = form.worked_out() if isinstance(form, FeeScheduleForm) else contract.fee_lines()
    return lines, form.agreed()


def _obstacles(
    contract: FrameworkContract, form: FeeTermsForm, lines: Sequence[FeeLine], agreed: AgreedFees
) -> list[Obstacle]:
    if isinstance(form, FeeScheduleForm):
        return obstacles_to_fees(lines, agreed, contract.financing)
    return obstacles_to_terms(agreed, lines)


def _in_words(lines: Sequence[FeeLine], agreed: AgreedFees) -> list[str]:
    return explain_schedule(lines, agreed, euro=euro, words=words) if lines else []


def _usual_outcomes(contract: FrameworkContract, lines: Sequence[FeeLine], agreed: AgreedFees) -> list[Tried]:
    until = add_months(contract.starts_on, MONTHS_AHEAD)
    rules, first_amounts = rules_of_lines(
        lines, agreed.placement_terms(), schedule_id=contract.number, title=contract.title
    )
    examples = usual_examples(contract.starts_on, agreed.placement_terms())
    return tried(examples, to_json(rules), price_list(first_amounts), today=until)
