"""The work list: what waits for this person, and the alerts of his roles."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from alerts import queries
from alerts.forms import DelegateForm, SnoozeForm
from alerts.models import Alert
from alerts.occasions import Area
from alerts.operations.handling import delegate, handle_all, let_go, see, snooze, take_up
from alerts.permissions import GRANTS, AlertsPermission
from alerts.states import stands_still
from alerts.tasks import tasks_of
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.audit.facts import facts_in_a_line
from townhall.audit.queries import history_of
from townhall.audit.words import act_in_words
from townhall.database import transaction
from townhall.filters import words
from townhall.forms import ConfirmForm
from townhall.paging import page_of

pages = Blueprint("worklist", __name__, url_prefix="/werkvoorraad")


@pages.route("/")
@allowed(AlertsPermission.WORKLIST_READ)
def index() -> ResponseReturnValue:
    """What waits for this person: tasks that can be done now, and alerts about what must not be missed."""
    actor, today = current_actor(), clock.today()
    area = request.args.get("onderdeel", "")
    wanted = queries.AlertFilter(
        area=Area(area) if area in set(Area) else None,
        only_mine=request.args.get("wie") == "ik",
        with_snoozed=request.args.get("uitgesteld") == "ja",
    )
    last_scan = queries.last_scan()
    return render_template(
        "alerts/worklist/index.html",
        tasks=tasks_of(actor, clock.now()),
        page=page_of(queries.alerts_of(actor, today, wanted)),
        tuning=queries.tuning(), wanted=wanted, today=today,
        area_choices=[(area.value, words(area)) for area in Area],
        asleep=queries.number_asleep(actor, today),
        last_scan=last_scan, stands_still=stands_still(last_scan.ended_at if last_scan else None, clock.now()),
        may_handle=may(AlertsPermission.ALERT_TAKE_UP),
        sees_alerts=may(AlertsPermission.ALERTS_READ),
    )  # fmt: skip


@pages.route("/alle-signalen")
@allowed(AlertsPermission.ALL_READ)
def everything() -> ResponseReturnValue:
    """Every open alert, of every role."""
    return render_template(
        "alerts/worklist/everything.html",
        page=page_of(queries.all_open_alerts(), per_page=50), tuning=queries.tuning(), today=clock.today(),
    )  # fmt: skip


@pages.route("/afgelopen-signalen")
@allowed(AlertsPermission.ALERTS_READ)
def ended() -> ResponseReturnValue:
    """What was told to this person and is over."""
    today = clock.today()
    return render_template("alerts/worklist/ended.html", page=page_of(queries.ended_alerts(current_actor(), today)))


@pages.route("/signalen/<int:alert_id>")
@allowed(AlertsPermission.ALERTS_READ)
def show(alert_id: int) -> ResponseReturnValue:
    """One alert: why it is there, what to do, who works on it, and what happened to it."""
    return _page(_alert_or_404(alert_id, sees_all=may(AlertsPermission.ALL_READ)))


@pages.route("/signalen/<int:alert_id>/gezien", methods=["POST"], endpoint="see")
@allowed(AlertsPermission.ALERT_TAKE_UP)
def see_alert(alert_id: int) -> ResponseReturnValue:
    """Say that one has read it."""
    alert = _alert_or_404(alert_id)
    if ConfirmForm().validate_on_submit():
        with transaction():
            see(alert, actor=current_actor(), now=clock.now())
        flash("Het signaal staat als gezien.", "positive")
    return redirect(url_for("alerts.worklist.show", alert_id=alert_id))


@pages.route("/signalen/<int:alert_id>/oppakken", methods=["POST"], endpoint="take_up")
@allowed(AlertsPermission.ALERT_TAKE_UP)
def take_up_alert(alert_id: int) -> ResponseReturnValue:
    """Say that one works on this alert."""
    alert = _alert_or_404(alert_id)
    if ConfirmForm().validate_on_submit():
        with transaction():
            take_up(alert, actor=current_actor(), now=clock.now())
        flash("U hebt dit signaal opgepakt.", "positive")
    return redirect(url_for("alerts.worklist.index"))


@pages.route("/signalen/<int:alert_id>/loslaten", methods=["POST"], endpoint="let_go")
@allowed(AlertsPermission.ALERT_TAKE_UP)
def let_alert_go(alert_id: int) -> ResponseReturnValue:
    """Give it back to everybody with the role."""
    alert = _alert_or_404(alert_id)
    if ConfirmForm().validate_on_submit():
        with transaction():
            let_go(alert, actor=current_actor(), now=clock.now())
        flash("Het signaal is weer voor iedereen met deze rol.", "positive")
    return redirect(url_for("alerts.worklist.index"))


@pages.route("/signalen/<int:alert_id>/uitstellen", methods=["GET", "POST"], endpoint="snooze")
@allowed(AlertsPermission.ALERT_TAKE_UP)
def snooze_alert(alert_id: int) -> ResponseReturnValue:
    """Put it off with a reason, not past the day it is about."""
    alert, form = _alert_or_404(alert_id), SnoozeForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            snooze(alert, form.until.data, form.reason.data, actor=current_actor(), now=clock.now())
            flash("Het signaal is uitgesteld. Op die dag staat het weer in de werkvoorraad.", "positive")
            return redirect(url_for("alerts.worklist.index"))
    return render_template("alerts/worklist/snooze.html", signal=alert, form=form)


@pages.route("/signalen/<int:alert_id>/overdragen", methods=["GET", "POST"], endpoint="delegate")
@allowed(AlertsPermission.ALERT_TAKE_UP)
def delegate_alert(alert_id: int) -> ResponseReturnValue:
    """Hand it to a colleague."""
    alert, form = _alert_or_404(alert_id), DelegateForm()
    colleagues = queries.who_hold(GRANTS[AlertsPermission.ALERT_TAKE_UP], but=current_actor().account_id)
    form.to.offer([(str(each.id), each.name) for each in colleagues])
    if form.validate_on_submit():
        to = next(each for each in colleagues if str(each.id) == form.to.data)
        with form.showing_refusals(), transaction():
            delegate(alert, to, form.until.data, actor=current_actor(), now=clock.now())
            flash(f"Het signaal staat nu bij {to.name}.", "positive")
            return redirect(url_for("alerts.worklist.index"))
    return render_template("alerts/worklist/delegate.html", signal=alert, form=form)


@pages.route("/signalen", methods=["POST"])
@allowed(AlertsPermission.ALERT_TAKE_UP)
def handle_many() -> ResponseReturnValue:
    """Do one thing with all alerts that were ticked."""
    if ConfirmForm().validate_on_submit():
        ids = [int(value) for value in request.form.getlist("signaal") if value.isdigit()]
        act = "take_up" if request.form.get("doe") == "oppakken" else "see"
        with transaction():
            chosen = queries.chosen_alerts(current_actor(), ids, clock.today())
            done = handle_all(chosen, act, actor=current_actor(), now=clock.now())
        what = "opgepakt" if act == "take_up" else "als gezien gemarkeerd"
        tone = "positive" if done else "warning"
        flash(f"{done} van {len(ids)} signalen {what}." if ids else "Vink eerst signalen aan.", tone)
    return redirect(url_for("alerts.worklist.index"))


def _page(alert: Alert) -> ResponseReturnValue:
    today = clock.today()
    is_mine = queries.alert_of(current_actor(), alert.id, today) is not None
    return render_template(
        "alerts/worklist/show.html", signal=alert, occasion=queries.tuning().of(alert.kind, alert.contract_id),
        state=alert.state_on(today), today=today, earlier=queries.earlier_alerts(alert),
        mails=queries.mails_about(alert), history=history_of(alert),
        may_handle=is_mine and may(AlertsPermission.ALERT_TAKE_UP) and alert.closed_at is None, in_words=act_in_words,
        facts_in_a_line=facts_in_a_line,
    )  # fmt: skip


def _alert_or_404(alert_id: int, *, sees_all: bool = False) -> Alert:
    """This alert, when it is for this person."""
    return queries.alert_of(current_actor(), alert_id, clock.today(), sees_all=sees_all) or abort(404)
