"""For suppliers: the letters about own bids. Those of others do not exist here."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from procurement.permissions import ProcurementPermission
from procurement.queries.award_papers import letter_page
from procurement.queries.awards import awards_to, letter_to, letters_to
from procurement.views.portal_loading import own_firm_or_404
from townhall import clock
from townhall.accounts.gate import allowed

pages = Blueprint("own_awards", __name__, url_prefix="/portaal/gunningen")


@pages.route("")
@allowed(ProcurementPermission.OWN_AWARD_READ)
def index() -> ResponseReturnValue:
    """Every letter this supplier got, newest first."""
    firm = own_firm_or_404()
    return render_template(
        "procurement/award/own_index.html",
        letters=letters_to(firm.id),
        awards=awards_to(firm.id),
        page_of=letter_page,
        today=clock.today(),
    )


@pages.route("/<int:letter_id>")
@allowed(ProcurementPermission.OWN_AWARD_READ)
def show(letter_id: int) -> ResponseReturnValue:
    """One letter, with the scores, the reasons and the standstill."""
    firm = own_firm_or_404()
    letter = letter_to(firm.id, letter_id) or abort(404)
    return render_template(
        "procurement/award/own_letter.html", letter=letter, page=letter_page(letter), today=clock.today()
    )
