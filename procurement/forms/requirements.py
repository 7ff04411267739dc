"""Forms for requirements, criteria, questions and the tables of law and policy."""

from procurement.bands import Market
from procurement.procedures import CriterionKind, RequirementKind
from procurement.tender_content import CriterionContent, RequirementContent
from townhall.fields import (
    ChoiceField,
    DayField,
    EuroField,
    ExactField,
    LongTextField,
    NumberField,
    RadioChoiceField,
    TextField,
)
from townhall.forms import Form


class RequirementForm(Form):
    """A numbered eis or wens."""

    text = LongTextField("Tekst", hint="Eén eis of wens per regel. Schrijf zo dat u hem kunt controleren.")
    kind = RadioChoiceField("Soort", choices=RequirementKind)
    lot = ChoiceField("Perceel", choices=(), required=False, empty="Alle percelen")
    criterion = ChoiceField(
        "Gunningscriterium",
        choices=(),
        required=False,
        empty="Geen",
        hint="Alleen bij een wens: waar telt hij mee?",
    )

    def content(self) -> RequirementContent:
        """The requirement as typed."""
        return RequirementContent(
            text=self.text.data,
            kind=self.kind.data,
            lot_number=int(self.lot.data) if self.lot.data else None,
            criterion_code=self.criterion.data or None,
        )


class CriterionForm(Form):
    """An award criterion."""

    code = TextField("Code", max=10, hint="Kort, bijvoorbeeld K1 of P")
    title = TextField("Titel")
    kind = RadioChoiceField("Soort", choices=CriterionKind)
    weight = ExactField("Gewicht", hint="Alle gewichten samen zijn 100.", least=0, most=100)
    guidance = LongTextField(
        "Beoordelingskader", required=False, hint="Waar letten beoordelaars op? Bieders lezen dit ook."
    )

    def content(self) -> CriterionContent:
        """The criterion as typed."""
        return CriterionContent(
            code=self.code.data,
            title=self.title.data,
            kind=self.kind.data,
            weight=self.weight.data,
            guidance=self.guidance.data or "",
        )


class QuestionForm(Form):
    """A question of a supplier."""

    about = TextField(
        "Waar gaat uw vraag over?",
        required=False,
        hint="Bijvoorbeeld: eis 12, of paragraaf 3.2 van de leidraad",
    )
    text = LongTextField("Uw vraag", hint="Noem uw bedrijf niet: alle aanbieders lezen de vraag en het antwoord.")


class AnswerForm(Form):
    """The answer to one question."""

    answer = LongTextField("Antwoord", max=8000, hint="Aanbieders zien het antwoord pas in de nota van inlichtingen.")


class BulletinForm(Form):
    """A nota van inlichtingen."""

    introduction = LongTextField("Inleiding", required=False)


class PolicyBandForm(Form):
    """New limits of the purchasing policy."""

    market = ChoiceField("Soort opdracht", choices=Market)
    multiple_from = EuroField("Meervoudig onderhands vanaf")
    open_from = EuroField("Nationaal openbaar vanaf", required=False, hint="Leeg: geen aparte grens.")
    in_force_from = DayField("Geldt vanaf")
    source = TextField("Bron", hint="Bijvoorbeeld: Strategisch inkoopbeleid 2027, artikel 5")


class ThresholdForm(Form):
    """The amounts of two coming years."""

    year = NumberField("Eerste jaar", least=2004, most=2100, hint="Een even jaar, bijvoorbeeld 2028")
    services_subcentral = EuroField("Diensten en leveringen, gemeente")
    services_central = EuroField("Diensten en leveringen, Rijk")
    works = EuroField("Werken")
    sas = EuroField("Sociale en andere specifieke diensten")
    services_special_sectors = EuroField("Speciale sectoren")
    source = TextField("Bron", hint="Verordening en vindplaats")
