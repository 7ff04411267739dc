"""The statutory interest for commercial transactions: what is known, typing in a half-year, and the second person."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from invoices.forms.late_charges import RecordRateForm, RejectRateForm
from invoices.models import StatutoryRate
from invoices.operations.statutory_rates import confirm_rate, record_rate, reject_rate
from invoices.payment_terms import half_year_of
from invoices.permissions import InvoicesPermission
from invoices.queries.statutory_rates import interest_rates, rate_with_id, rates_in
from invoices.statutory_rates import RateStatus, half_years_to_record, obstacles_to_confirming
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("statutory_rates", __name__, url_prefix="/betalingen/handelsrente")

MAY = InvoicesPermission


def rate_or_404(rate_id: int) -> StatutoryRate:
    """A rate that was typed in."""
    return rate_with_id(rate_id) or abort(404)


def half_year_in_words(starts_on: date) -> str:
    """``tweede halfjaar 2026``."""
    return f"{'eerste' if starts_on.month == 1 else 'tweede'} halfjaar {starts_on.year}"


@pages.route("/")
@allowed(MAY.PAYMENT_READ)
def index() -> ResponseReturnValue:
    """Every rate with its source and whether it was checked, and what waits for a second person."""
    known, running = interest_rates(), half_year_of(clock.today())[0]
    return render_template(
        "invoices/statutory_rates/index.html",
        known=known[::-1],
        waiting=rates_in(RateStatus.PROPOSED),
        checked={each.starts_on: each for each in rates_in(RateStatus.CONFIRMED)},
        missing=running if running not in {each.starts_on for each in known} else None,
        in_words=half_year_in_words,
    )


@pages.route("/invullen", methods=["GET", "POST"])
@allowed(MAY.RATE_RECORD)
def record() -> ResponseReturnValue:
    """Type in the rate of a half-year."""
    form = RecordRateForm()
    waiting = {each.starts_on for each in rates_in(RateStatus.PROPOSED)}
    offered = [each for each in half_years_to_record(interest_rates(), today=clock.today()) if each not in waiting]
    form.starts_on.offer([(each.isoformat(), half_year_in_words(each).capitalize()) for each in offered])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            starts_on = date.fromisoformat(form.starts_on.data)
            record_rate(starts_on, form.percent.data, source=form.source.data, actor=current_actor(), now=clock.now())
            flash("Het tarief is ingevuld. Het telt zodra een collega het heeft nagekeken.", "positive")
            return redirect(url_for("invoices.statutory_rates.index"))
    return render_template("invoices/statutory_rates/record.html", form=form)


@pages.route("/<int:rate_id>/nakijken", methods=["GET", "POST"])
@allowed(MAY.RATE_CONFIRM)
def confirm(rate_id: int) -> ResponseReturnValue:
    """Let it count, as second person."""
    rate, form, actor = rate_or_404(rate_id), ConfirmForm(), current_actor()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            confirm_rate(rate, actor=actor, now=clock.now())
            flash("Het tarief telt mee vanaf nu.", "positive")
            return redirect(url_for("invoices.statutory_rates.index"))
        rate = rate_or_404(rate_id)
    elif not form.is_submitted():
        form.refuse(obstacles_to_confirming(rate.status, recorded_by=rate.recorded_by_id, by=actor.account_id))
    return _decide_page(rate, form)


@pages.route("/<int:rate_id>/afwijzen", methods=["GET", "POST"])
@allowed(MAY.RATE_CONFIRM)
def reject(rate_id: int) -> ResponseReturnValue:
    """Turn it down, with what is wrong."""
    rate = rate_or_404(rate_id)
    form = RejectRateForm(record=rate)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            reject_rate(rate, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash("Het tarief is afgewezen en telt niet mee.", "positive")
            return redirect(url_for("invoices.statutory_rates.index"))
        rate = rate_or_404(rate_id)
    return _decide_page(rate, form)


def _decide_page(rate: StatutoryRate, form: ConfirmForm | RejectRateForm) -> str:
    known = next((each for each in interest_rates() if each.starts_on == rate.starts_on), None)
    return render_template(
        "invoices/statutory_rates/decide.html",
        rate=rate,
        form=form,
        known=known,
        half_year=half_year_in_words(rate.starts_on),
    )
