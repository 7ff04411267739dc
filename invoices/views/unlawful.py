"""The pages of the register of unlawful spending, and the list to take along."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from invoices.forms.unlawful import (
    ChangeUnlawfulForm,
    LawfulnessLimitForm,
    RecordUnlawfulForm,
    UnlawfulAmountForm,
    WithdrawUnlawfulForm,
)
from invoices.models.unlawful import UnlawfulSpending
from invoices.operations import unlawful as operations
from invoices.permissions import InvoicesPermission
from invoices.queries import unlawful as queries
from invoices.unlawful import CAUSES, limit_amount
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import NOTHING_YET
from townhall.refusal import Obstacle
from townhall.spreadsheets import Column, as_download

pages = Blueprint("unlawful", __name__, url_prefix="/rechtmatigheid")

MAY = InvoicesPermission

COLUMNS = [
    Column("Nummer", lambda row: row.spending.number),
    Column("Contract", lambda row: row.spending.contract.number),
    Column("Aanbieder", lambda row: row.spending.contract.supplier.name),
    Column("Oorzaak", lambda row: row.spending.cause),
    Column("Criterium", lambda row: CAUSES[row.spending.cause].criterion),
    Column("Eerste dag", lambda row: row.spending.from_on),
    Column("Laatste dag", lambda row: row.spending.until_on),
    Column("Grond", lambda row: row.spending.ground),
    Column("Gevonden door", lambda row: row.spending.found_by),
    Column("Gevonden op", lambda row: row.spending.found_on),
    Column("Besluit", lambda row: row.spending.decision),
    Column("Jaar", lambda row: row.in_year.year),
    Column("Betaald excl. btw", lambda row: row.in_year.paid),
    Column("Teruggekomen excl. btw", lambda row: row.in_year.came_back),
    Column("Onrechtmatig excl. btw", lambda row: row.counts),
    Column("Uitleg bij het bedrag", lambda row: row.in_year.why),
    Column("Ingetrokken op", lambda row: row.spending.withdrawn_at),
    Column("Reden van intrekken", lambda row: row.spending.withdrawal_reason),
]


def unlawful_or_404(number: str) -> UnlawfulSpending:
    """The row, for who may read the register."""
    return queries.unlawful_with_number(number) or abort(404)


@pages.route("/")
@allowed(MAY.UNLAWFUL_READ)
def index() -> ResponseReturnValue:
    """The register of a year beside the council's limit; also as a workbook or as CSV."""
    this_year = clock.today().year
    year = request.args.get("jaar", this_year, type=int)
    if not 2000 <= year <= 2100:
        abort(404)
    rows, limit, kind = queries.rows_in(year), queries.limit_of(year), request.args.get("bestand")
    if kind in ("xlsx", "csv"):
        return as_download(rows, COLUMNS, title=f"Rechtmatigheid {year}", kind=kind)
    known = queries.years_in_register()
    return render_template(
        "invoices/unlawful/index.html",
        year=year,
        years=sorted({*known, *range(min([*known, this_year]), this_year + 1), year}, reverse=True),
        rows=rows,
        total=queries.total_of(rows),
        counted_twice=queries.counted_twice(rows),
        limit=limit,
        from_amount=limit_amount(limit.percent, limit.expenses) if limit else None,
        causes=CAUSES,
    )


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(MAY.UNLAWFUL_RECORD)
def record() -> ResponseReturnValue:
    """Put something in the register."""
    form = RecordUnlawfulForm(contract=request.args.get("contract", ""), found_on=clock.today())
    if form.validate_on_submit():
        contract = queries.contract_numbered(form.contract.data)
        if contract is None:
            text = "Er is geen contract met dit nummer. Kijk bij Contracten."
            form.refuse([Obstacle("contract-unknown", text, "contract")])
        else:
            with form.showing_refusals(), transaction():
                row = operations.record_unlawful_spending(
                    contract, **_typed(form, "cause", "from_on", "until_on", "ground", "found_by", "found_on"),
                    decision=form.decision.data or "", actor=current_actor(), now=clock.now(),
                )  # fmt: skip
                flash(f"{row.number} staat in het register.", "positive")
                return redirect(url_for("invoices.unlawful.show", number=row.number))
    return render_template("invoices/unlawful/record.html", form=form)


@pages.route("/<number>")
@allowed(MAY.UNLAWFUL_READ)
def show(number: str) -> ResponseReturnValue:
    """One row with its amount per year."""
    row = unlawful_or_404(number)
    return render_template(
        "invoices/unlawful/show.html",
        row=row,
        cause=CAUSES[row.cause],
        years=queries.years_of([row], today=clock.today())[row.id],
    )


@pages.route("/<number>/wijzigen", methods=["GET", "POST"])
@allowed(MAY.UNLAWFUL_RECORD)
def change(number: str) -> ResponseReturnValue:
    """Give it a last day, another ground, or the decision."""
    row = unlawful_or_404(number)
    form = ChangeUnlawfulForm(record=row, until_on=row.until_on, ground=row.ground, decision=row.decision)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            operations.change_unlawful_spending(
                row, until_on=form.until_on.data, ground=form.ground.data, decision=form.decision.data or "",
                actor=current_actor(), now=clock.now(),
            )  # fmt: skip
            flash("De wijziging is vastgelegd.", "positive")
            return redirect(url_for("invoices.unlawful.show", number=number))
    return render_template("invoices/unlawful/change.html", form=form, row=unlawful_or_404(number))


@pages.route("/<number>/bedrag/<int:year>", methods=["GET", "POST"])
@allowed(MAY.UNLAWFUL_RECORD)
def amount(number: str, year: int) -> ResponseReturnValue:
    """Say which part of a year is unlawful."""
    row = unlawful_or_404(number)
    years = queries.years_of([row], today=clock.today())[row.id]
    in_year = next((each for each in years if each.year == year), None) or abort(404)
    form = UnlawfulAmountForm(record=row, amount=in_year.set_to, why=in_year.why)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            operations.set_unlawful_amount(
                row, year, form.amount.data, why=form.why.data, actor=current_actor(), now=clock.now()
            )
            flash(f"Het bedrag van {year} is vastgelegd.", "positive")
            return redirect(url_for("invoices.unlawful.show", number=number))
    return render_template("invoices/unlawful/amount.html", form=form, row=unlawful_or_404(number), in_year=in_year)


@pages.route("/<number>/intrekken", methods=["GET", "POST"])
@allowed(MAY.UNLAWFUL_RECORD)
def withdraw(number: str) -> ResponseReturnValue:
    """Let a row no longer count."""
    row = unlawful_or_404(number)
    form = WithdrawUnlawfulForm(record=row)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            operations.withdraw_unlawful_spending(
                row, reason=form.reason.data, actor=current_actor(), now=clock.now()
            )
            flash(f"{number} telt niet meer mee.", "positive")
            return redirect(url_for("invoices.unlawful.show", number=number))
    return render_template("invoices/unlawful/withdraw.html", form=form, row=unlawful_or_404(number))


@pages.route("/grens/<int:year>", methods=["GET", "POST"])
@allowed(MAY.UNLAWFUL_RECORD)
def limit(year: int) -> ResponseReturnValue:
    """Enter the council's limit."""
    known = queries.limit_of(year)
    form = LawfulnessLimitForm(
        record=known or NOTHING_YET, year=year, percent=known.percent if known else None,
        expenses=known.expenses if known else None, decision_reference=known.decision_reference if known else "",
    )  # fmt: skip
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            operations.set_lawfulness_limit(
                form.year.data, **_typed(form, "percent", "expenses", "decision_reference"),
                actor=current_actor(), now=clock.now(),
            )  # fmt: skip
            flash(f"De grens voor {form.year.data} is vastgelegd.", "positive")
            return redirect(url_for("invoices.unlawful.index", jaar=form.year.data))
    return render_template("invoices/unlawful/limit.html", form=form, year=year)


def _typed(form: Any, *names: str) -> dict[str, Any]:
    return {name: form[name].data for name in names}
