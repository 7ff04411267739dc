"""The form of what a notice asks: one field per question, in the order of the list."""

from collections.abc import Mapping
from typing import Any

from procurement.notice_questions import ASKED, AnswerKind, AskedField, answer_to
from procurement.notice_withholding import REASONS, WITHHOLDABLE, Withholding
from procurement.queries.notices import regions
from townhall.fields import ChoiceField, ChoicesField, DayField, LongTextField, NumberField
from townhall.forms import Form


def _field(question: AskedField) -> Any:
    label = f"{question.label} ({question.bt})"
    if question.kind == AnswerKind.TEXT:
        return LongTextField(label, required=False, hint=question.hint)
    if question.kind == AnswerKind.NUMBER:
        return NumberField(label, least=1, most=999, hint=question.hint)
    choices = question.choices or [(code, f"{name} ({code})") for code, name in regions()]
    return ChoiceField(label, choices=choices, hint=question.hint)


class NoticeForm(Form):
    """What does not follow from the tender."""

    @classmethod
    def of(cls, answers: Mapping[str, Any], **more: Any) -> "NoticeForm":
        """The form with the answers that were given, and the usual ones where none was."""
        made = type("NoticeForm", (cls,), {question.name: _field(question) for question in ASKED})
        form: NoticeForm = made(data={each.name: answer_to(each.bt, answers) for each in ASKED}, **more)
        return form

    def answers(self) -> dict[str, Any]:
        """Every answer by its business term; an empty text is an answer too."""
        return {question.bt: self[question.name].data or "" for question in ASKED}


class WithholdingForm(Form):
    """Which fields of the result are published later."""

    terms = ChoicesField(
        "Velden die later openbaar worden", choices=[(bt, f"{name} ({bt})") for bt, name in WITHHOLDABLE.items()],
        hint="Kies er geen om alles meteen te publiceren.",
    )  # fmt: skip
    reason = ChoiceField("Grond (BT-197)", choices=list(REASONS.items()), required=False, empty="Kies een grond")
    explanation = LongTextField("Uitleg (BT-196)", required=False, hint="De uitleg staat in de aankondiging.")
    public_on = DayField("Openbaar vanaf (BT-198)", required=False)

    @classmethod
    def of(cls, kept: Withholding, **more: Any) -> "WithholdingForm":
        """The form with the choice that was kept."""
        shown = {"terms": list(kept.fields), "reason": kept.reason or None, "explanation": kept.explanation}
        return cls(data={**shown, "public_on": kept.public_on}, **more)

    def choice(self) -> Withholding:
        """What was chosen."""
        return Withholding(
            tuple(self.terms.members), self.reason.data or "", self.explanation.data or "", self.public_on.data
        )
