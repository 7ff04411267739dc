"""A decision that is taken back, before its letters or lot by lot, and the new assessment that may follow."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.assessment import are_all_in
from procurement.awarding import LotAwardStatus, ObjectionKind, ObjectionOutcome, ReportStatus
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import ConsensusScore
from procurement.operations.assessment import declare_conflict, declare_no_conflict
from procurement.operations.award_reports import adopt_award_report
from procurement.operations.awards import check_proofs, make_award_final, not_award, send_award_letters
from procurement.operations.objections import record_objection, settle_objection
from procurement.operations.ranking import rank_tender
from procurement.operations.reassessment import choose_reassessors, reassess_score
from procurement.operations.withdrawals import withdraw_award, withdraw_decision
from procurement.queries.assessment import committee_of, member_facts, member_of
from procurement.queries.awards import decisions_of, letters_of, lot_awards_of, reports_of, standing_awards
from procurement.queries.reassessment import reassessors_of
from tests.factories.assessment import DECIDED_AT, after_standstill, decided_tender, drafted_report, told_tender
from townhall.accounts.models import AccountRole
from townhall.accounts.roles import Role
from townhall.database import db
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

STILL = "De rechter vond alleen de motivering te dun; de commissie heeft over de inhoud nog geen oordeel gevormd."
WHY = "De rechter vindt de motivering van K1 bij Baanbrug te dun en verbiedt de gunning."
ANEW = "U laat elk traject beginnen bij een werkgever en noemt wie; dat zag de commissie eerst over het hoofd."


def codes(refusal):
    """The codes of a refusal."""
    return [each.code for each in refusal.value.obstacles]


def test_a_decision_is_taken_back_before_its_letters_and_taken_anew(session, people):
    tender = decided_tender()
    inge, wim = people.actor("inge"), people.actor("wim")

    withdraw_decision(tender, WHY, actor=inge, now=DECIDED_AT)

    assert (tender.status, lot_awards_of(tender)) == (TenderStatus.RANKED, [])
    assert (reports_of(tender)[0].status, decisions_of(tender)[0].withdrawal_reason) == (ReportStatus.SUPERSEDED, WHY)
    adopt_award_report(drafted_report(tender), "Register 15", actor=wim, now=DECIDED_AT)
    send_award_letters(tender, actor=inge, now=DECIDED_AT)
    assert [each.number for each in reports_of(tender)] == [2, 1]
    assert {letter.decision_id for letter in letters_of(tender)} == {decisions_of(tender)[0].id}


def test_after_a_decision_nobody_was_told_of_a_lot_is_declined_in_the_next_report_and_its_letters(session, people):
    tender = decided_tender()
    inge, wim = people.actor("inge"), people.actor("wim")
    withdraw_decision(tender, WHY, actor=inge, now=DECIDED_AT)
    mails = session.query(OutboxMail).count()

    not_award(tender, tender.lots[0], WHY, actor=inge, now=DECIDED_AT)

    assert (session.query(OutboxMail).count(), tender.status) == (mails, TenderStatus.RANKED)
    adopt_award_report(drafted_report(tender), "Register 15", actor=wim, now=DECIDED_AT)
    letters = send_award_letters(tender, actor=inge, now=DECIDED_AT)
    assert tender.status == TenderStatus.NOT_AWARDED
    assert {lot["outcome"] for letter in letters for lot in letter.data["lots"]} == {"not_awarded"}


def test_what_is_opposed_and_then_not_awarded_leaves_no_summons_open(session, people):
    tender = told_tender(lots=2)
    first, second = lot_awards_of(tender)
    inge = people.actor("inge")
    summons = record_objection(
        first, kind=ObjectionKind.SUMMONS, supplier_id=people.rik.organisation_id, received_on=DECIDED_AT.date(),
        grounds="De score op K1 is niet gemotiveerd.", actor=inge, now=DECIDED_AT,
    )  # fmt: skip

    not_award(tender, first.lot, WHY, actor=inge, now=DECIDED_AT)

    assert (summons.outcome, second.status) == (ObjectionOutcome.WITHDRAWN, LotAwardStatus.PROVISIONAL)
    assert WHY in summons.settlement
    # Settling it afterwards cannot take away that the lot is not awarded.
    with pytest.raises(Refusal) as refusal:
        settle_objection(
            summons, ObjectionOutcome.UPHELD, WHY, settled_on=DECIDED_AT.date(), actor=inge, now=DECIDED_AT
        )
    assert codes(refusal) == ["objection-settled"]
    # The other lot goes on, and the tender ends with one lot awarded and one not.
    check_proofs(second, "KvK en GVA gezien.", actor=inge, now=DECIDED_AT)
    make_award_final(second, actor=people.actor("wim"), now=after_standstill(tender))
    assert (first.status, second.status) == (LotAwardStatus.NOT_AWARDED, LotAwardStatus.FINAL)
    assert tender.status == TenderStatus.AWARDED


@pytest.mark.parametrize(("reason", "code"), [("fout", "withdrawal-unmotivated"), (WHY, "no-decision-to-withdraw")])
def test_a_decision_is_not_taken_back_without_a_reason_or_after_its_letters(session, people, reason, code):
    tender = decided_tender() if reason != WHY else told_tender()
    status = tender.status

    with pytest.raises(Refusal) as refusal:
        withdraw_decision(tender, reason, actor=people.actor("inge"), now=DECIDED_AT)

    assert codes(refusal) == [code]
    assert tender.status == status


def test_the_award_of_one_lot_is_withdrawn_with_a_message_and_the_other_stands(session, people):
    tender = told_tender(lots=2)
    first, second = lot_awards_of(tender)
    inge = people.actor("inge")
    objection = record_objection(
        first, kind=ObjectionKind.SUMMONS, supplier_id=people.rik.organisation_id, received_on=DECIDED_AT.date(),
        grounds="De score op K1 is niet gemotiveerd.", actor=inge, now=DECIDED_AT,
    )  # fmt: skip

    withdraw_award(first, WHY, actor=inge, now=DECIDED_AT)

    assert (first.status, first.reason, second.status) == (
        LotAwardStatus.WITHDRAWN, WHY, LotAwardStatus.PROVISIONAL,
    )  # fmt: skip
    assert objection.outcome == ObjectionOutcome.WITHDRAWN
    told = session.query(OutboxMail).filter(OutboxMail.subject.endswith("ingetrokken")).all()
    assert len(told) == 2 and all(WHY in each.body for each in told)
    with pytest.raises(Refusal) as refusal:
        withdraw_award(first, WHY, actor=inge, now=DECIDED_AT)
    assert codes(refusal) == ["award-status"]


def test_the_committee_scores_anew_on_the_lot_that_is_open_and_the_ranking_turns(session, people):
    tender = told_tender(lots=2)
    first, second = lot_awards_of(tender)
    inge, anouk = people.actor("inge"), people.actor("anouk")
    withdraw_award(first, WHY, actor=inge, now=DECIDED_AT)
    choose_reassessors(tender, [], STILL, keeps_committee=True, actor=inge, now=DECIDED_AT)
    scores = {
        each.bid.supplier.name.split()[0]: each
        for each in session.query(ConsensusScore)
        if each.bid.lot_id == first.lot_id
    }

    reassess_score(scores["Baanbrug"], Decimal(10), ANEW, is_unbiased=True, actor=anouk, now=DECIDED_AT)
    reassess_score(
        scores["Werkvooruit"], Decimal(4), f"{ANEW} Dit keer niet.", is_unbiased=True, actor=anouk, now=DECIDED_AT
    )
    rank_tender(tender, actor=inge, now=DECIDED_AT)
    adopt_award_report(drafted_report(tender), "Register 15", actor=people.actor("wim"), now=DECIDED_AT)
    send_award_letters(tender, actor=inge, now=DECIDED_AT)

    standing = standing_awards(tender)
    assert standing[first.lot_id].supplier.name == "Baanbrug BV (fictief)"
    assert standing[second.lot_id] is second
    assert {each.decision_id for each in standing.values()} == {first.decision_id, decisions_of(tender)[0].id}


def test_nobody_scores_anew_on_a_lot_that_stands_or_from_outside_or_with_a_bias(session, people):
    tender = told_tender()
    agreed = session.query(ConsensusScore).first()

    with pytest.raises(Refusal) as refusal:
        reassess_score(agreed, Decimal(10), ANEW, is_unbiased=False, actor=people.actor("inge"), now=DECIDED_AT)
    assert codes(refusal) == ["lot-not-reopened", "not-in-the-committee", "committee-biased"]

    withdraw_award(lot_awards_of(tender)[0], WHY, actor=people.actor("inge"), now=DECIDED_AT)
    with pytest.raises(Refusal) as refusal:
        reassess_score(agreed, Decimal(10), ANEW, is_unbiased=True, actor=people.actor("anouk"), now=DECIDED_AT)
    assert codes(refusal) == ["reassessors-not-chosen"]
    choose_reassessors(tender, [], STILL, keeps_committee=True, actor=people.actor("inge"), now=DECIDED_AT)
    with pytest.raises(Refusal) as refusal:
        reassess_score(agreed, Decimal(9), "nee", is_unbiased=True, actor=people.actor("anouk"), now=DECIDED_AT)
    assert codes(refusal) == ["score-off-scale", "score-unmotivated"]


def test_a_new_committee_begins_without_the_outcome_and_alone_may_score(session, people):
    tender = told_tender(lots=2)
    first = lot_awards_of(tender)[0]
    inge, gert = people.actor("inge"), people.actor("gert")
    with pytest.raises(Refusal) as refusal:
        choose_reassessors(tender, [], "", keeps_committee=True, actor=inge, now=DECIDED_AT)
    assert codes(refusal) == ["no-lot-reopened", "keeping-unmotivated"]
    withdraw_award(first, WHY, actor=inge, now=DECIDED_AT)
    with pytest.raises(Refusal) as refusal:
        choose_reassessors(tender, [people.anouk], "", keeps_committee=False, actor=inge, now=DECIDED_AT)
    assert codes(refusal) == ["committee-too-small", "already-in-committee"]

    choose_reassessors(tender, [people.gert, people.hanna], "", keeps_committee=False, actor=inge, now=DECIDED_AT)

    agreed = next(each for each in session.query(ConsensusScore) if each.bid.lot_id == first.lot_id)
    for actor, code in ((people.actor("anouk"), "not-in-the-committee"), (gert, "conflict-undeclared")):
        with pytest.raises(Refusal) as refusal:
            reassess_score(agreed, Decimal(4), ANEW, is_unbiased=True, actor=actor, now=DECIDED_AT)
        assert codes(refusal) == [code]
    declare_no_conflict(member_of(tender, people.gert.id), actor=gert, now=DECIDED_AT)
    reassess_score(agreed, Decimal(4), ANEW, is_unbiased=True, actor=gert, now=DECIDED_AT)
    assert (agreed.score, agreed.agreed_by_id) == (Decimal(4), people.gert.id)
    # The first committee is as it was: its scores count in the file, and nobody of it stepped down.
    assert [each.account.name.split()[0] for each in committee_of(tender)] == ["Anouk", "Bram"]
    assert are_all_in(member_facts(tender))
    declare_conflict(
        member_of(tender, people.hanna.id), agreed.bid.supplier_id, "Mijn broer werkt bij dit bedrijf.",
        actor=people.actor("hanna"), now=DECIDED_AT,
    )  # fmt: skip
    assert [each.account_id for each in reassessors_of(tender)] == [people.gert.id]
    rank_tender(tender, actor=inge, now=DECIDED_AT)
    data = drafted_report(tender).data
    assert data["reassessments"][0]["keeps_committee"] is False
    assert [each["is_second"] for each in data["committee"]] == [False, False, True, True]


def test_the_pages_lead_from_withdrawing_to_scoring_anew(session, people, as_person, set_now):
    tender = told_tender()
    award, agreed = lot_awards_of(tender)[0], session.query(ConsensusScore).first()
    reference, award_id, cell = tender.reference, award.id, (agreed.bid_id, agreed.criterion_id)
    db.session.commit()
    set_now(DECIDED_AT)
    inge, anouk, url = as_person("inge"), as_person("anouk"), f"/aanbestedingen/{reference}"

    assert "Leg in een volledige zin uit" in inge.post(f"{url}/gunning/{award_id}/intrekken", data={"reason": "x"}).text
    assert inge.post(f"{url}/gunning/{award_id}/intrekken", data={"reason": WHY}).status_code == 302
    assert "Herbeoordeling" in anouk.get(f"{url}/gunning").text
    assert "Er zijn geen andere beoordelaars" in inge.get(f"{url}/herbeoordeling/commissie").text
    assert (
        "nog onbevangen kan oordelen, ook nu" in inge.post(f"{url}/herbeoordeling/commissie", data={"who": "same"}).text
    )
    chosen = {"who": "same", "reason": STILL}
    assert inge.post(f"{url}/herbeoordeling/commissie", data=chosen).status_code == 302
    page = f"{url}/herbeoordeling/{cell[0]}/{cell[1]}"
    assert page in anouk.get(f"{url}/herbeoordeling").text
    sent = {"score": "8", "motivation": ANEW}
    assert "Verklaar dat de commissie onbevangen oordeelt" in anouk.post(page, data=sent).text
    assert anouk.post(page, data={**sent, "is_unbiased": "y"}).status_code == 302
    assert inge.get(page).status_code == 403


def test_who_comes_new_sees_no_prices_no_ranking_and_no_old_scores(session, people, as_person, set_now):
    tender = told_tender()
    award, inge = lot_awards_of(tender)[0], people.actor("inge")
    agreed = session.query(ConsensusScore).first()
    old, reference, cell = agreed.motivation, tender.reference, (agreed.bid_id, agreed.criterion_id)
    session.add_all(AccountRole(account_id=each.id, role=Role.ASSESSOR) for each in (people.gert, people.hanna))
    withdraw_award(award, WHY, actor=inge, now=DECIDED_AT)
    choose_reassessors(
        tender, [people.gert, people.hanna], "", keeps_committee=False, actor=inge, now=DECIDED_AT + timedelta(hours=1)
    )
    db.session.commit()
    set_now(DECIDED_AT + timedelta(hours=2))
    gert, url = as_person("gert"), f"/aanbestedingen/{reference}"

    assert f"{url}/herbeoordeling" in gert.get("/aanbestedingen/mijn-beoordelingen").text
    assert f"{url}/belangen" in gert.get(f"{url}/herbeoordeling").text
    assert gert.post(f"{url}/belangen", data={"statement": "none"}).status_code == 302
    listed = gert.get(f"{url}/herbeoordeling").text
    page = f"{url}/herbeoordeling/{cell[0]}/{cell[1]}"
    assert page in listed and "nog te geven" in listed and old not in listed
    assert old not in gert.get(page).text
    assert [gert.get(f"{url}/{each}").status_code for each in ("rangorde", "verslag/1")] == [404, 404]
    assert gert.get(f"{url}/inschrijvingen/{cell[0]}").status_code == 200
    assert as_person("anouk").get(f"{url}/rangorde").status_code == 200
