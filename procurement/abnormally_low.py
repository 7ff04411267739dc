"""Is a price strikingly low? A signal to look and to ask, never a reason to reject.

Law: Aanbestedingswet art. 2.116: whose price seems abnormally low must get the chance to explain it; only a price
that is not convincingly explained may be rejected, and one that is low because environmental, social or labour law
is broken must be. The measure itself is not in the law: it is a setting of the tender, fixed before prices open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.bidder_requests import RequestFacts
from townhall.money import round_half_up, round_to_cents
from townhall.refusal import Obstacle

#: Below this share of the mean of the others a price is signalled, unless the tender says otherwise (practice).
USUAL_PERCENT = Decimal(80)
#: With fewer others than this a mean says nothing.
FEWEST_OTHERS = 2
#: What an explanation may be about (art. 2.116 lid 2), as the bidder reads it.
SUBJECTS = (
    "de doelmatigheid van uw werkwijze;",
    "bijzonder gunstige omstandigheden of oplossingen;",
    "de originaliteit van uw aanbod;",
    "hoe u voldoet aan het milieu-, sociaal en arbeidsrecht, ook bij onderaannemers;",
    "staatssteun die u krijgt.",
)


@dataclass(frozen=True)
class LowPriceRule:
    """When a price is signalled."""

    percent: Decimal = USUAL_PERCENT
    floor: Decimal | None = None
    """What one client costs by the municipality's own calculation; None when there is none."""


@dataclass(frozen=True)
class LowPrice:
    """Why one price was signalled."""

    price: Decimal
    mean_of_others: Decimal | None
    share_percent: Decimal | None
    """Of the mean of the others, one decimal; None when there are too few."""
    is_under_floor: bool


def low_prices(prices: Mapping[int, Decimal], rule: LowPriceRule) -> dict[int, LowPrice]:
    """Per bid (by id) whose evaluation price on one lot is strikingly low, how low it is."""
    found = {}
    for bid_id, price in prices.items():
        others = [Fraction(other) for key, other in prices.items() if key != bid_id]
        mean = sum(others, Fraction(0)) / len(others) if len(others) >= FEWEST_OTHERS else None
        is_low = mean is not None and Fraction(price) < mean * Fraction(rule.percent) / 100
        is_under = rule.floor is not None and price < rule.floor
        if is_low or is_under:
            share = round_half_up(Fraction(price) * 100 / mean, places=1) if mean else None
            found[bid_id] = LowPrice(price, None if mean is None else round_to_cents(mean), share, is_under)
    return found


def obstacles_to_rule(percent: Decimal, *, prices_are_open: bool) -> list[Obstacle]:
    """Why the measure cannot be set like this: not after the prices are known."""
    obstacles = []
    if prices_are_open:
        text = "De prijzen zijn al geopend. De maatstaf ligt nu vast."
        obstacles.append(Obstacle("prices-are-known", text))
    if not 0 < percent <= 100:
        text = "Kies een percentage boven 0 en tot en met 100."
        obstacles.append(Obstacle("percent-out-of-range", text, "percent"))
    return obstacles


def obstacles_to_rejecting_as_low(asked: RequestFacts | None, *, for_breach: bool = False) -> list[Obstacle]:
    """Why a bid cannot be set aside as abnormally low: first ask, and judge the answer (art. 2.116).

    ``for_breach`` when it is set aside because the price breaks environmental, social or labour law.
    """
    if asked is not None and asked.is_sent and asked.is_satisfied is False:
        return _obstacles_to_ground(asked, for_breach=for_breach)
    text = (
        "Vraag de inschrijver eerst om zijn prijs toe te lichten en beoordeel het antwoord "
        "(art. 2.116 Aanbestedingswet)."
    )
    return [Obstacle("low-price-unasked", text, "ground")]


def _obstacles_to_ground(asked: RequestFacts, *, for_breach: bool) -> list[Obstacle]:
    if for_breach == asked.breaks_law:
        return []
    if asked.breaks_law:
        text = (
            "U stelde vast dat de prijs laag is door overtreding van milieu-, sociaal of arbeidsrecht. "
            "Kies die grond; u moet dan afwijzen (art. 2.116 Aanbestedingswet)."
        )
        return [Obstacle("breach-has-own-ground", text, "ground")]
    text = "In uw oordeel over de toelichting staat geen overtreding. Kies de grond ‘Abnormaal laag’."
    return [Obstacle("breach-not-found", text, "ground")]


def obstacles_from_low_prices(
    undecided: Sequence[str], unexplained: Sequence[str], unlawful: Sequence[str] = ()
) -> list[Obstacle]:
    """Why the ranking waits: strikingly low prices nobody dealt with, not explained, or low by breaking the law."""
    obstacles = []
    if undecided:
        text = "Vraag om toelichting op een opvallend lage prijs, of leg vast waarom dat niet nodig is: "
        obstacles.append(Obstacle("low-price-open", f"{text}{', '.join(undecided)}."))
    if unexplained:
        text = "De lage prijs is niet overtuigend toegelicht. Leg deze inschrijving terzijde: "
        obstacles.append(Obstacle("low-price-unexplained", f"{text}{', '.join(unexplained)}."))
    if unlawful:
        text = (
            "De lage prijs komt door overtreding van milieu-, sociaal of arbeidsrecht. "
            "U moet deze inschrijving afwijzen (art. 2.116 Aanbestedingswet): "
        )
        obstacles.append(Obstacle("low-price-unlawful", f"{text}{', '.join(unlawful)}."))
    return obstacles
