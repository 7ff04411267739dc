"""How a score becomes points: the published rules for quality, exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from procurement.price_formulas import FormulaError, ratio

Score = str | Fraction


class QualityRule:
    """How a score becomes points."""

    is_relative: ClassVar[bool] = False
    words: ClassVar[str] = ""

    def points(self, score: Score, weight: Fraction | None, best: Fraction | None) -> Fraction:
        """The exact points of a score; ``best`` is the best score of all, where the rule needs it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Given(QualityRule):
    """The points are what the assessors gave."""

    words: ClassVar[str] = "punten zoals toegekend"

    def points(self, score: Score, weight: Fraction | None, best: Fraction | None) -> Fraction:
        """The score itself."""
        return as_number(score)


@dataclass(frozen=True)
class ScaleToWeight(QualityRule):
    """A score on a scale earns its part of the weight."""

    max_score: Fraction
    words: ClassVar[str] = "gewicht × score ÷ hoogste score van de schaal"

    def points(self, score: Score, weight: Fraction | None, best: Fraction | None) -> Fraction:
        """Everything for the top of the scale."""
        return weighed(weight) * ratio(as_number(score), self.max_score)


@dataclass(frozen=True)
class TableToPercent(QualityRule):
    """A score is worth a published percentage of the weight, or of the worth in euro; negative is a malus."""

    table: Mapping[Score, Fraction]
    words: ClassVar[str] = "gewicht × percentage bij de score"

    def points(self, score: Score, weight: Fraction | None, best: Fraction | None) -> Fraction:
        """The percentage of the weight that stands beside this score."""
        if score not in self.table:
            known = ", ".join(str(each) for each in self.table)
            raise FormulaError(f"score {score} staat niet in de tabel ({known})")
        return weighed(weight) * self.table[score] / 100


@dataclass(frozen=True)
class ScoreOverBest(QualityRule):
    """The best score earns everything, the others in proportion: a relative rule on quality."""

    is_relative: ClassVar[bool] = True
    words: ClassVar[str] = "gewicht × eigen score ÷ beste score"

    def points(self, score: Score, weight: Fraction | None, best: Fraction | None) -> Fraction:
        """Everything for the best."""
        if best is None or best <= 0:
            raise FormulaError("de beste score is nul of lager, dus delen door de beste score kan niet")
        return weighed(weight) * as_number(score) / best


def as_number(score_given: Score) -> Fraction:
    """The score as a number; refused when it is a letter or a word."""
    if isinstance(score_given, str):
        raise FormulaError(f"score {score_given} is geen getal")
    return score_given


def weighed(weight: Fraction | None) -> Fraction:
    """The weight; refused when there is none."""
    if weight is None:
        raise FormulaError("het gewicht ontbreekt")
    return weight
