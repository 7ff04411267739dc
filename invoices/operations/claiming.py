"""Matching an invoice and laying claims; called by the operations that receive or return lines."""

from datetime import date, datetime
from decimal import Decimal

from contracts.lifecycle import ContractStatus
from invoices.claims import AchievementFacts
from invoices.lifecycle import ClaimStatus, InvoiceStatus, LineStatus
from invoices.match_facts import ContractFacts, LineResult, MatchWorld, Reason
from invoices.matching import match_line, match_lines
from invoices.models import Claim, Invoice, InvoiceLine
from invoices.payment_terms import due_on
from invoices.queries import claimables
from townhall.database import db
from townhall.money import ZERO, sum_of
from townhall.vat import vat_rate_on


def match_invoice(invoice: Invoice, *, now: datetime) -> None:
    """Judge every line, claim what was accepted, and move the invoice on. Runs inside its submission."""
    assert invoice.status is InvoiceStatus.SUBMITTED
    claimables.lock_contract(invoice.contract)
    world = _world(invoice, received_on=now.date())
    results = match_lines([line.facts() for line in invoice.lines], world)
    for line, result in zip(invoice.lines, results, strict=True):
        _write_down(line, result, now)
    db.session.flush()
    for line in accepted_lines(invoice):
        db.session.add(_claim(line, invoice, now))
    count_payable(invoice)
    performed_on = _last_day([result.achievement for result in results if result.accepted])
    invoice.due_on = due_on(now.date(), performed_on=performed_on)
    invoice.status = InvoiceStatus.IN_REVIEW if accepted_lines(invoice) else InvoiceStatus.RETURNED
    db.session.flush()


def accepted_lines(invoice: Invoice) -> list[InvoiceLine]:
    """The lines that will be paid."""
    return [line for line in invoice.lines if line.status is LineStatus.ACCEPTED]


def count_payable(invoice: Invoice) -> None:
    """Write down what the accepted lines add up to."""
    accepted = accepted_lines(invoice)
    invoice.payable_net = sum_of(line.net for line in accepted)
    invoice.payable_vat = sum_of(line.vat for line in accepted)


def release_claims(lines: list[InvoiceLine], *, reason: str, now: datetime) -> None:
    """Set the achievements of these lines free, so that a better invoice can ask for them."""
    for claim in claimables.claims_of([line.id for line in lines]):
        claim.status = ClaimStatus.RELEASED
        claim.released_at = now
        claim.release_reason = reason


def write_return(line: InvoiceLine, *, reason: Reason, hint: str, now: datetime) -> None:
    """Let a line go back, with the code and what to do; what the municipality disputed of it is settled by that."""
    line.status, line.reason, line.hint, line.returned_at = LineStatus.RETURNED, reason, hint, now
    line.disputed_at, line.dispute_answered_at = None, None


def close_settled_dispute(invoice: Invoice, *, now: datetime) -> None:
    """End the dispute of the municipality when every line it was about has gone back."""
    if invoice.is_disputed and not any(line.disputed_at for line in accepted_lines(invoice)):
        invoice.dispute_ended_at = now


def match_again(line: InvoiceLine) -> LineResult:
    """Judge a line that came back once more, as it came in, with the contract locked against other claims."""
    invoice = line.invoice
    assert invoice.received_at is not None, "what came back was received"
    claimables.lock_contract(invoice.contract)
    world = _world(invoice, received_on=invoice.received_at.date())
    return match_line(line.facts(), world, claimed_here={}, accepted_net=ZERO)


def take_back(line: InvoiceLine, result: LineResult, *, now: datetime) -> None:
    """Let a line that came back be paid after all; ``result`` as ``match_again`` gave it, accepted."""
    invoice = line.invoice
    assert invoice.received_at is not None and result.accepted
    _write_down(line, result, now)
    line.reason, line.hint, line.disputed_at = None, "", None
    db.session.flush()
    db.session.add(_claim(line, invoice, now))
    count_payable(invoice)
    reached_on = result.achievement.reached_on if result.achievement else None
    term = due_on(invoice.received_at.date(), performed_on=reached_on)
    invoice.due_on = max(invoice.due_on or term, term)
    invoice.status = InvoiceStatus.IN_REVIEW
    db.session.flush()


def _world(invoice: Invoice, *, received_on: date) -> MatchWorld:
    contract = invoice.contract
    achievements = claimables.achievements_by_line_key(
        invoice.supplier_id, (line.track_number for line in invoice.lines)
    )
    return MatchWorld(
        received_on=received_on,
        contract=ContractFacts(
            contract_id=contract.id,
            number=contract.number,
            signed=contract.status not in (ContractStatus.DRAFT, ContractStatus.WITHDRAWN),
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            maximum_value=contract.maximum_value,
            claimed_so_far=claimables.claimed_under(contract.id),
        ),
        achievements=achievements,
        vat_rates={facts.reached_on: _rates_on(facts.reached_on) for facts in achievements.values()},
    )


def _rates_on(day: date) -> frozenset[Decimal]:
    """The percentages that may stand on a line for this day: re-integration is taxed at the standard rate."""
    return frozenset({vat_rate_on(day) * 100})


def _write_down(line: InvoiceLine, result: LineResult, now: datetime) -> None:
    line.checks = [
        {"check": check.check, "passed": check.passed, "facts": check.facts} for check in result.checks
    ]
    failure = result.failure
    if failure is None:
        assert result.achievement is not None
        line.status, line.achievement_id = LineStatus.ACCEPTED, result.achievement.achievement_id
        return
    assert failure.reason is not None
    write_return(line, reason=failure.reason, hint=failure.hint, now=now)


def _claim(line: InvoiceLine, invoice: Invoice, now: datetime) -> Claim:
    return Claim(
        achievement_id=line.achievement_id,
        invoice_line_id=line.id,
        contract_id=invoice.contract_id,
        net=line.net,
        status=ClaimStatus.LIVE,
        claimed_at=now,
    )


def _last_day(achievements: list[AchievementFacts | None]) -> date | None:
    return max((each.reached_on for each in achievements if each), default=None)
