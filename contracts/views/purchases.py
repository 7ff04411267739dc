"""Purchases outside a tender: the list, one of them, writing one down, and reading in the ledger."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.needs import LedgerForm, PurchaseForm, WithdrawPurchaseForm
from contracts.ledger import REQUIRED, LedgerField, LedgerStatus
from contracts.models.needs import LedgerImport, LoosePurchase
from contracts.operations.purchases import (
    check_ledger,
    drop_ledger,
    import_ledger,
    record_purchase,
    withdraw_purchase,
)
from contracts.permissions import ContractsPermission
from contracts.queries import purchases as queries
from contracts.queries.needs import all_needs
from procurement.procedures import Procedure
from procurement.queries.cpv import cpv_code
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm
from townhall.paging import page_of
from townhall.spreadsheets import Column, as_download

pages = Blueprint("purchases", __name__, url_prefix="/inkopen")

#: Of the lines and the mistakes of a file this many are shown; the rest is in the download.
_SHOWN = 20


@pages.route("/")
@allowed(ContractsPermission.PURCHASE_READ)
def index() -> ResponseReturnValue:
    """The list, newest first."""
    text = request.args.get("zoek", "").strip()
    return render_template(
        "contracts/purchases/index.html", page=page_of(queries.loose_purchases(text=text)), text=text
    )


@pages.route("/export.<any(csv, xlsx):kind>")
@allowed(ContractsPermission.PURCHASE_READ)
def export(kind: str) -> ResponseReturnValue:
    """The list as a file."""
    found = queries.all_loose_purchases(text=request.args.get("zoek", "").strip())
    return as_download(found, _columns(), title="Inkopen buiten een aanbesteding", kind=kind)


@pages.route("/<int:purchase_id>")
@allowed(ContractsPermission.PURCHASE_READ)
def show(purchase_id: int) -> ResponseReturnValue:
    """One purchase."""
    purchase = _purchase_or_404(purchase_id)
    return render_template(
        "contracts/purchases/show.html", purchase=purchase, code=cpv_code(purchase.cpv_code)
    )


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.PURCHASE_MANAGE)
def add() -> ResponseReturnValue:
    """Write down a purchase."""
    form, needs = PurchaseForm(), all_needs()
    form.offer(needs)
    if form.validate_on_submit():
        by_id = {str(need.id): need for need in needs}
        with form.showing_refusals(), transaction():
            purchase = record_purchase(
                form.supplier.data, description=form.description.data, bought_on=form.bought_on.data,
                amount=form.amount.data, cpv_code=form.cpv_code.data or "", target_group=form.target_group.data,
                procedure=Procedure(form.procedure.data) if form.procedure.data else None,
                need=by_id[form.need.data] if form.need.data else None, actor=current_actor(), now=clock.now(),
            )  # fmt: skip
            purchase_id = purchase.id
        if not form.obstacles:
            flash("De inkoop is vastgelegd en telt mee in de drempelbewaking.", "positive")
            return redirect(url_for(".show", purchase_id=purchase_id))
    return render_template("contracts/purchases/add.html", form=form)


@pages.route("/<int:purchase_id>/intrekken", methods=["GET", "POST"])
@allowed(ContractsPermission.PURCHASE_MANAGE)
def withdraw(purchase_id: int) -> ResponseReturnValue:
    """Take back a purchase that was written down wrongly."""
    purchase, form = _purchase_or_404(purchase_id), WithdrawPurchaseForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            withdraw_purchase(purchase, reason=form.reason.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De inkoop is ingetrokken en telt niet meer mee.", "positive")
            return redirect(url_for(".show", purchase_id=purchase_id))
    return render_template("contracts/purchases/withdraw.html", form=form, purchase=purchase)


# --- the ledger ---------------------------------------------------------------------------------------


@pages.route("/inlezen", methods=["GET", "POST"])
@allowed(ContractsPermission.PURCHASE_MANAGE)
def offer() -> ResponseReturnValue:
    """Offer a file of the ledger; nothing counts before it was looked at."""
    form = LedgerForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            checked = check_ledger(
                form.file.data.read(), filename=form.file.data.filename or "", pointed_out=form.pointed_out(),
                actor=current_actor(), now=clock.now(),
            )  # fmt: skip
            import_id = checked.id
        if not form.obstacles:
            return redirect(url_for(".ledger", import_id=import_id))
    return render_template(
        "contracts/purchases/offer.html", form=form, page=page_of(queries.ledger_imports(), per_page=10)
    )


@pages.route("/inlezen/<int:import_id>")
@allowed(ContractsPermission.PURCHASE_MANAGE)
def ledger(import_id: int) -> ResponseReturnValue:
    """What is in a file of the ledger, or what is wrong with it."""
    return _ledger_page(_import_or_404(import_id), ConfirmForm())


@pages.route("/inlezen/<int:import_id>/bevestigen", methods=["POST"])
@allowed(ContractsPermission.PURCHASE_MANAGE)
def take_in(import_id: int) -> ResponseReturnValue:
    """Take the lines in."""
    checked, form = _import_or_404(import_id), ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            added = import_ledger(checked, actor=current_actor(), now=clock.now())
        if form.obstacles:
            return _ledger_page(checked, form)
        flash(f"{added} {'inkoop is' if added == 1 else 'inkopen zijn'} ingelezen.", "positive")
    return redirect(url_for(".ledger", import_id=import_id))


@pages.route("/inlezen/<int:import_id>/niet-gebruiken", methods=["POST"])
@allowed(ContractsPermission.PURCHASE_MANAGE)
def drop(import_id: int) -> ResponseReturnValue:
    """Leave the file unused."""
    checked, form = _import_or_404(import_id), ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            drop_ledger(checked, actor=current_actor(), now=clock.now())
        if form.obstacles:
            return _ledger_page(checked, form)
        flash("Het bestand is niet ingelezen.", "positive")
    return redirect(url_for(".offer"))


@pages.route("/inlezen/<int:import_id>/fouten.<any(csv, xlsx):kind>")
@allowed(ContractsPermission.PURCHASE_MANAGE)
def mistakes(import_id: int, kind: str) -> ResponseReturnValue:
    """Everything that is wrong with a file, line by line, to take along."""
    checked = _import_or_404(import_id)
    columns = [
        Column("Regel", lambda row: row["line"]),
        Column("Kolom", lambda row: row["column"]),
        Column("Er staat", lambda row: row["value"]),
        Column("Wat er mis is", lambda row: row["problem"]),
    ]
    return as_download(checked.mistakes, columns, title=f"Fouten bestand {checked.id}", kind=kind)


def _ledger_page(checked: LedgerImport, form: ConfirmForm) -> ResponseReturnValue:
    return render_template(
        "contracts/purchases/ledger.html", checked=checked, form=form, shown=_SHOWN, fields=list(LedgerField),
        required=REQUIRED, LedgerStatus=LedgerStatus, lines=checked.facts()[:_SHOWN],
    )  # fmt: skip


def _columns() -> Sequence[Column]:
    return [
        Column("Leverancier", lambda row: row.supplier),
        Column("Wat", lambda row: row.description),
        Column("Datum", lambda row: row.bought_on),
        Column("Bedrag, excl. btw", lambda row: row.amount),
        Column("CPV-code", lambda row: row.cpv_code),
        Column("Doelgroep", lambda row: row.target_group),
        Column("Behoefte (met de hand)", lambda row: row.need.name if row.need else None),
        Column("Boeking", lambda row: row.ledger_key),
        Column("Ingetrokken", lambda row: row.withdrawn_reason),
    ]


def _purchase_or_404(purchase_id: int) -> LoosePurchase:
    return queries.loose_purchase_with_id(purchase_id) or abort(404)


def _import_or_404(import_id: int) -> LedgerImport:
    return queries.ledger_import_with_id(import_id) or abort(404)
