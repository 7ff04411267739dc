"""Municipalities share in a contract; one may leave half-way, and its tracks run on or are taken over."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts.lifecycle import ContractStatus
from contracts.models import FrameworkContract, Participant
from contracts.operations.partners import add_partner, let_partner_leave
from contracts.operations.tracks import end_track
from contracts.partners import PartnerFacts, TracksAfterLeaving, VolumeAfterLeaving, own_share, split_promise
from contracts.queries.partners import costs_per_municipality, payer_of
from contracts.queries.track_figures import used_of
from contracts.tracks import EndReason, TrackStatus
from procurement.lots import MilestoneKind
from tests.conftest import MONDAY
from tests.factories.contracts import budget_for, running_contract
from tests.factories.tracks import referred_track, running_track, verified_achievement
from townhall.accounts.actor import SYSTEM
from townhall.audit.queries import history_of
from townhall.budgets.kinds import CommitmentStatus
from townhall.budgets.operations import add_budget
from townhall.budgets.queries import room_of
from townhall.database import db
from townhall.money import euros
from townhall.organisations.kinds import OrganisationKind
from townhall.organisations.models import Organisation
from townhall.refusal import Refusal

TODAY = MONDAY.date()
LEFT_ON = date(2026, 6, 30)


def partner_facts(name="Zandvoort", **what_matters):
    return PartnerFacts(name, **({"share": Decimal(10)} | what_matters))


@pytest.mark.parametrize(
    ("volume_after", "day", "own"),
    [
        (None, LEFT_ON, 85),
        (VolumeAfterLeaving.LAPSES, LEFT_ON + timedelta(days=1), 85),
        (VolumeAfterLeaving.TAKEN_OVER, LEFT_ON, 85),
        (VolumeAfterLeaving.TAKEN_OVER, LEFT_ON + timedelta(days=1), 95),
    ],
)
def test_what_the_municipality_itself_has_grows_only_when_it_takes_the_volume_over(volume_after, day, own):
    leaving = partner_facts(left_on=None if volume_after is None else LEFT_ON, volume_after=volume_after)

    assert own_share([leaving, partner_facts("Heemstede", share=Decimal(5))], on=day) == own


def test_a_share_that_was_not_agreed_is_not_a_share_of_nothing():
    assert own_share([partner_facts(share=None)], on=TODAY) is None
    assert own_share([partner_facts(share=Decimal(0))], on=TODAY) == 100
    assert own_share([], on=TODAY) == 100


@pytest.mark.parametrize(
    ("tracks_after", "reached_on", "pays"),
    [
        (TracksAfterLeaving.TAKEN_OVER, LEFT_ON, True),
        (TracksAfterLeaving.TAKEN_OVER, LEFT_ON + timedelta(days=1), False),
        (TracksAfterLeaving.RUN_ON, LEFT_ON + timedelta(days=1), True),
        (None, LEFT_ON, True),
    ],
)
def test_a_partner_pays_what_was_reached_up_to_and_including_its_last_day(tracks_after, reached_on, pays):
    left_on = None if tracks_after is None else LEFT_ON

    assert partner_facts(left_on=left_on, tracks_after=tracks_after).pays_for(reached_on) is pays


@pytest.mark.parametrize(
    ("left", "after", "split"), [(4500, 3150, (1350, 3150)), (900, 3150, (0, 900)), (5, 0, (5, 0))]
)
def test_a_promise_is_split_without_growing(left, after, split):
    assert split_promise(Decimal(left), possible_after=Decimal(after)) == split


def municipality(name="Zandvoort") -> Organisation:
    place = Organisation(name=name, kind=OrganisationKind.PARTNER, created_at=MONDAY)
    db.session.add(place)
    db.session.flush()
    return place


def shared_contract(people, **what_matters):
    """A contract in which Zandvoort has a tenth, with a budget of its own; its running track and one of Haarlem."""
    place = municipality()
    budget = add_budget(place, year=2026, programme="Re-integratie", amount=euros("50000"), actor=SYSTEM, now=MONDAY)
    own_budget = budget_for(2026)
    contract = running_contract(**what_matters)
    partner = add_partner(contract, place, share=Decimal(10), actor=people.actor("coen"), now=MONDAY)
    theirs = running_track(contract, municipality_id=place.id)
    running_track(contract)
    return contract, partner, theirs, budget, own_budget


def leave(partner, people, **what_matters):
    given = {
        "left_on": LEFT_ON,
        "tracks": TracksAfterLeaving.RUN_ON,
        "volume": VolumeAfterLeaving.LAPSES,
        "reason": "Zandvoort koopt zelf in",
    }
    let_partner_leave(partner, **(given | what_matters), actor=people.actor("coen"), now=MONDAY)


def codes(refusal) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_a_partner_joins_once_within_the_whole(session, people):
    contract, coen = running_contract(), people.actor("coen")
    one, two = municipality(), municipality("Heemstede")
    partner = add_partner(contract, one, share=Decimal(60), actor=coen, now=MONDAY)

    with pytest.raises(Refusal) as again:
        add_partner(contract, one, share=None, actor=coen, now=MONDAY)
    with pytest.raises(Refusal) as too_much:
        add_partner(contract, two, share=Decimal("40.01"), actor=coen, now=MONDAY)

    with pytest.raises(Refusal) as ended:
        over = running_contract(status=ContractStatus.ENDED)
        add_partner(over, two, share=None, actor=coen, now=MONDAY)

    assert (codes(again), codes(too_much), codes(ended)) == (["already-partner"], ["more-than-whole"], ["ended"])
    assert partner.participants_per_year is None


def test_costs_and_volume_are_counted_per_municipality_and_add_up(session, people):
    contract, _partner, theirs, *_ = shared_contract(people)
    verified_achievement(theirs, MilestoneKind.PLAN)

    own, zandvoorts = costs_per_municipality(contract, today=TODAY)

    assert [(each.share, each.tracks, each.live) for each in (own, zandvoorts)] == [(90, 1, 1), (10, 1, 1)]
    assert (own.earned, zandvoorts.earned) == (euros("0"), euros("1350"))
    used = used_of([contract.id])[contract.id]
    assert own.earned + zandvoorts.earned == used.earned
    assert own.open_at_most + zandvoorts.open_at_most == used.open_at_most
    assert zandvoorts.room.left == euros("45500")


def test_after_its_last_day_a_partner_refers_nobody_and_its_tracks_run_on(session, people):
    contract, partner, theirs, budget, _own = shared_contract(people)

    leave(partner, people)
    session.flush()

    referred_track(contract, referred_on=LEFT_ON, municipality_id=partner.organisation_id)
    with pytest.raises(Refusal) as refusal:
        referred_track(contract, referred_on=LEFT_ON + timedelta(days=1), municipality_id=partner.organisation_id)
    assert codes(refusal) == ["partner-left"]
    assert theirs.commitment.budget_id == budget.id
    assert history_of(contract)[0].act == "contract.partner_left"


def test_nobody_is_referred_for_a_municipality_that_is_no_party(session, people):
    with pytest.raises(Refusal) as refusal:
        referred_track(running_contract(), municipality_id=municipality("Heemstede").id)

    assert codes(refusal) == ["no-party"]


def test_kim_refers_somebody_of_a_partner_and_only_there_is_asked_who_pays(app, people, as_person):
    contract, partner, *_ = shared_contract(people)
    number, place, group = contract.number, partner.organisation_id, contract.target_group.value
    db.session.commit()
    kim = as_person("kim")
    page = f"/deelnemers/aanmelden/{group}"
    assert "Gemeente die betaalt" in kim.get(page).text

    answer = kim.post(page, data={"contract": number, "municipality": str(place)}, follow_redirects=True)

    assert "is aangemeld" in answer.text
    with app.app_context():
        assert db.session.query(Participant).order_by(Participant.id.desc()).first().municipality_id == place


def test_tracks_that_are_taken_over_are_split_by_the_day_reached(session, people):
    contract, partner, theirs, budget, own_budget = shared_contract(people)
    verified_achievement(theirs, MilestoneKind.PLAN, reached_on=LEFT_ON)
    verified_achievement(theirs, MilestoneKind.PLACEMENT, reached_on=LEFT_ON + timedelta(days=1))
    before = room_of(own_budget).left
    promised = theirs.commitment

    leave(partner, people, tracks=TracksAfterLeaving.TAKEN_OVER, volume=VolumeAfterLeaving.TAKEN_OVER)
    session.flush()

    assert promised.status is CommitmentStatus.RELEASED
    assert theirs.commitment.budget_id == own_budget.id
    assert room_of(budget).left == euros("50000") - euros("1350")
    assert room_of(own_budget).left == before - euros("3150")
    assert (payer_of(theirs, on=LEFT_ON), payer_of(theirs, on=LEFT_ON + timedelta(days=1))) == (
        partner.organisation_id,
        None,
    )
    own, zandvoorts = costs_per_municipality(contract, today=TODAY)
    assert (own.share, own.live, zandvoorts.live) == (100, 2, 0)
    assert (own.earned, zandvoorts.earned) == (euros("1350"), euros("1350"))
    assert own.open_at_most + zandvoorts.open_at_most == used_of([contract.id])[contract.id].open_at_most
    end_track(theirs, EndReason.WORK, date(2026, 8, 3), actor=people.actor("kim"), now=MONDAY)
    assert room_of(own_budget).left == before - euros("3150")


def test_a_track_that_ended_in_work_is_taken_over_with_what_it_may_still_earn(session, people):
    contract, partner, theirs, budget, own_budget = shared_contract(people)
    verified_achievement(theirs, MilestoneKind.PLACEMENT)
    end_track(theirs, EndReason.WORK, date(2026, 5, 4), actor=people.actor("kim"), now=MONDAY)
    assert (theirs.status, theirs.commitment.budget_id) == (TrackStatus.ENDED, budget.id)

    leave(partner, people, tracks=TracksAfterLeaving.TAKEN_OVER)
    session.flush()

    assert (theirs.commitment.budget_id, theirs.commitment.amount) == (own_budget.id, euros("1800"))
    assert room_of(budget).left == euros("50000") - euros("2700")


def test_a_departure_that_does_not_fit_is_refused_with_all_reasons(session, people):
    _contract, partner, *_ = shared_contract(people)

    with pytest.raises(Refusal) as refusal:
        leave(partner, people, left_on=date(2028, 1, 1), tracks=TracksAfterLeaving.TAKEN_OVER, reason=" ")

    assert codes(refusal) == ["left-outside-term", "taken-over-too-early", "reason-missing"]
    leave(partner, people)
    with pytest.raises(Refusal) as refusal:
        leave(partner, people)
    assert codes(refusal) == ["already-left"]


def test_coen_lets_a_partner_go_on_its_page(app, people, as_person, at_most_queries):
    contract, partner, *_ = shared_contract(people)
    number, place = contract.number, partner.organisation_id
    db.session.commit()
    coen = as_person("coen")
    with at_most_queries(25):
        assert coen.get(f"/contracten/{number}/gemeenten").status_code == 200

    sent = {"left_on": "31-12-2026", "tracks": "run_on", "volume": "lapses", "reason": "Eigen inkoop"}
    answer = coen.post(f"/contracten/{number}/partners/{place}/stoppen", data=sent, follow_redirects=True)

    assert "Doet mee tot en met 31 december 2026" in answer.text
    with app.app_context():
        kept = db.session.query(FrameworkContract).filter_by(number=number).one()
        assert kept.partners[0].left_on == date(2026, 12, 31)
    _head, own, zandvoorts, *_ = coen.get(f"/contracten/{number}/gemeenten.csv").text.splitlines()
    assert own.split(";")[1:3] == ["90\xa0%", ""]
    assert zandvoorts.split(";")[1:3] == ["10\xa0%", "geen afgesproken"]
