"""Drafting a contract: from an award without retyping, or by hand."""

from dataclasses import replace
from datetime import date, datetime

from contracts import terms
from contracts.call_offs import CallOffWay
from contracts.ceilings import obstacles_under_all
from contracts.drafting import (
    Agreement,
    lines_from_prices,
    obstacles_to_agreement,
)
from contracts.fee_schedules import FeeLine
from contracts.grounds import obstacles_to_ground
from contracts.kpis import Norms
from contracts.lifecycle import (
    PUBLISHED_BEFORE,
    ContractBasis,
    ContractStatus,
    obstacles_to_changing,
    obstacles_to_moving,
)
from contracts.models import FrameworkContract
from contracts.operations.agreed_terms import (
    milestones_of,
    options_of,
    replace_lines,
    replace_options,
    snapshot_of,
    write_agreement,
)
from contracts.operations.checks import add_planned_checks, follow_draft
from contracts.queries import frameworks as queries
from contracts.queries.budget_headings import heading_to_propose
from contracts.queries.call_offs import framework_of_bidder
from contracts.queries.ceilings import levels_of
from contracts.queries.referrals import locked_for_ordering
from contracts.terms import DecisionBody
from procurement.awarding import LotAwardStatus
from procurement.lots import MilestoneKind
from procurement.models.award import LotAward
from procurement.models.tenders import LotMilestone
from procurement.procedures import Procedure
from procurement.queries.cpv import cpv_code as known_code
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.budgets.headings import Heading
from townhall.database import db, next_in_year
from townhall.money import ZERO
from townhall.organisations.kinds import OrganisationKind, OrganisationStatus
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if

#: A monthly fee of a lot can be earned in as many months, unless the contract says otherwise.
USUAL_MONTHS_OF_FEE = 12


def draft_contract_from_award(
    award: LotAward,
    *,
    actor: Actor,
    now: datetime,
    starts_on: date | None = None,
    notice_months: int = terms.USUAL_NOTICE_MONTHS,
    decides: DecisionBody = DecisionBody.MANDATE,
    termination_months: int | None = None,
    budget_heading: Heading | None = None,
    norms: Norms | None = None,
) -> FrameworkContract:
    """Draft the contract that follows from this award: everything comes from tender, lot and winning bid."""
    refuse_if(_obstacles_to_drafting_from(award))
    agreement = agreement_of(award, starts_on=starts_on, notice_months=notice_months)
    agreement = replace(
        agreement,
        options=tuple(replace(option, decides=decides) for option in agreement.options),
        termination_months=termination_months,
        budget_heading=budget_heading or agreement.budget_heading,
        norms=norms or agreement.norms,
    )
    # The fee schedule was published and offered on: what was tendered is what is agreed.
    refuse_if(obstacles_to_agreement(replace(agreement, lines=())))
    assert award.supplier_id is not None, "a final award has a supplier"
    contract = new_contract(agreement, basis=ContractBasis.TENDER, supplier_id=award.supplier_id, now=now)
    contract.lot_award_id = award.id
    if award.tender.calls_off is not None:
        _put_under_framework(contract, award)
    return recorded(contract, "contract.drafted-from-award", actor=actor, now=now)


def agreement_of(
    award: LotAward, *, starts_on: date | None = None, notice_months: int = terms.USUAL_NOTICE_MONTHS
) -> Agreement:
    """What the contract of this award says, taken from the tender, the lot and the prices of the bid."""
    tender, lot = award.tender, award.lot
    first_day = starts_on or tender.starts_on
    if first_day is None or tender.duration_months is None:
        refuse_if(
            [Obstacle("term-missing", "De aanbesteding noemt geen ingangsdatum of looptijd.", "starts_on")]
        )
    assert first_day is not None and tender.duration_months is not None
    ends_on = terms.last_day_of_term(first_day, months=tender.duration_months)
    return Agreement(
        title=lot.title,
        target_group=lot.target_group,
        financing=lot.financing,
        starts_on=first_day,
        ends_on=ends_on,
        lines=tuple(_lines_of(award)),
        options=terms.planned_options(
            ends_on,
            count=tender.extension_count,
            months=tender.extension_months,
            months_before=notice_months,
        )
        if tender.extension_months
        else (),
        maximum_value=lot.maximum_value,
        expected_value=lot.expected_over_term(),
        budget_heading=heading_to_propose(tender, lot, from_year=first_day.year),
        # The four years of art. 2.140 hold for frameworks outside the SAS regime (art. 2.39 lid 2).
        four_years_apply=tender.procedure in (Procedure.EU_OPEN, Procedure.EU_RESTRICTED),
    )


def _lines_of(award: LotAward) -> list[FeeLine]:
    lines = [
        FeeLine(
            kind=milestone.kind,
            label=milestone.label,
            share_percent=milestone.share_percent,
            amount=price.amount,
            most_times=times_of(milestone),
        )
        for milestone, price in queries.priced_milestones(award)
        if price is not None
    ]
    return lines_from_prices(lines)


def times_of(milestone: LotMilestone) -> int:
    """How many times this milestone can be earned."""
    if milestone.kind is not MilestoneKind.MONTHLY_FEE:
        return 1
    # For a monthly fee the expected attainment is the expected number of months, times a hundred.
    return max(USUAL_MONTHS_OF_FEE, -int(-milestone.expected_attainment // 100))


def draft_contract_by_hand(
    agreement: Agreement, *, basis: ContractBasis, supplier: Organisation, actor: Actor, now: datetime
) -> FrameworkContract:
    """Draft a contract that does not follow from a tender in this house: in-house, a pilot, a small
    purchase."""
    agreement, unknown = _with_known_code(agreement)
    refuse_if(
        [
            *unknown,
            *_obstacles_to_basis(basis, agreement),
            *obstacles_to_ground(basis, agreement),
            *_obstacles_to_supplier(supplier),
            *obstacles_to_agreement(agreement),
        ]
    )
    contract = new_contract(agreement, basis=basis, supplier_id=supplier.id, now=now)
    return recorded(
        contract, "contract.drafted-by-hand", actor=actor, now=now, reason=agreement.basis_reason
    )


def change_draft(contract: FrameworkContract, agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """Replace what the draft says. What came from an award keeps its parties, target group and fees."""
    refuse_if(obstacles_to_changing(contract.status))
    if contract.basis in PUBLISHED_BEFORE:
        agreement = replace(
            agreement,
            target_group=contract.target_group,
            financing=contract.financing,
            lines=tuple(contract.fee_lines()),
        )
        found = obstacles_to_agreement(replace(agreement, lines=()))
    else:
        agreement, unknown = _with_known_code(agreement)
        found = [
            *unknown,
            *_obstacles_to_basis(contract.basis, agreement),
            *obstacles_to_ground(contract.basis, agreement),
            *obstacles_to_agreement(agreement),
        ]
    refuse_if([*found, *_obstacles_to_order(contract, agreement)])
    before, first_day = snapshot_of(contract), contract.starts_on
    write_agreement(contract, agreement)
    follow_draft(contract, first_day=first_day)
    if contract.basis not in PUBLISHED_BEFORE:
        replace_lines(contract, agreement.lines)
    replace_options(contract, agreement.options)
    trail.record(
        "contract.draft-changed",
        contract,
        actor=actor,
        now=now,
        before=before,
        after=snapshot_of(contract),
    )


def withdraw_draft(contract: FrameworkContract, *, reason: str, actor: Actor, now: datetime) -> None:
    """Give up a draft; its number stays taken, and the award can be drafted anew."""
    found = obstacles_to_moving(contract.status, ContractStatus.WITHDRAWN)
    if not reason.strip():
        found.append(Obstacle("reason-missing", "Schrijf op waarom u dit concept intrekt.", "reason"))
    refuse_if(found)
    contract.status = ContractStatus.WITHDRAWN
    trail.record("contract.withdrawn", contract, actor=actor, now=now, reason=reason)


def _put_under_framework(contract: FrameworkContract, award: LotAward) -> None:
    """Make the contract of a minicompetition a call-off under the framework of its winner, when that has room."""
    calls_off = award.tender.calls_off or {}
    numbers = [each["contract"] for each in calls_off["contractors"]]
    framework = framework_of_bidder(numbers, award.supplier_id)
    assert framework is not None, "only contractors were invited"
    framework = locked_for_ordering(framework.id)
    contract.basis, contract.call_off_way = ContractBasis.CALL_OFF, CallOffWay.MINICOMPETITION
    contract.framework = framework
    contract.basis_reason = f"Gegund na minicompetitie {award.tender.reference} (art. 2.143 Aanbestedingswet)."
    levels = levels_of([framework])[framework.id]
    refuse_if(obstacles_under_all(levels, amount=contract.maximum_value or ZERO))


def _obstacles_to_order(contract: FrameworkContract, agreement: Agreement) -> list[Obstacle]:
    """A call-off keeps a maximum, and more of it only when its framework has room."""
    if contract.framework is None:
        return []
    if agreement.maximum_value is None:
        return [Obstacle("no-value", "Een nadere opdracht heeft een maximum.", "maximum_value")]
    framework = locked_for_ordering(contract.framework.id)
    more = agreement.maximum_value - (contract.maximum_value or ZERO)
    levels = levels_of([framework])[framework.id]
    return obstacles_under_all(levels, amount=more) if more > ZERO else []


def _obstacles_to_drafting_from(award: LotAward) -> list[Obstacle]:
    if award.status is not LotAwardStatus.FINAL:
        return [
            Obstacle(
                "award-not-final",
                "De gunning is nog niet definitief. Maak haar eerst definitief bij de aanbesteding.",
            )
        ]
    if queries.award_without_contract(award.id) is None:
        return [Obstacle("already-drafted", "Voor deze gunning bestaat al een contract.")]
    return []


def _obstacles_to_basis(basis: ContractBasis, agreement: Agreement) -> list[Obstacle]:
    if basis in PUBLISHED_BEFORE:
        return [
            Obstacle(
                "not-by-hand",
                "Een contract na aanbesteding maakt u vanuit de gunning, niet met de hand.",
                "basis",
            )
        ]
    if agreement.basis_reason.strip():
        return []
    return [
        Obstacle(
            "ground-missing",
            "Schrijf op waarom dit contract zonder aanbesteding mag worden gesloten.",
            "basis_reason",
        )
    ]


def _with_known_code(agreement: Agreement) -> tuple[Agreement, list[Obstacle]]:
    """The agreement with the eight digits of its CPV code, and why that cannot be; without a code as it is."""
    if not agreement.cpv_code.strip():
        return replace(agreement, cpv_code=""), []
    code = known_code(agreement.cpv_code)
    if code is None:
        text = "Deze CPV-code bestaat niet. Zoek hem op bij CPV-codes."
        return agreement, [Obstacle("cpv-unknown", text, "cpv_code")]
    return replace(agreement, cpv_code=code.code), []


def _obstacles_to_supplier(supplier: Organisation) -> list[Obstacle]:
    if supplier.kind is OrganisationKind.SUPPLIER and supplier.status is OrganisationStatus.ACTIVE:
        return []
    return [Obstacle("supplier-not-active", "Kies een aanbieder die actief is.", "supplier")]


def new_contract(
    agreement: Agreement, *, basis: ContractBasis, supplier_id: int, now: datetime
) -> FrameworkContract:
    """A draft that says this, not in the register yet; a part of what records it."""
    contract = FrameworkContract(
        basis=basis, supplier_id=supplier_id, status=ContractStatus.DRAFT, created_at=now
    )
    write_agreement(contract, agreement)
    contract.options = options_of(agreement.options)
    contract.milestones = milestones_of(agreement.lines)
    return contract


def recorded(
    contract: FrameworkContract, act: str, *, actor: Actor, now: datetime, reason: str = ""
) -> FrameworkContract:
    """Give a new draft its number, put it in the register, and record it."""
    contract.number = f"RO-{now.year}-{next_in_year('contract', now.year):03d}"
    db.session.add(contract)
    db.session.flush()
    add_planned_checks(contract)
    trail.record(act, contract, actor=actor, now=now, after=snapshot_of(contract), reason=reason)
    return contract
