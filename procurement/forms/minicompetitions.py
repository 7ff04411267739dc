"""The form that begins a minicompetition."""

from collections.abc import Sequence

from procurement.minicompetitions import FrameworkLot
from procurement.operations.minicompetitions import Order
from townhall.fields import ChoiceField, DayField, EuroField, LongTextField, NumberField, TextField
from townhall.forms import Form


class MinicompetitionForm(Form):
    """What the contractors bid for."""

    framework = ChoiceField("Raamovereenkomst")
    title = TextField("Wat bestelt u?", max=200)
    description = LongTextField("Omschrijving", required=False, max=4000)
    starts_on = DayField("Eerste dag van de opdracht")
    months = NumberField("Looptijd in maanden", least=1, most=48)
    participants_per_year = NumberField("Deelnemers per jaar", least=1, most=100_000)
    maximum_value = EuroField("Hoogstens te besteden, excl. btw", least=1)

    def offer(self, frameworks: Sequence[FrameworkLot]) -> None:
        """Let these frameworks be chosen."""
        self.framework.offer(
            [(each.key, f"{each.title} ({len(each.contractors)} opdrachtnemers)") for each in frameworks]
        )

    def order(self) -> Order:
        """What was filled in, as one value."""
        return Order(
            title=self.title.data,
            starts_on=self.starts_on.data,
            months=self.months.data,
            participants_per_year=self.participants_per_year.data,
            maximum_value=self.maximum_value.data,
            description=self.description.data or "",
        )
