"""Forms for award criteria and for how they make a ranking."""

from decimal import Decimal
from typing import Any

from wtforms import ValidationError

from procurement.award_terms import (
    AllocationRule,
    AwardTerms,
    DropOutRule,
    RoundingPlace,
    Scale,
    TieRule,
    plain,
    read_scale,
    scale_of_data,
)
from procurement.models.tenders import AwardCriterion, Tender
from procurement.procedures import CriterionKind, QualityMethod
from procurement.tender_content import CriterionContent, GroupContent
from procurement.tender_formulas import PARAMETER_LABELS, PriceFormula
from townhall.fields import ChoiceField, ExactField, LongTextField, NumberField, RadioChoiceField, TextField
from townhall.forms import Form

#: More than any tender asks; keeps a typing error out.
MOST_POINTS = 10_000

#: The terms as they stand on the form and on the tender, by the same name.
TERMS = (
    "total_points", "rounding_place", "rounding_decimals", "tie_rule", "drop_out_rule", "most_lots", "allocation_rule",
)  # fmt: skip


class CriterionForm(Form):
    """An award criterion, alone or as part of a main criterion."""

    code = TextField("Code", max=10, hint="Kort, bijvoorbeeld K1, K1.2 of P")
    title = TextField("Titel")
    group = ChoiceField("Hoofdcriterium", choices=(), required=False, empty="Geen")
    kind = RadioChoiceField("Soort", choices=CriterionKind)
    weight = ExactField(
        "Gewicht", hint="De punten die dit criterium hooguit oplevert. Samen zijn de gewichten het totaal.", least=0,
        most=MOST_POINTS,
    )
    guidance = LongTextField(
        "Beoordelingskader", required=False, hint="Waar letten beoordelaars op? Bieders lezen dit ook."
    )
    minimum = ExactField(
        "Minimumscore",
        required=False,
        least=0,
        hint="Wie lager scoort, krijgt geen plaats. Leeg: geen minimum.",
    )
    scale = LongTextField(
        "Eigen schaal",
        required=False,
        hint="Eén score per regel met een woord erachter, zoals ‘8 goed’. Leeg: de schaal van het huis "
        "(0 geen antwoord, 2 slecht, 4 onvoldoende, 6 voldoende, 8 goed, 10 uitstekend).",
    )

    def validate_scale(self, field: LongTextField) -> None:
        """Say which lines cannot be read."""
        if problems := read_scale(field.data or "")[1]:
            raise ValidationError(" ".join(each.text for each in problems))

    def content(self) -> CriterionContent:
        """The criterion as typed."""
        return CriterionContent(
            code=self.code.data,
            title=self.title.data,
            kind=self.kind.data,
            weight=self.weight.data,
            guidance=self.guidance.data or "",
            group_code=self.group.data or None,
            minimum=self.minimum.data,
            scale=read_scale(self.scale.data or "")[0],
        )

    @classmethod
    def showing(cls, criterion: AwardCriterion) -> "CriterionForm":
        """The form as it stands for this criterion."""
        groups = {each.id: each.code for each in criterion.tender.criterion_groups}
        shown = {name: getattr(criterion, name) for name in ("code", "title", "kind", "weight", "guidance")}
        return cls(
            data={
                **shown,
                "group": groups.get(criterion.group_id or 0),
                "minimum": criterion.minimum_score,
                "scale": _as_typed(scale_of_data(criterion.scale)) if criterion.scale else "",
            },
            record=criterion,
        )


def _as_typed(scale: Scale) -> str:
    return "\n".join(f"{plain(step.score)} {step.label}" for step in scale)


def _joined(written: str | None) -> str:
    """What stands on lines, as it is published on one."""
    return "; ".join(line.strip() for line in (written or "").splitlines() if line.strip())


class GroupForm(Form):
    """A main criterion."""

    code = TextField("Code", max=10, hint="Kort, bijvoorbeeld K1")
    title = TextField("Titel")
    guidance = LongTextField("Toelichting", required=False, hint="Bieders lezen dit ook.")

    def content(self) -> GroupContent:
        """The main criterion as typed."""
        return GroupContent(code=self.code.data, title=self.title.data, guidance=self.guidance.data or "")


class AwardMethodForm(Form):
    """How price and quality make the ranking, and every rule that goes with it."""

    price_formula = ChoiceField("Prijsformule", choices=PriceFormula)
    quality_method = RadioChoiceField("Kwaliteitsscore", choices=QualityMethod)
    award_basis_reason = LongTextField(
        "Motivering van laagste prijs of laagste kosten",
        required=False,
        hint="Verplicht als u alleen op prijs of kosten gunt (art. 2.114 Aanbestedingswet).",
    )
    full_at = ExactField(PARAMETER_LABELS["full_at"], required=False, least=0)
    zero_at = ExactField(PARAMETER_LABELS["zero_at"], required=False, least=0)
    max_value = ExactField(PARAMETER_LABELS["max_value"], required=False, least=0)
    span_percent = ExactField(PARAMETER_LABELS["span_percent"], required=False, least=0)
    factor = ExactField(PARAMETER_LABELS["factor"], required=False, least=0)
    reference = ExactField(PARAMETER_LABELS["reference"], required=False, least=0)
    a = ExactField(PARAMETER_LABELS["a"], required=False, least=0)
    steps = LongTextField(
        PARAMETER_LABELS["steps"],
        required=False,
        hint="Eén trede per regel, bijvoorbeeld ‘1500: 100’: tot en met 1.500 euro alle punten. De grenzen lopen op.",
    )
    cost_lines = LongTextField(
        PARAMETER_LABELS["cost_lines"],
        required=False,
        hint="Eén post per regel, bijvoorbeeld ‘Licentie leeromgeving: 1-4’: één bedrag voor elk van de jaren 1 tot en "
        "met 4. Jaar 0 is bij de start. Inschrijvers vullen per post een bedrag in.",
    )
    discount_percent = ExactField(
        PARAMETER_LABELS["discount_percent"],
        required=False,
        least=0,
        most=25,
        hint="Leeg: een euro van later telt even zwaar als een euro van nu.",
    )
    own_method = LongTextField(
        PARAMETER_LABELS["own_method"],
        required=False,
        hint="Voor een formule die Raamwerk niet kent. U rekent de punten zelf uit en voert ze later in.",
    )
    reach_reason = LongTextField(
        "Waarom mag het als niet elke inschrijver alle punten voor de prijs kan halen of verliezen?",
        required=False,
        hint="Alleen nodig als Raamwerk bij publiceren zegt dat een gewicht niet wordt gehaald.",
    )
    total_points = ExactField(
        "Punten in totaal", least=0, most=MOST_POINTS, hint="Bij publicatie zijn de gewichten samen precies dit aantal."
    )
    rounding_place = RadioChoiceField("Wat wordt afgerond", choices=RoundingPlace)
    rounding_decimals = NumberField("Aantal decimalen", least=0, most=4, hint="Een half gaat altijd naar boven.")
    tie_rule = RadioChoiceField("Bij een gelijke stand beslist", choices=TieRule)
    drop_out_rule = RadioChoiceField("Als een inschrijving na de rangorde afvalt", choices=DropOutRule)
    most_lots = NumberField(
        "Hoogste aantal percelen per inschrijver", required=False, least=1, most=100, hint="Leeg: geen maximum."
    )
    allocation_rule = RadioChoiceField("Volgorde van toedelen bij een maximum", choices=AllocationRule)

    def parameters(self) -> dict[str, str]:
        """Every parameter that was filled in, as published text."""
        typed: dict[str, Any] = {name: self[name].data for name in PARAMETER_LABELS}
        numbers = {name: f"{value:f}" for name, value in typed.items() if isinstance(value, Decimal)}
        words = {
            "steps": _joined(self.steps.data),
            "cost_lines": _joined(self.cost_lines.data),
            "own_method": (self.own_method.data or "").strip(),
        }
        return numbers | {name: text for name, text in words.items() if text}

    def terms(self) -> AwardTerms:
        """The rules of comparing as typed."""
        return AwardTerms(**{name: self[name].data for name in TERMS})

    @classmethod
    def showing(cls, tender: Tender, parameters: dict[str, Any]) -> "AwardMethodForm":
        """The form as it stands for this tender."""
        names = ("price_formula", "quality_method", "award_basis_reason", "reach_reason", *TERMS)
        return cls(data={name: getattr(tender, name) for name in names} | parameters, record=tender)
