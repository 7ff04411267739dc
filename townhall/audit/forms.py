"""What the trail is narrowed to; the names of the fields stand in the address."""

from typing import Any

from townhall.audit.words import kinds_of_acts
from townhall.fields import ChoiceField, DayField, TextField
from townhall.forms import Form


class TrailFilterForm(Form):
    """Words, a kind of act and a period."""

    zoek = TextField("Zoeken op naam of onderwerp", required=False, max=200)
    handeling = ChoiceField("Soort handeling", required=False, empty="Alle")
    van = DayField("Van", required=False)
    tot = DayField("Tot en met", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handeling.offer(kinds_of_acts())
