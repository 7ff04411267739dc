"""The page on which one says when one is away."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from townhall import clock
from townhall.absences import queries
from townhall.absences.forms import AbsenceForm
from townhall.absences.operations import withdraw_absence, write_absence
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("absences", __name__, url_prefix="/afwezigheid")


@pages.route("/", methods=["GET", "POST"])
@allowed()
def index() -> ResponseReturnValue:
    """One's own absences, and a form to add one."""
    account = current_user.account
    colleagues = queries.possible_stand_ins(account)
    form = AbsenceForm()
    form.stand_in.offer([(str(each.id), each.name) for each in colleagues])
    if form.validate_on_submit():
        chosen = next((each for each in colleagues if str(each.id) == form.stand_in.data), None)
        with form.showing_refusals(), transaction():
            write_absence(
                account, form.first_day.data, form.last_day.data, stand_in=chosen, note=form.note.data or "",
                actor=current_actor(), now=clock.now(),
            )  # fmt: skip
            flash("Uw afwezigheid is vastgelegd.", "positive")
            return redirect(url_for("absences.index"))
    absences = queries.absences_of(account.id, clock.today())
    return render_template("absences/index.html", form=form, absences=absences, confirm=ConfirmForm())


@pages.route("/<int:absence_id>/intrekken", methods=["POST"])
@allowed()
def withdraw(absence_id: int) -> ResponseReturnValue:
    """Take an absence back."""
    absence = queries.absence_of(current_user.account.id, absence_id) or abort(404)
    if ConfirmForm().validate_on_submit():
        with transaction():
            withdraw_absence(absence, actor=current_actor(), now=clock.now())
        flash("De afwezigheid is ingetrokken.", "positive")
    return redirect(url_for("absences.index"))
