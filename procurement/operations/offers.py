"""Where nobody is compared: a key without openers, opening by one person, choosing the one offer with a reason."""

from datetime import datetime

from procurement import vault
from procurement.awarding import LotAwardStatus
from procurement.bids import EnvelopeKind
from procurement.lifecycle import TenderStatus
from procurement.models.award import LotAward
from procurement.models.bids import Bid
from procurement.models.openings import TenderKey
from procurement.models.tenders import Tender
from procurement.offers import obstacles_to_choosing, obstacles_to_opening_received, obstacles_to_reason
from procurement.operations.award_endings import close_when_settled
from procurement.operations.award_reports import amount_to_award, obstacles_to_reference
from procurement.operations.unsealing import unseal_all
from procurement.procedures import Procedure
from procurement.queries.awards import lots_to_decide
from procurement.queries.offers import admitted_by_lot, choice_facts, received_facts, sealed_bids
from procurement.queries.openings import tender_keys
from procurement.queries.outside_key import outside_key, tender_key_place
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.budgets.authority import obstacles_to_deciding
from townhall.budgets.kinds import MandateKind
from townhall.budgets.queries import mandates_of
from townhall.database import db, number_lock
from townhall.mail import add_mail
from townhall.refusal import Obstacle, refuse_if


def make_keys_without_openers(tender: Tender, now: datetime) -> None:
    """Make the keys of a tender that one person opens; a part of publishing, whose trail says it."""
    for kind in EnvelopeKind:
        public_key, private_key = vault.make_key_pair()
        locked = vault.lock_away(outside_key(), tender_key_place(tender.id, kind), private_key)
        db.session.add(
            TenderKey(
                tender_id=tender.id, kind=kind, public_key=public_key, made_at=now, locked_private_key=locked
            )
        )
    db.session.flush()


def open_received(tender: Tender, *, actor: Actor, now: datetime) -> list[Bid]:
    """Open what came in: the one offer, or the applications to an open house. Gives what could be read."""
    number_lock(f"opening:{tender.id}")
    waiting = sealed_bids(tender)
    for bid in waiting:
        number_lock(f"bid:{bid.lot_id}:{bid.supplier_id}")  # nobody replaces it while it is opened
    refuse_if(obstacles_to_opening_received(received_facts(tender), now))
    keys, irregular = tender_keys(tender), dict[int, str]()
    for kind in EnvelopeKind:  # prices are read of what was just opened, so quality goes first
        locked = keys[kind].locked_private_key
        assert locked is not None, "an obstacle otherwise"
        private_key = vault.take_out(outside_key(), tender_key_place(tender.id, kind), locked)
        irregular |= unseal_all(tender, kind, private_key, now)
        db.session.flush()
    if tender.procedure == Procedure.SINGLE_PRIVATE:
        tender.status = TenderStatus.OPENED
    opened = [bid for bid in waiting if bid.id not in irregular]
    trail.record(
        "offers.opened",
        tender,
        actor=actor,
        now=now,
        after={"opened": [bid.receipt_code for bid in opened], "irregular": len(irregular)},
    )
    return opened


def obstacles_to_choosing_offer(tender: Tender, *, actor: Actor, now: datetime) -> list[Obstacle]:
    """Why this person cannot choose the offer now, for page and operation alike."""
    return obstacles_to_choosing(choice_facts(tender), account_id=actor.account_id) + obstacles_to_deciding(
        mandates_of(actor.account_id),
        kind=MandateKind.AWARD_DECISION,
        amount=amount_to_award(tender),
        on=now.date(),
    )


def choose_offer(
    tender: Tender, reason: str, mandate_reference: str, *, actor: Actor, now: datetime
) -> list[LotAward]:
    """Choose the one offer with its reason: every lot that is left is awarded for good, and the supplier hears it.

    No standstill: there is nobody who lost (art. 2.127 Aanbestedingswet is not for these contracts).
    """
    refuse_if(
        obstacles_to_choosing_offer(tender, actor=actor, now=now)
        + obstacles_to_reason(reason)
        + obstacles_to_reference(mandate_reference)
    )
    bids = admitted_by_lot(tender)
    awards = [
        LotAward(
            tender=tender,
            lot=lot,
            bid_id=bids[lot.id].id,
            supplier=bids[lot.id].supplier,
            rank=1,
            status=LotAwardStatus.FINAL,
            reason=reason.strip(),
            awarded_at=now,
            made_final_at=now,
            made_final_by_id=actor.account_id,
            earliest_signing_on=now.date(),
        )
        for lot in lots_to_decide(tender)
    ]
    db.session.add_all(awards)
    db.session.flush()
    for award in awards:
        assert award.supplier is not None
        add_mail(
            to=award.supplier.email,
            subject=f"Wij kiezen uw offerte: {tender.reference}, perceel {award.lot.number}",
            template="mail/award_final.txt",
            now=now,
            award=award,
        )
    close_when_settled(tender)
    trail.record(
        "offer.chosen",
        tender,
        actor=actor,
        now=now,
        reason=reason.strip(),
        after={"mandate": mandate_reference.strip(), "lots": [award.lot.number for award in awards]},
    )
    return awards
