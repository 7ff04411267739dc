"""The form of a credit note."""

from townhall.fields import ChoicesField, DayField, TextField
from townhall.forms import Form


class CreditNoteForm(Form):
    """Which lines are given back, under which number and day."""

    lines = ChoicesField("Welke regels geeft u terug?", required=True)
    number = TextField(
        "Nummer van de creditnota", max=60, bsn_exempt=True, hint="Uw eigen nummer, dat u nog niet eerder gebruikte."
    )
    issued_on = DayField("Datum van de creditnota")
