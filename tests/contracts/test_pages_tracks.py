"""The pages of tracks: for the municipality, for the supplier, and for nobody else."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from contracts.milestones import AchievementStatus
from contracts.models import Achievement, Participant, Placement, Track
from contracts.operations.case_managers import assign_to_contract
from contracts.placement_kinds import BenefitEffect, PlacementStatus
from contracts.tracks import EndReason, TrackStatus
from procurement.lots import MilestoneKind, TargetGroup
from tests.factories.contracts import RIVAL, running_contract, supplier_named
from tests.factories.tracks import (
    at_nine,
    milestone_of,
    placed_track,
    referred_track,
    reported_achievement,
    running_track,
    verified_achievement,
)
from townhall.audit.models import AuditEntry
from townhall.audit.queries import history_of

PLAN = MilestoneKind.PLAN
BSN = "123456782"
PDF = b"%PDF-1.7 een bewijs"


def text_of(answer):
    return answer.get_data(as_text=True)


def only(session, kind):
    return session.scalars(select(kind)).one()


def referral(contract, **changes):
    return {"contract": contract.number, "participant": "", "choice_reason": "", **changes}


def test_kim_refers_a_client_on_two_pages(session, as_person):
    contract = running_contract()
    kim = as_person("kim")
    assert "Statushouders" in text_of(kim.get("/deelnemers/aanmelden"))

    page = text_of(kim.get("/deelnemers/aanmelden/status_holders"))
    assert "Kreeg nog geen deelnemer; is aan de beurt." in page
    answer = kim.post("/deelnemers/aanmelden/status_holders", data=referral(contract), follow_redirects=True)

    assert "Traject T-2026-0001 is aangemeld." in text_of(answer)
    assert only(session, Track).choice_reason == "Kreeg nog geen deelnemer; is aan de beurt."


def test_choosing_somebody_else_needs_a_reason_and_keeps_what_was_typed(session, as_person):
    first = running_contract()
    referred_track(first)
    running_contract(supplier_id=supplier_named(RIVAL).id)
    kim = as_person("kim")

    answer = kim.post(
        "/deelnemers/aanmelden/status_holders", data=referral(first, participant="D-0000000")
    )

    assert "Baanbrug BV (fictief) is aan de beurt. Schrijf op waarom u anders kiest" in text_of(answer)
    assert "D-0000000" in text_of(answer)
    assert len(session.scalars(select(Track)).all()) == 1


def test_a_known_number_gets_a_second_track_and_an_unknown_one_is_refused(session, as_person):
    track = referred_track()
    elsewhere = running_contract(target_group=TargetGroup.OVER_FIFTY)
    kim = as_person("kim")

    wrong = kim.post("/deelnemers/aanmelden/over_fifty", data=referral(elsewhere, participant="D-9"))
    assert "Dit deelnemernummer is niet bekend." in text_of(wrong)
    without_reason = kim.post(
        "/deelnemers/aanmelden/over_fifty", data=referral(elsewhere, participant=track.participant.number)
    )
    assert "Schrijf op waarom een tweede traject nodig is." in text_of(without_reason)
    kim.post(
        "/deelnemers/aanmelden/over_fifty",
        data=referral(elsewhere, participant=track.participant.number, choice_reason="Taal ernaast"),
    )

    assert len(session.scalars(select(Track)).all()) == 2
    assert only(session, Participant)


def test_a_bsn_in_a_reason_is_refused_on_the_page(session, as_person):
    contract = running_contract()

    answer = as_person("kim").post(
        "/deelnemers/aanmelden/status_holders", data=referral(contract, choice_reason=f"klant {BSN}")
    )

    assert "Hier lijkt een burgerservicenummer te staan" in text_of(answer)
    assert session.scalars(select(Track)).all() == []


def test_sanne_accepts_starts_plans_and_reports_in_the_portal(session, as_person):
    track = referred_track(referred_on=date(2026, 11, 16))
    sanne = as_person("sanne")
    at = f"/portaal/trajecten/{track.number}"

    assert "Aannemen" in text_of(sanne.get(at))
    sanne.post(f"{at}/aannemen")
    sanne.post(f"{at}/start", data={"starts_on": "20-11-2026"})
    sanne.post(f"{at}/plan", data={"plan_on": "20-11-2026"})
    plan = str(milestone_of(track.contract, PLAN).id)
    answer = sanne.post(
        f"{at}/mijlpalen/melden",
        data={
            "milestone": plan,
            "reached_on": "20-11-2026",
            "declaration": "Getekend door beiden",
            "proof": (io.BytesIO(PDF), "plan.pdf"),
            "is_masked": "y",
        },
        follow_redirects=True,
    )

    assert "De mijlpaal is gemeld." in text_of(answer)
    report = only(session, Achievement)
    assert (report.status, report.proof.filename) == (AchievementStatus.REPORTED, "plan.pdf")
    assert only(session, Track).status is TrackStatus.RUNNING


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"reached_on": "30-02-2026"}, "Vul een datum in als dag-maand-jaar"),
        ({"reached_on": "24-11-2026"}, "Deze dag ligt in de toekomst."),
        ({"milestone": ""}, "Maak een keuze bij: mijlpaal."),
        ({"declaration": f"Het is {BSN}"}, "Hier lijkt een burgerservicenummer te staan"),
        ({"proof": (PDF, f"{BSN}.pdf"), "is_masked": "y"}, "burgerservicenummer"),
        ({"proof": (PDF, "plan.pdf")}, "Bevestig dat naam, BSN en loon onleesbaar zijn gemaakt"),
        ({"proof": (b"MZ", "plan.pdf"), "is_masked": "y"}, "is geen pdf-bestand"),
    ],
)
def test_a_wrong_report_says_what_is_wrong_and_changes_nothing(session, as_person, wrong, message):
    track = running_track()
    data = {"milestone": str(milestone_of(track.contract, PLAN).id), "reached_on": "09-03-2026", **wrong}
    if "proof" in wrong:  # a stream is read once, and this runs on each database
        content, filename = wrong["proof"]
        data["proof"] = (io.BytesIO(content), filename)

    answer = as_person("sanne").post(f"/portaal/trajecten/{track.number}/mijlpalen/melden", data=data)

    assert message in text_of(answer)
    assert session.scalars(select(Achievement)).all() == []


def test_sanne_reports_work_and_its_end(session, as_person):
    track = running_track()
    sanne = as_person("sanne")
    at = f"/portaal/trajecten/{track.number}/plaatsingen"

    sanne.post(
        f"{at}/nieuw",
        data={
            "starts_on": "01-04-2026",
            "agreed_until": "30-09-2026",
            "work_kind": "regular",
            "contract_form": "fixed_term",
            "hours_per_week": "16,5",
            "employer_sector": "Horeca",
        },
    )
    placement = only(session, Placement)
    assert placement.status is PlacementStatus.REPORTED
    sanne.post(f"{at}/{placement.id}/einde", data={"ended_on": "30-06-2026", "kind": "by_employer"})

    assert only(session, Placement).ended_on == date(2026, 6, 30)
    assert only(session, Track).placed_on == date(2026, 4, 1)


def test_kim_verifies_a_placement_with_the_benefit_and_rejects_another_with_a_reason(session, as_person):
    track = placed_track()
    verified_achievement(track)
    report = reported_achievement(track, MilestoneKind.PLACEMENT)
    kim = as_person("kim")
    assert "Plaatsing" in text_of(kim.get("/prestaties/"))

    page = kim.post(f"/prestaties/{report.id}/goedkeuren", data={"benefit": "", "judgement": ""})
    assert "Ga in het eigen systeem na of de uitkering is gestopt" in text_of(page)
    kim.post(f"/prestaties/{report.id}/goedkeuren", data={"benefit": "ended", "judgement": ""})

    session.refresh(report)
    assert report.status is AchievementStatus.VERIFIED
    assert track.placements[0].benefit is BenefitEffect.ENDED
    six = reported_achievement(track, MilestoneKind.SUSTAINED_6M)
    answer = {"reason": "proof_missing", "judgement": "Loonstrook graag"}
    kim.post(f"/prestaties/{six.id}/afwijzen", data=answer)
    session.refresh(six)
    assert six.status is AchievementStatus.REJECTED
    portal = text_of(as_person("sanne").get(f"/portaal/trajecten/{track.number}"))
    assert "bewijs ontbreekt" in portal
    assert "Loonstrook graag" in portal


def test_the_track_page_shows_steps_amounts_and_what_comes_next(session, as_person):
    track = placed_track()
    verified_achievement(track)

    page = text_of(as_person("kim").get(f"/trajecten/{track.number}"))

    assert "De aanbieder kan de mijlpaal “Plaatsing” melden." in page
    assert "€\N{NO-BREAK SPACE}1.350,00" in page
    assert "Meld eerst de mijlpaal “Plaatsing”." in page
    assert "Geen: er is geen budget voor Re-integratie ingesteld" in page


def test_reading_a_track_is_recorded_with_who_read_it(session, as_person, people):
    track = running_track()

    as_person("kim").get(f"/trajecten/{track.number}")
    as_person("sanne").get(f"/portaal/trajecten/{track.number}")

    readers = [entry.actor_id for entry in history_of(track) if entry.act == "track.read"]
    assert readers == [people.sanne.id, people.kim.id]


def test_kim_pauses_resumes_and_ends_a_track_on_the_pages(session, as_person):
    track = running_track()
    kim = as_person("kim")
    at = f"/trajecten/{track.number}"

    kim.post(f"{at}/pauze", data={"paused_on": "01-09-2026"})
    assert "Hervatten" in text_of(kim.get(at))
    kim.post(f"{at}/hervatten", data={"resumed_on": "01-11-2026"})
    kim.post(f"{at}/einde", data={"reason": "no_show", "ended_on": "20-11-2026"})

    ended = only(session, Track)
    assert (ended.status, ended.end_reason) == (TrackStatus.ENDED, EndReason.NO_SHOW)


STAFF_PAGES = [
    "/trajecten/{t}", "/trajecten/{t}/start", "/trajecten/{t}/plan", "/trajecten/{t}/pauze",
    "/trajecten/{t}/hervatten", "/trajecten/{t}/einde", "/trajecten/{t}/overdragen",
    "/trajecten/{t}/plaatsingen/nieuw", "/trajecten/{t}/plaatsingen/{p}/einde",
    "/trajecten/{t}/plaatsingen/{p}/intrekken", "/prestaties/{a}", "/deelnemers/{d}",
]  # fmt: skip
PORTAL_PAGES = [
    "/portaal/trajecten/{t}", "/portaal/trajecten/{t}/aannemen", "/portaal/trajecten/{t}/teruggeven",
    "/portaal/trajecten/{t}/start", "/portaal/trajecten/{t}/plan", "/portaal/trajecten/{t}/plaatsingen/nieuw",
    "/portaal/trajecten/{t}/plaatsingen/{p}/einde", "/portaal/trajecten/{t}/mijlpalen/melden",
    "/portaal/trajecten/{t}/mijlpalen/{a}/intrekken",
]  # fmt: skip


def filled(address, track):
    return address.format(
        t=track.number, p=track.placements[0].id, a=track.achievements[0].id, d=track.participant.number
    )


def test_every_page_of_a_track_opens_for_who_works_on_it(session, as_person):
    track = placed_track()
    reported_achievement(track, PLAN)
    kim, sanne = as_person("kim"), as_person("sanne")

    for address in [*STAFF_PAGES, "/trajecten/", "/deelnemers/", "/prestaties/"]:
        assert kim.get(filled(address, track)).status_code == 200, address
    for address in [*PORTAL_PAGES, "/portaal/trajecten/"]:
        assert sanne.get(filled(address, track)).status_code == 200, address


def test_for_a_rival_nothing_of_a_track_exists(session, as_person):
    track = placed_track()
    report = reported_achievement(track, PLAN)
    rik = as_person("rik")

    for address in PORTAL_PAGES:
        assert rik.get(filled(address, track)).status_code == 404, address
        if not address.endswith("{t}"):
            assert rik.post(filled(address, track), data={}).status_code == 404, address
    for address in STAFF_PAGES:
        assert rik.get(filled(address, track)).status_code == 403, address
    assert track.number not in text_of(rik.get("/portaal/trajecten/"))
    session.refresh(report)
    assert report.status is AchievementStatus.REPORTED


def test_proof_is_for_who_may_see_the_track_only(session, as_person):
    track = running_track()
    sanne = as_person("sanne")
    sanne.post(
        f"/portaal/trajecten/{track.number}/mijlpalen/melden",
        data={
            "milestone": str(milestone_of(track.contract, PLAN).id),
            "reached_on": "09-03-2026",
            "proof": (io.BytesIO(PDF), "plan.pdf"),
            "is_masked": "y",
        },
    )
    address = f"/documenten/{only(session, Achievement).proof_id}"

    for name, status in (("kim", 200), ("sanne", 200), ("ria", 200), ("rik", 404), ("fatima", 404)):
        assert as_person(name).get(address).status_code == status, name


def test_a_sensitive_lot_does_not_exist_for_who_does_not_work_on_it(session, as_person, people):
    contract = running_contract(target_group=TargetGroup.EX_OFFENDERS)
    assign_to_contract(contract, people.kim, actor=people.actor("coen"), now=at_nine(date(2026, 1, 2)))
    track = placed_track(contract)
    reported_achievement(track, PLAN)
    coen = as_person("coen")

    for address in ("/trajecten/{t}", "/prestaties/{a}", "/deelnemers/{d}"):
        assert coen.get(filled(address, track)).status_code == 404, address
        assert as_person("kim").get(filled(address, track)).status_code == 200, address
        assert as_person("ria").get(filled(address, track)).status_code == 200, address
    assert track.number not in text_of(coen.get("/trajecten/"))
    assert track.number not in text_of(coen.get("/prestaties/"))


def test_coen_says_who_works_on_a_contract(session, as_person, people):
    contract = running_contract(target_group=TargetGroup.EX_OFFENDERS)
    coen, kim = as_person("coen"), as_person("kim")
    assert "Ex-gedetineerden" not in text_of(kim.get("/deelnemers/aanmelden"))

    at = f"/trajecten/toegang/{contract.number}"
    assert contract.number in text_of(coen.get("/trajecten/toegang/"))
    coen.post(at, data={"account": str(people.kim.id)})
    assert "ex_offenders" in text_of(kim.get("/deelnemers/aanmelden"))
    assert coen.get(f"{at}/{people.kim.id}/verwijderen").status_code == 200
    coen.post(f"{at}/{people.kim.id}/verwijderen")

    assert "ex_offenders" not in text_of(kim.get("/deelnemers/aanmelden"))


def test_the_auditor_reads_and_changes_nothing(session, as_person):
    track = placed_track()
    report = reported_achievement(track, PLAN)
    ria = as_person("ria")

    assert ria.get(f"/trajecten/{track.number}").status_code == 200
    assert "Goedkeuren" not in text_of(ria.get(f"/prestaties/{report.id}"))
    assert ria.post(f"/prestaties/{report.id}/goedkeuren").status_code == 403
    assert ria.post(f"/trajecten/{track.number}/einde").status_code == 403


def test_lists_take_the_same_number_of_queries_however_long_they_are(session, as_person, at_most_queries):
    contract = running_contract()
    kim, sanne = as_person("kim"), as_person("sanne")

    def counted(browser, address):
        with at_most_queries(30) as statements:
            assert browser.get(address).status_code == 200
        return len(statements)

    lists = [
        (kim, "/trajecten/"), (kim, "/prestaties/"), (kim, "/deelnemers/"), (sanne, "/portaal/trajecten/"),
        (kim, "/deelnemers/aanmelden/status_holders"),
    ]  # fmt: skip
    reported_achievement(running_track(contract), PLAN)
    with_one = [counted(*each) for each in lists]
    for _ in range(4):
        reported_achievement(running_track(contract), PLAN)

    assert [counted(*each) for each in lists] == with_one


def test_lists_filter_on_number_and_status(session, as_person):
    waiting, running = referred_track(), running_track()
    kim = as_person("kim")

    by_number = text_of(kim.get(f"/trajecten/?nummer={running.participant.number}"))
    by_status = text_of(kim.get("/trajecten/?status=referred&van=mij&doelgroep=status_holders"))

    assert running.number in by_number and waiting.number not in by_number
    assert waiting.number in by_status and running.number not in by_status
    assert kim.get("/trajecten/?status=onzin&pagina=abc").status_code == 200


def test_a_late_answer_is_shown(session, as_person):
    track = referred_track(referred_on=date(2026, 11, 2))

    assert "Reactie te laat" in text_of(as_person("kim").get("/trajecten/"))
    assert "U bent te laat met reageren" in text_of(
        as_person("sanne").get(f"/portaal/trajecten/{track.number}")
    )


def test_the_trail_holds_no_more_than_numbers(session, as_person):
    verified_achievement()

    kept = " ".join(entry.after + entry.reason for entry in session.scalars(select(AuditEntry)))
    assert "D-" in kept
    assert BSN not in kept
