"""The forms about budgets and mandates."""

from townhall.budgets.kinds import MandateKind
from townhall.fields import ChoiceField, DayField, EuroField, LongTextField, NumberField, TextField
from townhall.forms import Form

NO_AMOUNT = "Laat leeg als het bedrag nog niet is vastgesteld; leeg is iets anders dan € 0,00."


class BudgetForm(Form):
    """A new budget."""

    year = NumberField("Jaar", least=2000, most=2100)
    programme = TextField("Programma", max=80, hint="Bijvoorbeeld Re-integratie.")
    lot = TextField(
        "Perceel", required=False, max=120,
        hint="Laat leeg voor het hele programma. Neem de naam van het perceel over uit de aanbesteding: een contract "
        "na gunning krijgt dan dit budget. Het budget van een perceel telt naast dat van het programma, niet erbinnen.",
    )  # fmt: skip
    organisation = ChoiceField("Organisatie")
    amount = EuroField("Bedrag", required=False, hint=NO_AMOUNT)
    decision_reference = TextField("Kenmerk van het besluit", required=False, max=120)


class ChangeBudgetForm(Form):
    """Another amount for a budget."""

    amount = EuroField("Nieuw bedrag", required=False, hint=NO_AMOUNT)
    decision_reference = TextField("Kenmerk van het besluit", max=120)
    reason = LongTextField("Reden", max=500)


class MandateForm(Form):
    """A mandate, as the signed decision words it."""

    account = ChoiceField("Medewerker")
    kind = ChoiceField("Mag", choices=MandateKind)
    up_to = EuroField("Tot en met (exclusief btw)", required=False, hint="Laat leeg als er geen grens is.")
    starts_on = DayField("Eerste dag")
    ends_on = DayField("Laatste dag", required=False, hint="dd-mm-jjjj. Laat leeg zonder einddatum.")
    decision_reference = TextField("Kenmerk van het getekende besluit", max=120)
    reason = LongTextField("Reden", max=500)


class LendMandateForm(Form):
    """To whom one lends one's own mandate, up to how much, for how long, and why."""

    borrower = ChoiceField("Collega", hint="Een collega met dezelfde rol als u.")
    up_to = EuroField("Tot en met (exclusief btw)", required=False, hint="Hooguit uw eigen grens.")
    starts_on = DayField("Eerste dag")
    ends_on = DayField("Laatste dag")
    reason = LongTextField("Reden", max=500)


class WithdrawMandateForm(Form):
    """Why a mandate ends."""

    reason = LongTextField("Reden", max=500)
