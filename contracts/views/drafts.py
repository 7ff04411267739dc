"""Drafting: the awards that wait for a contract, a contract by hand, and the draft until it is signed."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.drafting import Agreement
from contracts.fee_schedules import explain
from contracts.forms.decisions import WithdrawForm
from contracts.forms.frameworks import (
    AgreementForm,
    ByHandForm,
    ChangeDraftForm,
    FromAdmissionForm,
    FromAwardForm,
    decision_body,
)
from contracts.grounds import GROUNDS
from contracts.lifecycle import ContractBasis
from contracts.operations.admissions import agreement_of_admission, draft_contract_from_admission
from contracts.operations.drafts import (
    agreement_of,
    change_draft,
    draft_contract_by_hand,
    draft_contract_from_award,
    withdraw_draft,
)
from contracts.permissions import ContractsPermission
from contracts.queries import frameworks as queries
from contracts.queries.admissions import admission_without_contract, admissions_without_contract
from contracts.queries.budget_headings import heading_to_propose
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from procurement.models.award import LotAward
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.budgets.headings import Heading
from townhall.budgets.queries import headings_to_choose
from townhall.database import transaction
from townhall.filters import euro
from townhall.organisations.queries import organisation_with_id


@pages.route("/uit-gunning")
@allowed(ContractsPermission.CONTRACT_DRAFT)
def awards() -> ResponseReturnValue:
    """Final awards that nobody has drafted a contract for."""
    return render_template(
        "contracts/frameworks/awards.html",
        awards=queries.awards_without_contract(),
        admissions=admissions_without_contract(),
    )


@pages.route("/uit-toelating/<int:admission_id>", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_DRAFT)
def from_admission(admission_id: int) -> ResponseReturnValue:
    """Draft the contract of a supplier who was let into an open house: the published terms and tariffs."""
    admission = admission_without_contract(admission_id) or abort(404)
    tender, lot = admission.bid.tender, admission.bid.lot
    assert tender.starts_on is not None, "published with it"
    first_day = max(clock.today(), tender.starts_on)
    proposed = heading_to_propose(tender, lot, from_year=first_day.year)
    form = FromAdmissionForm(data={"starts_on": first_day, "budget_heading": proposed})
    _offer_headings(form, starts_on=tender.starts_on, kept=proposed)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            contract = draft_contract_from_admission(
                admission,
                starts_on=form.starts_on.data,
                budget_heading=form.budget_heading.heading,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"Concept {contract.number} is gemaakt. Controleer het en laat het tekenen.", "positive")
            return redirect(url_for(".show", number=contract.number))
    agreement = agreement_of_admission(tender, lot, admitted_on=admission.checked_at.date(), starts_on=tender.starts_on)
    return render_template(
        "contracts/frameworks/from_admission.html",
        admission=admission,
        form=form,
        agreement=agreement,
        fees=explain(agreement.lines, euro),
    )


@pages.route("/uit-gunning/<int:award_id>", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_DRAFT)
def from_award(award_id: int) -> ResponseReturnValue:
    """Draft the contract of an award, after a look at what it will say."""
    award = queries.award_without_contract(award_id) or abort(404)
    first_day = award.tender.starts_on or clock.today()
    proposed = heading_to_propose(award.tender, award.lot, from_year=first_day.year)
    form = FromAwardForm(data={"starts_on": award.tender.starts_on, "budget_heading": proposed})
    _offer_headings(form, starts_on=first_day, kept=proposed)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            contract = draft_contract_from_award(
                award,
                starts_on=form.starts_on.data,
                notice_months=form.notice_months.data,
                decides=decision_body(form.college_decides.data),
                termination_months=form.termination_months.data,
                budget_heading=form.budget_heading.heading,
                norms=form.norms(),
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"Concept {contract.number} is gemaakt. Controleer het en laat het tekenen.", "positive")
            return redirect(url_for(".show", number=contract.number))
    agreement = _agreement_to_show(award, form)
    return render_template(
        "contracts/frameworks/from_award.html",
        award=award,
        form=form,
        agreement=agreement,
        fees=explain(agreement.lines, euro) if agreement and agreement.lines else "",
    )


def _offer_headings(
    form: FromAwardForm | FromAdmissionForm | AgreementForm, *, starts_on: date | None, kept: Heading | None = None
) -> None:
    first_year = (starts_on or clock.today()).year
    form.budget_heading.offer_headings(headings_to_choose(from_year=first_year, kept=kept))


def _agreement_to_show(award: LotAward, form: FromAwardForm) -> Agreement | None:
    if form.starts_on.data is None or form.notice_months.errors or award.tender.duration_months is None:
        return None
    return agreement_of(award, starts_on=form.starts_on.data, notice_months=form.notice_months.data or 0)


@pages.route("/zonder-aanbesteding")
@allowed(ContractsPermission.CONTRACT_DRAFT)
def grounds() -> ResponseReturnValue:
    """The ways to a contract without a tender in this house, and what each needs."""
    return render_template("contracts/frameworks/grounds.html", grounds=GROUNDS)


@pages.route("/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_DRAFT)
def by_hand() -> ResponseReturnValue:
    """Draft a contract without a tender in this house; with a ground in the address only what counts for it."""
    form = ByHandForm()
    ground = next((each for each in GROUNDS if each.basis == request.args.get("grond")), None)
    if ground is not None:
        form.only_for(ground.basis)
    form.supplier.offer([(str(supplier.id), supplier.name) for supplier in queries.suppliers_to_choose()])
    _offer_headings(form, starts_on=None)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            supplier = organisation_with_id(int(form.supplier.data)) or abort(404)
            contract = draft_contract_by_hand(
                form.agreement(lines=form.fee_lines(), basis_reason=form.basis_reason.data),
                basis=ContractBasis(form.basis.data),
                supplier=supplier,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"Concept {contract.number} is gemaakt.", "positive")
            return redirect(url_for(".show", number=contract.number))
    return render_template("contracts/frameworks/by_hand.html", form=form, ground=ground)


@pages.route("/<number>/wijzigen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_DRAFT)
def change(number: str) -> ResponseReturnValue:
    """Edit the terms of a draft."""
    contract = contract_or_404(number)
    form = ChangeDraftForm.of(contract)
    _offer_headings(form, starts_on=contract.starts_on, kept=contract.budget_heading)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_draft(
                contract,
                form.agreement(lines=tuple(contract.fee_lines()), basis_reason=form.basis_reason.data or ""),
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Het concept is gewijzigd.", "positive")
            return redirect(url_for(".show", number=number))
    return render_template("contracts/frameworks/change.html", contract=contract, form=form)


@pages.route("/<number>/intrekken", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_DRAFT)
def withdraw(number: str) -> ResponseReturnValue:
    """Give up a draft."""
    contract = contract_or_404(number)
    form = WithdrawForm(record=contract)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            withdraw_draft(contract, reason=form.reason.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"Concept {number} is ingetrokken.", "positive")
            return redirect(url_for(".index"))
    return render_template("contracts/frameworks/withdraw.html", contract=contract, form=form)
