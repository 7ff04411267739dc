"""``flask procurement vault verify``: prove that every bid is still what was received."""

import click
from flask.cli import AppGroup

from procurement.models.tenders import Tender
from procurement.queries.openings import closing_roots_of
from procurement.queries.vault_proof import (
    count_received,
    flaws_in_vault,
    gives_root,
    has_receipt,
    tender_with_reference,
    tenders_with_bids,
)
from townhall.filters import moment_exact

commands = AppGroup("vault", help="De kluis met inschrijvingen.")


@commands.command("verify")
@click.argument("reference", required=False)
@click.option("--receipt", "receipts", metavar="HASH", multiple=True, help="Zoek ook dit ontvangstbewijs (SHA-256).")
@click.option("--root", "roots", metavar="HASH", multiple=True, help="Reken ook deze gemailde boomwortel na.")
def verify(reference: str | None, receipts: tuple[str, ...], roots: tuple[str, ...]) -> None:
    """Controleer of de ontvangstbewijzen nog kloppen met wat er is bewaard.

    Met --receipt en --root vergelijkt u met wat buiten de database is bewaard: het ontvangstbewijs van een
    inschrijver en de boomwortel uit de mail bij de sluiting of de opening. Beide mogen vaker.
    """
    tenders = tenders_with_bids() if reference is None else [_tender(reference)]
    if not tenders:
        click.echo("Er is nog geen enkele inschrijving ontvangen.")
    verdicts = [_report(tender) for tender in tenders]  # every tender, also after a flaw
    verdicts += [_report_receipt(tenders, receipt) for receipt in receipts]
    verdicts += [_report_root(tenders, root) for root in roots]
    if not all(verdicts):
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
    for root in closing_roots_of(tender):
        click.echo(f"  boomwortel bij sluiting {moment_exact(root.closes_at)}: {root.merkle_root}")
    return not flaws


def _report_receipt(tenders: list[Tender], receipt: str) -> bool:
    if any(has_receipt(tender, receipt) for tender in tenders):
        click.echo(f"Het ontvangstbewijs {receipt} is gevonden.")
        return True
    click.echo(f"GEEN: het ontvangstbewijs {receipt} is niet gevonden.")
    return False


def _report_root(tenders: list[Tender], root: str) -> bool:
    if any(gives_root(tender, root) for tender in tenders):
        click.echo(f"De boomwortel {root} klopt.")
        return True
    click.echo(f"FOUT: wat nu is bewaard geeft de boomwortel {root} niet.")
    click.echo("  Er is iets verwijderd, toegevoegd of veranderd, of de wortel is van een andere aanbesteding.")
    return False
