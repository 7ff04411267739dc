"""``flask alerts run`` and ``flask alerts watch``."""

from datetime import date, datetime, time

import click
from flask import current_app
from flask.cli import AppGroup

from alerts.collectors import facts_of
from alerts.due import due_alerts
from alerts.operations.scanning import scan
from alerts.queries import open_alerts, tuning
from alerts.scheduler import watch
from townhall import clock
from townhall.accounts.actor import SYSTEM
from townhall.clock import AMSTERDAM
from townhall.database import transaction
from townhall.filters import day
from townhall.jobs.operations import make_rounds, run_due_jobs
from townhall.mail.outbox import send_due_mail

commands = AppGroup("alerts", help="Signalen: wat niet vergeten mag worden.")


@commands.command("run")
@click.argument("job", type=click.Choice(["alerts", "rounds", "jobs", "mail"]), default="alerts")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="De dag waarop wordt gekeken (jjjj-mm-dd).")
@click.option("--dry-run", is_flag=True, help="Alleen tonen wat er zou worden gemeld, en waarom.")
def run(job: str, on: datetime | None, dry_run: bool) -> None:
    """Zoek nu naar signalen (alerts), of doe een ander deel van de klok: rounds, jobs of mail."""
    if job != "alerts":
        if on or dry_run:
            raise click.UsageError("--on en --dry-run gelden alleen voor alerts.")
        done = {"rounds": make_rounds, "jobs": run_due_jobs, "mail": send_due_mail}[job]()
        click.echo(f"{done} gedaan.")
        return
    today: date = on.date() if on else clock.today()
    facts = facts_of(today)
    if dry_run:
        standing = {alert.key for alert in open_alerts()}
        for raised in due_alerts(facts, today, tuning()):
            what = "staat al open" if raised.key in standing else "nieuw"
            click.echo(f"{day(raised.fact.due_on)}  {raised.occasion.title} ({what}): {raised.fact.about}")
            click.echo(f"    {raised.occasion.rule}")
        return
    now = clock.now() if on is None else datetime.combine(today, time(7), AMSTERDAM)
    with transaction():
        result = scan(facts, actor=SYSTEM, now=now, tuning=tuning())
        click.echo(
            f"{len(result.raised)} nieuwe signalen, {len(result.closed)} gesloten, {result.open} open op {day(today)}."
        )


@commands.command("watch")
def watch_all() -> None:
    """Blijf kijken: signalen, post en werk op de achtergrond. Eindigt netjes op SIGTERM."""
    watch(current_app._get_current_object())  # type: ignore[attr-defined]
