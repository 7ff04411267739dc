"""Forms around what comes back."""

from townhall.fields import DayField, LongTextField, TextField
from townhall.forms import Form


class BookRepaidForm(Form):
    """When and by what the amount came back."""

    settled_on = DayField("Terug op")
    reference = TextField(
        "Kenmerk", max=120, hint="Van de ontvangst op de bankrekening, of van de creditnota die is verwerkt."
    )


class CancelClawbackForm(Form):
    """Why it need not come back."""

    reason = LongTextField("Waarom hoeft dit bedrag niet terug te komen?", max=500)
