"""``flask procurement report verify``: do a gunningsverslag and the data inside it still agree?"""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from procurement.operations.report_verification import Verdict, verify_with_database, verify_without_database
from townhall.database import db
from townhall.refusal import Refusal

#: What the command ends with, for scripts; nought is in order, and 2 is also what click says of a missing file.
ALTERED, UNVERIFIABLE = 1, 2

commands = AppGroup("report", help="Het gunningsverslag.")


@commands.command("verify")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Controleer of de pdf van een gunningsverslag en de gegevens erin nog kloppen.

    Kent de database het verslag, dan wordt byte voor byte vergeleken. Anders wordt het verslag opnieuw gedrukt uit
    de gegevens in de pdf zelf, en de tekst van elke bladzijde vergeleken.

    \b
    Afloop (exit code):
      0  in orde
      1  klopt niet: er is iets veranderd, met de plaats erbij
      2  niet te controleren: geen gunningsverslag, beschadigd, of een andere opmaak
    """
    pdf = file.read_bytes()
    try:
        verdict = _known(pdf) or verify_without_database(pdf)
    except Refusal as refusal:
        click.echo(f"NIET TE CONTROLEREN: {' '.join(each.text for each in refusal.obstacles)}", err=True)
        raise SystemExit(UNVERIFIABLE) from refusal
    click.echo(f"{'In orde' if verdict.agrees else 'KLOPT NIET'}: {verdict.title}")
    click.echo(f"  {verdict.compared}")
    for difference in verdict.differences:
        click.echo(f"  - {difference}")
    if not verdict.agrees:
        raise SystemExit(ALTERED)


def _known(pdf: bytes) -> Verdict | None:
    """What the database says of it; None where there is no database, or it does not know the report."""
    try:
        return verify_with_database(pdf)
    except DBAPIError:
        db.session.rollback()
        return None
