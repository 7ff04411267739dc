"""The account numbers that wait for two signatures."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.filters import day
from townhall.forms import ConfirmForm
from townhall.organisations import queries
from townhall.organisations.bank_signatures import COOLING_DAYS, obstacles_to_next_signature, obstacles_to_refusing
from townhall.organisations.forms import CallBackForm, ReasonForm
from townhall.organisations.models import BankAccount
from townhall.organisations.operations.bank_accounts import (
    call_back,
    confirm_bank_account,
    facts_of,
    refuse_bank_account,
)
from townhall.organisations.permissions import OrganisationsPermission
from townhall.paging import page_of

pages = Blueprint("bank_accounts", __name__, url_prefix="/bankrekeningen")


@pages.route("/")
@allowed(OrganisationsPermission.BANK_ACCOUNT_READ)
def index() -> ResponseReturnValue:
    """What waits for a decision."""
    return render_template("organisations/bank_accounts/index.html", page=page_of(queries.open_proposals()))


@pages.route("/<int:bank_account_id>")
@allowed(OrganisationsPermission.BANK_ACCOUNT_READ)
def show(bank_account_id: int) -> ResponseReturnValue:
    """One account number: where it stands, and what this person can do about it."""
    account = bank_account_or_404(bank_account_id)
    facts = facts_of(account)
    return render_template(
        "organisations/bank_accounts/show.html",
        account=account,
        current=queries.active_bank_account(account.organisation_id, on=clock.today()),
        can_refuse=not obstacles_to_refusing(facts, today=clock.today()),
        signing_obstacles=obstacles_to_next_signature(facts, by=current_actor().account_id),
        may_sign=[
            person.name
            for person in queries.persons_who_confirm()
            if not obstacles_to_next_signature(facts, by=person.id)
        ],
    )


@pages.route("/<int:bank_account_id>/terugbellen", methods=["GET", "POST"], endpoint="call_back")
@allowed(OrganisationsPermission.BANK_ACCOUNT_CONFIRM)
def write_call_back(bank_account_id: int) -> ResponseReturnValue:
    """The first signature, with the note of the call."""
    account = bank_account_or_404(bank_account_id)
    form = CallBackForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            call_back(account, note=form.note.data, actor=current_actor(), now=clock.now())
            flash("Uw verslag is opgeslagen. Nu moet een andere collega bevestigen.", "positive")
            return redirect(url_for("bank_accounts.show", bank_account_id=bank_account_id))
    return render_template("organisations/bank_accounts/call_back.html", form=form, account=account)


@pages.route("/<int:bank_account_id>/bevestigen", methods=["GET", "POST"])
@allowed(OrganisationsPermission.BANK_ACCOUNT_CONFIRM)
def confirm(bank_account_id: int) -> ResponseReturnValue:
    """The second signature."""
    account = bank_account_or_404(bank_account_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            confirm_bank_account(account, actor=current_actor(), now=clock.now())
            text = f"Het rekeningnummer is bevestigd. De gemeente betaalt erop vanaf {day(account.pays_from)}."
            flash(text, "positive")
            return redirect(url_for("bank_accounts.show", bank_account_id=bank_account_id))
    return render_template(
        "organisations/bank_accounts/confirm.html", form=form, account=account, cooling_days=COOLING_DAYS
    )


@pages.route("/<int:bank_account_id>/afwijzen", methods=["GET", "POST"])
@allowed(OrganisationsPermission.BANK_ACCOUNT_CONFIRM)
def refuse(bank_account_id: int) -> ResponseReturnValue:
    """Do not pay on this account."""
    account = bank_account_or_404(bank_account_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            refuse_bank_account(account, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash("Het rekeningnummer is afgewezen.", "positive")
            return redirect(url_for("bank_accounts.show", bank_account_id=bank_account_id))
    return render_template("organisations/bank_accounts/refuse.html", form=form, account=account)


def bank_account_or_404(bank_account_id: int) -> BankAccount:
    """The bank account, for staff who may see them all."""
    return queries.bank_account_with_id(bank_account_id) or abort(404)
