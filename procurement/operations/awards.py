"""From decision to final award: letters at once, objections per lot, and the gate to final."""

from collections.abc import Sequence
from datetime import datetime

from procurement.awarding import (
    LotAwardStatus,
    ObjectionKind,
    obstacles_to_moving_award,
)
from procurement.lifecycle import TenderStatus, obstacles_to_moving
from procurement.models.award import AwardDecision, AwardLetter, LotAward
from procurement.models.tenders import Lot, Tender
from procurement.motivation_check import obstacles_to_telling
from procurement.operations.award_endings import close_when_settled, take_back_objections, tell_bidders
from procurement.proofs import Dated, obstacles_to_proofs, with_proofs
from procurement.queries.award_report_data import standstill_of
from procurement.queries.awards import (
    decisions_of,
    standing_awards,
    unsent_decision_of,
)
from procurement.queries.bids import submissions
from procurement.queries.letters_to_send import declined_untold, letters_to_send, provisional_awards
from procurement.queries.motivations import motivations_to_tell
from procurement.queries.openings import is_opened_by_one
from procurement.standstill import (
    FinalAwardFacts,
    Standstill,
    obstacles_to_final_award,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.budgets.authority import MandateFacts, obstacles_to_deciding
from townhall.budgets.kinds import MandateKind
from townhall.budgets.queries import mandates_of
from townhall.database import db
from townhall.jobs.operations import request_job
from townhall.mail import add_mail
from townhall.refusal import Obstacle, refuse_if

LETTERS_JOB = "procurement.award-letters"
SHORTEST_REASON = 20


def obstacles_to_sending(tender: Tender) -> list[Obstacle]:
    """Why the letters cannot leave: the report must be adopted before (art. 2.26), the reasons fit to read."""
    obstacles = obstacles_to_moving(tender.status, TenderStatus.STANDSTILL)
    if obstacles:
        return obstacles
    if unsent_decision_of(tender) is None:
        return [Obstacle("letters-sent", "De brieven over de laatste beslissing zijn al verstuurd.")]
    return obstacles_to_telling(motivations_to_tell(tender))


def send_award_letters(tender: Tender, *, actor: Actor, now: datetime) -> list[AwardLetter]:
    """Tell every bidder at the same moment; the standstill starts the day after."""
    refuse_if(obstacles_to_sending(tender))
    decision = unsent_decision_of(tender)
    assert decision is not None
    standstill = standstill_of(tender, now.date())
    awards = _award_lots(tender, decision, standstill, now)
    letters = _write(tender, decision, awards, standstill, now)
    decision.letters_sent_at = now
    tender.status = TenderStatus.STANDSTILL
    # Of a decision to award nothing these letters are the end.
    close_when_settled(tender)
    request_job(
        LETTERS_JOB,
        {"decision_id": decision.id},
        actor=actor,
        now=now,
        title=f"Gunningsbrieven {tender.reference}",
    )
    trail.record(
        "award.letters_sent",
        tender,
        actor=actor,
        now=now,
        after={"letters": len(letters), "standstill_ends_on": standstill.ends_on},
    )
    return letters


def _award_lots(
    tender: Tender, decision: AwardDecision, standstill: Standstill, now: datetime
) -> list[LotAward]:
    """One provisional award per lot; lots not awarded join this decision."""
    declined, made = declined_untold(tender), provisional_awards(tender, decision, standstill, now)
    for award in declined:
        award.decision_id = decision.id
    db.session.add_all(made)
    db.session.flush()
    return [*declined, *made]


def _write(
    tender: Tender, decision: AwardDecision, awards: Sequence[LotAward], standstill: Standstill, now: datetime
) -> list[AwardLetter]:
    letters = []
    for number, each in enumerate(letters_to_send(tender, awards, standstill), start=1):
        letter = AwardLetter(
            tender=tender,
            decision=decision,
            supplier=each.supplier,
            reference=f"{tender.reference}/B{decision.id}-{number}",
            sent_at=now,
            data=each.data,
        )
        db.session.add(letter)
        letters.append(letter)
        add_mail(
            to=each.supplier.email,
            subject=f"Gunningsbeslissing {tender.reference}",
            template="mail/award_letter.txt",
            now=now,
            tender=tender,
            supplier=each.supplier,
            standstill=standstill,
        )
    db.session.flush()
    return letters


def check_proofs(
    award: LotAward, remarks: str, proofs: Dated | None = None, *, actor: Actor, now: datetime
) -> None:
    """The buyer saw the winner's proofs and found them in order and in date (art. 2.89, 2.102).

    ``proofs`` are the days that stand on those with an age.
    """
    dated = proofs or {}
    bid_on = award.bid.received_at.date() if award.bid is not None else now.date()
    obstacles = obstacles_to_proofs(dated, bid_on=bid_on, today=now.date())
    if award.status not in (LotAwardStatus.PROVISIONAL, LotAwardStatus.DISPUTED):
        obstacles += obstacles_to_moving_award(award.status, LotAwardStatus.FINAL)
    if not remarks.strip():
        text = "Schrijf op welke bewijsstukken u zag en van welke datum zij zijn."
        obstacles.append(Obstacle("proofs-undescribed", text, "remarks"))
    refuse_if(obstacles)
    award.proofs_checked_at, award.proofs_checked_by_id = now, actor.account_id
    award.proofs_remarks = with_proofs(remarks, dated)
    trail.record("award.proofs_checked", award, actor=actor, now=now)


def final_award_obstacles(award: LotAward, *, actor: Actor, now: datetime) -> list[Obstacle]:
    """Why this person cannot make this award final now, for page and operation alike."""
    return gates_to_final([award], actor=actor, now=now)[award.id]


def gates_to_final(awards: Sequence[LotAward], *, actor: Actor, now: datetime) -> dict[int, list[Obstacle]]:
    """The same of every one of these awards, by its id; the mandates are asked once."""
    mandates = mandates_of(actor.account_id)
    return {award.id: _gate(award, mandates, now) for award in awards}


def _gate(award: LotAward, mandates: Sequence[MandateFacts], now: datetime) -> list[Obstacle]:
    # A dispute is named by its objection below; only an award that ended cannot become final at all.
    gone = (
        []
        if award.status == LotAwardStatus.DISPUTED
        else obstacles_to_moving_award(award.status, LotAwardStatus.FINAL)
    )
    pending = [each.kind for each in award.objections if each.is_pending]
    amount = award.lot.maximum_value
    no_mandate = obstacles_to_deciding(mandates, kind=MandateKind.AWARD_DECISION, amount=amount, on=now.date())
    decision = award.decision
    return gone + obstacles_to_final_award(
        FinalAwardFacts(
            today=now.date(),
            letters_sent=decision is not None and decision.letters_sent_at is not None,
            earliest_signing_on=award.earliest_signing_on,
            pending_summons=pending.count(ObjectionKind.SUMMONS),
            pending_objections=pending.count(ObjectionKind.OBJECTION),
            proofs_checked=award.proofs_checked_at is not None,
            report_adopted=decision is not None and decision.report.adopted_at is not None,
            has_maximum_value=amount is not None,
            has_mandate=not no_mandate,
        )
    )


def make_award_final(award: LotAward, *, actor: Actor, now: datetime) -> None:
    """Award this lot for good; contracts may now make the framework contract."""
    refuse_if(final_award_obstacles(award, actor=actor, now=now))
    assert award.supplier is not None
    award.status, award.made_final_at, award.made_final_by_id = LotAwardStatus.FINAL, now, actor.account_id
    add_mail(
        to=award.supplier.email,
        subject=f"Definitieve gunning {award.tender.reference}, perceel {award.lot.number}",
        template="mail/award_final.txt",
        now=now,
        award=award,
    )
    close_when_settled(award.tender)
    trail.record("award.made_final", award, actor=actor, now=now, after={"tender": award.tender.status})


def not_award(tender: Tender, lot: Lot, reason: str, *, actor: Actor, now: datetime) -> LotAward:
    """Decide not to award this lot. Bidders are told in the letters, or at once when those have left.

    When no lot is left the report still has to be adopted, with the reasons (art. 2.132 lid 1 onder n).
    """
    standing = standing_awards(tender).get(lot.id)
    obstacles = []
    if len(reason.strip()) < SHORTEST_REASON:
        text = (
            "Leg in een volledige zin uit waarom u dit perceel niet gunt. De inschrijvers krijgen deze tekst."
        )
        obstacles.append(Obstacle("not-award-unmotivated", text, "reason"))
    if standing is not None:
        obstacles += obstacles_to_moving_award(standing.status, LotAwardStatus.NOT_AWARDED)
    elif not may_decline(tender, now):
        text = (
            "Niet gunnen kan nadat de inschrijvingen zijn geopend en zolang niet alles is gegund. "
            "Kwam er geen inschrijving, dan kan het na de sluiting."
        )
        obstacles.append(Obstacle("too-early-not-to-award", text))
    refuse_if(obstacles)
    award = standing or LotAward(tender=tender, lot=lot, awarded_at=now)
    award.status, award.reason = LotAwardStatus.NOT_AWARDED, reason.strip()
    db.session.add(award)
    db.session.flush()
    take_back_objections(award, actor=actor, now=now)
    # A decision that was taken back before its letters left told nobody anything.
    if any(each.letters_sent_at for each in decisions_of(tender)) or is_opened_by_one(tender):
        # No report and no letters for one offer, or the letters have left: then this is how bidders hear of it.
        subject = f"Perceel {award.lot.number} van {award.tender.reference} wordt niet gegund"
        tell_bidders(award, subject, "mail/lot_not_awarded.txt", now)
        close_when_settled(tender)
    trail.record("award.not_awarded", award, actor=actor, now=now, reason=reason.strip())
    return award


STAGES_OF_NOT_AWARDING = frozenset(
    {
        TenderStatus.OPENED,
        TenderStatus.ASSESSMENT,
        TenderStatus.QUALITY_LOCKED,
        TenderStatus.RANKED,
        TenderStatus.STANDSTILL,
    }
)


def may_decline(tender: Tender, now: datetime) -> bool:
    """Whether a lot without an award may be declined now: bids were opened, or none came in."""
    if tender.status == TenderStatus.PUBLISHED:
        return tender.is_closed(now) and not submissions(tender)
    return tender.status in STAGES_OF_NOT_AWARDING
