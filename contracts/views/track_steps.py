"""The steps of a track that its supplier tells, and that the municipality records when it was told otherwise."""

from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from contracts.forms.tracks import ActivityForm, EndPlacementForm, IntakeForm, PlacementForm, PlanForm, StartForm
from contracts.operations.placements import end_placement, record_placement
from contracts.operations.track_activities import note_activity
from contracts.operations.tracks import record_intake, record_plan, start_track
from contracts.track_records import OUTCOMES, Activity, ActivityKind, Outcome
from contracts.views.track_pages import one_question, placement_or_404, proof_of, track_or_404, work_in
from townhall import clock
from townhall.accounts.gate import current_actor
from townhall.filters import words


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


def intake_page(side: Side, number: str) -> ResponseReturnValue:
    """The first talk."""
    track = track_or_404(number)
    form = IntakeForm(record=track)
    return one_question(
        form, side.step, track=track, title=f"Intake {side.verb}", submit=f"Intake {side.verb}",
        act=lambda: record_intake(track, form.intake_on.data, actor=current_actor(), now=clock.now()),
        done=f"De intake is {side.done}.", back_to=side.page_of(number),
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


#: What each kind of activity is called in an address.
ACTIVITIES = {"onderdeel": ActivityKind.MODULE, "controle": ActivityKind.CHECK, "nazorg": ActivityKind.AFTERCARE}


def activity_page(side: Side, number: str, kind: ActivityKind) -> ResponseReturnValue:
    """A module of the plan, a check whether the work lasts, or a contact of aftercare."""
    track, form = track_or_404(number), ActivityForm()
    form.outcome.offer([(each.value, words(each)) for each in OUTCOMES[kind]])
    if kind is not ActivityKind.MODULE:
        del form.title
    return one_question(
        form, side.step, track=track, title=f"{words(kind)} {side.verb}", submit=side.verb.capitalize(),
        act=lambda: note_activity(
            track,
            Activity(
                kind, form.title.data or "" if "title" in form else "", form.happened_on.data,
                Outcome(form.outcome.data),
            ),
            actor=current_actor(), now=clock.now(),
        ),
        done=f"{words(kind)}: {side.done}.", back_to=side.page_of(number),
    )  # fmt: skip
