"""Questions about the selection of candidates in a restricted procedure."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from procurement.bids import Participation
from procurement.models.selection import ParticipationRequest, SelectionCriterion
from procurement.models.tenders import Tender, TenderInvitation
from procurement.queries.planning import haste_of
from procurement.selection import Candidate, RequestStatus, SelectionFacts, has_selection
from townhall.database import db
from townhall.decrees.queries import equated_days


def selection_criteria_of(tender: Tender) -> list[SelectionCriterion]:
    """What candidates are asked, in order."""
    return list(
        db.session.scalars(
            select(SelectionCriterion)
            .where(SelectionCriterion.tender_id == tender.id)
            .order_by(SelectionCriterion.sequence)
        )
    )


def selection_facts(tender: Tender) -> SelectionFacts:
    """How this tender selects, and how far it is."""
    return SelectionFacts(
        procedure=tender.procedure,
        status=tender.status,
        requests_until=tender.requests_until,
        most_candidates=tender.most_candidates,
        criteria=tuple(each.facts() for each in selection_criteria_of(tender)),
        closes_at=tender.closes_at,
        notice_on=tender.notice_on,
        is_opened=tender.requests_opened_at is not None,
        is_decided=tender.selected_at is not None,
        haste=haste_of(tender),
        equated=equated_days(),
    )


def requests_of(tender: Tender) -> list[ParticipationRequest]:
    """The requests that count: best place first once it is decided, else by name."""
    found = db.session.scalars(
        select(ParticipationRequest)
        .where(
            ParticipationRequest.tender_id == tender.id,
            ParticipationRequest.status != RequestStatus.WITHDRAWN,
        )
        .options(joinedload(ParticipationRequest.supplier))
    ).all()
    return sorted(found, key=lambda each: (each.rank is None, each.rank or 0, each.supplier.name))


def request_of_tender(tender: Tender, request_id: int) -> ParticipationRequest | None:
    """This request, when it belongs to this tender and counts."""
    return next((each for each in requests_of(tender) if each.id == request_id), None)


def request_by(tender: Tender, supplier_id: int | None) -> ParticipationRequest | None:
    """The request of this supplier that counts."""
    return db.session.scalar(
        select(ParticipationRequest).where(
            ParticipationRequest.tender_id == tender.id,
            ParticipationRequest.supplier_id == supplier_id,
            ParticipationRequest.status != RequestStatus.WITHDRAWN,
        )
    )


def candidates_of(tender: Tender) -> list[Candidate]:
    """Who asked to take part, as the rules see them."""
    return [
        Candidate(each.id, each.supplier.name, each.is_suitable, each.points, each.reason)
        for each in requests_of(tender)
    ]


def participation_of(tender: Tender, supplier_id: int | None) -> Participation:
    """Whether this supplier may bid: in a restricted procedure only who was selected."""
    if not has_selection(tender.procedure) or tender.requests_until is None:
        return Participation.FREE
    if tender.selected_at is None:
        return Participation.AWAITED
    invited = select(TenderInvitation.id).where(
        TenderInvitation.tender_id == tender.id, TenderInvitation.supplier_id == supplier_id
    )
    return Participation.FREE if db.session.scalar(invited) is not None else Participation.TURNED_DOWN
