"""How a tender compares bids, as it was published: one value that the ranking and the simulator read.

Criteria, weights, formula and rules may not change after publication (art. 2.113a and 2.115 Aanbestedingswet), so
publication writes this value down in full: scales, decimals and rules too, also where they are the
custom of the house. A later change of a table or a default then leaves the ranking as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.award_terms import AwardTerms, scale_as_data, scale_of_data
from procurement.life_cycle import CostLine, discount_percent
from procurement.procedures import CriterionKind, QualityMethod
from procurement.ranking import CriterionFacts
from procurement.tender_formulas import PriceFormula, cost_lines

#: The form of the snapshot; another form gets another number and a reader of its own.
FORM = 1


@dataclass(frozen=True)
class PublishedAward:
    """Criteria in their order, formula with parameters, and the rules of comparing."""

    criteria: tuple[CriterionFacts, ...]
    formula: PriceFormula | None
    parameters: Mapping[str, str]
    quality_method: QualityMethod
    terms: AwardTerms

    @property
    def total_weight(self) -> Decimal:
        """All weights together."""
        return sum((each.weight for each in self.criteria), Decimal(0))

    @property
    def cost_lines(self) -> tuple[CostLine, ...]:
        """The cost lines that a bidder fills in beside his fees; none unless life-cycle cost decides."""
        return cost_lines(self.formula, self.parameters)

    @property
    def discount_percent(self) -> Fraction:
        """The published discount rate; 0 when costs of later count in full."""
        return discount_percent(self.parameters)

    def weight_of(self, kind: CriterionKind) -> Decimal:
        """The weights of this kind together."""
        return sum((each.weight for each in self.criteria if each.kind == kind), Decimal(0))

    def as_data(self) -> dict[str, Any]:
        """The award as plain data, decimals as text."""
        return {
            "form": FORM,
            "criteria": [
                {
                    "id": each.id,
                    "code": each.code,
                    "title": each.title,
                    "kind": each.kind.value,
                    "weight": str(each.weight),
                    "group": each.group,
                    "minimum": None if each.minimum is None else str(each.minimum),
                    "scale": scale_as_data(each.scale),
                }
                for each in self.criteria
            ],
            "formula": None if self.formula is None else self.formula.value,
            "parameters": {name: str(value) for name, value in self.parameters.items()},
            "quality_method": self.quality_method.value,
            "terms": self.terms.as_data(),
        }


def read_back(data: Mapping[str, Any]) -> PublishedAward:
    """The award in a snapshot."""
    assert data["form"] == FORM, "a snapshot of another form needs a reader of its own"
    return PublishedAward(
        criteria=tuple(
            CriterionFacts(
                id=each["id"],
                code=each["code"],
                title=each["title"],
                kind=CriterionKind(each["kind"]),
                weight=Decimal(each["weight"]),
                group=each["group"],
                minimum=None if each["minimum"] is None else Decimal(each["minimum"]),
                scale=scale_of_data(each["scale"]),
            )
            for each in data["criteria"]
        ),
        formula=None if data["formula"] is None else PriceFormula(data["formula"]),
        parameters=data["parameters"],
        quality_method=QualityMethod(data["quality_method"]),
        terms=AwardTerms.read_back(data["terms"]),
    )
