"""No cure, no pay: what comes back, once, and how it is set off."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sqlalchemy.exc import IntegrityError

from alerts.collectors.money import clawbacks as facts_of_clawbacks
from contracts.fee_rules.payable import PaidLine, Payable
from contracts.models import Achievement, FrameworkContract
from contracts.operations.placements import end_placement
from contracts.placement_kinds import PlacementEnd
from invoices.clawbacks import LEAST_PAYMENT, AskedBefore, ClawbackStatus, comes_back, set_off
from invoices.jobs import raise_what_comes_back
from invoices.models import Clawback, Invoice, Payment
from invoices.operations.clawbacks import book_repaid, cancel_clawback, raise_clawbacks
from invoices.operations.payments import book_failed, book_run_paid, make_payment_run
from invoices.sepa import PainVersion, schema_errors
from procurement.lots import MilestoneKind
from tests.factories.invoices import NOW, approved_invoice, earned, invoiceable_contract, made_run, money_in_place
from tests.factories.tracks import at_nine, supplier_actor
from townhall.budgets.queries import spent_on
from townhall.documents import storage
from townhall.filters import euro
from townhall.money import ZERO, euros, round_to_cents
from townhall.organisations.models import BankAccount
from townhall.refusal import Refusal

TOMORROW = NOW.date() + timedelta(days=1)
LATER = NOW + timedelta(days=2)

cents = st.integers(1, 500_000).map(lambda number: Decimal(number) / 100)


def paid_placement_that_ended(people: SimpleNamespace, contract: FrameworkContract, **options: Any) -> Invoice:
    """A placement that was paid, and whose work ended two weeks after it began."""
    achievement = earned(contract, MilestoneKind.PLACEMENT)
    invoice = approved_invoice(contract, achievements=[achievement], **options)
    book_run_paid(made_run(invoice), paid_on=TOMORROW, actor=people.actor("fatima"), now=LATER)
    work_ended(contract, achievement)
    return invoice


def work_ended(contract: FrameworkContract, achievement: Achievement) -> None:
    """The work of this placement ended two weeks after it began."""
    end_placement(
        achievement.track.placements[0], date(2026, 4, 14), PlacementEnd.PROBATION,
        actor=supplier_actor(contract), now=at_nine(date(2026, 4, 15)),
    )  # fmt: skip


@pytest.mark.both_databases
def test_an_early_end_within_the_guarantee_brings_the_fee_back_once(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    invoice = paid_placement_that_ended(people, invoiceable_contract())
    session.commit()

    assert [raise_what_comes_back(), raise_what_comes_back()] == [1, 0]
    raised = session.query(Clawback).all()

    assert [(each.net, each.vat, each.ended_on) for each in raised] == [
        (invoice.payable_net, invoice.payable_vat, date(2026, 4, 14))
    ]
    assert raise_clawbacks(now=LATER) == []
    [warning] = facts_of_clawbacks()
    assert euro(invoice.payable_net + invoice.payable_vat) in warning.about
    first = raised[0]
    session.add(
        Clawback(number="x", achievement_id=first.achievement_id, line=first.line, supplier=first.supplier,
                 net=first.net, vat=first.vat, ended_on=first.ended_on, reason="nog eens",
                 status=ClawbackStatus.OPEN, raised_at=LATER)
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


def test_work_that_outlives_the_guarantee_brings_nothing_back(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    contract = invoiceable_contract()
    achievement = earned(contract, MilestoneKind.PLACEMENT)
    invoice = approved_invoice(contract, achievements=[achievement])
    book_run_paid(made_run(invoice), paid_on=TOMORROW, actor=people.actor("fatima"), now=LATER)
    end_placement(
        achievement.track.placements[0], date(2026, 5, 1), PlacementEnd.PROBATION,
        actor=supplier_actor(contract), now=at_nine(date(2026, 5, 2)),
    )  # fmt: skip

    assert raise_clawbacks(now=LATER) == []


@pytest.mark.both_databases
def test_it_is_set_off_in_the_next_payments_until_paid_less_returned_is_what_was_earned(
    session: Any, people: SimpleNamespace
) -> None:
    money_in_place()
    contract, fatima = invoiceable_contract(), people.actor("fatima")
    ended = paid_placement_that_ended(people, contract)
    clawback = raise_clawbacks(now=LATER)[0]
    small, large = approved_invoice(contract), approved_invoice(contract, achievements=[
        earned(contract), earned(contract),
    ])  # fmt: skip

    bounced = made_run(small, now=LATER)
    assert bounced.payments[0].amount == LEAST_PAYMENT == bounced.total
    book_failed(bounced.payments[0], failed_on=LATER.date(), reason="Rekening dicht", actor=fatima, now=LATER)
    session.expire_all()
    assert clawback.outstanding == clawback.gross

    run = made_run(large, small, now=LATER)
    book_run_paid(run, paid_on=run.execution_on, actor=fatima, now=LATER + timedelta(days=3))

    session.expire_all()
    assert clawback.status is ClawbackStatus.SETTLED
    assert all(payment.number in clawback.settled_by for payment in run.payments if payment.set_offs)
    paid = sum(payment.amount for payment in session.query(Payment).filter_by(status="paid"))
    assert paid == small.payable_gross + large.payable_gross
    assert spent_on(ended.lines[0].commitment) == ZERO


def test_what_came_back_otherwise_is_booked_and_let_go_only_with_a_reason(
    session: Any, people: SimpleNamespace
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    paid_placement_that_ended(people, contract)
    paid_placement_that_ended(people, contract)
    first, second = raise_clawbacks(now=LATER)

    book_repaid(first, settled_on=LATER.date(), reference="CN-1", actor=people.actor("fatima"), now=LATER)
    with pytest.raises(Refusal) as refused:
        cancel_clawback(second, reason=" ", actor=people.actor("wim"), now=LATER)
    cancel_clawback(second, reason="Ander werk sloot aan", actor=people.actor("wim"), now=LATER)

    assert (first.status, first.settled_by) == (ClawbackStatus.SETTLED, "CN-1")
    assert [each.code for each in refused.value.obstacles] == ["reason-missing"]
    assert (second.status, second.outstanding) == (ClawbackStatus.CANCELLED, euros(0))
    assert raise_clawbacks(now=LATER) == []  # what was let go stays so, round after round


@given(st.lists(cents, max_size=6), st.lists(st.tuples(st.lists(cents, max_size=4), st.booleans()), max_size=6))
def test_whatever_is_owed_paid_or_bounced_paid_and_still_owed_add_up_to_what_was_earned(
    owed: list[Decimal], runs: list[tuple[list[Decimal], bool]]
) -> None:
    open_now = dict(enumerate(owed))
    billed = paid = ZERO
    for amounts, arrives in runs:
        taken = set_off(list(open_now.items()), list(enumerate(amounts)))
        left = [
            amount - sum(each.amount for each in taken if each.invoice_id == place)
            for place, amount in enumerate(amounts)
        ]
        assert all(each.amount > 0 for each in taken) and all(amount >= LEAST_PAYMENT for amount in left)
        if arrives:
            billed, paid = billed + sum(amounts), paid + sum(left)
            for each in taken:
                open_now[each.clawback_id] -= each.amount
    assert all(amount >= 0 for amount in open_now.values())
    assert paid == billed - (sum(owed) - sum(open_now.values()))


@given(st.integers(1, 500_000), cents, st.none() | st.integers(1, 500_000), st.booleans())
def test_what_was_given_back_before_and_what_is_asked_now_are_never_more_than_was_paid(
    paid_cents: int, taken: Decimal, earlier_cents: int | None, is_let_go: bool
) -> None:
    paid = Decimal(paid_cents) / 100
    vat = round_to_cents(paid * 21 / 100)
    given_back = min(ZERO if earlier_cents is None else Decimal(earlier_cents) / 100, paid)
    vat_back = round_to_cents(Fraction(vat) * Fraction(given_back) / Fraction(paid))
    ended = PaidLine("Terug: Plaatsing", -taken, "te kort", on=date(2026, 4, 14))
    outcome = Payable((ended,), ZERO, ())
    before = [AskedBefore(given_back, vat_back, None, is_let_go=is_let_go)] if given_back else []

    back = comes_back(outcome, label="Plaatsing", paid_net=paid, paid_vat=vat, before=before)

    standing, vat_standing = (ZERO, ZERO) if is_let_go else (given_back, vat_back)
    now_net, now_vat = (back.net, back.vat) if back else (ZERO, ZERO)
    assert standing + now_net == max(standing, min(taken, paid))
    assert now_vat >= ZERO
    assert vat_standing + now_vat == vat or standing + now_net < paid
    let_go = [*before, AskedBefore(taken, ZERO, ended.on, is_let_go=True)]
    assert comes_back(outcome, label="Plaatsing", paid_net=paid, paid_vat=vat, before=let_go) is None


@pytest.mark.one_database("sqlite")
def test_finance_sees_it_asks_a_credit_note_and_books_it_and_the_supplier_reads_why(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    invoice = paid_placement_that_ended(people, invoiceable_contract())
    number = raise_clawbacks(now=LATER)[0].number
    session.flush()
    fatima, address = as_person("fatima"), "/betalingen/terugvorderingen/"

    listed = fatima.get(address).text
    asked = fatima.post(f"{address}{number}/creditnota")
    wrong = fatima.post(f"{address}{number}/terug", data={"settled_on": "25-11-2026", "reference": " "}).text

    assert number in listed and "binnen 1 maanden" in listed and asked.status_code == 302
    assert "Creditnota gevraagd op" in fatima.get(address).text
    assert "kenmerk" in wrong.lower()
    assert number in as_person("sanne").get(f"/portaal/facturen/{invoice.id}").text
    assert number in fatima.get(f"/facturen/{invoice.id}/regels/1").text
    assert fatima.get(f"{address}{number}/vervallen").status_code == 403
    assert fatima.get(f"{address}{number}/terug").status_code == 200
    assert "Waarom hoeft dit bedrag niet terug" in as_person("wim").get(f"{address}{number}/vervallen").text
    done = as_person("wim").post(f"{address}{number}/vervallen", data={"reason": "Ander werk sloot aan"})
    assert done.status_code == 302 and number not in fatima.get(address).text
    assert number in fatima.get(f"{address}?stand=alle&bestand=csv").text


@pytest.mark.parametrize("version", list(PainVersion))
@pytest.mark.parametrize("covers_all", [True, False])
def test_the_file_with_a_set_off_is_valid_whatever_the_holder_and_the_numbers_are(
    session: Any, people: SimpleNamespace, version: PainVersion, covers_all: bool
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    paid_placement_that_ended(people, contract)
    clawback = raise_clawbacks(now=LATER)[0]
    account = session.query(BankAccount).filter_by(organisation_id=contract.supplier_id).one()
    account.holder = "Ĳ & </Nm><Nm>Dief “Ünïcödé” 株式会社 ☃"
    work = [earned(contract)] if covers_all else [earned(contract), earned(contract)]
    invoice = approved_invoice(contract, achievements=work, number="€№<&>//" * 8)
    run = make_payment_run(
        [invoice], execution_on=LATER.date(), version=version, actor=people.actor("fatima"), now=LATER
    )

    data = storage.read(run.document)
    document = etree.fromstring(data)
    (payment,) = run.payments
    taken = invoice.payable_gross - payment.amount
    assert schema_errors(data, version) == []
    assert [node.text for node in document.iter("{*}InstdAmt", "{*}CtrlSum")] == [f"{run.total:.2f}"] * 3
    assert (payment.amount == LEAST_PAYMENT) == covers_all and (taken == clawback.gross) != covers_all
    (text,) = [node.text or "" for node in document.iter("{*}Ustrd")]
    assert text.endswith(f" verrekend EUR {taken:.2f}") and len(text) <= 140
