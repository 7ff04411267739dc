"""Asking for work and doing it."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.engine import CursorResult

from townhall import clock
from townhall.accounts.actor import Actor
from townhall.database import begin_writing, db, is_writing, transaction, transaction_of_long_work
from townhall.jobs.models import Job, JobState
from townhall.jobs.registry import rounds, work_of

log = logging.getLogger(__name__)

#: A job that runs longer than this was cut off: somebody else may take it up.
LONGEST = timedelta(minutes=30)
MOST_TRIES = 3


def request_job(
    kind: str, arguments: dict[str, Any], *, actor: Actor, now: datetime, title: str
) -> Job:
    """Ask for a piece of work, in the transaction of the operation."""
    work_of(kind)  # an unknown kind is a programmer's error
    job = Job(
        kind=kind, arguments=arguments, title=title, state=JobState.WAITING, requested_by_id=actor.account_id,
        requested_at=now, steps=0, steps_done=0, tries=0, problem="",
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    return job


def run_due_jobs(limit: int = 1000) -> int:
    """Do what waits, one at a time; gives how many ended well."""
    done = 0
    for _ in range(limit):
        job_id = _take_one()
        if job_id is None:
            break
        done += run_job(job_id)
    return done


def make_rounds() -> int:
    """Let every module do what has become due; a round that stumbles does not keep the others waiting."""
    done = 0
    for name, work in rounds().items():
        try:
            done += work()
        except Exception:
            log.exception("round %s failed; the next one tries again", name)
            db.session.rollback()
    return done


def run_job(job_id: int) -> int:
    """Do one job that was taken; 1 when it ended well. A failure is kept and tried again later."""
    job = db.session.get_one(Job, job_id)
    kind, arguments = job.kind, dict(job.arguments)
    db.session.commit()
    clock.forget_now()
    try:
        with transaction_of_long_work():
            document_id = work_of(kind)(arguments, _progress_of(job_id))
            begin_writing()
            _end(job_id, JobState.DONE, document_id=document_id)
    except Exception as error:
        log.exception("job %s (%s) failed", job_id, kind)
        with transaction():
            job = db.session.get_one(Job, job_id)
            again = job.tries < MOST_TRIES
            _end(job_id, JobState.WAITING if again else JobState.FAILED, problem=f"{type(error).__name__}: {error}")
        return 0
    return 1


def _take_one() -> int | None:
    stale = clock.machine_time() - LONGEST
    with transaction():
        job_id = db.session.scalar(
            select(Job.id)
            .where(
                or_(
                    Job.state == JobState.WAITING,
                    (Job.state == JobState.RUNNING) & (Job.begun_at < stale),
                )
            )
            .order_by(Job.tries, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if job_id is None:
            return None
        db.session.execute(
            update(Job)
            .where(Job.id == job_id)
            .values(
                state=JobState.RUNNING, begun_at=clock.machine_time(), tries=Job.tries + 1, steps_done=0, steps=0
            )
        )
    return job_id


def _end(job_id: int, state: JobState, *, document_id: int | None = None, problem: str = "") -> None:
    result = db.session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(state=state, ended_at=clock.machine_time(), document_id=document_id, problem=problem[:2000])
    )
    assert isinstance(result, CursorResult) and result.rowcount == 1


def _progress_of(job_id: int) -> Any:
    def progress(done: int, steps: int) -> None:
        how_far = update(Job).where(Job.id == job_id).values(steps_done=done, steps=steps)
        if is_writing():
            # SQLite has one writer, and that is the work itself by now: seen when it ends.
            db.session.execute(how_far)
        else:
            with db.engine.begin() as connection:
                connection.execute(how_far)

    return progress
