"""Tracks taken along as a file: the list as filtered, and a sample to check against the files."""

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from contracts.models.tracks import Track
from contracts.permissions import ContractsPermission
from contracts.queries.track_lists import numbers_referred_in, rows_of
from contracts.queries.tracks import tracks_visible_to
from contracts.sampling import LARGEST, drawn
from contracts.views.track_filter import asked_tracks
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.audit import trail
from townhall.database import transaction
from townhall.filters import short_day
from townhall.organisations.queries import the_municipality
from townhall.periods import Period
from townhall.spreadsheets import Column, as_download
from townhall.typed import typed_day

pages = Blueprint("track_lists", __name__, url_prefix="/trajecten")

#: The headings of a file that goes back to the client system; it knows its own numbers.
COLUMNS = [
    Column("Aanmeldnummer", lambda row: row.external_key),
    Column("Traject", lambda row: row.number),
    Column("Deelnemer", lambda row: row.participant),
    Column("Contract", lambda row: row.contract),
    Column("Doelgroep", lambda row: row.target_group),
    Column("Aanbieder", lambda row: row.supplier),
    Column("Status", lambda row: row.status),
    Column("Trede", lambda row: row.ladder_step),
    Column("Aangemeld op", lambda row: row.referred_on),
    Column("Aangenomen", lambda row: row.accepted_on),
    Column("Intake", lambda row: row.intake_on),
    Column("Plan", lambda row: row.plan_on),
    Column("Gestart", lambda row: row.started_on),
    Column("Geplaatst", lambda row: row.placed_on),
    Column("Zes maanden aan het werk", lambda row: row.six_months_on),
    Column("Beëindigd", lambda row: row.ended_on),
    Column("Reden van het einde", lambda row: row.end_reason),
    Column("Casemanager", lambda row: row.case_manager),
]
#: What whoever checks fills in beside each track.
TO_FILL_IN = [
    Column("Klopt met het dossier (ja of nee)", lambda _row: ""),
    Column("Wat er anders moet", lambda _row: ""),
]


@pages.route("/export.<any(csv, xlsx):kind>")
@allowed(ContractsPermission.TRACK_READ, records_reading=True)
def export(kind: str) -> ResponseReturnValue:
    """The tracks of the list, as filtered, with the numbers of the client system."""
    return _file(asked_tracks(request.args), COLUMNS, title="Trajecten", kind=kind)


@pages.route("/steekproef")
@allowed(ContractsPermission.TRACK_READ)
def sample() -> ResponseReturnValue:
    """A sample of the tracks referred in a period; the same seed gives the same tracks."""
    period, size, seed = _asked_sample()
    return render_template(
        "contracts/tracks/sample.html",
        rows=list(rows_of(_sampled(period, size, seed))),
        period=period, size=size, seed=seed,
        asked={"van": short_day(period.starts_on), "tot": short_day(period.ends_on), "omvang": size, "zaad": seed},
    )  # fmt: skip


@pages.route("/steekproef.<any(csv, xlsx):kind>")
@allowed(ContractsPermission.TRACK_READ, records_reading=True)
def sample_file(kind: str) -> ResponseReturnValue:
    """The same sample as a list to fill in."""
    period, size, seed = _asked_sample()
    title = f"Steekproef {seed}"
    return _file(_sampled(period, size, seed), [*COLUMNS, *TO_FILL_IN], title=title, kind=kind)


def _sampled(period: Period, size: int, seed: str) -> Select[Track]:
    actor = current_actor()
    numbers = drawn(numbers_referred_in(actor, period), size=size, seed=seed)
    return tracks_visible_to(actor).where(Track.number.in_(numbers))


def _asked_sample() -> tuple[Period, int, str]:
    """Which sample was asked for; what cannot be read is as if it was not filled in."""
    today = clock.today()
    starts_on = _day(request.args.get("van", ""), today.replace(month=1, day=1))
    ends_on = max(starts_on, _day(request.args.get("tot", ""), max(today, starts_on)))
    size = min(max(request.args.get("omvang", 25, type=int), 1), LARGEST)
    seed = "".join(sign for sign in request.args.get("zaad", "") if sign.isalnum() or sign in "- ")[:40].strip()
    return Period(starts_on, ends_on), size, seed or today.isoformat()


def _day(typed: str, otherwise: date) -> date:
    try:
        return typed_day(typed.strip())
    except ValueError:
        return otherwise


def _file(tracks: Select[Track], columns: list[Column], *, title: str, kind: str) -> ResponseReturnValue:
    """The file, with an entry in the trail of who took what along: each row is about a person."""
    rows = list(rows_of(tracks))
    with transaction():
        after = {"lines": len(rows), "kind": title}
        trail.record("track.exported", the_municipality(), actor=current_actor(), now=clock.now(), after=after)
    return as_download(rows, columns, title=title, kind=kind)
