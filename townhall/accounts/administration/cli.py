"""``flask accounts create``: the first administrator, before anybody can log in."""

import sys

import click
from flask.cli import AppGroup

from townhall import clock
from townhall.accounts.actor import SYSTEM
from townhall.accounts.administration.operations import create_account
from townhall.accounts.roles import Role
from townhall.database import transaction
from townhall.organisations.details import OrganisationDetails
from townhall.organisations.kinds import OrganisationKind
from townhall.organisations.operations.organisations import add_organisation
from townhall.organisations.queries import municipality_or_none
from townhall.refusal import Refusal

commands = AppGroup("accounts", help="Accounts van medewerkers.")

ROLES = click.Choice([role.value for role in Role if role is not Role.SUPPLIER])


@commands.command("create", help="Maak een account dat meteen werkt, bijvoorbeeld de eerste beheerder.")
@click.option("--email", prompt="E-mailadres", help="Het adres om mee in te loggen.")
@click.option("--name", prompt="Naam", help="Voor- en achternaam.")
@click.option("--role", "roles", type=ROLES, multiple=True, default=["administrator"], show_default=True)
@click.option("--municipality", default="", help="Naam van de gemeente, als die er nog niet in staat.")
@click.option(
    "--password", prompt="Wachtwoord", hide_input=True, confirmation_prompt="Wachtwoord nogmaals",
    envvar="RAAMWERK_PASSWORD", help="Liever niet op de opdrachtregel: laat weg om het te typen.",
)  # fmt: skip
def create(email: str, name: str, roles: tuple[str, ...], municipality: str, password: str) -> None:
    """Make an account that can be used at once."""
    now = clock.now()
    try:
        with transaction():
            owner = municipality_or_none()
            if owner is None and not municipality:
                click.echo("Er staat nog geen gemeente in. Geef haar naam op met --municipality.", err=True)
                sys.exit(2)
            if owner is None:
                details = OrganisationDetails(name=municipality)
                owner = add_organisation(OrganisationKind.MUNICIPALITY, details, actor=SYSTEM, now=now)
            account = create_account(
                email=email,
                name=name,
                roles={Role(role) for role in roles},
                organisation_id=owner.id,
                password=password,
                actor=SYSTEM,
                now=now,
            )
            click.echo(f"Het account van {account.name} werkt. Inloggen kan met {account.email}.")
    except Refusal as refusal:
        for obstacle in refusal.obstacles:
            click.echo(obstacle.text, err=True)
        sys.exit(1)
