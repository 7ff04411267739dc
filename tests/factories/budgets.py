"""Budgets and mandates, as they lie in the database."""

from datetime import date
from typing import Any

from tests.conftest import MONDAY
from townhall.accounts.actor import SYSTEM
from townhall.accounts.models import Account
from townhall.budgets.kinds import MandateKind
from townhall.budgets.models import Budget, Mandate
from townhall.budgets.operations import add_budget, grant_mandate
from townhall.money import euros
from townhall.organisations.queries import the_municipality


def saved_budget(**what_matters: Any) -> Budget:
    """A budget of the municipality for this year."""
    usual = {
        "year": 2026,
        "programme": "Re-integratie",
        "amount": euros("100000"),
        "decision_reference": "2025/001",
    }
    return add_budget(the_municipality(), **{**usual, **what_matters}, actor=SYSTEM, now=MONDAY)


def saved_mandate(account: Account, kind: MandateKind, **what_matters: Any) -> Mandate:
    """A mandate that holds this year and next."""
    usual = {
        "up_to": None,
        "starts_on": date(2026, 1, 1),
        "decision_reference": "B&W 2026/12",
        "reason": "functie",
    }
    return grant_mandate(account, kind, **{**usual, **what_matters}, actor=SYSTEM, now=MONDAY)
