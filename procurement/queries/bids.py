"""Questions about interest, drafts and bids."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from procurement.bids import BiddingFacts, BidStatus, EnvelopeKind, Participation
from procurement.completeness import Asked, AskedFee, AskedRequirement
from procurement.models.bids import (
    Bid,
    BidAnswer,
    BidCost,
    BidDeclaration,
    BidDocument,
    BidDraft,
    BidPrice,
    Registration,
    SealedEnvelope,
)
from procurement.models.tenders import AwardCriterion, Lot, LotMilestone, Requirement, Tender
from procurement.procedures import CriterionKind, Procedure, RequirementKind
from procurement.queries.award_terms import award_of
from procurement.queries.exclusion import exclusion_grounds_of
from procurement.queries.openings import has_tender_keys
from procurement.queries.selection import participation_of
from procurement.receipts import Receipt, SealedPart
from townhall.database import db

CURRENT = (BidStatus.SUBMITTED, BidStatus.OPENED)


def bidding_facts(tender: Tender, supplier_id: int | None = None) -> BiddingFacts:
    """What decides whether this tender takes bids now, of this supplier when one is named."""
    return BiddingFacts(
        tender.status,
        tender.closes_at,
        has_tender_keys(tender),
        is_opened_on_receipt=tender.procedure == Procedure.SINGLE_PRIVATE,
        participation=Participation.FREE if supplier_id is None else participation_of(tender, supplier_id),
    )


def registration_of(tender: Tender, supplier_id: int | None) -> Registration | None:
    """This supplier's registration for this tender."""
    return db.session.scalar(
        select(Registration).where(
            Registration.tender_id == tender.id, Registration.supplier_id == supplier_id
        )
    )


def registrations_of(tender: Tender) -> list[Registration]:
    """Who follows this tender, in order of registration, with the supplier."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.tender_id == tender.id)
            .options(joinedload(Registration.supplier))
            .order_by(Registration.id)
        )
    )


def registrations_by(supplier_id: int | None) -> list[Registration]:
    """Which tenders this supplier follows, latest first."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.supplier_id == supplier_id)
            .options(joinedload(Registration.tender).selectinload(Tender.lots))
            .order_by(Registration.id.desc())
        )
    )


def draft_of(lot_id: int, supplier_id: int | None) -> BidDraft | None:
    """The draft of this supplier for this lot."""
    return db.session.scalar(
        select(BidDraft).where(BidDraft.lot_id == lot_id, BidDraft.supplier_id == supplier_id)
    )


def drafts_by(supplier_id: int | None) -> dict[int, BidDraft]:
    """The drafts of this supplier, by lot."""
    found = db.session.scalars(select(BidDraft).where(BidDraft.supplier_id == supplier_id))
    return {draft.lot_id: draft for draft in found}


def current_bid(lot_id: int, supplier_id: int | None) -> Bid | None:
    """The one bid of this supplier for this lot that counts."""
    return db.session.scalar(
        select(Bid).where(Bid.lot_id == lot_id, Bid.supplier_id == supplier_id, Bid.status.in_(CURRENT))
    )


def bids_by(supplier_id: int | None) -> list[Bid]:
    """Every bid this supplier ever handed in, latest first."""
    return list(
        db.session.scalars(
            select(Bid)
            .where(Bid.supplier_id == supplier_id)
            .options(joinedload(Bid.tender), joinedload(Bid.lot))
            .order_by(Bid.received_at.desc(), Bid.id.desc())
        )
    )


def own_bid(bid_id: int, supplier_id: int | None) -> Bid | None:
    """This bid, when it is of this supplier."""
    return db.session.scalar(select(Bid).where(Bid.id == bid_id, Bid.supplier_id == supplier_id))


def bid_of_tender(tender: Tender, bid_id: int) -> Bid | None:
    """This bid, when it belongs to this tender."""
    return db.session.scalar(select(Bid).where(Bid.id == bid_id, Bid.tender_id == tender.id))


def bid_of_receipt(document_id: int) -> Bid | None:
    """The bid this receipt belongs to."""
    return db.session.scalar(select(Bid).where(Bid.receipt_document_id == document_id))


def submissions(tender: Tender) -> list[Bid]:
    """Everything that was ever handed in for a tender, in order of receipt, also replaced and withdrawn."""
    return list(
        db.session.scalars(
            select(Bid)
            .where(Bid.tender_id == tender.id)
            .options(joinedload(Bid.supplier), joinedload(Bid.lot))
            .order_by(Bid.received_at, Bid.id)
        )
    )


def opened_bids(tender: Tender) -> list[Bid]:
    """The bids that were opened, by lot and in order of receipt, with supplier and lot."""
    return list(
        db.session.scalars(
            select(Bid)
            .join(Lot, Lot.id == Bid.lot_id)
            .where(Bid.tender_id == tender.id, Bid.status == BidStatus.OPENED)
            .options(joinedload(Bid.supplier), joinedload(Bid.lot))
            .order_by(Lot.number, Bid.received_at, Bid.id)
        )
    )


def bids_to_open(tender: Tender, kind: EnvelopeKind) -> list[Bid]:
    """The bids whose envelope of this kind is to be opened now, in order of receipt."""
    status = BidStatus.SUBMITTED if kind == EnvelopeKind.QUALITY else BidStatus.OPENED
    is_shut = SealedEnvelope.kind == kind, SealedEnvelope.opened_at.is_(None)
    return list(
        db.session.scalars(
            select(Bid)
            .where(Bid.tender_id == tender.id, Bid.status == status, Bid.envelopes.any(and_(*is_shut)))
            .options(
                selectinload(Bid.envelopes).undefer(SealedEnvelope.ciphertext),
                selectinload(Bid.files),
                joinedload(Bid.supplier),
                joinedload(Bid.lot),
            )
            .order_by(Bid.received_at, Bid.id)
        )
    )


def wishes_of(bid_ids: Collection[int]) -> dict[int, int]:
    """Per opened bid how much its bidder wants the lot, 1 the most; without those that did not say."""
    rows = db.session.execute(
        select(BidDeclaration.bid_id, BidDeclaration.preference).where(
            BidDeclaration.bid_id.in_(bid_ids), BidDeclaration.preference.is_not(None)
        )
    )
    return {bid_id: wish for bid_id, wish in rows if wish is not None}


def answers_of(bid_ids: Sequence[int]) -> list[BidAnswer]:
    """The opened answers of these bids, in the order of their questions."""
    return list(
        db.session.scalars(
            select(BidAnswer)
            .where(BidAnswer.bid_id.in_(bid_ids))
            .order_by(BidAnswer.bid_id, BidAnswer.requirement_id, BidAnswer.criterion_id)
        )
    )


def declaration_of(bid: Bid) -> BidDeclaration | None:
    """The opened declaration of a bid."""
    return db.session.scalar(select(BidDeclaration).where(BidDeclaration.bid_id == bid.id))


def documents_of(bid_ids: Sequence[int]) -> list[BidDocument]:
    """The opened documents of these bids."""
    return list(
        db.session.scalars(
            select(BidDocument)
            .where(BidDocument.bid_id.in_(bid_ids))
            .options(joinedload(BidDocument.document))
            .order_by(BidDocument.bid_id, BidDocument.position)
        )
    )


def prices_of(bid_ids: Sequence[int]) -> dict[int, dict[int, Decimal]]:
    """Per bid the opened price per milestone; empty while the price envelopes are closed."""
    prices: dict[int, dict[int, Decimal]] = {bid_id: {} for bid_id in bid_ids}
    for price in db.session.scalars(select(BidPrice).where(BidPrice.bid_id.in_(bid_ids))):
        prices[price.bid_id][price.milestone_id] = price.amount
    return prices


def costs_of(bid_ids: Sequence[int]) -> dict[int, dict[int, Decimal]]:
    """Per bid the opened amount per published cost line; empty while the price envelopes are closed."""
    costs: dict[int, dict[int, Decimal]] = {bid_id: {} for bid_id in bid_ids}
    for cost in db.session.scalars(select(BidCost).where(BidCost.bid_id.in_(bid_ids))):
        costs[cost.bid_id][cost.line_number] = cost.amount
    return costs


def requirements_for(lot: Lot) -> list[Requirement]:
    """The requirements a bidder for this lot answers: those of the tender and those of the lot."""
    return list(
        db.session.scalars(
            select(Requirement)
            .where(
                Requirement.tender_id == lot.tender_id,
                Requirement.dropped_at.is_(None),
                or_(Requirement.lot_id.is_(None), Requirement.lot_id == lot.id),
            )
            .order_by(Requirement.section_number, Requirement.number)
        )
    )


def quality_criteria(tender_id: int) -> list[AwardCriterion]:
    """The criteria a bidder writes a text for."""
    return list(
        db.session.scalars(
            select(AwardCriterion)
            .where(AwardCriterion.tender_id == tender_id, AwardCriterion.kind == CriterionKind.QUALITY)
            .order_by(AwardCriterion.sequence)
        )
    )


def milestones_for(lot: Lot) -> list[LotMilestone]:
    """The steps a bidder for this lot names a fee for."""
    return list(
        db.session.scalars(
            select(LotMilestone).where(LotMilestone.lot_id == lot.id).order_by(LotMilestone.sequence)
        )
    )


def asked_of(lot: Lot) -> Asked:
    """Everything this lot asks of a bidder."""
    award = award_of(lot.tender)
    return Asked(
        requirements=[
            AskedRequirement(each.id, _number_of(each), each.kind, each.holds_from)
            for each in requirements_for(lot)
        ],
        qualities=[(each.id, each.title) for each in quality_criteria(lot.tender_id)],
        # The tariffs of an open house are fixed, and the same for all.
        fees=[]
        if lot.tender.procedure == Procedure.OPEN_HOUSE
        else [AskedFee(each.id, each.label, each.highest_fee) for each in milestones_for(lot)],
        grounds=exclusion_grounds_of(lot.tender),
        costs=[AskedFee(each.number, each.title, None) for each in award.cost_lines],
        lots_to_prefer=len(lot.tender.lots) if award.terms.asks_preference else 0,
    )


def _number_of(requirement: Requirement) -> str:
    kind = "wens" if requirement.kind == RequirementKind.WISH else "eis"
    return f"{kind} {requirement.code}"


def receipt_of(bid: Bid) -> Receipt:
    """The receipt of a bid, from what is stored."""
    envelopes = [SealedPart(each.kind.value, each.sha256, each.sealed_sha256) for each in bid.envelopes]
    files = [SealedPart(f"file-{each.position:03}", each.sha256, each.sealed_sha256) for each in bid.files]
    return Receipt(
        tender=bid.tender.reference,
        lot=bid.lot.number,
        supplier=f"KvK {bid.supplier.kvk_number}",
        begun_at=bid.begun_at,
        received_at=bid.received_at,
        parts=tuple(envelopes + files),
    )
