"""The form about the VAT of a contract."""

from townhall.fields import DayField, LongTextField, PercentField, TextField
from townhall.forms import Form


class TreatVatForm(Form):
    """Which contract, how much comes back, from when and why."""

    contract = TextField("Nummer van het contract", max=40, hint="Bijvoorbeeld RO-2026-004.")
    percent = PercentField("Compensabel", hint="100 is alle btw, 0 is niets. Daartussen is gemengd.")
    from_on = DayField("Voor facturen vanaf", hint="dd-mm-jjjj. De factuurdatum telt.")
    reason = LongTextField("Waarop berust dit?", max=1000)
