"""The forms in which a bidder says with whom he bids."""

from procurement.parties import Party, PartyKind, Reliance
from townhall.fields import ChoiceField, LongTextField, PercentField, RadioChoiceField, TextField, YesNoField
from townhall.forms import Form

YES, NO = "ja", "nee"


class JointLiabilityForm(Form):
    """What the members of a combination promise together."""

    is_jointly_liable = YesNoField("Alle leden van de combinatie zijn hoofdelijk aansprakelijk voor de hele opdracht.")


class PartyForm(Form):
    """One firm that bids along."""

    kind = RadioChoiceField("Wat is dit bedrijf?", choices=PartyKind)
    name = TextField("Naam van het bedrijf")
    kvk_number = TextField("KvK-nummer", max=20, bsn_exempt=True, hint="Acht cijfers.")
    share = PercentField("Aandeel in de opdracht", hint="In procenten, bijvoorbeeld 30.")
    part = LongTextField("Welk deel van het werk doet dit bedrijf?", max=1000)
    relies_on = ChoiceField(
        "Heeft u dit bedrijf nodig om aan de geschiktheidseisen te voldoen?",
        choices=Reliance,
        default=Reliance.NONE.value,
        hint="Een beroep op de draagkracht of bekwaamheid van een ander (art. 2.92 en 2.94 Aanbestedingswet).",
    )
    excluded = RadioChoiceField(
        "Geldt een van de uitsluitingsgronden voor dit bedrijf?",
        choices=[(NO, "Nee, geen enkele"), (YES, "Ja")],
        required=False,
        hint="Dit verklaart het bedrijf zelf. Verplicht bij een lid, en bij een onderaannemer die u nodig heeft.",
    )
    declared_by = TextField("Naam en functie van wie dit namens het bedrijf verklaart", required=False)

    def party(self) -> Party:
        """What was typed."""
        return Party(
            number=0,
            kind=PartyKind(self.kind.data),
            name=self.name.data,
            kvk_number=self.kvk_number.data.replace(" ", ""),
            share=self.share.data,
            part=self.part.data,
            relies_on=Reliance(self.relies_on.data),
            is_excluded=None if self.excluded.data is None else self.excluded.data == YES,
            declared_by=self.declared_by.data or "",
        )
