"""The checks of contracts: what waits, those of one contract, one of them, and what a test showed."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.checks import PAPERS, PROVED_BY
from contracts.forms.checks import CheckForm, FindingForm, StopCheckForm
from contracts.models.checks import ContractCheck
from contracts.models.frameworks import FrameworkContract
from contracts.operations.checks import add_check, change_check, plan_checks, record_finding, stop_check
from contracts.operations.papers import CHECK_PROOF
from contracts.permissions import ContractsPermission
from contracts.queries import checks as queries
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.documents.models import Document
from townhall.documents.operations import store_document
from townhall.filters import words
from townhall.forms import ConfirmForm
from townhall.organisations.certificate_models import Certificate
from townhall.organisations.certificate_queries import certificates_of
from townhall.paging import page_of
from townhall.spreadsheets import Column, as_download


def _check_or_404(contract: FrameworkContract, sequence: int) -> ContractCheck:
    return queries.check_of(contract, sequence) or abort(404)


@pages.route("/controlepunten")
@allowed(ContractsPermission.CONTRACT_READ)
def checks_waiting() -> ResponseReturnValue:
    """The checks of all contracts that wait to be done: one's own, or everybody's."""
    mine = request.args.get("wie") == "mij"
    statement = queries.checks_waiting(clock.today(), actor=current_actor() if mine else None)
    return render_template("contracts/checks/waiting.html", page=page_of(statement), today=clock.today(), mine=mine)


@pages.route("/<number>/controlepunten")
@allowed(ContractsPermission.CONTRACT_READ)
def checks(number: str) -> ResponseReturnValue:
    """All checks of one contract: what was promised, and what must be on paper."""
    contract = contract_or_404(number)
    found = queries.checks_of(contract)
    return render_template(
        "contracts/checks/index.html",
        contract=contract,
        promises=[check for check in found if check.kind not in PAPERS],
        papers=[check for check in found if check.kind in PAPERS],
        today=clock.today(),
    )


@pages.route("/<number>/controlepunten.<any(csv, xlsx):kind>")
@allowed(ContractsPermission.CONTRACT_READ)
def export_checks(number: str, kind: str) -> ResponseReturnValue:
    """The checks of one contract as a file."""
    contract = contract_or_404(number)
    found = queries.checks_of(contract)
    return as_download(found, _columns(), title=f"Controlepunten {number}", kind=kind)


def _columns() -> list[Column]:
    today = clock.today()
    return [
        Column("Nummer", lambda check: check.sequence),
        Column("Soort", lambda check: check.kind),
        Column("Code", lambda check: check.code),
        Column("Wat", lambda check: check.subject),
        Column("Beloofd", lambda check: check.promise),
        Column("Hoe", lambda check: check.how),
        Column("Hoe vaak", lambda check: check.rhythm),
        Column("Wie", lambda check: check.tester.name if check.tester else "contractmanagers"),
        Column("Eerstvolgende toets", lambda check: check.next_on),
        Column("Stand", lambda check: check.state(today)),
        Column("Laatste toets", lambda check: check.last and check.last.tested_on),
        Column("Uitkomst", lambda check: check.last and check.last.finding),
        Column("Bevinding", lambda check: check.last and check.last.notes),
        Column("Bewijs geldig tot en met", lambda check: check.last and check.last.valid_until),
    ]


@pages.route("/<number>/controlepunten/maken", methods=["POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def make_checks(number: str) -> ResponseReturnValue:
    """Make the checks of a contract from before there were any."""
    contract = contract_or_404(number)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        made = plan_checks(contract, actor=current_actor(), now=clock.now())
    flash(f"{len(made)} controlepunten zijn gemaakt.", "positive")
    return redirect(url_for(".checks", number=number))


@pages.route("/<number>/controlepunten/<int:sequence>")
@allowed(ContractsPermission.CONTRACT_READ)
def check(number: str, sequence: int) -> ResponseReturnValue:
    """One check with all that was found."""
    contract = contract_or_404(number)
    check = _check_or_404(contract, sequence)
    return render_template(
        "contracts/checks/show.html",
        contract=contract,
        check=check,
        certificates=_handed_in(check),
        today=clock.today(),
    )


def _handed_in(check: ContractCheck) -> list[Certificate]:
    """What the supplier handed in itself that can prove this, newest first."""
    kinds = PROVED_BY.get(check.kind)
    if kinds is None:
        return []
    return [each for each in certificates_of(check.contract.supplier_id) if each.kind in kinds]


@pages.route("/<number>/controlepunten/<int:sequence>/toetsen", methods=["GET", "POST"])
@allowed(ContractsPermission.CHECK_RECORD)
def test_check(number: str, sequence: int) -> ResponseReturnValue:
    """Record what a test showed."""
    contract = contract_or_404(number)
    check = _check_or_404(contract, sequence)
    form = FindingForm(data={"tested_on": clock.today()}, record=check)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            record_finding(
                check,
                form.finding.data,
                tested_on=form.tested_on.data,
                notes=form.notes.data or "",
                again_on=form.again_on.data,
                valid_until=form.valid_until.data,
                document=_proof(form, check),
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash(f"De uitkomst is vastgelegd: {words(form.finding.data).lower()}.", "positive")
            return redirect(url_for(".check", number=number, sequence=sequence))
    return render_template(
        "contracts/checks/test.html", contract=contract, check=check, form=form, certificates=_handed_in(check)
    )


def _proof(form: FindingForm, check: ContractCheck) -> Document | None:
    if not form.file.data:
        return None
    return store_document(
        form.file.data.read(),
        filename=form.file.data.filename,
        kind=CHECK_PROOF,
        actor=current_actor(),
        now=clock.now(),
        title=f"Bewijs bij {check.title}",
    )


@pages.route("/<number>/controlepunten/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def new_check(number: str) -> ResponseReturnValue:
    """Add something to test."""
    contract = contract_or_404(number)
    form, people = CheckForm(), queries.people_who_test()
    form.offer(people)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            add_check(contract, form.what(people), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Het controlepunt is toegevoegd.", "positive")
            return redirect(url_for(".checks", number=number))
    return render_template("contracts/checks/edit.html", contract=contract, check=None, form=form)


@pages.route("/<number>/controlepunten/<int:sequence>/wijzigen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def edit_check(number: str, sequence: int) -> ResponseReturnValue:
    """Test it otherwise, at other moments, or by somebody else."""
    contract = contract_or_404(number)
    check = _check_or_404(contract, sequence)
    form, people = CheckForm.of(check), queries.people_who_test()
    form.offer(people)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            change_check(check, form.what(people), actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Het controlepunt is gewijzigd.", "positive")
            return redirect(url_for(".check", number=number, sequence=sequence))
    return render_template("contracts/checks/edit.html", contract=contract, check=check, form=form)


@pages.route("/<number>/controlepunten/<int:sequence>/stoppen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def end_check(number: str, sequence: int) -> ResponseReturnValue:
    """Test it no more."""
    contract = contract_or_404(number)
    check = _check_or_404(contract, sequence)
    form = StopCheckForm(record=check)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            stop_check(check, reason=form.reason.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Dit controlepunt wordt niet meer getoetst.", "positive")
            return redirect(url_for(".checks", number=number))
    return render_template("contracts/checks/stop.html", contract=contract, check=check, form=form)
