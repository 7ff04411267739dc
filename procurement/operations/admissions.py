"""Telling an applicant to an open house what was decided; a part of checking him, whose trail says it."""

from datetime import datetime

from procurement.models.assessment import BidCheck
from procurement.procedures import Procedure
from townhall.mail import add_mail


def tell_applicant(check: BidCheck, now: datetime) -> None:
    """Mail whether he is let in, with the reason when he is not. In other procedures the letters tell it."""
    bid = check.bid
    if bid.tender.procedure != Procedure.OPEN_HOUSE:
        return
    outcome = "afgewezen" if check.ground else "toegelaten"
    add_mail(
        to=bid.supplier.email,
        subject=f"U bent {outcome}: {bid.tender.reference}, perceel {bid.lot.number}",
        template="mail/admission_decided.txt",
        now=now,
        check=check,
    )
