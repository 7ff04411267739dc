"""Forms for counting a planning back, and for the lead times and recesses it rests on."""

from procurement.back_planning import CollegeDecides, Wishes
from procurement.models.tenders import Tender
from procurement.planning_norms import Norm
from procurement.planning_wishes import MOST_DAYS, MOST_ROUNDS
from procurement.procedures import FULL_REGIME_PROCEDURES, Procedure
from procurement.timeline import Haste
from townhall.fields import ChoiceField, DayField, LongTextField, NumberField, RadioChoiceField, TextField
from townhall.forms import Form


class BackPlanningForm(Form):
    """What the buyer wants of the planning."""

    starts_on = DayField("Gewenste start van de opdracht")
    rounds = NumberField("Aantal vragenronden", least=0, most=MOST_ROUNDS)
    request_days = NumberField(
        "Dagen om zich aan te melden", required=False, least=1, most=MOST_DAYS, hint="Leeg: de minimumtermijn."
    )
    bid_days = NumberField(
        "Dagen om in te schrijven", required=False, least=1, most=MOST_DAYS, hint="Leeg: de minimumtermijn."
    )
    college = RadioChoiceField("Beslist het college van burgemeester en wethouders?", choices=CollegeDecides)
    haste = RadioChoiceField("Termijnen", choices=Haste)
    haste_reason = LongTextField(
        "Motivering van de urgentie", required=False, hint="Alleen bij verkorte termijnen, en dan verplicht."
    )

    @classmethod
    def about(cls, tender: Tender, **wished: object) -> "BackPlanningForm":
        """The form with the fields that the procedure of this tender has."""
        form = cls(data={"starts_on": tender.starts_on, "rounds": 1, "college": CollegeDecides.AWARD,
                         "haste": Haste.NORMAL, **wished})  # fmt: skip
        if tender.procedure != Procedure.EU_RESTRICTED:
            del form.request_days
        if tender.procedure not in FULL_REGIME_PROCEDURES:
            del form.haste, form.haste_reason
        return form

    def wishes(self, tender: Tender) -> Wishes:
        """What was filled in, with the procedure and the standstill of the tender."""
        typed = {field.name: field.data for field in self if field.name in Wishes.__dataclass_fields__}
        return Wishes(
            **{**typed, "haste_reason": typed.get("haste_reason") or ""},
            procedure=tender.procedure,
            standstill_kind=tender.standstill_kind,
            standstill_days=tender.standstill_days,
        )


class PlanningNormForm(Form):
    """How long a step of the municipality takes."""

    norm = ChoiceField("Stap", choices=Norm)
    days = NumberField("Aantal dagen", least=0, most=365, hint="Werkdagen of gewone dagen, zoals in de lijst staat.")
    in_force_from = DayField("Geldt vanaf")
    source = TextField("Bron", hint="Bijvoorbeeld: Werkafspraken bestuurssecretariaat 2027")


class RecessForm(Form):
    """A recess of the council."""

    name = TextField("Naam", max=80, hint="Bijvoorbeeld: Zomerreces 2027")
    starts_on = DayField("Eerste dag")
    ends_on = DayField("Laatste dag")
    source = TextField("Bron", hint="Bijvoorbeeld: Vergaderschema van de raad 2027")
