"""Long work is done once, by whoever takes it, and a failure is kept and tried again."""

import pytest

from tests.conftest import MONDAY
from townhall import jobs
from townhall.database import transaction
from townhall.jobs.models import Job, JobState
from townhall.jobs.operations import MOST_TRIES, request_job, run_due_jobs

done: list[int] = []


@jobs.kind("test.counts")
def counts(arguments, progress):
    progress(1, 2)
    done.append(arguments["number"])


@jobs.kind("test.fails")
def fails(arguments, progress):
    raise ValueError("dit lukt niet")


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def ask(people, kind, **arguments):
    with transaction():
        return request_job(kind, arguments, actor=people.actor("inge"), now=MONDAY, title="Proefwerk")


def test_work_is_done_in_order_and_once(people, session):
    for number in (1, 2, 3):
        ask(people, "test.counts", number=number)

    assert run_due_jobs() == 3
    assert run_due_jobs() == 0
    assert done == [1, 2, 3]
    assert {job.state for job in session.query(Job)} == {JobState.DONE}


def test_what_keeps_failing_ends_as_failed_with_its_reason(people, session):
    job = ask(people, "test.fails")

    for _ in range(MOST_TRIES + 1):
        run_due_jobs()

    session.refresh(job)
    assert (job.state, job.tries) == (JobState.FAILED, MOST_TRIES)
    assert "dit lukt niet" in job.problem


def test_only_who_asked_sees_the_work(people, as_person):
    job = ask(people, "test.counts", number=1)

    assert "bezig" in as_person("inge").get(f"/opdrachten/{job.id}").text
    assert as_person("coen").get(f"/opdrachten/{job.id}").status_code == 404


def test_an_unknown_kind_is_a_mistake_of_ours(people):
    with pytest.raises(KeyError):
        ask(people, "test.unknown")
