"""``flask jobs run`` and ``flask mail send``: do by hand what the job process does by itself."""

import click
from flask.cli import AppGroup

from townhall.jobs.operations import make_rounds, run_due_jobs
from townhall.mail.outbox import send_due_mail

commands = AppGroup("jobs", help="Werk dat op de achtergrond gebeurt.")
mail_commands = AppGroup("mail", help="De uitgaande post.")


@commands.command("run")
def run() -> None:
    """Doe al het werk dat wacht."""
    make_rounds()
    click.echo(f"{run_due_jobs()} opdracht(en) uitgevoerd.")


@mail_commands.command("send")
def send() -> None:
    """Verstuur de post die wacht."""
    click.echo(f"{send_due_mail()} bericht(en) verstuurd.")
