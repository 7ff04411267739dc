"""Changing a signed contract: changes tested against the law, their publication, a new fee."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.decisions import ModifyForm, PublicationForm, RateForm
from contracts.models import FrameworkContract
from contracts.modifications import GROUNDS, ModificationKind, headroom, must_be_published, percent_of
from contracts.operations.changes import record_modification, record_publication, set_rate
from contracts.permissions import ContractsPermission
from contracts.queries.indexes import approved_before
from contracts.queries.standing import modification_facts
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction

PUBLISHED_KINDS = frozenset(kind for kind in ModificationKind if must_be_published(kind))


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
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De wijziging is vastgelegd.", "positive")
            return redirect(url_for(".show", number=number))
    return render_template(
        "contracts/frameworks/modify.html", contract=contract, form=form, changes=_changes_of(contract)
    )


def _changes_of(contract: FrameworkContract) -> dict[str, Any]:
    """What the page of changes shows of the room the law leaves."""
    facts = modification_facts(contract, on=clock.today())
    return {
        "facts": facts,
        "headroom": headroom(facts),
        "indexations": approved_before(contract.id),
        "large": [
            (change, percent_of(change.facts(), facts))
            for change in contract.modifications
            if GROUNDS[change.kind].share_per_change is not None
        ],
    }


@pages.route("/<number>/wijzigingen")
@allowed(ContractsPermission.CONTRACT_READ)
def changes(number: str) -> ResponseReturnValue:
    """Every change of the contract, and the room that the law still leaves."""
    contract = contract_or_404(number)
    return render_template(
        "contracts/frameworks/changes.html",
        contract=contract,
        changes=_changes_of(contract),
        grounds=GROUNDS,
        published_kinds=PUBLISHED_KINDS,
    )


@pages.route("/<number>/wijzigingen/<int:sequence>/aankondiging", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def publication(number: str, sequence: int) -> ResponseReturnValue:
    """Record the notice of a change that the law wants announced."""
    contract = contract_or_404(number)
    change = next((each for each in contract.modifications if each.sequence == sequence), None) or abort(404)
    form = PublicationForm(obj=change, record=contract)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            record_publication(
                change,
                published_on=form.published_on.data,
                reference=form.publication_reference.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De aankondiging is vastgelegd.", "positive")
            return redirect(url_for(".changes", number=number))
    return render_template("contracts/frameworks/publication.html", contract=contract, change=change, form=form)


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
