"""The first phase of a restricted procedure: who asks to take part, who is selected and why, and who may then bid."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select as query

from alerts.tasks import tasks_of
from procurement.lifecycle import TenderStatus
from procurement.models.selection import ParticipationRequest
from procurement.operations.bid_hashes import deliver_hash
from procurement.operations.drafts import register_interest, save_draft
from procurement.operations.selection import (
    RequestContent,
    add_selection_criterion,
    decide_selection,
    judge_request,
    open_requests,
    submit_request,
    withdraw_request,
)
from procurement.procedures import Procedure
from procurement.progress import Part, parts_of, road, whose_turn
from procurement.queries.bids import draft_of
from procurement.queries.descriptive import descriptive_page
from procurement.queries.selection import request_by, selection_criteria_of, selection_facts
from procurement.queries.tenders import invited_to
from procurement.selection import (
    Candidate,
    CriterionFacts,
    RequestStatus,
    SelectionFacts,
    SelectionKind,
    SelectionPhase,
    obstacles_to_selection_set_up,
    phase_of,
    select,
)
from tests.conftest import MONDAY
from tests.factories.bids import content_for, give_keys
from tests.factories.tenders import published_tender
from townhall.clock import AMSTERDAM
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

SUITABLE = CriterionFacts(1, SelectionKind.SUITABILITY, "Referentie", None)
RANKED = CriterionFacts(2, SelectionKind.RANKING, "Ervaring", Decimal(10))
#: Thirty days for requests from Monday 23 November, then thirty-five to bid.
UNTIL = datetime(2026, 12, 23, 12, 0, tzinfo=AMSTERDAM)
CLOSES_AT = datetime(2027, 3, 1, 12, 0, tzinfo=AMSTERDAM)
AFTER = UNTIL + timedelta(days=5)
WHY = "De referentie gaat over een andere dienst dan gevraagd."


def codes(found):
    return {each.code for each in (found.value.obstacles if hasattr(found, "value") else found)}


def facts(**what_matters):
    given = {
        "procedure": Procedure.EU_RESTRICTED, "status": TenderStatus.DRAFT, "requests_until": UNTIL,
        "most_candidates": 5, "criteria": (SUITABLE, RANKED), "closes_at": CLOSES_AT, "notice_on": MONDAY.date(),
    }  # fmt: skip
    return SelectionFacts(**{**given, **what_matters})


@pytest.mark.parametrize(
    ("what_matters", "expected"),
    [
        ({}, set()),
        ({"most_candidates": None, "criteria": (SUITABLE,)}, set()),
        ({"criteria": (RANKED,)}, {"no-suitability"}),
        ({"criteria": (SUITABLE,)}, {"no-ranking-criterion"}),
        ({"most_candidates": 4}, {"too-few-candidates"}),
        ({"requests_until": None}, {"requests-until-missing"}),
        ({"requests_until": UNTIL - timedelta(days=1)}, {"requests-too-hurried"}),
        # Thirty-five days after 23 December is 27 January.
        ({"closes_at": datetime(2027, 1, 27, 12, tzinfo=AMSTERDAM)}, set()),
        ({"closes_at": datetime(2027, 1, 26, 12, tzinfo=AMSTERDAM)}, {"closing-too-soon"}),
        ({"procedure": Procedure.EU_OPEN, "criteria": (), "requests_until": None}, set()),
    ],
)
def test_a_selection_is_announced_with_its_terms_criteria_and_number(what_matters, expected):
    assert codes(obstacles_to_selection_set_up(facts(**what_matters), MONDAY.date())) == expected


def candidates(*points):
    return [Candidate(number, f"Bedrijf {number}", True, Decimal(each)) for number, each in enumerate(points)]


def test_the_best_are_invited_and_who_equals_the_last_goes_along():
    chosen = select([*candidates(9, 8, 7, 6, 5, 5, 4), Candidate(9, "Ongeschikt", False, reason=WHY)], most=5)

    assert [each.is_selected for each in chosen] == [True] * 6 + [False, False]
    assert [each.rank for each in chosen] == [1, 2, 3, 4, 5, 5, 7, None]
    assert "plaats 7 van 7. De gemeente nodigt er 5 uit" in chosen[-2].why and chosen[-1].why == WHY


@given(points=st.lists(st.integers(0, 20), max_size=12), most=st.one_of(st.none(), st.integers(5, 8)))
def test_nobody_is_passed_over_for_somebody_with_fewer_points(points, most):
    chosen = select(candidates(*points), most)

    selected = [each.candidate.points for each in chosen if each.is_selected]
    others = [each.candidate.points for each in chosen if not each.is_selected]
    assert len(chosen) == len(points)
    assert len(selected) >= min(len(points), most or len(points))
    assert not others or max(others) < min(selected)


@given(points=st.permutations([1, 2, 3, 4, 5, 6, 7]))
def test_the_order_in_which_requests_arrive_does_not_matter(points):
    by_name = {each.candidate.points: (each.is_selected, each.rank) for each in select(candidates(*points), 5)}

    assert by_name == {Decimal(each): (each > 2, 8 - each) for each in points}


@pytest.fixture
def restricted(session, people):
    """A restricted tender that takes requests; two things are asked."""
    tender = published_tender(
        procedure=Procedure.EU_RESTRICTED, status=TenderStatus.DRAFT, requests_until=UNTIL, most_candidates=5,
        closes_at=CLOSES_AT,
    )  # fmt: skip
    inge = people.actor("inge")
    give_keys(tender)
    for title, kind, points in (("Referentie", "suitability", None), ("Ervaring", "ranking", Decimal(10))):
        add_selection_criterion(
            tender, title, kind=SelectionKind(kind), question="Beschrijf een opdracht.", most_points=points,
            actor=inge, now=MONDAY,
        )  # fmt: skip
    tender.status = TenderStatus.PUBLISHED
    session.flush()
    return tender


def asked(tender, people, name="sanne", *, text="Wij deden dit in Zaanstad.", now=MONDAY):
    content = RequestContent({each.id: text for each in selection_criteria_of(tender)}, True, "", "S. de Vries")
    return submit_request(tender, getattr(people, name).organisation, content, actor=people.actor(name), now=now)


def judged(request, people, *, met=True, points=8):
    suitability, ranking = selection_criteria_of(request.tender)
    judge_request(
        request, {suitability.id: met}, {ranking.id: Decimal(points)}, WHY, actor=people.actor("inge"), now=AFTER
    )


def test_only_who_is_selected_may_bid_and_everybody_hears_why_at_once(session, people, restricted):
    sanne, rik = asked(restricted, people), asked(restricted, people, "rik")
    open_requests(restricted, actor=people.actor("inge"), now=AFTER)
    judged(sanne, people)
    judged(rik, people, met=False)

    decide_selection(restricted, actor=people.actor("inge"), now=AFTER)

    assert (sanne.status, rik.status) == (RequestStatus.SELECTED, RequestStatus.NOT_SELECTED)
    assert [firm.id for _, firm in invited_to(restricted)] == [people.sanne.organisation_id]
    mails = session.scalars(query(OutboxMail).where(OutboxMail.subject.contains("selecteerd")))
    told = {mail.to: mail for mail in mails}
    assert WHY in told[people.rik.organisation.email].body
    lot = restricted.lots[0]
    save_draft(restricted, lot, people.sanne.organisation, content_for(lot), actor=people.actor("sanne"), now=AFTER)
    with pytest.raises(Refusal) as refusal:
        save_draft(restricted, lot, people.rik.organisation, content_for(lot), actor=people.actor("rik"), now=AFTER)
    assert codes(refusal) == {"not-selected"} and draft_of(lot.id, people.rik.organisation_id) is None
    with pytest.raises(Refusal) as refusal:  # nor with a file of his own making, announced by its hash
        deliver_hash(restricted, lot, people.rik.organisation, "ab" * 32, actor=people.actor("rik"), now=AFTER)
    assert codes(refusal) == {"not-selected"}


def test_before_the_selection_nobody_bids_but_everybody_may_follow(people, restricted):
    lot, firm, sanne = restricted.lots[0], people.sanne.organisation, people.actor("sanne")

    register_interest(restricted, firm, actor=sanne, now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        save_draft(restricted, lot, firm, content_for(lot), actor=sanne, now=MONDAY)

    assert codes(refusal) == {"selection-awaited"}


def test_a_request_is_locked_until_its_term_has_passed(session, people, restricted):
    request = asked(restricted, people, text="Zaanstad")
    stored = session.scalars(query(ParticipationRequest.locked_content)).one()
    assert b"Zaanstad" not in stored and request.content is None
    with pytest.raises(Refusal) as refusal:
        open_requests(restricted, actor=people.actor("inge"), now=UNTIL)
    assert codes(refusal) == {"before-the-deadline"}

    open_requests(restricted, actor=people.actor("inge"), now=UNTIL + timedelta(seconds=1))

    assert "Zaanstad" in request.content.values()


def test_a_changed_request_stays_shut(people, restricted):
    request = asked(restricted, people)
    request.locked_content = request.locked_content[:-1] + bytes([request.locked_content[-1] ^ 1])

    assert open_requests(restricted, actor=people.actor("inge"), now=AFTER) == []
    assert request.content is None


def test_a_request_is_replaced_or_taken_back_until_the_term_and_not_after(people, restricted):
    first = asked(restricted, people)
    second = asked(restricted, people, now=UNTIL)
    assert (first.status, request_by(restricted, people.sanne.organisation_id)) == (RequestStatus.WITHDRAWN, second)
    with pytest.raises(Refusal) as refusal:
        withdraw_request(second, actor=people.actor("sanne"), now=UNTIL + timedelta(seconds=1))
    assert codes(refusal) == {"request-too-late"}

    withdraw_request(second, actor=people.actor("sanne"), now=UNTIL)

    assert request_by(restricted, people.sanne.organisation_id) is None


def test_an_incomplete_request_names_everything_at_once(people, restricted):
    content = RequestContent({}, False, "", " ")

    with pytest.raises(Refusal) as refusal:
        submit_request(restricted, people.sanne.organisation, content, actor=people.actor("sanne"), now=MONDAY)

    texts = [each.text for each in refusal.value.obstacles]
    assert len(texts) == 4 and any("Referentie" in text for text in texts)


def test_the_decision_waits_for_judgements_and_for_time_to_bid(people, restricted):
    request, inge = asked(restricted, people), people.actor("inge")
    open_requests(restricted, actor=inge, now=AFTER)
    with pytest.raises(Refusal) as refusal:
        decide_selection(restricted, actor=inge, now=CLOSES_AT - timedelta(days=34))
    assert codes(refusal) == {"requests-unjudged", "closing-too-soon"}

    with pytest.raises(Refusal) as refusal:
        judge_request(request, {}, {}, "", actor=inge, now=AFTER)
    assert codes(refusal) == {"suitability-unchecked"}
    judged(request, people, met=False)
    with pytest.raises(Refusal) as refusal:
        decide_selection(restricted, actor=inge, now=AFTER)
    assert codes(refusal) == {"nobody-suitable"}

    judged(request, people)
    decide_selection(restricted, actor=inge, now=AFTER)
    with pytest.raises(Refusal) as refusal:
        judged(request, people, met=False)
    assert codes(refusal) == {"selection-decided"}


def test_points_must_stay_within_the_criterion(people, restricted):
    request = asked(restricted, people)
    open_requests(restricted, actor=people.actor("inge"), now=AFTER)

    with pytest.raises(Refusal) as refusal:
        judged(request, people, points=11)

    assert codes(refusal) == {"points-off-scale"} and request.is_suitable is None


def test_a_restricted_tender_of_before_this_phase_takes_bids_as_it_did(session, people, restricted):
    restricted.requests_until = None
    lot, firm = restricted.lots[0], people.sanne.organisation
    session.flush()

    assert save_draft(restricted, lot, firm, content_for(lot), actor=people.actor("sanne"), now=MONDAY)


def test_only_the_restricted_procedure_has_this_part():
    assert [each for each in Procedure if Part.SELECTION in parts_of(each)] == [Procedure.EU_RESTRICTED]


@pytest.mark.parametrize(
    ("what_matters", "now", "expected"),
    [
        ({}, UNTIL, SelectionPhase.ASKING),
        ({}, UNTIL + timedelta(minutes=1), SelectionPhase.JUDGING),
        ({"is_decided": True}, AFTER, None),
        ({"status": TenderStatus.DRAFT}, AFTER, None),
        ({"requests_until": None}, AFTER, None),
        ({"procedure": Procedure.SAS}, AFTER, None),
    ],
)
def test_a_published_tender_selects_until_the_decision(what_matters, now, expected):
    assert phase_of(facts(**{"status": TenderStatus.PUBLISHED, **what_matters}), now) == expected


def test_the_road_of_a_restricted_tender_says_that_nobody_bids_before_the_selection(as_person, set_now, restricted):
    names = dict(road(TenderStatus.PUBLISHED, Procedure.EU_RESTRICTED, selecting=SelectionPhase.JUDGING))
    later = dict(road(TenderStatus.PUBLISHED, Procedure.EU_RESTRICTED))
    set_now(AFTER)

    page = as_person("inge").get(f"/aanbestedingen/{restricted.reference}").text

    assert (names["Selecteren"], names["Inschrijven"]) == ("current", "todo")
    assert (later["Selecteren"], later["Inschrijven"]) == ("done", "current")
    assert whose_turn(TenderStatus.PUBLISHED, is_closed=False, selecting=SelectionPhase.JUDGING) in page
    assert "Naar de selectie" in page
    assert "Verzoeken tot deelneming tot en met" in page


def test_the_facts_are_those_of_the_tender(restricted):
    found = selection_facts(restricted)

    assert [each.kind for each in found.criteria] == [SelectionKind.SUITABILITY, SelectionKind.RANKING]
    expected = facts(status=TenderStatus.PUBLISHED, criteria=(), notice_on=date(2026, 11, 23))
    assert replace(found, criteria=()) == expected


def test_the_work_list_asks_for_the_selection_once_the_term_has_passed(people, restricted):
    asked(restricted, people)

    def waits(now):
        return any("selectie van gegadigden" in task.label for task in tasks_of(people.actor("inge"), now))

    assert (waits(UNTIL), waits(AFTER)) == (False, True)


def test_everybody_reads_beforehand_how_is_selected(visitor, session, restricted):
    session.commit()

    page = visitor.get(f"/portaal/aanbestedingen/{restricted.reference}").text

    assert "Referentie" in page and "de 5 met de meeste punten" in page
    assert [each.title for each in descriptive_page(restricted).selection] == ["Referentie", "Ervaring"]
