"""Offering a file from the client system."""

from contracts.import_kinds import ImportKind
from townhall.fields import RadioChoiceField, UploadField
from townhall.forms import Form


class OfferImportForm(Form):
    """What the file holds, and the file."""

    kind = RadioChoiceField("Wat staat er in het bestand", choices=ImportKind)
    file = UploadField(
        "Bestand",
        kinds={"csv", "xlsx"},
        hint="Excel (.xlsx) of CSV, ten hoogste 20.000 regels en 25 MB. De eerste regel bevat de koppen.",
    )
