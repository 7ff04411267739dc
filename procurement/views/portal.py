"""What suppliers and everybody else see of published tenders."""

from decimal import Decimal

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.award_set_up import WITHOUT_COMPARISON
from procurement.forms.questions import QuestionForm
from procurement.lifecycle import TenderStatus
from procurement.models.tenders import Tender
from procurement.operations.questions import IN_GENERAL, QuestionSubject, ask_question, take_back_question
from procurement.permissions import ProcurementPermission
from procurement.procedures import PUBLIC_PROCEDURES, WAITING_QUESTIONS, Procedure
from procurement.progress import tone_of
from procurement.queries.offers import admissions_of
from procurement.queries.questions import (
    bulletins_of,
    changes_linked_to,
    question_by_id,
    question_terms_of,
    questions_of_supplier,
)
from procurement.queries.rectifications import dates_changed_by, published_rectifications
from procurement.queries.requirements import published_versions_of, requirements_text_of
from procurement.queries.selection import selection_criteria_of
from procurement.queries.tenders import (
    closing_moves_of,
    documents_of,
    published_tender_by_reference,
    tenders_open_to,
)
from procurement.questions import obstacles_to_asking
from procurement.selection import has_selection
from procurement.tender_formulas import FORMULAS, WITHOUT_QUALITY
from procurement.views.tender_loading import parameter_pairs, rules_of
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may, public
from townhall.database import transaction
from townhall.forms import ConfirmForm
from townhall.paging import page_of

pages = Blueprint("portal", __name__, url_prefix="/portaal/aanbestedingen")

#: Follow a tender and write bids for it.
FOLLOW = "procurement.bids.follow"


def public_tender_or_404(reference: str) -> Tender:
    """A published tender as whoever asks may see it."""
    found = published_tender_by_reference(reference, current_actor().organisation_id)
    return found or abort(404)


@pages.route("")
@public
def index() -> ResponseReturnValue:
    """Published tenders: everybody sees the public ones, a supplier also those it was invited to."""
    now = clock.now()
    page = page_of(tenders_open_to(current_actor().organisation_id))
    return render_template(
        "procurement/portal/index.html",
        portal=True,
        page=page,
        is_open={each.id: _is_open(each) for each in page},
        tones={each.id: tone_of(each.status, is_closed=each.is_closed(now)) for each in page},
    )


def _is_open(tender: Tender) -> bool:
    return tender.status == TenderStatus.PUBLISHED and not tender.is_closed(clock.now())


@pages.route("/<reference>")
@public
def show(reference: str) -> ResponseReturnValue:
    """One tender: lots, requirements, criteria, dates, documents, changes, questions and answers."""
    tender = public_tender_or_404(reference)
    is_supplier = may(ProcurementPermission.QUESTION_ASK)
    actor = current_actor()
    bulletins, rectifications = bulletins_of(tender), published_rectifications(tender)
    terms = question_terms_of(tender)
    return render_template(
        "procurement/portal/show.html",
        portal=True,
        tender=tender,
        documents=documents_of(tender),
        bulletins=bulletins,
        changes=changes_linked_to([each.id for bulletin in bulletins for each in bulletin.questions]),
        rectifications=rectifications,
        dates={each.id: dates_changed_by(each) for each in rectifications},
        moves=closing_moves_of(tender),
        terms=terms,
        own_questions=questions_of_supplier(tender, actor.organisation_id) if is_supplier else [],
        waiting=WAITING_QUESTIONS,
        document=requirements_text_of(tender),
        lot_titles={lot.number: lot.title for lot in tender.lots},
        requirement_versions=published_versions_of(tender),
        total_weight=sum((each.weight for each in tender.criteria), Decimal(0)),
        formula=FORMULAS[tender.price_formula] if tender.price_formula else None,
        sole_formula=tender.price_formula in WITHOUT_QUALITY and tender.procedure not in WITHOUT_COMPARISON,
        parameter_pairs=parameter_pairs(tender),
        rules=rules_of(tender),
        is_open=_is_open(tender),
        is_public=tender.procedure in PUBLIC_PROCEDURES,
        selection=selection_criteria_of(tender) if has_selection(tender.procedure) else [],
        is_open_house=tender.procedure == Procedure.OPEN_HOUSE,
        admitted=admissions_of(tender) if tender.procedure == Procedure.OPEN_HOUSE else [],
        may_ask=is_supplier and not obstacles_to_asking(terms, "?", clock.now()),
        follow_url=_follow_url(tender) if is_supplier else None,
    )


def _follow_url(tender: Tender) -> str | None:
    if FOLLOW not in current_app.view_functions:
        return None
    return url_for(FOLLOW, reference=tender.reference)


@pages.route("/<reference>/vraag", methods=["GET", "POST"])
@allowed(ProcurementPermission.QUESTION_ASK)
def ask(reference: str) -> ResponseReturnValue:
    """Ask a question; other suppliers never learn who asked."""
    tender = public_tender_or_404(reference)
    subjects = _subjects_of(tender)
    form = QuestionForm()
    form.subject.offer([(key, _words_of(each)) for key, each in subjects.items()])
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            ask_question(
                tender,
                form.text.data,
                about=form.about.data or "",
                subject=subjects.get(form.subject.data or "", IN_GENERAL),
                withhold_request=form.withhold_request.data or "",
                names_are_meant=form.names_are_meant.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Uw vraag is ontvangen. Het antwoord komt in een nota van inlichtingen.", "positive")
            return redirect(url_for("procurement.portal.show", reference=reference, _anchor="vragen"))
    elif not form.is_submitted():
        form.refuse(obstacles_to_asking(question_terms_of(tender), "?", clock.now()))
    return render_template(
        "procurement/portal/ask.html",
        portal=True,
        tender=tender,
        form=form,
        names_somebody=any(each.code == "names-asker" for each in form.obstacles),
    )


def _subjects_of(tender: Tender) -> dict[str, QuestionSubject]:
    """What a question can be about, by the value in the list."""
    found = {
        f"stuk:{row.id}": QuestionSubject(document=(row, file))
        for row, file in documents_of(tender)
        if row.replaced_at is None
    }
    return {**found, **{f"eis:{each.key}": QuestionSubject(requirement=each) for each in tender.requirements}}


def _words_of(subject: QuestionSubject) -> str:
    if subject.requirement is None:
        return f"Stuk: {subject.words}"
    text = subject.requirement.text
    return f"{subject.words}: {text if len(text) <= 80 else text[:77] + '…'}"


@pages.route("/<reference>/vraag/<int:question_id>/terugtrekken", methods=["POST"])
@allowed(ProcurementPermission.QUESTION_ASK)
def take_back(reference: str, question_id: int) -> ResponseReturnValue:
    """Take back one's own question while it is not published."""
    tender = public_tender_or_404(reference)
    question = question_by_id(tender, question_id)
    if question is None or question.supplier_id != current_actor().organisation_id:
        abort(404)
    if ConfirmForm().validate_on_submit():
        with transaction():
            take_back_question(question, actor=current_actor(), now=clock.now())
        flash("Uw vraag is teruggetrokken. Zij komt niet in de nota.", "positive")
    return redirect(url_for("procurement.portal.show", reference=reference, _anchor="vragen"))
