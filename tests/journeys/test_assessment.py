"""Six lots, twelve bidders, five assessors: from opened bids to a ranking that stands whatever falls away."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from procurement.admissibility import RejectionGround
from procurement.award_terms import DropOutRule, TieRule
from procurement.bidder_requests import RequestKind
from procurement.bids import EnvelopeKind
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.operations.assessment import (
    Entry,
    agree_consensus,
    appoint_committee,
    declare_conflict,
    declare_no_conflict,
    enter_scores,
    lock_quality,
    start_assessment,
    submit_scores,
)
from procurement.operations.bid_checks import check_bid, reject_bid
from procurement.operations.bidder_requests import (
    answer_request,
    ask_about_prices,
    judge_request,
    note_repair,
    send_repairs,
)
from procurement.operations.bids import submit_bid
from procurement.operations.committee import replace_member
from procurement.operations.drafts import save_draft
from procurement.operations.ranking import rank_tender, record_draw
from procurement.queries.allocation import allotments_of
from procurement.queries.assessment import (
    admitted_bids,
    check_of,
    committee_of,
    knock_outs_for,
    member_of,
    quality_criteria_of,
    scores_for,
)
from procurement.queries.awards import rankings_of
from procurement.queries.bids import opened_bids
from procurement.queries.given_scores import given_scores
from procurement.score_signals import assessor_signals
from procurement.tender_formulas import PriceFormula
from tests.factories.assessment import CHECKED_AT, LOCKED_AT, SCORED_AT
from tests.factories.bids import CLOSES_AT, account_of, content_for, opened
from tests.journeys.test_bids import BIDDERS, a_tender_with_twelve_bidders
from tests.journeys.world import World
from townhall.accounts.models import Account, AccountRole
from townhall.accounts.roles import Role
from townhall.database import db
from townhall.refusal import Refusal

#: A long walk; what it walks through is tested on both.
pytestmark = pytest.mark.one_database("postgresql")

#: Per lot who bids, for what evaluation price, and what the committee will give for quality.
BIDS: Mapping[int, Mapping[str, tuple[int, int]]] = {
    1: {"Sanne": (1000, 10), "Rik": (1100, 6), "Aaf": (1200, 6)},
    2: {"Sanne": (1000, 10), "Rik": (1100, 6), "Bas": (1050, 8)},
    3: {"Sanne": (1000, 10), "Cato": (1100, 8), "Joep": (1200, 6)},
    4: {"Fien": (500, 8), "Guus": (1000, 8), "Hidde": (1100, 6), "Ilse": (1200, 6)},
    5: {"Cato": (1000, 8), "Dirk": (1000, 8), "Els": (1200, 4)},
    6: {"Guus": (1000, 6), "Hidde": (1600, 8), "Fien": (600, 0), "Ilse": (1500, 2)},
}
ASSESSORS = ("Anouk", "Bram", "Vera", "Wout", "Yara")
SUCCESSOR = "Zeger"
WHY = "Het plan van {name} noemt weken, werkgevers en een vaste begeleider."
RANKED_AT = LOCKED_AT + timedelta(days=2)
DROPPED_AT = RANKED_AT + timedelta(days=2)


def test_six_lots_twelve_bidders_five_assessors_and_everything_that_can_happen(
    app: Flask, session: Any, world: World
) -> None:
    tender = a_tender_that_was_opened()

    every_bid_is_checked_one_is_repaired_and_one_excluded(tender)
    an_assessor_with_a_conflict_is_replaced(tender)
    five_score_without_seeing_each_other(tender)
    the_committee_agrees_and_prices_open_after_that(tender)
    one_low_price_is_explained_and_one_rejected(tender)
    the_ranking_settles_a_tie_by_draw_and_leaves_nobody_more_than_two_lots(tender)
    the_pages_say_the_same(tender, world)
    for rule, first in (
        (DropOutRule.RECOMPUTE, "Guus"),
        (DropOutRule.KEEP_REFERENCE, "Hidde"),
        (DropOutRule.KEEP_ORDER, "Hidde"),
    ):
        a_bidder_drops_out_after_the_ranking(tender, rule, first)


def a_tender_that_was_opened() -> Tender:
    """Twenty bids of twelve firms, and six people who may assess."""
    tender = a_tender_with_twelve_bidders()
    tender.price_formula = PriceFormula.RELATIVE_TO_LOWEST
    tender.price_parameters = {}
    tender.tie_rule, tender.most_lots = TieRule.DRAW, 2
    assert {name for bids in BIDS.values() for name in bids} == set(BIDDERS)
    for number, bids in BIDS.items():
        for name, (price, _) in bids.items():
            _hand_in(tender, number, name, price)
    for name in (*ASSESSORS[2:], SUCCESSOR):
        account = Account(
            email=f"{name.lower()}@haarlem.example", name=f"{name} Beoordelaar", function="", password_hash=None,
            organisation_id=account_of("Anouk").organisation_id, created_at=CLOSES_AT, activated_at=CLOSES_AT,
        )  # fmt: skip
        account.role_rows = [AccountRole(role=Role.ASSESSOR)]
        db.session.add(account)
    opened(tender)
    db.session.commit()
    return tender


def _hand_in(tender: Tender, number: int, name: str, price: int) -> None:
    """A sealed bid; the second fee is expected for half of the people, so it counts for half."""
    lot, account = tender.lots[number - 1], account_of(name)
    content = content_for(lot, quality=f"Zo doet {name} het.", prices=[str(price - 100), "200"])
    at = CLOSES_AT - timedelta(hours=1)
    save_draft(tender, lot, account.organisation, content, actor=account.actor(), now=at)
    submit_bid(tender, lot, account.organisation, actor=account.actor(), now=at)


def every_bid_is_checked_one_is_repaired_and_one_excluded(tender: Tender) -> None:
    """Everybody's flaw gets the same two days; what was not repaired and who is excluded take no part."""
    inge = account_of("Inge").actor()
    flawed = [_bid(tender, 5, "Els"), _bid(tender, 3, "Joep")]
    repairs = [
        note_repair(
            bid, RequestKind.SIGNATURE, "De handtekening onder de verklaring ontbreekt.", is_threatened=False,
            changes_offer=False, actor=inge, now=CHECKED_AT,
        )
        for bid in flawed
    ]  # fmt: skip
    with pytest.raises(Refusal):
        send_repairs(tender, 2, actor=inge, now=CHECKED_AT)
    excluded = _bid(tender, 1, "Aaf")
    reason = "De inschrijver is onherroepelijk veroordeeld voor fraude, nog geen vijf jaar geleden."
    reject_bid(excluded, reason, ground=RejectionGround.EXCLUDED, actor=inge, now=CHECKED_AT)
    _admit_the_rest(tender, besides=flawed)
    send_repairs(tender, 2, actor=inge, now=CHECKED_AT)
    assert repairs[0].due_at == repairs[1].due_at
    answer = "Hierbij de verklaring met handtekening."
    answer_request(repairs[0], answer, None, actor=account_of("Els").actor(), now=CHECKED_AT)
    over = repairs[1].due_at + timedelta(minutes=1)
    with pytest.raises(Refusal):
        answer_request(repairs[1], answer, None, actor=account_of("Joep").actor(), now=over)
    judge_request(repairs[0], "De handtekening klopt nu.", is_satisfied=True, actor=inge, now=over)
    judge_request(repairs[1], "Er kwam geen antwoord op tijd.", is_satisfied=False, actor=inge, now=over)
    reject_bid(flawed[1], "De verklaring is niet ondertekend.", ground=RejectionGround.INCOMPLETE, actor=inge, now=over)
    _admit_the_rest(tender, besides=[])
    db.session.commit()
    assert len(admitted_bids(tender)) == len(opened_bids(tender)) - 2


def _admit_the_rest(tender: Tender, *, besides: Sequence[Bid]) -> None:
    for bid in opened_bids(tender):
        if bid not in besides and check_of(bid) is None:
            met = {each.id: True for each in knock_outs_for(bid)}
            check_bid(bid, is_complete=True, knock_outs=met, actor=account_of("Inge").actor(), now=CHECKED_AT)


def an_assessor_with_a_conflict_is_replaced(tender: Tender) -> None:
    """Wout finds out while scoring that his sister works at a bidder; Zeger begins anew."""
    inge = account_of("Inge").actor()
    appoint_committee(tender, [account_of(name) for name in ASSESSORS], actor=inge, now=CHECKED_AT)
    with pytest.raises(Refusal):
        start_assessment(tender, actor=inge, now=CHECKED_AT)
    for member in committee_of(tender):
        declare_no_conflict(member, actor=member.account.actor(), now=CHECKED_AT)
    start_assessment(tender, actor=inge, now=CHECKED_AT)
    _score(tender, "Wout")
    wout = account_of("Wout")
    member = member_of(tender, wout.id)
    assert member is not None
    sister = _bid(tender, 1, "Sanne").supplier_id
    declare_conflict(member, sister, "Mijn zus is daar gisteren begonnen.", actor=wout.actor(), now=SCORED_AT)
    zeger = account_of(SUCCESSOR)
    new = replace_member(member, zeger, "Wout meldde een belang.", actor=inge, now=SCORED_AT)
    with pytest.raises(Refusal):
        _score(tender, SUCCESSOR)
    declare_no_conflict(new, actor=zeger.actor(), now=SCORED_AT)
    db.session.commit()
    assert [each.account.name.split()[0] for each in committee_of(tender)] == ["Anouk", "Bram", "Vera", "Yara", "Zeger"]


def five_score_without_seeing_each_other(tender: Tender) -> None:
    """Until the last one is in, nobody sees anything; then the strict one stands out."""
    for name in ("Anouk", "Bram", "Vera", "Yara", SUCCESSOR):
        assert scores_for(tender, account_of("Inge").id) == {}
        member = _score(tender, name)
        submit_scores(member, actor=account_of(name).actor(), now=SCORED_AT)
    db.session.commit()
    assert {len(scores) for scores in scores_for(tender, account_of("Inge").id).values()} == {5}
    strict = [each.name for each in assessor_signals(given_scores(tender)) if each.is_leaning]
    assert strict == ["Vera Beoordelaar"]


def _score(tender: Tender, name: str) -> Any:
    """All scores of one assessor at once; Vera is two points stricter than the others."""
    account = account_of(name)
    member = member_of(tender, account.id)
    assert member is not None
    (criterion,) = quality_criteria_of(tender)
    stricter = 2 if name == "Vera" else 0
    entries = [
        Entry(bid, criterion, Decimal(max(0, _planned(bid)[1] - stricter)), WHY.format(name=bid.supplier.name))
        for bid in admitted_bids(tender)
    ]
    enter_scores(member, entries, actor=account.actor(), now=SCORED_AT)
    return member


def the_committee_agrees_and_prices_open_after_that(tender: Tender) -> None:
    """Not one score may be missing, and no price opens before."""
    inge, (criterion,) = account_of("Inge").actor(), quality_criteria_of(tender)
    for bid in admitted_bids(tender):
        with pytest.raises(Refusal):
            lock_quality(tender, actor=inge, now=LOCKED_AT)
        words = WHY.format(name=bid.supplier.name)
        agree_consensus(bid, criterion, Decimal(_planned(bid)[1]), words, actor=inge, now=LOCKED_AT)
    with pytest.raises(Refusal):
        opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT)
    lock_quality(tender, actor=inge, now=LOCKED_AT)
    opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT + timedelta(hours=1))
    db.session.commit()


def one_low_price_is_explained_and_one_rejected(tender: Tender) -> None:
    """Both firms are asked at the same moment; only figures convince."""
    inge = account_of("Inge").actor()
    at = LOCKED_AT + timedelta(hours=2)
    with pytest.raises(Refusal):
        rank_tender(tender, actor=inge, now=at)
    asked = ask_about_prices(tender, 5, "Licht met cijfers toe hoe u dit kunt.", actor=inge, now=at)
    assert [(each.bid.lot.number, _name(each.bid)) for each in asked] == [(4, "Fien"), (6, "Fien")]
    for request, answer in zip(
        asked, ("Wij zijn slimmer dan anderen.", "Ons pand is gratis: zie de rekening."), strict=True
    ):
        answer_request(request, answer, None, actor=account_of("Fien").actor(), now=at)
    rejected = asked[0].bid
    judge_request(asked[0], "Er staat geen enkel cijfer in.", is_satisfied=False, actor=inge, now=at)
    judge_request(asked[1], "De huur is met stukken onderbouwd.", is_satisfied=True, actor=inge, now=at)
    reason = "De lage prijs is niet met cijfers toegelicht, ook niet nadat wij erom vroegen."
    reject_bid(rejected, reason, ground=RejectionGround.ABNORMALLY_LOW, actor=inge, now=at)
    db.session.commit()


def the_ranking_settles_a_tie_by_draw_and_leaves_nobody_more_than_two_lots(tender: Tender) -> None:
    """Sanne is the best on three lots and wins two; on lot 5 a notary decides."""
    inge = account_of("Inge").actor()
    rank_tender(tender, actor=inge, now=RANKED_AT)
    firsts = {number: _winner(tender, number) for number in BIDS}
    assert (firsts[1], firsts[2], firsts[3]) == ("Sanne", "Sanne", "Cato")
    assert (firsts[4], firsts[5], firsts[6]) == ("Guus", None, None), "what comes after a tie waits for the draw"
    ranking = rankings_of(tender)[tender.lots[4].id]
    assert {row.rank for row in ranking.rows if _name_of(row.bid_id) in ("Cato", "Dirk")} == {1}
    note = "Notaris De Wit lootte op het stadhuis in het bijzijn van beide inschrijvers."
    record_draw(ranking, _bid(tender, 5, "Dirk").id, note, actor=inge, now=RANKED_AT)
    db.session.commit()
    assert (_winner(tender, 5), _winner(tender, 6)) == ("Dirk", "Hidde")


def the_pages_say_the_same(tender: Tender, world: World) -> None:
    """The buyer reads what was asked, what was answered, who was replaced, and why one stands above another."""
    base = f"/aanbestedingen/{tender.reference}"
    world.inge.go(f"{base}/herstel").reads("Hersteld", "Niet hersteld")
    world.inge.go(f"{base}/lage-prijzen").reads("Toegelicht")
    world.inge.go(f"{base}/consensus/signalen").reads("Strenger dan de anderen")
    world.inge.go(f"{base}/rangorde").reads("Notaris De Wit", "Verdeling van de percelen", "Abnormaal laag")
    world.anouk.go(f"{base}/consensus").reads("Vera Beoordelaar")
    world.sanne.knocks_in_vain(f"{base}/rangorde")


def a_bidder_drops_out_after_the_ranking(tender: Tender, rule: DropOutRule, first: str) -> None:
    """Fien withdraws on lot 6; who is first then is what the documents published, and nothing else."""
    inge = account_of("Inge").actor()
    with db.session.begin_nested() as what_if:
        tender.drop_out_rule = rule
        reason = "De inschrijver trekt zijn inschrijving schriftelijk terug."
        reject_bid(_bid(tender, 6, "Fien"), reason, ground=RejectionGround.WITHDRAWN, actor=inge, now=DROPPED_AT)
        rank_tender(tender, actor=inge, now=DROPPED_AT)
        ranking = rankings_of(tender)[tender.lots[5].id]
        assert [_name_of(row.bid_id) for row in ranking.rows][0] == first, rule
        assert "Fien" not in [_name_of(row.bid_id) for row in ranking.rows]
        assert _winner(tender, 5) == "Dirk", "the draw stands"
        what_if.rollback()


def _bid(tender: Tender, number: int, name: str) -> Bid:
    return next(bid for bid in opened_bids(tender) if bid.lot.number == number and _name(bid) == name)


def _name(bid: Bid) -> str:
    """Who bids, by first name."""
    own = {account_of(name).organisation_id: name for name in ("Sanne", "Rik")}
    return own.get(bid.supplier_id) or bid.supplier.name.split()[0]


def _name_of(bid_id: int) -> str:
    return _name(db.session.get_one(Bid, bid_id))


def _planned(bid: Bid) -> tuple[int, int]:
    return BIDS[bid.lot.number][_name(bid)]


def _winner(tender: Tender, number: int) -> str | None:
    winner = allotments_of(tender)[number].winner
    return _name_of(winner.bid_id) if winner else None
