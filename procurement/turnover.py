"""A requirement on the turnover of a bidder: only with a reason, and three times the estimated value at most.

Law: Aanbestedingswet art. 2.90: no requirement on turnover unless it is motivated, and never above three times the
estimated value of the contract, or of the lot for which it is asked.
"""

from decimal import Decimal

from procurement.regime_reasons import dutch_euros
from townhall.refusal import Obstacle

#: So many times the estimated value of the lot a bidder may be asked to have as turnover.
MOST_TIMES = 3


def highest_turnover(estimated: Decimal) -> Decimal:
    """The most that may be asked for a lot with this estimated value, excl. VAT."""
    return estimated * MOST_TIMES


def obstacles_to_turnover(required: Decimal | None, reason: str, estimated: Decimal) -> list[Obstacle]:
    """Why this turnover cannot be asked for a lot with this estimated value; None when no turnover is asked."""
    if required is None:
        return []
    if required <= 0:
        text = "De omzeteis moet meer dan nul zijn. Laat het veld leeg als u geen omzet eist."
        return [Obstacle("turnover-not-positive", text, "turnover_required")]
    obstacles = []
    if not reason.strip():
        text = "Leg uit waarom u een omzet eist. Zonder motivering mag dat niet (art. 2.90 Aanbestedingswet)."
        obstacles.append(Obstacle("turnover-unmotivated", text, "turnover_reason"))
    highest = highest_turnover(estimated)
    if required > highest:
        text = (
            f"U mag hooguit drie keer de geraamde waarde van het perceel eisen: {dutch_euros(highest)} "
            "(art. 2.90 Aanbestedingswet)."
        )
        obstacles.append(Obstacle("turnover-too-high", text, "turnover_required"))
    return obstacles
