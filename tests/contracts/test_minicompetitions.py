"""The contractors of a framework bid for one order, on its criteria; the award becomes a call-off under it."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.call_offs import CallOffWay
from contracts.lifecycle import ContractBasis
from contracts.models import FrameworkContract
from contracts.operations.drafts import draft_contract_from_award
from contracts.queries.call_offs import frameworks_to_compete_under
from contracts.queries.ceilings import ceiling_of
from procurement.awarding import LotAwardStatus
from procurement.bids import BidStatus
from procurement.minicompetitions import (
    Contractor,
    FrameworkLot,
    MinicompetitionFacts,
    obstacles_of_framework,
    obstacles_to_starting,
)
from procurement.models.award import LotAward
from procurement.models.bids import Bid, BidPrice
from procurement.models.tenders import AwardCriterion, Tender
from procurement.operations.minicompetitions import Order, start_minicompetition
from procurement.procedures import CriterionKind, Procedure
from procurement.publication import obstacles_to_publishing
from procurement.queries.tender_facts import facts_of
from procurement.queries.tenders import invited_to
from tests.conftest import MONDAY
from tests.factories.contracts import RIVAL, final_award, running_contract, supplier_named
from townhall.audit.queries import history_of
from townhall.database import db
from townhall.money import euros
from townhall.refusal import Refusal

TODAY = MONDAY.date()


def contractor(number, room=None):
    return Contractor(number, f"Aanbieder {number} (fictief)", f"RO-{number}", None if room is None else euros(room))


@pytest.mark.parametrize(
    ("rooms", "starts_on", "expected"),
    [
        ((None, "1000"), date(2027, 1, 1), []),
        ((None, "999.99"), date(2027, 1, 1), ["too-few-contractors"]),
        ((None, "0"), date(2028, 1, 1), ["too-few-contractors", "starts-after-framework"]),
    ],
)
def test_two_must_have_room_for_the_order_while_the_framework_runs(rooms, starts_on, expected):
    framework = FrameworkLot(
        1, "Perceel", date(2027, 12, 31), tuple(contractor(number, room) for number, room in enumerate(rooms))
    )

    found = obstacles_to_starting(framework, maximum=euros("1000"), starts_on=starts_on)

    assert [obstacle.code for obstacle in found] == expected


def test_everybody_is_asked_nobody_else_and_on_the_criteria_of_the_framework():
    facts = MinicompetitionFacts(("A", "B"), invited=("B", "C"), framework_criteria=("K1",), criteria=("K1", "K2"))

    assert [obstacle.code for obstacle in obstacles_of_framework(facts)] == [
        "contractor-not-invited",
        "invited-outside-framework",
        "criterion-outside-framework",
    ]
    assert obstacles_of_framework(MinicompetitionFacts(("A",), ("A",), ("K1", "K2"), ("K1",))) == []


def two_frameworks():
    """Two contractors for the same people, from one award each, with a criterion to compare on."""
    awards = [final_award(), final_award()]
    for award in awards:  # whichever has the lower number gives the terms
        award.tender.criteria.append(
            AwardCriterion(sequence=1, code="K1", title="Aanpak", kind=CriterionKind.QUALITY, weight=Decimal(100))
        )
    db.session.flush()
    contracts = [running_contract(lot_award_id=awards[0].id, basis=ContractBasis.TENDER)]
    rival = supplier_named(RIVAL).id
    contracts.append(running_contract(lot_award_id=awards[1].id, basis=ContractBasis.TENDER, supplier_id=rival))
    return contracts


def an_order(**what_matters):
    usual = {
        "title": "Groepstraining", "starts_on": date(2027, 1, 1), "months": 6, "participants_per_year": 20,
        "maximum_value": euros("60000"),
    }  # fmt: skip
    return Order(**(usual | what_matters))


def begun(people, **what_matters) -> Tender:
    (framework,) = frameworks_to_compete_under(TODAY)
    return start_minicompetition(framework, an_order(**what_matters), actor=people.actor("inge"), now=MONDAY)


def test_a_minicompetition_takes_the_terms_of_the_framework_and_asks_each_contractor(session, people):
    contracts = two_frameworks()
    tender = begun(people)
    session.flush()

    assert tender.procedure is Procedure.MINICOMPETITION
    assert [criterion.code for criterion in tender.criteria] == ["K1"]
    assert [each.kind for each in tender.lots[0].milestones] == [each.kind for each in contracts[0].milestones]
    assert {firm.id for _, firm in invited_to(tender)} == {each.supplier_id for each in contracts}
    assert history_of(tender)[0].act == "tender.minicompetition_begun"
    lacking = {obstacle.code for obstacle in obstacles_to_publishing(facts_of(tender), MONDAY)}
    assert not lacking & {"advice-missing", "invitations", "contractor-not-invited", "maximum-unexplained"}


def test_one_contractor_has_nobody_to_compete_with(session, people):
    running_contract(lot_award_id=final_award().id, basis=ContractBasis.TENDER)
    running_contract(supplier_id=supplier_named(RIVAL).id)  # bought without a tender: no framework

    assert frameworks_to_compete_under(TODAY) == []


def won_by(tender: Tender, contract: FrameworkContract) -> LotAward:
    """The final award of a minicompetition, as the chain of procurement leaves it."""
    lot = tender.lots[0]
    bid = Bid(
        tender_id=tender.id, lot_id=lot.id, supplier_id=contract.supplier_id, status=BidStatus.OPENED, begun_at=MONDAY,
        received_at=MONDAY, content_hash="0" * 64, receipt_code="1" * 19,
    )  # fmt: skip
    db.session.add(bid)
    db.session.flush()
    for milestone in lot.milestones:
        db.session.add(BidPrice(bid_id=bid.id, milestone_id=milestone.id, amount=euros("1000")))
    award = LotAward(
        tender_id=tender.id, lot_id=lot.id, bid_id=bid.id, supplier_id=bid.supplier_id, rank=1,
        status=LotAwardStatus.FINAL, awarded_at=MONDAY, made_final_at=MONDAY,
    )  # fmt: skip
    db.session.add(award)
    db.session.flush()
    return award


def test_the_winner_gets_a_call_off_under_the_own_framework(session, people):
    _first, second = two_frameworks()
    award = won_by(begun(people), second)

    contract = draft_contract_from_award(award, actor=people.actor("coen"), now=MONDAY)
    session.flush()

    assert (contract.basis, contract.call_off_way) == (ContractBasis.CALL_OFF, CallOffWay.MINICOMPETITION)
    assert contract.framework_id == second.id
    assert [milestone.amount for milestone in contract.milestones] == [euros("1000")] * 3
    assert ceiling_of(second).called_off == euros("60000")


def test_an_award_for_which_the_framework_has_no_room_left_gives_no_contract(session, people):
    _first, second = two_frameworks()
    award = won_by(begun(people), second)
    second.maximum_value = euros("59999.99")
    session.flush()

    with pytest.raises(Refusal) as refusal:
        draft_contract_from_award(award, actor=people.actor("coen"), now=MONDAY)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["ceiling-too-near"]


def test_inge_begins_a_minicompetition_on_its_page(app, people, as_person):
    two_frameworks()
    db.session.commit()
    inge = as_person("inge")
    page = "/aanbestedingen/minicompetitie"
    assert "2 opdrachtnemers" in inge.get(page).text

    with app.app_context():
        key = frameworks_to_compete_under(TODAY)[0].key
    sent = {
        "framework": key, "title": "Groepstraining", "starts_on": "01-01-2027", "months": "6",
        "participants_per_year": "20", "maximum_value": "60.000",
    }  # fmt: skip
    shown = inge.post(page, data=sent, follow_redirects=True).text

    assert "staat klaar als concept" in shown
    assert "Minicompetitie" in inge.get("/aanbestedingen").text
    assert as_person("sanne").get(page).status_code == 403
