"""The municipality itself, its departments and its partners."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.organisations import queries
from townhall.organisations.forms import BankAccountForm, NewOrganisationForm, OrganisationForm
from townhall.organisations.kinds import OrganisationKind
from townhall.organisations.models import Organisation
from townhall.organisations.operations.bank_accounts import propose_bank_account
from townhall.organisations.operations.organisations import add_organisation, change_organisation
from townhall.organisations.permissions import OrganisationsPermission

pages = Blueprint("organisations", __name__, url_prefix="/organisaties")


@pages.route("/")
@allowed(OrganisationsPermission.ORGANISATION_READ)
def index() -> ResponseReturnValue:
    """The municipality, its departments and partners."""
    return render_template(
        "organisations/organisations/index.html", organisations=queries.own_organisations()
    )


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(OrganisationsPermission.ORGANISATION_CHANGE)
def add() -> ResponseReturnValue:
    """Add a department or a partner."""
    form = NewOrganisationForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            organisation = add_organisation(
                form.kind.data, form.details(), actor=current_actor(), now=clock.now()
            )
            flash(f"{organisation.name} is toegevoegd.", "positive")
            return redirect(url_for("organisations.show", organisation_id=organisation.id))
    return render_template("organisations/organisations/add.html", form=form)


@pages.route("/<int:organisation_id>")
@allowed(OrganisationsPermission.ORGANISATION_READ)
def show(organisation_id: int) -> ResponseReturnValue:
    """One of the own organisations."""
    organisation = own_or_404(organisation_id)
    return render_template(
        "organisations/organisations/show.html",
        organisation=organisation,
        bank_accounts=queries.bank_accounts_of(organisation.id),
    )


@pages.route("/<int:organisation_id>/wijzigen", methods=["GET", "POST"])
@allowed(OrganisationsPermission.ORGANISATION_CHANGE)
def change(organisation_id: int) -> ResponseReturnValue:
    """Change the details of one of the own organisations."""
    organisation = own_or_404(organisation_id)
    form = OrganisationForm.about(organisation)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_organisation(
                organisation, form.details(organisation.country), actor=current_actor(), now=clock.now()
            )
            flash("De gegevens zijn opgeslagen.", "positive")
            return redirect(url_for("organisations.show", organisation_id=organisation_id))
    return render_template("organisations/organisations/change.html", form=form, organisation=organisation)


@pages.route("/<int:organisation_id>/bankrekening", methods=["GET", "POST"])
@allowed(OrganisationsPermission.BANK_ACCOUNT_CONFIRM)
def propose_account(organisation_id: int) -> ResponseReturnValue:
    """Propose the account the municipality itself pays from."""
    organisation = own_or_404(organisation_id)
    form = BankAccountForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            propose_bank_account(
                organisation,
                iban=form.iban.data,
                holder=form.holder.data,
                actor=current_actor(),
                now=clock.now(),
            )
            flash("Het rekeningnummer is voorgesteld. Twee collega's moeten het bevestigen.", "positive")
            return redirect(url_for("organisations.show", organisation_id=organisation_id))
    return render_template(
        "organisations/organisations/propose_account.html", form=form, organisation=organisation
    )


def own_or_404(organisation_id: int) -> Organisation:
    """The municipality, a department or a partner; suppliers have pages of their own."""
    found = queries.organisation_with_id(organisation_id)
    if found is None or found.kind is OrganisationKind.SUPPLIER:
        abort(404)
    return found
