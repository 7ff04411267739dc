"""Motivations held back before the decision, and put in better words without touching the score."""

import pytest

from procurement.models.assessment import ConsensusScore
from procurement.operations.award_reports import adopt_award_report
from procurement.operations.awards import send_award_letters
from procurement.operations.motivations import reword_motivation
from procurement.queries.awards import letters_of, rankings_of
from procurement.queries.motivations import motivations_to_tell
from tests.factories.assessment import DECIDED_AT, decided_tender, drafted_report, give_mandate, ranked_tender
from townhall.audit.models import AuditEntry
from townhall.database import db
from townhall.refusal import Refusal

BETTER = "U laat elk traject beginnen bij een werkgever in de zorg, maar zegt niet wat u doet als die afhaakt."


def codes(refusal):
    """The codes of a refusal."""
    return [each.code for each in refusal.value.obstacles]


def agreed_scores(session, tender):
    """The final scores of the first lot, by place."""
    rows = rankings_of(tender)[tender.lots[0].id].rows
    return [session.query(ConsensusScore).filter_by(bid_id=row.bid_id).one() for row in rows]


def test_a_report_is_not_adopted_while_a_letter_would_say_nothing(session, people):
    tender = ranked_tender()
    give_mandate()
    first, second = agreed_scores(session, tender)
    first.motivation = "Dit is een uitstekend plan, dat krijgt de hoogste score."
    second.motivation = ""
    report = drafted_report(tender)

    with pytest.raises(Refusal) as refusal:
        adopt_award_report(report, "Register 14", actor=people.actor("wim"), now=DECIDED_AT)

    assert codes(refusal) == ["motivation-not-about-answer", "motivation-missing"]


def test_letters_do_not_leave_with_a_copied_text_and_nothing_changes(session, people):
    tender = decided_tender()
    first, second = agreed_scores(session, tender)
    second.motivation = first.motivation.replace("Werkvooruit Haarlem BV", "Baanbrug BV")

    with pytest.raises(Refusal) as refusal:
        send_award_letters(tender, actor=people.actor("inge"), now=DECIDED_AT)

    assert codes(refusal) == ["motivation-same-text-other-score"] * 2
    assert letters_of(tender) == []


def test_what_is_held_back_is_sharpened_and_then_decided(session, people):
    tender = ranked_tender()
    give_mandate()
    first, second = agreed_scores(session, tender)
    old = second.motivation = "Een voldoende plan, niet meer en niet minder dan dat."
    score = second.score

    reword_motivation(second, f" {BETTER} ", actor=people.actor("inge"), now=DECIDED_AT)
    adopt_award_report(drafted_report(tender), "Register 14", actor=people.actor("wim"), now=DECIDED_AT)
    send_award_letters(tender, actor=people.actor("inge"), now=DECIDED_AT)

    told = [lot["motivations"][0] for letter in letters_of(tender) for lot in letter.data["lots"]]
    assert BETTER in {each["motivation"] for each in told}
    assert second.score == score
    entry = session.query(AuditEntry).filter_by(act="assessment.motivation_reworded").one()
    assert old in entry.before and BETTER in entry.after


def test_a_motivation_that_may_be_sent_stays_as_it_is(session, people):
    tender = ranked_tender()

    with pytest.raises(Refusal) as refusal:
        reword_motivation(agreed_scores(session, tender)[0], BETTER, actor=people.actor("inge"), now=DECIDED_AT)

    assert codes(refusal) == ["motivation-is-fixed"]


def test_after_the_decision_no_motivation_changes(session, people):
    tender = decided_tender()
    first, _ = agreed_scores(session, tender)
    first.motivation = ""

    with pytest.raises(Refusal) as refusal:
        reword_motivation(first, BETTER, actor=people.actor("inge"), now=DECIDED_AT)

    assert codes(refusal) == ["wrong-stage"]


def test_the_check_asks_the_same_however_many_lots_there_are(session, people, at_most_queries):
    tender = ranked_tender(lots=2)
    db.session.expire_all()

    with at_most_queries(16):
        assert len(motivations_to_tell(tender)) == 4


def test_the_page_lists_what_is_wrong_and_lets_inge_mend_it(session, people, as_person, set_now):
    tender = ranked_tender()
    first = agreed_scores(session, tender)[0]
    first.motivation = "Dit is een uitstekend plan, dat krijgt de hoogste score."
    reference, bid_id, criterion_id = tender.reference, first.bid_id, first.criterion_id
    db.session.commit()
    set_now(DECIDED_AT)
    inge, url = as_person("inge"), f"/aanbestedingen/{reference}/gunning/motiveringen"

    assert "gaat niet over het antwoord van deze inschrijver" in inge.get(url).get_data(as_text=True)
    page = f"{url}/{bid_id}/{criterion_id}"
    assert "Wij beginnen bij de werkgever." in inge.get(page).get_data(as_text=True)
    assert inge.post(page, data={"motivation": BETTER}).status_code == 302
    assert "De controle vond niets" in inge.get(url).get_data(as_text=True)
    assert as_person("wim").get(url).status_code == 403
