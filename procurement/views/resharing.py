"""For openers: letting somebody in with a key of now, by two of them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.bids import PassphraseForm, ResharingForm
from procurement.operations.openings import WRONG_PASSPHRASE, record_wrong_passphrase
from procurement.operations.resharing import begin_resharing, complete_resharing, stop_resharing
from procurement.permissions import ProcurementPermission
from procurement.queries.openings import current_keys_of, opener_of, persons_who_may_open
from procurement.queries.resharing import pending_resharing, resharing_facts, shares_of
from procurement.resharing import obstacles_to_agreeing, obstacles_to_asking
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm
from townhall.refusal import Refusal

pages = Blueprint("resharing", __name__, url_prefix="/aanbestedingen/<reference>/openers/toelaten")


@pages.route("", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_OPEN)
def begin(reference: str) -> ResponseReturnValue:
    """Let somebody in: the first of two openers."""
    tender, actor = tender_or_404(reference), current_actor()
    people = {str(person.id): person for person in persons_who_may_open() if person.id != actor.account_id}
    keys = current_keys_of([person.id for person in people.values()])
    form = ResharingForm()
    form.person.offer(
        [
            (number, person.name if person.id in keys else f"{person.name} (heeft nog geen sleutel)")
            for number, person in people.items()
        ]
    )
    if form.validate_on_submit():
        with form.showing_refusals():
            try:
                with transaction():
                    begin_resharing(
                        tender,
                        people[form.person.data],
                        form.passphrase.data,
                        reason=form.reason.data,
                        actor=actor,
                        now=clock.now(),
                    )
            except Refusal as refusal:
                _note_wrong_passphrase(reference, refusal)
                raise
            flash("Uw deel is doorgegeven. Een tweede opener moet nu instemmen.", "positive")
            return redirect(url_for("procurement.openings.show", reference=reference))
    opener = opener_of(tender, actor.account_id)
    facts = resharing_facts(tender, shares_of(tender))
    return render_template(
        "procurement/openings/resharing.html",
        tender=tender,
        tabs=tabs_of(tender),
        form=form,
        in_the_way=[]
        if form.obstacles
        else obstacles_to_asking(facts, opener.id if opener else None, None, own_account_id=actor.account_id),
    )


@pages.route("/instemmen", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_OPEN)
def agree(reference: str) -> ResponseReturnValue:
    """Agree to who waits: the second of two openers."""
    tender, actor = tender_or_404(reference), current_actor()
    form = PassphraseForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            try:
                with transaction():
                    complete_resharing(tender, form.passphrase.data, actor=actor, now=clock.now())
            except Refusal as refusal:
                _note_wrong_passphrase(reference, refusal)
                raise
            flash("De opener is toegelaten.", "positive")
            return redirect(url_for("procurement.openings.show", reference=reference))
    opener = opener_of(tender, actor.account_id)
    facts = resharing_facts(tender, shares_of(tender))
    return render_template(
        "procurement/openings/resharing_agree.html",
        tender=tender,
        tabs=tabs_of(tender),
        form=form,
        stop_form=ConfirmForm(),
        resharing=pending_resharing(tender),
        is_opener=opener is not None,
        in_the_way=[] if form.obstacles else obstacles_to_agreeing(facts, opener.id if opener else None),
    )


@pages.route("/stoppen", methods=["POST"])
@allowed(ProcurementPermission.BID_OPEN)
def stop(reference: str) -> ResponseReturnValue:
    """Let nobody in after all."""
    tender = tender_or_404(reference)
    with transaction():
        stop_resharing(tender, actor=current_actor(), now=clock.now())
    flash("De toelating is gestopt. Er is niets veranderd.", "positive")
    return redirect(url_for("procurement.openings.show", reference=reference))


def _note_wrong_passphrase(reference: str, refusal: Refusal) -> None:
    """Note a wrong passphrase even though nothing else happens."""
    if any(obstacle.code == WRONG_PASSPHRASE for obstacle in refusal.obstacles):
        with transaction():
            record_wrong_passphrase(tender_or_404(reference), actor=current_actor(), now=clock.now())
