"""A batch of e-invoices for tests: many right ones, and every kind of wrong one, with what must become of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count as count_from
from typing import Any

from sqlalchemy import insert, update

from contracts.milestones import AchievementStatus, RejectionReason
from contracts.models import Achievement, FrameworkContract, Track
from contracts.operations.referral_bulk import add_referrals
from contracts.queries.track_imports import fees_under
from contracts.track_imports import ReferralLine
from contracts.tracks import TrackStatus
from invoices.einvoice.composing import WrittenLine
from invoices.match_facts import Reason
from tests.factories.contracts import account_of
from tests.factories.invoices import NOW, ubl_of
from townhall.database import db
from townhall.money import euros

REACHED_ON = date(2026, 6, 15)
PLAN = euros("1350")

_keys = count_from(1)


def earned_in_bulk(
    contract: FrameworkContract,
    count: int,
    *,
    reached_on: date = REACHED_ON,
    status: AchievementStatus = AchievementStatus.VERIFIED,
) -> list[WrittenLine]:
    """So many plans of as many new tracks with their commitments, straight into the tables; as lines of an invoice."""
    referred_on = date(2026, 1, 5)
    lines = [ReferralLine(n, f"B-{next(_keys)}", contract.number, referred_on=referred_on) for n in range(count)]
    before = db.session.scalar(db.select(db.func.max(Track.id))) or 0
    add_referrals(
        lines, {contract.number: contract}, fee=fees_under([contract]), actor=account_of("kim").actor(), now=NOW
    )
    mine = Track.id > before
    db.session.execute(update(Track).where(mine).values(status=TrackStatus.RUNNING, started_on=Track.referred_on))
    tracks = db.session.execute(db.select(Track.id, Track.number).where(mine).order_by(Track.id)).all()
    checked_at = datetime.combine(reached_on, NOW.timetz()) + timedelta(days=1)
    checked: dict[str, Any] = {
        AchievementStatus.REPORTED: {},
        AchievementStatus.VERIFIED: {"verified_by_id": account_of("kim").id, "verified_at": checked_at},
        AchievementStatus.REJECTED: {"rejection": RejectionReason.PROOF_MISSING, "rejected_at": checked_at},
    }[status]
    db.session.execute(
        insert(Achievement),
        [
            {
                "track_id": track_id, "milestone_id": contract.milestones[0].id, "occurrence": 1, "amount": PLAN,
                "reached_on": reached_on, "status": status, "reported_by_id": account_of("sanne").id,
                "reported_at": checked_at, "version": 1, **checked,
            }
            for track_id, _ in tracks
        ],
    )  # fmt: skip
    return [_line(number, reached_on) for _, number in tracks]


def _line(track_number: str, performed_on: date, **what_matters: Any) -> WrittenLine:
    facts: dict[str, Any] = {
        "number": "1", "track_number": track_number, "milestone_code": "M1", "description": "Plan van aanpak",
        "performed_on": performed_on, "net": PLAN, "vat_rate": Decimal(21),
    }  # fmt: skip
    return WrittenLine(**(facts | what_matters))


@dataclass(frozen=True)
class Expected:
    """What must become of one file: the codes of its lines (None: accepted), or words of the refusal."""

    filename: str
    codes: tuple[Reason | None, ...] = ()
    refusal: str = ""


@dataclass
class Batch:
    """The files, made one at a time, and what must become of each."""

    contract: FrameworkContract
    other: FrameworkContract
    expected: list[Expected]

    @property
    def earned(self) -> Decimal:
        """What the right lines add up to without VAT, counted from what was made and not from what was booked."""
        return PLAN * sum(each.codes.count(None) for each in self.expected)


def files_of(batch: Batch, *, invoices: int, lines: int) -> Iterator[tuple[str, bytes]]:
    """So many invoices of so many lines; in every second one the last line is wrong, each time another way.

    What must be refused as a whole comes after them, and at the end one line that the ceiling has no room for.
    """
    mistakes = _mistakes(batch, -(-invoices // 2))
    right = iter(earned_in_bulk(batch.contract, invoices * lines))
    first_of_all: WrittenLine | None = None
    for at in range(invoices):
        own = [next(right) for _ in range(lines)]
        first_of_all = first_of_all or own[0]
        codes: list[Reason | None] = [None] * lines
        if at % 2:
            codes[-1], own[-1] = _wrong(next(mistakes), own, first_of_all)
        name, data = f"{at:04d}.xml", einvoice_of(batch.contract, own, number=f"VOL-{at}")
        batch.expected.append(Expected(name, tuple(codes)))
        yield name, _with_another_price(data) if codes[-1] is Reason.WRONG_ARITHMETIC else data
    for at, (words, data) in enumerate(_refused(batch, next(iter(earned_in_bulk(batch.contract, 1))))):
        batch.expected.append(Expected(f"weg-{at}.xml", refusal=words))
        yield f"weg-{at}.xml", data
    batch.contract.maximum_value = batch.earned
    batch.expected.append(Expected("z-vol.xml", (Reason.CEILING_REACHED,)))
    yield "z-vol.xml", einvoice_of(batch.contract, earned_in_bulk(batch.contract, 1), number="VOL-Z")


def einvoice_of(
    contract: FrameworkContract, lines: Sequence[WrittenLine], *replaced: tuple[str, str], **facts: Any
) -> bytes:
    """These lines, numbered, as a UBL invoice."""
    numbered = [WrittenLine(**{**vars(line), "number": str(n)}) for n, line in enumerate(lines, start=1)]
    return ubl_of(contract, numbered, *replaced, **facts)


Mistake = tuple[Reason, dict[str, Any]]


def _mistakes(batch: Batch, count: int) -> Iterator[Mistake]:
    """Each kind of wrong line in turn; those that need an achievement of their own get one."""
    kinds = 11
    each = -(-count // kinds)
    own = {
        Reason.WRONG_CONTRACT: earned_in_bulk(batch.other, each),
        Reason.CONTRACT_NOT_IN_FORCE: earned_in_bulk(batch.contract, each, reached_on=date(2025, 12, 20)),
        Reason.NOT_VERIFIED: earned_in_bulk(batch.contract, each, status=AchievementStatus.REPORTED),
        Reason.REJECTED_ACHIEVEMENT: earned_in_bulk(batch.contract, each, status=AchievementStatus.REJECTED),
        Reason.CLAIM_TOO_LATE: earned_in_bulk(batch.contract, each, reached_on=date(2026, 1, 10)),
    }
    for at in range(each):
        for reason, lines in own.items():
            yield reason, {"track_number": lines[at].track_number}
        yield Reason.UNKNOWN_ACHIEVEMENT, {"track_number": "T-1999-9999"}
        yield Reason.WRONG_RATE, {"net": PLAN + euros("0.01")}
        yield Reason.WRONG_ARITHMETIC, {}
        yield Reason.WRONG_VAT_RATE, {"vat_rate": Decimal(9)}
        yield Reason.TWICE_ON_INVOICE, {}
        yield Reason.ALREADY_CLAIMED, {}


def _wrong(mistake: Mistake, own: Sequence[WrittenLine], first_of_all: WrittenLine) -> tuple[Reason, WrittenLine]:
    reason, changes = mistake
    if reason is Reason.TWICE_ON_INVOICE:
        changes = {"track_number": own[0].track_number}
    if reason is Reason.ALREADY_CLAIMED:
        changes = {"track_number": first_of_all.track_number}
    return reason, WrittenLine(**{**vars(own[-1]), **changes})


def _with_another_price(data: bytes) -> bytes:
    """The price of the last line made another, its amount left as it was."""
    price = b'<cbc:PriceAmount currencyID="EUR">'
    before, tag, after = data.rpartition(price + b"1350.00")
    assert tag, "a line has the price of a plan"
    return before + price + b"1400.00" + after


def _refused(batch: Batch, line: WrittenLine) -> Iterator[tuple[str, bytes]]:
    """Files that are refused as a whole, each with words that its refusal must hold."""

    def made(*replaced: tuple[str, str], **facts: Any) -> bytes:
        return einvoice_of(batch.contract, [line], *replaced, **facts)

    yield "geen leesbaar XML-bestand", b"%PDF-1.7"
    yield "geen leesbaar XML-bestand", made()[:400]
    yield "DOCTYPE", made(("<Invoice", "<!DOCTYPE Invoice><Invoice"))
    yield "niet dat van", made((">90000018<", ">90000026<"))
    yield "niet gericht aan", made((">34369366<", ">12345678<"))
    yield "BR-03", made(("<cbc:IssueDate>2026-11-20</cbc:IssueDate>", ""))
    yield "Contract RO-1999-1 kennen wij niet", made(contract_number="RO-1999-1")
    yield "Ordernummer V-1999-0001", made(order_reference="V-1999-0001")
    yield "Het rekeningnummer op de factuur", made(iban="NL91ABNA0417164300")
    yield "VOL-0", made(number="VOL-0")
