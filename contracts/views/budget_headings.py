"""Choosing another budget for a contract that runs."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.frameworks import ChooseBudgetForm
from contracts.operations.budget_headings import choose_budget
from contracts.permissions import ContractsPermission
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.budgets.queries import headings_to_choose
from townhall.database import transaction


@pages.route("/<number>/budget", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def budget(number: str) -> ResponseReturnValue:
    """Let another programme or lot pay from now on."""
    contract = contract_or_404(number)
    form = ChooseBudgetForm(record=contract, budget_heading=contract.budget_heading)
    kept = contract.budget_heading
    form.budget_heading.offer_headings(headings_to_choose(from_year=clock.today().year, kept=kept))
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            choose_budget(
                contract, form.budget_heading.heading, reason=form.reason.data, actor=current_actor(), now=clock.now()
            )
            flash(f"Nieuwe verplichtingen komen voortaan op {form.budget_heading.heading}.", "positive")
            return redirect(url_for(".show", number=number))
    return render_template("contracts/frameworks/budget.html", contract=contract_or_404(number), form=form)
