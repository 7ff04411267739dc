"""Forms around what suppliers ask because they were paid too late, and the rates that it is counted by."""

from townhall.fields import ChoiceField, LongTextField, PercentField
from townhall.forms import Form


class RefuseLateChargeForm(Form):
    """Why the budget holder does not pay it."""

    reason = LongTextField(
        "Waarom betaalt u deze vergoeding niet?", max=1000, hint="De aanbieder krijgt dit in een mail."
    )


class RecordRateForm(Form):
    """The rate of a half-year, as it was published."""

    starts_on = ChoiceField("Halfjaar")
    percent = PercentField("Wettelijke handelsrente per jaar", hint="Bijvoorbeeld 10,15.")
    source = LongTextField(
        "Bron", max=500,
        hint="Waar en wanneer u het percentage hebt gelezen. Bijvoorbeeld: rijksoverheid.nl, 2 januari 2027.",
    )  # fmt: skip


class RejectRateForm(Form):
    """What is wrong with a rate that somebody typed in."""

    reason = LongTextField("Wat klopt er niet?", max=500)
