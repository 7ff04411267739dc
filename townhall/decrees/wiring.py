"""Ties decreed days to the application."""

from flask import Flask

from townhall import navigation
from townhall.accounts import gate
from townhall.decrees import views
from townhall.decrees.permissions import GRANTS, WORDS, DecreesPermission
from townhall.navigation import NavItem


def register(app: Flask) -> None:
    """Add the pages."""
    gate.grant(GRANTS, WORDS)
    app.register_blueprint(views.pages)
    navigation.add(NavItem("Vrije dagen", "decrees.index", DecreesPermission.DAY_READ, 84))
