"""The trail: one entry per act, in one chain that nobody can rewrite unseen."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.conftest import MONDAY
from townhall.audit import trail
from townhall.audit.queries import whole_trail
from townhall.database import db, transaction

pytestmark = pytest.mark.both_databases


def three_entries(people):
    with transaction():
        for number in range(3):
            trail.record(
                "account.tested", people.inge, actor=people.actor("ali"), now=MONDAY, after={"number": number}
            )


def test_an_untouched_trail_is_whole(people):
    three_entries(people)

    verdict = trail.verify(whole_trail())

    assert (verdict.entries, verdict.broken_at) == (3, None)


def test_the_database_refuses_to_change_or_delete_an_entry(people):
    three_entries(people)

    for statement in ("UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()


def drop_the_guards():
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("DROP TRIGGER audit_entry_no_update"))
        db.session.execute(text("DROP TRIGGER audit_entry_no_delete"))
    else:
        db.session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit_entry SET actor_name = 'Niemand' WHERE id = 2", 2),
        ("UPDATE audit_entry SET after = '{}' WHERE id = 3", 3),
        ("DELETE FROM audit_entry WHERE id = 2", 2),
        ("DELETE FROM audit_entry WHERE id = 1", 1),
    ],
)
def test_a_row_changed_behind_its_back_is_found(people, statement, broken_at):
    three_entries(people)
    with transaction():
        drop_the_guards()
        db.session.execute(text(statement))

    db.session.expire_all()

    assert trail.verify(whole_trail()).broken_at == broken_at


def test_a_trail_that_lost_its_end_no_longer_holds_a_head_noted_before(people):
    three_entries(people)
    head = trail.verify(whole_trail()).head
    with transaction():
        drop_the_guards()
        db.session.execute(text("DELETE FROM audit_entry WHERE id = 3"))
    db.session.expire_all()

    assert trail.verify(whole_trail()).broken_at is None
    assert trail.verify(whole_trail(), expected_head=head).why != ""


def test_verify_says_intact_and_after_a_change_broken(run_command, people):
    three_entries(people)
    assert "intact" in run_command("audit", "verify").output

    with transaction():
        drop_the_guards()
        db.session.execute(text("UPDATE audit_entry SET reason = 'x' WHERE id = 1"))
    result = run_command("audit", "verify")

    assert result.exit_code == 1
    assert "GEBROKEN" in result.output


def test_what_is_rolled_back_leaves_no_entry(people):
    with pytest.raises(RuntimeError), transaction():
        trail.record("account.tested", people.inge, actor=people.actor("ali"), now=MONDAY)
        raise RuntimeError

    assert trail.verify(whole_trail()).entries == 0
