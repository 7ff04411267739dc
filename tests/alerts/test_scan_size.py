"""A scan of very many contracts: seconds, in a number of questions that does not follow their number."""

import time
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, inspect

from alerts.collectors import facts_of
from alerts.due import due_alerts
from contracts.models.frameworks import ExtensionOption, FrameworkContract
from contracts.queries.running import AT_A_TIME
from tests.conftest import MONDAY
from tests.factories.contracts import running_contract
from townhall.database import db


def many_contracts(count):
    """So many copies of one running contract, ending on different days; every other one with an option."""
    first = running_contract()
    columns = [column.key for column in inspect(FrameworkContract).column_attrs]
    one = {key: getattr(first, key) for key in columns}
    rows = [
        one | {
            "id": first.id + number, "number": f"RO-X-{number}", "version": 1,
            "ends_on": date(2027, 1, 1) + timedelta(days=number % 900),
            "agreed_ends_on": date(2027, 1, 1) + timedelta(days=number % 900),
        }
        for number in range(1, count)
    ]  # fmt: skip
    options = [
        {"contract_id": row["id"], "sequence": 1, "months": 12, "decide_by": row["ends_on"] - timedelta(days=91)}
        for row in rows
        if row["id"] % 2
    ]
    for start in range(0, len(rows), 1000):
        db.session.execute(insert(FrameworkContract), rows[start : start + 1000])
    for start in range(0, len(options), 1000):
        db.session.execute(insert(ExtensionOption), options[start : start + 1000])
    db.session.commit()


@pytest.mark.parametrize("count", [40, pytest.param(100_000, marks=pytest.mark.soak)])
def test_a_scan_takes_a_fixed_number_of_questions_per_five_thousand_contracts(
    session, count, at_most_queries, capsys
):
    many_contracts(count)
    parts = -(-count // AT_A_TIME)

    begun = time.process_time()
    with at_most_queries(60 + 30 * parts):
        facts = facts_of(MONDAY.date())
        raised = due_alerts(facts, MONDAY.date())
    took = time.process_time() - begun

    assert len(raised) > count / 10
    if count > 1000:
        with capsys.disabled():
            print(f"\n{count} contracts: {len(facts)} facts, {len(raised)} alerts, {took:.1f} s of one processor")
        assert took < 60
