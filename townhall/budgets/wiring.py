"""Ties budgets and mandates to the application."""

from flask import Flask

from townhall import filters, navigation
from townhall.accounts import gate
from townhall.budgets import views
from townhall.budgets.kinds import LABELS
from townhall.budgets.permissions import GRANTS, WORDS, BudgetsPermission
from townhall.navigation import NavItem


def register(app: Flask) -> None:
    """Add budgets to the application."""
    gate.grant(GRANTS, WORDS)
    filters.register_labels(LABELS)
    app.register_blueprint(views.pages)
    app.register_blueprint(views.mandate_pages)
    navigation.add(NavItem("Budgetten", "budgets.index", BudgetsPermission.BUDGET_READ, 50))
    navigation.add(NavItem("Mandaten", "mandates.index", BudgetsPermission.MANDATE_READ, 86))
