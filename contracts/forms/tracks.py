"""What people fill in about tracks. No field asks for a name, a date of birth or a BSN."""

from contracts.milestones import RejectionReason
from contracts.placement_kinds import BenefitEffect, ContractForm, PlacementEnd, WorkKind
from contracts.referrals import MOST_AFTERCARE, ReferralRule
from contracts.tracks import EndReason, ReturnReason
from townhall.fields import (
    ChoiceField,
    DayField,
    ExactField,
    LongTextField,
    NumberField,
    RadioChoiceField,
    TextField,
    UploadField,
    YesNoField,
)
from townhall.forms import Form

PROOF_KINDS = frozenset({"pdf", "png", "jpg", "jpeg"})
PROOF_BYTES = 10_000_000
NO_PERSON = "Noem geen naam, geen BSN en niets over gezondheid of strafverleden."


#: The steps of the participation ladder, as municipalities use it.
LADDER = {
    1: "1 – geïsoleerd",
    2: "2 – sociale contacten buitenshuis",
    3: "3 – doet mee aan georganiseerde activiteiten",
    4: "4 – onbetaald werk",
    5: "5 – betaald werk met ondersteuning",
    6: "6 – betaald werk",
}


class AbleHoursForm(Form):
    """How many hours a week somebody is able to work; some contracts ask for a part of them."""

    able_hours = ExactField("Uren per week", least=1, most=60)


class ReferForm(Form):
    """A new referral to one of the contracts of a target group."""

    contract = RadioChoiceField("Aanbieder", choices=[])
    participant = TextField(
        "Deelnemernummer",
        required=False,
        max=20,
        hint="Alleen als deze deelnemer al een nummer heeft, bijvoorbeeld D-4711082. "
        "Laat het leeg voor een nieuwe deelnemer: die krijgt een willekeurig nummer.",
    )
    client_key = TextField(
        "Kenmerk uit het cliëntsysteem",
        required=False,
        max=64,
        bsn_exempt=True,
        hint="De 64 tekens die het cliëntsysteem van deze deelnemer maakt. Zo ziet Raamwerk of iemand er al is, "
        "zonder te weten wie. Vul nooit een BSN in.",
    )
    municipality = ChoiceField(
        "Gemeente die betaalt",
        required=False,
        empty="De eigen gemeente",
        hint="Een partnergemeente betaalt voor haar eigen deelnemers. Alleen voor een nieuwe deelnemer.",
    )
    ladder_step = ChoiceField(
        "Trede van de participatieladder",
        choices=[(str(step), text) for step, text in LADDER.items()],
        required=False,
        hint="Hoe ver werk is. Telt mee in de vergelijking van aanbieders.",
    )
    choice_reason = LongTextField(
        "Waarom deze aanbieder",
        required=False,
        max=500,
        hint="Verplicht als u niet kiest wie aan de beurt is, of als de deelnemer elders al een traject heeft. "
        f"{NO_PERSON}",
    )


class StartForm(Form):
    """The first day of the help."""

    starts_on = DayField("Startdatum", hint="De dag van de eerste activiteit, als dd-mm-jjjj.")


class IntakeForm(Form):
    """The first talk."""

    intake_on = DayField("Intake op", hint="De dag van het eerste gesprek met de deelnemer, als dd-mm-jjjj.")


class PlanForm(Form):
    """The day the plan was signed."""

    plan_on = DayField(
        "Plan ondertekend op", hint="De dag waarop deelnemer en casemanager tekenden, als dd-mm-jjjj."
    )


class PauseForm(Form):
    """The first day without benefit."""

    paused_on = DayField("Pauze vanaf")


class ResumeForm(Form):
    """The day the help goes on."""

    resumed_on = DayField("Hervat op")


class EndTrackForm(Form):
    """Why and when a track ended."""

    reason = ChoiceField("Reden", choices=EndReason)
    ended_on = DayField("Laatste dag")


class ReturnForm(Form):
    """Why a supplier gives a referral back."""

    reason = ChoiceField("Reden", choices=ReturnReason)


class HandOverForm(Form):
    """Who takes over the track."""

    case_manager = ChoiceField("Nieuwe casemanager", choices=[])


class PlacementForm(Form):
    """Work that a participant found."""

    starts_on = DayField("Eerste werkdag")
    agreed_until = DayField(
        "Contract tot en met",
        required=False,
        hint="De laatste dag volgens het contract, als dd-mm-jjjj. Leeg: voor onbepaalde tijd.",
    )
    work_kind = ChoiceField("Soort werk", choices=WorkKind)
    contract_form = ChoiceField("Soort contract", choices=ContractForm)
    hours_per_week = ExactField("Uren per week", hint="Bijvoorbeeld 24 of 16,5.")
    employer_sector = TextField(
        "Sector van de werkgever",
        required=False,
        max=80,
        hint="Bijvoorbeeld zorg of horeca. Noem geen bedrijf en geen persoon.",
    )
    employer_kvk = TextField(
        "KvK-nummer van de werkgever",
        required=False,
        max=20,
        bsn_exempt=True,
        hint="Acht cijfers. Raamwerk bewaart het nummer niet, alleen een versleuteld kenmerk: zo valt op dat twee "
        "plaatsingen bij dezelfde werkgever zijn.",
    )
    employer_is_supplier = YesNoField("De werkgever is de aanbieder zelf")
    proof = UploadField(
        "Bewijs",
        kinds=PROOF_KINDS,
        required=False,
        max_bytes=PROOF_BYTES,
        hint="Arbeidsovereenkomst of verklaring van de werkgever, als pdf of afbeelding tot 10 MB.",
    )
    is_masked = YesNoField("In dit bestand zijn naam, BSN en loon onleesbaar gemaakt")


class EndPlacementForm(Form):
    """The end of work."""

    ended_on = DayField("Laatste werkdag")
    kind = ChoiceField("Hoe het eindigde", choices=PlacementEnd)


class WithdrawPlacementForm(Form):
    """A placement recorded by mistake."""

    reason = LongTextField("Wat er mis was", max=300, hint=NO_PERSON)


class ReportForm(Form):
    """A milestone that was reached."""

    milestone = ChoiceField("Mijlpaal", choices=[])
    occurrence = NumberField(
        "Hoeveelste keer",
        required=False,
        least=1,
        most=60,
        hint="Alleen bij een bedrag per maand: 1 voor de eerste maand. Leeg: de eerstvolgende.",
    )
    reached_on = DayField("Bereikt op")
    declaration = LongTextField(
        "Wat u verklaart", required=False, max=1000, hint=f"Kort, zonder persoonsgegevens. {NO_PERSON}"
    )
    proof = UploadField(
        "Bewijs",
        kinds=PROOF_KINDS,
        required=False,
        max_bytes=PROOF_BYTES,
        hint="Pdf of afbeelding tot 10 MB. De bestandsnaam mag geen naam of BSN bevatten.",
    )
    is_masked = YesNoField("In dit bestand zijn naam, BSN en loon onleesbaar gemaakt")


class VerifyForm(Form):
    """What the municipality saw."""

    benefit = ChoiceField(
        "De uitkering volgens ons eigen systeem",
        choices=[each for each in BenefitEffect if each != BenefitEffect.NOT_CHECKED],
        required=False,
        hint="Kijk in het uitkeringssysteem wat er veranderde toen het werk begon.",
    )
    judgement = LongTextField("Toelichting", required=False, max=500, hint=NO_PERSON)


class RejectForm(Form):
    """Why a report is not accepted."""

    reason = ChoiceField(
        "Reden", choices=[each for each in RejectionReason if each != RejectionReason.WITHDRAWN]
    )
    # An id of its own: it stands on one page with the toelichting of VerifyForm.
    judgement = LongTextField(
        "Toelichting voor de aanbieder", required=False, max=500, hint=f"Wat moet anders? {NO_PERSON}",
        id="rejection-judgement",
    )  # fmt: skip


class QuestionForm(Form):
    """What the municipality wants to know before it judges."""

    question = LongTextField("Uw vraag aan de aanbieder", max=500, hint=f"Wat ontbreekt er? {NO_PERSON}")


class AnswerForm(Form):
    """The supplier's answer, with a further file."""

    answer = LongTextField("Uw antwoord", max=1000, hint=f"Kort, zonder persoonsgegevens. {NO_PERSON}")
    proof = UploadField(
        "Extra bewijs",
        kinds=PROOF_KINDS,
        required=False,
        max_bytes=PROOF_BYTES,
        hint="Pdf of afbeelding tot 10 MB. De bestandsnaam mag geen naam of BSN bevatten.",
    )
    is_masked = YesNoField("In dit bestand zijn naam, BSN en loon onleesbaar gemaakt")


class ActivityForm(Form):
    """What was done in a track between its steps."""

    title = TextField("Onderdeel", required=False, max=120, hint="Bijvoorbeeld sollicitatietraining of taalles.")
    happened_on = DayField("Dag")
    outcome = ChoiceField("Uitkomst", choices=[])


class ReferralTermsForm(Form):
    """What the contract says about dividing clients."""

    rule = ChoiceField(
        "Hoe het perceel deelnemers verdeelt",
        choices=ReferralRule,
        required=False,
        hint="Laat leeg als het contract niets zegt: dan om de beurt, en bij een open house kiest de deelnemer.",
    )
    places = NumberField(
        "Plaatsen", required=False, least=1, most=100_000,
        hint="Hoeveel trajecten tegelijk. Leeg: geen maximum afgesproken.",
    )  # fmt: skip
    aftercare_months = NumberField(
        "Maanden nazorg na een plaatsing", required=False, least=1, most=MOST_AFTERCARE,
        hint="Zit in het tarief. Leeg: geen nazorg afgesproken.",
    )  # fmt: skip


class AssignForm(Form):
    """Who works on a contract."""

    account = ChoiceField("Medewerker", choices=[])
