"""Pages of the lots of a tender and of its codes."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.lots import CpvForm, LotForm
from procurement.lifecycle import TenderStatus, obstacles_to_changing
from procurement.lots import shares_in_all
from procurement.models.tenders import Tender
from procurement.operations.lots import add_lot, change_lot, remove_lot, set_cpv_parts, take_computed_maximum
from procurement.permissions import ProcurementPermission
from procurement.queries.cpv import all_cpv_codes, cpv_code, cpv_codes_about
from procurement.queries.tenders import lot_of
from procurement.regime_facts import CpvValue
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm
from townhall.money import ZERO, sum_of
from townhall.paging import PER_PAGE, Page

pages = Blueprint("lots", __name__, url_prefix="/aanbestedingen/<reference>/percelen")
cpv = Blueprint("cpv", __name__)

MOST_FOUND = 25


@pages.route("")
@allowed(ProcurementPermission.TENDER_READ)
def index(reference: str) -> ResponseReturnValue:
    """The lots of a tender with their worksheets: milestones, values, and how they were computed."""
    tender = tender_or_404(reference)
    return render_template(
        "procurement/lots/index.html",
        tender=tender,
        tabs=tabs_of(tender),
        shares={lot.id: shares_in_all([each.facts() for each in lot.milestones]) for lot in tender.lots},
        sheets={lot.id: lot.worksheet() for lot in tender.lots},
        estimate=sum_of(lot.expected_value for lot in tender.lots),
        maximum=_sum_of_maxima(tender),
        is_draft=tender.status == TenderStatus.DRAFT,
        form=ConfirmForm(),
    )


def _sum_of_maxima(tender: Tender) -> object:
    maxima = [lot.maximum_value for lot in tender.lots]
    return None if any(value is None for value in maxima) else sum_of(value for value in maxima if value)


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def new(reference: str) -> ResponseReturnValue:
    """Add a lot."""
    tender = tender_or_404(reference)
    form = LotForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            add_lot(tender, form.content(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Het perceel is toegevoegd.", "positive")
            return redirect(url_for("procurement.lots.index", reference=reference))
    return _lot_page(tender, form, number=None)


@pages.route("/<int:number>", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def change(reference: str, number: int) -> ResponseReturnValue:
    """Change a lot."""
    tender = tender_or_404(reference)
    lot = lot_of(tender, number) or abort(404)
    form = LotForm(record=lot) if request.method == "POST" else LotForm.showing(lot)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_lot(lot, form.content(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Perceel {number} is opgeslagen. De raming is opnieuw berekend.", "positive")
            return redirect(url_for("procurement.lots.index", reference=reference))
    return _lot_page(tender, form, number=number)


def _lot_page(tender: Tender, form: LotForm, *, number: int | None) -> ResponseReturnValue:
    if not form.obstacles:
        form.refuse(obstacles_to_changing(tender.status))
    return render_template("procurement/lots/form.html", tender=tender, form=form, number=number)


@pages.route("/<int:number>/verwijderen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def remove(reference: str, number: int) -> ResponseReturnValue:
    """Take a lot out of a draft."""
    tender = tender_or_404(reference)
    lot = lot_of(tender, number) or abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            remove_lot(lot, actor=current_actor(), now=clock.now())
        flash(f"Perceel {number} is verwijderd.", "positive")
    return redirect(url_for("procurement.lots.index", reference=reference))


@pages.route("/<int:number>/maximum", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def take_maximum(reference: str, number: int) -> ResponseReturnValue:
    """Let the maximum of a lot be what its worksheet computes."""
    tender = tender_or_404(reference)
    lot = lot_of(tender, number) or abort(404)
    if ConfirmForm().validate_on_submit():
        with transaction():
            take_computed_maximum(lot, actor=current_actor(), now=clock.now())
        flash(f"De berekende maximale waarde van perceel {number} is overgenomen.", "positive")
    return redirect(url_for("procurement.lots.index", reference=reference, _anchor=f"perceel-{number}"))


# --- codes -------------------------------------------------------------------------------------------


@cpv.route("/aanbestedingen/<reference>/cpv", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def edit(reference: str) -> ResponseReturnValue:
    """Choose the codes of a tender, their values and the main one; search them below."""
    tender = tender_or_404(reference)
    shown = [{"code": each.code, "value": each.value} for each in tender.cpv_parts]
    form = CpvForm(obj=tender, parts=shown, record=tender)
    codes = form.codes
    form.main.offer([(code, code) for code in codes])
    if request.method == "GET":
        form.main.data = next((each.code for each in tender.cpv_parts if each.is_main), None)
    if form.validate_on_submit():
        gone = set(request.form.getlist("remove"))
        parts = [each for each in form.values() if each.code not in gone]
        with form.showing_refusals(), transaction():
            set_cpv_parts(tender, parts, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De CPV-codes zijn opgeslagen.", "positive")
            return redirect(url_for("procurement.cpv.edit", reference=reference))
    text = request.args.get("zoek", "").strip()
    found = cpv_codes_about(text) if text else []
    return render_template(
        "procurement/cpv/edit.html",
        tender=tender,
        tabs=tabs_of(tender),
        form=form,
        names={code: cpv_code(code) for code in codes},
        estimate=sum_of(lot.expected_value for lot in tender.lots),
        text=text,
        found=[each for each in found if each.code not in codes][:MOST_FOUND],
        found_in_all=len(found),
    )


@cpv.route("/aanbestedingen/<reference>/cpv/toevoegen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def add(reference: str) -> ResponseReturnValue:
    """Add a code; its value is what the other codes leave of the estimate."""
    tender = tender_or_404(reference)
    code = request.form.get("code", "")
    form = ConfirmForm()
    if form.validate_on_submit():
        parts = [CpvValue(each.code, each.value, each.is_main) for each in tender.cpv_parts]
        left = sum_of(lot.expected_value for lot in tender.lots) - sum_of(part.value for part in parts)
        parts.append(CpvValue(code, max(left, ZERO), is_main=not parts))
        with transaction():
            set_cpv_parts(tender, parts, actor=current_actor(), now=clock.now())
        flash(f"CPV-code {code} is toegevoegd. Controleer de waarde.", "positive")
    return redirect(url_for("procurement.cpv.edit", reference=reference))


@cpv.route("/cpv-codes")
@allowed(ProcurementPermission.TENDER_READ)
def browse() -> ResponseReturnValue:
    """All codes with their Dutch names, with search."""
    text = request.args.get("zoek", "").strip()
    found = cpv_codes_about(text)
    pages_in_all = max(1, -(-len(found) // PER_PAGE))
    number = min(max(1, request.args.get("pagina", 1, type=int)), pages_in_all)
    rows = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "procurement/cpv/browse.html",
        page=Page(rows, number, PER_PAGE, len(found)),
        text=text,
        all_codes=len(all_cpv_codes()),
    )
