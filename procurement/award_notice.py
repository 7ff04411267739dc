"""Until when the result of a tender must be announced.

Law: Aanbestedingswet 2012 art. 2.134: within thirty days after the contract was concluded; for social and other
specific services the notices of a quarter may go together, within thirty days after its end. No day is added for a
weekend: who relies on an extension is late when it turns out not to apply.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from procurement.procedures import EUROPEAN_PROCEDURES, Procedure
from townhall.periods import quarter_of
from townhall.refusal import Obstacle

TERM = timedelta(days=30)


@dataclass(frozen=True)
class NoticeTerm:
    """The last day for a notice of its own, and for one together with the others of its quarter."""

    last_day: date
    last_day_together: date | None
    """None where notices do not go together."""

    @property
    def due_on(self) -> date:
        """The day after which it is too late, whichever way is chosen."""
        return self.last_day_together or self.last_day


def notice_term(signed_on: date, procedure: Procedure) -> NoticeTerm | None:
    """The term after a contract was signed on this day; None when the procedure needs no notice."""
    if procedure not in EUROPEAN_PROCEDURES:
        return None
    after_quarter = quarter_of(signed_on).ends_on + TERM if procedure == Procedure.SAS else None
    return NoticeTerm(signed_on + TERM, after_quarter)


def obstacles_to_notice(*, is_final: bool, sent_on: date, made_final_on: date | None, today: date) -> list[Obstacle]:
    """Why this publication of the result cannot be recorded."""
    if not is_final or made_final_on is None:
        text = "Dit perceel is nog niet definitief gegund. Er is nog geen uitslag te melden."
        return [Obstacle("award-not-final", text)]
    if not made_final_on <= sent_on <= today:
        text = "Kies een dag vanaf de definitieve gunning tot en met vandaag."
        return [Obstacle("notice-day-impossible", text, "sent_on")]
    return []
