"""Tenders with a vault, bids in it, and openings of it. Everything goes through the real operations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from demo.tenders import passphrase_of as passphrase_of
from procurement.bid_content import Answer, BidContent, Declaration
from procurement.bids import DocumentPart, EnvelopeKind
from procurement.exclusion import GROUNDS
from procurement.lifecycle import TenderStatus
from procurement.lots import Financing, MilestoneKind, TargetGroup
from procurement.models.bids import Bid
from procurement.models.openings import Opening
from procurement.models.requirements import RequirementSection
from procurement.models.tenders import AwardCriterion, Lot, LotMilestone, Requirement, Tender
from procurement.operations.bids import submit_bid
from procurement.operations.drafts import add_draft_file, save_draft
from procurement.operations.openers import create_tender_keys, make_opener_key, name_openers
from procurement.operations.openings import begin_opening, complete_opening
from procurement.procedures import CriterionKind, Procedure, RequirementKind
from procurement.queries.bids import milestones_for, quality_criteria, requirements_for
from procurement.queries.openings import current_key_of
from townhall.accounts.models import Account
from townhall.clock import AMSTERDAM
from townhall.database import db
from townhall.money import euros
from townhall.organisations.models import Organisation

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=AMSTERDAM)
CLOSES_AT = datetime(2026, 11, 30, 12, 0, tzinfo=AMSTERDAM)
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
OPENERS = ("Bram", "Gert", "Hanna")


def account_of(first_name: str) -> Account:
    """A member of the cast."""
    return db.session.scalars(select(Account).where(Account.name.startswith(first_name))).one()


def supplier_of(first_name: str) -> Organisation:
    """The firm this member of the cast works for."""
    return account_of(first_name).organisation


def tender_for_bids(
    *, lots: int = 1, closes_at: datetime = CLOSES_AT, status: TenderStatus = TenderStatus.DRAFT
) -> Tender:
    """A tender with everything a bidder must answer, saved."""
    number = (db.session.scalar(select(func.count()).select_from(Tender)) or 0) + 1
    tender = Tender(
        reference=f"2026-{900 + number}",
        title="Re-integratiediensten (fictief)",
        procedure=Procedure.SAS,
        status=status,
        closes_at=closes_at,
        published_at=NOW - timedelta(days=30),
    )
    tender.criteria = [
        AwardCriterion(
            sequence=1, code="K1", title="Plan van aanpak", kind=CriterionKind.QUALITY, weight=Decimal(60)
        ),
        AwardCriterion(sequence=2, code="P", title="Prijs", kind=CriterionKind.PRICE, weight=Decimal(40)),
    ]
    tender.sections = [RequirementSection(number=1, title="Algemeen")]
    tender.requirements = [
        Requirement(number=1, text="U heeft een vestiging in de regio.", kind=RequirementKind.KNOCK_OUT),
        Requirement(number=2, text="U begeleidt ook in de avond.", kind=RequirementKind.WISH),
    ]
    tender.lots = [_lot(number) for number in range(1, lots + 1)]
    db.session.add(tender)
    db.session.flush()
    return tender


def _lot(number: int) -> Lot:
    lot = Lot(
        number=number,
        title=f"Statushouders {number}",
        target_group=TargetGroup.STATUS_HOLDERS,
        clients_per_year=40,
        financing=Financing.NO_CURE_LESS_PAY,
        expected_value=euros("300000"),
    )
    lot.milestones = [
        LotMilestone(
            sequence=1,
            kind=MilestoneKind.START,
            label="Start van het traject",
            share_percent=Decimal(40),
            expected_attainment=Decimal(100),
            highest_fee=euros("2000"),
        ),
        LotMilestone(
            sequence=2,
            kind=MilestoneKind.PLACEMENT,
            label="Plaatsing",
            share_percent=Decimal(60),
            expected_attainment=Decimal(50),
            highest_fee=euros("3000"),
        ),
    ]
    return lot


def give_keys(tender: Tender, *, openers: Sequence[str] = OPENERS, now: datetime = NOW) -> None:
    """Name three openers who each have a passphrase, and make the keys of the tender."""
    accounts = [account_of(name) for name in openers]
    for account, name in zip(accounts, openers, strict=True):
        if current_key_of(account.id) is None:
            make_opener_key(account, passphrase_of(name), actor=account.actor(), now=now)
    inge = account_of("Inge").actor()
    name_openers(tender, accounts, actor=inge, now=now)
    create_tender_keys(tender, actor=inge, now=now)


def open_for_bids(*, lots: int = 1, closes_at: datetime = CLOSES_AT) -> Tender:
    """A published tender with a vault that takes bids until ``closes_at``."""
    tender = tender_for_bids(lots=lots, closes_at=closes_at)
    give_keys(tender)
    tender.status = TenderStatus.PUBLISHED
    db.session.flush()
    return tender


def content_for(
    lot: Lot,
    *,
    answers: Mapping[int, bool] | None = None,
    quality: str = "Wij beginnen bij de werkgever.",
    prices: Sequence[str] | None = None,
) -> BidContent:
    """A complete bid: yes to everything, one text for every criterion, and a price per milestone.

    ``answers`` says per requirement number whether it is met; ``prices`` are in the order of the milestones.
    """
    milestones = milestones_for(lot)
    amounts = prices or [str(milestone.highest_fee or "100") for milestone in milestones]
    said = answers or {}
    return BidContent(
        declaration=Declaration(
            {ground.code: False for ground in GROUNDS},
            signatory="S. de Vries",
            signatory_function="Directeur",
        ),
        answers={each.id: Answer(said.get(each.number, True)) for each in requirements_for(lot)},
        qualities={each.id: quality for each in quality_criteria(lot.tender_id)},
        prices={milestone.id: euros(amount) for milestone, amount in zip(milestones, amounts, strict=True)},
    )


def submitted_bid(
    tender: Tender,
    lot: Lot,
    first_name: str = "Sanne",
    *,
    answers: Mapping[int, bool] | None = None,
    quality: str = "Wij beginnen bij de werkgever.",
    prices: Sequence[str] | None = None,
    files: Mapping[str, bytes] | None = None,
    now: datetime = NOW,
    **said: object,
) -> Bid:
    """A bid that this member of the cast wrote and handed in, sealed; ``said`` is what else its content holds."""
    actor, supplier = account_of(first_name).actor(), supplier_of(first_name)
    content = replace(content_for(lot, answers=answers, quality=quality, prices=prices), **said)  # type: ignore[arg-type]
    save_draft(tender, lot, supplier, content, actor=actor, now=now)
    for filename, data in (files or {}).items():
        add_draft_file(
            tender,
            lot,
            supplier,
            part=DocumentPart.PLAN,
            filename=filename,
            data=data,
            actor=actor,
            now=now,
        )
    return submit_bid(tender, lot, supplier, actor=actor, now=now)


def opened(
    tender: Tender,
    *,
    kind: EnvelopeKind = EnvelopeKind.QUALITY,
    by: tuple[str, str] = ("Bram", "Gert"),
    now: datetime | None = None,
) -> Opening:
    """Open these envelopes, three minutes after closing, by two members of the cast."""
    assert tender.closes_at is not None
    at = now or tender.closes_at + timedelta(minutes=3)
    first, second = by
    begin_opening(tender, passphrase_of(first), kind=kind, actor=account_of(first).actor(), now=at)
    return complete_opening(
        tender,
        passphrase_of(second),
        kind=kind,
        actor=account_of(second).actor(),
        now=at + timedelta(minutes=2),
    )


def opened_tender(*, lots: int = 1, prices_too: bool = False) -> Tender:
    """A tender with a bid of Sanne and one of Rik on every lot, opened; prices as well when asked.

    With ``prices_too`` the tender stands at QUALITY_LOCKED, as it does when prices are opened.
    """
    tender = open_for_bids(lots=lots)
    for lot in tender.lots:
        submitted_bid(tender, lot, "Sanne", prices=["1800", "2500"])
        submitted_bid(tender, lot, "Rik", prices=["1500", "2900"], now=NOW + timedelta(minutes=1))
    opened(tender)
    if prices_too:
        tender.status = TenderStatus.QUALITY_LOCKED
        opened(tender, kind=EnvelopeKind.PRICE, now=CLOSES_AT + timedelta(days=10))
    return tender
