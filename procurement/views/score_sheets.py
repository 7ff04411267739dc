"""The sheets on which an assessor scores: one bid over all criteria, or one criterion over the bids of a lot.

A sheet is saved as a whole when it is sent, by keyboard alone and without script. It shows the own scores only.
"""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.assessment import in_reading_order
from procurement.forms.assessment import Cell, ScoreSheet, score_sheet
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import CommitteeMember, Score
from procurement.models.bids import Bid
from procurement.models.tenders import AwardCriterion, Lot, Tender
from procurement.operations.assessment import Entry, enter_scores, record_reading_answers
from procurement.operations.bids import record_reading
from procurement.permissions import ProcurementPermission
from procurement.queries.assessment import admitted_bids, own_scores, quality_criteria_of
from procurement.queries.bids import answers_of, documents_of
from procurement.queries.conflicts import has_declared_about, statements_by
from procurement.queries.tenders import lot_of
from procurement.views.assessment import admitted_or_404
from procurement.views.scoring import member_or_404, pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction

#: Where the keyboard is on the next sheet: one Tab before the first score, past menu and tabs.
SCORES = "scores"


@pages.route("/<reference>/beoordeling/<int:bid_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_SCORE, records_reading=True)
def sheet(reference: str, bid_id: int) -> ResponseReturnValue:
    """Score one bid: its answer and the own score beside each other, criterion by criterion."""
    tender, member = member_or_404(reference)
    bid = admitted_or_404(tender, bid_id)
    if not has_declared_about(member, bid.supplier_id):
        return redirect(url_for("procurement.scoring.declare", reference=reference))
    criteria = quality_criteria_of(tender)
    cells = [(Cell(str(each.id), f"op {each.code}", each), bid) for each in criteria]
    form = _filled(member, cells)
    if form.validate_on_submit() and _saved(form, member, cells):
        return redirect(_after_bid(tender, member, bid))
    with transaction():
        record_reading(bid, what="beoordeling", actor=current_actor(), now=clock.now())
    return render_template(
        "procurement/assessment/sheet.html",
        tender=tender,
        member=member,
        bid=bid,
        bids=reading_list(tender, member),
        cells=[cell for cell, _ in cells],
        form=form,
        answers={answer.criterion_id: answer for answer in answers_of([bid.id])},
        documents=documents_of([bid.id]),
        is_open=_is_open(tender, member),
    )


@pages.route("/<reference>/beoordeling/perceel/<int:number>/<int:criterion_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_SCORE, records_reading=True)
def by_criterion(reference: str, number: int, criterion_id: int) -> ResponseReturnValue:
    """Score one criterion over the bids of a lot: all answers below each other, each with the own score."""
    tender, member = member_or_404(reference)
    lot = lot_of(tender, number) or abort(404)
    criteria = quality_criteria_of(tender)
    criterion = next((each for each in criteria if each.id == criterion_id), None) or abort(404)
    bids = _bids_on(tender, member, number) or abort(404)
    said = statements_by(member)
    if any(bid.supplier_id not in said for bid in bids):
        return redirect(url_for("procurement.scoring.declare", reference=reference))
    cells = [(Cell(str(bid.id), f"van {bid.supplier.name}", criterion), bid) for bid in bids]
    form = _filled(member, cells)
    if form.validate_on_submit() and _saved(form, member, cells):
        return redirect(_after_criterion(tender, member, lot, criterion))
    with transaction():
        record_reading_answers(bids, criterion, actor=current_actor(), now=clock.now())
    bids = _bids_on(tender, member, number)  # in one question what the commit let go
    return render_template(
        "procurement/assessment/by_criterion.html",
        tender=tender,
        lot=lot,
        criterion=criterion,
        criteria=criteria,
        cells=cells,
        form=form,
        answers={
            each.bid_id: each for each in answers_of([bid.id for bid in bids]) if each.criterion_id == criterion.id
        },
        is_open=_is_open(tender, member),
    )


def reading_list(tender: Tender, member: CommitteeMember) -> list[Bid]:
    """The bids to score, lot by lot; within a lot every assessor begins with another one."""
    bids = admitted_bids(tender)
    return [
        bid for lot in tender.lots for bid in in_reading_order([bid for bid in bids if bid.lot_id == lot.id], member.id)
    ]


def _bids_on(tender: Tender, member: CommitteeMember, number: int) -> list[Bid]:
    return [bid for bid in reading_list(tender, member) if bid.lot.number == number]


def _is_open(tender: Tender, member: CommitteeMember) -> bool:
    return tender.status == TenderStatus.ASSESSMENT and member.submitted_at is None


def _filled(member: CommitteeMember, cells: Sequence[tuple[Cell, Bid]]) -> ScoreSheet:
    """The sheet with what this assessor gave so far."""
    given = own_scores(member)
    shown: dict[str, str] = {}
    for cell, bid in cells:
        mine: Score | None = given.get((bid.id, cell.criterion.id))
        if mine is not None:
            shown[f"score_{cell.key}"], shown[f"motivation_{cell.key}"] = str(mine.score), mine.motivation
    return score_sheet([cell for cell, _ in cells], data=shown)


def _saved(form: ScoreSheet, member: CommitteeMember, cells: Sequence[tuple[Cell, Bid]]) -> bool:
    """Whether everything that was filled in could be saved; else the form says all that is wrong."""
    entries = [
        Entry(bid, cell.criterion, form.score_given(cell), form.motivation(cell).data or "", cell.key)
        for cell, bid in cells
        if form.is_filled(cell)
    ]
    if entries:
        with form.showing_refusals(), transaction():
            enter_scores(member, entries, actor=current_actor(), now=clock.now())
    if form.obstacles:
        return False
    left = len(cells) - len(entries)
    text = "Uw scores zijn opgeslagen." if entries else "U gaf nog geen score."
    flash(text + (f" Op deze pagina open: {left}." if left and entries else ""), "warning" if left else "positive")
    return True


def _after_bid(tender: Tender, member: CommitteeMember, bid: Bid) -> str:
    """The next bid, or handing in after the last one."""
    ids = [each.id for each in reading_list(tender, member)]
    after = ids[ids.index(bid.id) + 1 :]
    if after:
        return url_for("procurement.scoring.sheet", reference=tender.reference, bid_id=after[0], _anchor=SCORES)
    return url_for("procurement.scoring.hand_in", reference=tender.reference)


def _after_criterion(tender: Tender, member: CommitteeMember, lot: Lot, criterion: AwardCriterion) -> str:
    """The next criterion of the lot, then the next lot, or handing in after the last one."""
    criteria = quality_criteria_of(tender)
    lots = list(dict.fromkeys(bid.lot for bid in reading_list(tender, member)))
    sheets = [(each.number, one.id) for each in lots for one in criteria]
    after = sheets[sheets.index((lot.number, criterion.id)) + 1 :]
    if after:
        return url_for(
            "procurement.scoring.by_criterion",
            reference=tender.reference,
            number=after[0][0],
            criterion_id=after[0][1],
            _anchor=SCORES,
        )
    return url_for("procurement.scoring.hand_in", reference=tender.reference)
