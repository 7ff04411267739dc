"""The forms of the register of unlawful spending."""

from invoices.unlawful import Cause
from townhall.fields import ChoiceField, DayField, EuroField, LongTextField, NumberField, PercentField, TextField
from townhall.forms import Form

UNTIL_HINT = "dd-mm-jjjj. Laat leeg zolang het doorgaat."
GROUND_HINT = "Welke regel is niet gevolgd, en hoe?"


class RecordUnlawfulForm(Form):
    """What was found."""

    contract = TextField("Nummer van het contract", max=40, hint="Bijvoorbeeld RO-2026-004.")
    cause = ChoiceField("Oorzaak", choices=Cause)
    from_on = DayField("Eerste dag", hint="dd-mm-jjjj. Vanaf deze dag was de besteding onrechtmatig.")
    until_on = DayField("Laatste dag", required=False, hint=UNTIL_HINT)
    ground = LongTextField("Grond", max=2000, hint=GROUND_HINT)
    found_by = TextField("Gevonden door", max=120, hint="Bijvoorbeeld interne controle of de accountant.")
    found_on = DayField("Gevonden op")
    decision = LongTextField("Besluit", required=False, max=2000, hint="Wat is hierover besloten, door wie en wanneer?")


class ChangeUnlawfulForm(Form):
    """It ended, or something was decided."""

    until_on = DayField("Laatste dag", required=False, hint=UNTIL_HINT)
    ground = LongTextField("Grond", max=2000, hint=GROUND_HINT)
    decision = LongTextField("Besluit", required=False, max=2000, hint="Wat is hierover besloten, door wie en wanneer?")


class UnlawfulAmountForm(Form):
    """Which part of a year is unlawful."""

    amount = EuroField(
        "Onrechtmatig in dit jaar (exclusief btw)", required=False,
        hint="Laat leeg als alles telt wat is betaald en niet terugkwam.",
    )  # fmt: skip
    why = LongTextField("Uitleg", max=1000)


class WithdrawUnlawfulForm(Form):
    """Why it no longer counts."""

    reason = LongTextField("Reden", max=1000)


class LawfulnessLimitForm(Form):
    """The council's limit for a year."""

    year = NumberField("Jaar", least=2000, most=2100)
    percent = PercentField("Percentage van de lasten", hint="Zoals de raad het vaststelde.")
    expenses = EuroField("Lasten van de gemeente in dat jaar", hint="Zonder toevoegingen aan reserves.")
    decision_reference = TextField("Kenmerk van het raadsbesluit", max=120)
