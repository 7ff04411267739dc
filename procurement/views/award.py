"""From ranking to final award: ranking, report, letters, objections per lot, and the endings."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.award_report import QUESTIONS, Item
from procurement.awarding import LotAwardStatus
from procurement.forms.award import (
    AdoptForm,
    DrawForm,
    NotAwardForm,
    ProofsForm,
    report_form,
)
from procurement.lifecycle import MOVES, TenderStatus
from procurement.models.award import LotAward
from procurement.models.tenders import Lot, Tender
from procurement.operations.award_reports import (
    adopt_award_report,
    answers_in,
    draft_award_report,
    obstacles_to_adopting_report,
    obstacles_to_drafting,
)
from procurement.operations.awards import (
    check_proofs,
    final_award_obstacles,
    gates_to_final,
    make_award_final,
    may_decline,
    not_award,
    obstacles_to_sending,
    send_award_letters,
)
from procurement.operations.ranking import draw_on, obstacles_to_ranking_tender, rank_tender, record_draw
from procurement.permissions import ProcurementPermission
from procurement.queries.allocation import allotments_of
from procurement.queries.assessment import rejected_checks
from procurement.queries.award_papers import report_page
from procurement.queries.award_report_data import ends_of_standstills, is_nothing_awarded, standstill_of
from procurement.queries.award_report_lots import winning_rows
from procurement.queries.award_terms import parameters_in_words
from procurement.queries.awards import (
    award_of_tender,
    decisions_of,
    draft_report_of,
    letters_of,
    lot_awards_of,
    lots_to_decide,
    rankings_of,
    report_of_tender,
    reports_of,
)
from procurement.queries.signals import signals_of
from procurement.queries.tenders import lot_of
from procurement.ranking import formula_in_words
from procurement.tender_formulas import FORMULAS
from procurement.views.bid_reading import may_read_outcome
from procurement.views.tender_loading import rules_of, tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.forms import NOTHING_YET, ConfirmForm

pages = Blueprint("award", __name__, url_prefix="/aanbestedingen")

MAY_RANK = (
    TenderStatus.QUALITY_LOCKED,
    TenderStatus.RANKED,
    TenderStatus.DECIDED,
    TenderStatus.STANDSTILL,
)


@pages.route("/<reference>/rangorde", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_READ)
def ranking(reference: str) -> ResponseReturnValue:
    """The ranking per lot, with the formula worked out and why each bid stands where it stands."""
    tender = tender_or_404(reference)
    if not may_read_outcome(tender):
        abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        if not may(ProcurementPermission.AWARD_PREPARE):
            abort(403)
        with form.showing_refusals(), transaction():
            rank_tender(tender, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De rangorde is bepaald en vastgelegd.", "positive")
            return redirect(url_for("procurement.award.ranking", reference=reference))
    formula, rankings = tender.price_formula, rankings_of(tender)
    return render_template(
        "procurement/award/ranking.html",
        tender=tender,
        tabs=tabs_of(tender),
        form=form,
        lots=tender.lots,
        rankings=rankings,
        winners={lot.id: row.bid_id for lot, row, _ in winning_rows(tender)},
        signals=signals_of(tender, rankings),
        allotments=allotments_of(tender),
        rejected=rejected_checks(tender),
        formula_words=formula_in_words(formula) if formula else None,
        rules=rules_of(tender),
        is_relative=bool(formula and FORMULAS[formula].is_relative),
        parameters=parameters_in_words(formula, tender.price_parameters),
        can_rank=tender.status in MAY_RANK and bool(lots_to_decide(tender)),
        to_rank=obstacles_to_ranking_tender(tender) if tender.status in MAY_RANK else [],
        is_ranked=tender.status == TenderStatus.RANKED,
    )


@pages.route("/<reference>/rangorde/<int:number>/loting", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def draw(reference: str, number: int) -> ResponseReturnValue:
    """Record the outcome of a draw for the shared place that wins a lot."""
    tender, lot = _lot_or_404(reference, number)
    current = rankings_of(tender).get(lot.id) or abort(404)
    form = DrawForm()
    among = draw_on(current)
    form.bid.offer([(str(place.bid_id), place.name) for place in among])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            record_draw(current, int(form.bid.data), form.note.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De loting is vastgelegd in een nieuwe versie van de rangorde.", "positive")
            return redirect(url_for("procurement.award.ranking", reference=reference))
    return render_template("procurement/award/draw.html", tender=tender, lot=lot, form=form, among=among)


@pages.route("/<reference>/verslag", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def draft(reference: str) -> ResponseReturnValue:
    """Answer what only a person can answer, and write the draft of the gunningsverslag."""
    tender = tender_or_404(reference)
    own = draft_report_of(tender)
    report = own or next(iter(reports_of(tender)), None)
    form = report_form(answers_in(report) if report else {}, record=own or NOTHING_YET)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            made = draft_award_report(tender, form.answers(), actor=current_actor(), now=clock.now())
            number = made.number
        if not form.obstacles:
            flash("Het concept is gemaakt. De pdf komt zo klaar.", "positive")
            return redirect(url_for("procurement.award.report", reference=reference, number=number))
    return render_template(
        "procurement/award/draft.html",
        tender=tender,
        form=form,
        questions=QUESTIONS,
        Item=Item,
        to_draft=obstacles_to_drafting(tender),
    )


@pages.route("/<reference>/verslag/<int:number>")
@allowed(ProcurementPermission.AWARD_READ)
def report(reference: str, number: int) -> ResponseReturnValue:
    """One version of the report on screen, and its PDF. A draft is for who prepares or decides."""
    tender = tender_or_404(reference)
    found = report_of_tender(tender, number) or abort(404)
    is_draft = found.adopted_at is None
    if not may_read_outcome(tender):
        abort(404)
    if is_draft and not (may(ProcurementPermission.AWARD_PREPARE) or may(ProcurementPermission.AWARD_DECIDE)):
        abort(404)
    return render_template(
        "procurement/award/report.html",
        tender=tender,
        tabs=tabs_of(tender),
        report=found,
        page=report_page(found.data),
        is_draft=is_draft,
    )


@pages.route("/<reference>/verslag/<int:number>/vaststellen", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_DECIDE)
def adopt(reference: str, number: int) -> ResponseReturnValue:
    """Decide: adopt the report, on a mandate."""
    tender = tender_or_404(reference)
    found = report_of_tender(tender, number) or abort(404)
    form = AdoptForm(record=found)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            adopt_award_report(found, form.mandate_reference.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Het gunningsverslag is vastgesteld. De inkoper kan nu de brieven versturen.", "positive")
            return redirect(url_for("procurement.award.show", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_adopting_report(found, actor=current_actor(), now=clock.now()))
    return render_template("procurement/award/adopt.html", tender=tender, report=found, form=form)


@pages.route("/<reference>/gunning")
@allowed(ProcurementPermission.AWARD_READ)
def show(reference: str) -> ResponseReturnValue:
    """Where the award stands: report, letters, and per lot the standstill and the gate to final."""
    tender = tender_or_404(reference)
    awards = lot_awards_of(tender)
    actor, now = current_actor(), clock.now()
    waiting = (LotAwardStatus.PROVISIONAL, LotAwardStatus.DISPUTED)
    undecided, nothing_awarded = lots_to_decide(tender), is_nothing_awarded(tender)
    may_read = may_read_outcome(tender)
    return render_template(
        "procurement/award/show.html",
        tender=tender,
        tabs=tabs_of(tender),
        awards=awards,
        ends=ends_of_standstills(tender, awards),
        gates=gates_to_final([award for award in awards if award.status in waiting], actor=actor, now=now),
        undecided=undecided if may_decline(tender, now) else [],
        reports=[
            each
            for each in (reports_of(tender) if may_read else [])
            if each.adopted_at or may(ProcurementPermission.AWARD_PREPARE) or may(ProcurementPermission.AWARD_DECIDE)
        ],
        decisions=decisions_of(tender),
        may_read_ranking=may_read,
        letters=letters_of(tender) if may_read else [],
        to_draft=obstacles_to_drafting(tender),
        draft_report=draft_report_of(tender),
        can_draft=TenderStatus.DECIDED in MOVES[tender.status] and (
            tender.status == TenderStatus.RANKED or nothing_awarded
        ),
        nothing_awarded=nothing_awarded,
        is_open_again=tender.status == TenderStatus.STANDSTILL and bool(undecided),
        is_decided=tender.status == TenderStatus.DECIDED,
        to_send=obstacles_to_sending(tender) if tender.status == TenderStatus.DECIDED else [],
        has_motivations=tender.status in (TenderStatus.RANKED, TenderStatus.DECIDED) and not nothing_awarded,
        standstill=standstill_of(tender, now.date()),
        today=now.date(),
        form=ConfirmForm(),
    )


@pages.route("/<reference>/gunning/brieven", methods=["POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def send(reference: str) -> ResponseReturnValue:
    """Send all letters at once; the standstill starts the day after."""
    tender = tender_or_404(reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            letters = send_award_letters(tender, actor=current_actor(), now=clock.now())
            count = len(letters)
        flash(_sent_in_words(tender, count), "positive")
    return redirect(url_for("procurement.award.show", reference=reference))


def _sent_in_words(tender: Tender, count: int) -> str:
    """What the buyer reads after pressing the button."""
    sent = "1 brief is verstuurd" if count == 1 else f"{count} brieven zijn tegelijk verstuurd"
    if tender.status == TenderStatus.STANDSTILL:
        return f"{sent}. De opschortende termijn begint morgen."
    if not count:
        return "Er waren geen inschrijvers. De aanbesteding is afgesloten zonder gunning."
    return f"{sent}. De aanbesteding is afgesloten zonder gunning."


@pages.route("/<reference>/gunning/<int:award_id>/bewijsstukken", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def proofs(reference: str, award_id: int) -> ResponseReturnValue:
    """Record which proofs of the winner were seen."""
    tender, award = _award_or_404(reference, award_id)
    form = ProofsForm(data={"remarks": award.proofs_remarks}, record=award)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            check_proofs(award, form.remarks.data, form.proofs(), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("De bewijsstukken zijn gecontroleerd.", "positive")
            return redirect(url_for("procurement.award.show", reference=reference))
    return render_template("procurement/award/proofs.html", tender=tender, award=award, form=form)


@pages.route("/<reference>/gunning/<int:award_id>/definitief", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_DECIDE)
def finalise(reference: str, award_id: int) -> ResponseReturnValue:
    """Award a lot for good."""
    tender, award = _award_or_404(reference, award_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            make_award_final(award, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Perceel {award.lot.number} is definitief gegund.", "positive")
            return redirect(url_for("procurement.award.show", reference=reference))
    if not form.obstacles:
        form.refuse(final_award_obstacles(award, actor=current_actor(), now=clock.now()))
    return render_template("procurement/award/finalise.html", tender=tender, award=award, form=form)


@pages.route("/<reference>/gunning/perceel/<int:number>/niet-gunnen", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def decline(reference: str, number: int) -> ResponseReturnValue:
    """Decide not to award a lot."""
    tender, lot = _lot_or_404(reference, number)
    form = NotAwardForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            not_award(tender, lot, form.reason.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Perceel {number} wordt niet gegund.", "warning")
            return redirect(url_for("procurement.award.show", reference=reference))
    return render_template("procurement/award/decline.html", tender=tender, lot=lot, form=form)


def _award_or_404(reference: str, award_id: int) -> tuple[Tender, LotAward]:
    tender = tender_or_404(reference)
    return tender, award_of_tender(tender, award_id) or abort(404)


def _lot_or_404(reference: str, number: int) -> tuple[Tender, Lot]:
    tender = tender_or_404(reference)
    return tender, lot_of(tender, number) or abort(404)
