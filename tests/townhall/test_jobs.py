"""Long work is done once, by whoever takes it, and a failure is kept and tried again."""

import pytest
from sqlalchemy import create_engine, select, text

from tests.conftest import MONDAY
from tests.factories.budgets import saved_budget
from townhall import jobs
from townhall.accounts.models import Account
from townhall.budgets.models import Budget
from townhall.database import Counter, db, transaction
from townhall.jobs.models import Job, JobState
from townhall.jobs.operations import MOST_TRIES, request_job, run_due_jobs

pytestmark = pytest.mark.both_databases

done: list[int] = []


@jobs.kind("test.counts")
def counts(arguments, progress):
    progress(1, 2)
    done.append(arguments["number"])


@jobs.kind("test.fails")
def fails(arguments, progress):
    raise ValueError("dit lukt niet")


@jobs.kind("test.looks-around")
def looks_around(arguments, progress):
    """Two of five steps are done; then somebody else looks, and somebody else writes; then the work is kept."""
    progress(2, 5)
    elsewhere = create_engine(db.engine.url, connect_args={"timeout": 0} if is_sqlite() else {})
    with elsewhere.begin() as connection:
        done.append(connection.scalar(text("SELECT 100 * steps_done / steps FROM job")))
        connection.execute(text("UPDATE account SET name = 'Intussen gewijzigd' WHERE name LIKE 'Ria%'"))
    elsewhere.dispose()
    db.session.add(Counter(kind="proef", year=2026, last=1))
    db.session.flush()
    progress(4, 5)
    if arguments["breaks"]:
        raise ValueError("de stroom valt uit")
    progress(5, 5)


def is_sqlite():
    return db.engine.dialect.name == "sqlite"


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


def test_who_looks_meanwhile_sees_how_far_it_is_and_can_write(people, session):
    job = ask(people, "test.looks-around", breaks=False)

    assert run_due_jobs() == 1

    assert done == [40]
    assert session.scalar(select(Account.name).where(Account.name.startswith("Intussen"))) == "Intussen gewijzigd"
    session.refresh(job)
    assert (job.state, job.steps_done, job.steps) == (JobState.DONE, 5, 5)
    assert session.get(Counter, ("proef", 2026)).last == 1


def test_work_that_breaks_off_leaves_nothing_and_is_tried_again(people, session):
    job = ask(people, "test.looks-around", breaks=True)

    assert run_due_jobs(limit=1) == 0

    session.refresh(job)
    assert (job.state, job.tries) == (JobState.WAITING, 1)
    assert "de stroom valt uit" in job.problem
    assert session.get(Counter, ("proef", 2026)) is None
    job.arguments = {"breaks": False}
    session.commit()
    assert run_due_jobs() == 1
    assert session.get(Counter, ("proef", 2026)).last == 1


def test_what_changed_while_the_work_read_is_not_overwritten(people, session):
    budget = saved_budget()
    session.commit()

    @jobs.kind("test.reads-then-writes")
    def reads_then_writes(arguments, progress):
        mine = session.get_one(Budget, arguments["budget"])
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE budget SET amount = 700, version = version + 1"))
        mine.amount += 1

    job = ask(people, "test.reads-then-writes", budget=budget.id)
    assert run_due_jobs(limit=1) == 0

    session.refresh(job)
    assert "StaleDataError" in job.problem
    assert session.scalar(text("SELECT amount FROM budget")) == 700


def test_only_who_asked_sees_the_work(people, as_person):
    job = ask(people, "test.counts", number=1)

    assert "bezig" in as_person("inge").get(f"/opdrachten/{job.id}").text
    assert as_person("coen").get(f"/opdrachten/{job.id}").status_code == 404


def test_an_unknown_kind_is_a_mistake_of_ours(people):
    with pytest.raises(KeyError):
        ask(people, "test.unknown")
