"""Saying with whom one bids: adding a member of the combination or a subcontractor to a draft."""

from dataclasses import replace
from datetime import datetime

from procurement.models.bids import BidDraft
from procurement.models.tenders import Lot, Tender
from procurement.operations.drafts import save_draft
from procurement.parties import Parties, Party, obstacles_to_adding
from procurement.queries.bids import draft_of
from procurement.queries.outside_key import draft_content
from townhall.accounts.actor import Actor
from townhall.organisations.models import Organisation
from townhall.refusal import refuse_if


def add_party(
    tender: Tender, lot: Lot, supplier: Organisation, party: Party, *, actor: Actor, now: datetime
) -> BidDraft:
    """Add a firm to what the supplier is writing; it is kept like the rest of the draft."""
    content = draft_content(draft_of(lot.id, supplier.id))
    present = content.parties
    refuse_if(obstacles_to_adding(party, present, own_kvk_number=supplier.kvk_number or ""))
    added = replace(party, number=present.next_number())
    parties = replace(present, firms=(*present.firms, added))
    return save_draft(tender, lot, supplier, replace(content, parties=parties), actor=actor, now=now)


def remove_party(
    tender: Tender, lot: Lot, supplier: Organisation, *, number: int, actor: Actor, now: datetime
) -> BidDraft:
    """Take a firm out of the draft. Doing it twice changes nothing."""
    content = draft_content(draft_of(lot.id, supplier.id))
    firms = tuple(party for party in content.parties.firms if party.number != number)
    parties = Parties(firms, content.parties.is_jointly_liable)
    return save_draft(tender, lot, supplier, replace(content, parties=parties), actor=actor, now=now)
