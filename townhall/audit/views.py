"""The pages of the trail."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.accounts.permissions import AccountsPermission
from townhall.audit.facts import changes_of, facts_in_a_line, subject_in_words
from townhall.audit.forms import TrailFilterForm
from townhall.audit.operations import MOST_ENTRIES, export_trail
from townhall.audit.queries import TrailFilter, entries_to_take_along, newest_entries
from townhall.audit.words import act_in_words
from townhall.database import transaction
from townhall.paging import page_of
from townhall.refusal import Refusal
from townhall.spreadsheets import Column, as_download

pages = Blueprint("audit", __name__, url_prefix="/spoor")

COLUMNS = [
    Column("Nr.", lambda entry: entry.id),
    Column("Wanneer", lambda entry: entry.at),
    Column("Wie", lambda entry: entry.actor_name),
    Column("Handeling", lambda entry: act_in_words(entry.act)),
    Column("Onderwerp", subject_in_words),
    Column("Reden", lambda entry: entry.reason),
    Column("Voor", lambda entry: facts_in_a_line(entry.before, entry.subject_type)),
    Column("Na", lambda entry: facts_in_a_line(entry.after, entry.subject_type)),
    Column("Controlegetal", lambda entry: entry.hash),
]


@pages.route("/")
@allowed(AccountsPermission.TRAIL_READ)
def index() -> ResponseReturnValue:
    """The trail, newest first."""
    form = _filter_form()
    page = page_of(newest_entries(_asked(form)), per_page=50)
    return render_template(
        "audit/index.html", page=page, form=form, in_words=act_in_words, changes_of=changes_of,
        subject_in_words=subject_in_words, filters=_as_typed(form), most=MOST_ENTRIES,
    )  # fmt: skip


@pages.route("/meenemen.<kind>")
@allowed(AccountsPermission.TRAIL_READ, records_reading=True)
def export(kind: str) -> ResponseReturnValue:
    """This part of the trail as a file; that somebody took it along is recorded as well."""
    if kind not in ("xlsx", "csv"):
        abort(404)
    form = _filter_form()
    wanted = _asked(form)
    try:
        with transaction():
            number = export_trail(current_user.account, wanted, actor=current_actor(), now=clock.now())
            return as_download(
                entries_to_take_along(wanted, number), COLUMNS, title="Spoor van handelingen", kind=kind
            )
    except Refusal as refusal:
        flash(refusal.obstacles[0].text, "warning")
        return redirect(url_for("audit.index", **_as_typed(form)))


def _filter_form() -> TrailFilterForm:
    form = TrailFilterForm(request.args, meta={"csrf": False})
    form.validate()
    return form


def _as_typed(form: TrailFilterForm) -> dict[str, Any]:
    """The filter for an address; what else stands in the address of now does not go along."""
    return {field.short_name: typed for field in form if (typed := request.args.get(field.short_name))}


def _asked(form: TrailFilterForm) -> TrailFilter:
    """What the form asks for; a field with a mistake in it asks nothing."""
    right = {field.short_name: field.data for field in form if field.data and not field.errors}
    return TrailFilter(
        act=right.get("handeling", ""), text=right.get("zoek", ""), since=right.get("van"), until=right.get("tot")
    )
