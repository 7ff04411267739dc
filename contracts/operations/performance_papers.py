"""Who may read the files that a supplier sends with a report or as evidence of social return."""

from contracts.models.frameworks import FrameworkContract
from contracts.permissions import ContractsPermission
from contracts.queries.progress_reports import contract_of_report_document
from contracts.queries.sroi import contract_of_effort_document
from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds
from townhall.documents import access

REPORT_FILE, SROI_PROOF = "contracts.progress-report", "contracts.sroi-proof"


def register_access() -> None:
    """Staff who read contracts may read them, and the supplier its own."""
    access.register(REPORT_FILE, lambda actor, document: _may(actor, contract_of_report_document(document.id)))
    access.register(SROI_PROOF, lambda actor, document: _may(actor, contract_of_effort_document(document.id)))


def _may(actor: Actor, contract: FrameworkContract | None) -> bool:
    if contract is None:
        return False
    if holds(actor, ContractsPermission.CONTRACT_READ):
        return True
    is_own = contract.supplier_id == actor.organisation_id
    return is_own and holds(actor, ContractsPermission.CONTRACT_READ_OWN)
