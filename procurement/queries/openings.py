"""Questions about openers, keys and openings."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from procurement.bids import EnvelopeKind
from procurement.lifecycle import TenderStatus
from procurement.models.openings import (
    ClosingRoot,
    KeyShare,
    Opener,
    OpenerKey,
    Opening,
    OpeningRemainder,
    TenderKey,
)
from procurement.models.tenders import Tender
from procurement.openings import SETTLING_TIME, OpeningFacts
from procurement.permissions import ProcurementPermission
from procurement.procedures import OPENED_BY_ONE
from procurement.queries.late_bids import announced_until, number_held
from townhall.accounts.gate import granted
from townhall.accounts.models import Account
from townhall.accounts.queries import accounts_with
from townhall.database import db


def openers_of(tender: Tender) -> list[Opener]:
    """Who was named to open the bids of this tender."""
    return list(
        db.session.scalars(
            select(Opener)
            .where(Opener.tender_id == tender.id)
            .options(joinedload(Opener.account), joinedload(Opener.key))
            .order_by(Opener.id)
        )
    )


def opener_of(tender: Tender, account_id: int | None) -> Opener | None:
    """This person as an opener of this tender."""
    return db.session.scalar(
        select(Opener).where(Opener.tender_id == tender.id, Opener.account_id == account_id)
    )


def current_key_of(account_id: int | None) -> OpenerKey | None:
    """The key this person uses for new tenders."""
    return db.session.scalar(
        select(OpenerKey).where(OpenerKey.account_id == account_id, OpenerKey.replaced_at.is_(None))
    )


def current_keys_of(account_ids: list[int]) -> dict[int, OpenerKey]:
    """The current key per person, for who has one."""
    found = db.session.scalars(
        select(OpenerKey).where(OpenerKey.account_id.in_(account_ids), OpenerKey.replaced_at.is_(None))
    )
    return {key.account_id: key for key in found}


def opener_count_with_keys(tender: Tender) -> int:
    """How many named openers have a key, so could open bids of this tender."""
    has_key = select(OpenerKey.id).where(
        OpenerKey.account_id == Opener.account_id, OpenerKey.replaced_at.is_(None)
    )
    count = select(func.count()).select_from(Opener)
    return db.session.scalar(count.where(Opener.tender_id == tender.id, has_key.exists())) or 0


def tender_keys(tender: Tender) -> dict[EnvelopeKind, TenderKey]:
    """The public keys of a tender, per kind of envelope; empty until they are made."""
    found = db.session.scalars(select(TenderKey).where(TenderKey.tender_id == tender.id))
    return {key.kind: key for key in found}


def has_tender_keys(tender: Tender) -> bool:
    """Whether bids can be sealed for this tender."""
    return len(tender_keys(tender)) == len(EnvelopeKind)


def is_opened_by_one(tender: Tender) -> bool:
    """Whether one person opens what comes in for this tender: its keys were made without openers."""
    if tender.procedure not in OPENED_BY_ONE:
        return False
    keys = select(TenderKey.id).where(
        TenderKey.tender_id == tender.id, TenderKey.locked_private_key.is_not(None)
    )
    return db.session.scalar(keys.limit(1)) is not None


def shares_of_first(tender: Tender, kind: EnvelopeKind, opener: Opener) -> list[KeyShare]:
    """The shares that this opener is the first to peel."""
    return list(
        db.session.scalars(
            select(KeyShare)
            .join(TenderKey)
            .where(
                TenderKey.tender_id == tender.id,
                TenderKey.kind == kind,
                KeyShare.first_opener_id == opener.id,
            )
            .order_by(KeyShare.id)
        )
    )


def opening_of(tender: Tender, kind: EnvelopeKind) -> Opening | None:
    """The opening of this kind of envelope, begun or completed."""
    return db.session.scalar(
        select(Opening)
        .where(Opening.tender_id == tender.id, Opening.kind == kind)
        .options(joinedload(Opening.first_opener).joinedload(Opener.account))
    )


def openings_of(tender: Tender) -> dict[EnvelopeKind, Opening]:
    """The openings of a tender so far."""
    found = db.session.scalars(
        select(Opening)
        .where(Opening.tender_id == tender.id)
        .options(
            joinedload(Opening.first_opener).joinedload(Opener.account),
            joinedload(Opening.second_opener).joinedload(Opener.account),
        )
    )
    return {opening.kind: opening for opening in found}


def are_prices_open(tender: Tender) -> bool:
    """Whether the price envelopes are open: two openers did it, or one person where nobody is compared."""
    if is_opened_by_one(tender):
        return tender.status not in (TenderStatus.DRAFT, TenderStatus.PUBLISHED)
    opening = opening_of(tender, EnvelopeKind.PRICE)
    return opening is not None and opening.completed_at is not None


def remainder_for(opening: Opening, opener: Opener) -> OpeningRemainder | None:
    """What the first step left for this opener."""
    return db.session.scalar(
        select(OpeningRemainder).where(
            OpeningRemainder.opening_id == opening.id, OpeningRemainder.opener_id == opener.id
        )
    )


def opening_facts(tender: Tender, kind: EnvelopeKind) -> OpeningFacts:
    """What decides whether an opener may take his step."""
    opening = opening_of(tender, kind)
    opener_ids = frozenset(opener.id for opener in openers_of(tender))
    return OpeningFacts(
        kind=kind,
        status=tender.status,
        closes_at=tender.closes_at,
        opener_ids=opener_ids,
        left_out_ids=_left_out(opening, opener_ids),
        first_opener_id=opening.first_opener_id if opening else None,
        completed_at=opening.completed_at if opening else None,
        held=number_held(tender),
        announced_until=announced_until(tender),
    )


def _left_out(opening: Opening | None, opener_ids: frozenset[int]) -> frozenset[int]:
    if opening is None or opening.completed_at is not None:
        return frozenset()
    remaining = select(OpeningRemainder.opener_id).where(OpeningRemainder.opening_id == opening.id)
    return opener_ids - {opening.first_opener_id} - set(db.session.scalars(remaining))


def tenders_to_open(account_id: int | None) -> list[Tender]:
    """Tenders for which this person was named as opener, latest closing first."""
    return list(
        db.session.scalars(
            select(Tender)
            .join(Opener, Opener.tender_id == Tender.id)
            .where(Opener.account_id == account_id)
            .options(selectinload(Tender.lots))
            .order_by(Tender.closes_at.desc(), Tender.id.desc())
        )
    )


def persons_who_may_open() -> list[Account]:
    """Everybody who could be named as opener, by name."""
    roles = granted()[ProcurementPermission.BID_OPEN]
    return sorted(
        {person for role in roles for person in accounts_with(role)}, key=lambda person: person.name
    )


def closing_roots_of(tender: Tender) -> list[ClosingRoot]:
    """The roots that were fixed at the closing, one per closing moment, oldest first."""
    return list(
        db.session.scalars(
            select(ClosingRoot).where(ClosingRoot.tender_id == tender.id).order_by(ClosingRoot.closes_at)
        )
    )


def closing_root_of(tender: Tender) -> ClosingRoot | None:
    """The root of the closing moment that counts; None until it was fixed."""
    return db.session.scalar(
        select(ClosingRoot).where(
            ClosingRoot.tender_id == tender.id, ClosingRoot.closes_at == tender.closes_at
        )
    )


def tenders_to_close(now: datetime) -> list[Tender]:
    """Tenders that closed, whose bids have settled, and that have no root for this closing yet."""
    fixed = select(ClosingRoot.id).where(
        ClosingRoot.tender_id == Tender.id, ClosingRoot.closes_at == Tender.closes_at
    )
    # What one person opens on receipt has no moment at which everything is still shut.
    has_vault = select(TenderKey.id).where(
        TenderKey.tender_id == Tender.id, TenderKey.locked_private_key.is_(None)
    )
    return list(
        db.session.scalars(
            select(Tender)
            .where(
                Tender.status == TenderStatus.PUBLISHED,
                Tender.closes_at < now - SETTLING_TIME,
                has_vault.exists(),
                ~fixed.exists(),
            )
            .order_by(Tender.id)
        )
    )
