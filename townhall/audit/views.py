"""The pages of the trail."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from townhall.accounts.gate import allowed
from townhall.accounts.permissions import AccountsPermission
from townhall.audit.queries import newest_entries
from townhall.audit.words import act_in_words, kinds_of_acts
from townhall.paging import page_of

pages = Blueprint("audit", __name__, url_prefix="/spoor")


@pages.route("/")
@allowed(AccountsPermission.TRAIL_READ)
def index() -> ResponseReturnValue:
    """The trail, newest first."""
    act, text = request.args.get("handeling", "").strip(), request.args.get("zoek", "").strip()
    page = page_of(newest_entries(act=act, text=text), per_page=50)
    return render_template(
        "audit/index.html", page=page, act=act, text=text, kinds=kinds_of_acts(), in_words=act_in_words
    )
