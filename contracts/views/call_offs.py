"""Ordering under a framework: whose turn it is, and giving the order."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.call_offs import CallOffWay, turns
from contracts.ceilings import tightest_room
from contracts.forms.call_offs import CallOffForm
from contracts.operations.call_offs import call_off
from contracts.permissions import ContractsPermission
from contracts.queries.call_offs import contractors_beside, may_have_call_offs
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.budgets.queries import headings_to_choose
from townhall.database import transaction
from townhall.money import ZERO


@pages.route("/<number>/nadere-opdracht", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_DRAFT)
def order(number: str) -> ResponseReturnValue:
    """Give an order to one of the contractors, without a minicompetition."""
    framework = contract_or_404(number)
    if not may_have_call_offs(framework):
        abort(404)
    today = clock.today()
    form = CallOffForm(data={"starts_on": today, "budget_heading": framework.budget_heading})
    contractors = contractors_beside(framework)
    form.offer(contractors)
    form.budget_heading.offer_headings(headings_to_choose(from_year=today.year, kept=framework.budget_heading))
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            contract = call_off(
                framework,
                form.order(),
                way=CallOffWay(form.way.data),
                chosen_id=int(form.contract.data),
                reason=form.reason.data or "",
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"Nadere opdracht {contract.number} is een concept. Laat haar tekenen.", "positive")
            return redirect(url_for(".show", number=contract.number))
    amount = form.maximum_value.data or ZERO
    return render_template(
        "contracts/call_offs/order.html",
        framework=framework,
        form=form,
        by_rank=turns(contractors, CallOffWay.RANK, amount=amount),
        by_rotation=turns(contractors, CallOffWay.ROTATION, amount=amount),
        rooms={each.contract_id: tightest_room(each.levels) for each in contractors},
    )
