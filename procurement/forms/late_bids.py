"""The forms for what came in around the closing."""

from townhall.fields import LongTextField, MomentField, RadioChoiceField, TextField, UploadField
from townhall.forms import Form

ADMIT, REFUSE = "toelaten", "weigeren"


class LateDecisionForm(Form):
    """What somebody proposes to do with a bid that ran over the closing."""

    choice = RadioChoiceField(
        "Wat stelt u voor?",
        choices=[(ADMIT, "Toelaten: de inschrijving doet mee"), (REFUSE, "Niet toelaten: zij blijft verzegeld")],
    )
    reason = LongTextField("Reden", hint="De inschrijver krijgt deze tekst; hij komt ook in het proces-verbaal.")


class OutageForm(Form):
    """Until when the closing moves after an outage."""

    closes_at = MomentField("Nieuwe sluiting")
    reason = LongTextField("Wat was de storing?", hint="Iedereen die meedoet of volgt, leest deze tekst.")


class HashForm(Form):
    """The hash of a bid that may follow."""

    sha256 = TextField(
        "SHA-256 van uw inschrijvingsbestand",
        max=80,
        bsn_exempt=True,
        hint="64 tekens: cijfers en de letters a tot en met f.",
    )


class AnnouncedBidForm(Form):
    """The bid of which the hash came in time."""

    file = UploadField("Uw inschrijvingsbestand", kinds={"zip"}, max_bytes=100_000_000)
