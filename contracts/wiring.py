"""Ties contracts to the application: pages, rights, words, commands."""

from flask import Blueprint, Flask

from contracts import track_wiring
from contracts.labels import LABELS
from contracts.permissions import GRANTS
from townhall import filters
from townhall.accounts import gate


def register(app: Flask) -> None:
    """Add this module to the application."""
    gate.grant(GRANTS)
    filters.register_labels(LABELS)
    module = Blueprint("contracts", __name__)
    track_wiring.add_to(module)
    app.register_blueprint(module)
