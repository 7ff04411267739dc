"""The forms of what goes with an end: notices of default and the exit plan."""

from contracts.defaults import DefaultOutcome
from townhall.fields import DayField, LongTextField, RadioChoiceField, TextField
from townhall.forms import Form


class AnnounceForm(Form):
    """What the supplier fails to do, before anything is sent."""

    failing = LongTextField("Wat komt de opdrachtnemer niet na?", max=4000, hint="Noem de afspraak en de feiten.")
    demanded = LongTextField(
        "Wat moet de opdrachtnemer doen?", max=4000, hint="Zo precies dat u kunt zien of het is gedaan."
    )
    hearing_on = DayField("De opdrachtnemer kan reageren tot en met")


class ReplyForm(Form):
    """What the supplier says to it."""

    reply = LongTextField("Reactie", max=4000, hint="Uit de brief van de opdrachtnemer, of uit het gesprek met hem.")


class SendForm(Form):
    """The notice itself."""

    cure_by = DayField("Laatste dag om het goed te maken", hint="dd-mm-jjjj; geef een redelijke termijn.")


class CloseForm(Form):
    """How it ended."""

    outcome = RadioChoiceField("Hoe is het afgelopen?", choices=DefaultOutcome)
    note = LongTextField("Waaruit blijkt dat?", max=4000)


class ExitStepForm(Form):
    """One more thing to do before the contract is left."""

    label = TextField("Wat moet er gebeuren?", max=200)
    owner = TextField("Wie doet het?", max=120)
    due_on = DayField("Uiterlijk")


class FinishForm(Form):
    """One thing that was done."""

    note = TextField("Toelichting", required=False, max=500)
