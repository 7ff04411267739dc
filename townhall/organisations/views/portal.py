"""The supplier's own pages: the firm, its people, its bank account."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm
from townhall.organisations import queries
from townhall.organisations.forms import BankAccountForm, ReasonForm
from townhall.organisations.models import Organisation, SupplierRegistration
from townhall.organisations.operations.bank_accounts import propose_bank_account
from townhall.organisations.operations.registrations import admit_colleague, refuse_colleague
from townhall.organisations.permissions import OrganisationsPermission

pages = Blueprint("own_firm", __name__, url_prefix="/portaal")


@pages.route("/organisatie")
@allowed(OrganisationsPermission.OWN_FIRM)
def show() -> ResponseReturnValue:
    """The details of the own firm."""
    return render_template("organisations/own_firm/show.html", firm=own_firm())


@pages.route("/bankrekening", methods=["GET", "POST"])
@allowed(OrganisationsPermission.OWN_FIRM)
def bank_account() -> ResponseReturnValue:
    """The account one is paid on, and proposing another."""
    firm, form = own_firm(), BankAccountForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            propose_bank_account(
                firm, iban=form.iban.data, holder=form.holder.data, actor=current_actor(), now=clock.now()
            )
            flash(
                "Uw rekeningnummer is voorgesteld. De gemeente belt u terug om het te controleren.",
                "positive",
            )
            return redirect(url_for("own_firm.bank_account"))
    return render_template(
        "organisations/own_firm/bank_account.html",
        form=form,
        current=queries.active_bank_account(firm.id, on=clock.today()),
        proposal=queries.open_proposal_of(firm.id),
        bank_accounts=queries.bank_accounts_of(firm.id),
    )


@pages.route("/medewerkers")
@allowed(OrganisationsPermission.OWN_FIRM)
def people() -> ResponseReturnValue:
    """Who can log in for the firm, and who asks to."""
    firm = own_firm()
    first = queries.first_person_of(firm.id)
    return render_template(
        "organisations/own_firm/people.html",
        firm=firm,
        people=queries.people_of(firm.id),
        waiting=queries.waiting_colleagues(firm.id),
        first=first,
        decides=first is not None and first.id == current_actor().account_id,
    )


@pages.route("/medewerkers/<int:registration_id>/toelaten", methods=["GET", "POST"])
@allowed(OrganisationsPermission.OWN_FIRM)
def admit(registration_id: int) -> ResponseReturnValue:
    """Let a colleague in."""
    colleague = colleague_or_404(registration_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            admit_colleague(colleague, actor=current_actor(), now=clock.now())
            flash(f"{colleague.person_name} kan nu inloggen.", "positive")
            return redirect(url_for("own_firm.people"))
    return render_template("organisations/own_firm/admit.html", form=form, colleague=colleague)


@pages.route("/medewerkers/<int:registration_id>/weigeren", methods=["GET", "POST"])
@allowed(OrganisationsPermission.OWN_FIRM)
def refuse(registration_id: int) -> ResponseReturnValue:
    """Do not let somebody in."""
    colleague = colleague_or_404(registration_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            refuse_colleague(colleague, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash("Het verzoek is afgewezen.", "positive")
            return redirect(url_for("own_firm.people"))
    return render_template("organisations/own_firm/refuse.html", form=form, colleague=colleague)


def own_firm() -> Organisation:
    """The firm of who asks."""
    return queries.supplier_of(current_actor()) or abort(404)


def colleague_or_404(registration_id: int) -> SupplierRegistration:
    """A confirmed request at the own firm; that of another firm does not exist."""
    found = queries.registration_with_id(registration_id)
    if found is None or found.organisation_id != own_firm().id or found.confirmed_at is None:
        abort(404)
    return found
