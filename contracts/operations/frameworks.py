"""Signing a contract, changing it, and letting it end."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from contracts import terms
from contracts.lifecycle import ContractStatus, obstacles_to_moving
from contracts.models import (
    ContractDocument,
    ContractModification,
    FrameworkContract,
    MilestoneRate,
)
from contracts.models.frameworks import ContractMilestone
from contracts.modifications import Change, obstacles_to_modifying
from contracts.operations.checks import note_signed_papers
from contracts.queries.signing import signing_facts
from contracts.queries.standing import modification_facts
from contracts.rates import Rate, obstacles_to_new_rate
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
    _tell_supplier(contract, "mail/contract_signed.txt", f"Contract {contract.number} is getekend", now)
    trail.record(
        "contract.signed",
        contract,
        actor=actor,
        now=now,
        after={"signed_on": signed_on, "signatory": signatory.name, "supplier": supplier_signatory},
    )


def record_modification(
    contract: FrameworkContract,
    change: Change,
    *,
    agreed_on: date,
    months: int = 0,
    actor: Actor,
    now: datetime,
) -> ContractModification:
    """Record a change of a signed contract; refused when the law asks to buy anew.

    Months that the change adds move the last day: an extension that was no option is such a change.
    """
    refuse_if(
        _obstacles_to_changing_signed(contract)
        or obstacles_to_modifying(change, modification_facts(contract))
    )
    modification = ContractModification(
        sequence=len(contract.modifications) + 1,
        kind=change.kind,
        value=change.value,
        months=months,
        reason=change.reason,
        clause=change.clause,
        agreed_on=agreed_on,
        recorded_by_id=actor.account_id,
    )
    before = {"ends_on": contract.ends_on, "maximum_value": contract.maximum_value}
    contract.modifications.append(modification)
    contract.months_by_modification += months
    contract.ends_on = terms.ends_on(contract.term())
    if contract.maximum_value is not None:
        contract.maximum_value += change.value
    trail.record(
        "contract.modified",
        contract,
        actor=actor,
        now=now,
        before=before,
        after={
            "kind": change.kind,
            "value": change.value,
            "ends_on": contract.ends_on,
            "maximum_value": contract.maximum_value,
        },
        reason=change.reason,
    )
    return modification


def set_rate(
    milestone: ContractMilestone,
    *,
    amount: Decimal,
    valid_from: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> MilestoneRate:
    """Agree a later amount for a milestone; what was earned before keeps the old one."""
    contract = milestone.contract
    new = Rate(valid_from=valid_from, amount=amount)
    held = [Rate(contract.starts_on, milestone.amount), *(rate.facts() for rate in milestone.rates)]
    found = _obstacles_to_changing_signed(contract) + obstacles_to_new_rate(held, new, today=now.date())
    if not reason.strip():
        found.append(Obstacle("reason-missing", "Schrijf op waarom het tarief verandert.", "reason"))
    refuse_if(found)
    rate = MilestoneRate(amount=amount, valid_from=valid_from, reason=reason, recorded_by_id=actor.account_id)
    milestone.rates.append(rate)
    trail.record(
        "contract.rate-set",
        contract,
        actor=actor,
        now=now,
        before={"milestone": milestone.label, "amount": held[-1].amount},
        after={"milestone": milestone.label, "amount": amount, "valid_from": valid_from},
        reason=reason,
    )
    return rate


def terminate_contract(
    contract: FrameworkContract, *, terminated_on: date, reason: str, actor: Actor, now: datetime
) -> None:
    """End a contract before its last day; tracks that run are finished, new referrals stop."""
    found = obstacles_to_moving(contract.status, ContractStatus.TERMINATED)
    if not reason.strip():
        found.append(
            Obstacle("reason-missing", "Schrijf op waarom het contract tussentijds eindigt.", "reason")
        )
    if not contract.starts_on <= terminated_on < contract.ends_on:
        found.append(
            Obstacle(
                "terminated-outside-term",
                "Kies een dag in de looptijd, vóór de laatste dag van het contract.",
                "terminated_on",
            )
        )
    refuse_if(found)
    before = {"ends_on": contract.ends_on}
    contract.status = ContractStatus.TERMINATED
    contract.terminated_on, contract.termination_reason = terminated_on, reason
    contract.ends_on = terms.ends_on(contract.term())
    _let_options_lapse(contract, "Het contract is tussentijds beëindigd.", now)
    subject = f"Contract {contract.number} eindigt tussentijds"
    _tell_supplier(contract, "mail/contract_terminated.txt", subject, now)
    trail.record(
        "contract.terminated",
        contract,
        actor=actor,
        now=now,
        before=before,
        after={"ends_on": contract.ends_on},
        reason=reason,
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
    _let_options_lapse(contract, "Niet gebruikt vóór het einde van het contract.", now)
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


def _obstacles_to_changing_signed(contract: FrameworkContract) -> list[Obstacle]:
    if contract.status is ContractStatus.SIGNED:
        return []
    if contract.status is ContractStatus.DRAFT:
        return [Obstacle("not-signed", "Dit is nog een concept. Pas het concept zelf aan.")]
    return [Obstacle("ended", "Dit contract is geëindigd. Wijzigen kan niet meer.")]


def _let_options_lapse(contract: FrameworkContract, why: str, now: datetime) -> None:
    for option in contract.options:
        if option.decision is OptionDecision.OPEN:
            option.decision = OptionDecision.LAPSED
            option.decided_on, option.motivation = now.date(), why


def _tell_supplier(contract: FrameworkContract, template: str, subject: str, now: datetime) -> None:
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
