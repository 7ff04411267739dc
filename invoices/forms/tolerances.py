"""The form about what may be off."""

from townhall.fields import DayField, EuroField, LongTextField, NumberField, PercentField
from townhall.forms import Form


class ToleranceForm(Form):
    """How much, from when and why; what is left empty must be exact."""

    less_amount = EuroField(
        "Hooguit zoveel minder dan afgesproken", required=False, hint="Leeg: het bedrag moet kloppen."
    )
    less_percent = PercentField(
        "Hooguit zoveel procent minder dan afgesproken", required=False,
        hint="Vult u bedrag en procent in, dan telt het kleinste. Hooguit 10.",
    )  # fmt: skip
    cents_off = EuroField(
        "Zoveel mag aantal keer prijs afwijken van het regelbedrag", required=False,
        hint="Voor afronding. Leeg: het moet kloppen. Hooguit € 1,00.",
    )  # fmt: skip
    days_late = NumberField(
        "Zoveel dagen later factureren dan het contract zegt", required=False, hint="Leeg: geen dag. Hooguit 60."
    )
    from_on = DayField("Voor prestaties vanaf", hint="dd-mm-jjjj. De dag waarop de mijlpaal is bereikt, telt.")
    reason = LongTextField("Waarop berust dit?", max=1000)
