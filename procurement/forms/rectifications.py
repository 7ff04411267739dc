"""Forms for changing a published tender."""

from typing import Any

from procurement.forms.requirements import RequirementForm
from procurement.forms.tenders import DOCUMENT_KINDS
from townhall.fields import (
    ChoiceField,
    DayField,
    LongTextField,
    MomentField,
    RadioChoiceField,
    TextField,
    UploadField,
)
from townhall.forms import Form


class RectificationForm(Form):
    """What changes, why, and whether it asks for more time."""

    what = LongTextField("Wat wijzigt er?", hint="In gewone woorden: aanbieders lezen dit in hun mail.")
    why = LongTextField("Waarom?", hint="Bijvoorbeeld: het antwoord op een vraag, een fout in een stuk.")
    substantial = RadioChoiceField(
        "Is de wijziging wezenlijk?",
        choices=(
            ("ja", "Ja: inschrijvers moeten hun inschrijving erop aanpassen"),
            ("nee", "Nee: zij verduidelijkt of herstelt alleen iets"),
        ),
        hint="Een wezenlijke wijziging verplaatst de sluiting (art. 2.73 Aanbestedingswet). "
        "Had zij andere bedrijven kunnen aantrekken? Begin dan opnieuw.",
    )
    substance_reason = LongTextField("Leg dat uit", hint="Waarom vraagt deze wijziging wel of niet meer tijd?")

    def words(self) -> dict[str, Any]:
        """What ``begin_rectification`` and ``change_rectification`` take: what, why, and how much it changes."""
        return {
            "what": self.what.data,
            "why": self.why.data,
            "is_substantial": self.substantial.data == "ja",
            "substance_reason": self.substance_reason.data,
        }


class RectifiedRequirementForm(RequirementForm):
    """A requirement as it becomes, and the question that led to it."""

    question = ChoiceField(
        "Naar aanleiding van vraag",
        choices=(),
        required=False,
        empty="Geen vraag",
        hint="De nota van inlichtingen verwijst dan naar deze rectificatie.",
    )


class RectifiedDocumentForm(Form):
    """A new document, or a new version of one."""

    file = UploadField("Bestand", kinds=DOCUMENT_KINDS)
    title = TextField("Titel", required=False, hint="Leeg: de naam van het bestand.")
    replaces = ChoiceField("Vervangt", choices=(), required=False, empty="Niets: het is een nieuw stuk")


class RectifiedDatesForm(Form):
    """The dates that become others."""

    questions_until = MomentField("Vragen stellen kan tot en met", required=False)
    answers_by = DayField("Antwoorden uiterlijk op", required=False)
    closes_at = MomentField("Sluiting van de inschrijving", required=False)
    decision_on = DayField("Gunningsbeslissing op", required=False)
    starts_on = DayField("Start van de opdracht", required=False)
