"""The supplier's own contracts, to read; somebody else's do not exist."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from contracts.permissions import ContractsPermission
from contracts.queries import frameworks as queries
from contracts.queries.standing import standing_of
from contracts.terms import end_with, options_still_possible
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.paging import page_of

pages = Blueprint("portal_frameworks", __name__, url_prefix="/portaal/contracten")


@pages.route("/")
@allowed(ContractsPermission.CONTRACT_READ_OWN)
def index() -> ResponseReturnValue:
    """The contracts of this supplier."""
    page = page_of(queries.contracts_of_supplier(current_actor().organisation_id))
    return render_template("contracts/portal_frameworks/index.html", page=page)


@pages.route("/<number>")
@allowed(ContractsPermission.CONTRACT_READ_OWN)
def show(number: str) -> ResponseReturnValue:
    """What one contract says: term, fees, evidence, documents."""
    contract = queries.contract_of_supplier(number, current_actor().organisation_id) or abort(404)
    today = clock.today()
    term = contract.term()
    return render_template(
        "contracts/portal_frameworks/show.html",
        contract=contract,
        standing=standing_of(contract, today=today),
        coming=[
            (f"optie {option.sequence}", end_with(term, option)) for option in options_still_possible(term)
        ],
        today=today,
    )
