"""The proces-verbaal of an opening as facts: fixed once, shown on the page and printed as PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from procurement import vault
from procurement.bids import STATUS_LABELS, BidStatus, EnvelopeKind, is_in_time
from procurement.models.bids import Bid
from procurement.models.openings import Opener, Opening, Resharing
from procurement.models.tenders import Tender
from procurement.queries.late_bids import late_words
from procurement.queries.openings import closing_root_of
from procurement.queries.resharing import resharings_of
from procurement.receipts import Leaf, leaves_in_order
from townhall.clock import AMSTERDAM


def record_facts(
    tender: Tender, opening: Opening, second: Opener, received: Sequence[Bid], irregular: Mapping[int, str]
) -> dict[str, Any]:
    """Who opened what and when, every submission in order of receipt, and what stayed closed and why."""
    assert tender.closes_at is not None and opening.completed_at is not None
    closing, late = _closing(tender, received), late_words(received)
    return {
        "tender": tender.reference,
        "title": tender.title,
        "kind": opening.kind.value,
        "closed_at": _utc(tender.closes_at),
        "begun_at": _utc(opening.begun_at),
        "completed_at": _utc(opening.completed_at),
        "openers": [_person(opening.first_opener), _person(second)],
        "merkle_root": opening.merkle_root,
        "closing": closing,
        "let_in": [_let_in(each) for each in resharings_of(tender)],
        "bids": [_line(bid, tender.closes_at, irregular, late) for bid in received],
        "irregularities": len(irregular) + (not closing["fits"]),
    }


def _closing(tender: Tender, received: Sequence[Bid]) -> dict[str, Any]:
    """What was fixed at the closing, and whether what came in on time is still exactly that."""
    root = closing_root_of(tender)
    assert root is not None, "fixed at the latest by the first step of the opening"
    return {
        "merkle_root": root.merkle_root,
        "fixed_at": _utc(root.fixed_at),
        "received": root.received,
        "fits": vault.merkle_root(hashes_until(received, root.closes_at)) == root.merkle_root,
    }


def _let_in(resharing: Resharing) -> dict[str, str]:
    """Who was let in after the keys were made, by which two openers, and why."""
    assert resharing.second_opener is not None and resharing.ended_at is not None
    return {
        "person": resharing.account.name,
        "first": resharing.first_opener.account.name,
        "second": resharing.second_opener.account.name,
        "at": _utc(resharing.ended_at),
        "reason": resharing.reason,
    }


def hashes_until(received: Sequence[Bid], closes_at: datetime) -> list[str]:
    """The receipt hashes of everything that came in on time, in order of receipt."""
    return leaves_in_order(
        Leaf(bid.received_at, bid.id, bid.content_hash)
        for bid in received
        if is_in_time(bid.received_at, closes_at)
    )


def _person(opener: Opener) -> dict[str, str]:
    return {"name": opener.account.name, "function": opener.function}


def _line(
    bid: Bid, closes_at: datetime, irregular: Mapping[int, str], late: Mapping[int, str]
) -> dict[str, Any]:
    result = irregular.get(bid.id) or STATUS_LABELS[bid.status]
    return {
        "supplier": bid.supplier.name,
        "kvk_number": bid.supplier.kvk_number,
        "lot": bid.lot.number,
        "lot_title": bid.lot.title,
        "received_at": _utc(bid.received_at),
        "in_time": is_in_time(bid.received_at, closes_at),
        "content_hash": bid.content_hash,
        "receipt_code": bid.receipt_code,
        "envelopes": 2,
        "opened": bid.status == BidStatus.OPENED and bid.id not in irregular,
        "result": f"{result} ({late[bid.id]})" if bid.id in late else result,
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class RecordLine:
    """One submission in the proces-verbaal."""

    supplier: str
    kvk_number: str
    lot: int
    lot_title: str
    received_at: datetime
    in_time: bool
    content_hash: str
    receipt_code: str
    opened: bool
    result: str


@dataclass(frozen=True)
class RecordClosing:
    """What was fixed and mailed at the closing."""

    merkle_root: str
    fixed_at: datetime
    received: int
    fits: bool
    """Whether what came in on time was still exactly that when the envelopes were opened."""


@dataclass(frozen=True)
class RecordPage:
    """A proces-verbaal as page and PDF show it."""

    tender: str
    title: str
    kind: EnvelopeKind
    closed_at: datetime
    begun_at: datetime
    completed_at: datetime
    openers: tuple[Mapping[str, str], ...]
    merkle_root: str
    lines: tuple[RecordLine, ...]
    closing: RecordClosing | None
    """None in a record of before the root was fixed at the closing."""
    irregularities: int
    let_in: tuple[Mapping[str, Any], ...]
    """Who was let in as opener after the keys were made."""

    @property
    def unopened(self) -> tuple[RecordLine, ...]:
        """What stayed closed, with its reason."""
        return tuple(line for line in self.lines if not line.opened)


def record_page(facts: Mapping[str, Any]) -> RecordPage:
    """The fixed facts, with moments and choices read back."""
    return RecordPage(
        tender=facts["tender"],
        title=facts["title"],
        kind=EnvelopeKind(facts["kind"]),
        closed_at=_moment(facts["closed_at"]),
        begun_at=_moment(facts["begun_at"]),
        completed_at=_moment(facts["completed_at"]),
        openers=tuple(facts["openers"]),
        merkle_root=facts["merkle_root"],
        lines=tuple(_read_line(line) for line in facts["bids"]),
        closing=_read_closing(facts.get("closing")),
        irregularities=facts["irregularities"],
        let_in=tuple({**each, "at": _moment(each["at"])} for each in facts.get("let_in", [])),
    )


def _read_line(facts: Mapping[str, Any]) -> RecordLine:
    kept = {key: value for key, value in facts.items() if key != "envelopes"}
    return RecordLine(**{**kept, "received_at": _moment(facts["received_at"])})


def _read_closing(facts: Mapping[str, Any] | None) -> RecordClosing | None:
    return None if facts is None else RecordClosing(**{**facts, "fixed_at": _moment(facts["fixed_at"])})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(AMSTERDAM)
