"""An open house: fixed tariffs, applied for at any time, let in or refused with reasons, and put under contract."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from alerts.tasks import tasks_of
from contracts.lifecycle import ContractBasis
from contracts.operations.admissions import draft_contract_from_admission
from contracts.operations.drafts import withdraw_draft
from contracts.operations.fees import change_fees
from contracts.queries.admissions import admissions_without_contract
from procurement.admissibility import RejectionGround
from procurement.bids import BidStatus
from procurement.lifecycle import TenderStatus
from procurement.operations.bid_checks import check_bid, reject_bid
from procurement.operations.bids import submit_bid
from procurement.operations.drafts import save_draft
from procurement.operations.offers import open_received
from procurement.operations.tenders import publish_tender
from procurement.procedures import Procedure
from procurement.queries.assessment import knock_outs_for
from procurement.queries.bids import prices_of
from procurement.queries.offers import admissions_of
from tests.conftest import MONDAY
from tests.factories.bids import content_for
from tests.factories.tenders import STARTS_ON, saved_tender
from townhall.clock import AMSTERDAM
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

HALFWAY = MONDAY.replace(year=2028, month=2, day=1)
LAST_DAY = MONDAY.replace(year=2029, month=3, day=31, hour=12).astimezone(AMSTERDAM)
WHY = "Het keurmerk is verlopen op 1 januari 2028."


def codes(refusal):
    return {each.code for each in refusal.value.obstacles}


def open_house_draft(**what_matters):
    """A draft of an open house of two years from April 2027, without criteria."""
    tender = saved_tender(
        procedure=Procedure.OPEN_HOUSE, procedure_reason="De deelnemer kiest zelf een aanbieder.", price_formula=None,
        price_parameters={}, closes_at=LAST_DAY, extension_count=0, **what_matters,
    )  # fmt: skip
    tender.requirements, tender.criteria = [tender.requirements[0]], []
    return tender


@pytest.fixture
def house(session, people):
    """An open house that is published."""
    tender = open_house_draft()
    session.flush()
    publish_tender(tender, actor=people.actor("inge"), now=MONDAY)
    return tender


def applied(tender, people, first_name="sanne", *, now):
    person = getattr(people, first_name)
    lot, actor = tender.lots[0], people.actor(first_name)
    content = replace(content_for(lot), prices={}, qualities={})
    save_draft(tender, lot, person.organisation, content, actor=actor, now=now)
    return submit_bid(tender, lot, person.organisation, actor=actor, now=now)


def admitted(tender, people, first_name="sanne", *, now):
    bid, inge = applied(tender, people, first_name, now=now), people.actor("inge")
    open_received(tender, actor=inge, now=now)
    met = {each.id: True for each in knock_outs_for(bid)}
    return check_bid(bid, is_complete=True, knock_outs=met, actor=inge, now=now)


def test_suppliers_enter_at_any_time_and_each_gets_a_contract_with_the_published_tariffs(session, people, house):
    first = admitted(house, people, now=MONDAY + timedelta(days=3))
    second = admitted(house, people, "rik", now=HALFWAY)

    assert house.status == TenderStatus.PUBLISHED
    assert admissions_of(house) == admissions_without_contract() == [first, second]
    coen = people.actor("coen")
    contracts = [
        draft_contract_from_admission(each, starts_on=day, actor=coen, now=HALFWAY)
        for each, day in ((first, STARTS_ON), (second, date(2028, 3, 1)))
    ]
    assert [each.basis for each in contracts] == [ContractBasis.OPEN_HOUSE] * 2
    assert [line.amount for line in contracts[0].fee_lines()] == [m.highest_fee for m in house.lots[0].milestones]
    assert [line.amount for line in contracts[1].fee_lines()] == [line.amount for line in contracts[0].fee_lines()]
    assert {each.agreed_ends_on for each in contracts} == {date(2029, 3, 31)}
    assert house.reference in contracts[0].basis_reason and admissions_without_contract() == []


def test_no_price_is_asked_and_none_is_kept(people, house):
    bid = admitted(house, people, now=HALFWAY).bid

    assert prices_of([bid.id]) == {bid.id: {}}


def test_who_is_refused_reads_why_and_may_apply_again(session, people, house):
    inge = people.actor("inge")
    first = applied(house, people, now=HALFWAY)
    with pytest.raises(Refusal) as refusal:
        open_received(house, actor=inge, now=HALFWAY)
        applied(house, people, now=HALFWAY)
    assert codes(refusal) == {"application-being-checked"}
    reject_bid(first, WHY, ground=RejectionGround.KNOCK_OUT, actor=inge, now=HALFWAY)

    again = admitted(house, people, now=HALFWAY + timedelta(days=30))

    assert (first.status, again.bid.status) == (BidStatus.REPLACED, BidStatus.OPENED)
    told = list(session.scalars(select(OutboxMail).where(OutboxMail.subject.startswith("U bent"))))
    assert ["afgewezen" in told[0].subject, "toegelaten" in told[1].subject] == [True, True]
    assert WHY in told[0].body


def test_who_was_let_in_does_not_apply_again_and_is_not_put_out_by_a_new_check(people, house):
    admission = admitted(house, people, now=HALFWAY)

    with pytest.raises(Refusal) as refusal:
        applied(house, people, now=HALFWAY)
    assert codes(refusal) == {"admitted-already"}
    with pytest.raises(Refusal) as refusal:
        reject_bid(admission.bid, WHY, ground=RejectionGround.KNOCK_OUT, actor=people.actor("inge"), now=HALFWAY)
    assert codes(refusal) == {"admitted-already"}


def test_after_the_last_day_nobody_enters(people, house):
    with pytest.raises(Refusal) as refusal:
        applied(house, people, now=LAST_DAY + timedelta(seconds=1))

    assert "bid-too-late" in codes(refusal)


def test_a_contract_of_an_open_house_keeps_its_tariffs_and_comes_once(people, house):
    admission, coen = admitted(house, people, now=HALFWAY), people.actor("coen")
    with pytest.raises(Refusal) as refusal:
        draft_contract_from_admission(admission, starts_on=date(2029, 4, 1), actor=coen, now=HALFWAY)
    assert codes(refusal) == {"outside-open-house"}
    contract = draft_contract_from_admission(admission, starts_on=date(2028, 3, 1), actor=coen, now=HALFWAY)

    with pytest.raises(Refusal) as refusal:
        change_fees(contract, contract.fee_lines(), actor=coen, now=HALFWAY)
    assert codes(refusal) == {"fees-from-bid"}
    with pytest.raises(Refusal) as refusal:
        draft_contract_from_admission(admission, starts_on=date(2028, 3, 1), actor=coen, now=HALFWAY)
    assert codes(refusal) == {"already-drafted"}

    withdraw_draft(contract, reason="Verkeerde eerste dag", actor=coen, now=HALFWAY)
    assert admissions_without_contract() == [admission]


def test_an_open_house_that_compares_or_leaves_a_tariff_open_is_not_announced(session, people):
    tender = saved_tender(procedure=Procedure.OPEN_HOUSE, procedure_reason="De deelnemer kiest.", closes_at=MONDAY)
    tender.lots[0].milestones[0].highest_fee = None
    session.flush()

    with pytest.raises(Refusal) as refusal:
        publish_tender(tender, actor=people.actor("inge"), now=MONDAY)

    assert {"open-house-compares", "tariff-not-fixed", "dates-out-of-order"} <= codes(refusal)
    assert tender.status == TenderStatus.DRAFT


def test_everybody_reads_who_was_let_in(visitor, session, people, house):
    admitted(house, people, now=MONDAY + timedelta(days=3))
    session.commit()

    page = visitor.get(f"/portaal/aanbestedingen/{house.reference}").text

    assert "Toegelaten aanbieders" in page and people.sanne.organisation.name in page


def test_an_admission_waits_for_its_contract_in_the_work_list(people, house):
    admission = admitted(house, people, now=HALFWAY)
    waits = [task for task in tasks_of(people.actor("coen"), HALFWAY) if "open house" in task.label]

    assert [task.url for task in waits] == [f"/contracten/uit-toelating/{admission.id}"]
