"""One offer: asked, opened by one person, checked, chosen with a reason. And what one person may not open."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts.tasks import tasks_of
from contracts.operations.drafts import draft_contract_from_award
from procurement.admissibility import RejectionGround
from procurement.awarding import LotAwardStatus
from procurement.bids import BidStatus
from procurement.lifecycle import TenderStatus
from procurement.operations.award_reports import adopt_award_report
from procurement.operations.awards import check_proofs, make_award_final, not_award, send_award_letters
from procurement.operations.bid_checks import check_bid, reject_bid
from procurement.operations.bids import submit_bid
from procurement.operations.drafts import save_draft
from procurement.operations.offers import choose_offer, open_received
from procurement.operations.tender_documents import invite_supplier
from procurement.operations.tenders import publish_tender
from procurement.procedure_steps import steps_of
from procurement.procedures import OPENED_BY_ONE, Procedure, StandstillKind
from procurement.progress import Part, parts_of, road
from procurement.queries.assessment import knock_outs_for
from procurement.queries.awards import lot_awards_of
from procurement.queries.bids import prices_of
from procurement.queries.openings import are_prices_open
from procurement.queries.vault_proof import flaws_in_vault
from tests.conftest import MONDAY
from tests.factories.assessment import DECIDED_AT, drafted_report, give_mandate, ranked_tender
from tests.factories.bids import content_for, open_for_bids, submitted_bid
from tests.factories.tenders import saved_tender
from townhall.audit.models import AuditEntry
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.refusal import Refusal

REASON = "Werkvooruit kent de doelgroep en blijft onder de raming."
MANDATE = "Mandaatregister 2026, nr. 14"
LATER = MONDAY + timedelta(days=2)


def codes(refusal):
    return [each.code for each in refusal.value.obstacles]


def asked_tender(people, *, lots=1):
    """A published single private tender; Sanne's firm was asked."""
    tender = saved_tender(
        procedure=Procedure.SINGLE_PRIVATE, duration_months=1, extension_count=0, price_formula=None,
        price_parameters={}, procedure_reason="Alleen deze aanbieder heeft ervaring met de doelgroep.", lots=lots,
        lot={"maximum_value": euros(100000)},
    )  # fmt: skip
    invite_supplier(tender, people.sanne.organisation, actor=people.actor("inge"), now=MONDAY)
    publish_tender(tender, actor=people.actor("inge"), now=MONDAY)
    return tender


def opened_offer(people):
    """The one offer, handed in and opened by the buyer before the closing."""
    tender = asked_tender(people)
    bid = submitted_bid(tender, tender.lots[0], now=MONDAY + timedelta(hours=1))
    open_received(tender, actor=people.actor("inge"), now=LATER)
    return tender, bid


def admitted_offer(people):
    tender, bid = opened_offer(people)
    met = {each.id: True for each in knock_outs_for(bid)}
    check_bid(bid, is_complete=True, knock_outs=met, actor=people.actor("inge"), now=LATER)
    return tender, bid


def test_one_offer_goes_from_invitation_to_contract_without_openers_committee_or_ranking(session, people):
    tender, bid = admitted_offer(people)
    give_mandate("Wim")

    (award,) = choose_offer(tender, REASON, MANDATE, actor=people.actor("wim"), now=LATER)

    assert (tender.status, award.status) == (TenderStatus.AWARDED, LotAwardStatus.FINAL)
    assert (award.reason, award.made_final_by_id) == (REASON, people.wim.id)
    contract = draft_contract_from_award(award, actor=people.actor("coen"), now=LATER)
    assert contract.supplier_id == bid.supplier_id
    assert [line.amount for line in contract.fee_lines()] == list(prices_of([bid.id])[bid.id].values())
    assert session.scalar(select(OutboxMail.subject).where(OutboxMail.subject.startswith("Wij kiezen")))
    recorded = select(AuditEntry.act).where(AuditEntry.act.startswith("offer")).order_by(AuditEntry.id)
    assert list(session.scalars(recorded)) == ["offers.opened", "offer.chosen"]


def test_the_one_offer_is_opened_on_receipt_and_can_then_not_be_changed(session, people):
    tender, bid = opened_offer(people)

    assert (tender.status, bid.status) == (TenderStatus.OPENED, BidStatus.OPENED)
    assert prices_of([bid.id])[bid.id] and are_prices_open(tender)
    assert flaws_in_vault(tender) == []
    lot, sanne = tender.lots[0], people.actor("sanne")
    with pytest.raises(Refusal) as refusal:
        save_draft(tender, lot, people.sanne.organisation, content_for(lot), actor=sanne, now=LATER)
    assert codes(refusal) == ["opened-on-receipt"]


def test_until_it_is_opened_the_one_offer_is_locked_and_may_be_replaced(session, people):
    tender = asked_tender(people)
    lot, firm, sanne = tender.lots[0], people.sanne.organisation, people.actor("sanne")
    first = submitted_bid(tender, lot, quality="Eerste versie", now=MONDAY + timedelta(hours=1))
    assert b"Eerste versie" not in first.envelopes[0].ciphertext

    save_draft(tender, lot, firm, content_for(lot, quality="Tweede versie"), actor=sanne, now=LATER)
    second = submit_bid(tender, lot, firm, actor=sanne, now=LATER)
    open_received(tender, actor=people.actor("inge"), now=LATER)

    assert (first.status, second.status) == (BidStatus.REPLACED, BidStatus.OPENED)


def test_with_two_lots_opening_waits_for_both_offers_or_for_the_closing(session, people):
    tender = asked_tender(people, lots=2)
    inge = people.actor("inge")
    submitted_bid(tender, tender.lots[0], now=MONDAY + timedelta(hours=1))
    with pytest.raises(Refusal) as refusal:
        open_received(tender, actor=inge, now=LATER)
    assert codes(refusal) == ["offer-not-whole"]

    open_received(tender, actor=inge, now=tender.closes_at + timedelta(seconds=1))

    assert tender.status == TenderStatus.OPENED


def test_one_person_never_opens_what_two_openers_must_open(session, people):
    tender = open_for_bids()
    bid = submitted_bid(tender, tender.lots[0])

    with pytest.raises(Refusal) as refusal:
        open_received(tender, actor=people.actor("inge"), now=tender.closes_at + timedelta(days=1))

    assert codes(refusal) == ["opened-by-two"]
    assert bid.status == BidStatus.SUBMITTED


def test_the_choice_asks_for_a_check_by_somebody_else_a_reason_and_a_mandate(session, people):
    tender, _ = opened_offer(people)
    with pytest.raises(Refusal) as refusal:
        choose_offer(tender, "ja", " ", actor=people.actor("inge"), now=LATER)
    assert set(codes(refusal)) == {"offer-not-admitted", "no-mandate", "choice-unmotivated", "mandate-unnamed"}

    tender, _ = admitted_offer(people)
    give_mandate("Inge")
    with pytest.raises(Refusal) as refusal:
        choose_offer(tender, REASON, MANDATE, actor=people.actor("inge"), now=LATER)
    assert codes(refusal) == ["four-eyes"]


def test_an_offer_that_is_set_aside_ends_the_tender_at_once_and_tells_the_supplier(session, people):
    tender, bid = opened_offer(people)
    inge = people.actor("inge")
    why = "De offerte noemt geen begeleider en de prijs ligt ver boven de raming."
    reject_bid(bid, why, ground=RejectionGround.NOT_CONFORM, actor=inge, now=LATER)

    not_award(tender, tender.lots[0], why, actor=inge, now=LATER)

    assert tender.status == TenderStatus.NOT_AWARDED
    assert [award.status for award in lot_awards_of(tender)] == [LotAwardStatus.NOT_AWARDED]
    assert session.scalar(select(OutboxMail.to).where(OutboxMail.subject.contains("niet gegund")))


@pytest.mark.parametrize("procedure", list(Procedure))
def test_every_procedure_says_of_every_step_why_it_has_it_or_not(procedure):
    steps = steps_of(procedure)

    assert all(step.why for step in steps)
    has = {step.name for step in steps if step.applies}
    assert ("Rangorde" in has) == (procedure not in OPENED_BY_ONE | {Procedure.IN_HOUSE})
    assert ("Kluis met openers: twee mensen openen samen" in has) == (Part.OPENERS in parts_of(procedure))


def test_the_short_road_shows_only_its_own_steps():
    names = [name for name, _ in road(TenderStatus.OPENED, Procedure.SINGLE_PRIVATE)]

    assert names == ["Voorbereiden", "Offerte vragen", "Toetsen en kiezen", "Gegund"]
    # A tender of before this road existed keeps the long one.
    assert len(road(TenderStatus.RANKED, Procedure.SINGLE_PRIVATE)) == 6


def labels(people, name, now):
    return [task.label for task in tasks_of(people.actor(name), now)]


def test_the_work_list_knows_whose_turn_it_is_with_one_offer(session, people):
    tender = asked_tender(people)
    assert labels(people, "inge", LATER) == []
    bid = submitted_bid(tender, tender.lots[0], now=MONDAY + timedelta(hours=1))
    assert labels(people, "inge", LATER) == ["offerte of aanmelding is binnen: open haar"]

    open_received(tender, actor=people.actor("inge"), now=LATER)
    assert labels(people, "inge", LATER) == ["offerte of aanmelding is geopend: toets haar"]
    assert labels(people, "wim", LATER) == []

    met = {each.id: True for each in knock_outs_for(bid)}
    check_bid(bid, is_complete=True, knock_outs=met, actor=people.actor("inge"), now=LATER)
    assert (labels(people, "inge", LATER), labels(people, "wim", LATER)) == ([], ["offerte is getoetst: kies haar"])


def test_a_multiple_private_invitation_keeps_the_whole_comparison_and_ends_without_a_standstill(session, people):
    tender = ranked_tender()
    tender.procedure, tender.standstill_kind = Procedure.MULTIPLE_PRIVATE, StandstillKind.NONE
    give_mandate("Wim")
    report = drafted_report(tender)
    adopt_award_report(report, MANDATE, actor=people.actor("wim"), now=DECIDED_AT)
    send_award_letters(tender, actor=people.actor("inge"), now=DECIDED_AT)
    (award,) = lot_awards_of(tender)

    check_proofs(award, "KvK van deze maand", actor=people.actor("inge"), now=DECIDED_AT)
    make_award_final(award, actor=people.actor("wim"), now=DECIDED_AT)

    assert (tender.status, award.standstill_ends_on) == (TenderStatus.AWARDED, None)
    assert "onder de Europese drempel" in str(report.data["items"])


def test_where_one_offer_is_asked_nothing_speaks_of_comparing(session, people, as_person):
    one = saved_tender(procedure=Procedure.SINGLE_PRIVATE, price_formula=None)
    one.requirements, one.criteria = [], []
    many = saved_tender()
    session.commit()

    pages = [as_person("inge").get(f"/aanbestedingen/{each.reference}").text for each in (one, many)]

    for words in ("Gunningscriteria</a>", "Prijsformule", "Kwaliteitsscore"):
        assert [words in page for page in pages] == [False, True], words
