"""Forms around paying."""

from invoices.sepa import PainVersion
from townhall.fields import ChoiceField, ChoicesField, DayField, LongTextField, UploadField
from townhall.forms import Form


class PaymentRunForm(Form):
    """Which invoices and claims for late payment, on which day, in which file."""

    invoices = ChoicesField("Facturen", required=False)
    charges = ChoicesField("Vergoedingen voor te late betaling", required=False)
    execution_on = DayField("Betaaldag", hint="dd-mm-jjjj, een werkdag")
    version = ChoiceField(
        "Bestandsversie", choices=PainVersion, hint="Vraag uw bank welke versie zij inleest. Nieuw is .09."
    )


class BookPaidForm(Form):
    """When the bank paid."""

    paid_on = DayField("Betaald op")


class BookFailedForm(Form):
    """When and why the bank did not pay, or sent the money back."""

    failed_on = DayField("Datum van de bank")
    reason = LongTextField("Reden die de bank geeft", max=500)


class BankFileForm(Form):
    """What the bank did, as a file."""

    file = UploadField("Bestand", kinds={"csv", "xlsx"}, max_bytes=2_000_000)
