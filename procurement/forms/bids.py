"""The forms of the portal in which a supplier writes a bid, and of who opens it."""

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from procurement.bid_content import Answer, BidContent, Declaration
from procurement.bids import FILE_KINDS, LARGEST_FILE, DocumentPart
from procurement.exclusion import ExclusionGround
from procurement.life_cycle import CostLine
from procurement.models.tenders import AwardCriterion, LotMilestone, Requirement
from procurement.procedures import RequirementKind
from townhall.fields import (
    ChoiceField,
    ChoicesField,
    EuroField,
    LongTextField,
    RadioChoiceField,
    SecretField,
    TextField,
    UploadField,
    YesNoField,
)
from townhall.filters import day, euro
from townhall.forms import Form

YES, NO = "ja", "nee"
FROM_THE_DAY = "per-datum"
YES_OR_NO = [(YES, "Ja"), (NO, "Nee")]
BSN_REMINDER = (
    "Pdf, docx of xlsx, hooguit 100 MB. Maak burgerservicenummers onleesbaar voordat u een document toevoegt."
)


def _typed(form: Any, name: str) -> bool | None:
    chosen = form[name].data
    return None if chosen is None else chosen == YES


def _shown(answer: bool | None) -> str | None:
    return None if answer is None else (YES if answer else NO)


class _DeclarationForm(Form):
    """The supplier's own declaration; one question per exclusion ground of the tender is added below."""

    grounds: Sequence[ExclusionGround] = ()
    explanation = LongTextField(
        "Toelichting",
        required=False,
        hint="Alleen als u ergens ‘ja’ antwoordt: wat is er gebeurd en welke maatregelen nam u?",
    )
    signatory = TextField("Naam van wie namens u verklaart", required=False)
    signatory_function = TextField("Functie", required=False)

    @property
    def shown(self) -> list[Any]:
        """The questions in the order of the law, and then who declares it."""
        questions = [self[ground.code] for ground in self.grounds]
        return [*questions, self.explanation, self.signatory, self.signatory_function]

    def declaration(self) -> Declaration:
        """What was typed."""
        answers = {ground.code: _typed(self, ground.code) for ground in self.grounds}
        return Declaration(
            {code: answer for code, answer in answers.items() if answer is not None},
            self.explanation.data or "",
            self.signatory.data or "",
            self.signatory_function.data or "",
        )


def declaration_form(content: BidContent, grounds: Sequence[ExclusionGround]) -> _DeclarationForm:
    """The declaration on these grounds, filled with what was saved."""
    questions: dict[str, Any] = {
        ground.code: RadioChoiceField(
            ground.text,
            choices=YES_OR_NO,
            required=False,
            hint=f"Aanbestedingswet {ground.article}; kijk {ground.years} jaar terug.",
        )
        for ground in grounds
    }
    stated = content.declaration
    saved: dict[str, Any] = {code: _shown(answer) for code, answer in stated.applies.items()}
    saved |= {
        "explanation": stated.explanation,
        "signatory": stated.signatory,
        "signatory_function": stated.signatory_function,
    }
    kind = type("DeclarationForm", (_DeclarationForm,), {**questions, "grounds": grounds})
    return kind(data=saved)  # type: ignore[no-any-return]


class _AnswersForm(Form):
    """Per requirement: does the supplier comply, and a note."""

    requirements: Sequence[Requirement] = ()

    @property
    def shown(self) -> list[Any]:
        """Per requirement the choice and the note."""
        return [self[f"{name}_{each.id}"] for each in self.requirements for name in ("eis", "noot")]

    def answers(self) -> dict[int, Answer]:
        """What was typed."""
        return {each.id: self._answer(each) for each in self.requirements}

    def _answer(self, requirement: Requirement) -> Answer:
        chosen, note = self[f"eis_{requirement.id}"].data, self[f"noot_{requirement.id}"].data or ""
        if chosen == FROM_THE_DAY:
            return Answer(True, note, requirement.holds_from)
        return Answer(None if chosen is None else chosen == YES, note)


def answers_form(content: BidContent, requirements: Sequence[Requirement]) -> _AnswersForm:
    """The requirements of a lot, filled with what was saved."""
    fields: dict[str, Any] = {"requirements": requirements}
    saved: dict[str, Any] = {}
    for each in requirements:
        kind = "Wens" if each.kind == RequirementKind.WISH else "Eis"
        fields[f"eis_{each.id}"] = RadioChoiceField(
            f"{kind} {each.code}: {each.text}",
            choices=_choices_for(each),
            required=False,
            hint="Wie niet voldoet aan een eis, doet niet mee." if kind == "Eis" else "",
        )
        fields[f"noot_{each.id}"] = LongTextField(
            f"Toelichting bij {kind.lower()} {each.code}", required=False, max=2000
        )
        answer = content.answers.get(each.id, Answer())
        saved[f"eis_{each.id}"] = FROM_THE_DAY if answer.holds_from else _shown(answer.complies)
        saved[f"noot_{each.id}"] = answer.note
    return type("AnswersForm", (_AnswersForm,), fields)(data=saved)  # type: ignore[no-any-return]


def _choices_for(requirement: Requirement) -> list[tuple[str, str]]:
    choices = [(YES, "Ik voldoe"), (NO, "Ik voldoe niet")]
    if requirement.kind == RequirementKind.CONDITIONAL:
        choices.insert(1, (FROM_THE_DAY, f"Ik voldoe uiterlijk vanaf {day(requirement.holds_from)}"))
    return choices


class _QualityForm(Form):
    """A long text per quality criterion."""

    criteria: Sequence[AwardCriterion] = ()

    @property
    def shown(self) -> list[Any]:
        """The texts, in the order of the criteria."""
        return [self[f"criterium_{each.id}"] for each in self.criteria]

    def qualities(self) -> dict[int, str]:
        """What was typed."""
        return {each.id: self[f"criterium_{each.id}"].data or "" for each in self.criteria}


def quality_form(content: BidContent, criteria: Sequence[AwardCriterion]) -> _QualityForm:
    """The quality criteria of a tender, filled with what was saved."""
    fields: dict[str, Any] = {"criteria": criteria}
    for each in criteria:
        fields[f"criterium_{each.id}"] = LongTextField(
            f"{each.code} {each.title}", required=False, max=30_000, hint=each.guidance
        )
    saved = {f"criterium_{each.id}": content.qualities.get(each.id, "") for each in criteria}
    return type("QualityForm", (_QualityForm,), fields)(data=saved)  # type: ignore[no-any-return]


class _PricesForm(Form):
    """A fee per milestone, and an amount per published cost line."""

    milestones: Sequence[LotMilestone] = ()
    lines: Sequence[CostLine] = ()

    @property
    def shown(self) -> list[Any]:
        """The fees in the order of the milestones, then the costs."""
        fees = [self[f"mijlpaal_{each.id}"] for each in self.milestones]
        return [*fees, *(self[f"kosten_{each.number}"] for each in self.lines)]

    def prices(self) -> dict[int, Any]:
        """What was typed; what was left open has no price."""
        return self._typed({each.id: f"mijlpaal_{each.id}" for each in self.milestones})

    def costs(self) -> dict[int, Any]:
        """What was typed on the cost lines; what was left open has no amount."""
        return self._typed({each.number: f"kosten_{each.number}" for each in self.lines})

    def _typed(self, names: dict[int, str]) -> dict[int, Any]:
        return {key: self[name].data for key, name in names.items() if self[name].data is not None}


def prices_form(
    content: BidContent, milestones: Sequence[LotMilestone], lines: Sequence[CostLine] = ()
) -> _PricesForm:
    """The fees and costs of a lot, filled with what was saved."""
    fields: dict[str, Any] = {"milestones": milestones, "lines": lines}
    for each in milestones:
        limits = {} if each.highest_fee is None else {"most": each.highest_fee}
        hint = "" if each.highest_fee is None else f"Hooguit {euro(each.highest_fee)}."
        fields[f"mijlpaal_{each.id}"] = EuroField(
            each.label, required=False, hint=f"Per deelnemer, zonder btw. {hint}".strip(), **limits
        )
    for line in lines:
        fields[f"kosten_{line.number}"] = EuroField(
            line.title,
            required=False,
            hint="Kosten per deelnemer, zonder btw. Zij tellen mee in de vergelijking, naast de tarieven hierboven.",
        )
    saved = {f"mijlpaal_{each.id}": content.prices.get(each.id) for each in milestones}
    saved |= {f"kosten_{line.number}": content.costs.get(line.number) for line in lines}
    return type("PricesForm", (_PricesForm,), fields)(data=saved)  # type: ignore[no-any-return]


class PreferenceForm(Form):
    """How much the bidder wants this lot among all lots."""

    preference = ChoiceField(
        "Hoe graag wilt u dit perceel?",
        required=False,
        empty="Nog niet gekozen",
        hint="1 is het liefst. Wij lezen dit pas na de opening. Het telt als u meer percelen zou winnen dan mag; "
        "op uw punten heeft het geen invloed.",
    )

    @property
    def shown(self) -> list[Any]:
        """The one question."""
        return [self.preference]

    @classmethod
    def among(cls, lots: int, content: BidContent) -> "PreferenceForm":
        """The form for a tender with so many lots, as it was saved."""
        form = cls(data={"preference": str(content.preference or "")})
        form.preference.offer([(str(number), f"{number}e keus") for number in range(1, lots + 1)])
        return form

    def wish(self) -> int | None:
        """What was chosen; None when nothing was."""
        return int(self.preference.data) if self.preference.data else None


class DocumentForm(Form):
    """One document to add to a bid."""

    part = ChoiceField("Soort document", choices=DocumentPart)
    file = UploadField("Bestand", kinds=FILE_KINDS, max_bytes=LARGEST_FILE, hint=BSN_REMINDER)


class SubmitBidForm(Form):
    """The last look before a bid is sealed."""

    part = ChoiceField("Soort document", choices=DocumentPart, required=False)
    file = UploadField(
        "Nog een document, dat u meteen meestuurt",
        kinds=FILE_KINDS,
        max_bytes=LARGEST_FILE,
        required=False,
        hint=BSN_REMINDER,
    )
    truthful = YesNoField("Ik verklaar dat deze inschrijving naar waarheid is ingevuld.", required=True)


class OpenersForm(Form):
    """Who opens the bids of a tender."""

    openers = ChoicesField(
        "Openers",
        required=True,
        hint="Kies ten minste drie mensen. Twee van hen openen samen, na de sluiting.",
    )


class PassphraseForm(Form):
    """One's passphrase, for a step of the opening."""

    passphrase = SecretField("Uw wachtzin")


class ResharingForm(PassphraseForm):
    """Whom to let in as opener, and why."""

    person = ChoiceField("Wie wilt u toelaten?", hint="Alleen mensen met de rol van opener en een eigen sleutel.")
    reason = LongTextField(
        "Waarom", hint="Bijvoorbeeld: wachtzin kwijt, of uit dienst en vervangen. De reden komt in het proces-verbaal."
    )


class NewKeyForm(Form):
    """A passphrase for a new key, typed twice."""

    passphrase = SecretField(
        "Wachtzin",
        new=True,
        hint="Ten minste drie woorden en 16 tekens, nergens anders gebruikt. Niemand kan haar herstellen.",
    )
    again = SecretField("Wachtzin nog een keer", new=True)

    def validate_again(self, field: Any) -> None:
        """Both times the same."""
        if field.data != self.passphrase.data:
            raise ValidationError("De twee wachtzinnen zijn niet gelijk. Typ ze opnieuw.")


class ChangePassphraseForm(NewKeyForm):
    """Another passphrase for the same key."""

    old = SecretField("Uw huidige wachtzin")
