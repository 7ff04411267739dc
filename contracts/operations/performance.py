"""Agreeing on figures, and recording what participants think: surveys and complaints."""

from collections.abc import Sequence
from datetime import date, datetime

from contracts.experience import (
    ComplaintOutcome,
    ComplaintSubject,
    Grades,
    SurveyGroup,
    answer_by,
    obstacles_to_settling,
    obstacles_to_survey,
)
from contracts.kpis import AgreedKpi, obstacles_to_agreeing
from contracts.lifecycle import ContractStatus
from contracts.models.frameworks import FrameworkContract
from contracts.models.performance import Complaint, ContractKpi, SatisfactionSurvey
from contracts.privacy import obstacles_to_free_text
from contracts.queries.performance import survey_held_on
from contracts.queries.scores import kpi_row
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, next_in_year
from townhall.refusal import Obstacle, refuse_if


def agree_on_kpi(contract: FrameworkContract, agreed: AgreedKpi, *, actor: Actor, now: datetime) -> ContractKpi:
    """Agree on a figure with its norm; an earlier agreement on the same figure ends and stays in sight."""
    refuse_if([*obstacles_to_contract(contract), *obstacles_to_agreeing(agreed)])
    earlier = kpi_row(contract, agreed.code)
    if earlier is not None:
        earlier.ended_on = now.date()
        db.session.flush()
    row = ContractKpi(
        contract_id=contract.id, code=agreed.code, norm=agreed.norm, period=agreed.period,
        within_days=agreed.within_days, source=agreed.source, source_text=agreed.source_text, agreed_on=now.date(),
        recorded_by_id=actor.account_id,
    )  # fmt: skip
    db.session.add(row)
    before = None if earlier is None else {"norm": earlier.norm, "period": earlier.period}
    after = {"code": agreed.code, "norm": agreed.norm, "period": agreed.period, "source": agreed.source}
    trail.record("contract.kpi_agreed", contract, actor=actor, now=now, before=before, after=after)
    return row


def end_kpi(contract: FrameworkContract, row: ContractKpi, *, actor: Actor, now: datetime) -> None:
    """No longer measure this figure against a norm of its own; what stands in the contract itself holds again."""
    if row.ended_on is not None:
        refuse_if([Obstacle("ended-already", "Deze afspraak is al beëindigd.")])
    row.ended_on = now.date()
    after = {"code": row.code, "norm": row.norm}
    trail.record("contract.kpi_ended", contract, actor=actor, now=now, after=after)


def record_survey(
    contract: FrameworkContract, grades: Grades | None, *, held_on: date, asked: SurveyGroup,
    invited: int | None = None, source: str = "", found: Sequence[Obstacle] = (), actor: Actor, now: datetime,
) -> SatisfactionSurvey:  # fmt: skip
    """Keep the answers of a survey: how many, and their sum. ``found``: what was wrong with the list of grades."""
    obstacles = [*found] or obstacles_to_survey(grades, invited=invited, held_on=held_on, today=now.date())
    obstacles += obstacles_to_free_text(source, field="source")
    if survey_held_on(contract, held_on, asked) is not None:
        text = "Van deze groep is op deze dag al een meting vastgelegd. Dezelfde antwoorden tellen één keer."
        obstacles.append(Obstacle("survey-already", text, "held_on"))
    refuse_if([*obstacles_to_contract(contract), *obstacles])
    assert grades is not None, "refused above"
    survey = SatisfactionSurvey(
        contract_id=contract.id, held_on=held_on, asked=asked, invited=invited, answers=grades.answers,
        total=grades.total, source=source, recorded_by_id=actor.account_id, recorded_at=now,
    )  # fmt: skip
    db.session.add(survey)
    after = {"held_on": held_on, "asked": asked, "answers": grades.answers, "total": str(grades.total)}
    trail.record("contract.survey_recorded", contract, actor=actor, now=now, after=after)
    return survey


def record_complaint(
    contract: FrameworkContract, *, received_on: date, subject: ComplaintSubject, description: str, actor: Actor,
    now: datetime,
) -> Complaint:  # fmt: skip
    """Write down a complaint about how the supplier works; it has its term from the day it came in."""
    found = [*obstacles_to_contract(contract), *obstacles_to_free_text(description, field="description")]
    if received_on > now.date():
        text = "Deze dag ligt in de toekomst. Vul een dag in tot en met vandaag."
        found.append(Obstacle("in-future", text, "received_on"))
    refuse_if(found)
    complaint = Complaint(
        number=f"K-{now.year}-{next_in_year('complaint', now.year):03d}", contract_id=contract.id,
        received_on=received_on, answer_by=answer_by(received_on), subject=subject, description=description,
        recorded_by_id=actor.account_id,
    )  # fmt: skip
    db.session.add(complaint)
    after = {"contract": contract.number, "subject": subject, "received_on": received_on}
    trail.record("complaint.recorded", complaint, actor=actor, now=now, after=after)
    return complaint


def settle_complaint(
    complaint: Complaint, outcome: ComplaintOutcome, *, settled_on: date, settlement: str, actor: Actor, now: datetime
) -> None:
    """Say how the complaint ended and what was done about it."""
    refuse_if(
        [
            *obstacles_to_settling(
                complaint.received_on, settled_on, is_settled=complaint.settled_on is not None, today=now.date()
            ),
            *obstacles_to_free_text(settlement, field="settlement"),
        ]
    )
    complaint.outcome, complaint.settled_on, complaint.settlement = outcome, settled_on, settlement
    after = {"outcome": outcome, "settled_on": settled_on}
    trail.record("complaint.settled", complaint, actor=actor, now=now, after=after, reason=settlement)


def obstacles_to_contract(contract: FrameworkContract) -> list[Obstacle]:
    """Why nothing can be recorded about how this contract is carried out: it is a draft or was withdrawn."""
    if contract.status not in (ContractStatus.DRAFT, ContractStatus.WITHDRAWN):
        return []
    return [Obstacle("not-signed", "Dit contract is niet getekend. Er valt nog niets te meten.")]
