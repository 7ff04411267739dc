"""The contract of a supplier who was let into an open house: the published terms and tariffs, the same for all."""

from datetime import date, datetime

from contracts import terms
from contracts.drafting import Agreement, lines_from_prices, obstacles_to_agreement
from contracts.fee_schedules import FeeLine
from contracts.lifecycle import ContractBasis
from contracts.models import FrameworkContract
from contracts.operations.drafts import new_contract, recorded, times_of
from contracts.queries.admissions import admission_without_contract
from contracts.queries.budget_headings import heading_to_propose
from procurement.models.assessment import BidCheck
from procurement.models.tenders import Lot, Tender
from townhall.accounts.actor import Actor
from townhall.budgets.headings import Heading
from townhall.refusal import Obstacle, Refusal, refuse_if


def draft_contract_from_admission(
    admission: BidCheck, *, starts_on: date, budget_heading: Heading | None = None, actor: Actor, now: datetime
) -> FrameworkContract:
    """Draft the contract of an admitted supplier, from its first day to the end of the open house."""
    if admission_without_contract(admission.id) is None:
        raise Refusal([Obstacle("already-drafted", "Voor deze toelating bestaat al een contract, of zij geldt niet.")])
    bid = admission.bid
    agreement = agreement_of_admission(
        bid.tender, bid.lot, admitted_on=admission.checked_at.date(), starts_on=starts_on, heading=budget_heading
    )
    refuse_if(obstacles_to_agreement(agreement))
    contract = new_contract(agreement, basis=ContractBasis.OPEN_HOUSE, supplier_id=bid.supplier_id, now=now)
    contract.admitted_bid_id = bid.id
    return recorded(contract, "contract.drafted-from-admission", actor=actor, now=now)


def agreement_of_admission(
    tender: Tender, lot: Lot, *, admitted_on: date, starts_on: date, heading: Heading | None = None
) -> Agreement:
    """What every contract of this open house says. No maximum or expected value is agreed with one of many."""
    assert tender.starts_on is not None and tender.duration_months is not None, "published with them"
    last_day = terms.last_day_of_term(tender.starts_on, months=tender.duration_months)
    if starts_on > last_day or starts_on < tender.starts_on:
        text = f"Kies een eerste dag van {tender.starts_on:%d-%m-%Y} tot en met {last_day:%d-%m-%Y}."
        raise Refusal([Obstacle("outside-open-house", text, "starts_on")])
    lines = [
        FeeLine(
            kind=milestone.kind,
            label=milestone.label,
            share_percent=milestone.share_percent,
            amount=milestone.highest_fee,
            most_times=times_of(milestone),
        )
        for milestone in lot.milestones
    ]
    return Agreement(
        title=lot.title,
        target_group=lot.target_group,
        financing=lot.financing,
        starts_on=starts_on,
        ends_on=last_day,
        lines=tuple(lines_from_prices(lines)),
        options=terms.planned_options(
            last_day,
            count=tender.extension_count,
            months=tender.extension_months,
            months_before=terms.USUAL_NOTICE_MONTHS,
        )
        if tender.extension_months
        else (),
        budget_heading=heading or heading_to_propose(tender, lot, from_year=starts_on.year),
        basis_reason=(
            f"Toegelaten op {admitted_on:%d-%m-%Y} tot open house {tender.reference}: ieder die voldoet krijgt een "
            "contract op dezelfde voorwaarden (HvJ EU C-410/14)."
        ),
    )
