"""Forms around an invoice."""

from invoices.einvoice.safety import MAX_BYTES
from townhall.fields import ChoiceField, ChoicesField, DayField, LongTextField, TextField, UploadField, YesNoField
from townhall.forms import Form


class DraftInvoiceForm(Form):
    """Which achievements, under which number and day."""

    achievements = ChoicesField("Prestaties", required=True)
    number = TextField(
        "Factuurnummer", max=60, bsn_exempt=True, hint="Uw eigen nummer, dat u nog niet eerder gebruikte."
    )
    issued_on = DayField("Factuurdatum")
    corrects = ChoiceField(
        "Deze factuur verbetert factuur",
        required=False,
        empty="Geen: dit is een nieuwe factuur",
        hint="Alleen als u regels opnieuw factureert die wij terugstuurden, of een factuur die u introk.",
    )


class UploadInvoiceForm(Form):
    """One e-invoice as a file."""

    file = UploadField("E-factuur (UBL)", kinds={"xml"}, max_bytes=MAX_BYTES)


class PackageForm(Form):
    """Many e-invoices in one file."""

    file = UploadField(
        "ZIP-bestand met e-facturen", kinds={"zip"}, max_bytes=50_000_000,
        hint="Hooguit 1.000 XML-bestanden, los in de ZIP, zonder mappen en zonder wachtwoord. De ZIP is hooguit 50 MB.",
    )  # fmt: skip


class StatementForm(Form):
    """The declaration of the contract manager."""

    statement = LongTextField(
        "Toelichting", required=False, max=2000, hint="Bijvoorbeeld waarop u uw verklaring baseert."
    )
    declared = YesNoField(
        "Ik verklaar dat de aanbieder de prestaties op de goedgekeurde regels heeft geleverd.", required=True
    )


class ReturnLineForm(Form):
    """Why a line goes back."""

    hint = LongTextField(
        "Wat is er mis, en wat kan de aanbieder doen?",
        max=1000,
        hint="De aanbieder leest deze tekst bij de regel.",
    )


class SendBackForm(Form):
    """Why the invoice goes back to the contract manager."""

    reason = LongTextField("Waarom stuurt u de factuur terug?", max=1000)


class ApproveForm(Form):
    """The approval of the budget holder."""

    agreed = YesNoField("Ik ga akkoord met betaling van dit bedrag.", required=True)
