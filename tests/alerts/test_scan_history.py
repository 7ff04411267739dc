"""What is open after a scan hangs on the facts and the day alone: not on which days it ran before."""

import json
import random
from datetime import timedelta
from fractions import Fraction

import pytest

from alerts.collectors import facts_of
from alerts.due import Fact, due_alerts
from alerts.models import Alert, AlertMail
from alerts.occasion import OccasionKind
from alerts.operations.handling import delegate, snooze, take_up
from alerts.operations.scanning import scan
from alerts.queries import open_alerts
from alerts.tuning import HOUSE, LONGEST_LEAD, Setting, tuned
from tests.conftest import MONDAY
from tests.factories.contracts import running_contract
from townhall.absences.operations import write_absence
from townhall.accounts.actor import SYSTEM
from townhall.audit.models import AuditEntry
from townhall.database import transaction
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

DAYS = 120


def option(number, due_in):
    due_on = MONDAY.date() + timedelta(days=due_in)
    return Fact(OccasionKind.OPTION_DECISION, f"framework_contract:{number}", f"RO-{number}", "/", due_on=due_on)


def run(facts, day, *, hour=0, tuning=HOUSE):
    with transaction():
        return scan(facts, actor=SYSTEM, now=MONDAY + timedelta(days=day, hours=hour), tuning=tuning)


def story(seed, days=DAYS):
    """For so many days the facts that hold then: options that move, are decided, and come back."""
    chance = random.Random(seed)
    due = {number: chance.randint(-20, 200) for number in range(6)}
    for _day in range(days):
        if chance.random() < 0.05:
            due[chance.randrange(6)] = chance.randint(-20, 300)
        gone = {number for number in due if chance.random() < 0.03}
        yield [option(number, days) for number, days in due.items() if number not in gone]


@pytest.mark.parametrize("seed", range(4))
def test_open_alerts_depend_on_the_facts_and_the_day_only(session, seed):
    chance, facts_by_day = random.Random(seed * 7), list(story(seed))
    ran = sorted({*chance.sample(range(DAYS - 1), 12), DAYS - 1})

    for day in ran:
        run(facts_by_day[day], day)

    last = MONDAY.date() + timedelta(days=DAYS - 1)
    expected = {raised.key: raised.is_late for raised in due_alerts(facts_by_day[-1], last)}
    found = {(alert.kind.value, alert.subject, alert.due_on, alert.stage): alert.is_late for alert in open_alerts()}
    assert found == expected


def test_who_took_an_alert_up_keeps_it_when_the_next_lead_time_comes(people, session):
    run([option(1, 20)], 0)
    take_up(session.query(Alert).one(), actor=people.actor("coen"), now=MONDAY)

    run([option(1, 20)], 14)

    [alert] = open_alerts()
    assert (alert.stage, alert.taken_up_by_id, alert.earlier) == (7, people.coen.id, [365, 182, 91, 30])


def test_an_owner_who_left_leaves_the_alert_to_the_role_and_an_empty_role_to_the_administrator(people, session):
    fact = Fact(OccasionKind.REFERRAL_WAITS, "track:1", "T-1", "/", MONDAY.date(), owner_id=people.kim.id)
    people.kim.deactivated_at = MONDAY
    session.commit()

    run([fact], 0)

    [alert] = open_alerts()
    assert (alert.owner_id, alert.role) == (None, "administrator")
    assert [mail.to for mail in session.query(OutboxMail)] == [people.ali.email]


def test_the_mail_of_the_day_leaves_once_and_comes_again_until_somebody_takes_it_up(people, session):
    facts = [option(1, 20)]
    for day in range(15):
        run(facts, day)
        run([*facts, option(2, 20)], day, hour=3)

    days = [(mail.written_at.date() - MONDAY.date()).days for mail in session.query(OutboxMail).order_by(OutboxMail.id)]
    assert len(days) == len(set(days)), "one a day"
    assert {0, 7, 14} <= set(days)


def test_what_is_urgent_leaves_at_once_and_apart(people, session):
    back = Fact(OccasionKind.PAYMENT_RETURNED, "invoice:1", "Factuur 1 kwam terug.", "/", due_on=MONDAY.date())
    wait = Fact(OccasionKind.PAYMENT_DUE, "invoice:2", "Factuur 2.", "/", due_on=MONDAY.date() + timedelta(days=3))

    run([wait], 0)
    run([wait, back], 0, hour=1)

    mine = session.query(OutboxMail).filter_by(to=people.fatima.email).order_by(OutboxMail.id).all()
    assert [mail.subject for mail in mine] == [
        "Raamwerk: 1 nieuw signaal", "Raamwerk, dringend: Een betaling is teruggekomen",
    ]  # fmt: skip
    assert session.query(AlertMail).filter_by(account_id=people.fatima.id, is_digest=False).count() == 1


def test_the_mail_says_late_of_what_is_late_only(people, session):
    full = Fact(OccasionKind.CEILING, "framework_contract:1", "RO-1", "/", level=Fraction(1))
    ended = Fact(OccasionKind.STANDSTILL_ENDS, "lot_award:1", "Perceel 1", "/", MONDAY.date() - timedelta(days=1))

    run([full, ended, option(2, -1)], 0)

    bodies = {mail.to: mail.body for mail in session.query(OutboxMail)}
    assert "in zicht – bereikt" in bodies[people.coen.email]
    assert "(uiterlijk 22 november 2026) – te laat" in bodies[people.coen.email]
    assert "(uiterlijk 22 november 2026) – afgelopen" in bodies[people.inge.email]


def test_who_is_away_is_replaced_and_who_gets_it_handed_over_hears_of_it(people, session):
    fact = Fact(OccasionKind.SCORES_MISSING, "committee_member:1", "x", "/", MONDAY.date(), owner_id=people.anouk.id)
    with transaction():
        write_absence(
            people.anouk, MONDAY.date(), MONDAY.date() + timedelta(days=3), stand_in=people.bram, note="",
            actor=people.actor("anouk"), now=MONDAY,
        )  # fmt: skip
    run([fact], 0)
    delegate(session.query(Alert).one(), people.inge, actor=people.actor("bram"), now=MONDAY)
    run([fact], 1)

    assert [mail.to for mail in session.query(OutboxMail).order_by(OutboxMail.id)] == [
        people.bram.email, people.inge.email,
    ]  # fmt: skip


@pytest.mark.both_databases
def test_what_was_handed_over_up_to_a_day_comes_back_the_day_after_even_to_a_next_stage(people, session):
    def standing():
        alert = session.query(Alert).filter_by(closed_at=None).one()
        return alert.delegated_to, alert.taken_up_by, alert.delegated_until

    until, coen, inge = MONDAY.date() + timedelta(days=2), people.coen, people.inge
    run([option(1, 20)], 0)
    alert = session.query(Alert).one()
    with pytest.raises(Refusal):
        delegate(alert, inge, MONDAY.date() - timedelta(days=1), actor=coen.actor(), now=MONDAY)
    delegate(alert, inge, until, actor=coen.actor(), now=MONDAY)
    take_up(alert, actor=inge.actor(), now=MONDAY)
    run([option(1, 20)], 2)
    assert standing() == (inge, inge, until), "on its last day it is still hers"

    run([option(1, 21)], 3)
    assert standing() == (coen, None, None)
    run([option(1, 21)], 4)
    [entry] = session.query(AuditEntry).filter_by(act="alert.handed_back")
    assert json.loads(entry.after) == {"to": coen.name}


def test_who_is_away_without_a_stand_in_leaves_his_alerts_to_the_role_that_can_open_them(people, session, as_person):
    fact = Fact(OccasionKind.SCORES_MISSING, "committee_member:1", "Z-1", "/", MONDAY.date(), owner_id=people.anouk.id)
    run([fact], 0)
    alert = session.query(Alert).one()
    page = f"/werkvoorraad/signalen/{alert.id}"
    assert as_person("bram").get(page).status_code == 404

    with transaction():
        write_absence(
            people.anouk, MONDAY.date(), MONDAY.date() + timedelta(days=3), stand_in=None, note="",
            actor=people.actor("anouk"), now=MONDAY,
        )  # fmt: skip
    run([fact], 1)

    assert people.bram.email in {mail.to for mail in session.query(OutboxMail)}
    assert as_person("bram").get(page).status_code == 200
    assert as_person("kim").get(page).status_code == 404, "another role"


def test_what_somebody_took_up_who_then_left_is_mailed_again(people, session):
    run([option(1, 20)], 0)
    take_up(session.query(Alert).one(), actor=people.actor("inge"), now=MONDAY)
    run([option(1, 20)], 7)
    assert session.query(OutboxMail).filter_by(to=people.coen.email).count() == 1
    people.inge.deactivated_at = MONDAY
    session.commit()

    run([option(1, 20)], 8)

    assert session.query(OutboxMail).filter_by(to=people.coen.email).count() == 2


def test_what_was_put_off_is_neither_shown_nor_mailed_until_its_day(people, session, as_person, set_now):
    run([option(1, 20)], 0)
    alert = session.query(Alert).one()
    until = MONDAY.date() + timedelta(days=8)
    snooze(alert, until, "Wacht op het college.", actor=people.actor("coen"), now=MONDAY)
    session.commit()

    assert "RO-1" not in as_person("coen").get("/werkvoorraad/").text
    assert "RO-1" in as_person("coen").get("/werkvoorraad/?uitgesteld=ja").text
    run([option(1, 20)], 7)
    assert session.query(OutboxMail).count() == 1
    run([option(1, 20)], 8)
    assert session.query(OutboxMail).count() == 2
    set_now(MONDAY + timedelta(days=8))
    assert "RO-1" in as_person("coen").get("/werkvoorraad/").text


def test_a_contract_of_its_own_times_is_told_by_those(session):
    contract = running_contract()
    tuning = tuned([Setting(OccasionKind.OPTION_DECISION, contract_id=contract.id, steps=(200,))])
    fact = option(1, 150)

    run([fact], 0, tuning=tuning)
    assert [alert.stage for alert in open_alerts()] == [182], "it does not say of which contract it is"

    run([Fact(fact.kind, fact.subject, fact.about, fact.url, fact.due_on, contract_id=contract.id)], 0, tuning=tuning)
    assert [alert.stage for alert in open_alerts()] == [200]


def test_an_option_can_be_told_as_long_before_as_a_lead_time_can_be_set(session):
    contract = running_contract()
    tuning = tuned([Setting(OccasionKind.OPTION_DECISION, steps=(LONGEST_LEAD,))])
    day = (contract.options[0].decide_by - MONDAY.date()).days - LONGEST_LEAD

    facts = facts_of((MONDAY + timedelta(days=day)).date())
    run([fact for fact in facts if fact.kind == OccasionKind.OPTION_DECISION], day, tuning=tuning)

    assert [alert.stage for alert in open_alerts()] == [LONGEST_LEAD]
