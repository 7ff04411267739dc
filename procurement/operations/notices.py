"""Answering what the notice of a tender asks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from procurement.lifecycle import obstacles_to_changing
from procurement.models.notices import NoticeData
from procurement.models.tenders import Tender
from procurement.notice_questions import BY_BT, obstacles_to_answers
from procurement.notice_withholding import Withholding, obstacles_to_withholding
from procurement.queries.notice_results import TOLD
from procurement.queries.notices import notice_data_of
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def answer_notice(tender: Tender, answers: Mapping[str, Any], *, actor: Actor, now: datetime) -> NoticeData:
    """Keep the answers for the notice of a draft, by business term; they take the place of the usual ones."""
    assert answers.keys() <= BY_BT.keys(), f"not asked: {sorted(answers.keys() - BY_BT.keys())}"
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_answers(answers)])
    data = notice_data_of(tender)
    before = dict(data.answers) if data else {}
    if data is None:
        data = NoticeData(tender_id=tender.id)
        db.session.add(data)
    data.answers = dict(answers)
    data.changed_at = now
    data.changed_by_id = actor.account_id
    changed = [bt for bt in answers if before.get(bt) != answers[bt]]
    trail.record(
        "tender.notice_answered",
        tender,
        actor=actor,
        now=now,
        before={bt: before.get(bt) for bt in changed},
        after={bt: answers[bt] for bt in changed},
    )
    return data


def withhold_results(tender: Tender, choice: Withholding, *, actor: Actor, now: datetime) -> NoticeData:
    """Say which fields of the notice of the result are published later; none takes an earlier choice back."""
    refuse_if([*_obstacles_to_stage(tender), *obstacles_to_withholding(choice, now.date())])
    data = notice_data_of(tender)
    if data is None:
        data = NoticeData(tender_id=tender.id)
        db.session.add(data)
    before = data.withheld
    data.withheld = choice.as_data() if choice.fields else None
    data.changed_at = now
    data.changed_by_id = actor.account_id
    trail.record(
        "tender.result_withheld", tender, actor=actor, now=now, before=before, after=data.withheld,
        reason=choice.explanation.strip() if choice.fields else "",
    )  # fmt: skip
    return data


def _obstacles_to_stage(tender: Tender) -> list[Obstacle]:
    if tender.status in TOLD:
        return []
    text = "Er is nog geen uitslag. Kies pas na het versturen van de brieven wat u later publiceert."
    return [Obstacle("no-result-yet", text)]
