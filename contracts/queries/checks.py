"""Questions about the checks of contracts, and what a bid promised."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from contracts.checks import LEAD, CheckKind, PromiseFacts
from contracts.lifecycle import ContractStatus
from contracts.models.checks import CheckResult, ContractCheck
from contracts.models.frameworks import FrameworkContract
from contracts.permissions import GRANTS, ContractsPermission
from procurement.models.bids import Bid, BidAnswer
from procurement.models.tenders import AwardCriterion, Requirement
from procurement.procedures import CriterionKind, RequirementKind
from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds
from townhall.accounts.models import Account, AccountRole
from townhall.database import db

_KINDS = {
    RequirementKind.KNOCK_OUT: CheckKind.KNOCK_OUT,
    RequirementKind.CONDITIONAL: CheckKind.CONDITIONAL,
    RequirementKind.WISH: CheckKind.WISH,
}

_WHOLE = (
    joinedload(ContractCheck.tester),
    selectinload(ContractCheck.results).options(joinedload(CheckResult.document), joinedload(CheckResult.recorded_by)),
)


def promises_of_bid(bid: Bid) -> list[PromiseFacts]:
    """What this bid promised: each eis, each wens it meets, and the text on each quality criterion, in order."""
    return [*_requirements_promised(bid), *_qualities_promised(bid)]


def _requirements_promised(bid: Bid) -> list[PromiseFacts]:
    rows = db.session.execute(
        select(Requirement, BidAnswer)
        .outerjoin(BidAnswer, and_(BidAnswer.requirement_id == Requirement.id, BidAnswer.bid_id == bid.id))
        .where(
            Requirement.tender_id == bid.tender_id,
            Requirement.dropped_at.is_(None),
            or_(Requirement.lot_id.is_(None), Requirement.lot_id == bid.lot_id),
            # An eis goes with the contract anyhow; a wens only when the bid says that it is met.
            or_(Requirement.kind != RequirementKind.WISH, BidAnswer.complies.is_(True)),
        )
        .order_by(Requirement.section_number, Requirement.number)
    )
    return [
        PromiseFacts(
            kind=_KINDS[requirement.kind],
            code=requirement.code,
            subject=requirement.text,
            promise="" if answer is None else answer.text,
            moment=requirement.verification,
            how=requirement.verification_method,
            holds_from=(answer and answer.holds_from) or requirement.holds_from,
        )
        for requirement, answer in rows
    ]


def _qualities_promised(bid: Bid) -> list[PromiseFacts]:
    rows = db.session.execute(
        select(AwardCriterion.code, AwardCriterion.title, BidAnswer.text)
        .join(BidAnswer, BidAnswer.criterion_id == AwardCriterion.id)
        .where(BidAnswer.bid_id == bid.id, AwardCriterion.kind == CriterionKind.QUALITY, BidAnswer.text != "")
        .order_by(AwardCriterion.sequence)
    )
    return [PromiseFacts(CheckKind.PROMISE, code, title, promise=text) for code, title, text in rows]


def checks_of(contract: FrameworkContract) -> list[ContractCheck]:
    """The checks of this contract in order, each with its tester and its results."""
    return list(
        db.session.scalars(
            select(ContractCheck)
            .where(ContractCheck.contract_id == contract.id)
            .options(*_WHOLE)
            .order_by(ContractCheck.sequence)
        )
    )


def check_of(contract: FrameworkContract, sequence: int) -> ContractCheck | None:
    """One check of this contract."""
    return db.session.scalar(
        select(ContractCheck)
        .where(ContractCheck.contract_id == contract.id, ContractCheck.sequence == sequence)
        .options(*_WHOLE)
    )


def has_checks(contract: FrameworkContract) -> bool:
    """Whether somebody made checks for it; an older contract may have none."""
    return db.session.scalar(select(exists().where(ContractCheck.contract_id == contract.id))) or False


def waits_on(today: date) -> ColumnElement[bool]:
    """Whether a check waits to be done; for a statement with its contract."""
    return and_(
        FrameworkContract.status == ContractStatus.SIGNED,
        FrameworkContract.ends_on >= today,
        ContractCheck.next_on <= today + LEAD,
    )


def is_for(actor: Actor) -> ColumnElement[bool]:
    """Whether this person does the check: who was asked, and the contract managers when nobody was."""
    mine = ContractCheck.tester_id == actor.account_id
    manages = holds(actor, ContractsPermission.CONTRACT_MANAGE)
    return or_(mine, ContractCheck.tester_id.is_(None)) if manages else mine


def checks_waiting(today: date, *, actor: Actor | None = None) -> Select[ContractCheck]:
    """The checks of running contracts that wait to be done, oldest moment first; of this person, or of all."""
    statement = (
        select(ContractCheck)
        .join(ContractCheck.contract)
        .where(waits_on(today))
        .options(
            joinedload(ContractCheck.contract).joinedload(FrameworkContract.supplier),
            joinedload(ContractCheck.tester),
            selectinload(ContractCheck.results),
        )
        .order_by(ContractCheck.next_on, ContractCheck.id)
    )
    return statement if actor is None else statement.where(is_for(actor))


def checks_to_do(contract: FrameworkContract, *, today: date) -> list[ContractCheck]:
    """The checks of this contract that wait to be done, oldest moment first."""
    return list(db.session.scalars(checks_waiting(today).where(ContractCheck.contract_id == contract.id)))


def people_who_test() -> Sequence[Account]:
    """Who may be asked to test, by name."""
    roles = GRANTS[ContractsPermission.CHECK_RECORD]
    return db.session.scalars(
        select(Account)
        .join(AccountRole)
        .where(AccountRole.role.in_(roles), Account.activated_at.is_not(None), Account.deactivated_at.is_(None))
        .order_by(Account.name)
        .distinct()
    ).all()
