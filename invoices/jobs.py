"""What the clockwork does for invoices by itself, safe to run twice."""

from invoices.operations.clawbacks import raise_clawbacks
from invoices.queries.clawbacks import paid_claims_that_ended_early
from townhall import clock
from townhall.database import db, transaction
from townhall.jobs import each_round


def register() -> None:
    """Let the clockwork know what it does for invoices."""
    each_round(raise_what_comes_back)


def raise_what_comes_back() -> int:
    """Raise the clawbacks of work that ended within the guarantee; gives how many."""
    now = clock.now()
    is_any = bool(paid_claims_that_ended_early())
    db.session.rollback()  # looking takes no lock; writing begins afresh
    if not is_any:
        return 0
    with transaction():
        return len(raise_clawbacks(now=now))
