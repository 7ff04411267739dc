"""Questions for a referral: which contracts can take somebody, and whose turn it is."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from contracts.ceilings import tightest_room
from contracts.lifecycle import ContractStatus
from contracts.milestones import highest_fee
from contracts.models.frameworks import ContractMilestone, FrameworkContract
from contracts.models.track_terms import steps_under
from contracts.models.tracks import Track
from contracts.queries.ceilings import levels_of
from contracts.queries.tracks import may_see_contract
from contracts.referrals import Candidate, ReferralRule
from contracts.tracks import LIVE
from procurement.lots import TargetGroup
from procurement.models.award import LotAward
from townhall.accounts.actor import Actor
from townhall.database import db, number_lock


def contracts_to_refer_to(actor: Actor, target_group: TargetGroup, *, on: date) -> list[FrameworkContract]:
    """Signed contracts for this group that run on this day and that this person may refer to."""
    return list(
        db.session.scalars(
            select(FrameworkContract)
            .where(
                FrameworkContract.target_group == target_group,
                FrameworkContract.status == ContractStatus.SIGNED,
                FrameworkContract.starts_on <= on,
                FrameworkContract.ends_on >= on,
                may_see_contract(actor),
            )
            .options(
                joinedload(FrameworkContract.supplier),
                selectinload(FrameworkContract.milestones).selectinload(ContractMilestone.rates),
            )
            .order_by(FrameworkContract.number)
        )
    )


def groups_to_refer_to(actor: Actor, *, on: date) -> list[tuple[TargetGroup, int]]:
    """The target groups for which a contract runs on this day, with how many."""
    rows = db.session.execute(
        select(FrameworkContract.target_group, func.count(FrameworkContract.id))
        .where(
            FrameworkContract.status == ContractStatus.SIGNED,
            FrameworkContract.starts_on <= on,
            FrameworkContract.ends_on >= on,
            may_see_contract(actor),
        )
        .group_by(FrameworkContract.target_group)
        .order_by(FrameworkContract.target_group)
    )
    return [(group, number) for group, number in rows]


def candidates_for(actor: Actor, target_group: TargetGroup, *, on: date) -> list[Candidate]:
    """The contracts that could take somebody of this group, with what the rules for dividing need."""
    contracts = contracts_to_refer_to(actor, target_group, on=on)
    ids = [contract.id for contract in contracts]
    load, levels, ranks = load_of_contracts(ids), levels_of(contracts), _ranks_of(contracts)
    return [
        Candidate(
            contract_id=contract.id,
            contract_number=contract.number,
            supplier_name=contract.supplier.name,
            rank=ranks.get(contract.lot_award_id),
            live_tracks=load[contract.id].live,
            last_referred_on=load[contract.id].last_referred_on,
            last_turn=load[contract.id].last_turn,
            room=tightest_room(levels[contract.id]),
            highest_fee=highest_fee(steps_under(contract, on=on)),
            capacity=contract.places,
            agreed_rule=agreed_rule_of(contract),
        )
        for contract in contracts
    ]


def agreed_rule_of(contract: FrameworkContract) -> ReferralRule | None:
    """What the contract says about dividing clients; in an open house the participant chooses."""
    if contract.referral_rule is None and contract.admitted_bid_id is not None:
        return ReferralRule.CLIENT_CHOICE
    return contract.referral_rule


def _ranks_of(contracts: list[FrameworkContract]) -> dict[int | None, int]:
    awards = [contract.lot_award_id for contract in contracts if contract.lot_award_id is not None]
    rows = db.session.execute(select(LotAward.id, LotAward.rank).where(LotAward.id.in_(awards)))
    return {award_id: rank for award_id, rank in rows if rank is not None}


@dataclass(frozen=True)
class Load:
    """How many tracks of a contract are live, and which referral was its last."""

    live: int = 0
    last_referred_on: date | None = None
    last_turn: int = 0


def load_of_contracts(contract_ids: list[int]) -> dict[int, Load]:
    """The load of each of these contracts. One query."""
    rows = db.session.execute(
        select(
            Track.contract_id,
            func.count(Track.id).filter(Track.status.in_(LIVE)),
            func.max(Track.referred_on),
            func.max(Track.id),
        )
        .where(Track.contract_id.in_(contract_ids))
        .group_by(Track.contract_id)
    )
    loads = dict.fromkeys(contract_ids, Load())
    return loads | {contract_id: Load(live, last, turn) for contract_id, live, last, turn in rows}


def locked_contract(contract_id: int) -> FrameworkContract:
    """The contract, locked until the commit, so that two referrals cannot both take the last room."""
    return db.session.execute(
        select(FrameworkContract)
        .where(FrameworkContract.id == contract_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one()


def locked_for_ordering(contract_id: int) -> FrameworkContract:
    """The contract, locked until the commit; contracts may share a maximum, so orders are given one after another."""
    number_lock("maximum")
    return locked_contract(contract_id)
