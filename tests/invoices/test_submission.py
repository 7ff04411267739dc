"""Making, sending and withdrawing invoices."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from contracts.milestones import AchievementStatus
from invoices.einvoice.verdict import judge
from invoices.lifecycle import ClaimStatus, InvoiceStatus, LineStatus
from invoices.match_facts import Reason
from invoices.models import Claim, Invoice
from invoices.operations.submission import draft_invoice, submit_invoice, withdraw_invoice
from invoices.queries.claimables import claimable_achievements
from procurement.lots import MilestoneKind
from tests.factories.contracts import running_contract
from tests.factories.invoices import (
    NOW,
    drafted_invoice,
    earned,
    invoiceable_contract,
    submitted_invoice,
)
from tests.factories.tracks import reported_achievement, running_track
from townhall.audit.models import AuditEntry
from townhall.documents import storage
from townhall.money import euros, sum_of
from townhall.refusal import Refusal


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_a_draft_copies_the_agreed_amounts_and_claims_nothing(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    achievements = [earned(contract), earned(contract, MilestoneKind.PLACEMENT)]

    invoice = drafted_invoice(contract, achievements)

    assert invoice.status is InvoiceStatus.DRAFT
    assert invoice.net == sum_of(each.amount for each in achievements)
    assert invoice.vat == sum_of(line.vat for line in invoice.lines)
    assert invoice.gross == euros("3267.00")
    assert session.query(Claim).count() == 0


def test_submitting_matches_claims_and_writes_a_valid_document(session: Any, people: SimpleNamespace) -> None:
    invoice = drafted_invoice()

    submit_invoice(invoice, actor=people.actor("sanne"), now=NOW)

    assert invoice.status is InvoiceStatus.IN_REVIEW
    assert invoice.payable_gross == invoice.gross
    assert invoice.due_on == date(2026, 12, 23)
    claim = session.query(Claim).one()
    assert (claim.status, claim.net) == (ClaimStatus.LIVE, invoice.net)
    verdict = judge(storage.read(invoice.document), on=NOW.date())
    assert verdict.valid, verdict.findings
    assert session.query(AuditEntry).filter_by(act="invoice.submitted").count() == 1


def test_an_invoice_changes_nothing_of_the_achievement(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    achievement = earned(contract)
    before = (achievement.status, achievement.amount, achievement.version)

    submitted_invoice(contract, achievements=[achievement])
    session.refresh(achievement)

    assert (achievement.status, achievement.amount, achievement.version) == before
    assert achievement.status is AchievementStatus.VERIFIED


def test_what_is_claimed_leaves_the_list_and_comes_back_when_withdrawn(
    session: Any, people: SimpleNamespace
) -> None:
    contract = invoiceable_contract()
    achievement = earned(contract)
    invoice = submitted_invoice(contract, achievements=[achievement])
    assert claimable_achievements(contract.supplier_id) == []

    withdraw_invoice(invoice, reason="verkeerd nummer", actor=people.actor("sanne"), now=NOW)

    assert [each.achievement_id for each in claimable_achievements(contract.supplier_id)] == [achievement.id]
    assert session.query(Claim).one().status is ClaimStatus.RELEASED
    again = submitted_invoice(contract, achievements=[achievement], number=invoice.number)
    assert again.status is InvoiceStatus.IN_REVIEW


def test_the_second_invoice_for_the_same_achievement_comes_back(
    session: Any, people: SimpleNamespace
) -> None:
    contract = invoiceable_contract()
    achievement = earned(contract)
    first = drafted_invoice(contract, [achievement])
    second = drafted_invoice(contract, [achievement])

    submit_invoice(first, actor=people.actor("sanne"), now=NOW)
    submit_invoice(second, actor=people.actor("sanne"), now=NOW)

    assert second.status is InvoiceStatus.RETURNED
    assert [line.reason for line in second.lines] == [Reason.ALREADY_CLAIMED]
    assert second.payable_gross == euros(0)
    assert session.query(Claim).count() == 1


def test_the_database_refuses_a_second_live_claim(session: Any, people: SimpleNamespace) -> None:
    invoice = submitted_invoice()
    claim = session.query(Claim).one()
    session.add(
        Claim(
            achievement_id=claim.achievement_id,
            invoice_line_id=invoice.lines[0].id,
            contract_id=claim.contract_id,
            net=claim.net,
            status=ClaimStatus.LIVE,
            claimed_at=NOW,
        )
    )

    with pytest.raises(IntegrityError):
        session.flush()


def test_the_ceiling_lets_the_last_euro_through_and_not_one_more(
    session: Any, people: SimpleNamespace
) -> None:
    contract = invoiceable_contract(maximum_value=euros("60000"))
    achievements = [earned(contract), earned(contract)]
    contract.maximum_value = euros("2699.99")

    invoice = submitted_invoice(contract, achievements=achievements)

    assert [line.status for line in invoice.lines] == [LineStatus.ACCEPTED, LineStatus.RETURNED]
    assert invoice.lines[1].reason is Reason.CEILING_REACHED
    assert invoice.payable_net == euros(1350)
    contract.maximum_value = euros("2700")
    rest = submitted_invoice(contract, achievements=achievements[1:])
    assert rest.payable_net == euros(1350)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"number": " "}, ["number-missing"]),
        ({"number": "x" * 61}, ["number-too-long"]),
        ({"issued_on": NOW.date() + timedelta(days=1)}, ["issued-in-future"]),
        ({"achievements": []}, ["nothing-selected"]),
    ],
)
def test_a_draft_that_cannot_be_is_refused(
    session: Any, people: SimpleNamespace, change: dict[str, Any], expected: list[str]
) -> None:
    contract = invoiceable_contract()
    given: dict[str, Any] = {"achievements": [earned(contract)], "number": "F-1", "issued_on": NOW.date()}
    given |= change

    with pytest.raises(Refusal) as refusal:
        draft_invoice(
            contract.supplier,
            contract,
            given.pop("achievements"),
            **given,
            actor=people.actor("sanne"),
            now=NOW,
        )

    assert codes(refusal) == expected
    assert session.query(Invoice).count() == 0


def test_vat_needs_a_vat_number_at_the_draft_and_at_sending(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    drafted = drafted_invoice(contract)
    contract.supplier.vat_number = None

    with pytest.raises(Refusal) as refusal:
        drafted_invoice(contract)
    assert codes(refusal) == ["vat-number-missing"]

    with pytest.raises(Refusal) as refusal:
        submit_invoice(drafted, actor=people.actor("sanne"), now=NOW)
    assert codes(refusal) == ["vat-number-missing"]
    assert drafted.status is InvoiceStatus.DRAFT


def test_a_number_is_used_once_and_what_is_not_yours_is_unknown(
    session: Any, people: SimpleNamespace
) -> None:
    contract = invoiceable_contract()
    drafted_invoice(contract, number="F-1")
    rival = running_contract(supplier_id=people.rik.organisation_id)
    foreign = earned(rival)

    with pytest.raises(Refusal) as refusal:
        drafted_invoice(contract, [foreign], number="F-1")

    assert codes(refusal) == ["number-known", "other-contract", "achievement-unknown"]


def test_without_a_confirmed_bank_account_nothing_is_sent(session: Any, people: SimpleNamespace) -> None:
    contract = running_contract()
    invoice = drafted_invoice(contract)

    with pytest.raises(Refusal) as refusal:
        submit_invoice(invoice, actor=people.actor("sanne"), now=NOW)

    assert codes(refusal) == ["no-bank-account"]
    assert invoice.status is InvoiceStatus.DRAFT


def test_what_is_only_reported_cannot_be_drafted(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    reported = reported_achievement(running_track(contract), MilestoneKind.PLAN)
    session.flush()

    with pytest.raises(Refusal) as refusal:
        drafted_invoice(contract, [reported])

    assert codes(refusal) == ["achievement-not-verified"]


def test_the_list_of_claimables_takes_two_queries(
    session: Any, people: SimpleNamespace, at_most_queries: Callable[[int], Any]
) -> None:
    contract = invoiceable_contract()
    for _ in range(3):
        earned(contract)

    with at_most_queries(2):
        found = claimable_achievements(contract.supplier_id)

    assert len(found) == 3
