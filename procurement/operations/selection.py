"""The verbs of selecting: what is asked, requests to take part, opening and judging them, and the decision."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from procurement import vault
from procurement.lifecycle import obstacles_to_changing
from procurement.models.selection import ParticipationRequest, SelectionCriterion
from procurement.models.tenders import Tender, TenderInvitation
from procurement.operations.bids import follow
from procurement.queries.outside_key import outside_key
from procurement.queries.selection import (
    candidates_of,
    request_by,
    requests_of,
    selection_criteria_of,
    selection_facts,
)
from procurement.selection import (
    RequestStatus,
    Selected,
    SelectionKind,
    obstacles_to_criterion,
    obstacles_to_judging,
    obstacles_to_opening_requests,
    obstacles_to_request,
    obstacles_to_requesting,
    obstacles_to_selecting,
    select,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.mail import add_mail
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if


@dataclass(frozen=True)
class RequestContent:
    """What a candidate writes: an answer per criterion, and his declaration."""

    answers: Mapping[int, str]
    is_declared: bool
    explanation: str
    signatory: str

    def as_data(self) -> dict[str, str]:
        """The content as plain text per key."""
        return {
            **{str(key): text.strip() for key, text in self.answers.items()},
            "declared": "yes" if self.is_declared else "no",
            "explanation": self.explanation.strip(),
            "signatory": self.signatory.strip(),
        }


def add_selection_criterion(
    tender: Tender,
    title: str,
    *,
    kind: SelectionKind,
    question: str,
    most_points: Decimal | None,
    actor: Actor,
    now: datetime,
) -> SelectionCriterion:
    """Ask candidates something more; only of a draft."""
    refuse_if(obstacles_to_changing(tender.status) + obstacles_to_criterion(kind, most_points))
    sequence = max((each.sequence for each in selection_criteria_of(tender)), default=0) + 1
    criterion = SelectionCriterion(
        tender_id=tender.id, sequence=sequence, kind=kind, title=title, question=question, most_points=most_points
    )
    db.session.add(criterion)
    db.session.flush()
    trail.record("selection.criterion_added", tender, actor=actor, now=now, after={"title": title, "kind": kind.value})
    return criterion


def remove_selection_criterion(tender: Tender, criterion: SelectionCriterion, *, actor: Actor, now: datetime) -> None:
    """Ask it no longer; only of a draft."""
    refuse_if(obstacles_to_changing(tender.status))
    trail.record("selection.criterion_removed", tender, actor=actor, now=now, before={"title": criterion.title})
    db.session.delete(criterion)


def submit_request(
    tender: Tender, supplier: Organisation, content: RequestContent, *, actor: Actor, now: datetime
) -> ParticipationRequest:
    """Ask to take part. Locked until the term has passed; an earlier request of this supplier is replaced."""
    assert actor.organisation_id == supplier.id, "nobody asks for another"
    number_lock(f"request:{tender.id}:{supplier.id}")
    selection = selection_facts(tender)
    refuse_if(
        obstacles_to_requesting(selection, now)
        or obstacles_to_request(
            content.answers,
            selection.criteria,
            is_declared=content.is_declared,
            explanation=content.explanation,
            signatory=content.signatory,
        )
    )
    earlier = request_by(tender, supplier.id)
    if earlier is not None:
        earlier.status = RequestStatus.WITHDRAWN
        db.session.flush()  # the one-live-request index sees the rows one by one
    plaintext = vault.canonical({**content.as_data(), "salt": vault.random_salt()})
    digest = vault.sha256(plaintext)
    request = ParticipationRequest(
        tender=tender,
        supplier=supplier,
        status=RequestStatus.RECEIVED,
        received_at=now,
        submitted_by_id=actor.account_id,
        sha256=digest,
        locked_content=vault.lock_away(outside_key(), _place(tender.id, digest), plaintext),
    )
    db.session.add(request)
    follow(tender, supplier, now)
    db.session.flush()
    _tell(request, "Uw verzoek is ontvangen", "mail/request_received.txt", now)
    trail.record("request.submitted", request, actor=actor, now=now, after={"sha256": digest})
    return request


def withdraw_request(request: ParticipationRequest, *, actor: Actor, now: datetime) -> None:
    """Take a request back before the term has passed; it is never read."""
    assert actor.organisation_id == request.supplier_id, "nobody withdraws for another"
    refuse_if(obstacles_to_requesting(selection_facts(request.tender), now))
    if request.status != RequestStatus.RECEIVED:
        refuse_if([Obstacle("request-not-live", "Dit verzoek is al ingetrokken of vervangen.")])
    request.status = RequestStatus.WITHDRAWN
    trail.record("request.withdrawn", request, actor=actor, now=now)


def open_requests(tender: Tender, *, actor: Actor, now: datetime) -> list[ParticipationRequest]:
    """Open every request that counts, after its term; gives those that are still as they were received."""
    refuse_if(obstacles_to_opening_requests(selection_facts(tender), now))
    opened = []
    for request in requests_of(tender):
        try:
            plaintext = vault.take_out(outside_key(), _place(tender.id, request.sha256), request.locked_content)
        except vault.CannotUnlock:
            continue
        if vault.sha256(plaintext) == request.sha256:
            request.content = json.loads(plaintext)
            opened.append(request)
    tender.requests_opened_at = now
    trail.record("requests.opened", tender, actor=actor, now=now, after={"opened": len(opened)})
    return opened


def judge_request(
    request: ParticipationRequest,
    met: Mapping[int, bool | None],
    points: Mapping[int, Decimal | None],
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Say whether a candidate is suitable and how many points he gets; can be changed until the decision."""
    tender = request.tender
    criteria = selection_criteria_of(tender)
    asked = [each for each in criteria if each.kind == SelectionKind.SUITABILITY]
    is_suitable = all(met.get(each.id) for each in asked)
    # Points are for who is suitable: of the others nothing is compared.
    ranked = [each for each in criteria if each.most_points is not None and is_suitable]
    refuse_if(
        _obstacles_to_stage(tender)
        or obstacles_to_judging(
            {each.title: met.get(each.id) for each in asked},
            {each.title: (points.get(each.id), each.most_points or Decimal(0)) for each in ranked},
            reason,
        )
    )
    given = {each.id: points[each.id] or Decimal(0) for each in ranked}
    request.is_suitable, request.points = is_suitable, sum(given.values(), Decimal(0))
    request.judgement = {
        **{str(each.id): "yes" if met[each.id] else "no" for each in asked},
        **{str(key): str(value) for key, value in given.items()},
    }
    request.reason = reason.strip()
    request.judged_at, request.judged_by_id = now, actor.account_id
    trail.record(
        "request.judged",
        request,
        actor=actor,
        now=now,
        after={"is_suitable": is_suitable, "points": request.points},
        reason=request.reason,
    )


def decide_selection(tender: Tender, *, actor: Actor, now: datetime) -> list[Selected]:
    """Invite who is selected and tell the others why not, all at the same moment (art. 2.103)."""
    candidates = candidates_of(tender)
    refuse_if(obstacles_to_selecting(selection_facts(tender), candidates, now))
    decided = select(candidates, tender.most_candidates)
    requests = {each.id: each for each in requests_of(tender)}
    for each in decided:
        request = requests[each.candidate.id]
        request.rank, request.outcome = each.rank, each.why
        request.reason = request.reason or each.why
        request.status = RequestStatus.SELECTED if each.is_selected else RequestStatus.NOT_SELECTED
        if each.is_selected:
            db.session.add(
                TenderInvitation(tender_id=tender.id, supplier_id=request.supplier_id, invited_at=now)
            )
        subject = "U bent geselecteerd" if each.is_selected else "U bent niet geselecteerd"
        _tell(request, subject, "mail/selection_decided.txt", now)
    tender.selected_at = now
    trail.record(
        "selection.decided",
        tender,
        actor=actor,
        now=now,
        after={
            "selected": [each.candidate.name for each in decided if each.is_selected],
            "not_selected": [each.candidate.name for each in decided if not each.is_selected],
        },
    )
    return decided


def _obstacles_to_stage(tender: Tender) -> list[Obstacle]:
    if tender.requests_opened_at is None:
        return [Obstacle("requests-closed", "Open eerst de verzoeken tot deelneming.")]
    if tender.selected_at is not None:
        return [Obstacle("selection-decided", "De selectie is al besloten. De gegadigden hebben bericht.")]
    return []


def _tell(request: ParticipationRequest, subject: str, template: str, now: datetime) -> None:
    add_mail(
        to=request.supplier.email,
        subject=f"{subject}: {request.tender.reference}",
        template=template,
        now=now,
        request=request,
    )


def _place(tender_id: int, sha256: str) -> str:
    return f"request:{tender_id}:{sha256}"
