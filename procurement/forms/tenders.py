"""Forms for a tender as a whole."""

from typing import Any

from procurement.four_years import FourYears
from procurement.models.tenders import Tender
from procurement.procedures import Procedure, StandstillKind
from townhall.fields import (
    ChoiceField,
    DayField,
    LongTextField,
    MomentField,
    NumberField,
    RadioChoiceField,
    TextField,
    UploadField,
    YesNoField,
)
from townhall.forms import Form

DOCUMENT_KINDS = frozenset({"pdf", "docx", "xlsx", "odt", "ods"})

#: A minicompetition begins from its framework, on a page of its own.
TO_CHOOSE = [procedure for procedure in Procedure if procedure != Procedure.MINICOMPETITION]


class NewTenderForm(Form):
    """What a tender begins with."""

    title = TextField("Titel", hint="Bijvoorbeeld: Re-integratiediensten 2027–2029")
    description = LongTextField("Omschrijving", required=False, hint="Wat wordt er ingekocht, en waarom?")
    procedure = ChoiceField(
        "Procedure",
        choices=Procedure,
        hint="Een eerste keuze. Het regime-advies zegt later of zij mag.",
    )
    budget_programme = TextField("Begrotingsprogramma", required=False, max=80)

    def __init__(self, *args: Any, obj: Tender | None = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        calls_off = obj is not None and obj.calls_off is not None
        self.procedure.offer([Procedure.MINICOMPETITION] if calls_off else TO_CHOOSE)


class BeginTenderForm(NewTenderForm):
    """What a tender begins with, and the day to count its planning back from."""

    starts_on = DayField(
        "Gewenste start van de opdracht", required=False, hint="Bekend? Dan rekent u hierna meteen de planning terug."
    )


class TenderForm(NewTenderForm):
    """Basic data of a draft."""

    procedure_reason = LongTextField(
        "Motivering van de procedure",
        required=False,
        hint="Verplicht als u afwijkt van het inkoopbeleid, bij inbesteding en bij open house.",
    )


class PlanningForm(Form):
    """Dates and term of a draft. Empty is not chosen yet."""

    notice_on = DayField("Dag van aankondiging", required=False, hint="dd-mm-jjjj; bepaalt het drempelbedrag")
    questions_until = MomentField("Vragen stellen kan tot en met", required=False)
    answers_by = DayField(
        "Antwoorden uiterlijk op",
        required=False,
        hint="dd-mm-jjjj; uiterlijk tien dagen voor de sluiting",
    )
    closes_at = MomentField("Sluiting van de inschrijving", required=False)
    decision_on = DayField("Gunningsbeslissing op", required=False)
    standstill_kind = RadioChoiceField("Opschortende termijn", choices=StandstillKind)
    standstill_days = NumberField("Aantal dagen opschortende termijn", least=0, most=90)
    starts_on = DayField("Start van de opdracht", required=False)
    duration_months = NumberField("Looptijd in maanden", required=False, least=1, most=240)
    extension_count = NumberField("Aantal verlengingen", least=0, most=10, hint="0 als er geen optie is")
    extension_months = NumberField("Maanden per verlenging", least=0, most=60)
    four_years = RadioChoiceField(
        "Maximum van vier jaar (art. 2.140 lid 3)",
        choices=FourYears,
        required=False,
        hint="Alleen bij de Europese openbare en niet-openbare procedure is het wet; elders kiest u zelf.",
    )
    long_term_reason = LongTextField(
        "Waarom langer dan vier jaar?",
        required=False,
        hint="Verplicht als de looptijd met alle verlengingen langer is. Inschrijvers lezen deze reden.",
    )


class WithdrawTenderForm(Form):
    """Why a tender stops."""

    reason = LongTextField("Reden van intrekking", hint="Aanbieders lezen deze reden.")


class MoveClosingForm(Form):
    """To which moment, and why."""

    closes_at = MomentField("Nieuwe sluiting")
    answers_by = DayField("Antwoorden uiterlijk op", required=False)
    reason = LongTextField("Reden", hint="Aanbieders lezen deze reden in hun mail.")


class TenderDocumentForm(Form):
    """A document that goes with the tender."""

    file = UploadField("Bestand", kinds=DOCUMENT_KINDS)
    title = TextField("Titel", required=False, hint="Leeg: de naam van het bestand.")
    is_agreement = YesNoField(
        "Dit is onze eigen conceptovereenkomst.",
        hint="Zij komt in de plaats van het concept dat Raamwerk uit het dossier maakt.",
    )


class InvitationForm(Form):
    """Whom to ask for an offer."""

    supplier = ChoiceField("Aanbieder", choices=())
