"""What results of suppliers ask stands in the work list of who must act, until it was done."""

from datetime import date
from decimal import Decimal

from alerts.tasks import tasks_of
from contracts.experience import ComplaintOutcome, ComplaintSubject
from contracts.kpis import KpiCode
from contracts.operations.defaults import announce_default, record_reply
from contracts.operations.performance import record_complaint, settle_complaint
from contracts.operations.progress_reports import agree_on_rhythm, read_report, submit_report
from contracts.operations.talks import answer_plan, open_plan
from contracts.operations.tracks import end_track
from contracts.reporting import Rhythm
from contracts.tracks import EndReason
from tests.conftest import MONDAY
from tests.factories.contracts import running_contract
from tests.factories.tracks import running_track, supplier_actor

TODAY = MONDAY.date()


def urls(people, name):
    return {task.url for task in tasks_of(people.actor(name), MONDAY)}


def test_reports_complaints_and_plans_wait_until_they_are_dealt_with(session, people):
    coen, contract = people.actor("coen"), running_contract(norm_dropped_out=Decimal(20))
    agree_on_rhythm(contract, Rhythm(date(2026, 1, 1), 3), actor=coen, now=MONDAY)
    report = submit_report(contract, date(2026, 1, 1), results="Goed", actor=supplier_actor(contract), now=MONDAY)
    complaint = record_complaint(
        contract, received_on=TODAY, subject=ComplaintSubject.WAITING, description="Lang", actor=coen, now=MONDAY
    )
    for _ in range(5):
        track = running_track(contract)
        end_track(track, EndReason.NO_SHOW, date(2026, 5, 4), actor=people.actor("kim"), now=MONDAY)
    session.flush()
    plan = open_plan(
        contract, KpiCode.DROPPED_OUT, reason="Uitval", due_on=date(2027, 3, 1), actor=coen, now=MONDAY
    )
    session.flush()
    for_coen = {f"/contracten/{contract.number}/{page}" for page in ("rapportages", "ervaringen")}
    for_sanne = f"/portaal/contracten/{contract.number}/resultaten"

    assert for_coen <= urls(people, "coen")
    assert for_sanne in urls(people, "sanne")
    assert for_sanne not in urls(people, "rik")

    read_report(report, "", actor=coen, now=MONDAY)
    settle_complaint(
        complaint, ComplaintOutcome.UNFOUNDED, settled_on=TODAY, settlement="Besproken", actor=coen, now=MONDAY
    )
    answer_plan(plan, "Bellen", actor=supplier_actor(contract), now=MONDAY)
    session.flush()
    assert not for_coen & urls(people, "coen")
    assert for_sanne not in urls(people, "sanne")


def test_a_supplier_sees_in_the_work_list_until_when_it_can_reply_to_a_default(session, people):
    contract = running_contract()
    notice = announce_default(
        contract, failing="Geen lijst", demanded="Stuur haar", hearing_on=date(2026, 12, 4),
        actor=people.actor("coen"), now=MONDAY,
    )  # fmt: skip
    session.flush()
    asked = "voornemen tot ingebrekestelling vraagt uw reactie, uiterlijk 4 december 2026"

    assert (asked, f"/portaal/contracten/{contract.number}") in labels(people, "sanne")
    assert asked not in dict(labels(people, "rik"))

    record_reply(notice, reply="Zij komt eraan", actor=supplier_actor(contract), now=MONDAY)
    session.flush()
    assert asked not in dict(labels(people, "sanne"))


def labels(people, name):
    return [(task.label, task.url) for task in tasks_of(people.actor(name), MONDAY)]
