"""What changed since the last time: an invoice beside the last one that was approved under the same contract.

Who approves many invoices looks at what is different; what is as it always was asks no second look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from townhall.money import euro_text

#: So many numbers of tracks are named; of the rest only how many.
MOST_NAMED = 5


@dataclass(frozen=True)
class InvoiceSeen:
    """An invoice as far as it is compared: what will be paid excl. VAT, how many lines, and the prices per step."""

    number: str
    net: Decimal
    lines: int
    prices: Mapping[str, frozenset[Decimal]] = field(default_factory=dict)


@dataclass(frozen=True)
class LastTime:
    """The last approved invoice under this contract, and the day it was approved."""

    invoice: InvoiceSeen
    approved_on: date


@dataclass(frozen=True)
class Change:
    """One difference, in Dutch; ``asks_a_look`` says that it rarely is a matter of course."""

    code: str
    text: str
    asks_a_look: bool = False


def changes_since(
    now: InvoiceSeen, last: LastTime | None, *, new_tracks: Sequence[str], account_since: date | None
) -> list[Change]:
    """Every difference with the last time, what asks a look first.

    ``new_tracks`` were on no approved invoice before; ``account_since`` is the first day of the present bank account.
    """
    if last is None:
        return [Change("first-invoice", "Dit is de eerste factuur onder dit contract.", asks_a_look=True)]
    return [
        *_of_account(account_since, last.approved_on),
        *_of_prices(now, last.invoice),
        *_of_amount(now, last.invoice),
        *_of_lines(now, last.invoice),
        *_of_tracks(new_tracks),
    ]


def _of_account(since: date | None, approved_on: date) -> list[Change]:
    if since is None or since <= approved_on:
        return []
    text = f"Het rekeningnummer van de aanbieder is nieuw: het geldt sinds {since:%d-%m-%Y}."
    return [Change("new-account", text, asks_a_look=True)]


def _of_prices(now: InvoiceSeen, last: InvoiceSeen) -> list[Change]:
    changed = [step for step, prices in now.prices.items() if step in last.prices and prices != last.prices[step]]
    return [
        Change(
            "rate-changed",
            f"{step}: het tarief is {_prices(now.prices[step])}; op factuur {last.number} was het "
            f"{_prices(last.prices[step])}.",
            asks_a_look=True,
        )
        for step in changed
    ]


def _of_amount(now: InvoiceSeen, last: InvoiceSeen) -> list[Change]:
    if now.net == last.net:
        return []
    more = "meer" if now.net > last.net else "minder"
    text = f"{euro_text(abs(now.net - last.net))} {more} dan factuur {last.number} ({euro_text(last.net)}), zonder btw."
    return [Change("amount", text)]


def _of_lines(now: InvoiceSeen, last: InvoiceSeen) -> list[Change]:
    if now.lines == last.lines:
        return []
    return [Change("lines", f"{_counted(now.lines, 'regel', 'regels')}; vorige keer {last.lines}.")]


def _of_tracks(numbers: Sequence[str]) -> list[Change]:
    if not numbers:
        return []
    named, rest = ", ".join(numbers[:MOST_NAMED]), len(numbers) - MOST_NAMED
    more = f" en nog {rest}" if rest > 0 else ""
    text = f"{_counted(len(numbers), 'traject', 'trajecten')} voor het eerst op een factuur: {named}{more}."
    return [Change("new-tracks", text)]


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _prices(prices: frozenset[Decimal]) -> str:
    return " of ".join(euro_text(price) for price in sorted(prices))
