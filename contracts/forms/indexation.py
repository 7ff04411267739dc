"""The forms of indexation: a figure of an index, the first day of new amounts, and why not."""

from townhall.fields import DayField, ExactField, LongTextField, MonthField, TextField
from townhall.forms import Form


class FigureForm(Form):
    """A figure as it was published."""

    index_name = TextField(
        "Index", max=80, hint="Schrijf de naam steeds hetzelfde, bijvoorbeeld: CBS dienstenprijzen, personeelsdiensten"
    )
    month = MonthField("Maand")
    figure = ExactField("Cijfer", hint="Zoals gepubliceerd, bijvoorbeeld 118,4")
    source = TextField("Bron", max=300, hint="Waar het cijfer staat, met de dag waarop u het zag")


class ProposeIndexationForm(Form):
    """From which day the new amounts hold."""

    valid_from = DayField("Nieuwe bedragen gelden vanaf", hint="dd-mm-jjjj; een dag na vandaag")


class RejectIndexationForm(Form):
    """Why not."""

    reason = LongTextField("Reden", max=1000)
