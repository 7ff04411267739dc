"""Choosing on which exclusion grounds bidders declare."""

from collections.abc import Sequence
from datetime import datetime

from procurement.exclusion import grounds_of, obstacles_to_grounds
from procurement.lifecycle import obstacles_to_changing
from procurement.models.tenders import Tender
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.refusal import refuse_if


def choose_exclusion_grounds(tender: Tender, codes: Sequence[str], *, actor: Actor, now: datetime) -> None:
    """Ask bidders about these grounds and no others; an empty list asks about none (art. 2.86–2.88 AW)."""
    refuse_if(obstacles_to_changing(tender.status) or obstacles_to_grounds(codes, tender.procedure))
    before = tender.exclusion_codes
    tender.exclusion_codes = [ground.code for ground in grounds_of(codes)]
    trail.record(
        "tender.grounds_chosen",
        tender,
        actor=actor,
        now=now,
        before={"exclusion_codes": before},
        after={"exclusion_codes": tender.exclusion_codes},
    )
