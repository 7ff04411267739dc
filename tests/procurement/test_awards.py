"""From ranking to final award, through the operations."""

from datetime import date, timedelta

import pytest

from procurement.admissibility import RejectionGround
from procurement.award_report import Answer, Item
from procurement.awarding import LotAwardStatus, ObjectionKind, ObjectionOutcome, ReportStatus
from procurement.bids import EnvelopeKind
from procurement.lifecycle import TenderStatus
from procurement.operations.award_reports import adopt_award_report, draft_award_report
from procurement.operations.awards import (
    check_proofs,
    final_award_obstacles,
    gates_to_final,
    make_award_final,
    not_award,
    send_award_letters,
)
from procurement.operations.bid_checks import reject_bid
from procurement.operations.objections import record_objection, settle_objection
from procurement.operations.ranking import rank_tender, record_draw
from procurement.operations.withdrawals import withdraw_award
from procurement.procedures import StandstillKind
from procurement.queries.assessment import admitted_bids
from procurement.queries.awards import (
    final_awards,
    final_awards_without,
    letter_to,
    letters_of,
    letters_to,
    lot_awards_of,
    lots_reopened,
    rankings_of,
    reports_of,
    standing_awards,
)
from procurement.queries.bids import opened_bids
from procurement.scoring_case import score_case
from procurement.tender_formulas import PriceFormula
from tests.factories.assessment import (
    ANSWERS,
    DECIDED_AT,
    LOCKED_AT,
    after_standstill,
    assessable_tender,
    assessment_begun,
    decided_tender,
    drafted_report,
    final_award,
    give_mandate,
    quality_locked,
    ranked_tender,
    told_tender,
)
from tests.factories.bids import CLOSES_AT, open_for_bids, opened, submitted_bid
from townhall.audit.models import AuditEntry
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.refusal import Refusal

#: Every test tells a whole tender; the stricter database is enough, and the chain awards on both.
pytestmark = pytest.mark.one_database("postgresql")

LONG = "Na beraad blijkt dat de inschrijving niet aan de eisen kan voldoen."


def codes(refusal):
    """The codes of a refusal."""
    return [each.code for each in refusal.value.obstacles]


def test_prices_stay_closed_until_quality_is_locked_and_then_make_a_ranking(session, people):
    tender = assessment_begun()
    quality_locked(tender, {"Werkvooruit": 10, "Baanbrug": 6})

    with pytest.raises(Refusal) as refusal:
        rank_tender(tender, actor=people.actor("inge"), now=LOCKED_AT)
    assert codes(refusal) == ["prices-closed"]

    opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT + timedelta(hours=1))
    rank_tender(tender, actor=people.actor("inge"), now=LOCKED_AT + timedelta(hours=2))

    ranking = rankings_of(tender)[tender.lots[0].id]
    # Werkvooruit: 1800 + 50% of 2500 = 3050; Baanbrug: 1500 + 50% of 2900 = 2950.
    assert [(row.supplier.name[:8], row.rank, row.evaluation_price) for row in ranking.rows] == [
        ("Werkvoor", 1, euros(3050)),
        ("Baanbrug", 2, euros(2950)),
    ]
    assert ranking.rows[0].why_above_next.startswith("Werkvooruit Haarlem BV (fictief) staat op plaats 1")


@pytest.mark.parametrize("formula", [each for each in PriceFormula if each != PriceFormula.OWN_METHOD])
def test_the_snapshot_recomputes_the_ranking_with_the_calculator(session, people, formula):
    tender = assessment_begun()
    tender.price_formula = formula
    tender.price_parameters = {
        "full_at": "2000", "zero_at": "4000", "max_value": "3000", "span_percent": "50",
        "reference": "2500", "a": "2", "factor": "1.5", "steps": "2960: 100; 3100: 90",
        "cost_lines": "Licentie: 1",
    }  # fmt: skip
    quality_locked(tender, {"Werkvooruit": 10, "Baanbrug": 6})
    opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT + timedelta(hours=1))
    ranking = rank_tender(tender, actor=people.actor("inge"), now=LOCKED_AT)[0]

    answer = score_case(ranking.snapshot["case"])

    assert [answer["bids"][row.supplier.name]["rank"] for row in ranking.rows] == [1, 2]


def test_an_equal_first_place_needs_a_draw_on_record(session, people):
    tender = ranked_tender(scores={})
    ranking = rankings_of(tender)[tender.lots[0].id]
    for row in ranking.rows:
        row.rank = 1
    session.flush()

    with pytest.raises(Refusal) as refusal:
        drafted_report(tender)
    assert codes(refusal) == ["tie-for-first"]


def test_a_draw_without_a_tie_is_refused(session, people):
    tender = ranked_tender()
    ranking = rankings_of(tender)[tender.lots[0].id]

    with pytest.raises(Refusal) as refusal:
        record_draw(ranking, ranking.rows[0].bid_id, "kort", actor=people.actor("inge"), now=DECIDED_AT)

    assert codes(refusal) == ["no-tie", "draw-undescribed"]


def test_a_report_with_an_unanswered_item_is_not_adopted(session, people):
    tender = ranked_tender()
    give_mandate()
    answers = {key: value for key, value in ANSWERS.items() if key != Item.CONFLICTS}
    report = draft_award_report(tender, answers, actor=people.actor("inge"), now=DECIDED_AT)

    with pytest.raises(Refusal) as refusal:
        adopt_award_report(report, "Register 14", actor=people.actor("wim"), now=DECIDED_AT)

    assert codes(refusal) == ["report-item-open"]
    assert tender.status == TenderStatus.RANKED


def test_an_answer_of_one_word_is_refused_in_the_draft(session, people):
    tender = ranked_tender()

    with pytest.raises(Refusal) as refusal:
        draft_award_report(tender, {Item.CONFLICTS: Answer(False, "nee")}, actor=people.actor("inge"), now=DECIDED_AT)

    assert codes(refusal) == ["report-answer-thin"]


def test_who_drafted_does_not_adopt_and_without_mandate_nobody_does(session, people):
    tender = ranked_tender()
    report = drafted_report(tender)

    with pytest.raises(Refusal) as refusal:
        adopt_award_report(report, " ", actor=people.actor("inge"), now=DECIDED_AT)

    assert codes(refusal) == ["mandate-unnamed", "same-person", "no-mandate"]


def test_a_mandate_below_the_maximum_value_is_not_enough(session, people):
    tender = ranked_tender()
    give_mandate(up_to="399999")
    report = drafted_report(tender)

    with pytest.raises(Refusal) as refusal:
        adopt_award_report(report, "Register 14", actor=people.actor("wim"), now=DECIDED_AT)

    assert codes(refusal) == ["mandate-too-low"]


def test_letters_before_the_report_is_adopted_are_refused(session, people):
    tender = ranked_tender()
    drafted_report(tender)

    with pytest.raises(Refusal) as refusal:
        send_award_letters(tender, actor=people.actor("inge"), now=DECIDED_AT)

    assert codes(refusal) == ["status-does-not-allow"]


def test_adopting_freezes_the_data_with_the_decision(session, people):
    tender = decided_tender()
    session.expire_all()

    report = newest_report(tender)
    assert report.status == ReportStatus.ADOPTED
    assert report.data["decision"]["by"] == "Wim Budgethouder"
    assert len(report.data["items"]) == 15
    assert tender.status == TenderStatus.DECIDED


def newest_report(tender):
    """The newest report."""
    return reports_of(tender)[0]


def test_all_letters_leave_at_once_and_only_then_the_standstill_runs(session, people):
    tender = decided_tender(lots=2)
    assert lot_awards_of(tender) == []

    letters = send_award_letters(tender, actor=people.actor("inge"), now=DECIDED_AT)

    assert len(letters) == 2
    assert {letter.sent_at for letter in letters} == {DECIDED_AT}
    awards = lot_awards_of(tender)
    assert [award.status for award in awards] == [LotAwardStatus.PROVISIONAL] * 2
    # Sent on Monday 14 December 2026: the twentieth day is Sunday 3 January, so Monday 4 January.
    assert {award.standstill_ends_on for award in awards} == {date(2027, 1, 4)}
    assert tender.status == TenderStatus.STANDSTILL
    mails = session.query(OutboxMail).filter(OutboxMail.subject.startswith("Gunningsbeslissing"))
    assert mails.count() == 2


def test_a_letter_tells_the_own_and_the_winning_score_with_reasons(session, people):
    tender = told_tender()
    sanne, rik = people.sanne.organisation_id, people.rik.organisation_id

    won, lost = letters_to(sanne)[0].data["lots"][0], letters_to(rik)[0].data["lots"][0]

    assert won["outcome"] == "won"
    assert lost["outcome"] == "ranked"
    assert lost["winner"] == "Werkvooruit Haarlem BV (fictief)"
    assert (lost["motivations"][0]["score"], lost["motivations"][0]["winner_score"]) == ("6", "10")
    assert "Baanbrug" in lost["motivations"][0]["motivation"]
    assert lost["why"] == rankings_of(tender)[tender.lots[0].id].rows[0].why_above_next


def test_a_supplier_never_sees_the_letter_of_another(session, people):
    tender = told_tender()
    of_rik = next(each for each in letters_of(tender) if each.supplier_id == people.rik.organisation_id)

    assert letter_to(people.sanne.organisation_id, of_rik.id) is None
    assert letter_to(people.rik.organisation_id, of_rik.id) is of_rik


def test_a_rejected_bidder_gets_only_the_reason(session, people):
    tender = assessment_begun(lots=1)
    rik = next(each for each in admitted_bids(tender) if each.supplier.name.startswith("Baanbrug"))
    reject_bid(rik, LONG, ground=RejectionGround.KNOCK_OUT, actor=people.actor("inge"), now=LOCKED_AT)
    quality_locked(tender)
    opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT + timedelta(hours=1))
    rank_tender(tender, actor=people.actor("inge"), now=LOCKED_AT)
    give_mandate()
    adopt_award_report(drafted_report(tender), "Register 14", actor=people.actor("wim"), now=DECIDED_AT)
    send_award_letters(tender, actor=people.actor("inge"), now=DECIDED_AT)

    result = letters_to(people.rik.organisation_id)[0].data["lots"][0]

    assert (result["outcome"], result["reason"]) == ("rejected", LONG)
    assert "winning" not in result


def test_an_award_becomes_final_after_the_standstill_with_proofs_and_mandate(session, people):
    award = final_award()

    assert award.status == LotAwardStatus.FINAL
    assert award.tender.status == TenderStatus.AWARDED
    assert final_awards() == [award]
    assert final_awards_without([award.id]) == []


def test_the_gate_to_final_names_everything_that_is_missing(session, people):
    tender = told_tender()
    award = lot_awards_of(tender)[0]
    award.lot.maximum_value = None

    with pytest.raises(Refusal) as refusal:
        make_award_final(award, actor=people.actor("inge"), now=DECIDED_AT)

    assert codes(refusal) == ["standstill-running", "proofs-unchecked", "no-maximum-value", "no-mandate"]


def test_the_gates_of_all_lots_ask_for_mandates_and_report_once(session, people, at_most_queries):
    tender = told_tender(lots=3)
    session.flush()
    session.expire_all()
    awards, wim = lot_awards_of(tender), people.actor("wim")

    with at_most_queries(2):
        gates = gates_to_final(awards, actor=wim, now=DECIDED_AT)

    wanted = ["standstill-running", "proofs-unchecked"]
    assert [[each.code for each in gates[award.id]] for award in awards] == [wanted] * 3


def test_an_objection_on_one_lot_does_not_stop_the_other(session, people):
    tender = told_tender(lots=2)
    first, second = lot_awards_of(tender)
    inge, wim = people.actor("inge"), people.actor("wim")
    for award in (first, second):
        check_proofs(award, "KvK en GVA gezien.", actor=inge, now=DECIDED_AT)
    objection = record_objection(
        first,
        kind=ObjectionKind.SUMMONS,
        supplier_id=people.rik.organisation_id,
        received_on=DECIDED_AT.date(),
        grounds="De score op K1 is niet gemotiveerd.",
        actor=inge,
        now=DECIDED_AT,
    )
    later = after_standstill(tender)

    make_award_final(second, actor=wim, now=later)
    with pytest.raises(Refusal) as refusal:
        make_award_final(first, actor=wim, now=later)
    assert codes(refusal) == ["summons-pending"]
    assert (first.status, tender.status) == (LotAwardStatus.DISPUTED, TenderStatus.STANDSTILL)

    settle_objection(objection, ObjectionOutcome.REJECTED, LONG, settled_on=later.date(), actor=inge, now=later)
    assert first.status == LotAwardStatus.PROVISIONAL
    assert final_award_obstacles(first, actor=wim, now=later) == []
    make_award_final(first, actor=wim, now=later)
    assert tender.status == TenderStatus.AWARDED


@pytest.mark.parametrize("outcome", [ObjectionOutcome.REJECTED, ObjectionOutcome.UPHELD])
def test_a_summons_after_the_final_award_waits_and_only_a_judge_takes_the_award_away(session, people, outcome):
    award = final_award()
    tender, inge, later = award.tender, people.actor("inge"), after_standstill(award.tender)

    summons = record_objection(
        award, kind=ObjectionKind.SUMMONS, supplier_id=people.rik.organisation_id, received_on=later.date(),
        grounds="Baanbrug vordert dat de gemeente niet tekent.", actor=inge, now=later,
    )  # fmt: skip
    assert (award.status, tender.status) == (LotAwardStatus.FINAL, TenderStatus.AWARDED)
    with pytest.raises(Refusal) as refusal:
        withdraw_award(award, LONG, actor=inge, now=later)
    assert codes(refusal) == ["award-is-final"]

    settle_objection(summons, outcome, LONG, settled_on=later.date(), actor=inge, now=later)
    session.flush()

    upheld = outcome == ObjectionOutcome.UPHELD
    assert award.status == (LotAwardStatus.WITHDRAWN if upheld else LotAwardStatus.FINAL)
    assert tender.status == (TenderStatus.STANDSTILL if upheld else TenderStatus.AWARDED)
    assert lots_reopened(tender) == ([award.lot] if upheld else [])


def test_an_upheld_objection_takes_the_award_away_and_a_new_decision_follows(session, people):
    tender = told_tender(lots=2)
    first = lot_awards_of(tender)[0]
    inge = people.actor("inge")
    objection = record_objection(
        first,
        kind=ObjectionKind.OBJECTION,
        supplier_id=people.rik.organisation_id,
        received_on=DECIDED_AT.date(),
        grounds="De winnaar voldoet niet aan eis 1.",
        actor=inge,
        now=DECIDED_AT,
    )
    settle_objection(objection, ObjectionOutcome.UPHELD, LONG, settled_on=DECIDED_AT.date(), actor=inge, now=DECIDED_AT)
    assert first.status == LotAwardStatus.WITHDRAWN

    reject_bid(first.bid, LONG, ground=RejectionGround.NOT_CONFORM, actor=inge, now=DECIDED_AT)
    rank_tender(tender, actor=inge, now=DECIDED_AT)
    report = drafted_report(tender)
    adopt_award_report(report, "Register 14", actor=people.actor("wim"), now=DECIDED_AT)
    send_award_letters(tender, actor=inge, now=DECIDED_AT)

    standing = standing_awards(tender)
    assert report.number == 2
    assert standing[first.lot_id].supplier.name == "Baanbrug BV (fictief)"
    assert standing[tender.lots[1].id].supplier.name == "Werkvooruit Haarlem BV (fictief)"


def test_a_lot_that_is_not_awarded_is_reported_and_told(session, people):
    tender = ranked_tender(lots=2)
    not_award(tender, tender.lots[1], LONG, actor=people.actor("inge"), now=DECIDED_AT)
    give_mandate()
    report = drafted_report(tender)
    adopt_award_report(report, "Register 14", actor=people.actor("wim"), now=DECIDED_AT)
    send_award_letters(tender, actor=people.actor("inge"), now=DECIDED_AT)

    item = next(each for each in report.data["items"] if each["item"] == "n")
    assert item["lines"] == [f"Perceel 2 (Statushouders 2): {LONG}"]
    outcomes = [lot["outcome"] for lot in letters_to(people.rik.organisation_id)[0].data["lots"]]
    assert outcomes == ["ranked", "not_awarded"]
    assert [each.status for each in lot_awards_of(tender)] == [
        LotAwardStatus.PROVISIONAL,
        LotAwardStatus.NOT_AWARDED,
    ]


def decline_all(tender, people, *, now=DECIDED_AT):
    """Decide not to award any lot, report it, adopt the report and send the letters."""
    for lot in tender.lots:
        not_award(tender, lot, LONG, actor=people.actor("inge"), now=now)
    give_mandate()
    report = drafted_report(tender, now=now)
    adopt_award_report(report, "Register 14", actor=people.actor("wim"), now=now)
    return report, send_award_letters(tender, actor=people.actor("inge"), now=now)


def lines_of(report, item):
    """What a report says under one letter of the act."""
    return next(each["lines"] for each in report.data["items"] if each["item"] == item)


def test_a_tender_of_which_no_lot_is_awarded_ends_with_a_report_and_letters(session, people):
    tender = ranked_tender(lots=2)
    not_award(tender, tender.lots[0], LONG, actor=people.actor("inge"), now=DECIDED_AT)
    assert tender.status == TenderStatus.RANKED
    give_mandate()
    not_award(tender, tender.lots[1], LONG, actor=people.actor("inge"), now=DECIDED_AT)

    report = drafted_report(tender)
    adopt_award_report(report, "Register 14", actor=people.actor("wim"), now=DECIDED_AT)
    letters = send_award_letters(tender, actor=people.actor("inge"), now=DECIDED_AT)

    assert tender.status == TenderStatus.NOT_AWARDED
    assert lines_of(report, "n") == [f"Perceel {n} (Statushouders {n}): {LONG}" for n in (1, 2)]
    assert [{lot["outcome"] for lot in letter.data["lots"]} for letter in letters] == [{"not_awarded"}] * 2
    assert {letter.data["standstill"]["ends_on"] for letter in letters} == {None}
    assert "Er is dus geen overeenkomst" in letters[0].data["standstill"]["why"]
    assert report.data["not_awarded"] == {"1": LONG, "2": LONG}
    assert (report.data["standstill"]["days"], report.data["standstill"]["kind"]) == (0, "none")


def test_a_tender_without_an_admissible_bid_ends_with_a_report_before_any_assessment(session, people):
    tender = assessable_tender()
    for bid in opened_bids(tender):
        reject_bid(bid, LONG, ground=RejectionGround.KNOCK_OUT, actor=people.actor("inge"), now=DECIDED_AT)

    report, letters = decline_all(tender, people)

    assert tender.status == TenderStatus.NOT_AWARDED
    assert len(lines_of(report, "e")) == 2 and lines_of(report, "c") == []
    assert lines_of(report, "n") == [f"Perceel 1 (Statushouders 1): {LONG}"]
    told = [lot for letter in letters for lot in letter.data["lots"]]
    assert {(lot["outcome"], lot["winner"], lot["not_awarded"]) for lot in told} == {("rejected", None, LONG)}


def test_bids_that_were_never_checked_are_not_called_complete(session, people):
    tender = assessable_tender()

    report, _letters = decline_all(tender, people)

    assert all("niet verder getoetst" in line for line in lines_of(report, "c"))


def test_a_tender_without_a_single_bid_ends_with_a_report(session, people):
    tender = open_for_bids()
    with pytest.raises(Refusal) as refusal:
        not_award(tender, tender.lots[0], LONG, actor=people.actor("inge"), now=CLOSES_AT)
    assert codes(refusal) == ["too-early-not-to-award"]

    report, letters = decline_all(tender, people, now=CLOSES_AT + timedelta(hours=1))

    assert tender.status == TenderStatus.NOT_AWARDED and letters == []
    assert lines_of(report, "n") == [f"Perceel 1 (Statushouders 1): {LONG}"]


def test_a_tender_with_bids_that_nobody_opened_cannot_be_declined(session, people):
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0])

    with pytest.raises(Refusal) as refusal:
        not_award(tender, tender.lots[0], LONG, actor=people.actor("inge"), now=CLOSES_AT + timedelta(hours=1))

    assert codes(refusal) == ["too-early-not-to-award"]


@pytest.mark.parametrize("lots", [1, 2])
def test_before_the_ranking_no_report_while_a_lot_is_undecided(session, people, lots):
    tender = assessable_tender(lots=lots)
    for lot in tender.lots[1:]:
        not_award(tender, lot, LONG, actor=people.actor("inge"), now=DECIDED_AT)

    with pytest.raises(Refusal) as refusal:
        drafted_report(tender)

    assert codes(refusal) == ["status-does-not-allow"]


def test_a_voluntary_standstill_is_not_extended_and_says_so(session, people):
    tender = told_tender(standstill=StandstillKind.VOLUNTARY)

    assert lot_awards_of(tender)[0].standstill_ends_on == date(2027, 1, 3)
    letter = letters_of(tender)[0]
    assert letter.data["standstill"]["label"].startswith("Vrijwillige")


def test_every_step_stands_once_in_the_trail(session, people):
    final_award()

    acts = [entry.act for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    for act in (
        "assessment.committee_appointed",
        "assessment.started",
        "assessment.quality_locked",
        "award.ranked",
        "award_report.drafted",
        "award_report.adopted",
        "award.letters_sent",
        "award.proofs_checked",
        "award.made_final",
    ):
        assert acts.count(act) == 1


def test_a_bidder_that_drops_out_before_the_letters_makes_a_new_decision(session, people):
    tender = decided_tender()
    inge = people.actor("inge")
    winner = rankings_of(tender)[tender.lots[0].id].rows[0].bid

    reject_bid(winner, LONG, ground=RejectionGround.WITHDRAWN, actor=inge, now=DECIDED_AT)
    rank_tender(tender, actor=inge, now=DECIDED_AT)
    adopt_award_report(drafted_report(tender), "Register 14", actor=people.actor("wim"), now=DECIDED_AT)
    send_award_letters(tender, actor=inge, now=DECIDED_AT)

    assert [award.supplier.name for award in lot_awards_of(tender)] == ["Baanbrug BV (fictief)"]
    with pytest.raises(Refusal):
        send_award_letters(tender, actor=inge, now=DECIDED_AT)
