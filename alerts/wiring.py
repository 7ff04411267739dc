"""Ties alerts to the application."""

from flask import Blueprint, Flask

from alerts import views
from alerts.cli import commands
from alerts.permissions import GRANTS, WORDS, AlertsPermission
from alerts.tasks import number_waiting
from townhall import navigation, pages
from townhall.accounts import gate


def register(app: Flask) -> None:
    """Add this module to the application."""
    gate.grant(GRANTS, WORDS)
    module = Blueprint("alerts", __name__)
    module.register_blueprint(views.pages)
    app.register_blueprint(module)
    app.cli.add_command(commands)
    pages.start_at("alerts.worklist.index")
    navigation.add(
        navigation.NavItem(
            "Werkvoorraad", "alerts.worklist.index", AlertsPermission.WORKLIST_READ, 1, count=number_waiting
        )
    )
