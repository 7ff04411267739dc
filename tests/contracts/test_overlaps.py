"""What tracks of one client have in common that they should not, and who gets to see it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.lot_advice import Profile, ProfileFact, advise_lots
from contracts.operations.case_managers import assign_to_contract, withdraw_from_contract
from contracts.operations.placements import record_placement
from contracts.operations.referrals import refer_participant
from contracts.overlaps import OverlapKind, TrackInTime, Work, overlaps_between
from contracts.placement_kinds import ContractForm
from contracts.privacy import is_sensitive
from contracts.queries.overlaps import overlaps_of, participants_with_overlaps
from procurement.lots import TargetGroup
from tests.conftest import MONDAY
from tests.factories.contracts import RIVAL, running_contract, supplier_named
from tests.factories.tracks import at_nine, referred_track, running_track, supplier_actor, work
from townhall.database import db
from townhall.refusal import Refusal

JOB = Work(starts_on=date(2026, 4, 1), until=None, hours_per_week=Decimal(32), employer_key="k1")
OVER = date(2026, 3, 9)


def track(number="T-1", **what_matters) -> TrackInTime:
    facts = {
        "contract_number": "C-1", "supplier_name": "Werkvooruit (fictief)", "lot": "Statushouders",
        "referred_on": date(2026, 3, 2), "until": None,
    }  # fmt: skip
    return TrackInTime(number=number, **(facts | what_matters))


def kinds(*tracks):
    return [overlap.kind for overlap in overlaps_between(tracks)]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({}, {"referred_on": date(2027, 1, 1)}, [OverlapKind.TWO_TRACKS]),
        ({"until": date(2026, 6, 1)}, {"referred_on": date(2026, 6, 1)}, []),
        ({"until": date(2026, 6, 2)}, {"referred_on": date(2026, 6, 1)}, [OverlapKind.TWO_TRACKS]),
        ({"until": OVER, "work": (replace(JOB, employer_is_supplier=True),)}, {"referred_on": OVER},
         [OverlapKind.OWN_FIRM]),
        ({"until": OVER, "work": (replace(JOB, starts_on=date(2026, 3, 1)),)}, {"referred_on": OVER},
         [OverlapKind.BEFORE_REFERRAL]),
    ],
)  # fmt: skip
def test_two_tracks_show_what_should_not_be(first, second, found):
    assert kinds(track("T-1", **first), track("T-2", **second)) == found


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (JOB, True),
        (replace(JOB, starts_on=date(2026, 5, 1), hours_per_week=Decimal(20)), True),
        (replace(JOB, employer_key="k2"), False),
        (replace(JOB, employer_key=None), True),
        (replace(JOB, employer_key=None, hours_per_week=Decimal(20)), False),
    ],
)
def test_the_same_job_is_known_by_its_employer_or_else_by_its_first_day_and_hours(other, is_same):
    one = track("T-1", until=date(2026, 3, 9), work=(JOB,))
    two = track("T-2", referred_on=date(2026, 3, 9), work=(other,))

    assert (OverlapKind.SAME_WORK_TWICE in kinds(one, two)) is is_same


def test_a_job_that_ended_before_the_next_began_is_not_the_same():
    ended = replace(JOB, until=date(2026, 6, 30))
    one, two = track("T-1", work=(ended,)), track("T-2", work=(replace(JOB, starts_on=date(2026, 7, 1)),))

    assert OverlapKind.SAME_WORK_TWICE not in kinds(one, two)


@given(
    days=st.lists(st.integers(0, 400), min_size=2, max_size=4),
    spans=st.lists(st.integers(1, 200), min_size=4, max_size=4),
)
def test_who_is_asked_first_makes_no_difference(days, spans):
    begin = date(2026, 1, 1)
    tracks = [
        track(f"T-{n}", referred_on=begin + timedelta(day), until=begin + timedelta(day + span))
        for n, (day, span) in enumerate(zip(days, spans, strict=False))
    ]

    found = {frozenset(each.tracks) for each in overlaps_between(tracks)}

    assert found == {frozenset(each.tracks) for each in overlaps_between(tracks[::-1])}


# --- which lot -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "first"),
    [
        (Profile(6), TargetGroup.JOB_READY),
        (Profile(2), TargetGroup.LONG_TERM_UNEMPLOYED),
        (Profile(6, frozenset({ProfileFact.STATUS_HOLDER})), TargetGroup.STATUS_HOLDERS),
        (Profile(None, frozenset({ProfileFact.OVER_FIFTY})), TargetGroup.OVER_FIFTY),
        (Profile(None, frozenset({ProfileFact.LONG_WITHOUT_WORK})), TargetGroup.LONG_TERM_UNEMPLOYED),
    ],
)
def test_the_lot_that_suits_stands_first_with_its_reason(profile, first):
    advice = advise_lots(profile, TargetGroup)[0]

    assert (advice.group, advice.is_advised) == (first, True)
    assert advice.reason


@given(
    step=st.none() | st.integers(1, 6),
    facts=st.frozensets(st.sampled_from(ProfileFact)),
    groups=st.permutations(list(TargetGroup)),
)
def test_a_lot_that_reveals_something_is_never_advised_and_the_order_of_asking_does_not_matter(step, facts, groups):
    advices = advise_lots(Profile(step, facts), groups)

    assert not any(advice.is_advised for advice in advices if is_sensitive(advice.group))
    assert advices == advise_lots(Profile(step, facts), TargetGroup)


# --- with a database -----------------------------------------------------------------------------------


def seen_by(actor):
    found = db.session.scalars(participants_with_overlaps(actor)).all()
    overlaps = overlaps_of(actor, [participant.id for participant in found])
    return {participant.number: [each.kind for each in overlaps[participant.id]] for participant in found}


def test_a_second_track_needs_a_reason_and_shows_to_who_may_see_both(people, session):
    first, key = referred_track(client_key="a" * 64), "a" * 64
    elsewhere = running_contract(target_group=TargetGroup.OVER_FIFTY)
    kim = people.actor("kim")

    with pytest.raises(Refusal) as refusal:
        refer_participant(elsewhere, client_key=key, actor=kim, now=MONDAY)
    second = refer_participant(elsewhere, client_key=key, choice_reason="Taal ernaast", actor=kim, now=MONDAY)

    assert [each.code for each in refusal.value.obstacles] == ["second-track"]
    assert second.participant == first.participant
    assert seen_by(kim) == {first.participant.number: [OverlapKind.TWO_TRACKS]}


def test_a_track_in_a_lot_that_one_does_not_work_on_is_neither_named_nor_hinted_at(people, session):
    secret = running_contract(target_group=TargetGroup.EX_OFFENDERS)
    coen, kim, ria = (people.actor(name) for name in ("coen", "kim", "ria"))
    assign_to_contract(secret, people.coen, actor=coen, now=MONDAY)
    hidden = referred_track(secret, client_key="b" * 64)
    withdraw_from_contract(secret, people.kim, actor=coen, now=MONDAY)

    seen = refer_participant(running_contract(), client_key="b" * 64, actor=kim, now=MONDAY)

    assert seen.participant == hidden.participant
    assert seen_by(kim) == {}
    assert seen_by(coen) == seen_by(ria) == {hidden.participant.number: [OverlapKind.TWO_TRACKS]}


def test_an_employer_is_known_by_a_hash_that_tells_nothing_and_finds_the_same_job_and_the_own_firm(people, session):
    first = running_track(client_key="c" * 64)
    rival = running_contract(supplier_id=supplier_named(RIVAL).id, target_group=TargetGroup.OVER_FIFTY)
    second = running_track(rival, client_key="c" * 64, choice_reason="Ander doel")
    own = supplier_named().kvk_number

    placements = [
        record_placement(
            each, work(), contract_form=ContractForm.PERMANENT, employer_kvk=own, actor=supplier_actor(each.contract),
            now=at_nine(date(2026, 4, 1)),
        )
        for each in (first, second)
    ]  # fmt: skip

    assert placements[0].employer_key == placements[1].employer_key != own
    assert [each.employer_is_supplier for each in placements] == [True, False]
    assert set(seen_by(people.actor("kim"))[first.participant.number]) == {
        OverlapKind.TWO_TRACKS, OverlapKind.SAME_WORK_TWICE, OverlapKind.OWN_FIRM,
    }  # fmt: skip


def test_a_number_that_is_no_hash_or_belongs_to_another_does_not_stand_for_somebody(people, session):
    other = referred_track(client_key="d" * 64)
    somebody = referred_track().participant
    kim = people.actor("kim")

    codes = []
    for key in ("111222333", "d" * 64):
        with pytest.raises(Refusal) as refusal:
            refer_participant(other.contract, somebody, client_key=key, actor=kim, now=MONDAY)
        codes += [each.code for each in refusal.value.obstacles]

    assert codes == ["no-client-key", "key-of-another"]


def test_a_contract_says_who_is_next_and_how_many_fit(people, session, as_person):
    running_contract(places=1)
    referred_track(running_contract(places=3, number="RO-2026-777"))
    coen = as_person("coen")
    page = "/trajecten/toegang/RO-2026-777/afspraken"
    coen.post(page, data={"rule": "capacity", "places": "5", "aftercare_months": "3"})

    shown = (
        as_person("kim")
        .get("/deelnemers/aanmelden/status_holders?trede=4&kenmerk=status_holder")
        .get_data(as_text=True)
    )

    assert "4 van de 5" not in shown  # the other contract names no rule: by turns
    assert "Kreeg nog geen deelnemer" in shown
    assert "5" in coen.get("/trajecten/toegang/RO-2026-777").get_data(as_text=True)
