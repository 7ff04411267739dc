"""The forms of selecting: what is asked, a request to take part, and the judgement of one."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from procurement.models.selection import ParticipationRequest, SelectionCriterion
from procurement.operations.selection import RequestContent
from procurement.selection import LEAST_INVITED, LONGEST_ANSWER, SelectionKind
from townhall.fields import (
    ExactField,
    LongTextField,
    MomentField,
    NumberField,
    RadioChoiceField,
    TextField,
    YesNoField,
)
from townhall.forms import Form

YES, NO = "yes", "no"
MET_OR_NOT = ((YES, "Voldoet"), (NO, "Voldoet niet"))


class SelectionForm(Form):
    """Until when candidates may ask to take part, and how many are invited."""

    requests_until = MomentField("Verzoeken tot deelneming kunnen tot en met", required=False)
    most_candidates = NumberField(
        "Hoeveel gegadigden nodigt u hooguit uit?",
        least=1,
        most=100,
        required=False,
        hint=f"Ten minste {LEAST_INVITED}. Leeg: ieder die geschikt is. Wie gelijk eindigt met de laatste, gaat mee.",
    )


class SelectionCriterionForm(Form):
    """One thing candidates are asked."""

    kind = RadioChoiceField("Soort", choices=SelectionKind)
    title = TextField("Titel", max=200, hint="Bijvoorbeeld: referentie jobcoaching.")
    question = LongTextField("Wat moet een gegadigde laten zien?", max=2000)
    most_points = ExactField("Punten, ten hoogste", required=False, hint="Alleen bij een selectiecriterium.")


class _RequestForm(Form):
    """One answer per criterion, and the declaration."""

    criteria: Sequence[SelectionCriterion] = ()
    is_declared = YesNoField(
        "Ik verklaar dat geen van de uitsluitingsgronden in de stukken op ons van toepassing is.",
        hint="De volledige eigen verklaring (UEA) vult u in bij de inschrijving.",
    )
    explanation = LongTextField(
        "Is er wel een? Welke, en wat heeft u eraan gedaan?", required=False, max=LONGEST_ANSWER
    )
    signatory = TextField("Naam en functie van wie namens u verklaart", required=False, max=200)

    @property
    def shown(self) -> list[Any]:
        """The answers in order."""
        return [self[f"answer_{each.id}"] for each in self.criteria]

    def content(self) -> RequestContent:
        """What was typed."""
        return RequestContent(
            {each.id: self[f"answer_{each.id}"].data or "" for each in self.criteria},
            is_declared=bool(self.is_declared.data),
            explanation=self.explanation.data or "",
            signatory=self.signatory.data or "",
        )


def request_form(criteria: Sequence[SelectionCriterion]) -> _RequestForm:
    """The form of a request, with a field per criterion."""
    fields: dict[str, Any] = {
        f"answer_{each.id}": LongTextField(each.title, required=False, max=LONGEST_ANSWER, hint=each.question)
        for each in criteria
    }
    return type("RequestForm", (_RequestForm,), {**fields, "criteria": criteria})()  # type: ignore[no-any-return]


class _JudgementForm(Form):
    """Per criterion: met or not, or points; and the reasons."""

    criteria: Sequence[SelectionCriterion] = ()
    reason = LongTextField(
        "Motivering", required=False, max=LONGEST_ANSWER, hint="De gegadigde leest deze tekst als hij niet meedoet."
    )

    @property
    def shown(self) -> list[tuple[SelectionCriterion, Any]]:
        """Each criterion with its field."""
        return [(each, self[f"judged_{each.id}"]) for each in self.criteria]

    def met(self) -> dict[int, bool | None]:
        """Per suitability requirement: is it met?"""
        asked = [each for each in self.criteria if each.kind == SelectionKind.SUITABILITY]
        return {each.id: {YES: True, NO: False}.get(self[f"judged_{each.id}"].data) for each in asked}

    def points(self) -> dict[int, Decimal | None]:
        """Per criterion that ranks: the points."""
        return {each.id: self[f"judged_{each.id}"].data for each in self.criteria if each.most_points is not None}


def judgement_form(criteria: Sequence[SelectionCriterion], request: ParticipationRequest) -> _JudgementForm:
    """The form, filled with what was judged before."""
    fields: dict[str, Any] = {
        f"judged_{each.id}": RadioChoiceField(each.title, choices=MET_OR_NOT, required=False)
        if each.most_points is None
        else ExactField(each.title, required=False, least=0, most=each.most_points, hint="Punten")
        for each in criteria
    }
    before = request.judgement or {}
    filled: dict[str, Any] = {
        f"judged_{each.id}": before[str(each.id)]
        if each.most_points is None
        else Decimal(before[str(each.id)])
        for each in criteria
        if str(each.id) in before
    }
    kind = type("JudgementForm", (_JudgementForm,), {**fields, "criteria": criteria})
    return kind(data={**filled, "reason": request.reason}, record=request)  # type: ignore[no-any-return]
