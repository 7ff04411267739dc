"""The forms of partner municipalities: taking part, and leaving."""

from contracts.partners import TracksAfterLeaving, VolumeAfterLeaving
from townhall.fields import (
    ChoiceField,
    DayField,
    ExactField,
    LongTextField,
    NumberField,
    RadioChoiceField,
    TextField,
)
from townhall.forms import Form


class PartnerForm(Form):
    """Another municipality that shares in the contract."""

    organisation = ChoiceField("Partnergemeente")
    share = ExactField(
        "Aandeel in volume en kosten (%)",
        required=False,
        least=0,
        most=100,
        hint="Laat leeg als er geen aandeel is afgesproken. Leeg is iets anders dan nul.",
    )
    participants_per_year = NumberField(
        "Deelnemers per jaar",
        required=False,
        least=0,
        most=100_000,
        hint="Laat leeg als er geen aantal is afgesproken.",
    )
    named_in = TextField(
        "Waar noemt de aanbesteding deze gemeente?",
        required=False,
        max=300,
        hint="Bijvoorbeeld: beschrijvend document, paragraaf 1.2. Alleen wie van het begin af is genoemd, mag meedoen "
        "(artikel 2.140 lid 1 Aanbestedingswet).",
    )


class LeaveForm(Form):
    """A partner that stops half-way."""

    left_on = DayField("Laatste dag dat deze gemeente meedoet")
    tracks = RadioChoiceField("Wie betaalt de trajecten die dan lopen?", choices=TracksAfterLeaving)
    volume = RadioChoiceField("Wat gebeurt er met haar deel van het volume?", choices=VolumeAfterLeaving)
    reason = LongTextField("Waarom stopt deze gemeente?", max=2000)
