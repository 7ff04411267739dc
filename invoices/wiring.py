"""Ties invoices to the application: pages, rights, words, commands."""

from flask import Blueprint, Flask

from invoices.labels import LABELS
from invoices.permissions import GRANTS
from townhall import filters
from townhall.accounts import gate


def register(app: Flask) -> None:
    """Add this module to the application."""
    gate.grant(GRANTS)
    filters.register_labels(LABELS)
    module = Blueprint("invoices", __name__)
    app.register_blueprint(module)
