"""How somebody gets his mail, and the calendars he subscribes to."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from alerts import queries
from alerts.feed import events_for
from alerts.forms import FeedForm, PreferenceForm
from alerts.operations.settings import make_feed, prefer, revoke_feed
from alerts.permissions import AlertsPermission
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, public
from townhall.accounts.roles import ROLE_LABELS, Role
from townhall.database import transaction
from townhall.forms import ConfirmForm
from townhall.ical import as_calendar, calendar_file

pages = Blueprint("preferences", __name__)


@pages.route("/werkvoorraad/voorkeuren", methods=["GET", "POST"])
@allowed(AlertsPermission.ALERTS_READ)
def index() -> ResponseReturnValue:
    """How one gets mail about alerts, and one's calendars."""
    account = current_user.account
    known = queries.preferences_of([account.id]).get(account.id)
    form = PreferenceForm()
    if form.validate_on_submit():
        with transaction():
            prefer(
                account, wants_digest=form.wants_digest.data, wants_html=form.wants_html.data,
                actor=current_actor(), now=clock.now(),
            )  # fmt: skip
        flash("Uw voorkeuren zijn opgeslagen.", "positive")
        return redirect(url_for("alerts.preferences.index"))
    if request.method == "GET":
        form.wants_digest.data = known is None or known.wants_digest
        form.wants_html.data = known is not None and known.wants_html
    return _page(form, _feed_form())


@pages.route("/werkvoorraad/agenda", methods=["POST"])
@allowed(AlertsPermission.ALERTS_READ)
def make() -> ResponseReturnValue:
    """Make a calendar to subscribe to; its address is shown this once."""
    form = _feed_form()
    if form.validate_on_submit():
        role = Role(form.role.data) if form.role.data else None
        with form.showing_refusals(), transaction():
            token = make_feed(current_user.account, role, actor=current_actor(), now=clock.now())
            address = url_for("alerts.preferences.feed", token=token, _external=True)
            return render_template("alerts/preferences/made.html", address=address)
    return _page(PreferenceForm(formdata=None), form)


@pages.route("/werkvoorraad/agenda/<int:feed_id>/intrekken", methods=["POST"])
@allowed(AlertsPermission.ALERTS_READ)
def revoke(feed_id: int) -> ResponseReturnValue:
    """Let an address answer no more."""
    mine = {feed.id: feed for feed in queries.feeds_of(current_user.account.id)}
    feed = mine.get(feed_id) or abort(404)
    if ConfirmForm().validate_on_submit():
        with transaction():
            revoke_feed(feed, actor=current_actor(), now=clock.now())
        flash("De agenda is ingetrokken. Het adres werkt niet meer.", "positive")
    return redirect(url_for("alerts.preferences.index"))


@pages.route("/agenda/<token>.ics")
@public
def feed(token: str) -> Response:
    """The days that matter to this person, for his own calendar program."""
    found = queries.feed_with(token) or abort(404)
    settings = current_app.extensions["settings"]
    roles = frozenset({found.role}) & found.account.roles if found.role else found.account.roles
    name = f"Raamwerk – {ROLE_LABELS[found.role]}" if found.role else "Raamwerk"
    events = events_for(found.account.actor(), roles, clock.today(), settings.base_url)
    host = settings.base_url.partition("//")[2].partition("/")[0].partition(":")[0]
    return as_calendar(calendar_file(name, events, host=host, stamped_at=clock.now()), filename="raamwerk.ics")


def _feed_form() -> FeedForm:
    form = FeedForm()
    form.role.offer([(role.value, ROLE_LABELS[role]) for role in sorted(current_user.account.roles)])
    return form


def _page(form: PreferenceForm, feed_form: FeedForm) -> ResponseReturnValue:
    return render_template(
        "alerts/preferences/index.html", form=form, feed_form=feed_form,
        feeds=queries.feeds_of(current_user.account.id), roles=ROLE_LABELS,
    )  # fmt: skip
