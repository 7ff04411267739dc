"""The whole history of one supplier on one page."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from reports.permissions import ReportsPermission
from reports.supplier_queries import bid_lines, contract_lines
from townhall import clock
from townhall.accounts.gate import allowed
from townhall.organisations.certificate_queries import certificates_of
from townhall.organisations.certificates import state_of
from townhall.organisations.queries import all_shortcomings_of, supplier_with_kvk

pages = Blueprint("suppliers", __name__, url_prefix="/rapportages/aanbieders")


@pages.route("/<kvk_number>")
@allowed(ReportsPermission.REPORT_READ)
def show(kvk_number: str) -> ResponseReturnValue:
    """The whole history of one supplier."""
    supplier = supplier_with_kvk(kvk_number) or abort(404)
    return render_template(
        "reports/suppliers/show.html",
        supplier=supplier,
        lines=contract_lines(supplier.id, today=clock.today()),
        bids=bid_lines(supplier.id),
        shortcomings=all_shortcomings_of(supplier.id),
        certificates=certificates_of(supplier.id),
        state_of=state_of,
        today=clock.today(),
    )
