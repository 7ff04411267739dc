"""The needs that staff name, and which purchases belong to them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.accumulation import Purchase, counts
from contracts.forms.needs import NeedForm, SortForm
from contracts.models.needs import Need
from contracts.needs import NeedGroup
from contracts.operations.needs import add_need, assign_to_need, change_need
from contracts.permissions import ContractsPermission
from contracts.queries import needs as queries
from contracts.queries.need_standings import name_of
from contracts.queries.purchases import assigned_by_hand, need_groups
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.filters import euro, short_day
from townhall.paging import Page

pages = Blueprint("needs", __name__, url_prefix="/behoeften")

#: How many purchases are sorted on one page.
_PER_PAGE = 50


@pages.route("/")
@allowed(ContractsPermission.PURCHASE_READ)
def index() -> ResponseReturnValue:
    """The needs by name."""
    return render_template("contracts/needs/index.html", needs=queries.all_needs())


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.PURCHASE_MANAGE)
def add() -> ResponseReturnValue:
    """Name a need."""
    form = NeedForm(data={"cpv_code": request.args.get("cpv", "")})
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            need = add_need(
                form.name.data, cpv_code=form.cpv_code.data, target_group=form.target_group.data,
                description=form.description.data or "", actor=current_actor(), now=clock.now(),
            )  # fmt: skip
        if not form.obstacles:
            flash(f"De behoefte {need.name} is toegevoegd.", "positive")
            return redirect(url_for(".index"))
    return render_template("contracts/needs/edit.html", form=form, need=None)


@pages.route("/<int:need_id>", methods=["GET", "POST"])
@allowed(ContractsPermission.PURCHASE_MANAGE)
def change(need_id: int) -> ResponseReturnValue:
    """Change what a need is called or covers."""
    need = queries.need_with_id(need_id) or abort(404)
    form = NeedForm(obj=need, record=need)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_need(
                need, name=form.name.data, cpv_code=form.cpv_code.data, target_group=form.target_group.data,
                description=form.description.data or "", actor=current_actor(), now=clock.now(),
            )  # fmt: skip
        if not form.obstacles:
            flash(f"De behoefte {need.name} is gewijzigd.", "positive")
            return redirect(url_for(".index"))
    return render_template("contracts/needs/edit.html", form=form, need=need)


@pages.route("/indelen", methods=["GET", "POST"])
@allowed(ContractsPermission.PURCHASE_MANAGE)
def sort() -> ResponseReturnValue:
    """Say which tenders, contracts and purchases belong to which need."""
    groups, nowhere = need_groups(clock.today())
    asked = request.args.get("behoefte", "")
    page = _page(_chosen(groups, nowhere, asked))
    form, needs = SortForm(), {str(need.id): need for need in queries.all_needs()}
    form.need.offer([(key, need.name) for key, need in needs.items()])
    form.keys.offer([(each.key, _described(each)) for each, _name in page])
    if form.validate_on_submit():
        chosen: Need | None = needs[form.need.data] if form.need.data else None
        with form.showing_refusals(), transaction():
            count = assign_to_need(chosen, form.keys.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            where = f"hoort nu bij {chosen.name}" if chosen else "volgt weer de CPV-code"
            flash(f"{count} {'inkoop' if count == 1 else 'inkopen'}: {where}.", "positive")
            return redirect(url_for(".sort", behoefte=asked or None))
    return render_template(
        "contracts/needs/sort.html", form=form, page=page, asked=asked, by_hand=assigned_by_hand(),
        choices=[(group.key, name_of(group)) for group in groups] + [("geen", "Hoort nergens bij")],
    )  # fmt: skip


def _chosen(
    groups: list[NeedGroup], nowhere: list[Purchase], asked: str
) -> list[tuple[Purchase, str]]:
    """The purchases on the page with where they belong now, newest first."""
    found = [(each, name_of(group)) for group in groups if asked in ("", group.key) for each in group.purchases]
    if asked in ("", "geen"):
        found += [(each, "Nergens") for each in nowhere]
    counted = [(each, name) for each, name in found if counts(each)]
    return sorted(counted, key=lambda pair: (pair[0].on, pair[0].key), reverse=True)


def _page(found: list[tuple[Purchase, str]]) -> Page[tuple[Purchase, str]]:
    asked = request.args.get("pagina", 1, type=int)
    at = min(max(1, asked), max(1, -(-len(found) // _PER_PAGE)))
    return Page(found[(at - 1) * _PER_PAGE : at * _PER_PAGE], at, _PER_PAGE, len(found))


def _described(purchase: Purchase) -> str:
    return f"{purchase.what}, {short_day(purchase.on)}, {euro(purchase.amount)}"
