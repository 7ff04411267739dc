"""Following a tender by e-mail, without an account: ask, confirm, stop."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.questions import FollowForm
from procurement.operations.followers import (
    confirm_following,
    follower_of,
    request_following,
    stop_following,
)
from procurement.views.portal import public_tender_or_404
from townhall import clock
from townhall.accounts.gate import public
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("following", __name__, url_prefix="/portaal")


@pages.route("/aanbestedingen/<reference>/volgen", methods=["GET", "POST"])
@public
def follow(reference: str) -> ResponseReturnValue:
    """Leave an e-mail address to get the news of this tender."""
    tender = public_tender_or_404(reference)
    form = FollowForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            request_following(tender, form.email.data, now=clock.now())
        if not form.obstacles:
            flash("Kijk in uw mail: met de link daarin bevestigt u dat u bericht wilt.", "info")
            return redirect(url_for("procurement.portal.show", reference=reference))
    return render_template("procurement/portal/follow.html", portal=True, tender=tender, form=form)


@pages.route("/volgen/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    """Confirm that the address wants the news."""
    follower = follower_of(token, "volgen")
    if follower is None:
        return render_template("procurement/portal/link_gone.html", portal=True), 404
    form = ConfirmForm()
    reference = follower.tender.reference
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            confirm_following(follower, now=clock.now())
        if not form.obstacles:
            flash("U krijgt voortaan bericht van elke wijziging.", "positive")
            return redirect(url_for("procurement.portal.show", reference=reference))
    return render_template("procurement/portal/follow_confirm.html", portal=True, follower=follower, form=form)


@pages.route("/afmelden/<token>", methods=["GET", "POST"])
@public
def stop(token: str) -> ResponseReturnValue:
    """No more mail: one press, no log-in. A mail program presses for its reader with a bare POST (RFC 8058).

    That POST knows no token of ours, so this address is exempt from the check on all forms; the form here has its own.
    """
    follower = follower_of(token, "afmelden")
    if follower is None:
        return render_template("procurement/portal/link_gone.html", portal=True), 404
    if request.form.get("List-Unsubscribe") == "One-Click":
        with transaction():
            stop_following(follower, now=clock.now())
        return Response("U krijgt geen berichten meer.\n", mimetype="text/plain")
    form = ConfirmForm()
    reference = follower.tender.reference
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            stop_following(follower, now=clock.now())
        flash("U krijgt geen berichten meer. Uw e-mailadres is verwijderd.", "positive")
        return redirect(url_for("procurement.portal.show", reference=reference))
    return render_template("procurement/portal/follow_stop.html", portal=True, follower=follower, form=form)
