"""Who sends the letters reads them first, word for word; reading them keeps nothing and starts no term."""

import json

import pytest

from procurement.models.award import AwardDecision, AwardLetter, LotAward
from procurement.operations.award_reports import adopt_award_report
from procurement.operations.awards import not_award, send_award_letters
from procurement.queries.awards import letters_of
from procurement.queries.letters_to_send import decision_to_tell, letters_of_now
from tests.factories.assessment import (
    DECIDED_AT,
    decided_tender,
    drafted_report,
    give_mandate,
    ranked_tender,
    told_tender,
)
from townhall.column_types import canonical_json
from townhall.database import db

WHY = "Op dit perceel blijft de raming ver onder alle prijzen, dus wij gunnen het niet."


def by_bidder(letters):
    """What each letter says, as the database would give it back."""
    return {each.supplier.name: json.loads(canonical_json(each.data)) for each in letters}


@pytest.mark.parametrize("declined", [False, True])
def test_what_is_read_before_is_what_leaves_and_reading_keeps_nothing(session, people, declined):
    tender = ranked_tender(lots=2)
    if declined:
        not_award(tender, tender.lots[1], WHY, actor=people.actor("inge"), now=DECIDED_AT)
    give_mandate()
    report = drafted_report(tender)

    of_the_draft = by_bidder(letters_of_now(tender, decision_to_tell(tender), DECIDED_AT))
    session.flush()
    assert [session.query(each).count() for each in (AwardDecision, AwardLetter, LotAward)] == [0, 0, int(declined)]

    adopt_award_report(report, "Register 14", actor=people.actor("wim"), now=DECIDED_AT)
    of_the_decision = by_bidder(letters_of_now(tender, decision_to_tell(tender), DECIDED_AT))
    send_award_letters(tender, actor=people.actor("inge"), now=DECIDED_AT)

    assert of_the_draft == of_the_decision == by_bidder(letters_of(tender))
    outcomes = [lot["outcome"] for each in of_the_draft.values() for lot in each["lots"]]
    assert sorted(outcomes) == (["not_awarded"] * 2 + ["ranked", "won"] if declined else ["ranked"] * 2 + ["won"] * 2)
    assert decision_to_tell(tender) is None


def test_the_letters_are_read_from_the_page_that_sends_them_by_who_may(session, people, as_person, set_now):
    reference = decided_tender(lots=2).reference
    db.session.commit()
    set_now(DECIDED_AT)
    inge, url = as_person("inge"), f"/aanbestedingen/{reference}/gunning/brieven/nalezen"

    assert url in inge.get(f"/aanbestedingen/{reference}/gunning").text
    listed = inge.get(url).text
    assert "Perceel 1: wint; Perceel 2: wint" in listed and "Alle brieven versturen" in listed
    rik = people.rik.organisation_id
    letter = inge.get(f"{url}/{rik}").text
    assert "Wij gunnen dit perceel niet aan u." in letter and "voorzieningenrechter" in letter
    assert "Vorige" not in letter and "Volgende: Werkvooruit" in letter
    assert inge.get(f"{url}/999999").status_code == 404
    assert [as_person(name).get(url).status_code for name in ("wim", "anouk", "sanne")] == [403, 403, 403]

    assert inge.post(f"/aanbestedingen/{reference}/gunning/brieven").status_code == 302
    assert inge.get(url).status_code == 404


def test_the_letters_take_the_same_queries_however_many_lots_there_are(session, people, at_most_queries):
    tender = told_tender(lots=1)
    again = decided_tender(lots=3)
    db.session.expire_all()

    with at_most_queries(19):
        assert len(letters_of_now(again, decision_to_tell(again), DECIDED_AT)) == 2
    assert decision_to_tell(tender) is None
