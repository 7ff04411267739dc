"""The form of an absence."""

from townhall.fields import ChoiceField, DayField, TextField
from townhall.forms import Form


class AbsenceForm(Form):
    """From when to when, and who looks after the work."""

    first_day = DayField("Eerste dag")
    last_day = DayField("Laatste dag")
    stand_in = ChoiceField(
        "Vervanger", required=False, empty="Geen vervanger",
        hint="Krijgt wat aan u persoonlijk is gericht. Zonder vervanger ziet iedereen met uw rol het.",
    )  # fmt: skip
    note = TextField("Opmerking", max=200, required=False)
