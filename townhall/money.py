"""Money in euros: exact, in whole cents, rounded on purpose.

Amounts are ``Decimal`` with two places; they come in through ``euros()`` and nowhere else.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")


def euros(amount: str | int | Decimal) -> Decimal:
    """The amount in whole cents. Raises ``ValueError`` when it holds a part of a cent or is not a number."""
    if isinstance(amount, (float, bool)):
        raise TypeError("money is never a float or a bool; pass a str, an int or a Decimal")
    try:
        exact = Decimal(amount)
    except ArithmeticError as error:
        raise ValueError(f"not an amount: {amount!r}") from error
    if not exact.is_finite():
        raise ValueError(f"not an amount: {amount!r}")
    in_cents = exact.quantize(CENT, rounding=ROUND_HALF_UP)
    if in_cents != exact:
        raise ValueError(f"{amount} is not a whole number of cents; round it with round_to_cents")
    return in_cents


ZERO = euros(0)


def round_to_cents(amount: Decimal | Fraction | int) -> Decimal:
    """The nearest whole cent; half a cent goes away from zero, as Dutch tax practice has it."""
    return round_half_up(amount, places=2)


def round_half_up(value: Decimal | Fraction | int, *, places: int) -> Decimal:
    """The value with this many decimals; a half goes away from zero."""
    exact = Fraction(value)
    scale = 10**places
    magnitude = (abs(exact) * scale * 2 + 1) // 2
    sign = -1 if exact < 0 else 1
    return Decimal(sign * int(magnitude)).scaleb(-places)


def sum_of(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, in euros, also of nothing."""
    return sum(amounts, ZERO)


def split_evenly(amount: Decimal, *, parts: int) -> list[Decimal]:
    """The amount in ``parts`` pieces that add up again; the last pieces carry the odd cents."""
    return split_by_shares(amount, [Fraction(1)] * parts)


def split_by_shares(amount: Decimal, shares: Sequence[Decimal | Fraction | int]) -> list[Decimal]:
    """The amount divided in proportion to the shares; the pieces add up to the amount to the cent.

    Each piece is what the shares so far are due less what was already handed out, so no piece
    is more than a cent off and the last one carries the rounding difference.
    """
    exact = [Fraction(share) for share in shares]
    whole = sum(exact, Fraction(0))
    assert whole > 0, "shares must add up to more than nothing"
    pieces: list[Decimal] = []
    handed_out, so_far = ZERO, Fraction(0)
    for share in exact:
        so_far += share
        due = round_to_cents(Fraction(amount) * so_far / whole)
        pieces.append(due - handed_out)
        handed_out = due
    return pieces


def euro_text(amount: Decimal) -> str:
    """The amount in a Dutch sentence: ``€ 1.250,50``."""
    return f"€ {amount:,.2f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
