"""The forms of what is decided about a contract: signing, extending, changing, ending."""

from collections.abc import Sequence

from contracts.modifications import CONDITION_WORDS, Change, ModificationKind, Substance
from contracts.signing import Clause
from contracts.terminations import Termination, TerminationGround, TracksAfterwards
from townhall.accounts.models import Account
from townhall.fields import (
    ChoiceField,
    ChoicesField,
    DayField,
    EuroField,
    LongTextField,
    NumberField,
    RadioChoiceField,
    TextField,
    UploadField,
    YesNoField,
)
from townhall.forms import Form


class SignForm(Form):
    """Who signed when, and what the text of the contract holds."""

    signed_on = DayField("Dag van ondertekening")
    signatory = ChoiceField(
        "Getekend namens de gemeente door",
        hint="Alleen wie een mandaat heeft om overeenkomsten te tekenen, staat in deze lijst.",
    )
    supplier_signatory = TextField("Getekend namens de opdrachtnemer door", max=200)
    clauses = ChoicesField(
        "In het contract staat dat de opdrachtnemer",
        choices=Clause,
        hint="Besluit SUWI, artikel 4.1 lid 3. Vink aan wat in de tekst staat; alles moet erin staan.",
    )
    data_processing_agreed = YesNoField("De verwerkersovereenkomst is getekend")

    def offer(self, people: Sequence[Account]) -> None:
        """Let these people be chosen."""
        self.signatory.offer([(str(person.id), person.name) for person in people])


class DecideForm(Form):
    """The decision on an option."""

    taken = RadioChoiceField(
        "Besluit", choices=[("ja", "Verlengen: de optie gebruiken"), ("nee", "Niet verlengen")]
    )
    decided_on = DayField("Dag van het besluit")
    decided_by = ChoiceField(
        "Besluit genomen door",
        hint="Alleen wie een mandaat heeft om over verlenging te besluiten, staat in deze lijst.",
    )
    decision_reference = TextField(
        "Kenmerk van het collegebesluit", max=120, hint="Over deze optie besluit het college van B en W."
    )
    motivation = LongTextField(
        "Motivering", hint="Waarom dit besluit? Deze tekst komt in de brief.", max=4000
    )

    def offer(self, people: Sequence[Account]) -> None:
        """Let these people be chosen."""
        self.decided_by.offer([(str(person.id), person.name) for person in people])


class ModifyForm(Form):
    """A change of a signed contract."""

    kind = ChoiceField("Grond in de Aanbestedingswet", choices=ModificationKind)
    value = EuroField(
        "Waarde van de wijziging, excl. btw",
        least=None,
        hint="Een verlaging begint met een minteken. Verandert de waarde niet, vul dan 0 in.",
    )
    months = NumberField(
        "Maanden langer",
        least=0,
        most=60,
        default=0,
        hint="0 als de looptijd gelijk blijft. Langer doorgaan dan de opties toelaten is een wijziging: vul bij de "
        "waarde in wat die maanden kosten.",
    )
    agreed_on = DayField("Dag van de afspraak")
    clause = TextField(
        "Clausule of grond in het contract",
        required=False,
        max=500,
        hint="Nodig bij artikel 2.163c en 2.163f.",
    )
    changes_nature = YesNoField("De algemene aard van de opdracht verandert")
    conditions_met = YesNoField(
        "Aan de voorwaarde van artikel 2.163d of 2.163e is voldaan",
        hint="2.163d: " + CONDITION_WORDS[ModificationKind.ADDITIONAL_SERVICES] + ". 2.163e: "
        + CONDITION_WORDS[ModificationKind.UNFORESEEN] + ".",
    )
    substance = ChoicesField(
        "Wat verandert er wezenlijk?",
        choices=Substance,
        hint="Alleen bij artikel 2.163g. Vink aan wat waar is.",
    )
    reason = LongTextField("Waarom is de wijziging nodig?", max=4000)

    def change(self) -> Change:
        """What was filled in, as one value."""
        return Change(
            kind=self.kind.data,
            value=self.value.data,
            reason=self.reason.data,
            clause=self.clause.data or "",
            months=self.months.data or 0,
            changes_nature=self.changes_nature.data,
            conditions_met=self.conditions_met.data,
            substance=frozenset(self.substance.members),
        )


class RateForm(Form):
    """A later amount for one milestone."""

    milestone = ChoiceField("Mijlpaal")
    amount = EuroField("Nieuw bedrag, excl. btw")
    valid_from = DayField("Geldt vanaf")
    reason = LongTextField(
        "Waarom verandert het tarief?", max=2000, hint="Bijvoorbeeld: de index en de basismaand."
    )


class PublicationForm(Form):
    """The notice of a change."""

    published_on = DayField("Dag van de aankondiging")
    publication_reference = TextField("Nummer van de aankondiging", max=120, hint="Het nummer op TenderNed.")


class TerminateForm(Form):
    """The end before the end."""

    ground = RadioChoiceField("Grond", choices=TerminationGround)
    told_on = DayField("Dag waarop de opdrachtnemer het bericht krijgt")
    terminated_on = DayField("Laatste dag")
    tracks = RadioChoiceField("Trajecten die dan nog lopen", choices=TracksAfterwards)
    reason = LongTextField("Waarom eindigt het contract eerder?", max=4000, hint="Deze tekst komt in de brief.")

    def termination(self) -> Termination:
        """What was filled in, as one value."""
        return Termination(
            ground=self.ground.data,
            told_on=self.told_on.data,
            last_day=self.terminated_on.data,
            reason=self.reason.data,
            tracks=self.tracks.data,
        )


class WithdrawForm(Form):
    """Giving up a draft."""

    reason = LongTextField("Waarom trekt u dit concept in?", max=2000)


class ContractDocumentForm(Form):
    """A document for the file of the contract."""

    title = TextField("Titel", max=200)
    file = UploadField("Bestand", kinds={"pdf", "docx", "xlsx"})
