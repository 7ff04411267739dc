"""The forms about results: figures, reports, surveys, complaints, talks, plans and social return."""

from collections.abc import Sequence

from wtforms import Field
from wtforms.validators import ValidationError

from contracts.experience import (
    ComplaintOutcome,
    ComplaintSubject,
    Grades,
    SurveyGroup,
    grades_from_mean,
    grades_of,
    read_grades,
)
from contracts.improvement import ActionOwner, PlanOutcome
from contracts.kpis import AgreedKpi, Kpi, KpiCode, KpiPeriod, KpiSource
from contracts.models.sroi import SroiBlock
from contracts.reporting import USUAL_DAYS, Rhythm
from contracts.sroi import SroiUnit
from townhall.fields import (
    ChoiceField,
    DayField,
    EuroField,
    ExactField,
    LongTextField,
    NumberField,
    RadioChoiceField,
    TextField,
    UploadField,
    YesNoField,
)
from townhall.filters import euro, words
from townhall.forms import Form
from townhall.refusal import Obstacle


def few_decimals(_form: Form, field: Field) -> None:
    """A number with more decimals than anybody measures is a mistake, and would not fit."""
    if field.data is not None and field.data.as_tuple().exponent < -6:
        raise ValidationError("Vul hoogstens zes decimalen in.")


class KpiForm(Form):
    """A figure with its norm."""

    code = ChoiceField("Wat meten we?", choices=KpiCode)
    norm = ExactField(
        "Norm", required=False, least=0, most=10_000_000, validators=[few_decimals],
        hint="Een percentage, een aantal weken, een cijfer of een bedrag. Laat leeg als er geen norm is afgesproken.",
    )  # fmt: skip
    within_days = NumberField(
        "Binnen hoeveel dagen?", required=False, least=1, most=365,
        hint="Alleen bij intake en plan, in kalenderdagen. Leeg: 14 dagen voor de intake, 42 dagen voor het plan.",
    )  # fmt: skip
    period = ChoiceField("Over welke periode wordt de norm getoetst?", choices=KpiPeriod)
    source = ChoiceField("Waar komt de norm vandaan?", choices=KpiSource)
    source_text = TextField(
        "Vindplaats", required=False, max=500, hint="Bijvoorbeeld: eis 12, antwoord op wens 3, of artikel 8 lid 2."
    )

    def agreed(self) -> AgreedKpi:
        """What was filled in, as one value."""
        return AgreedKpi(
            self.code.data, self.norm.data, self.period.data, self.within_days.data, self.source.data,
            self.source_text.data or "",
        )  # fmt: skip


class RhythmForm(Form):
    """How often the supplier reports."""

    from_on = DayField("Vanaf")
    every_months = RadioChoiceField(
        "Hoe vaak?",
        choices=[("1", "Elke maand"), ("3", "Elk kwartaal"), ("6", "Elk halfjaar"), ("12", "Elk jaar")],
    )
    within_days = NumberField(
        "Binnen hoeveel dagen na de periode?", least=1, most=90, default=USUAL_DAYS, hint="In kalenderdagen."
    )

    def rhythm(self) -> Rhythm:
        """What was filled in, as one value."""
        return Rhythm(self.from_on.data, int(self.every_months.data), self.within_days.data)


class ReportForm(Form):
    """The supplier's report over one period."""

    results = LongTextField("Wat is er in deze periode bereikt?", hint="Noem geen namen en geen gezondheid.")
    bottlenecks = LongTextField("Welke knelpunten zijn er?", required=False)
    plans = LongTextField("Wat gaat u de komende periode doen?", required=False)
    file = UploadField("Bijlage", kinds={"pdf", "docx", "xlsx"}, required=False)


class ReadForm(Form):
    """The municipality's answer to a report."""

    response = LongTextField("Reactie aan de opdrachtnemer", required=False, max=2000)


class SurveyForm(Form):
    """The answers of a survey: the separate grades, or their number and mean."""

    held_on = DayField("Dag van de meting")
    asked = ChoiceField("Wie zijn er gevraagd?", choices=SurveyGroup)
    invited = NumberField("Hoeveel mensen zijn gevraagd?", required=False, least=1, most=100_000)
    grades = LongTextField(
        "Cijfers, één per regel", required=False, max=100_000,
        hint="Plak de kolom met cijfers uit uw bestand, of upload een bestand hieronder. Geen namen of nummers.",
    )  # fmt: skip
    file = UploadField("Bestand met cijfers (CSV, één cijfer per regel)", kinds={"csv", "txt"}, required=False)
    answers = NumberField("Of: aantal antwoorden", required=False, least=1, most=100_000)
    mean = ExactField("en het gemiddelde cijfer", required=False, least=1, most=10, validators=[few_decimals])
    source = TextField("Bron", required=False, max=200, hint="Bijvoorbeeld: enquête najaar 2026.")

    def read(self) -> tuple[Grades | None, list[Obstacle]]:
        """The answers as filled in, and what is wrong with the list of grades."""
        lines = (self.grades.data or "").splitlines()
        if self.file.data:
            lines += self.file.data.read().decode("utf-8-sig", "replace").splitlines()
        if lines:
            grades, found = read_grades(lines)
            return grades_of(grades), found
        if self.answers.data and self.mean.data is not None:
            return grades_from_mean(self.answers.data, self.mean.data), []
        return None, []


class ComplaintForm(Form):
    """A complaint that came in."""

    received_on = DayField("Ontvangen op")
    subject = ChoiceField("Waarover gaat de klacht?", choices=ComplaintSubject)
    description = LongTextField("Wat is er gebeurd?", hint="Noem geen namen, geen BSN en niets over gezondheid.")


class SettleForm(Form):
    """How a complaint ended."""

    outcome = ChoiceField("Uitkomst", choices=ComplaintOutcome)
    settled_on = DayField("Afgehandeld op")
    settlement = LongTextField("Wat is er gedaan?")


class TalkForm(Form):
    """A talk to be held."""

    planned_on = DayField("Dag van het gesprek")
    topics = LongTextField("Onderwerpen", required=False, max=2000)


class MinutesForm(Form):
    """A talk that was held."""

    held_on = DayField("Gehouden op")
    present = TextField("Wie waren erbij?", max=500)
    minutes = LongTextField("Verslag", max=20_000)


class ActionForm(Form):
    """Who does what by when."""

    what = LongTextField("Wat is afgesproken?", max=1000)
    owner = RadioChoiceField("Wie doet dit?", choices=ActionOwner)
    due_on = DayField("Uiterlijk")


class DoneForm(Form):
    """An action that was done."""

    done_on = DayField("Gedaan op")
    result = LongTextField("Wat is het resultaat?", max=2000)


class PlanForm(Form):
    """A request to improve."""

    code = ChoiceField("Welke norm is niet gehaald?")
    reason = LongTextField("Waarom vraagt u een verbeterplan?", hint="De opdrachtnemer leest dit.", max=4000)
    due_on = DayField("Uiterlijk verbeterd op")

    def offer(self, kpis: Sequence[Kpi]) -> None:
        """Let the figures under their norm be chosen."""
        self.code.offer([(kpi.code.value, words(kpi.code)) for kpi in kpis])


class AnswerForm(Form):
    """The supplier's plan."""

    answer = LongTextField("Hoe gaat u dit resultaat verbeteren?", hint="Noem maatregelen en data.", max=8000)


class ClosePlanForm(Form):
    """The end of a plan."""

    outcome = ChoiceField("Uitkomst", choices=PlanOutcome)
    conclusion = LongTextField("Conclusie", max=4000)


class BlockForm(Form):
    """A value of a building block."""

    name = TextField("Bouwblok", max=200, hint="Een bestaande naam geeft dat bouwblok een nieuwe waarde.")
    unit = ChoiceField("Eenheid", choices=SroiUnit)
    amount = EuroField("Waarde per eenheid")
    valid_from = DayField("Geldt vanaf")
    source = TextField("Bron", max=300, hint="Bijvoorbeeld: Beleidsregels SROI 2021, bijlage.")


class EffortForm(Form):
    """What was done as social return."""

    block = ChoiceField("Bouwblok")
    done_on = DayField("Gedaan op", hint="De laatste dag van de inzet. dd-mm-jjjj")
    quantity = ExactField(
        "Aantal", least=0, most=1_000_000, validators=[few_decimals], hint="In de eenheid van het bouwblok."
    )
    description = LongTextField("Wat is er gedaan?", hint="Noem geen namen.", max=2000)
    is_paid_result = YesNoField("Deze inzet is al als resultaat van een traject betaald")
    file = UploadField("Bewijs", kinds={"pdf", "docx", "xlsx", "jpg", "png"}, required=False)

    def offer(self, blocks: Sequence[SroiBlock]) -> None:
        """Let these building blocks be chosen."""
        self.block.offer(
            [(str(block.id), f"{block.name}: {euro(block.amount)} per {words(block.unit)}") for block in blocks]
        )


class JudgeForm(Form):
    """The municipality's judgement on an effort or a proof."""

    accepts = RadioChoiceField("Oordeel", choices=[("ja", "Goedkeuren"), ("nee", "Afwijzen")])
    judgement = LongTextField("Toelichting", required=False, hint="Nodig bij afwijzen.", max=2000)
