"""Pages of the estimate and the regime advice, and of the tables of law and policy they rest on."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.bands import Market, PolicyBand
from procurement.forms.requirements import PolicyBandForm, ThresholdForm
from procurement.lifecycle import TenderStatus
from procurement.models.tenders import Tender
from procurement.operations.regime import (
    add_thresholds,
    file_regime_memo,
    set_policy_bands,
    store_regime_advice,
)
from procurement.permissions import ProcurementPermission
from procurement.queries.cpv import cpv_code
from procurement.queries.policy import policy_bands, thresholds
from procurement.queries.regime import advice_by_number, advices_of
from procurement.queries.tender_facts import advice_facts, regime_facts_of
from procurement.regime_snapshot import changes_since, read_back, snapshot_of
from procurement.regimes import main_object, obstacles_to_procedure
from procurement.tender_facts import AdviceFacts
from procurement.thresholds import ThresholdKind
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm
from townhall.money import sum_of

pages = Blueprint("regime", __name__, url_prefix="/aanbestedingen/<reference>/regime")
policy = Blueprint("policy", __name__, url_prefix="/inkoopbeleid")


@pages.route("")
@allowed(ProcurementPermission.TENDER_READ)
def show(reference: str) -> ResponseReturnValue:
    """The estimate, what the rules say now, what is in the file, and what differs."""
    tender = tender_or_404(reference)
    facts, advice = regime_facts_of(tender), advice_facts(tender)
    return render_template(
        "procurement/regime/show.html",
        tender=tender,
        tabs=tabs_of(tender),
        form=ConfirmForm(),
        facts=facts,
        advice=advice,
        kept=read_back(tender.regime_advice) if tender.regime_advice else None,
        differences=_differences(tender, advice),
        against_procedure=(
            obstacles_to_procedure(tender.procedure, advice.now, reason=tender.procedure_reason) if advice.now else []
        ),
        parts=main_object(facts.cpv_parts) if facts else None,
        estimate=sum_of(lot.expected_value for lot in tender.lots),
        maximum=facts.maximum if facts else None,
        advices=advices_of(tender),
        names={part.code: cpv_code(part.code) for part in tender.cpv_parts},
        is_draft=tender.status == TenderStatus.DRAFT,
    )


def _differences(tender: Tender, advice: AdviceFacts) -> list[tuple[str, str, str]]:
    facts = regime_facts_of(tender)
    if tender.status != TenderStatus.DRAFT:  # published on the advice in the file; nothing is left to redo
        return []
    if tender.regime_advice is None or facts is None or advice.now is None:
        return []
    return changes_since(tender.regime_advice, snapshot_of(facts, advice.now))


@pages.route("/vastleggen", methods=["POST"])
@allowed(ProcurementPermission.TENDER_WRITE)
def store(reference: str) -> ResponseReturnValue:
    """Keep the advice of now with the tender."""
    tender = tender_or_404(reference)
    if ConfirmForm().validate_on_submit():
        with transaction():
            store_regime_advice(tender, actor=current_actor(), now=clock.now())
        flash("Het regime-advies is vastgelegd.", "positive")
    return redirect(url_for("procurement.regime.show", reference=reference))


@pages.route("/adviezen/<int:number>")
@allowed(ProcurementPermission.TENDER_READ)
def earlier(reference: str, number: int) -> ResponseReturnValue:
    """One advice of the file, as it was."""
    tender = tender_or_404(reference)
    row = advice_by_number(tender, number) or abort(404)
    kept = read_back(row.content)
    return render_template(
        "procurement/regime/earlier.html",
        tender=tender,
        tabs=tabs_of(tender),
        row=row,
        kept=kept,
        names={part.code: cpv_code(part.code) for part in kept.facts.cpv_parts},
    )


@pages.route("/memo", methods=["POST"])
@allowed(ProcurementPermission.TENDER_READ)
def memo(reference: str) -> ResponseReturnValue:
    """Ask for the memo of an advice that has none yet."""
    tender = tender_or_404(reference)
    if tender.regime_advice is None or not ConfirmForm().validate_on_submit():
        return redirect(url_for("procurement.regime.show", reference=reference))
    with transaction():
        job_id = file_regime_memo(tender, actor=current_actor(), now=clock.now()).job_id
    return redirect(url_for("jobs.show", job_id=job_id))


# --- the tables --------------------------------------------------------------------------------------


@policy.route("")
@allowed(ProcurementPermission.POLICY_READ)
def index() -> ResponseReturnValue:
    """The limits of the purchasing policy and the threshold amounts, with their sources."""
    today = clock.today()
    rows = thresholds()
    return render_template(
        "procurement/policy/index.html",
        bands=_by_market(policy_bands()),
        rows=sorted(rows, key=lambda row: (row.in_force_from, row.kind), reverse=True),
        current=[row for row in rows if row.is_in_force_on(today)],
        today=today,
    )


def _by_market(bands: list[PolicyBand]) -> dict[Market, list[PolicyBand]]:
    newest_first = sorted(bands, key=lambda band: (-band.in_force_from.toordinal(), band.from_amount))
    return {market: [band for band in newest_first if band.market == market] for market in Market}


@policy.route("/grenzen", methods=["GET", "POST"])
@allowed(ProcurementPermission.POLICY_WRITE)
def bands() -> ResponseReturnValue:
    """Add the limits of a new policy."""
    form = PolicyBandForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            set_policy_bands(
                form.market.data,
                multiple_from=form.multiple_from.data,
                open_from=form.open_from.data,
                in_force_from=form.in_force_from.data,
                source=form.source.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De nieuwe grenzen zijn vastgelegd. Kijk ook naar uw concepten.", "positive")
            return redirect(url_for("procurement.policy.index"))
    return render_template("procurement/policy/bands.html", form=form)


@policy.route("/drempels", methods=["GET", "POST"])
@allowed(ProcurementPermission.POLICY_WRITE)
def amounts() -> ResponseReturnValue:
    """Add the threshold amounts of two coming years."""
    form = ThresholdForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            add_thresholds(
                form.year.data,
                {kind: form[kind.value].data for kind in ThresholdKind},
                source=form.source.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("De drempelbedragen zijn vastgelegd.", "positive")
            return redirect(url_for("procurement.policy.index"))
    return render_template("procurement/policy/amounts.html", form=form)
