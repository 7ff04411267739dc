"""A credit note gives back once what was asked, and never more."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import Achievement, FrameworkContract
from invoices.clawbacks import ClawbackStatus
from invoices.credit_notes import (
    CreditedLine,
    CreditEffect,
    InvoicedLine,
    StandingClawback,
    creditable_lines,
    credits_of,
    obstacles_to_crediting,
    obstacles_to_naming,
)
from invoices.einvoice.composing import Sort
from invoices.lifecycle import ClaimStatus, InvoiceOrigin, InvoiceStatus, LineStatus
from invoices.match_facts import Reason
from invoices.models import Claim, Clawback, CreditNote, Invoice
from invoices.operations.clawbacks import raise_clawbacks
from invoices.operations.credit_note_making import make_credit_note
from invoices.operations.intake import take_in_ubl
from invoices.operations.payments import book_run_paid
from invoices.queries.claimables import claimable_achievements
from procurement.lots import MilestoneKind
from tests.factories.invoices import (
    NOW,
    approved_invoice,
    earned,
    invoiceable_contract,
    line_for,
    made_run,
    money_in_place,
    stated_invoice,
    submitted_invoice,
    ubl_of,
)
from tests.invoices.test_clawbacks import LATER, paid_placement_that_ended, work_ended
from townhall.accounts.actor import SYSTEM
from townhall.budgets.queries import spent_on
from townhall.documents import storage
from townhall.mail.models import OutboxMail
from townhall.money import ZERO, euros, round_to_cents
from townhall.refusal import Refusal

VAT, SETTLED = Decimal(21), ClawbackStatus.SETTLED


def invoiced(**changes: Any) -> InvoicedLine:
    facts: dict[str, Any] = {
        "line_id": 1,
        "number": "1",
        "track_number": "T-1",
        "milestone_code": "M2",
        "description": "Plan",
        "net": euros("1350.00"),
        "vat": euros("283.50"),
        "vat_rate": VAT,
        "status": LineStatus.ACCEPTED,
    }
    return InvoicedLine(**(facts | changes))


def clawback(**changes: Any) -> StandingClawback:
    facts: dict[str, Any] = {
        "clawback_id": 7,
        "number": "TV-1",
        "status": ClawbackStatus.OPEN,
        "net": euros("500.00"),
        "vat": euros("105.00"),
        "is_credited": False,
    }
    return StandingClawback(**(facts | changes))


def credited(**changes: Any) -> CreditedLine:
    facts: dict[str, Any] = {
        "number": "1", "track_number": "T-1", "milestone_code": "M2", "net": euros("1350.00"), "vat_rate": VAT
    }  # fmt: skip
    return CreditedLine(**(facts | changes))


@pytest.mark.parametrize(
    ("status", "asked", "line", "words"),
    [
        (InvoiceStatus.PAID, credited(), invoiced(), None),
        (InvoiceStatus.PAID, credited(net=euros("0.01")), invoiced(), None),
        (InvoiceStatus.PAID, credited(net=euros("1350.01")), invoiced(), "hooguit € 1.350,00"),
        (InvoiceStatus.PAID, credited(net=euros(500)), invoiced(clawback=clawback()), None),
        (InvoiceStatus.PAID, credited(net=euros(500)), invoiced(clawback=clawback(status=SETTLED)), None),
        (InvoiceStatus.PAID, credited(), invoiced(clawback=clawback()), "precies € 500,00"),
        (InvoiceStatus.PAID, credited(net=euros(500)), invoiced(clawback=clawback(is_credited=True)), "al gecredit"),
        (InvoiceStatus.PAID, credited(vat_rate=Decimal(9)), invoiced(), "Reken 21 % btw"),
        (InvoiceStatus.PAID, credited(), invoiced(status=LineStatus.RETURNED), "teruggestuurd"),
        (InvoiceStatus.PAID, credited(milestone_code="M3"), invoiced(), "traject T-1 met mijlpaal M3"),
        (InvoiceStatus.IN_REVIEW, credited(), invoiced(), None),
        (InvoiceStatus.STATED, credited(net=euros(500)), invoiced(), "komt in haar geheel terug"),
        (InvoiceStatus.WITHDRAWN, credited(), invoiced(), "ingetrokken"),
        (InvoiceStatus.RETURNED, credited(), invoiced(status=LineStatus.RETURNED), "verbeterde factuur"),
    ],
)  # fmt: skip
def test_a_line_is_given_back_as_it_was_asked_or_the_reason_says_how(
    status: InvoiceStatus, asked: CreditedLine, line: InvoicedLine, words: str | None
) -> None:
    found = obstacles_to_crediting("F-1", status, [asked], [line])

    assert [words in each.text for each in found] == ([True] if words else [])


def test_two_lines_for_one_achievement_and_no_line_at_all_are_refused() -> None:
    twice = obstacles_to_crediting("F-1", InvoiceStatus.PAID, [credited(), credited(number="2")], [invoiced()])
    none = obstacles_to_crediting("F-1", InvoiceStatus.PAID, [], [invoiced()])

    assert [each.code for each in twice] == ["line-not-creditable"] and "eerdere regel" in twice[0].text
    assert [each.code for each in none] == ["nothing-credited"]


@pytest.mark.parametrize(
    ("preceding", "known", "codes"),
    [
        (["F-1"], "F-1", []),
        (["F-1"], None, ["credited-unknown"]),
        (["F-1", "F-2"], "F-1", ["credits-one-invoice"]),
        ([], None, ["credits-one-invoice"]),
    ],
)
def test_a_credit_note_names_one_invoice_that_we_know(
    preceding: Sequence[str], known: str | None, codes: list[str]
) -> None:
    assert [each.code for each in obstacles_to_naming(preceding, known)] == codes


@given(
    st.sampled_from(InvoiceStatus),
    st.integers(1, 10**8).map(lambda cents: Decimal(cents) / 100),
    st.integers(1, 10**8).map(lambda cents: Decimal(cents) / 100),
    st.none() | st.builds(clawback, is_credited=st.booleans(), status=st.sampled_from(ClawbackStatus)),
)
def test_what_comes_back_is_never_more_than_was_asked(
    status: InvoiceStatus, asked: Decimal, was: Decimal, standing: StandingClawback | None
) -> None:
    line = invoiced(net=was, vat=round_to_cents(was * 21 / 100), clawback=standing)
    note = [credited(net=asked)]

    if obstacles_to_crediting("F-1", status, note, [line]):
        return
    (credit,) = credits_of(status, note, [line])

    assert line in creditable_lines(status, [line])
    assert ZERO < credit.net == asked and credit.vat >= ZERO
    if credit.effect is not CreditEffect.PROVES_CLAWBACK:
        assert credit.net <= line.net and credit.vat <= line.vat
        assert (credit.vat == line.vat) or credit.net < line.net


def credit_note_of(invoice: Invoice, achievements: Sequence[Achievement], **options: Any) -> bytes:
    """A UBL credit note for these achievements."""
    facts = {"number": f"C-{invoice.number}", "sort": Sort.CREDIT_NOTE, "corrects": invoice.number, **options}
    return ubl_of(invoice.contract, [line_for(each, number=str(n)) for n, each in enumerate(achievements, 1)], **facts)


def paid_invoice(people: SimpleNamespace, contract: FrameworkContract, *achievements: Achievement) -> Invoice:
    invoice = approved_invoice(contract, achievements=list(achievements))
    book_run_paid(made_run(invoice), paid_on=NOW.date() + timedelta(days=1), actor=people.actor("fatima"), now=LATER)
    return invoice


@pytest.mark.parametrize("make", [submitted_invoice, stated_invoice])
def test_before_approval_the_line_comes_back_and_its_achievement_is_free(
    session: Any, people: SimpleNamespace, make: Any
) -> None:
    contract = invoiceable_contract()
    first, second = earned(contract), earned(contract)
    invoice = make(contract, achievements=[first, second])
    data = credit_note_of(invoice, [first])

    assert take_in_ubl(data, contract.supplier, actor=people.actor("sanne"), now=NOW) is invoice
    assert take_in_ubl(data, contract.supplier, actor=people.actor("sanne"), now=NOW) is invoice

    note = session.query(CreditNote).one()
    assert [line.effect for line in note.lines] == [CreditEffect.LINE_BACK]
    assert (invoice.status, invoice.stated_by_id) == (InvoiceStatus.IN_REVIEW, None)
    assert (invoice.lines[0].reason, invoice.payable_net) == (Reason.CREDITED, second.amount)
    assert [each.achievement_id for each in claimable_achievements(contract.supplier_id)] == [first.id]
    assert session.query(Claim).filter_by(status=ClaimStatus.LIVE).count() == 1
    assert session.query(Clawback).count() == 0

    with pytest.raises(Refusal) as again:
        take_in_ubl(credit_note_of(invoice, [first], number="C-2"), contract.supplier, actor=SYSTEM, now=NOW)
    take_in_ubl(credit_note_of(invoice, [second], number="C-3"), contract.supplier, actor=SYSTEM, now=NOW)
    assert [each.code for each in again.value.obstacles] == ["line-not-creditable"]
    assert invoice.status is InvoiceStatus.RETURNED


@pytest.mark.both_databases
def test_of_what_was_paid_a_part_comes_back_as_a_clawback_and_is_set_off_once(
    session: Any, people: SimpleNamespace
) -> None:
    money_in_place()
    contract, sanne = invoiceable_contract(), people.actor("sanne")
    first, second = earned(contract), earned(contract)
    invoice = paid_invoice(people, contract, first, second)
    lines = [line_for(first, net=euros("350.00")), line_for(second, number="2")]
    data = ubl_of(contract, lines, number="C-1", sort=Sort.CREDIT_NOTE, corrects=invoice.number)

    take_in_ubl(data, contract.supplier, actor=sanne, now=LATER)

    raised = session.query(Clawback).order_by(Clawback.id).all()
    assert [(each.net, each.vat) for each in raised] == [
        (euros("350.00"), euros("73.50")),
        (second.amount, invoice.lines[1].vat),
    ]
    assert "creditnota c-1" in raised[0].reason.lower()
    assert [line.clawback for line in session.query(CreditNote).one().lines] == raised
    with pytest.raises(Refusal) as again:
        take_in_ubl(credit_note_of(invoice, [first, second]), contract.supplier, actor=sanne, now=LATER)
    assert ["al gecrediteerd" in each.text for each in again.value.obstacles] == [True, True]

    next_one = approved_invoice(contract, achievements=[earned(contract), earned(contract)], now=LATER)
    run = made_run(next_one, now=LATER)
    assert run.total == next_one.payable_gross - raised[0].gross - raised[1].gross
    book_run_paid(run, paid_on=run.execution_on, actor=people.actor("fatima"), now=LATER + timedelta(days=3))
    session.expire_all()
    assert {each.status for each in raised} == {ClawbackStatus.SETTLED}
    assert spent_on(invoice.lines[1].commitment) == ZERO


def test_a_credit_note_that_was_asked_for_proves_the_clawback_that_stands(
    session: Any, people: SimpleNamespace
) -> None:
    money_in_place()
    contract, sanne = invoiceable_contract(), people.actor("sanne")
    invoice = paid_placement_that_ended(people, contract)
    standing = raise_clawbacks(now=LATER)[0]

    note = make_credit_note(
        invoice, [invoice.lines[0].id], number="C-1", issued_on=LATER.date(), actor=sanne, now=LATER
    )

    assert [(line.effect, line.clawback) for line in note.lines] == [(CreditEffect.PROVES_CLAWBACK, standing)]
    assert (note.origin, note.net, standing.outstanding) == (InvoiceOrigin.FORM, standing.net, standing.gross)
    assert session.query(Clawback).count() == 1
    assert b"CreditNoteTypeCode>381<" in storage.read(note.document)
    with pytest.raises(Refusal) as again:
        make_credit_note(invoice, [invoice.lines[0].id], number="C-1", issued_on=LATER.date(), actor=sanne, now=LATER)
    assert [each.code for each in again.value.obstacles] == ["number-known", "nothing-credited"]
    assert session.query(OutboxMail).filter(OutboxMail.subject == "Creditnota C-1 is geboekt").count() == 1


@pytest.mark.both_databases
def test_after_a_part_was_given_back_an_early_end_brings_back_the_rest_and_no_more(
    session: Any, people: SimpleNamespace
) -> None:
    money_in_place()
    contract, sanne = invoiceable_contract(), people.actor("sanne")
    invoice = paid_invoice(people, contract, earned(contract, MilestoneKind.PLACEMENT))
    (line,) = invoice.lines
    achievement = line.achievement
    assert achievement is not None

    part = ubl_of(
        contract, [line_for(achievement, net=euros("333.33"))], number="C-1", sort=Sort.CREDIT_NOTE,
        corrects=invoice.number,
    )  # fmt: skip
    take_in_ubl(part, contract.supplier, actor=sanne, now=LATER)
    work_ended(contract, achievement)
    (rest,) = raise_clawbacks(now=LATER)
    given_back = session.query(Clawback).order_by(Clawback.id).first()

    assert (given_back.net, given_back.ended_on) == (euros("333.33"), None)
    assert (given_back.net + rest.net, given_back.vat + rest.vat) == (line.net, line.vat)
    assert raise_clawbacks(now=LATER) == []
    note = make_credit_note(invoice, [line.id], number="C-2", issued_on=LATER.date(), actor=sanne, now=LATER)
    assert [each.clawback for each in note.lines] == [rest] and session.query(Clawback).count() == 2
    with pytest.raises(Refusal) as again:
        take_in_ubl(credit_note_of(invoice, [achievement]), contract.supplier, actor=sanne, now=LATER)
    assert "al gecrediteerd" in again.value.obstacles[0].text

    next_one = approved_invoice(contract, achievements=[earned(contract), earned(contract)], now=LATER)
    run = made_run(next_one, now=LATER)
    book_run_paid(run, paid_on=run.execution_on, actor=people.actor("fatima"), now=LATER + timedelta(days=3))
    session.expire_all()
    assert run.total == next_one.payable_gross - invoice.payable_gross
    assert (given_back.status, rest.status, spent_on(line.commitment)) == (SETTLED, SETTLED, ZERO)


def test_what_was_given_back_in_full_is_not_asked_again_when_work_ends(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    contract = invoiceable_contract()
    achievement = earned(contract, MilestoneKind.PLACEMENT)
    invoice = paid_invoice(people, contract, achievement)
    take_in_ubl(credit_note_of(invoice, [achievement]), contract.supplier, actor=people.actor("sanne"), now=LATER)
    work_ended(contract, achievement)

    assert raise_clawbacks(now=LATER) == []


def test_every_reason_is_said_at_once_and_nothing_is_kept(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    invoice = submitted_invoice(contract)
    other, rival = invoiceable_contract(), invoiceable_contract(supplier_id=people.rik.organisation_id)
    lines = [line_for(earned(contract)), line_for(invoice.lines[0].achievement, number="2", net=euros(1))]
    wrong = {"sort": Sort.CREDIT_NOTE, "number": invoice.number, "contract_number": other.number}

    def codes(supplier: Any, **options: Any) -> list[str]:
        with pytest.raises(Refusal) as refused:
            take_in_ubl(ubl_of(contract, lines, **(wrong | options)), supplier, actor=SYSTEM, now=NOW)
        return [each.code for each in refused.value.obstacles]

    assert codes(contract.supplier, corrects=invoice.number) == [
        "number-known", "order-unknown", "credited-other-contract", "line-not-creditable", "line-not-creditable",
    ]  # fmt: skip
    assert codes(contract.supplier, corrects="F-0", number="C-1") == ["order-unknown", "credited-unknown"]
    assert "other-seller" in codes(rival.supplier, corrects=invoice.number)
    assert session.query(CreditNote).count() == 0 and invoice.status is InvoiceStatus.IN_REVIEW


@pytest.mark.one_database("sqlite")
def test_a_supplier_gives_a_line_back_in_the_portal_and_both_sides_read_what_became_of_it(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    invoice = paid_invoice(people, contract, earned(contract), earned(contract))
    session.flush()
    sanne, address = as_person("sanne"), f"/portaal/facturen/{invoice.id}/creditnota"

    assert address in sanne.get(f"/portaal/facturen/{invoice.id}").text
    none = sanne.post(address, data={"number": "C-1", "issued_on": "01-01-2030"}).text
    data = {"number": "C-1", "issued_on": "23-11-2026", "lines": [invoice.lines[0].id]}
    made = sanne.post(address, data=data)

    assert 'value="C-1"' in none and "Welke regels geeft u terug?" in none
    assert made.status_code == 302, made.text
    assert sanne.post(address, data=data | {"number": "C-2"}).status_code == 200  # not offered any more
    clawback_number = session.query(Clawback).one().number
    for person in (sanne, as_person("fatima"), as_person("coen")):
        assert clawback_number in person.get(made.location).text
        assert "C-1" in person.get("/creditnotas/").text
        assert as_person("rik").get(made.location).status_code == 404
    assert made.location in as_person("fatima").get("/betalingen/terugvorderingen/").text
    assert made.location in as_person("coen").get(f"/facturen/{invoice.id}").text
    document_id = session.query(CreditNote).one().document_id
    assert sanne.get(f"/documenten/{document_id}").status_code == 200
    assert as_person("rik").get(f"/documenten/{document_id}").status_code == 404


@pytest.mark.one_database("sqlite")
def test_a_credit_note_that_is_sent_in_leads_to_its_page(session: Any, people: SimpleNamespace, as_person: Any) -> None:
    invoice = submitted_invoice()
    data = credit_note_of(invoice, [invoice.lines[0].achievement])
    session.flush()

    sent = as_person("sanne").post("/portaal/facturen/insturen", data={"file": (BytesIO(data), "creditnota.xml")})

    assert sent.status_code == 302 and "/creditnotas/" in sent.location
    assert invoice.number in as_person("coen").get("/creditnotas/?bestand=csv").text
