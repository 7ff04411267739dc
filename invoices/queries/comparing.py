"""What changed since the last time, looked up for many invoices at once: five queries, however many they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from contracts.models import Achievement, ContractMilestone, Track
from invoices.comparing import Change, InvoiceSeen, LastTime, changes_since
from invoices.lifecycle import SIGNED_FOR_PAYMENT, LineStatus
from invoices.models import Invoice, InvoiceLine
from townhall.database import db
from townhall.organisations.queries import active_bank_accounts


def changes_of(invoices: Sequence[Invoice], *, today: date) -> dict[int, list[Change]]:
    """Per id of an invoice what differs from the last one approved under its contract."""
    return _changes_of(invoices, _new_tracks([invoice.id for invoice in invoices]), today=today)


def changes_to_look_at(invoices: Sequence[Invoice], *, today: date) -> dict[int, list[Change]]:
    """Of the same those that ask a look: new tracks never do, and are not looked up. Four queries."""
    found = _changes_of(invoices, defaultdict(list), today=today)
    return {key: [each for each in changes if each.asks_a_look] for key, changes in found.items()}


def _changes_of(
    invoices: Sequence[Invoice], new_tracks: Mapping[int, list[str]], *, today: date
) -> dict[int, list[Change]]:
    last = _last_approved({invoice.contract_id for invoice in invoices})
    seen = _seen([*invoices, *last.values()])
    accounts = active_bank_accounts({invoice.supplier_id for invoice in invoices}, on=today)

    def changes(invoice: Invoice) -> list[Change]:
        before, account = last.get(invoice.contract_id), accounts.get(invoice.supplier_id)
        return changes_since(
            seen[invoice.id],
            _last_time(before, seen) if before else None,
            new_tracks=new_tracks[invoice.id],
            account_since=account.counts_from if account else None,
        )

    return {invoice.id: changes(invoice) for invoice in invoices}


def _last_time(before: Invoice, seen: dict[int, InvoiceSeen]) -> LastTime:
    assert before.approved_at is not None, "an approved invoice has the moment of it"
    return LastTime(seen[before.id], before.approved_at.date())


def _last_approved(contract_ids: Collection[int]) -> dict[int, Invoice]:
    newest = func.row_number().over(
        partition_by=Invoice.contract_id, order_by=(Invoice.approved_at.desc(), Invoice.id.desc())
    )
    ranked = (
        select(Invoice.id, newest.label("place"))
        .where(Invoice.contract_id.in_(contract_ids), Invoice.status.in_(SIGNED_FOR_PAYMENT))
        .subquery()
    )
    rows = db.session.scalars(select(Invoice).join(ranked, ranked.c.id == Invoice.id).where(ranked.c.place == 1))
    return {row.contract_id: row for row in rows}


def _seen(invoices: Sequence[Invoice]) -> dict[int, InvoiceSeen]:
    rows = db.session.execute(
        select(InvoiceLine.invoice_id, ContractMilestone.label, InvoiceLine.unit_price, func.count(InvoiceLine.id))
        .join(Achievement, Achievement.id == InvoiceLine.achievement_id)
        .join(ContractMilestone, ContractMilestone.id == Achievement.milestone_id)
        .where(
            InvoiceLine.invoice_id.in_([invoice.id for invoice in invoices]),
            InvoiceLine.status == LineStatus.ACCEPTED,
        )
        .group_by(InvoiceLine.invoice_id, ContractMilestone.label, InvoiceLine.unit_price)
        .order_by(ContractMilestone.label)
    )
    lines: dict[int, int] = defaultdict(int)
    prices: dict[int, dict[str, frozenset[Decimal]]] = defaultdict(dict)
    for invoice_id, label, price, count in rows:
        lines[invoice_id] += count
        prices[invoice_id][label] = prices[invoice_id].get(label, frozenset()) | {price}
    return {
        each.id: InvoiceSeen(each.number, each.payable_net, lines[each.id], prices[each.id]) for each in invoices
    }


def _new_tracks(ids: Collection[int]) -> dict[int, list[str]]:
    earlier, reached = aliased(InvoiceLine), aliased(Achievement)
    before = (
        select(earlier.id)
        .join(reached, reached.id == earlier.achievement_id)
        .join(Invoice, Invoice.id == earlier.invoice_id)
        .where(
            reached.track_id == Track.id,
            earlier.status == LineStatus.ACCEPTED,
            Invoice.status.in_(SIGNED_FOR_PAYMENT),
        )
        .exists()
    )
    rows = db.session.execute(
        select(InvoiceLine.invoice_id, Track.number)
        .join(Achievement, Achievement.id == InvoiceLine.achievement_id)
        .join(Track, Track.id == Achievement.track_id)
        .where(InvoiceLine.invoice_id.in_(ids), InvoiceLine.status == LineStatus.ACCEPTED, ~before)
        .distinct()
        .order_by(Track.number)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for invoice_id, number in rows:
        found[invoice_id].append(number)
    return found
