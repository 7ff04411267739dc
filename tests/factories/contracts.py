"""Framework contracts for tests: valid ones, of which a test names only what matters."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from contracts.fee_presets import preset
from contracts.fee_schedules import EVIDENCE, SUSTAINED_MONTHS, FeeLine, with_amounts
from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.models import ContractMilestone, ExtensionOption, FrameworkContract
from contracts.signing import Clause
from contracts.terms import Option, last_day_of_term, planned_options
from procurement.awarding import LotAwardStatus
from procurement.bids import BidStatus
from procurement.lots import Financing, TargetGroup
from procurement.models.award import LotAward
from procurement.models.bids import Bid, BidPrice
from procurement.models.tenders import Lot, LotMilestone, Tender
from procurement.procedures import Procedure
from townhall.accounts.models import Account
from townhall.budgets.kinds import MandateKind
from townhall.budgets.models import Budget, Mandate
from townhall.clock import AMSTERDAM
from townhall.database import db
from townhall.money import euros
from townhall.organisations.models import Organisation
from townhall.organisations.queries import the_municipality

#: Sanne's firm in the cast.
SUPPLIER = "Werkvooruit Haarlem BV (fictief)"
#: Rik's firm in the cast.
RIVAL = "Baanbrug BV (fictief)"

_numbers = count(901)


def supplier_named(name: str = SUPPLIER) -> Organisation:
    """A supplier of the cast."""
    return db.session.query(Organisation).filter_by(name=name).one()


def account_of(first_name: str) -> Account:
    """Somebody of the cast."""
    return db.session.query(Account).filter(Account.name.startswith(first_name.capitalize())).one()


def saved_contract(
    *,
    lines: Sequence[FeeLine] | None = None,
    options: Sequence[Option] | None = None,
    **what_matters: Any,
) -> FrameworkContract:
    """A contract of two years from 1 January 2026 with one option of a year: 30/30/40 of € 4.500 per
    person."""
    starts_on = what_matters.get("starts_on", date(2026, 1, 1))
    agreed_ends_on = what_matters.get("agreed_ends_on") or last_day_of_term(starts_on, months=24)
    given: dict[str, Any] = {
        "number": f"RO-{starts_on.year}-{next(_numbers)}",
        "basis": ContractBasis.PURCHASE,
        "basis_reason": "Meervoudig onderhands, drie offertes",
        "title": "Bemiddeling statushouders",
        "target_group": TargetGroup.STATUS_HOLDERS,
        "financing": Financing.NO_CURE_LESS_PAY,
        "status": ContractStatus.SIGNED,
        "starts_on": starts_on,
        "agreed_ends_on": agreed_ends_on,
        "ends_on": agreed_ends_on,
        "maximum_value": euros("500000"),
        "expected_value": euros("400000"),
        "budget_programme": "Re-integratie",
        "clauses": [clause.value for clause in Clause],
        "data_processing_agreed": True,
        "created_at": datetime(2025, 12, 1, 9, 0, tzinfo=AMSTERDAM),
    }
    given |= what_matters
    if "supplier_id" not in given:
        given["supplier_id"] = supplier_named().id
    if given["status"] not in (ContractStatus.DRAFT, ContractStatus.WITHDRAWN):
        given.setdefault("signed_on", date(2025, 12, 15))
        given.setdefault("signatory", "Wim Budgethouder")
    contract = FrameworkContract(**given)
    contract.milestones = milestones_of(
        lines if lines is not None else with_amounts(preset("NCLP-30/30/40").lines, euros("4500"))
    )
    planned = options if options is not None else planned_options(agreed_ends_on, count=1, months=12)
    contract.options = [
        ExtensionOption(sequence=option.sequence, months=option.months, decide_by=option.decide_by)
        for option in planned
    ]
    db.session.add(contract)
    db.session.flush()
    return contract


def running_contract(**what_matters: Any) -> FrameworkContract:
    """A signed contract that runs in 2026 and 2027."""
    return saved_contract(**what_matters)


def draft_contract(**what_matters: Any) -> FrameworkContract:
    """A contract that is not signed yet."""
    return saved_contract(status=ContractStatus.DRAFT, **what_matters)


def milestones_of(lines: Sequence[FeeLine]) -> list[ContractMilestone]:
    """These fee lines as rows."""
    return [
        ContractMilestone(
            sequence=sequence,
            kind=line.kind,
            label=line.label,
            share_percent=line.share_percent,
            amount=line.amount or Decimal(0),
            most_times=line.most_times,
            claim_within_days=line.claim_within_days,
            sustained_months=SUSTAINED_MONTHS.get(line.kind),
            evidence=EVIDENCE[line.kind],
        )
        for sequence, line in enumerate(lines, start=1)
    ]


def final_award(**what_matters: Any) -> LotAward:
    """A final award to Sanne's firm: two years from 1 January 2027, one option of a year, fees
    1.350/1.350/1.800."""
    received_at = datetime(2026, 9, 1, 9, 0, tzinfo=AMSTERDAM)
    tender = Tender(
        reference=f"2026-{next(_numbers)}",
        title="Re-integratie 2027",
        procedure=Procedure.SAS,
        starts_on=date(2027, 1, 1),
        duration_months=24,
        extension_count=1,
        extension_months=12,
        budget_programme="Re-integratie",
    )
    lot = Lot(
        tender=tender,
        number=1,
        title="Statushouders",
        target_group=TargetGroup.STATUS_HOLDERS,
        clients_per_year=40,
        financing=Financing.NO_CURE_LESS_PAY,
        expected_value=euros("400000"),
        maximum_value=what_matters.pop("maximum_value", euros("500000")),
    )
    prices = what_matters.pop("prices", ("1350", "1350", "1800"))
    for sequence, line in enumerate(preset("NCLP-30/30/40").lines, start=1):
        lot.milestones.append(
            LotMilestone(
                sequence=sequence,
                kind=line.kind,
                label=line.label,
                share_percent=line.share_percent,
                expected_attainment=Decimal(50),
            )
        )
    db.session.add_all([tender, lot])
    db.session.flush()
    bid = Bid(
        tender_id=tender.id,
        lot_id=lot.id,
        supplier_id=supplier_named().id,
        status=BidStatus.OPENED,
        begun_at=received_at,
        received_at=received_at,
        content_hash=f"{next(_numbers):064d}",
        receipt_code=f"{next(_numbers):019d}",
    )
    db.session.add(bid)
    db.session.flush()
    for milestone, amount in zip(lot.milestones, prices, strict=True):
        db.session.add(BidPrice(bid_id=bid.id, milestone_id=milestone.id, amount=euros(amount)))
    given: dict[str, Any] = {
        "status": LotAwardStatus.FINAL,
        "rank": 1,
        "awarded_at": datetime(2026, 10, 1, 9, 0, tzinfo=AMSTERDAM),
        "standstill_ends_on": date(2026, 10, 21),
        "made_final_at": datetime(2026, 10, 22, 9, 0, tzinfo=AMSTERDAM),
    }
    award = LotAward(
        tender_id=tender.id,
        lot_id=lot.id,
        bid_id=bid.id,
        supplier_id=bid.supplier_id,
        **(given | what_matters),
    )
    db.session.add(award)
    db.session.flush()
    return award


def mandate_for(
    first_name: str, kind: MandateKind = MandateKind.SIGN_CONTRACT, *, up_to: Decimal | None = None
) -> Mandate:
    """A mandate from 2015 on, without a last day."""
    mandate = Mandate(
        account_id=account_of(first_name).id,
        kind=kind,
        up_to=up_to,
        starts_on=date(2015, 1, 1),
        decision_reference="B&W 2014/101",
        granted_at=datetime(2015, 1, 1, 9, 0, tzinfo=AMSTERDAM),
    )
    db.session.add(mandate)
    db.session.flush()
    return mandate


def budget_for(year: int, *, amount: str = "1000000", programme: str = "Re-integratie", lot: str = "") -> Budget:
    """The municipality's budget for a programme, or a lot of it, in a year."""
    budget = Budget(
        year=year, programme=programme, lot=lot, organisation_id=the_municipality().id, amount=euros(amount)
    )
    db.session.add(budget)
    db.session.flush()
    return budget
