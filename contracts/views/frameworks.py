"""The register of contracts, the page of one contract, and its file."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from contracts.ceilings import stage_of
from contracts.defaults import stage_of as stage_of_default
from contracts.filtering import chosen
from contracts.forms.decisions import ContractDocumentForm
from contracts.framework_labels import ACT_WORDS
from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.models import FrameworkContract
from contracts.modifications import ModificationKind, must_be_published
from contracts.next_actions import ActionFacts, next_actions
from contracts.operations.following import follow_contract, unfollow_contract
from contracts.operations.frameworks import add_contract_document
from contracts.operations.papers import request_sheet
from contracts.permissions import ContractsPermission
from contracts.queries import frameworks as queries
from contracts.queries.call_offs import call_offs_under, may_have_call_offs
from contracts.queries.ceilings import ceilings_of, levels_of
from contracts.queries.checks import checks_to_do
from contracts.queries.endings import defaults_of, late_exit_steps
from contracts.queries.following import follower_of
from contracts.queries.standing import standing_of
from contracts.terms import end_with, last_day_to_decide, options_still_possible
from contracts.views.register_columns import columns
from procurement.lots import TargetGroup
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.audit.queries import history_of
from townhall.database import transaction
from townhall.documents.operations import store_document
from townhall.filters import words
from townhall.forms import ConfirmForm
from townhall.paging import page_of
from townhall.periods import add_months
from townhall.spreadsheets import as_download

pages = Blueprint("frameworks", __name__, url_prefix="/contracten")

#: The kind of document in the file of a contract; who may read it is said in ``operations/papers.py``.
DOCUMENT = "contracts.document"


def contract_or_404(number: str) -> FrameworkContract:
    """The contract with this number; the register is for all staff who may read contracts."""
    return queries.contract_with_number(number) or abort(404)


def _filtered() -> Select[FrameworkContract]:
    return queries.contracts_matching(
        text=request.args.get("zoek", "").strip(),
        status=chosen(ContractStatus, request.args.get("status")),
        target_group=chosen(TargetGroup, request.args.get("doelgroep")),
        basis=chosen(ContractBasis, request.args.get("grond")),
        runs_on=clock.today() if request.args.get("looptijd") == "nu" else None,
        ends_before=_ends_before(request.args.get("looptijd")),
        followed_by=current_actor().account_id if request.args.get("volgt") == "ja" else None,
        sort=request.args.get("sorteer", ""),
    )


def _ends_before(term: str | None) -> date | None:
    """The day that a choice like ``12`` (ends within twelve months) stands for."""
    return add_months(clock.today(), int(term)) if term in ("3", "12") else None


@pages.route("/")
@allowed(ContractsPermission.CONTRACT_READ)
def index() -> ResponseReturnValue:
    """The register: search, filter, a page at a time."""
    page = page_of(_filtered())
    ceilings = ceilings_of(page.rows)
    return render_template(
        "contracts/frameworks/index.html",
        page=page,
        stages={contract.id: stage_of(ceilings[contract.id]) for contract in page},
        last_days={contract.id: last_day_to_decide(contract.term()) for contract in page},
        waiting=queries.how_many_awards_wait(),
        status_choices=[(status.value, words(status)) for status in ContractStatus],
        group_choices=[(group.value, words(group)) for group in TargetGroup],
        basis_choices=[(basis.value, words(basis)) for basis in ContractBasis],
        sort=request.args.get("sorteer", ""),
        asked=request.args,
        today=clock.today(),
    )


@pages.route("/export.<any(csv, xlsx):kind>")
@allowed(ContractsPermission.CONTRACT_READ)
def export(kind: str) -> ResponseReturnValue:
    """The filtered register as a file, with the use of each ceiling."""
    contracts = queries.all_of(_filtered())
    return as_download(contracts, columns(ceilings_of(contracts)), title="Contractenregister", kind=kind)


def _to_publish(contract: FrameworkContract) -> int:
    """How many changes of this contract still wait for their notice."""
    return sum(must_be_published(each.kind) and each.published_on is None for each in contract.modifications)


@pages.route("/<number>")
@allowed(ContractsPermission.CONTRACT_READ)
def show(number: str) -> ResponseReturnValue:
    """How one contract stands, in one look."""
    contract = contract_or_404(number)
    today = clock.today()
    standing = standing_of(contract, today=today)
    term = contract.term()
    return render_template(
        "contracts/frameworks/show.html",
        contract=contract,
        standing=standing,
        actions=next_actions(
            ActionFacts(
                status=contract.status,
                term=term,
                stage=standing.stage,
                last_start=standing.last_start,
                to_publish=_to_publish(contract),
                defaults=tuple(stage_of_default(notice.facts(), today) for notice in defaults_of(contract)),
                late_exit_steps=late_exit_steps(contract, today=today),
            ),
            today,
        ),
        coming=[
            (f"optie {option.sequence}", end_with(term, option)) for option in options_still_possible(term)
        ],
        open_checks=checks_to_do(contract, today=today),
        levels=levels_of([contract])[contract.id],
        call_offs=call_offs_under(contract),
        may_order=may_have_call_offs(contract),
        is_following=follower_of(contract, current_actor().account_id) is not None,
        history=history_of(contract),
        acts=ACT_WORDS,
        today=today,
        published_kinds={kind for kind in ModificationKind if must_be_published(kind)},
    )


@pages.route("/<number>/documenten", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def add_document(number: str) -> ResponseReturnValue:
    """Put a document in the file of the contract."""
    contract = contract_or_404(number)
    form = ContractDocumentForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            now, actor = clock.now(), current_actor()
            document = store_document(
                form.file.data.read(),
                filename=form.file.data.filename,
                kind=DOCUMENT,
                actor=actor,
                now=now,
                title=form.title.data,
            )
            add_contract_document(contract, document, actor=actor, now=now)
        if not form.obstacles:
            flash("Het document is toegevoegd.", "positive")
            return redirect(url_for(".show", number=number))
    return render_template("contracts/frameworks/add_document.html", contract=contract, form=form)


@pages.route("/<number>/volgen", methods=["POST"])
@allowed(ContractsPermission.CONTRACT_READ)
def follow(number: str) -> ResponseReturnValue:
    """Hear by mail what others change in this contract."""
    contract = contract_or_404(number)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        follow_contract(contract, actor=current_actor(), now=clock.now())
    flash(f"U volgt contract {number}. Verandert een ander er iets aan, dan krijgt u een mail.", "positive")
    return redirect(url_for(".show", number=number))


@pages.route("/<number>/niet-volgen", methods=["POST"])
@allowed(ContractsPermission.CONTRACT_READ)
def unfollow(number: str) -> ResponseReturnValue:
    """Hear no more of this contract."""
    contract = contract_or_404(number)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        unfollow_contract(contract, actor=current_actor(), now=clock.now())
    flash(f"U volgt contract {number} niet meer.", "positive")
    return redirect(url_for(".show", number=number))


@pages.route("/<number>/contractblad", methods=["POST"])
@allowed(ContractsPermission.CONTRACT_READ)
def sheet(number: str) -> ResponseReturnValue:
    """Ask for the contract sheet as PDF."""
    contract = contract_or_404(number)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        job = request_sheet(contract, actor=current_actor(), now=clock.now())
    return redirect(url_for("jobs.show", job_id=job.id))
