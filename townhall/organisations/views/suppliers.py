"""Suppliers, as staff see them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.organisations import queries
from townhall.organisations.certificate_queries import certificates_of
from townhall.organisations.certificates import state_of
from townhall.organisations.forms import OrganisationForm, ReasonForm, ShortcomingForm
from townhall.organisations.kinds import OrganisationStatus
from townhall.organisations.models import Organisation
from townhall.organisations.operations.organisations import (
    change_organisation,
    end_organisation,
    establish_shortcoming,
    reopen_organisation,
    withdraw_shortcoming,
)
from townhall.organisations.permissions import OrganisationsPermission
from townhall.paging import page_of

pages = Blueprint("suppliers", __name__, url_prefix="/aanbieders")


@pages.route("/")
@allowed(OrganisationsPermission.SUPPLIER_READ)
def index() -> ResponseReturnValue:
    """All suppliers, to search and to page through."""
    text, status = request.args.get("zoek", "").strip(), _status_asked()
    page = page_of(queries.suppliers(text=text, status=status))
    return render_template(
        "organisations/suppliers/index.html",
        page=page,
        text=text,
        status=status,
        statuses=list(OrganisationStatus),
    )


@pages.route("/<kvk_number>")
@allowed(OrganisationsPermission.SUPPLIER_READ)
def show(kvk_number: str) -> ResponseReturnValue:
    """One supplier: details, people, shortcomings, and its bank accounts for who may see those."""
    supplier = supplier_or_404(kvk_number)
    sees_bank = may(OrganisationsPermission.BANK_ACCOUNT_READ)
    return render_template(
        "organisations/suppliers/show.html",
        supplier=supplier,
        people=queries.people_of(supplier.id),
        shortcomings=queries.all_shortcomings_of(supplier.id),
        certificates=certificates_of(supplier.id),
        state_of=state_of,
        today=clock.today(),
        sees_bank=sees_bank,
        bank_accounts=queries.bank_accounts_of(supplier.id) if sees_bank else [],
    )


@pages.route("/<kvk_number>/wijzigen", methods=["GET", "POST"])
@allowed(OrganisationsPermission.SUPPLIER_CHANGE)
def change(kvk_number: str) -> ResponseReturnValue:
    """Change the details of a supplier."""
    supplier = supplier_or_404(kvk_number)
    form = OrganisationForm.about(supplier)
    del form.oin
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_organisation(
                supplier, form.details(supplier.country), actor=current_actor(), now=clock.now()
            )
            flash("De gegevens zijn opgeslagen.", "positive")
            return redirect(url_for("suppliers.show", kvk_number=supplier.kvk_number))
    return render_template("organisations/suppliers/change.html", form=form, kvk_number=kvk_number)


@pages.route("/<kvk_number>/beeindigen", methods=["GET", "POST"])
@allowed(OrganisationsPermission.SUPPLIER_CHANGE)
def end(kvk_number: str) -> ResponseReturnValue:
    """Let a supplier take no part in anything new."""
    supplier = supplier_or_404(kvk_number)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            end_organisation(supplier, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash(f"{supplier.name} is beëindigd.", "positive")
            return redirect(url_for("suppliers.show", kvk_number=kvk_number))
    return render_template("organisations/suppliers/end.html", form=form, supplier=supplier)


@pages.route("/<kvk_number>/heropenen", methods=["GET", "POST"])
@allowed(OrganisationsPermission.SUPPLIER_CHANGE)
def reopen(kvk_number: str) -> ResponseReturnValue:
    """Let a supplier take part again."""
    supplier = supplier_or_404(kvk_number)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            reopen_organisation(supplier, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash(f"{supplier.name} doet weer mee.", "positive")
            return redirect(url_for("suppliers.show", kvk_number=kvk_number))
    return render_template("organisations/suppliers/reopen.html", form=form, supplier=supplier)


@pages.route("/<kvk_number>/tekortkomingen/nieuw", methods=["GET", "POST"])
@allowed(OrganisationsPermission.SHORTCOMING_ESTABLISH)
def add_shortcoming(kvk_number: str) -> ResponseReturnValue:
    """Record a shortcoming that a decision established."""
    supplier = supplier_or_404(kvk_number)
    form = ShortcomingForm(data={"contract_reference": request.args.get("overeenkomst", "")[:60]})
    if form.validate_on_submit():
        assert form.established_on.data is not None, "the field is required"
        with form.showing_refusals(), transaction():
            establish_shortcoming(
                supplier,
                established_on=form.established_on.data,
                contract_reference=form.contract_reference.data,
                description=form.description.data,
                consequence=form.consequence.data,
                decision_reference=form.decision_reference.data,
                actor=current_actor(),
                now=clock.now(),
            )
            flash("De tekortkoming is vastgelegd.", "positive")
            return redirect(url_for("suppliers.show", kvk_number=kvk_number))
    return render_template("organisations/suppliers/add_shortcoming.html", form=form, supplier=supplier)


@pages.route("/<kvk_number>/tekortkomingen/<int:shortcoming_id>/intrekken", methods=["GET", "POST"])
@allowed(OrganisationsPermission.SHORTCOMING_ESTABLISH)
def withdraw(kvk_number: str, shortcoming_id: int) -> ResponseReturnValue:
    """Take a shortcoming back."""
    supplier = supplier_or_404(kvk_number)
    shortcoming = queries.shortcoming_with_id(shortcoming_id)
    if shortcoming is None or shortcoming.organisation_id != supplier.id:
        abort(404)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            withdraw_shortcoming(shortcoming, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash("De tekortkoming is ingetrokken.", "positive")
            return redirect(url_for("suppliers.show", kvk_number=kvk_number))
    return render_template(
        "organisations/suppliers/withdraw.html", form=form, supplier=supplier, shortcoming=shortcoming
    )


def supplier_or_404(kvk_number: str) -> Organisation:
    """The supplier with this KvK number, for staff."""
    return queries.supplier_with_kvk(kvk_number) or abort(404)


def _status_asked() -> OrganisationStatus | None:
    wanted = request.args.get("stand", "")
    return OrganisationStatus(wanted) if wanted in {status.value for status in OrganisationStatus} else None
