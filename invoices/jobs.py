"""What the clockwork does for invoices by itself, safe to run twice."""

import logging

from invoices.operations.clawbacks import raise_clawbacks
from invoices.operations.packages import end_packages, note_failure, take_in_file
from invoices.queries.clawbacks import paid_claims_that_ended_early
from invoices.queries.packages import next_waiting_file, packages_to_end
from townhall import clock
from townhall.database import db, transaction
from townhall.jobs import each_round

log = logging.getLogger(__name__)

#: So many files have their turn in a round; then the other work of the clockwork has its own.
FILES_PER_ROUND = 50


def register() -> None:
    """Let the clockwork know what it does for invoices."""
    each_round(raise_what_comes_back)
    each_round(take_in_packages)


def raise_what_comes_back() -> int:
    """Raise the clawbacks of work that ended within the guarantee; gives how many."""
    now = clock.now()
    is_any = bool(paid_claims_that_ended_early())
    db.session.rollback()  # looking takes no lock; writing begins afresh
    if not is_any:
        return 0
    with transaction():
        return len(raise_clawbacks(now=now))


def take_in_packages() -> int:
    """Give the files of ZIPs that suppliers sent their turn, each on its own; gives how many had it."""
    done = 0
    while done < FILES_PER_ROUND and (file_id := next_waiting_file()) is not None:
        _give_its_turn(file_id)
        done += 1
    is_any = bool(packages_to_end())
    db.session.rollback()  # looking takes no lock; writing begins afresh
    if is_any:
        clock.forget_now()
        with transaction():
            end_packages(now=clock.now())
    return done


def _give_its_turn(file_id: int) -> None:
    """One file in a transaction of its own. What stumbles does not keep the next one waiting."""
    db.session.rollback()
    try:
        with transaction():
            take_in_file(file_id)
    except Exception:
        log.exception("file %s of a package failed", file_id)
        with transaction():
            note_failure(file_id)
