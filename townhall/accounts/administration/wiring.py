"""Ties the administration of accounts to the application."""

from flask import Flask

from townhall import navigation
from townhall.accounts.administration import cli, views
from townhall.accounts.permissions import AccountsPermission
from townhall.navigation import NavItem


def register(app: Flask) -> None:
    """Add the pages and the commands."""
    app.register_blueprint(views.pages)
    app.register_blueprint(views.rights_pages)
    app.cli.add_command(cli.commands)
    for item in (
        NavItem("Accounts", "account_administration.index", AccountsPermission.ACCOUNT_ADMINISTER, 80),
        NavItem("Rechten", "rights.index", AccountsPermission.RIGHTS_READ, 82),
    ):
        navigation.add(item)
