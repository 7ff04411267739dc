"""Both sides talk about an invoice, and do not always agree; whatever they do, nothing is claimed twice."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from invoices.disputes import (
    DisputeAnswer,
    MessageKind,
    ReturnedLine,
    last_day_to_dispute,
    obstacles_to_answering,
    obstacles_to_disputing_invoice,
    obstacles_to_disputing_line,
    obstacles_to_ending_dispute,
    was_right,
)
from invoices.lifecycle import InvoiceStatus, LineStatus
from invoices.match_facts import Reason
from invoices.models import Invoice, InvoiceMessage
from invoices.operations.disputes import answer_dispute, dispute_invoice, dispute_line, end_dispute
from invoices.operations.messages import mark_seen, write_message
from invoices.operations.review import return_line, state_performance
from invoices.operations.submission import submit_invoice
from invoices.payment_terms import due_after_dispute
from invoices.queries.claimables import claimable_achievements
from invoices.queries.messages import count_waiting_messages, messages_of
from tests.factories.invoices import NOW, drafted_invoice, earned, invoiceable_contract, submitted_invoice
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

DAY = NOW.date()
LATER = NOW + timedelta(days=2)


def returned(**changes: Any) -> ReturnedLine:
    facts: dict[str, Any] = {
        "number": "1",
        "invoice_status": InvoiceStatus.IN_REVIEW,
        "status": LineStatus.RETURNED,
        "reason": Reason.NOT_DELIVERED,
        "returned_on": DAY,
        "is_disputed": False,
        "is_answered": False,
    }
    return ReturnedLine(**(facts | changes))


@pytest.mark.parametrize(
    ("line", "today", "why", "codes"),
    [
        (returned(), DAY + timedelta(days=28), "Wel getekend", []),
        (returned(invoice_status=InvoiceStatus.PAID), DAY, "Wel getekend", []),
        (returned(), DAY + timedelta(days=29), " ", ["dispute-too-late", "text-missing"]),
        (returned(status=LineStatus.ACCEPTED), DAY, "Nee", ["line-not-returned"]),
        (returned(invoice_status=InvoiceStatus.WITHDRAWN), DAY, "Nee", ["line-not-returned"]),
        (returned(reason=Reason.CREDITED), DAY, "Nee", ["line-credited"]),
        (returned(is_disputed=True), DAY, "Nee", ["line-disputed"]),
        (returned(is_disputed=True, is_answered=True), DAY, "Nee", ["line-answered"]),
    ],
)
def test_a_supplier_disputes_a_returned_line_once_and_in_time(
    line: ReturnedLine, today: date, why: str, codes: list[str]
) -> None:
    found = obstacles_to_disputing_line(line, within_days=28, today=today, why=why)

    assert [each.code for each in found] == codes
    assert last_day_to_dispute(DAY, within_days=28) == DAY + timedelta(days=28)


@pytest.mark.parametrize(
    ("line", "answer", "codes"),
    [
        (returned(is_disputed=True), DisputeAnswer.TAKEN_BACK, []),
        (returned(is_disputed=True, invoice_status=InvoiceStatus.RETURNED), DisputeAnswer.TAKEN_BACK, []),
        (returned(is_disputed=True, invoice_status=InvoiceStatus.STATED), DisputeAnswer.TAKEN_BACK, ["too-far"]),
        (returned(is_disputed=True, invoice_status=InvoiceStatus.PAID), DisputeAnswer.STANDS, []),
        (returned(), DisputeAnswer.STANDS, ["no-dispute"]),
        (returned(is_disputed=True, is_answered=True), DisputeAnswer.STANDS, ["no-dispute"]),
    ],
)
def test_an_answer_comes_once_and_takes_a_line_back_only_before_the_statement(
    line: ReturnedLine, answer: DisputeAnswer, codes: list[str]
) -> None:
    assert [each.code for each in obstacles_to_answering(line, answer, why="Zo is het")] == codes


def test_the_municipality_disputes_once_what_is_in_review_and_says_why() -> None:
    accepted, back = LineStatus.ACCEPTED, LineStatus.RETURNED

    def codes(status: InvoiceStatus, is_disputed: bool, lines: list[LineStatus], why: str) -> list[str]:
        found = obstacles_to_disputing_invoice(status, is_disputed=is_disputed, lines=lines, why=why)
        return [each.code for each in found]

    assert codes(InvoiceStatus.IN_REVIEW, False, [accepted], "Waarom?") == []
    assert codes(InvoiceStatus.STATED, True, [back], "") == [
        "not-in-review", "disputed-already", "line-not-accepted", "text-missing",
    ]  # fmt: skip
    assert [each.code for each in obstacles_to_ending_dispute(is_disputed=False, why="")] == ["not-disputed"]


def test_a_dispute_holds_the_term_up_only_when_the_invoice_was_wrong() -> None:
    due, corrected = date(2026, 12, 23), date(2026, 12, 20)

    assert due_after_dispute(due, was_right=True, corrected_received_on=corrected) == due
    assert due_after_dispute(due, was_right=False, corrected_received_on=corrected) == date(2027, 1, 19)
    assert due_after_dispute(due, was_right=False, corrected_received_on=None) is None


def test_an_invoice_was_right_when_nothing_came_back_while_it_was_disputed() -> None:
    since, until, second = NOW, LATER, timedelta(seconds=1)

    def right(*moments: datetime | None) -> bool:
        return was_right(moments, since=since, until=until)

    assert right() and right(None, since - second, until + second)
    assert not right(since) and not right(until) and not right(since - second, since + second)


def returned_invoice(people: SimpleNamespace, contract: Any, **options: Any) -> Invoice:
    invoice = submitted_invoice(contract, **options)
    return_line(invoice.lines[0], hint="Plan niet getekend", actor=people.actor("coen"), now=NOW)
    return invoice


def dispute(invoice: Invoice, people: SimpleNamespace) -> None:
    dispute_line(
        invoice.lines[0], why="Het plan is wel getekend", within_days=28, actor=people.actor("sanne"), now=LATER
    )


@pytest.mark.parametrize("how_many", [1, 2])
def test_a_line_that_is_taken_back_is_claimed_again_and_can_be_stated(
    session: Any, people: SimpleNamespace, how_many: int
) -> None:
    contract, coen = invoiceable_contract(), people.actor("coen")
    invoice = returned_invoice(people, contract, achievements=[earned(contract) for _ in range(how_many)])
    dispute(invoice, people)
    assert count_waiting_messages() == 1

    answer_dispute(invoice.lines[0], DisputeAnswer.TAKEN_BACK, why="U hebt gelijk", actor=coen, now=LATER)

    line = invoice.lines[0]
    assert (line.status, line.reason, line.hint) == (LineStatus.ACCEPTED, None, "")
    assert (invoice.status, invoice.payable_net) == (InvoiceStatus.IN_REVIEW, invoice.net)
    assert invoice.due_on == date(2026, 12, 23)  # of the day it came in: it was right all the time
    assert claimable_achievements(contract.supplier_id) == [] and count_waiting_messages() == 0
    state_performance(invoice, statement="Geleverd", actor=coen, now=LATER)


def test_a_line_that_was_invoiced_elsewhere_meanwhile_is_not_taken_back(session: Any, people: SimpleNamespace) -> None:
    contract, coen = invoiceable_contract(), people.actor("coen")
    invoice = returned_invoice(people, contract)
    dispute(invoice, people)
    achievement = invoice.lines[0].achievement
    assert achievement is not None
    better = drafted_invoice(contract, [achievement])
    submit_invoice(better, actor=people.actor("sanne"), now=LATER)

    with pytest.raises(Refusal) as refused:
        answer_dispute(invoice.lines[0], DisputeAnswer.TAKEN_BACK, why="U hebt gelijk", actor=coen, now=LATER)
    answer_dispute(invoice.lines[0], DisputeAnswer.STANDS, why="U factureerde opnieuw", actor=coen, now=LATER)

    assert [each.code for each in refused.value.obstacles] == ["line-still-wrong"]
    assert better.number in refused.value.obstacles[0].text
    assert invoice.status is InvoiceStatus.RETURNED and count_waiting_messages() == 0


def test_a_disputed_invoice_is_not_stated_until_it_is_right_or_its_lines_went_back(
    session: Any, people: SimpleNamespace
) -> None:
    contract, coen = invoiceable_contract(), people.actor("coen")
    right = submitted_invoice(contract)
    wrong = submitted_invoice(contract, achievements=[earned(contract), earned(contract)])
    dispute_invoice(right, [], why="Wie tekende?", actor=coen, now=LATER)
    dispute_invoice(wrong, [wrong.lines[1]], why="Wie tekende?", actor=coen, now=LATER)
    due = right.due_on

    for invoice in (right, wrong):
        with pytest.raises(Refusal) as refused:
            state_performance(invoice, statement="", actor=coen, now=LATER)
        assert [each.code for each in refused.value.obstacles] == ["disputed"]
    end_dispute(right, why="De handtekening is er", actor=coen, now=LATER)
    return_line(wrong.lines[1], hint="Niet getekend", actor=coen, now=LATER)

    for invoice in (right, wrong):
        assert not invoice.is_disputed and invoice.disputed_at == LATER == invoice.dispute_ended_at
        state_performance(invoice, statement="", actor=coen, now=LATER)
    assert right.due_on == due
    assert [each.kind for each in messages_of(right.id)] == [MessageKind.INVOICE_DISPUTED, MessageKind.DISPUTE_ENDED]
    assert messages_of(wrong.id)[0].text == "Regel 2. Wie tekende?"


def test_messages_go_to_the_other_side_and_wait_until_they_are_answered_or_read(
    session: Any, people: SimpleNamespace
) -> None:
    invoice, sanne, coen = submitted_invoice(), people.actor("sanne"), people.actor("coen")
    before = session.query(OutboxMail).count()

    write_message(invoice, text="Wanneer betaalt u?", actor=sanne, now=NOW)
    waited = count_waiting_messages()
    write_message(invoice, text="Volgende week", actor=coen, now=NOW)
    write_message(invoice, text="Dank u", actor=sanne, now=NOW)
    mark_seen(invoice, actor=coen, now=NOW)

    mails = session.query(OutboxMail).order_by(OutboxMail.id).all()[before:]
    assert [each.to for each in mails] == [people.coen.email, invoice.supplier.email, people.coen.email]
    assert "Wanneer betaalt u?" in mails[0].body and f"/facturen/{invoice.id}/berichten" in mails[0].body
    assert (waited, count_waiting_messages()) == (1, 0)
    assert session.query(InvoiceMessage).count() == 4
    with pytest.raises(Refusal):
        write_message(invoice, text=" ", actor=sanne, now=NOW)


@pytest.mark.both_databases
def test_the_database_itself_refuses_to_change_or_delete_a_message(session: Any, people: SimpleNamespace) -> None:
    invoice = submitted_invoice(invoiceable_contract())
    write_message(invoice, text="Wanneer betaalt u?", actor=people.actor("sanne"), now=NOW)
    session.commit()

    for statement in ("UPDATE invoice_message SET text = 'x'", "DELETE FROM invoice_message"):
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text(statement))
        session.rollback()


@pytest.mark.one_database("sqlite")
def test_supplier_and_contract_manager_talk_and_decide_on_their_pages(
    session: Any, people: SimpleNamespace, as_person: Any, set_now: Any
) -> None:
    contract = invoiceable_contract()
    invoice = returned_invoice(people, contract, achievements=[earned(contract), earned(contract)])
    session.flush()
    sanne, coen, rik = as_person("sanne"), as_person("coen"), as_person("rik")
    shown, talk = f"/portaal/facturen/{invoice.id}", f"/facturen/{invoice.id}/berichten"
    disagree = f"{shown}/regels/1/oneens"

    assert disagree in sanne.get(shown).text and rik.get(disagree).status_code == 404
    assert "Plan niet getekend" in sanne.get(disagree).text
    assert sanne.post(disagree, data={"text": "Het plan is wel getekend"}).status_code == 302
    assert disagree not in sanne.get(shown).text and "De gemeente antwoordt u" in sanne.get(shown).text
    assert sanne.post(talk, data={"text": "Wilt u ernaar kijken?"}).status_code == 302
    assert "Controleer deze velden" in sanne.post(talk, data={"text": ""}).text

    assert "Over 1 factuur wacht" in coen.get("/facturen/").text
    assert "Wilt u ernaar kijken?" in coen.get("/facturen/berichten").text
    answer = f"/facturen/{invoice.id}/regels/1/antwoord"
    assert answer in coen.get(f"/facturen/{invoice.id}").text and "wel getekend" in coen.get(answer).text
    nothing = coen.post(answer, data={"text": ""}).text
    assert "Controleer deze velden" in nothing
    assert coen.post(answer, data={"answer": "taken_back", "text": "U hebt gelijk"}).status_code == 302

    told = sanne.get(talk).text
    assert "De regel wordt toch betaald" in told and "U hebt gelijk" in told and people.coen.name not in told
    assert "Gelezen, geen antwoord nodig" not in told
    assert rik.get(talk).status_code == rik.post(talk, data={"text": "Hoi"}).status_code == 404
    ria = as_person("ria")
    assert ria.get(talk).status_code == 200 and ria.post(talk, data={"text": "Hoi"}).status_code == 403
    data = {"lines": ["2"], "text": "Wie tekende?"}
    assert coen.post(f"/facturen/{invoice.id}/betwisten", data=data).status_code == 302
    assert "Betwist sinds" in coen.get(f"/facturen/{invoice.id}").text and "Betwist sinds" in sanne.get(shown).text
    assert "Deze factuur is betwist" in coen.get(f"/facturen/{invoice.id}/prestatieverklaring").text
    assert coen.post(f"/facturen/{invoice.id}/klopt-toch", data={"text": "Ik zie het"}).status_code == 302
    assert "de betaaltermijn liep door" in sanne.get(shown).text
    assert coen.post(f"{talk}/gelezen").status_code == 302
    assert "Geen aanbieder wacht" in coen.get("/facturen/berichten").text
    set_now(NOW + timedelta(minutes=30))
    data = {"hint": "Toch niet getekend"}
    assert coen.post(f"/facturen/{invoice.id}/regels/2/terugsturen", data=data).status_code == 302
    assert "de betaaltermijn liep door" in sanne.get(shown).text  # that line came back after the dispute
