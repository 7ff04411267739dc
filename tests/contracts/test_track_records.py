"""What happens in a track between its steps: intake, the signed plan, modules, checks, aftercare, and questions."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from contracts.import_kinds import ImportKind, ImportStatus
from contracts.milestones import AchievementStatus
from contracts.models import Achievement, AchievementQuestion, BenefitFinding, TrackActivity, TrackImport
from contracts.operations.achievement_questions import answer_about_achievement, ask_about_achievement
from contracts.operations.achievements import verify_achievement
from contracts.operations.track_activities import note_activity
from contracts.operations.tracks import confirm_plan, record_intake
from contracts.placement_kinds import BenefitEffect
from contracts.track_records import (
    Activity,
    ActivityKind,
    Outcome,
    aftercare_until,
    checks_due,
    obstacles_to_noting,
)
from contracts.tracks import EndReason, TrackLife, TrackStatus
from procurement.lots import MilestoneKind
from tests.conftest import MONDAY
from tests.factories.tracks import placed_track, referred_track, reported_achievement, running_track, supplier_actor
from townhall.pdf_reading import text_as_far_as_readable
from townhall.refusal import Refusal

TODAY = date(2026, 11, 23)
PLACED = date(2026, 4, 1)
LIFE = TrackLife(TrackStatus.RUNNING, date(2026, 3, 2), date(2026, 3, 9), started_on=date(2026, 3, 9))
MODULE = Activity(ActivityKind.MODULE, "Taalles", date(2026, 5, 1), Outcome.UNDER_WAY)
CHECK = Activity(ActivityKind.CHECK, "", date(2026, 7, 1), Outcome.AT_WORK)
CARE = Activity(ActivityKind.AFTERCARE, "", date(2026, 7, 1), Outcome.AT_WORK)
ENDED = replace(LIFE, status=TrackStatus.ENDED, ended_on=date(2026, 6, 1), end_reason=EndReason.WORK)


@pytest.mark.parametrize(
    ("activity", "life", "placed_on", "codes"),
    [
        (MODULE, LIFE, None, []),
        (replace(MODULE, title=" "), LIFE, None, ["no-title"]),
        (replace(MODULE, outcome=Outcome.AT_WORK), LIFE, None, ["wrong-outcome"]),
        (MODULE, ENDED, None, []),
        (replace(MODULE, happened_on=date(2026, 6, 2)), ENDED, None, ["not-under-way"]),
        (replace(MODULE, happened_on=date(2026, 3, 1)), LIFE, None, ["before-referral"]),
        (replace(MODULE, happened_on=date(2026, 11, 24)), LIFE, None, ["in-future"]),
        (CHECK, LIFE, None, ["no-placement"]),
        (CHECK, LIFE, PLACED, []),
        (CHECK, ENDED, PLACED, []),
        (CARE, ENDED, PLACED, []),
        (replace(CARE, happened_on=date(2026, 10, 1)), ENDED, PLACED, []),
        (replace(CARE, happened_on=date(2026, 10, 2)), ENDED, PLACED, ["after-aftercare"]),
    ],
)
def test_what_can_be_written_down_in_a_track(activity, life, placed_on, codes):
    found = obstacles_to_noting(
        activity, life, placed_on=placed_on, aftercare_until=date(2026, 10, 1) if placed_on else None, today=TODAY
    )

    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("checked_on", "reason", "today", "due"),
    [
        ([], None, date(2026, 5, 31), []),
        ([], None, date(2026, 6, 1), [date(2026, 6, 1)]),
        ([date(2026, 5, 31)], None, date(2026, 6, 1), [date(2026, 6, 1)]),
        ([date(2026, 6, 3)], None, date(2026, 6, 30), []),
        ([date(2026, 6, 3)], None, date(2026, 7, 1), [date(2026, 7, 1)]),
        ([], EndReason.WORK, date(2026, 6, 1), [date(2026, 6, 1)]),
        ([], EndReason.NO_SHOW, date(2026, 6, 1), []),
    ],
)
def test_work_is_looked_at_after_two_three_six_and_twelve_months(checked_on, reason, today, due):
    assert checks_due(PLACED, checked_on, end_reason=reason, today=today) == due


def test_aftercare_runs_for_the_agreed_months_after_a_placement():
    assert aftercare_until(PLACED, 6) == date(2026, 10, 1)
    assert aftercare_until(PLACED, None) is aftercare_until(None, 6) is None


# --- with a database -----------------------------------------------------------------------------------


def codes_of(refusal):
    return [each.code for each in refusal.value.obstacles]


def test_an_intake_is_held_once_and_only_after_the_supplier_accepted(people, session):
    waiting, track = referred_track(), running_track()
    sanne = people.actor("sanne")

    record_intake(track, date(2026, 3, 5), actor=sanne, now=MONDAY)

    for each, code in ((track, "intake-already"), (waiting, "wrong-status")):
        with pytest.raises(Refusal) as refusal:
            record_intake(each, date(2026, 3, 6), actor=sanne, now=MONDAY)
        assert codes_of(refusal) == [code]


def test_the_municipality_says_itself_that_it_signed_a_plan(people, session):
    track = running_track()  # the supplier reported the plan
    assert track.plan_signed_by_id is None

    confirm_plan(track, actor=people.actor("kim"), now=MONDAY)

    assert track.plan_signed_by_id == people.kim.id
    with pytest.raises(Refusal) as refusal:
        confirm_plan(track, actor=people.actor("kim"), now=MONDAY)
    assert codes_of(refusal) == ["plan-signed-already"]


def test_who_verifies_the_plan_has_confirmed_it(people, session):
    report = reported_achievement(running_track(), MilestoneKind.PLAN)

    verify_achievement(report, actor=people.actor("kim"), now=MONDAY)

    assert report.track.plan_signed_by_id == people.kim.id


def test_a_question_keeps_the_report_waiting_until_it_is_answered(people, session):
    report = reported_achievement(running_track(), MilestoneKind.PLAN)
    kim, sanne = people.actor("kim"), supplier_actor(report.track.contract)

    asked = ask_about_achievement(report, "Waar is de handtekening?", actor=kim, now=MONDAY)
    assert report.open_question is asked
    with pytest.raises(Refusal) as again:
        ask_about_achievement(report, "En?", actor=kim, now=MONDAY)
    answer_about_achievement(asked, "Op de tweede bladzijde.", actor=sanne, now=MONDAY)
    with pytest.raises(Refusal) as twice:
        answer_about_achievement(asked, "Nog eens.", actor=sanne, now=MONDAY)

    assert (codes_of(again), codes_of(twice)) == (["question-open"], ["answered-already"])
    assert report.open_question is None
    assert report.status is AchievementStatus.REPORTED


def test_no_words_in_a_track_hold_a_bsn(people, session):
    track = placed_track()
    report = reported_achievement(track, MilestoneKind.PLAN)
    kim = people.actor("kim")
    asked = ask_about_achievement(report, "Welke dag?", actor=kim, now=MONDAY)

    for act in (
        lambda: note_activity(track, replace(MODULE, title="Les voor 111222333"), actor=kim, now=MONDAY),
        lambda: answer_about_achievement(asked, "BSN 111222333", actor=kim, now=MONDAY),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert codes_of(refusal) == ["bsn-found"]


def test_asking_answering_and_noting_go_through_the_pages(people, session, as_person):
    track = placed_track()
    report = reported_achievement(track, MilestoneKind.PLAN)
    kim, sanne = as_person("kim"), as_person("sanne")

    kim.post(f"/prestaties/{report.id}/vraag", data={"question": "Waar is de handtekening?"})
    asked = session.query(AchievementQuestion).one()
    assert "Waar is de handtekening?" in sanne.get(f"/portaal/trajecten/{track.number}").get_data(as_text=True)
    proof = {"answer": "Zie de bijlage.", "proof": (io.BytesIO(b"%PDF-1.7 x"), "plan.pdf"), "is_masked": "y"}
    sanne.post(f"/portaal/trajecten/{track.number}/vragen/{asked.id}", data=proof)
    session.refresh(asked)

    assert "Zie de bijlage." in kim.get(f"/prestaties/{report.id}").get_data(as_text=True)
    for name, status in (("kim", 200), ("sanne", 200), ("rik", 404)):
        assert as_person(name).get(f"/documenten/{asked.proof_id}").status_code == status, name

    kim.post(f"/trajecten/{track.number}/vastleggen/controle", data={"happened_on": "01-10-2026", "outcome": "at_work"})
    sanne.post(
        f"/portaal/trajecten/{track.number}/melden/onderdeel",
        data={"title": "Taalles", "happened_on": "01-05-2026", "outcome": "completed"},
    )
    noted = session.query(TrackActivity).order_by(TrackActivity.id).all()
    assert [each.kind for each in noted] == [ActivityKind.CHECK, ActivityKind.MODULE]
    kim.post(f"/trajecten/{track.number}/vastgelegd/{noted[0].id}/intrekken")
    shown = kim.get(f"/trajecten/{track.number}").get_data(as_text=True)
    assert "Taalles" in shown and "Ga na of het werk nog duurt" in shown


def test_what_our_own_system_says_stands_ready_for_who_judges_a_placement(people, session, as_person):
    track = placed_track()
    reported_achievement(track, MilestoneKind.PLAN)
    session.query(Achievement).one()
    taken_in = TrackImport(
        kind=ImportKind.BENEFITS, filename="x.csv", sha256="0" * 64, status=ImportStatus.IMPORTED, line_count=1,
        offered_by_id=people.kim.id, offered_at=MONDAY,
    )  # fmt: skip
    session.add(taken_in)
    session.flush()
    session.add(BenefitFinding(track_id=track.id, since_on=PLACED, effect=BenefitEffect.REDUCED, import_id=taken_in.id))
    report = reported_achievement(track, MilestoneKind.PLACEMENT)

    page = as_person("kim").get(f"/prestaties/{report.id}").get_data(as_text=True)

    assert "Uitkering verlaagd per 1 april 2026" in page
    assert '<option selected value="reduced">' in page


def letter(text: str) -> bytes:
    """A PDF as any word processor writes one."""
    pdf, written = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    pdf.pages[0].Contents = pdf.make_stream(f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode())
    pdf.save(written)
    return written.getvalue()


def test_a_bsn_inside_a_file_is_warned_of_and_one_in_its_name_is_refused(people, session, as_person):
    track = placed_track()
    address = f"/portaal/trajecten/{track.number}/plaatsingen/nieuw"
    sanne = as_person("sanne")

    def sent(text, name, starts_on):
        form = {
            "starts_on": starts_on, "work_kind": "regular", "contract_form": "permanent", "hours_per_week": "24",
            "proof": (io.BytesIO(letter(text)), name), "is_masked": "y",
        }  # fmt: skip
        return sanne.post(address, data=form, follow_redirects=True).get_data(as_text=True)

    warned = "in dit bestand lijkt een burgerservicenummer te staan"
    assert warned in sent("BSN 111222333", "contract.pdf", "01-05-2026")
    assert warned not in sent("Telefoon 0235114511", "contract.pdf", "01-06-2026")
    assert "Raamwerk" in sent("x", "contract-111222333.pdf", "01-07-2026")
    assert len(track.placements) == 3
    assert text_as_far_as_readable(b"%PDF-1.7 no pdf at all") == ""
