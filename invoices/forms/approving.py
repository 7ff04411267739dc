"""The forms of signing many invoices at once."""

from townhall.fields import ChoicesField, LongTextField, YesNoField
from townhall.forms import Form


class ManyForm(Form):
    """The invoices that were ticked, each as it stood on the list: its number and version."""

    invoices = ChoicesField("Facturen", required=True)


class ApproveManyForm(ManyForm):
    """The approval of the budget holder."""

    agreed = YesNoField("Ik ga akkoord met betaling van de gekozen facturen.", required=True)


class StateManyForm(ManyForm):
    """The declaration of the contract manager."""

    statement = LongTextField(
        "Toelichting bij elke gekozen factuur", required=False, max=2000,
        hint="Bijvoorbeeld waarop u uw verklaring baseert.",
    )  # fmt: skip
    agreed = YesNoField(
        "Ik verklaar dat de prestaties op de goedgekeurde regels van de gekozen facturen zijn geleverd.",
        required=True,
    )
