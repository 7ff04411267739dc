"""``flask audit verify``: is the trail whole?"""

import sys

import click
from flask.cli import AppGroup

from townhall.audit.queries import whole_trail
from townhall.audit.trail import verify

commands = AppGroup("audit", help="Het spoor van handelingen controleren.")


@commands.command("verify")
@click.option("--head", default=None, help="Een eerder genoteerde hash die in het spoor moet voorkomen.")
def verify_trail(head: str | None) -> None:
    """Controleer of niemand het spoor heeft veranderd. Eindigt met 1 als het gebroken is."""
    verdict = verify(whole_trail(), expected_head=head)
    if verdict.broken_at is not None or verdict.why:
        click.echo(f"GEBROKEN bij regel {verdict.broken_at}: {verdict.why}.", err=True)
        sys.exit(1)
    click.echo(f"Het spoor is intact: {verdict.entries} regels. Kop: {verdict.head}")
