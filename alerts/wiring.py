"""Ties alerts to the application."""

from flask import Blueprint, Flask

from alerts.cli import commands
from alerts.labels import LABELS
from alerts.permissions import GRANTS, WORDS, AlertsPermission
from alerts.tasks import number_waiting
from alerts.views import preferences, settings, worklist, year
from townhall import filters, navigation, pages
from townhall.accounts import gate


def register(app: Flask) -> None:
    """Add this module to the application."""
    gate.grant(GRANTS, WORDS)
    filters.register_labels(LABELS)
    module = Blueprint("alerts", __name__)
    for each in (worklist, preferences, settings, year):
        module.register_blueprint(each.pages)
    app.register_blueprint(module)
    app.cli.add_command(commands)
    pages.start_at("alerts.worklist.index")
    navigation.add(
        navigation.NavItem(
            "Werkvoorraad", "alerts.worklist.index", AlertsPermission.WORKLIST_READ, 1, count=number_waiting
        )
    )
    navigation.add(navigation.NavItem("Komende maanden", "alerts.year.index", AlertsPermission.YEAR_READ, 2))
