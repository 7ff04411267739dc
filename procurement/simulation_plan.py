"""What a buyer tries out: the expected range of prices and qualities, and dummy bids in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procurement.procedures import CriterionKind
from procurement.published_award import PublishedAward
from procurement.tender_formulas import (
    FORMULAS,
    WITH_PRICE_POINTS,
    WITHOUT_QUALITY,
    PriceFormula,
    obstacles_to_formula,
)
from townhall.money import euros, round_half_up, round_to_cents
from townhall.refusal import Obstacle

FEWEST_BIDS, MOST_BIDS = 2, 12
WHOLE = Decimal(100)


@dataclass(frozen=True)
class DummyBid:
    """An invented bid: its evaluation price, and its quality as a part of all quality points, in percent."""

    name: str
    price: Decimal
    quality: Decimal


@dataclass(frozen=True)
class SimulationPlan:
    """The range in which bids are expected, and the bids that are tried."""

    price_low: Decimal
    price_high: Decimal
    quality_low: Decimal
    quality_high: Decimal
    bids: tuple[DummyBid, ...]
    is_generated: bool = False

    @property
    def window(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest price in sight: of the range, and of bids outside it."""
        prices = [self.price_low, self.price_high, *(each.price for each in self.bids)]
        return min(prices), max(prices)

    def as_data(self) -> dict[str, Any]:
        """The plan as plain data."""
        return {
            "price_low": str(self.price_low),
            "price_high": str(self.price_high),
            "quality_low": str(self.quality_low),
            "quality_high": str(self.quality_high),
            "is_generated": self.is_generated,
            "bids": [[each.name, str(each.price), str(each.quality)] for each in self.bids],
        }

    @classmethod
    def read_back(cls, data: Mapping[str, Any]) -> "SimulationPlan":
        """The plan in a stored simulation."""
        return cls(
            price_low=euros(data["price_low"]),
            price_high=euros(data["price_high"]),
            quality_low=Decimal(data["quality_low"]),
            quality_high=Decimal(data["quality_high"]),
            bids=tuple(DummyBid(name, euros(price), Decimal(quality)) for name, price, quality in data["bids"]),
            is_generated=data["is_generated"],
        )


def spread(
    price_low: Decimal, price_high: Decimal, quality_low: Decimal, quality_high: Decimal, *, count: int = 6
) -> tuple[DummyBid, ...]:
    """Dummy bids over the whole range: dearer is better, but neighbours change places, so some pay too much."""
    assert FEWEST_BIDS <= count <= MOST_BIDS, "as many as one may enter"
    bids = []
    for at in range(count):
        neighbour = at + 1 if at % 2 == 0 and at + 1 < count else at - at % 2
        price = round_to_cents(price_low + (price_high - price_low) * at / (count - 1))
        quality = round_half_up(quality_low + (quality_high - quality_low) * neighbour / (count - 1), places=1)
        bids.append(DummyBid(f"Proef {chr(ord('A') + at)}", price, quality))
    return tuple(bids)


def obstacles_to_plan(plan: SimulationPlan) -> list[Obstacle]:
    """What is wrong with the range or the bids."""
    obstacles = []
    if not 0 < plan.price_low < plan.price_high:
        text = "De laagste verwachte prijs is meer dan nul en lager dan de hoogste."
        obstacles.append(Obstacle("price-range", text, "price_low"))
    if not 0 <= plan.quality_low < plan.quality_high <= WHOLE:
        text = "De laagste verwachte kwaliteit is lager dan de hoogste; beide liggen van 0 tot en met 100 %."
        obstacles.append(Obstacle("quality-range", text, "quality_low"))
    if not FEWEST_BIDS <= len(plan.bids) <= MOST_BIDS:
        text = f"Vul {FEWEST_BIDS} tot en met {MOST_BIDS} proefinschrijvingen in, of laat alle regels leeg."
        obstacles.append(Obstacle("bid-count", text))
    names = [each.name for each in plan.bids]
    if len(set(names)) != len(names):
        obstacles.append(Obstacle("bid-twice", "Geef elke proefinschrijving een eigen naam."))
    if any(each.price <= 0 for each in plan.bids):
        obstacles.append(Obstacle("bid-price", "De prijs van een proefinschrijving is meer dan nul."))
    if any(not 0 <= each.quality <= WHOLE for each in plan.bids):
        text = "De kwaliteit van een proefinschrijving ligt van 0 tot en met 100 %."
        obstacles.append(Obstacle("bid-quality", text))
    return obstacles


def obstacles_to_simulating(award: PublishedAward) -> list[Obstacle]:
    """Why there is nothing to simulate yet: criteria or formula are not there, or quality does not count."""
    if award.formula is None:
        return [Obstacle("no-formula", "Kies eerst een prijsformule.")]
    if award.formula in WITHOUT_QUALITY:
        name = FORMULAS[award.formula].name.lower()
        return [Obstacle("lowest-price", f"Bij {name} telt kwaliteit niet mee: er valt niets af te wegen.")]
    if award.formula == PriceFormula.OWN_METHOD:
        text = "Een eigen methode rekent Raamwerk niet uit: er valt niets te simuleren."
        return [Obstacle("own-method", text)]
    obstacles = list(obstacles_to_formula(award.formula, award.parameters))
    kinds: Sequence[CriterionKind] = [each.kind for each in award.criteria]
    if CriterionKind.QUALITY not in kinds:
        obstacles.append(Obstacle("no-quality-criteria", "Voeg eerst een criterium voor kwaliteit toe."))
    if (award.formula in WITH_PRICE_POINTS) != (kinds.count(CriterionKind.PRICE) == 1):
        text = "Deze formule geeft punten voor de prijs: voeg precies één criterium ‘prijs’ toe."
        if award.formula not in WITH_PRICE_POINTS:
            text = "Deze formule geeft geen punten voor de prijs: verwijder het criterium ‘prijs’."
        obstacles.append(Obstacle("no-price-criterion", text))
    return obstacles
