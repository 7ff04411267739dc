"""Signing a contract, who shares in it, its file, and letting it end."""

from collections.abc import Iterable
from datetime import date, datetime

from contracts import terms
from contracts.lifecycle import ContractStatus, obstacles_to_moving
from contracts.models import (
    ContractDocument,
    FrameworkContract,
)
from contracts.models.track_terms import rules_of
from contracts.operations.checks import note_signed_papers
from contracts.queries.signing import signing_facts
from contracts.signing import Clause, obstacles_to_signing
from contracts.terms import OptionDecision
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.database import db
from townhall.documents.models import Document
from townhall.mail.outbox import add_mail
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if


def sign_contract(
    contract: FrameworkContract,
    *,
    signed_on: date,
    signatory: Account,
    supplier_signatory: str,
    clauses: Iterable[Clause],
    data_processing_agreed: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """Record that both parties signed; refused with everything that is not in order yet."""
    ticked = frozenset(clauses)
    facts = signing_facts(
        contract, signatory=signatory, clauses=ticked, data_processing_agreed=data_processing_agreed
    )
    found = obstacles_to_signing(facts, signed_on=signed_on, signatory=signatory.name)
    if signed_on > now.date():
        found.append(
            Obstacle("signed-in-future", "De dag van ondertekening ligt in de toekomst.", "signed_on")
        )
    if not supplier_signatory.strip():
        found.append(
            Obstacle(
                "supplier-signatory-missing",
                "Vul in wie namens de opdrachtnemer tekent.",
                "supplier_signatory",
            )
        )
    refuse_if(found)
    contract.status = ContractStatus.SIGNED
    contract.clauses = sorted(clause.value for clause in ticked)
    contract.data_processing_agreed = data_processing_agreed
    contract.signed_on, contract.signatory = signed_on, signatory.name
    contract.supplier_signatory = supplier_signatory
    contract.signing_recorded_by_id = actor.account_id
    note_signed_papers(contract, actor=actor, now=now)
    contract.fee_rules = rules_of(contract)
    tell_supplier(contract, "mail/contract_signed.txt", f"Contract {contract.number} is getekend", now)
    trail.record(
        "contract.signed",
        contract,
        actor=actor,
        now=now,
        after={"signed_on": signed_on, "signatory": signatory.name, "supplier": supplier_signatory},
    )


def end_contract(contract: FrameworkContract, *, actor: Actor, now: datetime) -> None:
    """Close a contract whose last day has passed; options that nobody took lapse."""
    found = obstacles_to_moving(contract.status, ContractStatus.ENDED)
    if not found and now.date() <= contract.ends_on:
        found.append(
            Obstacle(
                "still-running",
                f"Dit contract loopt tot en met {terms.day_in_words(contract.ends_on)}. U kunt het daarna "
                "afsluiten, of het nu tussentijds beëindigen.",
            )
        )
    refuse_if(found)
    contract.status = ContractStatus.ENDED
    let_options_lapse(contract, "Niet gebruikt vóór het einde van het contract.", now)
    trail.record("contract.ended", contract, actor=actor, now=now, after={"ends_on": contract.ends_on})


def add_contract_document(
    contract: FrameworkContract, document: Document, *, actor: Actor, now: datetime
) -> ContractDocument:
    """Put a document that was stored in the file of the contract."""
    entry = ContractDocument(document_id=document.id, added_at=now)
    contract.documents.append(entry)
    after = {"document": document.title, "sha256": document.sha256}
    trail.record("contract.document-added", contract, actor=actor, now=now, after=after)
    return entry


def let_options_lapse(contract: FrameworkContract, why: str, now: datetime) -> None:
    """Options that nobody decided on can no longer be used, for this reason."""
    for option in contract.options:
        if option.decision is OptionDecision.OPEN:
            option.decision = OptionDecision.LAPSED
            option.decided_on, option.motivation = now.date(), why


def tell_supplier(contract: FrameworkContract, template: str, subject: str, now: datetime) -> None:
    """Send the supplier a message about the contract, when an address is known."""
    supplier = db.session.get_one(Organisation, contract.supplier_id)
    if supplier.email:
        add_mail(
            to=supplier.email,
            subject=subject,
            template=template,
            now=now,
            contract=contract,
            supplier=supplier,
        )
