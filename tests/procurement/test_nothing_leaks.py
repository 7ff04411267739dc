"""Nothing tells an assessor another's score before all are in, nor anybody a price before quality is locked.

Not in words on a page, in an export, an address, the log, the mail or the trail; and not by how a page looks: what one
assessor gave changes no byte, no order and no number of queries of what another person gets.
"""

import logging
import re

import pytest
from flask import Flask
from sqlalchemy import event

from procurement.models.assessment import Score
from procurement.queries.assessment import admitted_bids, member_of, quality_criteria_of
from procurement.queries.tenders import tender_by_reference
from tests.factories.assessment import admit_all, begin_assessment, score_all
from tests.factories.bids import open_for_bids, opened, submitted_bid
from townhall.audit.models import AuditEntry
from townhall.database import db
from townhall.mail.models import OutboxMail

pytestmark = pytest.mark.one_database("sqlite")

SECRET = "GEHEIMEMOTIVERING"
#: One price as people and machines write it, also in cents.
PRICE_MARKS = ("1.777,77", "1777,77", "1777.77", "177777")
STRICT, MILD = ("0", f"{SECRET} kort genoeg."), ("10", f"{SECRET} " + "zeer uitvoerig " * 40)
#: Where an assessor and a buyer see what is going on in all tenders.
GENERAL = ("/", "/werkvoorraad/", "/aanbestedingen/", "/aanbestedingen/mijn-beoordelingen", "/rapportages/")
#: What differs between two requests that ask the same: tokens and moments.
NOISE = re.compile(r'data-token="[^"]*"|value="I[jm][^"]*"|data-session="\d+"|Ingelogd tot \d\d:\d\d')


@pytest.fixture
def reference(session, set_now):
    """A tender in which Anouk handed in and Bram scores; its prices are known only to their bidders."""
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0], "Sanne", prices=["1777.77", "1777.77"])
    submitted_bid(tender, tender.lots[0], "Rik", prices=["1500", "2900"])
    opened(tender)
    admit_all(tender)
    begin_assessment(tender)
    score_all(tender, "Anouk")
    db.session.commit()
    return tender.reference


def let_anouk_give(given):
    """Change what Anouk gave, behind everybody's back."""
    score, motivation = given
    for each in db.session.query(Score):
        each.score, each.motivation = type(each.score)(score), motivation
    db.session.commit()


def addresses(app: Flask, reference: str) -> list[str]:
    """Every page and download that can be asked for with what is known about this tender, in a fixed order."""
    tender = tender_by_reference(reference)
    bid, criterion = admitted_bids(tender)[0], quality_criteria_of(tender)[0]
    known = {
        "reference": reference,
        "bid_id": bid.id,
        "criterion_id": criterion.id,
        "number": 1,
        "position": 1,
        "sequence": 1,
        "member_id": 1,
        "path_kind": "csv",
    }
    adapter = app.url_map.bind("localhost")
    return sorted(
        adapter.build(rule.endpoint, {name: known[name] for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and "reference" in rule.arguments and rule.arguments <= known.keys()
    )


def looked_at(app, browser, paths):
    """What this person gets on each address: status, place to go, text, and how many questions it took."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        found = {}
        for path in paths:
            statements.clear()
            answer = browser.get(path)
            text = NOISE.sub("", answer.get_data().decode("utf-8", "replace"))
            found[path] = (answer.status_code, answer.headers.get("Location"), text, len(statements))
            answer.close()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return found


def test_what_one_assessor_gave_changes_nothing_of_what_another_gets(app, reference, as_person):
    browser, paths = as_person("bram"), addresses(app, reference)
    assert len(paths) > 60, "the walk goes over the whole tender"
    let_anouk_give(STRICT)
    before = looked_at(app, browser, paths)

    let_anouk_give(MILD)
    shown = [path for path, (status, *_) in before.items() if status != 403]
    after = looked_at(app, browser, shown)

    assert len(shown) > 30
    assert [path for path in shown if after[path] != before[path]] == []


def test_no_page_address_mail_trail_or_log_tells_a_score_or_a_price_before_its_time(app, reference, as_person, caplog):
    let_anouk_give(MILD)
    paths = addresses(app, reference)
    forbidden = (SECRET, *PRICE_MARKS)
    with caplog.at_level(logging.INFO):
        for name, asked in (("bram", GENERAL), ("inge", (*GENERAL, *paths))):
            for path, (_, location, text, _) in looked_at(app, as_person(name), asked).items():
                assert not [each for each in forbidden if each in text + (location or "")], (name, path)

    told = [entry.before + entry.after + entry.reason for entry in db.session.query(AuditEntry)]
    told += [mail.subject + mail.body for mail in db.session.query(OutboxMail)]
    told += [record.getMessage() for record in caplog.records]
    assert not [each for each in told if any(mark in each for mark in forbidden)]


def test_the_walk_does_see_a_score_once_it_may_be_seen(app, reference, as_person, people):
    tender = tender_by_reference(reference)
    score_all(tender, "Bram")
    let_anouk_give(MILD)
    bid, criterion = admitted_bids(tender)[0], quality_criteria_of(tender)[0]
    assert member_of(tender, people.bram.id).submitted_at is not None

    path = f"/aanbestedingen/{reference}/consensus/{bid.id}/{criterion.id}"
    assert SECRET in looked_at(app, as_person("inge"), [path])[path][2]
