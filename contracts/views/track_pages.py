"""What the pages of tracks share: loading with rights, one-question pages, and proof."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from contracts.forms.tracks import AnswerForm, PlacementForm, ReportForm
from contracts.models.tracks import Placement, Track
from contracts.overlaps import Overlap
from contracts.placements import PlacementFacts
from contracts.queries.overlaps import overlaps_of
from contracts.queries.tracks import placement_visible_to, track_visible_to
from townhall import clock
from townhall.accounts.gate import current_actor
from townhall.audit import trail
from townhall.database import transaction
from townhall.documents.models import Document
from townhall.documents.operations import store_document
from townhall.forms import Form
from townhall.identifiers import holds_bsn
from townhall.pdf_reading import text_as_far_as_readable
from townhall.refusal import Obstacle, refuse_if

#: The kind of document that proof of a track is; the access rule hangs on it.
PROOF = "contracts.track-proof"


def track_or_404(number: str) -> Track:
    """The track with this number; for who may not see it, it does not exist."""
    return track_visible_to(current_actor(), number) or abort(404)


def placement_or_404(number: str, placement_id: int) -> Placement:
    """The placement in that track; for who may not see it, it does not exist."""
    return placement_visible_to(current_actor(), number, placement_id) or abort(404)


def overlaps_with(track: Track) -> list[Overlap]:
    """The signals about this track, for who of the municipality decides."""
    found = overlaps_of(current_actor(), [track.participant_id]).get(track.participant_id, [])
    return [overlap for overlap in found if track.number in overlap.tracks]


def shown_on_record(track: Track, template: str, **context: Any) -> str:
    """The page, with an entry in the trail that somebody looked at this track: it is about a person."""
    with transaction():
        page = render_template(template, track=track, **context)
        trail.record("track.read", track, actor=current_actor(), now=clock.now())
    return page


def one_question(
    form: Form, template: str, *, act: Callable[[], object], done: str, back_to: str, **context: Any
) -> ResponseReturnValue:
    """A page with one form: act and go back with a message, or show the form with what is wrong."""
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            act()
        if not form.obstacles:
            flash(done, "positive")
            return redirect(back_to)
    return render_template(template, form=form, back_to=back_to, **context)


def proof_of(form: PlacementForm | ReportForm | AnswerForm) -> Document | None:
    """The uploaded proof, stored; refused when the supplier did not say that it was masked.

    What can be read inside is only warned of: nine digits in a letter may be anything.
    """
    if not form.proof.data:
        return None
    if not form.is_masked.data:
        text = "Bevestig dat naam, BSN en loon onleesbaar zijn gemaakt, of laat het bestand weg."
        refuse_if([Obstacle("not-masked", text, "is_masked")])
    data = form.proof.data.read()
    document = store_document(
        data, filename=form.proof.data.filename, kind=PROOF, actor=current_actor(), now=clock.now()
    )
    if holds_bsn(text_as_far_as_readable(data)):
        flash(
            "Let op: in dit bestand lijkt een burgerservicenummer te staan. Kijk het na. Staat er een BSN in, trek de "
            "melding dan in en stuur een bestand waarin het onleesbaar is.",
            "warning",
        )
    return document


def work_in(form: PlacementForm) -> PlacementFacts:
    """The work as filled in."""
    return PlacementFacts(
        starts_on=form.starts_on.data,
        agreed_until=form.agreed_until.data,
        work_kind=form.work_kind.data,
        hours_per_week=form.hours_per_week.data,
        employer_is_supplier=form.employer_is_supplier.data,
    )
