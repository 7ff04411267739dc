"""The form of what a notice asks: one field per question, in the order of the list."""

from collections.abc import Mapping
from typing import Any

from procurement.notice_questions import ASKED, AnswerKind, AskedField, answer_to
from procurement.queries.notices import regions
from townhall.fields import ChoiceField, LongTextField, NumberField
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
