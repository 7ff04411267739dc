"""The journal for the ledger: what one payment, or one payment that came back, costs and where the money went.

Double entry, as bookkeeping knows it: debit and credit of every movement are equal to the cent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from townhall.money import ZERO, sum_of

#: The accounts the journal books on; an installation gives them the numbers of its own ledger.
ACCOUNTS: Mapping[str, str] = {
    "cost": "Kosten",
    "vat": "Btw",
    "bank": "Bank",
    "clawback": "Te ontvangen terugvorderingen",
    "late": "Rente en kosten van te late betaling",
}


@dataclass(frozen=True)
class PaidLine:
    """One accepted line of the invoice, or what is paid for being late; and what it was paid from."""

    net: Decimal
    vat: Decimal
    vat_rate: Decimal | None
    track: str
    milestone: str
    commitment: str
    programme: str
    burden: Decimal = ZERO
    """The part of the VAT that does not come back: it is a cost."""
    account: str = "cost"


@dataclass(frozen=True)
class Movement:
    """Money that left, or that came back after it had left; ``amount`` is what the bank moved."""

    payment: str
    day: date
    came_back: bool
    amount: Decimal
    set_off: Decimal
    title: str
    """What was paid, as people call it."""
    invoice: str
    supplier: str
    kvk: str
    contract: str
    lines: Sequence[PaidLine]


@dataclass(frozen=True)
class JournalLine:
    """One line of the journal. The names of these values are the names a setting chooses columns by."""

    export: str
    line: int
    day: date
    account: str
    debit: Decimal
    credit: Decimal
    amount: Decimal
    """Debit less credit."""
    description: str
    payment: str
    invoice: str
    supplier: str
    kvk: str
    contract: str
    track: str
    milestone: str
    commitment: str
    programme: str
    vat_rate: Decimal | None


#: Heading and value, in the order of the file, when the installation chose nothing else.
USUAL_COLUMNS: Mapping[str, str] = {
    "Journaal": "export",
    "Regel": "line",
    "Boekdatum": "day",
    "Rekening": "account",
    "Debet": "debit",
    "Credit": "credit",
    "Omschrijving": "description",
    "Betaling": "payment",
    "Factuur": "invoice",
    "Crediteur": "supplier",
    "KvK-nummer": "kvk",
    "Contract": "contract",
    "Traject": "track",
    "Mijlpaal": "milestone",
    "Verplichting": "commitment",
    "Programma": "programme",
    "Btw-tarief": "vat_rate",
}


def chosen_columns(setting: Mapping[str, str]) -> dict[str, str]:
    """Heading and value of each column as the installation set them, or the usual ones; ``ValueError`` when unknown."""
    known = {each.name for each in fields(JournalLine)}
    if unknown := sorted(set(setting.values()) - known):
        raise ValueError(f"JOURNAL_COLUMNS: {', '.join(unknown)} unknown; choose from {', '.join(sorted(known))}")
    return dict(setting or USUAL_COLUMNS)


def chosen_accounts(setting: Mapping[str, str]) -> dict[str, str]:
    """What stands in the journal for each account; ``ValueError`` when the setting names one that there is not."""
    if unknown := sorted(set(setting) - set(ACCOUNTS)):
        raise ValueError(f"JOURNAL_ACCOUNTS: {', '.join(unknown)} unknown; choose from {', '.join(ACCOUNTS)}")
    return {**ACCOUNTS, **setting}


def is_balanced(movement: Movement) -> bool:
    """Whether what was paid and set off is what the accepted lines cost."""
    return movement.amount + movement.set_off == sum_of(line.net + line.vat for line in movement.lines)


def journal_of(movements: Iterable[Movement], *, export: str, accounts: Mapping[str, str]) -> list[JournalLine]:
    """The lines of the journal, numbered, movement by movement; what came back is booked the other way round."""
    booked: list[JournalLine] = []
    for movement in movements:
        sign = -1 if movement.came_back else 1
        for account, amount, paid_line in _postings(movement):
            if amount:
                text = accounts[account]
                booked.append(_line(movement, paid_line, sign * amount, text, export=export, line=len(booked) + 1))
    return booked


def _postings(movement: Movement) -> Iterable[tuple[str, Decimal, PaidLine | None]]:
    for line in movement.lines:
        yield line.account, line.net + line.burden, line
        yield "vat", line.vat - line.burden, line
    yield "clawback", -movement.set_off, None
    yield "bank", -movement.amount, None


def _line(
    movement: Movement, paid_line: PaidLine | None, amount: Decimal, account: str, *, export: str, line: int
) -> JournalLine:
    return JournalLine(
        export=export,
        line=line,
        day=movement.day,
        account=account,
        debit=max(amount, ZERO),
        credit=max(-amount, ZERO),
        amount=amount,
        description=f"{'Teruggekomen: ' if movement.came_back else ''}{movement.title}",
        payment=movement.payment,
        invoice=movement.invoice,
        supplier=movement.supplier,
        kvk=movement.kvk,
        contract=movement.contract,
        track=paid_line.track if paid_line else "",
        milestone=paid_line.milestone if paid_line else "",
        commitment=paid_line.commitment if paid_line else "",
        programme=paid_line.programme if paid_line else "",
        vat_rate=paid_line.vat_rate if paid_line else None,
    )
