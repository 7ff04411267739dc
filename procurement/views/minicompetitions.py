"""The page that begins a minicompetition among the contractors of a framework."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.minicompetitions import MinicompetitionForm
from procurement.operations.minicompetitions import start_minicompetition
from procurement.permissions import ProcurementPermission
from procurement.queries.frameworks import frameworks_on
from procurement.views.tenders import pages as pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction


@pages.route("/minicompetitie", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def minicompetition() -> ResponseReturnValue:
    """Begin a minicompetition."""
    frameworks = frameworks_on(clock.today())
    form = MinicompetitionForm(data={"framework": request.args.get("perceel")})
    form.offer(frameworks)
    if form.validate_on_submit():
        chosen = next(each for each in frameworks if each.key == form.framework.data)
        with form.showing_refusals(), transaction():
            tender = start_minicompetition(chosen, form.order(), actor=current_actor(), now=clock.now())
            reference = tender.reference
        if not form.obstacles:
            flash(f"Minicompetitie {reference} staat klaar als concept. Vul nu de planning in.", "positive")
            return redirect(url_for("procurement.tenders.show", reference=reference))
    return render_template("procurement/tenders/minicompetition.html", form=form, frameworks=frameworks)
