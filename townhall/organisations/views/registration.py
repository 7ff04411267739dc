"""The public pages on which a supplier comes in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from townhall import clock
from townhall.accounts.administration.models import LinkPurpose
from townhall.accounts.administration.queries import live_link
from townhall.accounts.gate import public
from townhall.database import transaction
from townhall.organisations import queries
from townhall.organisations.forms import ColleagueForm, ConfirmRegistrationForm, RegistrationForm
from townhall.organisations.operations.registrations import (
    confirm_registration,
    obstacles_to_registering,
    request_access,
    request_registration,
)

pages = Blueprint("registration", __name__, url_prefix="/aanmelden")


@pages.route("/", methods=["GET", "POST"], strict_slashes=False)
@public
def register() -> ResponseReturnValue:
    """Ask to come in with a new firm."""
    form = RegistrationForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            request_registration(
                form.details(),
                person_name=form.person_name.data,
                person_function=form.person_function.data or "",
                now=clock.now(),
            )
            return redirect(url_for("registration.sent"))
    elif form.is_submitted():
        form.refuse_also(obstacles_to_registering(form.details().tidied(), clock.now()))
    is_known = any(obstacle.code == "kvk-known" for obstacle in form.obstacles)
    return render_template("organisations/registration/register.html", form=form, is_known=is_known)


@pages.route("/collega", methods=["GET", "POST"])
@public
def colleague() -> ResponseReturnValue:
    """Ask to come in at a firm that is already known."""
    form = ColleagueForm(kvk_number=request.args.get("kvk", ""))
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            request_access(
                form.kvk_number.data,
                person_name=form.person_name.data,
                person_function=form.person_function.data or "",
                email=form.email.data,
                now=clock.now(),
            )
            return redirect(url_for("registration.sent"))
    return render_template("organisations/registration/colleague.html", form=form)


@pages.route("/verstuurd")
@public
def sent() -> ResponseReturnValue:
    """Look in your mail."""
    return render_template("organisations/registration/sent.html")


@pages.route("/bevestigen/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    """Confirm the e-mail address and choose a password."""
    now = clock.now()
    link = live_link(token, LinkPurpose.CONFIRM_REGISTRATION, now)
    registration = (
        queries.registration_with_id(link.registration_id) if link and link.registration_id else None
    )
    if link is None or registration is None:
        return render_template("organisations/registration/expired.html"), 404
    form = ConfirmRegistrationForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            account = confirm_registration(registration, link, password=form.password.data, now=now)
            if account.is_usable:
                flash("Uw aanmelding is bevestigd. U kunt nu inloggen.", "positive")
                return redirect(url_for("accounts.log_in"))
            return redirect(url_for("registration.waiting"))
    return render_template("organisations/registration/confirm.html", form=form, registration=registration)


@pages.route("/wachten")
@public
def waiting() -> ResponseReturnValue:
    """The address is confirmed; the first person of the firm has to admit."""
    return render_template("organisations/registration/waiting.html")
