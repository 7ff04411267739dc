"""The steps of a track that its supplier tells, and that the municipality records when it was told otherwise."""

from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from contracts.forms.tracks import EndPlacementForm, PlacementForm, PlanForm, StartForm
from contracts.operations.placements import end_placement, record_placement
from contracts.operations.tracks import record_plan, start_track
from contracts.views.track_pages import one_question, placement_or_404, proof_of, track_or_404, work_in
from townhall import clock
from townhall.accounts.gate import current_actor


@dataclass(frozen=True)
class Side:
    """Who records: its templates, its page of a track, and the word for recording (``melden``, ``gemeld``)."""

    templates: str
    endpoint: str
    verb: str
    done: str

    @property
    def step(self) -> str:
        """The template of a page with one question."""
        return f"{self.templates}/step.html"

    def page_of(self, number: str) -> str:
        """The address of the track."""
        return url_for(self.endpoint, number=number)


MUNICIPALITY = Side("contracts/tracks", "contracts.tracks.show", "vastleggen", "vastgelegd")
SUPPLIER = Side("contracts/portal_tracks", "contracts.portal_tracks.show", "melden", "gemeld")


def start_page(side: Side, number: str) -> ResponseReturnValue:
    """The first day."""
    track = track_or_404(number)
    form = StartForm(record=track)
    return one_question(
        form, side.step, track=track, title=f"Start {side.verb}", submit=f"Start {side.verb}",
        act=lambda: start_track(track, form.starts_on.data, actor=current_actor(), now=clock.now()),
        done=f"De start is {side.done}.", back_to=side.page_of(number),
    )  # fmt: skip


def plan_page(side: Side, number: str) -> ResponseReturnValue:
    """The signed plan."""
    track = track_or_404(number)
    form = PlanForm(record=track)
    return one_question(
        form, side.step, track=track, title=f"Plan {side.verb}", submit=f"Plan {side.verb}",
        act=lambda: record_plan(track, form.plan_on.data, actor=current_actor(), now=clock.now()),
        done=f"Het plan is {side.done}.", back_to=side.page_of(number),
    )  # fmt: skip


def work_page(side: Side, number: str, *, then: str = "") -> ResponseReturnValue:
    """Work that the participant found; ``then`` says what comes next."""
    track, form = track_or_404(number), PlacementForm()
    return one_question(
        form, f"{side.templates}/record_work.html", track=track,
        act=lambda: record_placement(
            track, work_in(form), contract_form=form.contract_form.data,
            employer_sector=form.employer_sector.data or "", employer_kvk=form.employer_kvk.data or "",
            proof=proof_of(form),
            actor=current_actor(), now=clock.now(),
        ),
        done=f"De plaatsing is {side.done}. {then}".strip(), back_to=side.page_of(number),
    )  # fmt: skip


def end_of_work_page(side: Side, number: str, placement_id: int) -> ResponseReturnValue:
    """The end of that work."""
    placement = placement_or_404(number, placement_id)
    form = EndPlacementForm(record=placement)
    return one_question(
        form, side.step, track=placement.track, title=f"Einde van het werk {side.verb}",
        submit=side.verb.capitalize(),
        act=lambda: end_placement(
            placement, form.ended_on.data, form.kind.data, actor=current_actor(), now=clock.now()
        ),
        done=f"Het einde van het werk is {side.done}.", back_to=side.page_of(number),
    )  # fmt: skip
