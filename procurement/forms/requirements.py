"""Forms for requirements, criteria, questions and the tables of law and policy."""

from procurement.bands import Market
from procurement.procedures import RequirementKind, VerificationMoment
from procurement.tender_content import RequirementContent
from townhall.fields import (
    ChoiceField,
    DayField,
    EuroField,
    LongTextField,
    NumberField,
    RadioChoiceField,
    TextField,
)
from townhall.forms import Form


class RequirementForm(Form):
    """A numbered eis or wens."""

    section = ChoiceField("Hoofdstuk", choices=(), required=False, empty="Nieuw hoofdstuk ‘Algemeen’")
    text = LongTextField("Tekst", hint="Eén eis of wens per regel. Schrijf zo dat u hem kunt controleren.")
    kind = RadioChoiceField("Soort", choices=RequirementKind)
    holds_from = DayField(
        "Geldt vanaf",
        required=False,
        hint="dd-mm-jjjj; alleen bij een voorwaardelijke eis: vanaf deze dag moet eraan zijn voldaan",
    )
    lot = ChoiceField("Perceel", choices=(), required=False, empty="Alle percelen")
    criterion = ChoiceField(
        "Gunningscriterium",
        choices=(),
        required=False,
        empty="Geen",
        hint="Alleen bij een wens: waar telt hij mee?",
    )
    verification = RadioChoiceField("Toetsmoment", choices=VerificationMoment, default=VerificationMoment.WITH_BID)
    verification_method = LongTextField(
        "Toetswijze", required=False, max=2000, hint="Hoe toetst u dit? Bijvoorbeeld: kopie van het certificaat."
    )

    def content(self) -> RequirementContent:
        """The requirement as typed."""
        return RequirementContent(
            text=self.text.data,
            kind=self.kind.data,
            lot_number=int(self.lot.data) if self.lot.data else None,
            criterion_code=self.criterion.data or None,
            section_number=int(self.section.data) if self.section.data else None,
            holds_from=self.holds_from.data,
            verification=self.verification.data,
            verification_method=self.verification_method.data or "",
        )


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
