"""Sentences with expressions in braces: names of milestones, and why an amount is what it is."""

import re
from dataclasses import dataclass

from contracts.fee_rules import expressions
from contracts.fee_rules.expressions import Evaluation, Expression
from contracts.fee_rules.values import in_words

_BRACED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Template:
    """Text in pieces: words, and expressions whose value is filled in."""

    text: str
    pieces: tuple[str | Expression, ...]

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions in it."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Expression))

    def filled(self, evaluation: Evaluation) -> str:
        """The text with the values filled in."""
        return "".join(
            piece if isinstance(piece, str) else in_words(evaluation.value_of(piece)) for piece in self.pieces
        )


def read(text: str) -> Template:
    """The template in this text. Raises ``RuleError`` when an expression in it is wrong."""
    pieces: list[str | Expression] = []
    for number, piece in enumerate(_BRACED.split(text)):
        if number % 2:
            pieces.append(expressions.read(piece))
        elif piece:
            pieces.append(piece)
    return Template(text, tuple(pieces))
