"""Whose turn an order is, what it takes of the maximum, and what a framework lets one order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.call_offs import (
    CallOffWay,
    Contractor,
    Order,
    obstacles_to_choosing,
    obstacles_to_ordering,
    turns,
)
from contracts.ceilings import CeilingFacts, CeilingLevel
from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.models import FrameworkContract
from contracts.operations.call_offs import call_off
from contracts.operations.drafts import withdraw_draft
from contracts.queries.ceilings import ceiling_of, levels_of
from contracts.queries.checks import checks_of
from contracts.queries.purchases import need_groups
from tests.conftest import MONDAY
from tests.factories.contracts import RIVAL, final_award, running_contract, supplier_named
from tests.factories.tracks import referred_track
from townhall.audit.queries import history_of
from townhall.database import db
from townhall.money import ZERO, euros
from townhall.refusal import Refusal

TODAY = MONDAY.date()


def contractor(number, *, room=None, **what_matters):
    maximum = None if room is None else euros(room)
    given_facts = {"rank": number, "orders": 0, "last_on": None}
    levels = (CeilingLevel("dit contract", CeilingFacts(maximum)),)
    return Contractor(
        number, f"RO-{number}", f"Aanbieder {number} (fictief)", **(given_facts | what_matters), levels=levels
    )


def order_of(contractors, way, amount="1000"):
    return [turn.contractor.contract_id for turn in turns(contractors, way, amount=euros(amount))]


def test_in_rotation_who_waited_longest_is_next_and_in_rank_order_the_first_of_the_award():
    three = [
        contractor(1, last_on=date(2026, 5, 1)),
        contractor(2),
        contractor(3, last_on=date(2026, 3, 1)),
    ]

    assert order_of(three, CallOffWay.ROTATION) == [2, 3, 1]
    assert order_of(three, CallOffWay.RANK) == [1, 2, 3]


def test_who_has_no_room_for_the_order_stands_last_and_none_agreed_is_always_room():
    two = [contractor(1, room="999.99"), contractor(2)]

    found = turns(two, CallOffWay.RANK, amount=euros("1000"))

    assert [turn.contractor.contract_id for turn in found] == [2, 1]
    assert [obstacle.code for obstacle in found[1].obstacles] == ["ceiling-too-near"]
    assert order_of([contractor(1, room="0")], CallOffWay.RANK) == [1]


@given(
    last_days=st.lists(st.dates(date(2024, 1, 1), date(2026, 1, 1)) | st.none(), min_size=1, max_size=6),
    way=st.sampled_from(CallOffWay),
    seed=st.randoms(),
)
def test_the_order_in_which_contractors_are_listed_changes_nobodys_turn(last_days, way, seed):
    some = [contractor(number, last_on=day) for number, day in enumerate(last_days, start=1)]
    shuffled = list(some)
    seed.shuffle(shuffled)

    assert order_of(some, way) == order_of(shuffled, way)


@pytest.mark.parametrize(
    ("way", "chosen", "reason", "expected"),
    [
        (CallOffWay.RANK, 1, "", []),
        (CallOffWay.RANK, 2, " ", ["choice-without-reason"]),
        (CallOffWay.RANK, 2, "Nummer 1 weigerde", []),
        (CallOffWay.CONDITIONS, 1, "", ["reason-missing"]),
        (CallOffWay.ROTATION, 9, "", ["no-such-contractor"]),
    ],
)
def test_choosing_needs_a_reason_unless_the_order_says_it(way, chosen, reason, expected):
    found = turns([contractor(1), contractor(2)], way, amount=euros("1000"))

    assert [o.code for o in obstacles_to_choosing(found, chosen, way, reason=reason)] == expected


def an_order(**what_matters):
    given_facts = {
        "title": "Groepstraining sollicitatie", "starts_on": date(2026, 12, 1), "ends_on": date(2027, 5, 31),
        "maximum_value": euros("60000"),
    }  # fmt: skip
    return Order(**(given_facts | what_matters))


@pytest.mark.parametrize(
    ("what_matters", "status", "decided_on", "expected"),
    [
        ({}, ContractStatus.SIGNED, TODAY, []),
        ({"ends_on": date(2029, 1, 1)}, ContractStatus.SIGNED, TODAY, []),
        ({"starts_on": date(2028, 1, 1), "ends_on": date(2028, 2, 1)}, ContractStatus.SIGNED, TODAY,
         ["starts-outside-framework"]),
        ({}, ContractStatus.TERMINATED, TODAY, ["framework-not-running"]),
        ({}, ContractStatus.SIGNED, date(2028, 1, 1), ["framework-not-running"]),
        ({"maximum_value": ZERO, "ends_on": date(2026, 11, 30)}, ContractStatus.SIGNED, TODAY,
         ["ends-before-start", "no-value"]),
    ],
)  # fmt: skip
def test_an_order_is_given_while_the_framework_runs_and_may_outlive_it(what_matters, status, decided_on, expected):
    found = obstacles_to_ordering(
        an_order(**what_matters),
        status=status,
        framework_starts_on=date(2026, 1, 1),
        framework_ends_on=date(2027, 12, 31),
        decided_on=decided_on,
    )

    assert [obstacle.code for obstacle in found] == expected


def ordered(framework, people, order=None, *, way=CallOffWay.RANK, reason="", chosen=None):
    return call_off(
        framework, order or an_order(), way=way, chosen_id=(chosen or framework).id, reason=reason,
        actor=people.actor("coen"), now=MONDAY,
    )  # fmt: skip


def test_a_call_off_takes_over_the_terms_and_its_maximum_counts_at_once(session, people):
    framework = running_contract(sroi_percent=euros("5"))
    contract = ordered(framework, people)
    session.flush()

    assert (contract.basis, contract.framework_id) == (ContractBasis.CALL_OFF, framework.id)
    assert [m.amount for m in contract.milestones] == [m.amount for m in framework.milestones]
    assert contract.call_off_order[0]["supplier"] == framework.supplier.name
    assert ceiling_of(framework).called_off == euros("60000")
    assert checks_of(contract) == []
    assert history_of(contract)[0].act == "contract.called_off"


def test_an_order_that_was_given_up_gives_its_room_back_and_an_ended_one_keeps_what_it_used(session, people):
    framework = running_contract()
    given_up, kept = ordered(framework, people), ordered(framework, people)
    withdraw_draft(given_up, reason="Niet meer nodig", actor=people.actor("coen"), now=MONDAY)
    kept.status, kept.signed_on = ContractStatus.SIGNED, TODAY
    session.flush()
    assert ceiling_of(framework).called_off == euros("60000")

    referred_track(kept, referred_on=date(2026, 12, 2))
    kept.status = ContractStatus.ENDED
    session.flush()

    assert ceiling_of(framework).called_off == euros("4500")


def test_an_order_above_the_room_is_refused_and_one_against_the_turn_needs_its_reason(session, people):
    first = running_contract(maximum_value=euros("59999.99"))
    second = running_contract(supplier_id=supplier_named(RIVAL).id)

    with pytest.raises(Refusal) as refusal:
        ordered(first, people, chosen=first)
    assert [o.code for o in refusal.value.obstacles] == ["ceiling-too-near"]

    contract = ordered(first, people, chosen=second, reason="")  # the first has no room: the second is next
    assert contract.supplier_id == second.supplier_id


def test_what_is_called_off_is_not_counted_twice_in_the_watch_over_thresholds(session, people):
    framework = running_contract()
    ordered(framework, people)
    session.flush()

    groups, loose = need_groups(TODAY)

    counted = [each.key for group in groups for each in group.purchases] + [each.key for each in loose]
    assert counted.count(f"contract-{framework.id}") == len(counted) == 1


def from_award(award, **what_matters):
    return running_contract(lot_award_id=award.id, basis=ContractBasis.TENDER, **what_matters)


def test_all_lots_of_a_tender_have_a_maximum_together(session, people):
    award = final_award()
    other = final_award()
    other.lot.tender, other.lot.number, other.tender = award.tender, 2, award.tender
    session.flush()
    contract, neighbour = from_award(award), from_award(other)
    referred_track(neighbour)

    own, together = levels_of([contract])[contract.id]

    assert (own.facts.maximum, own.facts.used) == (euros("500000"), ZERO)
    assert (together.facts.maximum, together.facts.used) == (euros("1000000"), euros("4500"))
    other.lot.maximum_value = None
    session.flush()
    assert levels_of([contract])[contract.id][1].facts.maximum is None


def test_contracts_of_one_lot_share_its_maximum_and_a_full_lot_refuses_referrals(session, people):
    award = final_award(maximum_value=euros("4500"))
    from_award(award, maximum_value=None)
    second = running_contract(admitted_bid_id=award.bid_id, basis=ContractBasis.OPEN_HOUSE, maximum_value=None)
    referred_track(second)

    with pytest.raises(Refusal) as refusal:
        referred_track(second)

    assert [o.code for o in refusal.value.obstacles] == ["ceiling-reached"]
    assert "perceel 1 van aanbesteding" in refusal.value.obstacles[0].text


def test_coen_orders_under_a_framework_and_sees_it_there(app, people, as_person, at_most_queries):
    number = running_contract().number
    running_contract(supplier_id=supplier_named(RIVAL).id)
    db.session.commit()
    coen = as_person("coen")
    page = f"/contracten/{number}/nadere-opdracht"
    with at_most_queries(35):
        shown = coen.get(page).text
    assert "is aan de beurt" in shown

    with app.app_context():
        chosen = db.session.query(FrameworkContract).filter_by(number=number).one().id
    sent = {
        "title": "Groepstraining", "starts_on": "01-12-2026", "ends_on": "31-05-2027", "maximum_value": "60.000",
        "way": "conditions", "contract": str(chosen), "reason": "",
    }  # fmt: skip
    refused = coen.post(page, data=sent).text
    assert "Schrijf op welke voorwaarde" in refused
    assert "Groepstraining" in refused

    coen.post(page, data=sent | {"reason": "Alleen deze opdrachtnemer heeft een locatie in Schalkwijk"})
    assert "Nadere opdrachten" in coen.get(f"/contracten/{number}").text
