"""The pages of decreed days: those known, adding one, withdrawing one."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.decrees import queries
from townhall.decrees.forms import AddDayForm, WithdrawDayForm
from townhall.decrees.models import AddedDecreedDay
from townhall.decrees.operations import add_decreed_day, withdraw_decreed_day
from townhall.decrees.permissions import DecreesPermission
from townhall.working_days import DECREES, gap_in_decrees

#: How far plannings look ahead: the page says of which of these years no decree is known.
YEARS_AHEAD = 5

pages = Blueprint("decrees", __name__, url_prefix="/beheer/vrije-dagen")


@pages.route("/")
@allowed(DecreesPermission.DAY_READ)
def index() -> ResponseReturnValue:
    """Every day equated with a holiday, with its decree and source."""
    known = sorted(DECREES, key=lambda row: row.day, reverse=True)
    today = clock.today()
    ahead = [today + timedelta(days=365 * years) for years in range(YEARS_AHEAD + 1)]
    return render_template(
        "decrees/index.html",
        known=known,
        added=queries.added_days(),
        today=today,
        gap=gap_in_decrees(ahead, queries.equated_days()),
    )


@pages.route("/toevoegen", methods=["GET", "POST"])
@allowed(DecreesPermission.DAY_ADD)
def add() -> ResponseReturnValue:
    """Add a day of a new decree."""
    form = AddDayForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            add_decreed_day(
                form.day.data, name=form.name.data, source=form.source.data, actor=current_actor(), now=clock.now()
            )
            flash("De dag is toegevoegd. Termijnen die u vanaf nu berekent, houden er rekening mee.", "positive")
            return redirect(url_for("decrees.index"))
    return render_template("decrees/add.html", form=form)


@pages.route("/<int:day_id>/intrekken", methods=["GET", "POST"])
@allowed(DecreesPermission.DAY_ADD)
def withdraw(day_id: int) -> ResponseReturnValue:
    """Withdraw a day that was added by mistake."""
    added = added_day_or_404(day_id)
    form = WithdrawDayForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            withdraw_decreed_day(added, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash("De dag is ingetrokken.", "positive")
            return redirect(url_for("decrees.index"))
    return render_template("decrees/withdraw.html", form=form, added=added)


def added_day_or_404(day_id: int) -> AddedDecreedDay:
    """The added day, for who administers them."""
    return queries.added_day_with_id(day_id) or abort(404)
