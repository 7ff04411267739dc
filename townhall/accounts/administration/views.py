"""The administrator's pages: accounts, roles and rights; and the page behind a mailed link."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from townhall import clock
from townhall.accounts import gate
from townhall.accounts.administration import queries
from townhall.accounts.administration.forgotten import ask_new_password
from townhall.accounts.administration.forms import ChoosePasswordForm, ForgottenForm, InviteForm, ReasonForm, RolesForm
from townhall.accounts.administration.operations import (
    choose_first_password,
    deactivate_account,
    invite_account,
    reactivate_account,
    send_password_link,
    set_roles,
)
from townhall.accounts.administration.rights import rights_table
from townhall.accounts.gate import allowed, current_actor, public
from townhall.accounts.models import Account
from townhall.accounts.permissions import AccountsPermission
from townhall.accounts.roles import ROLE_LABELS, Role
from townhall.database import transaction
from townhall.organisations.queries import own_organisations
from townhall.paging import page_of

pages = Blueprint("account_administration", __name__)
rights_pages = Blueprint("rights", __name__)


@pages.route("/beheer/accounts")
@allowed(AccountsPermission.ACCOUNT_ADMINISTER)
def index() -> ResponseReturnValue:
    """Everybody who has an account."""
    text, role = request.args.get("zoek", "").strip(), _role_asked()
    page = page_of(queries.accounts(text=text, role=role))
    return render_template(
        "accounts/administration/index.html", page=page, text=text, role=role, role_labels=ROLE_LABELS
    )


@pages.route("/beheer/accounts/uitnodigen", methods=["GET", "POST"])
@allowed(AccountsPermission.ACCOUNT_ADMINISTER)
def invite() -> ResponseReturnValue:
    """Let a member of staff in."""
    form = InviteForm()
    form.organisation.offer((row.id, row.name) for row in own_organisations())
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            account = invite_account(
                email=form.email.data,
                name=form.name.data,
                function=form.function.data or "",
                roles=_roles_of(form.roles.data),
                organisation_id=int(form.organisation.data),
                actor=current_actor(),
                now=clock.now(),
            )
            flash(f"{account.name} krijgt een mail met een link om een wachtwoord te kiezen.", "positive")
            return redirect(url_for("account_administration.show", account_id=account.id))
    return render_template("accounts/administration/invite.html", form=form)


@pages.route("/beheer/accounts/<int:account_id>")
@allowed(AccountsPermission.ACCOUNT_ADMINISTER)
def show(account_id: int) -> ResponseReturnValue:
    """One account, its roles and what can be done with it."""
    account = account_or_404(account_id)
    return render_template("accounts/administration/show.html", account=account)


@pages.route("/beheer/accounts/<int:account_id>/rollen", methods=["GET", "POST"])
@allowed(AccountsPermission.ACCOUNT_ADMINISTER)
def roles(account_id: int) -> ResponseReturnValue:
    """Give an account other roles."""
    account = account_or_404(account_id)
    form = RolesForm(data={"roles": [role.value for role in account.roles]})
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            set_roles(account, _roles_of(form.roles.data), actor=current_actor(), now=clock.now())
            flash("De rollen zijn opgeslagen.", "positive")
            return redirect(url_for("account_administration.show", account_id=account_id))
    return render_template("accounts/administration/roles.html", form=form, account=account)


@pages.route("/beheer/accounts/<int:account_id>/uitschakelen", methods=["GET", "POST"])
@allowed(AccountsPermission.ACCOUNT_ADMINISTER)
def deactivate(account_id: int) -> ResponseReturnValue:
    """Switch an account off."""
    account = account_or_404(account_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            deactivate_account(
                account,
                reason=form.reason.data,
                actor=current_actor(),
                now=clock.now(),
                machine_time=clock.machine_time(),
            )
            flash(f"Het account van {account.name} is uitgeschakeld.", "positive")
            return redirect(url_for("account_administration.show", account_id=account_id))
    return render_template("accounts/administration/deactivate.html", form=form, account=account)


@pages.route("/beheer/accounts/<int:account_id>/inschakelen", methods=["GET", "POST"])
@allowed(AccountsPermission.ACCOUNT_ADMINISTER)
def reactivate(account_id: int) -> ResponseReturnValue:
    """Switch an account on again."""
    account = account_or_404(account_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            reactivate_account(account, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash(f"Het account van {account.name} is weer ingeschakeld.", "positive")
            return redirect(url_for("account_administration.show", account_id=account_id))
    return render_template("accounts/administration/reactivate.html", form=form, account=account)


@pages.route("/beheer/accounts/<int:account_id>/nieuwe-link", methods=["POST"])
@allowed(AccountsPermission.ACCOUNT_ADMINISTER)
def new_link(account_id: int) -> ResponseReturnValue:
    """Mail a new link to choose a password."""
    account = account_or_404(account_id)
    with transaction():
        send_password_link(account, actor=current_actor(), now=clock.now())
    flash(f"{account.name} krijgt een mail met een nieuwe link.", "positive")
    return redirect(url_for("account_administration.show", account_id=account_id))


@rights_pages.route("/beheer/rechten", endpoint="index")
@allowed(AccountsPermission.RIGHTS_READ)
def rights() -> ResponseReturnValue:
    """Which role may do what, as one table; or what one role may do."""
    role = _role_asked()
    return render_template(
        "accounts/administration/rights.html",
        groups=rights_table(gate.granted(), gate.permission_words(), role=role),
        role=role,
        role_labels=ROLE_LABELS,
    )


@pages.route("/wachtwoord-vergeten", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """Ask for a link to choose a new password; the answer is the same for every address."""
    form = ForgottenForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            ask_new_password(form.email.data, now=clock.now(), machine_time=clock.machine_time())
            flash(
                "Is dit e-mailadres bij ons bekend? Dan krijgt u binnen enkele minuten een mail met een link. "
                "Kijk ook bij ongewenste mail.",
                "positive",
            )
            return redirect(url_for("accounts.log_in"))
    return render_template("accounts/administration/forgotten.html", form=form)


@pages.route("/wachtwoord-kiezen/<token>", methods=["GET", "POST"])
@public
def choose_password(token: str) -> ResponseReturnValue:
    """Choose a first password, through the mailed link."""
    now = clock.now()
    link = queries.live_password_link(token, now)
    account = queries.account_with_id(link.account_id) if link and link.account_id else None
    if link is None or account is None:
        return render_template("accounts/administration/link_expired.html"), 404
    form = ChoosePasswordForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            choose_first_password(
                account, link, password=form.password.data, now=now, machine_time=clock.machine_time()
            )
            flash("Uw wachtwoord is gekozen. U kunt nu inloggen.", "positive")
            return redirect(url_for("accounts.log_in"))
    return render_template("accounts/administration/choose_password.html", form=form, account=account)


def account_or_404(account_id: int) -> Account:
    """The account, for whom administers accounts."""
    return queries.account_with_id(account_id) or abort(404)


def _roles_of(values: list[str] | None) -> set[Role]:
    return {Role(value) for value in values or ()}


def _role_asked() -> Role | None:
    wanted = request.args.get("rol", "")
    return Role(wanted) if wanted in {role.value for role in Role} else None
