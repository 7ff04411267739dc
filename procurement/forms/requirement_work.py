"""Forms around the Programma van Eisen: its sections, versions, files, and the library."""

from wtforms import HiddenField

from procurement.procedures import RequirementKind, VerificationMoment
from procurement.requirement_rules import LibraryContent
from townhall.fields import ChoiceField, ChoicesField, DayField, LongTextField, RadioChoiceField, TextField, UploadField
from townhall.forms import Form


class SectionForm(Form):
    """The title of a section."""

    title = TextField("Titel van het hoofdstuk")


class VersionForm(Form):
    """Why a version is kept."""

    reason = TextField("Waarom bewaart u deze versie?", hint="Bijvoorbeeld: na overleg met de vakafdeling")


class CompareForm(Form):
    """Which two versions to compare; a form that only asks."""

    class Meta:
        csrf = False

    van = ChoiceField("Van", choices=())
    naar = ChoiceField("Naar", choices=())


class UploadRequirementsForm(Form):
    """A file with the whole Programma van Eisen."""

    file = UploadField(
        "Bestand",
        kinds={"xlsx", "csv"},
        max_bytes=5_000_000,
        hint="Excel (.xlsx) of CSV, hooguit 5 MB. Het bestand is het hele Programma van Eisen.",
    )


class ConfirmImportForm(Form):
    """What was read from the file, as the preview showed it; checked again."""

    table = HiddenField()
    seen = HiddenField()


class LibraryForm(Form):
    """A requirement to use again."""

    category = TextField("Categorie", max=80, hint="Bijvoorbeeld: Privacy, Begeleiding of Social return")
    text = LongTextField("Tekst", hint="Schrijf zo dat de tekst in elke aanbesteding past.")
    kind = RadioChoiceField("Soort", choices=RequirementKind)
    verification = RadioChoiceField("Toetsmoment", choices=VerificationMoment, default=VerificationMoment.WITH_BID)
    verification_method = LongTextField("Toetswijze", required=False, max=2000)

    def content(self) -> LibraryContent:
        """The requirement as typed."""
        return LibraryContent(
            category=self.category.data,
            text=self.text.data,
            kind=self.kind.data,
            verification=self.verification.data,
            verification_method=self.verification_method.data or "",
        )


class TakeForm(Form):
    """Which requirements to take over, and where to."""

    section = ChoiceField("In hoofdstuk", choices=(), required=False, empty="Nieuw hoofdstuk ‘Algemeen’")
    chosen = ChoicesField("Eisen en wensen", required=True)


class TakeFromLibraryForm(TakeForm):
    """From the library; a conditional eis has no day there."""

    holds_from = DayField(
        "Voorwaardelijke eisen gelden vanaf",
        required=False,
        hint="dd-mm-jjjj; alleen als u een voorwaardelijke eis kiest",
    )
