"""The pages of budgets and mandates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from townhall import clock
from townhall.absences.queries import possible_stand_ins
from townhall.accounts.administration.queries import account_with_id, staff_accounts
from townhall.accounts.gate import allowed, current_actor
from townhall.budgets import queries
from townhall.budgets.carry_over import CarryOver, carry_over
from townhall.budgets.forms import (
    BudgetForm,
    ChangeBudgetForm,
    LendMandateForm,
    MandateForm,
    WithdrawMandateForm,
)
from townhall.budgets.models import Budget, Mandate
from townhall.budgets.operations import (
    add_budget,
    change_budget,
    grant_mandate,
    lend_mandate,
    withdraw_mandate,
)
from townhall.budgets.permissions import GRANTS, BudgetsPermission
from townhall.budgets.room import Room, together
from townhall.database import transaction
from townhall.organisations.queries import organisation_with_id, own_organisations
from townhall.paging import page_of

pages = Blueprint("budgets", __name__, url_prefix="/budgetten")
mandate_pages = Blueprint("mandates", __name__, url_prefix="/mandaten")


@pages.route("/")
@allowed(BudgetsPermission.BUDGET_READ)
def index() -> ResponseReturnValue:
    """The budgets of a year, with what is promised, spent and left."""
    years = queries.years_with_budgets()
    year = request.args.get("jaar", clock.today().year, type=int)
    if not 2000 <= year <= 2100:
        abort(404)
    budgets = queries.budgets_of(year)
    rooms = queries.rooms_of(budgets)
    programmes = [_programme(list(group), rooms) for _, group in groupby(budgets, key=attrgetter("programme_key"))]
    return render_template(
        "budgets/budgets/index.html",
        year=year,
        years=sorted({*years, year}, reverse=True),
        programmes=programmes,
        rooms=rooms,
        costs=queries.costs_of(budgets),
        is_carried=any(each.over for each in programmes),
    )


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(BudgetsPermission.BUDGET_CHANGE)
def add() -> ResponseReturnValue:
    """Set a budget."""
    form = BudgetForm(year=clock.today().year)
    form.organisation.offer((row.id, row.name) for row in own_organisations())
    if form.validate_on_submit():
        organisation = organisation_with_id(int(form.organisation.data))
        assert organisation is not None and form.year.data is not None, "offered, and required"
        with form.showing_refusals(), transaction():
            budget = add_budget(
                organisation,
                year=form.year.data,
                programme=form.programme.data,
                lot=form.lot.data or "",
                amount=form.amount.data,
                decision_reference=form.decision_reference.data or "",
                actor=current_actor(),
                now=clock.now(),
            )
            flash(f"Het budget {budget.title} is opgeslagen.", "positive")
            return redirect(url_for("budgets.show", budget_id=budget.id))
    return render_template("budgets/budgets/add.html", form=form)


@pages.route("/<int:budget_id>")
@allowed(BudgetsPermission.BUDGET_READ)
def show(budget_id: int) -> ResponseReturnValue:
    """One budget with its commitments."""
    budget = budget_or_404(budget_id)
    page, beside = page_of(queries.commitments_on(budget)), queries.budgets_beside(budget)
    rooms = queries.rooms_of(beside)
    return render_template(
        "budgets/budgets/show.html",
        budget=budget,
        room=rooms[budget.id],
        cost=queries.costs_of([budget]).get(budget.id),
        programme=_programme(beside, rooms),
        page=page,
        spent=queries.spent_on_each(page.rows),
    )


@pages.route("/<int:budget_id>/wijzigen", methods=["GET", "POST"])
@allowed(BudgetsPermission.BUDGET_CHANGE)
def change(budget_id: int) -> ResponseReturnValue:
    """Make a budget another amount, on a decision."""
    budget = budget_or_404(budget_id)
    form = ChangeBudgetForm(amount=budget.amount, record=budget)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_budget(
                budget,
                form.amount.data,
                decision_reference=form.decision_reference.data,
                reason=form.reason.data,
                actor=current_actor(),
                now=clock.now(),
            )
            flash("Het budget is gewijzigd.", "positive")
            return redirect(url_for("budgets.show", budget_id=budget_id))
    return render_template(
        "budgets/budgets/change.html", form=form, budget=budget, room=queries.room_of(budget)
    )


@mandate_pages.route("/", endpoint="index")
@allowed(BudgetsPermission.MANDATE_READ)
def mandates() -> ResponseReturnValue:
    """Who may decide what, up to how much, and who lent it."""
    mandates = queries.mandates()
    return render_template(
        "budgets/mandates/index.html",
        rows=[(mandate, mandate.facts()) for mandate in mandates],
        me=current_actor().account_id,
        today=clock.today(),
    )


@mandate_pages.route("/nieuw", methods=["GET", "POST"], endpoint="grant")
@allowed(BudgetsPermission.MANDATE_GRANT)
def grant() -> ResponseReturnValue:
    """Register a mandate on a signed decision."""
    form = MandateForm()
    form.account.offer((account.id, account.name) for account in staff_accounts())
    if form.validate_on_submit():
        account = account_with_id(int(form.account.data))
        assert account is not None and form.starts_on.data is not None, "offered, and required"
        with form.showing_refusals(), transaction():
            grant_mandate(
                account,
                form.kind.data,
                up_to=form.up_to.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                decision_reference=form.decision_reference.data,
                reason=form.reason.data,
                actor=current_actor(),
                now=clock.now(),
            )
            flash(f"Het mandaat van {account.name} is vastgelegd.", "positive")
            return redirect(url_for("mandates.index"))
    return render_template("budgets/mandates/grant.html", form=form)


@mandate_pages.route("/<int:mandate_id>/intrekken", methods=["GET", "POST"], endpoint="withdraw")
@allowed(BudgetsPermission.MANDATE_GRANT)
def withdraw(mandate_id: int) -> ResponseReturnValue:
    """Let a mandate end today."""
    mandate = mandate_or_404(mandate_id)
    form = WithdrawMandateForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            withdraw_mandate(mandate, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash("Het mandaat is ingetrokken.", "positive")
            return redirect(url_for("mandates.index"))
    return render_template("budgets/mandates/withdraw.html", form=form, mandate=mandate)


@mandate_pages.route("/<int:mandate_id>/uitlenen", methods=["GET", "POST"], endpoint="lend")
@allowed(BudgetsPermission.MANDATE_LEND)
def lend(mandate_id: int) -> ResponseReturnValue:
    """Let a colleague decide under one's own mandate, for some days."""
    mandate = own_mandate_or_404(mandate_id)
    form = LendMandateForm()
    form.borrower.offer(
        (each.id, each.name)
        for each in possible_stand_ins(mandate.account)
        if each.roles & mandate.account.roles & GRANTS[BudgetsPermission.MANDATE_LEND]
    )
    if not form.is_submitted():
        form.up_to.data, form.starts_on.data = mandate.up_to, clock.today()
    if form.validate_on_submit():
        borrower = account_with_id(int(form.borrower.data))
        assert borrower is not None, "offered"
        with form.showing_refusals(), transaction():
            lend_mandate(
                mandate,
                borrower,
                up_to=form.up_to.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                reason=form.reason.data,
                actor=current_actor(),
                now=clock.now(),
            )
            flash(f"{borrower.name} mag op deze dagen namens u beslissen. U mag dat zelf ook.", "positive")
            return redirect(url_for("mandates.index"))
    return render_template("budgets/mandates/lend.html", form=form, mandate=own_mandate_or_404(mandate_id))


@mandate_pages.route("/<int:mandate_id>/terugnemen", methods=["GET", "POST"], endpoint="take_back")
@allowed(BudgetsPermission.MANDATE_LEND)
def take_back(mandate_id: int) -> ResponseReturnValue:
    """Let what one lent end today."""
    mandate = mandate_or_404(mandate_id)
    if mandate.parent is None or mandate.parent.account_id != current_actor().account_id:
        abort(404)
    form = WithdrawMandateForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            withdraw_mandate(mandate, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash("U hebt het mandaat teruggenomen.", "positive")
            return redirect(url_for("mandates.index"))
    return render_template("budgets/mandates/withdraw.html", form=form, mandate=mandate_or_404(mandate_id))


@dataclass(frozen=True)
class _Programme:
    """The budgets of one programme and organisation in a year, what they are together, and what of that is carried."""

    budgets: Sequence[Budget]
    room: Room
    over: CarryOver | None


def _programme(budgets: Sequence[Budget], rooms: Mapping[int, Room]) -> _Programme:
    room, first = together([rooms[each.id] for each in budgets]), budgets[0]
    over = carry_over(programme=first.programme, year=first.year, budget=room.budget, left=room.left)
    return _Programme(budgets, room, over)


def budget_or_404(budget_id: int) -> Budget:
    """The budget, for who may see budgets."""
    return queries.budget_with_id(budget_id) or abort(404)


def mandate_or_404(mandate_id: int) -> Mandate:
    """The mandate, for who registers them."""
    return queries.mandate_with_id(mandate_id) or abort(404)


def own_mandate_or_404(mandate_id: int) -> Mandate:
    """The mandate, for who holds it."""
    mandate = mandate_or_404(mandate_id)
    return mandate if mandate.account_id == current_actor().account_id else abort(404)
