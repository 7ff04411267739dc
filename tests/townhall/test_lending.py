"""Lending a mandate: never further than it reaches, never on, and it ends with what it was lent from."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.queries.signing import people_with_mandate
from tests.conftest import MONDAY
from tests.factories.budgets import saved_mandate
from townhall.accounts.administration.operations import deactivate_account
from townhall.accounts.models import AccountRole
from townhall.accounts.roles import Role
from townhall.audit.models import AuditEntry
from townhall.budgets.authority import (
    Borrower,
    MandateFacts,
    ceiling_of,
    lent_from,
    mandate_used,
    obstacles_to_deciding,
    obstacles_to_lending,
)
from townhall.budgets.kinds import MandateKind
from townhall.budgets.models import Mandate
from townhall.budgets.operations import lend_mandate, withdraw_mandate
from townhall.budgets.queries import mandates_of
from townhall.money import euros
from townhall.refusal import Refusal

TODAY = MONDAY.date()
APPROVE = MandateKind.APPROVE_INVOICE
A_COLLEAGUE = Borrower(is_self=False, is_usable=True, shared_roles=frozenset({Role.BUDGET_HOLDER}))


def mandate(**what_matters):
    return MandateFacts(**{"kind": APPROVE, "up_to": euros(1000), "starts_on": TODAY, **what_matters})


def lent(**what_matters):
    return mandate(**{"ends_on": TODAY + timedelta(days=7), **what_matters})


def codes(obstacles):
    return [obstacle.code for obstacle in obstacles]


@pytest.mark.parametrize(
    ("own", "change", "borrower", "expected"),
    [
        ({}, {}, A_COLLEAGUE, []),
        ({}, {"up_to": euros("1000.01")}, A_COLLEAGUE, ["mandate-lent-too-much"]),
        # Left blank is no ceiling, which is more than a ceiling.
        ({}, {"up_to": None}, A_COLLEAGUE, ["mandate-lent-too-much"]),
        ({"up_to": None}, {"up_to": None}, A_COLLEAGUE, []),
        ({}, {"up_to": euros(0)}, A_COLLEAGUE, ["mandate-without-amount"]),
        ({}, {"starts_on": TODAY - timedelta(days=1)}, A_COLLEAGUE, ["mandate-lent-back", "mandate-lent-early"]),
        ({"ends_on": TODAY + timedelta(days=7)}, {}, A_COLLEAGUE, []),
        ({"ends_on": TODAY + timedelta(days=6)}, {}, A_COLLEAGUE, ["mandate-lent-late"]),
        ({}, {"ends_on": TODAY - timedelta(days=1)}, A_COLLEAGUE, ["mandate-ends-early"]),
        ({}, {}, Borrower(True, True, frozenset({Role.BUDGET_HOLDER})), ["borrower-self"]),
        ({}, {}, Borrower(False, False, frozenset({Role.BUDGET_HOLDER})), ["borrower-cannot"]),
        ({}, {}, Borrower(False, True, frozenset()), ["borrower-cannot"]),
        ({"lent_by": "Wim"}, {}, A_COLLEAGUE, ["mandate-lent-on"]),
        ({"withdrawn_on": TODAY}, {}, A_COLLEAGUE, ["mandate-over"]),
        ({"starts_on": date(2026, 1, 1), "ends_on": TODAY - timedelta(days=1)}, {}, A_COLLEAGUE, ["mandate-over"]),
        (
            {"ends_on": TODAY},
            {"up_to": euros(5000)},
            Borrower(False, True, frozenset()),
            ["borrower-cannot", "mandate-lent-late", "mandate-lent-too-much"],
        ),
    ],
)
def test_what_can_be_lent(own, change, borrower, expected):
    assert codes(obstacles_to_lending(mandate(**own), lent(**change), borrower=borrower, today=TODAY)) == expected


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
amounts = st.none() | st.decimals(min_value=1, max_value=10**6, places=2)
some_mandate = st.builds(
    MandateFacts, kind=st.just(APPROVE), up_to=amounts, starts_on=days, ends_on=st.none() | days,
    withdrawn_on=st.none() | days,
)  # fmt: skip


@given(root=some_mandate, row=some_mandate, amount=amounts, day=days)
def test_nobody_decides_beyond_what_the_root_covers_on_that_day(root, row, amount, day):
    reach = [lent_from(root, row, lender="Wim")]

    refused = obstacles_to_deciding(reach, kind=APPROVE, amount=amount, on=day)

    assert refused or (root.holds_on(day) and root.covers(amount) and row.holds_on(day) and row.covers(amount))


@given(mandates=st.lists(some_mandate, max_size=4), amount=amounts.filter(bool), day=days)
def test_the_ceiling_is_exactly_where_deciding_stops(mandates, amount, day):
    ceiling = ceiling_of(mandates, kind=APPROVE, on=day)

    may = not obstacles_to_deciding(mandates, kind=APPROVE, amount=amount, on=day)

    assert may == (ceiling is None or amount <= ceiling)


def test_ones_own_mandate_is_used_before_a_lent_one():
    own, from_wim = mandate(), mandate(up_to=euros(5000), lent_by="Wim")

    def used(amount: str) -> MandateFacts | None:
        return mandate_used([from_wim, own], kind=APPROVE, amount=Decimal(amount), on=TODAY)

    assert [used("1000"), used("1000.01"), used("5000.01")] == [own, from_wim, None]


@pytest.mark.parametrize(
    ("off_on", "change", "holds", "told"),
    [
        (None, {}, True, False),
        (TODAY + timedelta(days=1), {}, True, False),
        (TODAY, {}, False, True),
        # It was over already: who left makes no difference.
        (TODAY, {"withdrawn_on": TODAY - timedelta(days=1)}, False, False),
        (TODAY, {"starts_on": date(2026, 1, 1), "ends_on": TODAY - timedelta(days=1)}, False, False),
    ],
)
def test_what_was_lent_stops_on_the_day_the_lender_is_switched_off(off_on, change, holds, told):
    reach = lent_from(mandate(), lent(**change), lender="Wim", lender_off_on=off_on)

    found = obstacles_to_deciding([reach], kind=APPROVE, amount=euros(1), on=TODAY)

    assert (reach.holds_on(TODAY), codes(found)) == (holds, [] if holds else ["no-mandate"])
    assert any("van Wim leende, stopte" in obstacle.text for obstacle in found) == told


@pytest.fixture
def second(people, session):
    """Bram is a budget holder too."""
    people.bram.role_rows.append(AccountRole(role=Role.BUDGET_HOLDER))
    session.flush()
    return people.bram


def lend(row, borrower, *, actor, **what_matters):
    usual = {
        "up_to": euros(1000), "starts_on": TODAY, "ends_on": TODAY + timedelta(days=7), "reason": "vakantie",
    }  # fmt: skip
    return lend_mandate(row, borrower, **{**usual, **what_matters}, actor=actor, now=MONDAY)


def test_a_lent_mandate_counts_is_on_record_and_ends_with_its_root(session, people, second):
    root = saved_mandate(people.wim, APPROVE, up_to=euros(1000))

    lend(root, second, actor=people.actor("wim"))
    session.flush()

    (reach,) = mandates_of(second.id)
    assert (reach.lent_by, reach.up_to, mandates_of(people.wim.id)[0].lent_by) == ("Wim Budgethouder", euros(1000), "")
    entry = session.query(AuditEntry).filter_by(act="mandate.lent").one()
    assert entry.actor_name == "Wim Budgethouder" and entry.reason == "vakantie"
    assert len(people_with_mandate(APPROVE, on=TODAY)) == 2
    withdraw_mandate(root, reason="andere functie", actor=people.actor("ali"), now=MONDAY)
    session.flush()
    assert people_with_mandate(APPROVE, on=TODAY) == []
    found = obstacles_to_deciding(mandates_of(second.id), kind=APPROVE, amount=euros(1), on=TODAY)
    assert codes(found) == ["no-mandate"]


def test_nobody_decides_for_a_colleague_whose_account_is_off(session, people, second, as_person):
    lend(saved_mandate(people.wim, APPROVE, up_to=euros(1000)), second, actor=people.actor("wim"))
    session.flush()
    assert second in people_with_mandate(APPROVE, on=TODAY)

    deactivate_account(people.wim, reason="uit dienst", actor=people.actor("ali"), now=MONDAY, machine_time=MONDAY)
    session.flush()

    assert second not in people_with_mandate(APPROVE, on=TODAY)
    assert not any(each.holds_on(TODAY) for each in mandates_of(second.id))
    session.commit()
    assert "Het account van Wim Budgethouder is uitgeschakeld" in as_person("ali").get("/mandaten/").text


def test_a_role_that_decides_nothing_is_not_enough_to_share(session, people):
    mandate = saved_mandate(people.inge, MandateKind.AWARD_DECISION, up_to=euros(1000))

    with pytest.raises(Refusal) as refusal:  # both keep suppliers
        lend(mandate, people.hanna, actor=people.actor("inge"))

    assert codes(refusal.value.obstacles) == ["borrower-cannot"]


def test_only_the_holder_lends_and_what_is_lent_is_not_lent_on(session, people, second):
    root = saved_mandate(people.wim, APPROVE, up_to=euros(1000))
    with pytest.raises(Refusal) as refusal:
        lend(root, second, actor=people.actor("coen"))
    assert codes(refusal.value.obstacles) == ["mandate-not-yours"]
    row = lend(root, second, actor=people.actor("wim"))
    session.flush()

    with pytest.raises(Refusal) as refusal:
        lend(row, people.wim, actor=second.actor())

    assert codes(refusal.value.obstacles) == ["mandate-lent-on"]


@pytest.mark.one_database("sqlite")
def test_through_the_pages_a_mandate_is_lent_and_taken_back(session, people, second, as_person):
    root = saved_mandate(people.wim, APPROVE, up_to=euros(1000))
    session.commit()
    wim, url = as_person("wim"), f"/mandaten/{root.id}/uitlenen"
    assert 'value="1.000,00"' in wim.get(url).text
    typed = {
        "borrower": str(second.id), "up_to": "1.000,01", "starts_on": "23-11-2026", "ends_on": "22-11-2026",
        "reason": "vakantie",
    }  # fmt: skip

    refused = wim.post(url, data=typed).text
    assert "Uw eigen mandaat gaat tot en met € 1.000,00" in refused and "ligt voor de eerste dag" in refused
    wim.post(url, data={**typed, "up_to": "500", "ends_on": "30-11-2026"})
    row = session.query(Mandate).filter(Mandate.parent_id == root.id).one()
    assert "namens Wim Budgethouder" in as_person("bram").get("/mandaten/").text
    assert as_person("coen").get(f"/mandaten/{row.id}/terugnemen").status_code == 404
    wim.post(f"/mandaten/{row.id}/terugnemen", data={"reason": "terug"})

    assert "Teruggenomen op" in wim.get("/mandaten/").text
    assert as_person("ali").get(url).status_code == 403 and as_person("coen").get(url).status_code == 404
