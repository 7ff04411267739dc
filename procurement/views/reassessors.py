"""Choosing who assesses anew after a decision was taken back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.award import ReassessorsForm
from procurement.operations.reassessment import choose_reassessors, obstacles_to_choosing_reassessors
from procurement.permissions import ProcurementPermission
from procurement.queries.assessment import assessor_accounts, everyone_ever_in
from procurement.views.award import pages
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction


@pages.route("/<reference>/herbeoordeling/commissie", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def reassessors(reference: str) -> ResponseReturnValue:
    """A new committee, or the same one with the reason why it still can."""
    tender = tender_or_404(reference)
    before = {each.account_id for each in everyone_ever_in(tender)}
    accounts = [account for account in assessor_accounts() if account.id not in before]
    form = ReassessorsForm()
    form.members.offer([(str(account.id), account.name) for account in accounts])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            choose_reassessors(
                tender,
                [account for account in accounts if str(account.id) in (form.members.data or [])],
                form.reason.data or "",
                keeps_committee=form.who.data == "same",
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Vastgelegd wie opnieuw beoordeelt.", "positive")
            return redirect(url_for("procurement.award.reassessment", reference=reference))
    elif not form.is_submitted():
        form.refuse(obstacles_to_choosing_reassessors(tender))
    return render_template("procurement/award/reassessors.html", tender=tender, form=form, has_others=bool(accounts))
