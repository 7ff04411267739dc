"""The work list: what waits for this person, and the alerts of his roles."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from alerts import queries
from alerts.occasions import OCCASIONS
from alerts.operations import take_up
from alerts.permissions import AlertsPermission
from alerts.tasks import tasks_of
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.forms import ConfirmForm
from townhall.paging import page_of

pages = Blueprint("worklist", __name__, url_prefix="/werkvoorraad")


@pages.route("/")
@allowed(AlertsPermission.WORKLIST_READ)
def index() -> ResponseReturnValue:
    """What waits for this person: tasks that can be done now, and alerts about what must not be missed."""
    actor = current_actor()
    return render_template(
        "alerts/worklist/index.html",
        tasks=tasks_of(actor, clock.now()),
        page=page_of(queries.alerts_of(actor)),
        occasions=OCCASIONS,
        form=ConfirmForm(),
        last_scan=queries.last_scan(),
        may_take_up=may(AlertsPermission.ALERT_TAKE_UP),
        sees_alerts=may(AlertsPermission.ALERTS_READ),
    )


@pages.route("/signalen/<int:alert_id>/oppakken", methods=["POST"], endpoint="take_up")
@allowed(AlertsPermission.ALERT_TAKE_UP)
def take_up_alert(alert_id: int) -> ResponseReturnValue:
    """Say that one works on this alert."""
    alert = queries.alert_of(current_actor(), alert_id) or abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            take_up(alert, actor=current_actor(), now=clock.now())
        flash("U hebt dit signaal opgepakt.", "positive")
    return redirect(url_for("alerts.worklist.index"))


@pages.route("/alle-signalen")
@allowed(AlertsPermission.ALL_READ)
def everything() -> ResponseReturnValue:
    """Every open alert, of every role."""
    return render_template(
        "alerts/worklist/everything.html", page=page_of(queries.all_open_alerts(), per_page=50), occasions=OCCASIONS
    )
