"""Forms of report, decision, proofs, objections and endings."""

from collections.abc import Mapping
from typing import Any

from procurement.award_report import MAY_NOT_APPLY, QUESTIONS, SELDOM, Answer, Item, field_of
from procurement.awarding import ObjectionKind, ObjectionOutcome
from procurement.models.award import AwardReport
from procurement.proofs import PROOF_LABELS, Dated, ProofKind
from townhall.fields import (
    ChoiceField,
    ChoicesField,
    DayField,
    LongTextField,
    RadioChoiceField,
    TextField,
    UploadField,
    YesNoField,
)
from townhall.forms import Form, NothingYet

APPLIES = (("yes", "Ja, namelijk"), ("no", "Niet van toepassing, omdat"))
SETTLED = tuple(each for each in ObjectionOutcome if each != ObjectionOutcome.PENDING)


class ReportForm(Form):
    """The items of the report that no record can answer; an answer may be left for later."""

    withheld_information_applies = RadioChoiceField(
        QUESTIONS[Item.WITHHELD_INFORMATION], choices=APPLIES, required=False
    )
    withheld_information = LongTextField("Toelichting bij onderdeel f", required=False)
    conflicts_applies = RadioChoiceField(QUESTIONS[Item.CONFLICTS], choices=APPLIES, required=False)
    conflicts = LongTextField("Toelichting bij onderdeel m", required=False)
    prior_involvement_applies = RadioChoiceField(
        QUESTIONS[Item.PRIOR_INVOLVEMENT], choices=APPLIES, required=False
    )
    prior_involvement = LongTextField("Toelichting bij art. 2.51 lid 5", required=False)
    competitive_dialogue = LongTextField("Onderdeel i", required=False, hint=SELDOM[Item.COMPETITIVE_DIALOGUE])
    negotiated = LongTextField("Onderdeel j", required=False, hint=SELDOM[Item.NEGOTIATED])
    without_notice = LongTextField("Onderdeel k", required=False, hint=SELDOM[Item.WITHOUT_NOTICE])
    non_electronic = LongTextField("Onderdeel l", required=False, hint=SELDOM[Item.NON_ELECTRONIC])
    winners = LongTextField("Onderaanneming (onderdeel h)", required=False, hint=QUESTIONS[Item.WINNERS])

    def answers(self) -> dict[Item, Answer]:
        """What was answered so far."""
        found = {}
        for item in MAY_NOT_APPLY:
            text, applies = self[field_of(item)].data, self[f"{field_of(item)}_applies"].data
            if text or applies:
                found[item] = Answer(applies == "yes", text or "")
        for item in (Item.WINNERS, *SELDOM):
            if text := self[field_of(item)].data:
                found[item] = Answer(True, text)
        return found


def report_form(answers: Mapping[Item, Answer], *, record: AwardReport | NothingYet) -> ReportForm:
    """The form, filled with what was answered before."""
    filled: dict[str, Any] = {field_of(item): answer.text for item, answer in answers.items()}
    for item in MAY_NOT_APPLY & answers.keys():
        filled[f"{field_of(item)}_applies"] = "yes" if answers[item].applies else "no"
    return ReportForm(data=filled, record=record)


class AdoptForm(Form):
    """On which mandate the decision rests."""

    mandate_reference = TextField(
        "Mandaatbesluit", hint="Bijvoorbeeld: Mandaatregister 2026, nr. 14", max=200
    )


class DrawForm(Form):
    """The outcome of a draw."""

    bid = ChoiceField("Eerste na loting")
    note = LongTextField("Hoe is geloot", hint="Wie lootte, waar, wanneer, en wie was erbij?")


class ProofsForm(Form):
    """Which proofs of the winner were seen."""

    trade_register = DayField(f"Datum {PROOF_LABELS[ProofKind.TRADE_REGISTER]}", required=False)
    conduct = DayField(f"Datum {PROOF_LABELS[ProofKind.CONDUCT]}", required=False)
    tax = DayField(f"Datum {PROOF_LABELS[ProofKind.TAX]}", required=False)
    remarks = LongTextField(
        "Gecontroleerde bewijsstukken",
        hint="KvK-uittreksel: hooguit 6 maanden oud. Gedragsverklaring aanbesteden: hooguit 2 jaar. "
        "Verklaring van de Belastingdienst: hooguit 6 maanden.",
    )

    def proofs(self) -> Dated:
        """Per proof the day that stands on it, None when it was not seen."""
        return {kind: self[kind.value].data for kind in ProofKind}


class ObjectionForm(Form):
    """Who opposes, how, and why."""

    kind = ChoiceField("Soort", choices=ObjectionKind)
    supplier = ChoiceField("Ingediend door")
    received_on = DayField("Ontvangen op")
    grounds = LongTextField("Waartegen, in het kort")


class SettleForm(Form):
    """What came of an objection."""

    outcome = ChoiceField("Uitkomst", choices=SETTLED)
    settled_on = DayField("Afgehandeld op")
    settlement = LongTextField("Motivering", hint="De kern van uw antwoord of van het vonnis.")


class NotAwardForm(Form):
    """Why a lot is not awarded."""

    reason = LongTextField("Reden", hint="Alle inschrijvers op dit perceel krijgen deze tekst.")


class MotivationForm(Form):
    """The reasons of a final score, in better words."""

    motivation = LongTextField(
        "Motivering",
        hint="Noem wat deze inschrijver zelf schrijft, en wat dat betekent voor de score. Hij leest deze tekst.",
    )


class ReportFileForm(Form):
    """A PDF that says to be a gunningsverslag."""

    file = UploadField("Gunningsverslag (pdf)", kinds={"pdf"}, max_bytes=50_000_000)


class WithdrawForm(Form):
    """Why a decision is taken back."""

    reason = LongTextField("Reden", hint="Inschrijvers kunnen deze reden lezen.")


class ReassessorsForm(Form):
    """Who assesses anew what is open again."""

    who = RadioChoiceField(
        "Wie beoordeelt opnieuw?",
        choices=(
            ("new", "Een nieuwe commissie, die de inschrijvingen voor het eerst leest"),
            ("same", "Dezelfde commissie, omdat zij nog onbevangen kan oordelen"),
        ),
    )
    members = ChoicesField("Nieuwe beoordelaars", required=False, hint="Alleen bij een nieuwe commissie.")
    reason = LongTextField(
        "Reden",
        required=False,
        hint="Verplicht als dezelfde commissie opnieuw beoordeelt. De reden komt in het gunningsverslag.",
    )


class ReassessForm(Form):
    """A final score anew, with its reasons."""

    score = RadioChoiceField("Nieuwe eindscore")
    motivation = LongTextField("Motivering", hint="De inschrijver leest deze tekst. Noem wat hij zelf schrijft.")
    is_unbiased = YesNoField("De commissie kan nog onbevangen oordelen, ook nu zij de prijzen kent")


class NoticeForm(Form):
    """When and where the result was announced."""

    sent_on = DayField("Gepubliceerd op")
    reference = TextField("Nummer van de aankondiging", hint="Van TenderNed of TED.", max=100)
