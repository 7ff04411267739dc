"""Taking along the whole file of a tender."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.operations.dossier import request_dossier
from procurement.permissions import ProcurementPermission
from procurement.views.award import pages
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm


@pages.route("/<reference>/dossier", methods=["GET", "POST"])
@allowed(ProcurementPermission.DOSSIER_EXPORT)
def dossier(reference: str) -> ResponseReturnValue:
    """What is in the dossier, and the button that lets the job process pack it."""
    tender = tender_or_404(reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        job_id = None
        with form.showing_refusals(), transaction():
            job_id = request_dossier(tender, actor=current_actor(), now=clock.now()).id
        if job_id is not None:
            flash("Raamwerk pakt het dossier in.", "info")
            return redirect(url_for("jobs.show", job_id=job_id))
    return render_template("procurement/award/dossier.html", tender=tender, form=form)
