"""Suppliers and their bank accounts, as they lie in the database."""

from datetime import datetime
from itertools import count
from typing import Any

from tests.conftest import MONDAY
from townhall.accounts.actor import SYSTEM, Actor
from townhall.database import db
from townhall.organisations.details import OrganisationDetails
from townhall.organisations.kinds import OrganisationKind
from townhall.organisations.models import BankAccount, Organisation
from townhall.organisations.operations.bank_accounts import (
    call_back,
    confirm_bank_account,
    propose_bank_account,
)
from townhall.organisations.operations.organisations import add_organisation

#: IBANs with right check digits of a bank that does not exist.
IBANS = ("NL96FICT0000000001", "NL69FICT0000000002", "NL42FICT0000000003")
NOTE = "Gesproken met mevrouw De Wit op 023-5550100, het nummer uit ons contract."

_numbers = count(95000001)


def supplier_details(**what_matters: Any) -> OrganisationDetails:
    """Details of a supplier that can exist."""
    usual = {
        "name": "Voorbeeld Werk BV (fictief)",
        "kvk_number": "91234567",
        "street": "Spaarne 1",
        "postcode": "2011 CD",
        "city": "Haarlem",
        "email": "info@voorbeeldwerk.example",
    }
    return OrganisationDetails(**{**usual, **what_matters})


def saved_supplier(**what_matters: Any) -> Organisation:
    """A supplier with a KvK number of its own."""
    details = supplier_details(**{"kvk_number": str(next(_numbers)), **what_matters})
    return add_organisation(OrganisationKind.SUPPLIER, details, actor=SYSTEM, now=MONDAY)


def proposed_account(supplier: Organisation, *, by: Actor, iban: str = IBANS[0]) -> BankAccount:
    """A bank account nobody has looked at yet."""
    return propose_bank_account(supplier, iban=iban, holder=supplier.name, actor=by, now=MONDAY)


def confirmed_account(
    supplier: Organisation,
    *,
    by: Actor,
    first: Actor,
    second: Actor,
    iban: str = IBANS[0],
    now: datetime = MONDAY,
) -> BankAccount:
    """A bank account on which the supplier is paid."""
    account = propose_bank_account(supplier, iban=iban, holder=supplier.name, actor=by, now=now)
    call_back(account, note=NOTE, actor=first, now=now)
    confirm_bank_account(account, actor=second, now=now)
    db.session.flush()
    return account
