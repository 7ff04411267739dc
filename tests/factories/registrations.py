"""Suppliers who follow a tender."""

from datetime import datetime

from procurement.models.bids import Registration
from procurement.models.tenders import Tender
from townhall.clock import AMSTERDAM
from townhall.database import db
from townhall.organisations.models import Organisation


def registered(tender: Tender, supplier: Organisation) -> Registration:
    """This supplier registered its interest in this tender."""
    registration = Registration(
        tender_id=tender.id,
        supplier_id=supplier.id,
        registered_at=datetime(2026, 11, 24, 9, 0, tzinfo=AMSTERDAM),
    )
    db.session.add(registration)
    db.session.flush()
    return registration
