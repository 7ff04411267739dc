"""Tracks of one client that overlap: for who decides whether both are needed and what is paid."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from contracts.permissions import ContractsPermission
from contracts.queries.overlaps import overlaps_of, participants_with_overlaps
from townhall.accounts.gate import allowed, current_actor
from townhall.paging import page_of

pages = Blueprint("overlaps", __name__, url_prefix="/trajecten/overlap")


@pages.route("/")
@allowed(ContractsPermission.TRACK_READ)
def index() -> ResponseReturnValue:
    """The participants of whom the visible tracks show something to look at, with what it is."""
    page = page_of(participants_with_overlaps(current_actor()))
    return render_template(
        "contracts/overlaps/index.html",
        page=page,
        overlaps=overlaps_of(current_actor(), [participant.id for participant in page]),
    )
