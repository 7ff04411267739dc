"""The form of the price–quality simulator."""

from decimal import Decimal

from wtforms import Form as PlainForm
from wtforms import FormField
from wtforms.fields import FieldList

from procurement.simulation_plan import MOST_BIDS, DummyBid, SimulationPlan, spread
from townhall.fields import EuroField, NumberField, PercentField, TextField
from townhall.forms import Form

ROWS = 6
SPARE_ROWS = 2
GENERATED = 6


class DummyBidForm(PlainForm):  # type: ignore[misc]
    """One row: an invented bid. A row without a price is not there."""

    name = TextField("Naam", required=False, max=40)
    price = EuroField("Evaluatieprijs", required=False)
    quality = PercentField("Kwaliteit", required=False)

    def bid(self, number: int) -> DummyBid | None:
        """The bid in this row; None for a row that was not used."""
        if self.price.data is None:
            return None
        return DummyBid(self.name.data or f"Proef {number}", self.price.data, self.quality.data or Decimal(0))


class SimulationForm(Form):
    """The expected range, and bids to try; without bids Raamwerk spreads some over the range."""

    price_low = EuroField("Laagste verwachte prijs")
    price_high = EuroField("Hoogste verwachte prijs")
    quality_low = PercentField("Laagste verwachte kwaliteit", hint="In procent van alle kwaliteitspunten.")
    quality_high = PercentField("Hoogste verwachte kwaliteit")
    count = NumberField(
        "Aantal proefinschrijvingen", least=2, most=MOST_BIDS, hint="Telt alleen als u hieronder niets invult."
    )
    bids = FieldList(FormField(DummyBidForm), min_entries=ROWS, max_entries=MOST_BIDS)

    def plan(self) -> SimulationPlan:
        """What to try, as typed, or spread over the range."""
        typed = [row.form.bid(number) for number, row in enumerate(self.bids, start=1)]
        bids = tuple(bid for bid in typed if bid is not None)
        reach = (self.price_low.data, self.price_high.data, self.quality_low.data, self.quality_high.data)
        return SimulationPlan(
            *reach, bids=bids or spread(*reach, count=self.count.data), is_generated=not bids
        )

    @classmethod
    def showing(cls, plan: SimulationPlan | None, expected_price: Decimal | None) -> "SimulationForm":
        """The form with the last plan, or with a first guess around what a client is expected to cost."""
        if plan is None:
            guess = expected_price or None
            return cls(
                data={
                    "price_low": None if guess is None else (guess * 7 / 10).quantize(Decimal("0.01")),
                    "price_high": guess,
                    "quality_low": Decimal(50),
                    "quality_high": Decimal(90),
                    "count": GENERATED,
                }
            )
        rows = [] if plan.is_generated else [
            {"name": each.name, "price": each.price, "quality": each.quality} for each in plan.bids
        ]  # fmt: skip
        empty = max(ROWS - len(rows), min(SPARE_ROWS, MOST_BIDS - len(rows)))
        return cls(
            data={
                "price_low": plan.price_low,
                "price_high": plan.price_high,
                "quality_low": plan.quality_low,
                "quality_high": plan.quality_high,
                "count": len(plan.bids) if plan.is_generated else GENERATED,
                "bids": rows + [{}] * empty,
            }
        )
