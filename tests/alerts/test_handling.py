"""What people do with alerts: none of it ends one, and nobody is left without a reader."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.recipients import Addressed, Reader, is_due_for_mail, recipients_of
from alerts.states import AlertState, obstacles_to_snoozing, state_of
from townhall.accounts.roles import Role

TODAY = date(2026, 11, 23)
COEN, CORA, INGE = 1, 2, 3
STAFF = [
    Reader(COEN, {Role.CONTRACT_MANAGER}, 1),
    Reader(CORA, {Role.CONTRACT_MANAGER}, 1),
    Reader(INGE, {Role.INKOPER}, 1),
]


def alert(**changes):
    facts = {
        "role": Role.CONTRACT_MANAGER, "escalated_to": None, "owner_id": None, "taken_up_by_id": None,
        "delegated_to_id": None, "organisation_id": None,
    }  # fmt: skip
    return Addressed(**facts | changes)


def test_without_an_owner_everybody_with_the_role_hears_of_it():
    assert recipients_of(alert(), STAFF, {}) == {COEN, CORA}


def test_who_took_it_up_goes_before_who_got_it_and_before_its_owner():
    assert recipients_of(alert(owner_id=COEN), STAFF, {}) == {COEN}
    assert recipients_of(alert(owner_id=COEN, delegated_to_id=INGE), STAFF, {}) == {INGE}
    assert recipients_of(alert(delegated_to_id=INGE, taken_up_by_id=CORA), STAFF, {}) == {CORA}


def test_late_alerts_reach_the_role_above_as_well():
    assert recipients_of(alert(escalated_to=Role.INKOPER, owner_id=COEN), STAFF, {}) == {COEN, INGE}


def test_a_stand_in_takes_the_place_of_who_is_away_and_without_one_the_role_does():
    assert recipients_of(alert(owner_id=COEN), STAFF, {COEN: INGE}) == {INGE}
    assert recipients_of(alert(owner_id=COEN), STAFF, {COEN: None}) == {CORA}
    assert recipients_of(alert(), STAFF, {COEN: CORA}) == {CORA}
    assert recipients_of(alert(owner_id=COEN), STAFF, {COEN: INGE, INGE: None}) == {CORA}, "he is away as well"


def test_what_was_handed_to_who_is_away_comes_back_to_its_owner():
    assert recipients_of(alert(owner_id=COEN, delegated_to_id=INGE), STAFF, {INGE: None}) == {COEN}


def test_a_supplier_hears_only_of_what_is_his():
    people = [Reader(7, {Role.SUPPLIER}, 70), Reader(8, {Role.SUPPLIER}, 80)]

    assert recipients_of(alert(role=Role.SUPPLIER, organisation_id=70), people, {}) == {7}


@given(
    owner=st.sampled_from([None, COEN, CORA, INGE, 99]),
    away=st.dictionaries(st.sampled_from([COEN, CORA, INGE]), st.sampled_from([None, COEN, CORA, INGE, 99])),
)
def test_as_long_as_somebody_holds_the_role_somebody_hears_of_it(owner, away):
    assert recipients_of(alert(owner_id=owner), STAFF, away)


def test_mail_comes_again_as_long_as_nobody_takes_it_up():
    assert is_due_for_mail(None, 7, TODAY, is_taken_up=True)
    assert not is_due_for_mail(TODAY - timedelta(days=6), 7, TODAY, is_taken_up=False)
    assert is_due_for_mail(TODAY - timedelta(days=7), 7, TODAY, is_taken_up=False)
    assert not is_due_for_mail(TODAY - timedelta(days=70), 7, TODAY, is_taken_up=True)
    assert not is_due_for_mail(TODAY - timedelta(days=70), None, TODAY, is_taken_up=False)


@pytest.mark.parametrize(
    ("until", "reason", "due_on", "codes"),
    [
        (None, "", None, ["snooze-past", "snooze-reason"]),
        (TODAY, "wacht op de jurist", None, ["snooze-past"]),
        (TODAY + timedelta(days=61), "wacht op de jurist", None, ["snooze-long"]),
        (TODAY + timedelta(days=11), "wacht op de jurist", TODAY + timedelta(days=10), ["snooze-too-late"]),
        (TODAY + timedelta(days=10), "wacht op de jurist", TODAY + timedelta(days=10), []),
        (TODAY + timedelta(days=5), "wacht op de jurist", TODAY - timedelta(days=10), []),
    ],
)
def test_nothing_is_put_off_past_its_day_or_without_a_reason(until, reason, due_on, codes):
    found = obstacles_to_snoozing(until, reason, TODAY, is_closed=False, due_on=due_on)

    assert [obstacle.code for obstacle in found] == codes


def test_an_alert_that_was_put_off_wakes_on_its_day():
    def state(until):
        return state_of(
            TODAY, is_closed=False, is_seen=True, is_taken_up=False, is_delegated=False, snoozed_until=until
        )

    assert state(TODAY + timedelta(days=1)) == AlertState.SNOOZED
    assert state(TODAY) == AlertState.SEEN
