"""Who assesses: statements per bidder, stepping down, and being replaced."""

from decimal import Decimal

import pytest

from procurement.lifecycle import TenderStatus
from procurement.models.assessment import CommitteeMember
from procurement.operations.assessment import (
    agree_consensus,
    appoint_committee,
    declare_conflict,
    declare_no_conflict,
    enter_score,
    start_assessment,
    submit_scores,
)
from procurement.operations.committee import replace_member
from procurement.parties import Parties, Party, PartyKind, facts_of_parties
from procurement.queries.assessment import (
    admitted_bids,
    committee_of,
    member_of,
    quality_criteria_of,
    scores_for,
    statements_of,
    without_consensus,
)
from procurement.queries.bids import declaration_of, opened_bids
from procurement.queries.conflicts import firms_bidding_along, has_declared_about
from tests.factories.assessment import (
    CHECKED_AT,
    LOCKED_AT,
    SCORED_AT,
    admit_all,
    assessable_tender,
    assessment_begun,
    score_all,
)
from townhall.accounts.models import AccountRole
from townhall.accounts.roles import Role
from townhall.database import db
from townhall.refusal import Refusal

WHY = "Het plan noemt per deelnemer een vaste begeleider."


def codes(refusal):
    """The codes of a refusal."""
    return [each.code for each in refusal.value.obstacles]


def test_the_statement_names_the_firms_that_bid_along(session, people, as_person):
    tender = assessable_tender()
    appoint_committee(tender, [people.anouk, people.bram], actor=people.actor("inge"), now=CHECKED_AT)
    bid = next(each for each in opened_bids(tender) if each.supplier.name.startswith("Werkvooruit"))
    member = Party(1, PartyKind.MEMBER, "Samen Sterk BV", "90000034", Decimal(30), "Jobcoaching")
    helper = Party(2, PartyKind.SUBCONTRACTOR, "Taalhuis BV", "90000042", Decimal(10), "Taalles")
    declaration_of(bid).parties = facts_of_parties(Parties((member, helper), True))
    db.session.commit()

    assert firms_bidding_along(tender) == {
        bid.supplier_id: ["Samen Sterk BV (lid van de combinatie)", "Taalhuis BV (onderaannemer)"]
    }
    page = as_person("anouk").get(f"/aanbestedingen/{tender.reference}/belangen").text
    assert page.index("Werkvooruit") < page.index("Samen Sterk BV (lid van de combinatie)")
    assert "Taalhuis BV (onderaannemer)" in page


def test_who_declared_a_conflict_after_all_is_replaced_and_his_scores_no_longer_count(session, people):
    tender = assessment_begun()
    score_all(tender, "Anouk")
    score_all(tender, "Bram", hand_in=False)
    bram = member_of(tender, people.bram.id)
    supplier_id = opened_bids(tender)[0].supplier_id

    declare_conflict(bram, supplier_id, "Mijn zus werkt er sinds gisteren.", actor=people.actor("bram"), now=SCORED_AT)
    assert scores_for(tender, people.inge.id) == {}, "one assessor left is no committee: nothing is seen"
    third = people.gert
    successor = replace_member(bram, third, "Meldde een belang.", actor=people.actor("inge"), now=SCORED_AT)

    assert successor in committee_of(tender) and bram not in committee_of(tender)
    bid, criterion = admitted_bids(tender)[0], quality_criteria_of(tender)[0]
    assert not has_declared_about(successor, bid.supplier_id), "he reads nothing before his own statement"
    declare_no_conflict(successor, actor=third.actor(), now=SCORED_AT)
    for bid in admitted_bids(tender):
        enter_score(successor, bid, criterion, Decimal(4), WHY, actor=third.actor(), now=SCORED_AT)
    submit_scores(successor, actor=third.actor(), now=SCORED_AT)
    seen = scores_for(tender, people.inge.id)[bid.id, criterion.id]
    assert {each.member.account.name for each in seen} == {"Anouk Beoordelaar", "Gert Opener"}
    with pytest.raises(Refusal) as refusal:
        replace_member(bram, people.inge, "Nog een keer.", actor=people.actor("inge"), now=SCORED_AT)
    assert "scores-are-seen" in codes(refusal)


def test_who_declared_a_conflict_is_not_appointed_again(session, people):
    tender = assessable_tender()
    inge = people.actor("inge")
    appoint_committee(tender, [people.anouk, people.bram], actor=inge, now=CHECKED_AT)
    bram, supplier_id = member_of(tender, people.bram.id), opened_bids(tender)[0].supplier_id
    declare_no_conflict(bram, actor=people.actor("bram"), now=CHECKED_AT)
    declare_conflict(bram, supplier_id, "Mijn zus werkt bij deze firma.", actor=people.actor("bram"), now=CHECKED_AT)

    with pytest.raises(Refusal) as refusal:
        appoint_committee(tender, [people.anouk, people.bram], actor=inge, now=CHECKED_AT)

    assert codes(refusal) == ["committee-has-conflict"]
    assert {each.has_conflict for each in statements_of(tender)} == {True, False}


def test_a_statement_is_about_each_bidder_so_a_bid_opened_later_asks_for_one_more(session, people):
    tender = assessable_tender()
    admit_all(tender)
    appoint_committee(tender, [people.anouk, people.bram], actor=people.actor("inge"), now=CHECKED_AT)
    for member in committee_of(tender):
        declare_no_conflict(member, actor=member.account.actor(), now=CHECKED_AT)
    anouk = member_of(tender, people.anouk.id)
    session.delete(next(each for each in statements_of(tender) if each.member_id == anouk.id))
    session.flush()

    with pytest.raises(Refusal) as refusal:
        start_assessment(tender, actor=people.actor("inge"), now=CHECKED_AT)
    assert codes(refusal) == ["conflict-undeclared"]
    declare_no_conflict(anouk, actor=people.actor("anouk"), now=CHECKED_AT)
    start_assessment(tender, actor=people.actor("inge"), now=CHECKED_AT)

    assert tender.status == TenderStatus.ASSESSMENT


def test_what_was_agreed_with_somebody_who_stepped_down_is_agreed_again(session, people):
    tender = assessment_begun()
    tender_members = committee_of(tender)
    for name in ("Anouk", "Bram"):
        score_all(tender, name)
    bids, criterion = admitted_bids(tender), quality_criteria_of(tender)[0]
    for bid in bids:
        agree_consensus(bid, criterion, Decimal(8), WHY, actor=people.actor("inge"), now=SCORED_AT)
    assert without_consensus(tender) == []

    tender_members[1].stepped_down_at = LOCKED_AT

    assert len(without_consensus(tender)) == len(bids)


def test_an_assessor_reads_no_bid_before_the_statement_and_other_assessors_never(session, as_person, people):
    tender = assessable_tender()
    admit_all(tender)
    appoint_committee(tender, [people.anouk, people.inge], actor=people.actor("inge"), now=CHECKED_AT)
    bid, reference = opened_bids(tender)[0], tender.reference
    db.session.commit()
    url = f"/aanbestedingen/{reference}/inschrijvingen/{bid.id}"
    anouk = as_person("anouk")

    for page in (url, f"{url}/document/1"):
        assert anouk.get(page).headers["Location"].endswith("/belangen")
    assert url not in anouk.get(f"/aanbestedingen/{reference}/inschrijvingen").text
    assert as_person("bram").get(url).status_code == 404, "an assessor, but not of this tender"

    anouk.post(f"/aanbestedingen/{reference}/belangen", data={"statement": "none"})
    assert "Wij beginnen bij de werkgever." in anouk.get(url).text
    assert url in anouk.get(f"/aanbestedingen/{reference}/inschrijvingen").text
    assert as_person("inge").get(url).status_code == as_person("ria").get(url).status_code == 200


def test_inge_replaces_an_assessor_on_a_page(session, as_person, people):
    reference = assessment_begun().reference
    db.session.commit()
    member = committee_of(db.session.query(CommitteeMember).first().tender)[1]
    db.session.add(AccountRole(account_id=people.hanna.id, role=Role.ASSESSOR))
    db.session.commit()
    url = f"/aanbestedingen/{reference}/commissie/{member.id}/vervangen"
    inge = as_person("inge")
    assert url in inge.get(f"/aanbestedingen/{reference}/beoordeling").text

    assert "Schrijf op waarom" in inge.post(url, data={"successor": str(people.hanna.id), "reason": "Ziek."}).text
    done = inge.post(url, data={"successor": str(people.hanna.id), "reason": "Bram is langdurig ziek."})

    assert done.status_code == 302
    assert "Hanna Opener" in inge.get(f"/aanbestedingen/{reference}/beoordeling").text
