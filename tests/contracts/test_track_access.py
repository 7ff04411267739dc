"""A track exists for who works on it: every address and every list is tried by who does not."""

import re
from datetime import date

import pytest
from flask import Flask

from alerts.collectors.contracts import referrals
from contracts.experience import ComplaintSubject
from contracts.models import AchievementQuestion
from contracts.operations.achievement_questions import ask_about_achievement
from contracts.operations.case_managers import withdraw_from_contract
from contracts.operations.performance import record_complaint
from contracts.operations.track_activities import note_activity
from contracts.queries import tracks as track_queries
from contracts.sampling import drawn
from contracts.track_records import Activity, ActivityKind, Outcome
from procurement.lots import MilestoneKind, TargetGroup
from tests.conftest import MONDAY
from tests.factories.contracts import account_of, running_contract
from tests.factories.tracks import placed_track, referred_track, reported_achievement
from townhall.audit.queries import history_of
from townhall.database import transaction
from townhall.organisations.queries import the_municipality

#: Where tracks show in lists, files and figures.
LISTS = (
    "/trajecten/", "/trajecten/?nummer={number}", "/trajecten/export.csv", "/trajecten/steekproef",
    "/trajecten/steekproef.csv", "/trajecten/overlap/", "/deelnemers/", "/deelnemers/?nummer={participant}",
    "/prestaties/", "/prestaties/?nummer={number}", "/werkvoorraad/", "/",
)  # fmt: skip


@pytest.fixture
def secret(people, session):
    """A track in a lot for former prisoners, with everything that hangs on one."""
    track = placed_track(running_contract(target_group=TargetGroup.EX_OFFENDERS))
    report = reported_achievement(track, MilestoneKind.PLAN)
    kim = account_of("kim")
    ask_about_achievement(report, "Welke dag?", actor=kim.actor(), now=MONDAY)
    module = Activity(ActivityKind.MODULE, "Taalles", date(2026, 5, 1), Outcome.UNDER_WAY)
    note_activity(track, module, actor=kim.actor(), now=MONDAY)
    return track


def addresses_of(app: Flask, track) -> list[str]:
    """Every address of the module that is about this track, filled in with its own numbers."""
    report = track.achievements[0]
    known = {
        "achievement_id": report.id,
        "question_id": report.questions[0].id,
        "placement_id": track.placements[0].id,
        "activity_id": 1,
        "kind": "onderdeel",
    }
    found = []
    for rule in app.url_map.iter_rules():
        is_about_tracks = re.match(r"/(portaal/)?trajecten/<|/prestaties/<|/deelnemers/<number>", rule.rule)
        if is_about_tracks:
            number = track.participant.number if rule.rule.startswith("/deelnemers") else track.number
            values = {name: known.get(name, number) for name in rule.arguments}
            found.append(app.url_map.bind("localhost").build(rule.endpoint, values))
    return sorted(found)


def closed_to(browser, addresses) -> list[str]:
    """The addresses that tell this visitor more than that nothing is there."""
    answers = [
        (address, method, getattr(browser, method)(address)) for address in addresses for method in ("get", "post")
    ]
    return [
        f"{method} {address}: {answer.status_code}"
        for address, method, answer in answers
        if answer.status_code not in (403, 404, 405)
    ]


def test_every_address_of_a_track_is_closed_to_a_rival_and_to_a_case_manager_of_another_lot(
    app, secret, people, session, as_person
):
    addresses = addresses_of(app, secret)
    with transaction():
        withdraw_from_contract(secret.contract, people.kim, actor=people.actor("coen"), now=MONDAY)

    opened = {name: closed_to(as_person(name), addresses) for name in ("rik", "kim", "coen", "fatima", "inge")}

    assert len(addresses) > 25
    assert opened == dict.fromkeys(opened, [])
    assert session.query(AchievementQuestion).one().answered_at is None


def test_no_list_file_or_figure_names_a_track_in_a_lot_that_one_does_not_work_on(secret, people, session, as_person):
    number, participant = secret.number, secret.participant.number
    lists = [address.format(number=number, participant=participant) for address in LISTS]

    def named(name: str) -> list[str]:
        browser = as_person(name)
        # As a cell or a link: what somebody typed himself comes back in the search field.
        signs = (f">{number}<", f";{number};", f">{participant}<")
        pages = {address: browser.get(address).get_data(as_text=True) for address in lists}
        return [address for address, text in pages.items() if any(sign in text for sign in signs)]

    with_assignment = named("kim")
    with transaction():
        withdraw_from_contract(secret.contract, people.kim, actor=people.actor("coen"), now=MONDAY)

    assert "/trajecten/" in with_assignment and "/trajecten/export.csv" in with_assignment
    assert "/trajecten/steekproef" in with_assignment and "/deelnemers/" in with_assignment
    for name in ("kim", "coen", "inge", "fatima", "rik"):
        assert named(name) == [], name
    assert "/trajecten/" in named("ria")


def test_every_loader_of_a_track_asks_who_asks(secret, people, session):
    with transaction():
        withdraw_from_contract(secret.contract, people.kim, actor=people.actor("coen"), now=MONDAY)

    for name in ("kim", "coen", "rik"):
        actor = people.actor(name)
        assert track_queries.track_visible_to(actor, secret.number) is None, name
        assert track_queries.participant_visible_to(actor, secret.participant.number) is None, name
        assert track_queries.placement_visible_to(actor, secret.number, secret.placements[0].id) is None, name
        assert track_queries.tracks_of(actor, secret.participant) == [], name
    assert track_queries.track_visible_to(people.actor("sanne"), secret.number) is secret


def test_a_complaint_and_an_alert_about_a_sensitive_lot_tell_nothing_to_who_does_not_work_there(
    secret, people, session, as_person
):
    kim, contract = account_of("kim").actor(), secret.contract
    late = referred_track(contract, referred_on=date(2026, 11, 2))
    complaint = record_complaint(
        contract, received_on=date(2026, 11, 20), subject=ComplaintSubject.TREATMENT, description="Over zijn straf",
        actor=kim, now=MONDAY,
    )  # fmt: skip
    session.commit()
    page = f"/contracten/{contract.number}/ervaringen"
    settle = f"{page}/klachten/{complaint.number}/afhandelen"

    texts = {name: as_person(name).get(page).get_data(as_text=True) for name in ("kim", "ria", "coen", "fatima")}

    assert [name for name, text in texts.items() if "Over zijn straf" in text] == ["kim", "ria"]
    assert [name for name, text in texts.items() if settle in text] == ["kim"]
    assert [as_person(name).get(settle).status_code for name in ("kim", "coen")] == [200, 404]
    (alert,) = referrals(MONDAY.date())
    assert alert.owner_id == late.case_manager_id and late.number not in alert.about + alert.url
    assert as_person("kim").get(alert.url).get_data(as_text=True).count(f">{late.number}<") == 1


def test_taking_tracks_along_is_recorded(secret, session, as_person):
    as_person("kim").get("/trajecten/export.csv")

    assert [entry.act for entry in history_of(the_municipality())] == ["track.exported"]


def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another(secret, as_person):
    numbers = [f"T-2026-{n:04d}" for n in range(1, 500)]
    first = drawn(numbers, size=25, seed="2026")

    assert first == drawn(reversed(numbers), size=25, seed="2026")
    assert first != drawn(numbers, size=25, seed="2027")
    assert len(set(first) - set(drawn([*numbers, "T-2026-9999"], size=25, seed="2026"))) <= 1
    assert set(drawn(numbers, size=5, seed="2026")) <= set(first)
    page = as_person("kim").get("/trajecten/steekproef?omvang=abc&van=31-31-31&zaad=<b>").get_data(as_text=True)
    assert secret.number in page and "<b>" not in page.split("Zaad</label>")[1][:200]
