"""Pages that belong to nobody in particular: the start, the statements, and in a demo its date and its mail."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from townhall import clock
from townhall.accounts.gate import allowed, current_actor, public
from townhall.accounts.permissions import AccountsPermission
from townhall.database import db, transaction
from townhall.fields import DayField, LongTextField
from townhall.forms import Form
from townhall.installation import DemoDate, demo_day, move_demo_date
from townhall.mail.models import OutboxMail
from townhall.mail.operations import set_mail_aside
from townhall.paging import page_of

pages = Blueprint("pages", __name__)

_start: list[str] = []


def start_at(endpoint: str) -> None:
    """Make this the first page after log-in."""
    _start[:] = [endpoint]


class SetAsideForm(Form):
    """How the person was reached otherwise."""

    reason = LongTextField("Hoe hebt u de ontvanger anders bereikt?", max=500)


class DemoDateForm(Form):
    """To which day."""

    day = DayField("Nieuwe datum van de demo", hint="dd-mm-jjjj; later dan de datum van nu")


@pages.route("/")
@allowed()
def start() -> Response:
    """The first page after log-in."""
    return redirect(url_for(_start[0] if _start else "accounts.mine"))


@pages.route("/toegankelijkheid")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("pages/accessibility.html")


@pages.route("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept of whom, and how long."""
    return render_template("pages/privacy.html")


@pages.route("/contact")
@public
def contact() -> ResponseReturnValue:
    """Where to ask."""
    return render_template("pages/contact.html")


@pages.route("/demo/datum", methods=["GET", "POST"])
@allowed(AccountsPermission.DEMO_DATE_MOVE)
def demo_date() -> ResponseReturnValue:
    """Move the demo's day forward. A real database has no such page."""
    demo = db.session.get(DemoDate, 1) or abort(404)
    form = DemoDateForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with transaction():
                move_demo_date(demo, form.day.data, actor=current_actor(), now=clock.now())
            flash("De demo staat nu op deze dag. Raamwerk zoekt zelf naar nieuwe signalen.", "positive")
            return redirect(url_for("pages.demo_date"))
    return render_template("demo/date.html", form=form, day=demo.day)


@pages.route("/demo/postvak")
@public
def demo_outbox() -> ResponseReturnValue:
    """All mail of the demo, for everybody: that is how a visitor finds his confirmation link."""
    if demo_day() is None:
        abort(404)
    return render_template("demo/outbox.html", page=page_of(_mail()), title="Postvak van de demo")


@pages.route("/beheer/postvak")
@allowed(AccountsPermission.MAIL_READ)
def outbox() -> ResponseReturnValue:
    """What was mailed, to whom, and what became of it; without the text, which may hold links."""
    return render_template("demo/outbox_state.html", page=page_of(_mail()))


@pages.route("/beheer/postvak/<int:mail_id>/opzij", methods=["GET", "POST"])
@allowed(AccountsPermission.MAIL_READ)
def set_aside(mail_id: int) -> ResponseReturnValue:
    """Say how somebody was reached whom a mail did not reach."""
    mail = db.session.get(OutboxMail, mail_id) or abort(404)
    form = SetAsideForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            set_mail_aside(mail, form.reason.data, actor=current_actor(), now=clock.now())
            flash("Het bericht is opzij gezet.", "positive")
            return redirect(url_for("pages.outbox"))
    return render_template("demo/set_aside.html", mail=mail, form=form)


@pages.route("/gezondheid")
@public
def health() -> ResponseReturnValue:
    """For the machine that watches: the application answers and so does its database."""
    db.session.execute(select(1))
    return {"status": "ok"}


def _mail() -> Select[OutboxMail]:
    return select(OutboxMail).order_by(OutboxMail.id.desc())
