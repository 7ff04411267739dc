"""``flask procurement vault verify``: prove that every bid is still what was received."""

import click
from flask.cli import AppGroup

from procurement.models.tenders import Tender
from procurement.queries.vault_proof import (
    count_received,
    flaws_in_vault,
    has_receipt,
    tender_with_reference,
    tenders_with_bids,
)

commands = AppGroup("vault", help="De kluis met inschrijvingen.")


@commands.command("verify")
@click.argument("reference", required=False)
@click.option("--receipt", metavar="HASH", help="Zoek ook dit ontvangstbewijs (SHA-256) op.")
def verify(reference: str | None, receipt: str | None) -> None:
    """Controleer of de ontvangstbewijzen nog kloppen met wat er is bewaard."""
    tenders = tenders_with_bids() if reference is None else [_tender(reference)]
    verdicts = [_report(tender) for tender in tenders]  # every tender, also after a flaw
    sound = all(verdicts)
    if not tenders:
        click.echo("Er is nog geen enkele inschrijving ontvangen.")
    if receipt is not None and not any(has_receipt(tender, receipt) for tender in tenders):
        click.echo(f"GEEN: het ontvangstbewijs {receipt} is niet gevonden.")
        sound = False
    elif receipt is not None:
        click.echo("Het ontvangstbewijs is gevonden.")
    if not sound:
        raise SystemExit(1)


def _tender(reference: str) -> Tender:
    tender = tender_with_reference(reference)
    if tender is None:
        raise click.ClickException(f"Er is geen aanbesteding {reference}.")
    return tender


def _report(tender: Tender) -> bool:
    """Say what is wrong with this tender; True when nothing is."""
    flaws = flaws_in_vault(tender)
    for flaw in flaws:
        click.echo(f"FOUT {tender.reference} ({flaw.where}): {flaw.what}")
    if not flaws:
        click.echo(f"In orde: {tender.reference}, {count_received(tender)} inschrijving(en) ontvangen.")
    return not flaws
