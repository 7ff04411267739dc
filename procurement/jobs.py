"""What the clockwork does for procurement by itself, safe to run twice."""

from procurement.operations.closing import close_vault
from procurement.queries.openings import tenders_to_close
from townhall import clock
from townhall.accounts.actor import SYSTEM
from townhall.database import db, transaction
from townhall.jobs import each_round


def register() -> None:
    """Let the clockwork know what it does for procurement."""
    each_round(close_vaults)


def close_vaults() -> int:
    """Close the vault of every tender whose inscription has ended; gives how many."""
    now = clock.now()
    due = len(tenders_to_close(now))
    db.session.rollback()  # looking takes no lock; writing begins afresh
    if due:
        with transaction():
            for tender in tenders_to_close(now):
                close_vault(tender, actor=SYSTEM, now=now)
    return due
