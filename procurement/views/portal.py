"""What suppliers and everybody else see of published tenders."""

from decimal import Decimal

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.requirements import QuestionForm
from procurement.lifecycle import TenderStatus
from procurement.models.tenders import Tender
from procurement.operations.questions import ask_question, round_of
from procurement.permissions import ProcurementPermission
from procurement.procedures import PUBLIC_PROCEDURES
from procurement.progress import tone_of
from procurement.queries.questions import bulletins_of, questions_of_supplier
from procurement.queries.requirements import published_versions_of, requirements_text_of
from procurement.queries.tenders import (
    closing_moves_of,
    documents_of,
    published_tender_by_reference,
    tenders_open_to,
)
from procurement.questions import obstacles_to_asking
from procurement.tender_formulas import FORMULAS
from procurement.views.tender_loading import parameter_pairs, rules_of
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may, public
from townhall.database import transaction
from townhall.paging import page_of

pages = Blueprint("portal", __name__, url_prefix="/portaal/aanbestedingen")

#: Follow a tender and write bids for it.
FOLLOW = "procurement.bids.follow"


def _tender_or_404(reference: str) -> Tender:
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
    """One tender: lots, requirements, criteria, dates, documents, questions and answers."""
    tender = _tender_or_404(reference)
    is_supplier = may(ProcurementPermission.QUESTION_ASK)
    actor = current_actor()
    return render_template(
        "procurement/portal/show.html",
        portal=True,
        tender=tender,
        documents=documents_of(tender),
        bulletins=bulletins_of(tender),
        moves=closing_moves_of(tender),
        own_questions=questions_of_supplier(tender, actor.organisation_id) if is_supplier else [],
        document=requirements_text_of(tender),
        lot_titles={lot.number: lot.title for lot in tender.lots},
        requirement_versions=published_versions_of(tender),
        total_weight=sum((each.weight for each in tender.criteria), Decimal(0)),
        formula=FORMULAS[tender.price_formula] if tender.price_formula else None,
        parameter_pairs=parameter_pairs(tender),
        rules=rules_of(tender),
        is_open=_is_open(tender),
        is_public=tender.procedure in PUBLIC_PROCEDURES,
        may_ask=is_supplier and not obstacles_to_asking(round_of(tender), "?", clock.now()),
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
    tender = _tender_or_404(reference)
    form = QuestionForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            ask_question(
                tender,
                form.text.data,
                about=form.about.data or "",
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Uw vraag is ontvangen. Het antwoord komt in een nota van inlichtingen.", "positive")
            return redirect(url_for("procurement.portal.show", reference=reference))
    if not form.obstacles:
        form.refuse(obstacles_to_asking(round_of(tender), "?", clock.now()))
    return render_template("procurement/portal/ask.html", portal=True, tender=tender, form=form)
