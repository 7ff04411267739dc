"""The papers of a contract, made by the job process: contract sheet and letter about an extension."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from contracts.models import ExtensionOption, FrameworkContract
from contracts.operations.frameworks import add_contract_document
from contracts.permissions import ContractsPermission
from contracts.queries.frameworks import contract_of_document, contract_with_number
from contracts.queries.standing import standing_of
from contracts.terms import OptionDecision, ends_on
from townhall import clock
from townhall.accounts.actor import SYSTEM, Actor
from townhall.accounts.gate import holds
from townhall.audit import trail
from townhall.documents import access
from townhall.documents.models import Document
from townhall.documents.operations import store_document
from townhall.jobs import kind
from townhall.jobs.models import Job
from townhall.jobs.operations import request_job
from townhall.jobs.registry import Progress
from townhall.pdf import render_pdf
from townhall.refusal import Obstacle, refuse_if

SHEET, LETTER, DOCUMENT = "contracts.sheet", "contracts.extension-letter", "contracts.document"
#: What was shown at a test; for staff, because it may hold the view of the municipality.
CHECK_PROOF = "contracts.check-proof"


def request_sheet(contract: FrameworkContract, *, actor: Actor, now: datetime) -> Job:
    """Ask for the contract sheet: how the contract stands today, on paper."""
    title = f"Contractblad {contract.number}"
    job = request_job(SHEET, {"number": contract.number}, actor=actor, now=now, title=title)
    trail.record("contract.sheet-requested", contract, actor=actor, now=now)
    return job


def request_letter(contract: FrameworkContract, sequence: int, *, actor: Actor, now: datetime) -> Job:
    """Ask for the letter that tells the supplier what was decided on an option."""
    option = next((each for each in contract.options if each.sequence == sequence), None)
    if option is None or option.decision not in (OptionDecision.TAKEN, OptionDecision.NOT_TAKEN):
        refuse_if(
            [Obstacle("not-decided", "Over deze optie is nog niet besloten. Leg eerst het besluit vast.")]
        )
    title = f"Brief over verlenging {contract.number}"
    arguments = {"number": contract.number, "sequence": sequence}
    job = request_job(LETTER, arguments, actor=actor, now=now, title=title)
    trail.record("contract.letter-requested", contract, actor=actor, now=now, after={"option": sequence})
    return job


@kind(SHEET)
def make_sheet(arguments: dict[str, Any], _progress: Progress) -> int | None:
    """The contract sheet as PDF."""
    contract = contract_of(arguments)
    now = clock.now()
    pdf = render_pdf(
        "letters/contract_sheet.html",
        contract=contract,
        standing=standing_of(contract, today=now.date()),
        now=now,
    )
    filename = f"contractblad-{contract.number}-{now:%Y%m%d}.pdf"
    document = store_document(
        pdf, filename=filename, kind=SHEET, actor=SYSTEM, now=now, title=f"Contractblad {contract.number}"
    )
    return document.id


@kind(LETTER)
def make_letter(arguments: dict[str, Any], _progress: Progress) -> int | None:
    """The letter about an option as PDF/A, in the file of the contract."""
    contract = contract_of(arguments)
    option = next(each for each in contract.options if each.sequence == arguments["sequence"])
    title = f"Brief over optie {option.sequence} van {contract.number}"

    def pdf() -> bytes:
        return render_pdf(
            "letters/contract_extension.html",
            archive=True,
            contract=contract,
            option=option,
            ends_on=_end_after(contract, option),
        )

    filename = f"brief-verlenging-{contract.number}-optie-{option.sequence}.pdf"
    return put_in_file(contract, title, filename, LETTER, pdf, clock.now())


def put_in_file(
    contract: FrameworkContract, title: str, filename: str, document_kind: str, pdf: Callable[[], bytes], now: datetime
) -> int:
    """Make a letter once and lay it in the file of the contract; asked again, it is the same letter. Gives its id."""
    made = next((entry for entry in contract.documents if entry.document.title == title), None)
    if made is not None:
        return made.document_id
    document = store_document(pdf(), filename=filename, kind=document_kind, actor=SYSTEM, now=now, title=title)
    return add_contract_document(contract, document, actor=SYSTEM, now=now).document_id


def _end_after(contract: FrameworkContract, option: ExtensionOption) -> date:
    """The last day as it stood after this decision, whatever was decided later."""
    until_then = tuple(each.facts() for each in contract.options if each.sequence <= option.sequence)
    return ends_on(replace(contract.term(), options=until_then, terminated_on=None))


def register_access() -> None:
    """Say who reads these papers: staff who read contracts, and the supplier what is in the own file."""
    access.register(SHEET, _reads_contracts)
    access.register(CHECK_PROOF, _reads_contracts)
    access.register(LETTER, _reads_this_contract)
    access.register(DOCUMENT, _reads_this_contract)


def contract_of(arguments: dict[str, Any]) -> FrameworkContract:
    """The contract a job is about."""
    contract = contract_with_number(arguments["number"])
    assert contract is not None, "a contract is never deleted"
    return contract


def _reads_contracts(actor: Actor, _document: Document) -> bool:
    return holds(actor, ContractsPermission.CONTRACT_READ)


def _reads_this_contract(actor: Actor, document: Document) -> bool:
    if holds(actor, ContractsPermission.CONTRACT_READ):
        return True
    contract = contract_of_document(document.id)
    return (
        contract is not None
        and holds(actor, ContractsPermission.CONTRACT_READ_OWN)
        and contract.supplier_id == actor.organisation_id
    )
