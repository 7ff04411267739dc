"""Pages of the award criteria: the tree with its weights, and the rules by which it makes a ranking."""

from decimal import Decimal

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.award_terms import obstacles_to_terms
from procurement.forms.criteria import TERMS, AwardMethodForm, CriterionForm, GroupForm
from procurement.lifecycle import TenderStatus, obstacles_to_changing
from procurement.models.award_terms import CriterionGroup
from procurement.models.tenders import AwardCriterion, Tender
from procurement.operations.criteria import (
    add_criterion,
    add_group,
    change_criterion,
    change_group,
    remove_criterion,
    remove_group,
)
from procurement.operations.tenders import change_tender
from procurement.permissions import ProcurementPermission
from procurement.queries.award_terms import award_of, criteria_tree, simulation_state_of
from procurement.queries.tender_facts import award_set_up_of
from procurement.tender_formulas import FORMULAS, PARAMETER_LABELS, obstacles_to_formula
from procurement.views.tender_loading import parameter_pairs, rules_of, tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("criteria", __name__, url_prefix="/aanbestedingen/<reference>/criteria")


@pages.route("")
@allowed(ProcurementPermission.TENDER_READ)
def index(reference: str) -> ResponseReturnValue:
    """The award criteria as a tree with their weights, the price formula, and the rules of comparing."""
    tender = tender_or_404(reference)
    award = award_of(tender)
    return render_template(
        "procurement/criteria/index.html",
        tender=tender,
        tabs=tabs_of(tender),
        tree=criteria_tree(tender),
        total=award.total_weight,
        wanted=award.terms.total_points,
        formula=FORMULAS[award.formula] if award.formula else None,
        parameter_pairs=parameter_pairs(tender),
        terms=rules_of(tender),
        warning=award_set_up_of(tender).warning,
        simulation=simulation_state_of(tender),
        is_draft=tender.status == TenderStatus.DRAFT,
    )


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def new(reference: str) -> ResponseReturnValue:
    """Add an award criterion."""
    tender = tender_or_404(reference)
    form = _offer(CriterionForm(), tender)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            add_criterion(tender, form.content(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Criterium {form.code.data} is toegevoegd.", "positive")
            return redirect(url_for("procurement.criteria.index", reference=reference))
    return _criterion_page(tender, form, criterion=None)


@pages.route("/<int:sequence>", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def change(reference: str, sequence: int) -> ResponseReturnValue:
    """Change an award criterion."""
    tender = tender_or_404(reference)
    criterion = _criterion_or_404(tender, sequence)
    form = _offer(CriterionForm.showing(criterion), tender)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_criterion(criterion, form.content(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Criterium {form.code.data} is opgeslagen.", "positive")
            return redirect(url_for("procurement.criteria.index", reference=reference))
    return _criterion_page(tender, form, criterion=criterion)


def _offer(form: CriterionForm, tender: Tender) -> CriterionForm:
    form.group.offer([(each.code, f"{each.code}: {each.title}") for each in tender.criterion_groups])
    return form


def _criterion_page(
    tender: Tender, form: CriterionForm, *, criterion: AwardCriterion | None
) -> ResponseReturnValue:
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template(
        "procurement/criteria/criterion_form.html", tender=tender, form=form, criterion=criterion
    )


def _criterion_or_404(tender: Tender, sequence: int) -> AwardCriterion:
    found = next((each for each in tender.criteria if each.sequence == sequence), None)
    return found or abort(404)


@pages.route("/<int:sequence>/verwijderen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def remove(reference: str, sequence: int) -> ResponseReturnValue:
    """Take an award criterion out of a draft."""
    criterion = _criterion_or_404(tender_or_404(reference), sequence)
    if ConfirmForm().validate_on_submit():
        with transaction():
            remove_criterion(criterion, actor=current_actor(), now=clock.now())
        flash("Het criterium is verwijderd.", "positive")
    return redirect(url_for("procurement.criteria.index", reference=reference))


@pages.route("/hoofdcriteria/nieuw", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def new_group(reference: str) -> ResponseReturnValue:
    """Add a main criterion."""
    tender = tender_or_404(reference)
    form = GroupForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            add_group(tender, form.content(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Hoofdcriterium {form.code.data} is toegevoegd. Voeg nu de subcriteria toe.", "positive")
            return redirect(url_for("procurement.criteria.index", reference=reference))
    return _group_page(tender, form, group=None)


@pages.route("/hoofdcriteria/<int:sequence>", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def edit_group(reference: str, sequence: int) -> ResponseReturnValue:
    """Change a main criterion."""
    tender = tender_or_404(reference)
    group = _group_or_404(tender, sequence)
    form = GroupForm(obj=group)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_group(tender, group, form.content(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Hoofdcriterium {form.code.data} is opgeslagen.", "positive")
            return redirect(url_for("procurement.criteria.index", reference=reference))
    return _group_page(tender, form, group=group)


def _group_page(tender: Tender, form: GroupForm, *, group: CriterionGroup | None) -> ResponseReturnValue:
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template("procurement/criteria/group_form.html", tender=tender, form=form, group=group)


def _group_or_404(tender: Tender, sequence: int) -> CriterionGroup:
    found = next((each for each in tender.criterion_groups if each.sequence == sequence), None)
    return found or abort(404)


@pages.route("/hoofdcriteria/<int:sequence>/verwijderen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def discard_group(reference: str, sequence: int) -> ResponseReturnValue:
    """Take an empty main criterion out of a draft."""
    tender = tender_or_404(reference)
    group = _group_or_404(tender, sequence)
    if ConfirmForm().validate_on_submit():
        with transaction():
            remove_group(tender, group, actor=current_actor(), now=clock.now())
        flash("Het hoofdcriterium is verwijderd.", "positive")
    return redirect(url_for("procurement.criteria.index", reference=reference))


@pages.route("/formule", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def method(reference: str) -> ResponseReturnValue:
    """Choose the price formula with its parameters, and the rules of comparing."""
    tender = tender_or_404(reference)
    parameters = {
        name: value.replace("; ", "\n")
        if name in ("steps", "cost_lines")
        else value
        if name == "own_method"
        else Decimal(value)
        for name, value in tender.price_parameters.items()
        if value
    }
    form = AwardMethodForm.showing(tender, parameters)
    if form.validate_on_submit():
        found = obstacles_to_formula(form.price_formula.data, form.parameters())
        if found := [*found, *obstacles_to_terms(form.terms())]:
            form.refuse(found)
        else:
            _keep_method(tender, form)
        if not form.obstacles:
            flash("De formule en de regels zijn opgeslagen.", "positive")
            return redirect(url_for("procurement.criteria.index", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template(
        "procurement/criteria/method.html",
        tender=tender,
        form=form,
        formulas=FORMULAS,
        parameter_labels=PARAMETER_LABELS,
    )


def _keep_method(tender: Tender, form: AwardMethodForm) -> None:
    needed = FORMULAS[form.price_formula.data].takes
    changes = {
        "price_formula": form.price_formula.data,
        "price_parameters": {n: v for n, v in form.parameters().items() if n in needed},
        "quality_method": form.quality_method.data,
        "award_basis_reason": form.award_basis_reason.data or "",
        "reach_reason": form.reach_reason.data or "",
    }
    changes |= {name: form[name].data for name in TERMS}
    with form.showing_refusals(), transaction():
        change_tender(tender, changes, actor=current_actor(), now=clock.now())
