"""Pages of the versions of a Programma van Eisen, and of what differs between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.requirement_work import CompareForm, VersionForm
from procurement.lifecycle import TenderStatus
from procurement.models.requirements import RequirementsVersion
from procurement.models.tenders import Tender
from procurement.operations.requirement_versions import (
    DIFFERENCE_JOB,
    DOCUMENT_JOB,
    save_requirements_version,
)
from procurement.permissions import ProcurementPermission
from procurement.queries.requirements import makers_of, versions_of
from procurement.requirement_differences import Differences, differences
from procurement.requirement_texts import from_facts
from procurement.views.requirements import lot_titles_of, pages
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.database import transaction
from townhall.filters import moment
from townhall.forms import ConfirmForm
from townhall.jobs.operations import request_job


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side, the older one first as a rule; what differs."""

    before: RequirementsVersion
    after: RequirementsVersion
    found: Differences


@pages.route("/versies", methods=["GET", "POST"])
@allowed(ProcurementPermission.TENDER_READ)
def versions(reference: str) -> ResponseReturnValue:
    """Every version; and a form to keep the text of a draft as it stands now."""
    tender = tender_or_404(reference)
    form = VersionForm()
    if may(ProcurementPermission.TENDER_WRITE) and form.validate_on_submit():
        with form.showing_refusals(), transaction():
            number = save_requirements_version(
                tender, reason=form.reason.data, actor=current_actor(), now=clock.now()
            ).number
        if not form.obstacles:
            flash(f"Versie {number} is bewaard.", "positive")
            return redirect(url_for("procurement.requirements.versions", reference=reference))
    kept = versions_of(tender)
    return render_template(
        "procurement/requirements/versions.html",
        tender=tender,
        tabs=tabs_of(tender),
        form=form,
        versions=kept,
        makers=makers_of(kept),
        choice=compare_form(kept),
        is_draft=tender.status == TenderStatus.DRAFT,
    )


@pages.route("/versies/<int:number>")
@allowed(ProcurementPermission.TENDER_READ)
def version(reference: str, number: int) -> ResponseReturnValue:
    """One version, whole."""
    tender = tender_or_404(reference)
    found = next((each for each in versions_of(tender) if each.number == number), None) or abort(404)
    return render_template(
        "procurement/requirements/version.html",
        tender=tender,
        version=found,
        document=from_facts(found.content),
        lot_titles=lot_titles_of(tender),
        makers=makers_of([found]),
    )


@pages.route("/versies/verschil")
@allowed(ProcurementPermission.TENDER_READ)
def compare(reference: str) -> ResponseReturnValue:
    """What differs between two versions, to the word: the last two unless others were chosen."""
    tender = tender_or_404(reference)
    kept = versions_of(tender)
    comparison = comparison_or_404(kept) if "naar" in request.args else latest_comparison(kept)
    return render_template(
        "procurement/requirements/compare.html",
        tender=tender,
        choice=compare_form(kept),
        comparison=comparison or abort(404),
    )


@pages.route("/pdf", methods=["POST"])
@allowed(ProcurementPermission.TENDER_READ)
def document_pdf(reference: str) -> ResponseReturnValue:
    """Ask for the Programma van Eisen as a PDF."""
    tender = tender_or_404(reference)
    title = f"Programma van Eisen {reference}"
    return _requested(tender, DOCUMENT_JOB, {}, title) if tender.requirements else _back(reference)


@pages.route("/versies/verschil/pdf", methods=["POST"])
@allowed(ProcurementPermission.TENDER_READ)
def difference_pdf(reference: str) -> ResponseReturnValue:
    """Ask for the difference between two versions as a PDF."""
    tender = tender_or_404(reference)
    chosen = comparison_or_404(versions_of(tender))
    numbers = {"before": chosen.before.number, "after": chosen.after.number}
    title = f"Wijzigingen Programma van Eisen {reference}, versie {numbers['before']} naar {numbers['after']}"
    return _requested(tender, DIFFERENCE_JOB, numbers, title)


def compare_form(kept: Sequence[RequirementsVersion]) -> CompareForm:
    """The choice of two versions; the last two when nothing was chosen."""
    last = [str(each.number) for each in kept[:2]]
    form = CompareForm(request.args, data={"van": last[-1], "naar": last[0]} if last else None)
    offered = [(str(each.number), f"Versie {each.number}, {moment(each.made_at)}") for each in kept]
    form.van.offer(offered)
    form.naar.offer(offered)
    return form


def latest_comparison(kept: Sequence[RequirementsVersion]) -> Comparison | None:
    """The last two versions, compared; None while there is only one."""
    return _compared(kept[1], kept[0]) if len(kept) > 1 else None


def comparison_or_404(kept: Sequence[RequirementsVersion]) -> Comparison:
    """The two versions that the address asks for, compared."""
    by_number = {str(each.number): each for each in kept}
    before, after = (by_number.get(request.args.get(name, "")) or abort(404) for name in ("van", "naar"))
    return _compared(before, after)


def _compared(before: RequirementsVersion, after: RequirementsVersion) -> Comparison:
    return Comparison(before, after, differences(from_facts(before.content), from_facts(after.content)))


def _requested(tender: Tender, kind: str, arguments: dict[str, int], title: str) -> ResponseReturnValue:
    if not ConfirmForm().validate_on_submit():
        return _back(tender.reference)
    with transaction():
        job_id = request_job(
            kind, {"tender_id": tender.id, **arguments}, actor=current_actor(), now=clock.now(), title=title
        ).id
    return redirect(url_for("jobs.show", job_id=job_id))


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("procurement.requirements.index", reference=reference))
