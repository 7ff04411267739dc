"""Referring a client, and the people behind the numbers."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.tracks import LADDER, ReferForm
from contracts.lot_advice import Profile, ProfileFact, advise_lots
from contracts.models.tracks import Participant
from contracts.operations.referrals import refer_participant
from contracts.permissions import ContractsPermission
from contracts.queries.partners import partners_taking_part
from contracts.queries.referrals import candidates_for, contracts_to_refer_to, groups_to_refer_to
from contracts.queries.tracks import participant_visible_to, participants_visible_to, tracks_of
from contracts.referrals import Advice, advise, obstacles_to_choosing, rule_of
from procurement.lots import TargetGroup
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.paging import page_of
from townhall.refusal import Obstacle, refuse_if

pages = Blueprint("referrals", __name__, url_prefix="/deelnemers")


@pages.route("/")
@allowed(ContractsPermission.TRACK_READ)
def index() -> ResponseReturnValue:
    """The participants, by number."""
    number = request.args.get("nummer", "").strip()
    page = page_of(participants_visible_to(current_actor(), number=number), scalars=False)
    return render_template("contracts/referrals/index.html", page=page, number=number)


@pages.route("/<number>")
@allowed(ContractsPermission.TRACK_READ)
def show(number: str) -> ResponseReturnValue:
    """One participant: the tracks this person may see."""
    participant = participant_visible_to(current_actor(), number) or abort(404)
    return render_template(
        "contracts/referrals/show.html",
        participant=participant,
        tracks=tracks_of(current_actor(), participant),
    )


@pages.route("/aanmelden")
@allowed(ContractsPermission.TRACK_REFER)
def choose_group() -> ResponseReturnValue:
    """Choose the lot first, with the advice from what is said of the participant."""
    groups = dict(groups_to_refer_to(current_actor(), on=clock.today()))
    profile = _profile()
    return render_template(
        "contracts/referrals/choose_group.html",
        advices=[(advice, groups[advice.group]) for advice in advise_lots(profile, groups)],
        profile=profile, ladder=list(LADDER.items()), facts=list(ProfileFact), asked=_asked(profile),
    )  # fmt: skip


@pages.route("/aanmelden/<group>", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_REFER)
def refer(group: str) -> ResponseReturnValue:
    """Refer a client to a supplier of this target group, with the advice beside it."""
    target_group = _group_or_404(group)
    actor, today, form, profile = current_actor(), clock.today(), ReferForm(), _profile()
    form.participant.data = form.participant.data or request.args.get("deelnemer", "")
    if request.method == "GET" and profile.ladder_step:
        form.ladder_step.data = str(profile.ladder_step)
    candidates = candidates_for(actor, target_group, on=today)
    rule = rule_of(candidates)
    advices = advise(candidates, rule)
    form.contract.offer([(each.candidate.contract_number, _in_words(each)) for each in advices])
    contracts = {each.number: each for each in contracts_to_refer_to(actor, target_group, on=today)}
    partners = partners_taking_part([each.id for each in contracts.values()], on=today)
    form.municipality.offer([(str(each.id), each.name) for each in partners])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            contract, reason = contracts[form.contract.data], form.choice_reason.data or ""
            refuse_if(obstacles_to_choosing(advices, contract.id, reason=reason, rule=rule))
            track = refer_participant(
                contract,
                _known_participant(form),
                choice_reason=reason,
                advice=_reason_of(advices, contract.id),
                rule=rule,
                municipality_id=int(form.municipality.data) if form.municipality.data else None,
                client_key=(form.client_key.data or "").lower(),
                ladder_step=int(form.ladder_step.data) if form.ladder_step.data else None,
                lot_advice=_lot_advice(profile, target_group),
                actor=actor,
                now=clock.now(),
            )
            number = track.number
        if not form.obstacles:
            flash(f"Traject {number} is aangemeld. De aanbieder krijgt bericht.", "positive")
            return redirect(url_for("contracts.tracks.show", number=number))
    return render_template(
        "contracts/referrals/refer.html",
        form=form,
        advices=advices,
        target_group=target_group,
        rule=rule,
        has_partners=bool(partners),
    )


def _profile() -> Profile:
    """What the case manager said of the participant, from the address; it is on nobody's record yet."""
    step = request.args.get("trede", "")
    known = {each.value for each in ProfileFact}
    return Profile(
        ladder_step=int(step) if step in {str(each) for each in LADDER} else None,
        facts=frozenset(ProfileFact(each) for each in request.args.getlist("kenmerk") if each in known),
    )


def _asked(profile: Profile) -> dict[str, Any]:
    """The same, to take along in the address of the next page."""
    return {"trede": profile.ladder_step, "kenmerk": sorted(profile.facts)}


def _lot_advice(profile: Profile, group: TargetGroup) -> str:
    if profile.is_empty:
        return ""
    advice = advise_lots(profile, [group])[0]
    return f"{'Geadviseerd' if advice.is_advised else 'Niet geadviseerd'}. {advice.reason}"


def _group_or_404(group: str) -> TargetGroup:
    if group not in {each.value for each in TargetGroup}:
        abort(404)
    return TargetGroup(group)


def _known_participant(form: ReferForm) -> Participant | None:
    number = (form.participant.data or "").strip().upper()
    if not number:
        return None
    participant = participant_visible_to(current_actor(), number)
    if participant is None:
        text = "Dit deelnemernummer is niet bekend. Controleer het, of laat het veld leeg."
        refuse_if([Obstacle("unknown-participant", text, "participant")])
    return participant


def _in_words(advice: Advice) -> str:
    reason = " ".join(obstacle.text for obstacle in advice.obstacles) or advice.reason
    return f"{advice.candidate.supplier_name} ({advice.candidate.contract_number}): {reason}"


def _reason_of(advices: list[Advice], contract_id: int) -> str:
    return next(each.reason for each in advices if each.candidate.contract_id == contract_id)
