"""The forms about decreed days."""

from townhall.fields import DayField, LongTextField, TextField
from townhall.forms import Form


class AddDayForm(Form):
    """A day of a new decree."""

    day = DayField("Dag")
    name = TextField("Naam van het besluit", max=200, hint="Bijvoorbeeld Besluit gelijkstelling van 11 mei 2029.")
    source = TextField("Bron", max=200, hint="Staatsblad of Staatscourant, met jaar en nummer.")


class WithdrawDayForm(Form):
    """Why an added day was a mistake."""

    reason = LongTextField("Reden", max=500)
