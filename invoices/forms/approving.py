"""The form of approving many invoices at once."""

from townhall.fields import ChoicesField, YesNoField
from townhall.forms import Form


class ApproveManyForm(Form):
    """The approval of the invoices that were ticked, each as it stood on the list: its number and version."""

    invoices = ChoicesField("Facturen", required=True)
    agreed = YesNoField("Ik ga akkoord met betaling van de gekozen facturen.", required=True)
