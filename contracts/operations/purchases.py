"""Purchases outside a tender: written down by hand, or read from the ledger, and withdrawn when they were wrong."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import insert

from contracts.ledger import (
    LedgerField,
    LedgerLine,
    LedgerStatus,
    Mistake,
    columns_of,
    read_lines,
)
from contracts.models.needs import LedgerImport, LoosePurchase, Need
from contracts.queries import purchases as queries
from procurement.lots import TargetGroup
from procurement.procedures import Procedure
from procurement.queries.cpv import cpv_code as known_code
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.filters import euro, short_day
from townhall.money import euros, sum_of
from townhall.refusal import Obstacle, refuse_if
from townhall.table_files import UnreadableTable, read_table


def record_purchase(
    supplier: str, *, description: str, bought_on: date, amount: Decimal, cpv_code: str = "",
    target_group: TargetGroup | None = None, procedure: Procedure | None = None, need: Need | None = None,
    actor: Actor, now: datetime,
) -> LoosePurchase:  # fmt: skip
    """Write down something that was bought outside a tender, excl. VAT."""
    code = known_code(cpv_code) if cpv_code.strip() else None
    refuse_if(_obstacles_to_recording(bought_on, cpv_code, code is not None, need, now.date()))
    purchase = LoosePurchase(
        supplier=supplier, description=description, bought_on=bought_on, amount=euros(amount),
        cpv_code=code.code if code else "", target_group=target_group, procedure=procedure,
        need_id=need.id if need else None, recorded_at=now, recorded_by_id=actor.account_id, withdrawn_reason="",
    )  # fmt: skip
    db.session.add(purchase)
    after = {"supplier": supplier, "description": description, "bought_on": bought_on, "amount": euros(amount)}
    trail.record("purchase.recorded", purchase, actor=actor, now=now, after=after)
    return purchase


def _obstacles_to_recording(
    bought_on: date, cpv_code: str, code_exists: bool, need: Need | None, today: date
) -> list[Obstacle]:
    found = []
    if bought_on > today:
        text = "Deze dag ligt in de toekomst. Wat u nog gaat kopen, maakt u als concept bij Aanbestedingen."
        found.append(Obstacle("bought-later", text, "bought_on"))
    if cpv_code.strip() and not code_exists:
        found.append(
            Obstacle("cpv-unknown", "Deze CPV-code bestaat niet. Zoek hem op bij CPV-codes.", "cpv_code")
        )
    if not cpv_code.strip() and need is None:
        text = "Geef een CPV-code, of kies een behoefte. Anders telt deze inkoop nergens mee."
        found.append(Obstacle("belongs-nowhere", text, "cpv_code"))
    return found


def withdraw_purchase(purchase: LoosePurchase, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take back what was written down wrongly: it stays readable, and counts no more."""
    if purchase.withdrawn_at is not None:
        refuse_if([Obstacle("already-withdrawn", "Deze inkoop is al ingetrokken.")])
    refuse_if([] if reason.strip() else [Obstacle("reason-missing", "Geef een reden.", "reason")])
    purchase.withdrawn_at, purchase.withdrawn_reason = now, reason.strip()
    trail.record("purchase.withdrawn", purchase, actor=actor, now=now, reason=reason.strip())


# --- the ledger ---------------------------------------------------------------------------------------


def check_ledger(
    data: bytes, *, filename: str, pointed_out: Mapping[LedgerField, str], actor: Actor, now: datetime
) -> LedgerImport:
    """Read a file of the ledger and say what is in it, or all that is wrong with it. Nothing counts yet.

    Only the columns that are named are kept, and only when every line is right.
    """
    try:
        table = read_table(data, filename)
    except UnreadableTable as unreadable:
        refuse_if([Obstacle("unreadable", str(unreadable), "file")])
        raise
    columns, obstacles = columns_of(table.headings, pointed_out)
    if not table.rows:
        obstacles.append(
            Obstacle("no-lines", "Onder de koppen staat geen enkele regel. Kies een ander bestand.", "file")
        )
    refuse_if(obstacles)
    lines, mistakes = read_lines(
        table.rows, table.headings, columns, today=now.date(), cpv_of=_digits_of_code
    )
    mistakes += _changed_since(lines)
    checked = LedgerImport(
        filename=filename[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        status=LedgerStatus.REFUSED if mistakes else LedgerStatus.CHECKED,
        columns={
            field.value: " + ".join(table.headings[at] for at in places) for field, places in columns.items()
        },
        lines=[] if mistakes else [asdict(line) for line in lines],
        mistakes=[asdict(mistake) for mistake in sorted(mistakes, key=lambda each: each.line)],
        line_count=len(table.rows),
        total=sum_of(line.amount for line in lines),
        checked_at=now,
        checked_by_id=actor.account_id,
    )
    _count(checked, lines)
    db.session.add(checked)
    after = {"lines": checked.line_count, "mistakes": len(mistakes), "sha256": checked.sha256}
    trail.record("ledger.checked", checked, actor=actor, now=now, after=after)
    return checked


def import_ledger(checked: LedgerImport, *, actor: Actor, now: datetime) -> int:
    """Take the lines in, all of them; those that are here already are passed over. Gives how many are new."""
    number_lock("ledger")
    db.session.refresh(checked)  # somebody may have read it in while this one waited for the lock
    refuse_if(_obstacles_to_using(checked))
    lines = checked.facts()
    refuse_if([Obstacle("changed-since", mistake.problem) for mistake in _changed_since(lines)])
    new = _count(checked, lines)
    if new:
        # In one statement: a ledger has thousands of lines.
        db.session.execute(insert(LoosePurchase), [_row_of(line, checked, actor, now) for line in new])
    checked.status, checked.imported_at, checked.lines = LedgerStatus.IMPORTED, now, []
    after = {"added": checked.added, "known": checked.known, "under_contract": checked.under_contract}
    trail.record("ledger.imported", checked, actor=actor, now=now, after=after)
    return checked.added


def drop_ledger(checked: LedgerImport, *, actor: Actor, now: datetime) -> None:
    """Leave a file that was checked unused; what was read from it goes."""
    refuse_if(_obstacles_to_using(checked))
    checked.status, checked.lines = LedgerStatus.DROPPED, []
    trail.record("ledger.dropped", checked, actor=actor, now=now)


def _row_of(line: LedgerLine, checked: LedgerImport, actor: Actor, now: datetime) -> dict[str, object]:
    return {
        "ledger_key": line.key, "bought_on": line.bought_on, "amount": line.amount, "supplier": line.supplier,
        "description": line.description, "cpv_code": line.cpv_code, "ledger_import_id": checked.id,
        "recorded_at": now, "recorded_by_id": actor.account_id, "withdrawn_reason": "",
    }  # fmt: skip


def _obstacles_to_using(checked: LedgerImport) -> list[Obstacle]:
    if checked.status == LedgerStatus.CHECKED:
        return []
    words = {
        LedgerStatus.REFUSED: "Dit bestand heeft fouten en kan niet worden ingelezen.",
        LedgerStatus.IMPORTED: "Dit bestand is al ingelezen.",
        LedgerStatus.DROPPED: "U besloot eerder dit bestand niet in te lezen. Bied het opnieuw aan.",
    }
    return [Obstacle("not-to-use", words[checked.status])]


def _count(checked: LedgerImport, lines: list[LedgerLine]) -> list[LedgerLine]:
    """Note how many lines are new, known, or counted with their contract; gives the new ones."""
    on_contract = queries.contract_numbers()
    own = [line for line in lines if line.contract_number not in on_contract]
    kept = queries.kept_ledger_lines([line.key for line in own])
    new = [line for line in own if line.key not in kept]
    checked.under_contract, checked.known, checked.added = len(lines) - len(own), len(own) - len(new), len(new)
    return new


def _changed_since(lines: list[LedgerLine]) -> list[Mistake]:
    """Lines whose key is here already with another day or amount: a booking does not change."""
    kept = queries.kept_ledger_lines([line.key for line in lines])
    return [
        Mistake(
            line.line, "", line.key,
            f"Deze boeking staat al in Raamwerk, met {euro(kept[line.key][1])} op {short_day(kept[line.key][0])}. "
            "Een boeking verandert niet: boek het verschil als nieuwe regel.",
        )
        for line in lines
        if line.key in kept and kept[line.key] != (line.bought_on, line.amount)
    ]  # fmt: skip


def _digits_of_code(typed: str) -> str | None:
    found = known_code(typed)
    return found.code if found else None

