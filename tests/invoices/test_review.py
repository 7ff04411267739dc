"""Performance statement and approval: two people, a mandate, and money that is there."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from contracts.operations.partners import add_partner, let_partner_leave
from contracts.partners import TracksAfterLeaving, VolumeAfterLeaving
from invoices.lifecycle import InvoiceStatus, LineStatus
from invoices.match_facts import Reason
from invoices.operations.review import (
    approve_invoice,
    return_line,
    send_back_invoice,
    state_performance,
)
from invoices.queries.claimables import claimable_achievements
from procurement.lots import MilestoneKind
from tests.factories.invoices import (
    NOW,
    earned,
    invoiceable_contract,
    money_in_place,
    stated_invoice,
    submitted_invoice,
)
from tests.factories.tracks import running_track, verified_achievement
from townhall.accounts.actor import SYSTEM
from townhall.accounts.models import AccountRole
from townhall.accounts.roles import Role
from townhall.audit.models import AuditEntry
from townhall.budgets.models import Commitment, Mandate, Spending
from townhall.budgets.operations import add_budget, lend_mandate
from townhall.budgets.queries import room_of
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.organisations.kinds import OrganisationKind
from townhall.organisations.models import Organisation
from townhall.refusal import Refusal


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_stating_is_signed_by_the_contract_manager(session: Any, people: SimpleNamespace) -> None:
    invoice = submitted_invoice()

    state_performance(invoice, statement="Geleverd", actor=people.actor("coen"), now=NOW)

    assert invoice.status is InvoiceStatus.STATED
    assert (invoice.stated_by_id, invoice.stated_at) == (people.coen.id, NOW)


def test_a_machine_does_not_sign(session: Any, people: SimpleNamespace) -> None:
    invoice = submitted_invoice()

    with pytest.raises(Refusal) as refusal:
        state_performance(invoice, statement="", actor=SYSTEM, now=NOW)

    assert codes(refusal) == ["nobody-signs"]


def test_a_line_sent_back_frees_its_achievement(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    first, second = earned(contract), earned(contract)
    invoice = submitted_invoice(contract, achievements=[first, second])

    return_line(invoice.lines[0], hint="Plan niet getekend", actor=people.actor("coen"), now=NOW)

    assert invoice.lines[0].status is LineStatus.RETURNED
    assert invoice.lines[0].reason is Reason.NOT_DELIVERED
    told = session.query(OutboxMail).order_by(OutboxMail.id.desc()).first()
    assert told.to == contract.supplier.email and "Plan niet getekend" in told.body
    assert invoice.payable_net == second.amount
    assert invoice.status is InvoiceStatus.IN_REVIEW
    assert [each.achievement_id for each in claimable_achievements(contract.supplier_id)] == [first.id]

    return_line(invoice.lines[1], hint="Plan niet getekend", actor=people.actor("coen"), now=NOW)
    assert invoice.status is InvoiceStatus.RETURNED


def test_a_line_needs_a_reason_and_a_moment_to_go_back(session: Any, people: SimpleNamespace) -> None:
    invoice = stated_invoice()

    with pytest.raises(Refusal) as refusal:
        return_line(invoice.lines[0], hint=" ", actor=people.actor("coen"), now=NOW)

    assert codes(refusal) == ["not-in-review", "hint-missing"]


def test_approving_takes_the_money_from_the_commitment(session: Any, people: SimpleNamespace) -> None:
    budget = money_in_place()
    invoice = stated_invoice()
    before = room_of(budget)

    approve_invoice(invoice, actor=people.actor("wim"), now=NOW)

    after = room_of(budget)
    assert invoice.status is InvoiceStatus.APPROVED
    assert after.spent - before.spent == invoice.payable_net
    assert after.left == before.left
    assert invoice.lines[0].commitment is not None


def test_what_was_never_committed_is_committed_on_approval(session: Any, people: SimpleNamespace) -> None:
    invoice = stated_invoice()  # referred before there was a budget
    assert session.query(Commitment).count() == 0
    budget = money_in_place(budget="1350")

    approve_invoice(invoice, actor=people.actor("wim"), now=NOW)

    assert room_of(budget).left == euros(0)
    assert session.query(Spending).one().amount == euros(1350)


def test_what_was_reached_before_a_partner_left_is_paid_by_the_partner(session: Any, people: SimpleNamespace) -> None:
    own, left_on = money_in_place(), date(2026, 6, 30)
    place = Organisation(name="Zandvoort", kind=OrganisationKind.PARTNER, created_at=NOW)
    session.add(place)
    session.flush()
    theirs = add_budget(place, year=2026, programme="Re-integratie", amount=euros("5000"), actor=SYSTEM, now=NOW)
    contract, coen = invoiceable_contract(), people.actor("coen")
    partner = add_partner(contract, place, share=None, actor=coen, now=NOW)
    track = running_track(contract, municipality_id=place.id)
    reached = [
        verified_achievement(track, MilestoneKind.PLAN, reached_on=left_on),
        verified_achievement(track, MilestoneKind.PLACEMENT, reached_on=left_on + timedelta(days=1)),
    ]
    let_partner_leave(
        partner,
        left_on=left_on,
        tracks=TracksAfterLeaving.TAKEN_OVER,
        volume=VolumeAfterLeaving.LAPSES,
        reason="Koopt zelf in",
        actor=coen,
        now=NOW,
    )
    invoice = stated_invoice(contract, achievements=reached)
    before = session.query(Commitment).count()

    approve_invoice(invoice, actor=people.actor("wim"), now=NOW)

    assert [(room_of(budget).spent, room_of(budget).committed) for budget in (theirs, own)] == [
        (euros(1350), euros(0)),
        (euros(1350), euros(1800)),
    ]
    assert [line.commitment.budget_id for line in invoice.lines] == [theirs.id, own.id]
    assert session.query(Commitment).count() == before


@pytest.mark.parametrize(
    ("money", "expected"),
    [
        ({"mandate": "1349.99"}, ["mandate-too-low"]),
        ({"budget": "1349.99"}, ["budget-exceeded"]),
        ({"mandate": "1", "budget": "1"}, ["mandate-too-low", "budget-exceeded"]),
    ],
)
def test_approval_stays_within_mandate_and_budget(
    session: Any, people: SimpleNamespace, money: dict[str, str], expected: list[str]
) -> None:
    invoice = stated_invoice()
    money_in_place(**money)

    with pytest.raises(Refusal) as refusal:
        approve_invoice(invoice, actor=people.actor("wim"), now=NOW)

    assert codes(refusal) == expected
    assert session.query(Spending).count() == 0


def test_who_borrowed_a_mandate_approves_in_the_name_of_the_lender(session: Any, people: SimpleNamespace) -> None:
    money_in_place(mandate="1350")
    first, second = stated_invoice(), stated_invoice()
    mandate = session.query(Mandate).one()
    people.bram.role_rows.append(AccountRole(role=Role.BUDGET_HOLDER))
    days = {"starts_on": NOW.date(), "ends_on": NOW.date(), "reason": "vakantie", "now": NOW}
    lend_mandate(mandate, people.bram, up_to=euros(1350), actor=people.actor("wim"), **days)

    approve_invoice(first, actor=people.actor("bram"), now=NOW)
    approve_invoice(second, actor=people.actor("wim"), now=NOW)

    facts = [entry.after for entry in session.query(AuditEntry).filter_by(act="invoice.approved").order_by("id")]
    assert first.approved_by_id == people.bram.id
    assert ["Wim Budgethouder" in each for each in facts] == [True, False]


def test_without_a_budget_nothing_is_approved(session: Any, people: SimpleNamespace) -> None:
    invoice = stated_invoice()

    with pytest.raises(Refusal) as refusal:
        approve_invoice(invoice, actor=people.actor("wim"), now=NOW)

    assert codes(refusal) == ["no-mandate", "budget-missing"]


def test_who_stated_does_not_approve(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    invoice = submitted_invoice()
    state_performance(invoice, statement="", actor=people.actor("wim"), now=NOW)

    with pytest.raises(Refusal) as refusal:
        approve_invoice(invoice, actor=people.actor("wim"), now=NOW)

    assert codes(refusal) == ["same-person"]


def test_the_database_sees_the_same_person_too(session: Any, people: SimpleNamespace) -> None:
    invoice = stated_invoice()
    session.flush()
    invoice.approved_by_id, invoice.approved_at = people.coen.id, NOW

    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize("status", [InvoiceStatus.APPROVED, InvoiceStatus.RELEASED, InvoiceStatus.PAID])
def test_the_database_refuses_a_step_without_its_signature(
    session: Any, people: SimpleNamespace, status: InvoiceStatus
) -> None:
    invoice = stated_invoice()
    session.flush()
    invoice.status = status

    with pytest.raises(IntegrityError):
        session.flush()


def test_sending_back_takes_the_statement_off(session: Any, people: SimpleNamespace) -> None:
    invoice = stated_invoice()

    send_back_invoice(invoice, reason="Graag het verslag erbij", actor=people.actor("wim"), now=NOW)

    assert invoice.status is InvoiceStatus.IN_REVIEW
    assert invoice.stated_by_id is None
    state_performance(invoice, statement="Verslag gezien", actor=people.actor("coen"), now=NOW)
    assert invoice.status is InvoiceStatus.STATED
