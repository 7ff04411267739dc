"""Logging in, out, and one's own account."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from townhall import clock
from townhall.accounts.forms import LogInForm, PasswordForm
from townhall.accounts.gate import allowed, current_actor, public
from townhall.accounts.kept_input import RESTORED, KeptInput, is_inside, read_kept
from townhall.accounts.operations import UNKNOWN, choose_password, extend_session, log_in, log_out
from townhall.accounts.queries import live_session
from townhall.accounts.sessions import LoggedIn
from townhall.database import transaction
from townhall.demo_people import demo_logins
from townhall.forms import ConfirmForm

pages = Blueprint("accounts", __name__)


@pages.route("/inloggen", methods=["GET", "POST"], endpoint="log_in")
@public
def log_in_page() -> ResponseReturnValue:
    """Ask for e-mail and password; go on where the visitor wanted to be, or with what he typed."""
    form = LogInForm()
    kept, wanted = read_kept(request.form.get("kept", "")), request.args.get("verder")
    if form.validate_on_submit():
        with form.showing_refusals():
            with transaction():
                entered = log_in(
                    form.email.data, form.password.data, now=clock.now(), machine_time=clock.machine_time()
                )
            if entered is not None:
                _remember(entered[1])
                return _go_on(kept, wanted)
            form.refuse([UNKNOWN])
    return render_template("accounts/login.html", form=form, kept=kept, wanted=wanted, demo_logins=demo_logins())


@pages.route("/ingelogd-blijven", methods=["GET", "POST"])
@allowed()
def stay() -> ResponseReturnValue:
    """Until when one is logged in, and a button to make it longer. Opening the page alone counts as being at work."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            extend_session(
                current_user.session, actor=current_actor(), now=clock.now(), machine_time=clock.machine_time()
            )
        flash("U blijft langer ingelogd.", "positive")
        return redirect(url_for("accounts.stay"))
    return render_template("accounts/stay.html", form=form)


@pages.route("/uitloggen", methods=["POST"], endpoint="log_out")
@allowed()
def log_out_now() -> ResponseReturnValue:
    """End this log-in."""
    with transaction():
        log_out(current_user.session, actor=current_actor(), now=clock.now(), machine_time=clock.machine_time())
    logout_user()
    cookie.clear()
    flash("U bent uitgelogd.", "positive")
    return redirect(url_for("accounts.log_in"))


@pages.route("/mijn-account", methods=["GET", "POST"], endpoint="mine")
@allowed()
def my_account() -> ResponseReturnValue:
    """One's own name, roles and password."""
    form = PasswordForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with transaction():
                choose_password(
                    current_user.account, form.current.data, form.password.data,
                    actor=current_actor(), now=clock.now(),
                )  # fmt: skip
            flash("Uw wachtwoord is gewijzigd.", "positive")
            return redirect(url_for("accounts.mine"))
    return render_template(
        "accounts/mine.html", form=form, account=current_user.account, log_out_form=ConfirmForm()
    )


def _remember(token: str) -> None:
    session = live_session(token, clock.machine_time())
    assert session is not None, "begun just now"
    cookie.clear()  # a fresh cookie at every log-in, so that an old one cannot be fixed on somebody
    g.pop("csrf_token", None)  # Flask-WTF would go on with the token of the old cookie
    login_user(LoggedIn(session, token))
    cookie.permanent = True


def _go_on(kept: KeptInput | None, wanted: str | None) -> ResponseReturnValue:
    # Not a redirect: what was typed travels in the page, see kept_input.
    if kept is not None:
        return render_template("accounts/go_on.html", kept=kept, restored=RESTORED)
    return redirect(wanted if wanted is not None and is_inside(wanted) else url_for("pages.start"))
