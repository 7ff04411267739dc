"""Needs and purchases outside a tender, for tests."""

from datetime import date
from typing import Any

from contracts.models import LoosePurchase, Need
from tests.conftest import MONDAY
from townhall.database import db
from townhall.money import euros

#: What a ledger looks like, with one line.
HEADINGS = "Boekstuk;Boekdatum;Bedrag excl. btw;Crediteur;Omschrijving;CPV;Contract"


def ledger(*lines: str, headings: str = HEADINGS) -> bytes:
    """A file of the ledger with these lines."""
    return "\r\n".join([headings, *lines]).encode()


def saved_need(**what_matters: Any) -> Need:
    """A need for training services, for everybody."""
    given = {"name": "Taaltraining", "cpv_code": "80500000", "added_at": MONDAY}
    need = Need(**{**given, **what_matters})
    db.session.add(need)
    db.session.flush()
    return need


def saved_purchase(amount: str = "10000", **what_matters: Any) -> LoosePurchase:
    """A training of € 10.000 that was bought three weeks ago."""
    given = {
        "supplier": "Taalbureau Noord", "description": "Cursus Nederlands", "bought_on": date(2026, 11, 2),
        "cpv_code": "80580000", "recorded_at": MONDAY, "withdrawn_reason": "",
    }  # fmt: skip
    purchase = LoosePurchase(amount=euros(amount), **{**given, **what_matters})
    db.session.add(purchase)
    db.session.flush()
    return purchase
