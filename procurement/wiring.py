"""Ties procurement to the application: pages, rights, words, commands."""

from flask import Blueprint, Flask

from procurement import cli, tender_labels
from procurement.labels import BID_LABELS, LABELS
from procurement.operations import bid_papers, tender_papers
from procurement.permissions import GRANTS
from townhall import filters
from townhall.accounts import gate


def register(app: Flask) -> None:
    """Add this module to the application."""
    gate.grant(GRANTS)
    filters.register_labels(LABELS)
    filters.register_labels(BID_LABELS)
    for labels in tender_labels.ALL:
        filters.register_labels(labels)
    bid_papers.register_access()
    tender_papers.register_access()
    module = Blueprint("procurement", __name__)
    app.register_blueprint(module)
    app.cli.add_command(cli.commands)
