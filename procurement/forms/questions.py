"""Forms for questions, their rounds, the nota's that answer them, and following a tender."""

from townhall.fields import (
    ChoiceField,
    ChoicesField,
    DayField,
    EmailField,
    LongTextField,
    MomentField,
    RadioChoiceField,
    TextField,
    YesNoField,
)
from townhall.forms import Form


class QuestionForm(Form):
    """A question of a supplier."""

    subject = ChoiceField("Onderwerp", choices=(), required=False, empty="De aanbesteding in het algemeen")
    about = TextField("Waar precies?", required=False, hint="Bijvoorbeeld: paragraaf 3.2, tweede alinea")
    text = LongTextField("Uw vraag", hint="Noem uw bedrijf niet: alle aanbieders lezen de vraag en het antwoord.")
    withhold_request = LongTextField(
        "Wat moet buiten de nota blijven, en waarom?",
        required=False,
        hint="Alleen als openbaarheid uw belangen schaadt, bijvoorbeeld een bedrijfsgeheim. "
        "De gemeente beslist erover en laat u weten waarom.",
    )
    names_are_meant = YesNoField("Verstuur de vraag, ook als zij een naam noemt")


class AnswerForm(Form):
    """The answer to one question."""

    public_text = LongTextField(
        "De vraag zoals de nota haar noemt",
        required=False,
        max=8000,
        hint="Leeg: in de woorden van de vrager. Haal weg wat naar de vrager wijst of geheim moet blijven.",
    )
    answer = LongTextField("Antwoord", max=8000, hint="Aanbieders zien het antwoord pas in de nota van inlichtingen.")
    private_answer = LongTextField(
        "Antwoord voor de vrager alleen",
        required=False,
        max=8000,
        hint="Alleen over wat buiten de nota blijft. Nooit iets dat anderen nodig hebben om in te schrijven.",
    )


class ExpertAnswerForm(Form):
    """What an expert proposes to answer."""

    answer = LongTextField("Uw voorstel", max=8000, hint="De inkoper neemt het over in de nota van inlichtingen.")


class AssignForm(Form):
    """Who is asked to write an answer."""

    expert = ChoiceField("Deskundige", choices=(), required=False, empty="Niemand: de inkoper antwoordt zelf")


class MergeForm(Form):
    """Which questions ask the same."""

    others = ChoicesField("Vragen die hetzelfde vragen", required=True)


class WithholdForm(Form):
    """Whether something stays out of the nota."""

    granted = RadioChoiceField(
        "Besluit", choices=(("ja", "Ja, dit blijft buiten de nota"), ("nee", "Nee, de nota noemt alles"))
    )
    reason = LongTextField("Reden", hint="De vrager leest deze reden, en zij komt in het gunningsverslag.")


class RoundForm(Form):
    """The days of a round of questions."""

    questions_until = MomentField("Vragen stellen kan tot en met")
    answers_by = DayField("Antwoorden uiterlijk op")


class BulletinForm(Form):
    """A nota van inlichtingen."""

    introduction = LongTextField("Inleiding", required=False)
    closes_at = MomentField(
        "Nieuwe sluiting",
        required=False,
        hint="dd-mm-jjjj uu:mm; alleen als de antwoorden te laat komen voor de sluiting die nu geldt",
    )


class FollowForm(Form):
    """The address of a visitor who wants the news."""

    email = EmailField()
