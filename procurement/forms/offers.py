"""The form of choosing the one offer that was asked."""

from townhall.fields import LongTextField, TextField
from townhall.forms import Form


class ChooseOfferForm(Form):
    """Why this offer, and on which mandate."""

    reason = LongTextField(
        "Waarom kiest u deze offerte?",
        hint="Bijvoorbeeld: wat de aanbieder goed doet, en waarom de prijs redelijk is naast de raming.",
    )
    mandate_reference = TextField("Mandaatbesluit", hint="Bijvoorbeeld: Mandaatregister 2026, nr. 14", max=200)
