"""For the buyer: what bidders may repair, sent to all at once, and the judgement of every answer."""

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from procurement.bidder_requests import NEVER_REPAIRABLE, REPAIRABLE, SOURCES, RequestKind
from procurement.forms.bidder_requests import BREACH, NO, YES, JudgeForm, NoteRepairForm, SendRepairsForm
from procurement.models.bidder_requests import BidderRequest
from procurement.models.tenders import Tender
from procurement.operations.bidder_requests import drop_repair, judge_request, note_repair, send_repairs
from procurement.operations.bids import record_reading
from procurement.permissions import ProcurementPermission
from procurement.queries.assessment import rejected_checks
from procurement.queries.bidder_requests import (
    bids_without_a_judgement,
    earlier_term,
    request_of_tender,
    requests_of,
)
from procurement.views.assessment import opened_or_404
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.documents import storage
from townhall.forms import ConfirmForm

pages = Blueprint("bidder_requests", __name__, url_prefix="/aanbestedingen")
VERDICTS = {
    True: ((YES, "Hersteld: de inschrijving kan verder"), (NO, "Niet hersteld")),
    False: (
        (YES, "De prijs is overtuigend toegelicht"),
        (NO, "De prijs is niet overtuigend toegelicht"),
        (BREACH, "De prijs is laag door overtreding van milieu-, sociaal of arbeidsrecht: u moet afwijzen"),
    ),
}


@pages.route("/<reference>/herstel", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def repairs(reference: str) -> ResponseReturnValue:
    """Every repair of this tender; what was noted is sent with one button, to all at once."""
    tender = tender_or_404(reference)
    known = requests_of(tender, REPAIRABLE)
    given = earlier_term(known)
    form = SendRepairsForm(data={"days": given} if given else None)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            sent = send_repairs(tender, form.days.data, actor=current_actor(), now=clock.now())
            count = len(sent)
        if not form.obstacles:
            flash(f"Verstuurd: {count}. Iedereen heeft dezelfde termijn.", "positive")
            return redirect(url_for("procurement.bidder_requests.repairs", reference=reference))
    return render_template(
        "procurement/requests/repairs.html",
        tender=tender,
        tabs=tabs_of(tender),
        form=form,
        requests=known,
        noted=[each for each in known if each.sent_at is None],
        unread=bids_without_a_judgement(tender, known),
        incomplete=[each for each in rejected_checks(tender) if each.ground == "incomplete"],
        allowed_kinds=[(kind, SOURCES[kind]) for kind in REPAIRABLE],
        never=NEVER_REPAIRABLE,
        drop_form=ConfirmForm(),
        now=clock.now(),
    )


@pages.route("/<reference>/toetsing/<int:bid_id>/herstel", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def note(reference: str, bid_id: int) -> ResponseReturnValue:
    """Note what this bidder may repair."""
    tender, bid = opened_or_404(reference, bid_id)
    form = NoteRepairForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            note_repair(
                bid,
                form.kind.data,
                form.subject.data,
                is_threatened=form.is_threatened.data == YES,
                changes_offer=form.changes_offer.data == YES,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Genoteerd. Verstuur de verzoeken als u alle inschrijvingen heeft bekeken.", "positive")
            return redirect(url_for("procurement.bidder_requests.repairs", reference=reference))
    return render_template("procurement/requests/note.html", tender=tender, bid=bid, form=form, never=NEVER_REPAIRABLE)


@pages.route("/<reference>/verzoeken/<int:request_id>/vervallen", methods=["POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def drop(reference: str, request_id: int) -> ResponseReturnValue:
    """Take a note away that was not sent."""
    _, request = _request_or_404(reference, request_id)
    if ConfirmForm().validate_on_submit():
        with transaction():
            drop_repair(request, actor=current_actor(), now=clock.now())
        flash("De notitie is vervallen.", "positive")
    return redirect(url_for("procurement.bidder_requests.repairs", reference=reference))


@pages.route("/<reference>/verzoeken/<int:request_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE, records_reading=True)
def show(reference: str, request_id: int) -> ResponseReturnValue:
    """What was asked, what the bidder answered, and the judgement."""
    tender, request = _request_or_404(reference, request_id)
    is_repair = request.kind != RequestKind.LOW_PRICE
    form = JudgeForm(record=request)
    form.is_satisfied.offer(VERDICTS[is_repair])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            judge_request(
                request,
                form.judgement.data,
                is_satisfied=form.is_satisfied.data == YES,
                breaks_law=form.is_satisfied.data == BREACH,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Uw oordeel is vastgelegd.", "positive")
            page = "bidder_requests.repairs" if is_repair else "low_prices.index"
            return redirect(url_for(f"procurement.{page}", reference=reference))
    with transaction():
        record_reading(request.bid, what="antwoord op een verzoek", actor=current_actor(), now=clock.now())
    facts = request.facts()
    return render_template(
        "procurement/requests/show.html",
        tender=tender,
        request_made=request,
        bid=request.bid,
        form=form,
        is_repair=is_repair,
        source=SOURCES[request.kind],
        may_judge=facts.is_sent and facts.is_satisfied is None and (facts.is_answered or facts.is_over(clock.now())),
    )


@pages.route("/<reference>/verzoeken/<int:request_id>/bijlage")
@allowed(ProcurementPermission.ASSESSMENT_MANAGE, records_reading=True)
def document(reference: str, request_id: int) -> ResponseReturnValue:
    """What the bidder sent along."""
    _, request = _request_or_404(reference, request_id)
    found = request.document or abort(404)
    with transaction():
        record_reading(request.bid, what="bijlage bij een antwoord", actor=current_actor(), now=clock.now())
    return send_file(
        storage.open_checked(found),
        mimetype=found.media_type,
        download_name=found.filename,
        as_attachment=found.media_type != "application/pdf",
    )


def _request_or_404(reference: str, request_id: int) -> tuple[Tender, BidderRequest]:
    tender = tender_or_404(reference)
    return tender, request_of_tender(tender, request_id) or abort(404)
