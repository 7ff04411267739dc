"""The form with the points for the price of every bid."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from procurement.models.bids import Bid
from procurement.models.imported_points import ImportedPoints
from townhall.fields import ExactField, LongTextField
from townhall.forms import Form


class PointsForm(Form):
    """Points per bid, made by ``points_form``, and the calculation they come from."""

    basis = LongTextField(
        "Waar staat de berekening, en wie rekende haar na?",
        hint="Bijvoorbeeld: rekenblad in het dossier, nagerekend door een collega. Dit komt in het spoor.",
    )

    def points(self, bids: Sequence[Bid]) -> dict[int, Decimal | None]:
        """What was typed, per bid."""
        return {bid.id: self[f"points_{bid.id}"].data for bid in bids}


def points_form(bids: Sequence[Bid], known: Mapping[int, ImportedPoints]) -> PointsForm:
    """The form with a field per bid, filled with what was typed in before."""
    fields: dict[str, Any] = {
        f"points_{bid.id}": ExactField(f"Punten voor {bid.supplier.name}, perceel {bid.lot.number}", least=0)
        for bid in bids
    }
    made: type[PointsForm] = type("PointsFormOfTender", (PointsForm,), fields)
    filled: dict[str, Any] = {f"points_{bid_id}": row.points for bid_id, row in known.items()}
    filled["basis"] = next((row.basis for row in known.values()), "")
    return made(data=filled)
