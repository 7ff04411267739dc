"""The form of a call-off: what is ordered, of whom, and why."""

from collections.abc import Sequence

from contracts.call_offs import DIRECT_WAYS, Contractor, Order
from contracts.forms.frameworks import HeadingField
from townhall.fields import ChoiceField, DayField, EuroField, LongTextField, RadioChoiceField, TextField
from townhall.forms import Form


class CallOffForm(Form):
    """What is ordered under the framework, and of whom."""

    title = TextField("Wat bestelt u?", max=200)
    starts_on = DayField("Eerste dag")
    ends_on = DayField("Laatste dag", hint="dd-mm-jjjj; een opdracht mag na de raamovereenkomst doorlopen")
    maximum_value = EuroField(
        "Hoogstens te besteden, excl. btw", hint="Dit bedrag gaat direct af van de ruimte onder het maximum."
    )
    budget_heading = HeadingField()
    way = RadioChoiceField("Hoe kiest u de opdrachtnemer?", choices=DIRECT_WAYS)
    contract = ChoiceField("Opdrachtnemer")
    reason = LongTextField(
        "Reden",
        required=False,
        max=2000,
        hint="Nodig als u een voorwaarde toepast, of iemand kiest die niet aan de beurt is.",
    )

    def offer(self, contractors: Sequence[Contractor]) -> None:
        """Let these contractors be chosen."""
        self.contract.offer(
            [(str(each.contract_id), f"{each.supplier_name} ({each.contract_number})") for each in contractors]
        )

    def order(self) -> Order:
        """What was filled in, as one value."""
        return Order(
            title=self.title.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            maximum_value=self.maximum_value.data,
            budget_heading=self.budget_heading.heading,
        )
