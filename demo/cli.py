"""``flask demo load``: the whole chain, with a line per step."""

import logging
import sys
import time

import click
from flask.cli import AppGroup

from demo.database import start_afresh
from demo.telling import Story
from townhall.refusal import Refusal

commands = AppGroup("demo", help="De demo: de zaak van Haarlem.")


@commands.command("load")
def load() -> None:
    """Maak een verse demo en doorloop de hele keten. Blijft af van een database die geen demo is."""
    from demo.story import CHAPTERS  # knows every module: only when it is told

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    begun = time.monotonic()
    try:
        start_afresh()
    except Refusal as refusal:
        click.echo(refusal.obstacles[0].text, err=True)
        sys.exit(1)
    story = Story()
    for number, (title, tell) in enumerate(CHAPTERS, start=1):
        click.echo(f"[{number:2}/{len(CHAPTERS)}] {title} …", nl=False)
        at = time.monotonic()
        tell(story)
        click.echo(f" klaar ({time.monotonic() - at:.1f} s)")
    click.echo(f"De keten is doorlopen in {time.monotonic() - begun:.0f} seconden.\n")
    click.echo(story.summary())
