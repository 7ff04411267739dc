"""Asking bidders after the opening: note, send to all at once, answer in the portal, judge."""

from collections.abc import Sequence
from datetime import datetime

from procurement.bidder_requests import (
    LONGEST_PRICE_TERM,
    LONGEST_TERM,
    REPAIRABLE,
    SHORTEST_TEXT,
    RequestKind,
    due_moment,
    obstacles_to_answering,
    obstacles_to_finding_a_breach,
    obstacles_to_judging,
    obstacles_to_noting,
    obstacles_to_sending,
)
from procurement.lifecycle import TenderStatus
from procurement.models.bidder_requests import BidderRequest
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.operations.assessment_stage import obstacles_outside, obstacles_to_touching_bid
from procurement.queries.assessment import bid_name, check_of
from procurement.queries.awards import lots_to_decide
from procurement.queries.bidder_requests import (
    bids_without_a_judgement,
    earlier_term,
    requests_of,
    signalled_bids,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.decrees.queries import equated_days
from townhall.documents.operations import store_document
from townhall.mail import add_mail
from townhall.refusal import Obstacle, refuse_if

DOCUMENT = "procurement.bidder-answer"
PRICE_STAGES = (TenderStatus.QUALITY_LOCKED, TenderStatus.RANKED)


def note_repair(
    bid: Bid,
    kind: RequestKind,
    subject: str,
    *,
    is_threatened: bool,
    changes_offer: bool,
    actor: Actor,
    now: datetime,
) -> BidderRequest:
    """Note what a bidder may repair. It is sent when all bids were read, together with those to the others."""
    refuse_if(
        obstacles_to_touching_bid(bid)
        + obstacles_to_noting(
            kind,
            subject,
            is_threatened=is_threatened,
            changes_offer=changes_offer,
            is_checked=check_of(bid) is not None,
        )
    )
    request = _noted(bid, kind, subject, actor, now)
    trail.record("bid.repair_noted", bid, actor=actor, now=now, after={"kind": kind}, reason=subject.strip())
    return request


def drop_repair(request: BidderRequest, *, actor: Actor, now: datetime) -> None:
    """Take a note away that was not sent."""
    if request.sent_at is not None:
        refuse_if([Obstacle("already-sent", "Dit verzoek is al verstuurd. Beoordeel het antwoord.")])
    trail.record("bid.repair_dropped", request.bid, actor=actor, now=now, before={"subject": request.subject})
    db.session.delete(request)


def send_repairs(tender: Tender, days: int, *, actor: Actor, now: datetime) -> list[BidderRequest]:
    """Send every noted repair at the same moment with the same term, when all bids have been read."""
    known = requests_of(tender, REPAIRABLE)
    noted = [each for each in known if each.sent_at is None]
    refuse_if(
        obstacles_outside(tender, TenderStatus.OPENED)
        + obstacles_to_sending(
            len(noted),
            unread=bids_without_a_judgement(tender, known),
            days=days,
            earlier_days=earlier_term(known),
            longest=LONGEST_TERM,
        )
    )
    _send(noted, days, now)
    after = {"requests": len(noted), "days": days, "due_at": noted[0].due_at}
    trail.record("assessment.repairs_sent", tender, actor=actor, now=now, after=after)
    return noted


def ask_about_prices(tender: Tender, days: int, question: str, *, actor: Actor, now: datetime) -> list[BidderRequest]:
    """Ask everybody with a strikingly low price nobody decided on yet, at the same moment, with the same term."""
    known = requests_of(tender, [RequestKind.LOW_PRICE])
    open_ones = [each.bid for each in signalled_bids(tender, lots_to_decide(tender)) if each.request is None]
    refuse_if(
        obstacles_outside(tender, *PRICE_STAGES)
        + obstacles_to_sending(
            len(open_ones), unread=(), days=days, earlier_days=earlier_term(known), longest=LONGEST_PRICE_TERM
        )
        + _obstacles_to_text(question, "question")
    )
    asked = [_noted(bid, RequestKind.LOW_PRICE, question, actor, now) for bid in open_ones]
    _send(asked, days, now)
    after = {"bids": [bid_name(bid) for bid in open_ones], "days": days, "due_at": asked[0].due_at}
    trail.record("assessment.low_prices_asked", tender, actor=actor, now=now, after=after)
    return asked


def accept_low_price(bid: Bid, reason: str, *, actor: Actor, now: datetime) -> BidderRequest:
    """Leave a signal at that, with the reason why no explanation is needed."""
    obstacles = obstacles_outside(bid.tender, *PRICE_STAGES) + _obstacles_to_text(reason, "reason")
    if bid.id not in {each.bid.id for each in signalled_bids(bid.tender, [bid.lot]) if each.request is None}:
        obstacles.append(Obstacle("no-signal", "Op deze prijs is geen signaal dat nog op een besluit wacht."))
    refuse_if(obstacles)
    request = _noted(bid, RequestKind.LOW_PRICE, "Geen toelichting gevraagd.", actor, now)
    request.judged_at, request.judged_by_id = now, actor.account_id
    request.is_satisfied, request.judgement = True, reason.strip()
    trail.record("bid.low_price_accepted", bid, actor=actor, now=now, reason=reason.strip())
    return request


def answer_request(
    request: BidderRequest, answer: str, file: tuple[str, bytes] | None, *, actor: Actor, now: datetime
) -> BidderRequest:
    """The bidder answers in the portal, within the term; ``file`` is (name, bytes) of what he sends along."""
    refuse_if(obstacles_to_answering(request.facts(), answer, now))
    request.answer, request.answered_at, request.answered_by_id = answer.strip(), now, actor.account_id
    if file is not None:
        name, data = file
        request.document = store_document(data, filename=name, kind=DOCUMENT, actor=actor, now=now)
    # The trail says that he answered, not what: a price may be explained in it.
    trail.record("bid.request_answered", request.bid, actor=actor, now=now, after={"kind": request.kind})
    return request


def judge_request(
    request: BidderRequest,
    judgement: str,
    *,
    is_satisfied: bool,
    breaks_law: bool = False,
    actor: Actor,
    now: datetime,
) -> BidderRequest:
    """Say whether the flaw is repaired, or the price convincingly explained, and why.

    ``breaks_law`` when the price is low because environmental, social or labour law is broken (art. 2.116).
    """
    refuse_if(
        _obstacles_to_stage(request)
        + obstacles_to_judging(request.facts(), is_satisfied=is_satisfied, judgement=judgement, now=now)
        + obstacles_to_finding_a_breach(request.kind, is_satisfied=is_satisfied, breaks_law=breaks_law)
    )
    request.breaks_law = breaks_law
    request.is_satisfied, request.judgement = is_satisfied, judgement.strip()
    request.judged_at, request.judged_by_id = now, actor.account_id
    trail.record(
        "bid.request_judged",
        request.bid,
        actor=actor,
        now=now,
        after={"kind": request.kind, "is_satisfied": is_satisfied, "breaks_law": breaks_law},
        reason=judgement.strip(),
    )
    return request


def _noted(bid: Bid, kind: RequestKind, subject: str, actor: Actor, now: datetime) -> BidderRequest:
    request = BidderRequest(
        bid=bid, bid_id=bid.id, kind=kind, subject=subject.strip(), noted_at=now, noted_by_id=actor.account_id
    )
    db.session.add(request)
    db.session.flush()
    return request


def _send(requests: Sequence[BidderRequest], days: int, now: datetime) -> None:
    due_at = due_moment(now, days, equated_days())
    for each in requests:
        each.sent_at, each.due_at, each.term_days = now, due_at, days
        is_price = each.kind == RequestKind.LOW_PRICE
        subject = "Verzoek om uw prijs toe te lichten" if is_price else "Verzoek om herstel van uw inschrijving"
        add_mail(
            to=each.bid.supplier.email,
            subject=f"{subject} {each.bid.tender.reference}, perceel {each.bid.lot.number}",
            template="mail/bidder_request.txt",
            now=now,
            request=each,
            is_price=is_price,
        )


def _obstacles_to_stage(request: BidderRequest) -> list[Obstacle]:
    if request.kind == RequestKind.LOW_PRICE:
        return obstacles_outside(request.bid.tender, *PRICE_STAGES)
    return obstacles_to_touching_bid(request.bid)


def _obstacles_to_text(text: str, field: str) -> list[Obstacle]:
    if len(text.strip()) >= SHORTEST_TEXT:
        return []
    return [Obstacle("text-too-short", "Schrijf ten minste een volledige zin.", field)]
