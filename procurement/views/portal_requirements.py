"""What changed in a Programma van Eisen since its publication, for whoever may see the tender."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from procurement.queries.requirements import published_versions_of
from procurement.queries.tenders import published_tender_by_reference
from procurement.views.requirement_versions import compare_form, comparison_or_404, latest_comparison
from townhall.accounts.gate import current_actor, public

pages = Blueprint("portal_requirements", __name__, url_prefix="/portaal/aanbestedingen")


@pages.route("/<reference>/eisen")
@public
def show(reference: str) -> ResponseReturnValue:
    """The published versions, and what differs between two of them: the last two unless others were chosen."""
    tender = published_tender_by_reference(reference, current_actor().organisation_id) or abort(404)
    kept = published_versions_of(tender)
    choice = compare_form(kept)
    return render_template(
        "procurement/portal/requirements.html",
        portal=True,
        tender=tender,
        versions=kept,
        choice=choice,
        comparison=comparison_or_404(kept) if "naar" in request.args else latest_comparison(kept),
    )
