"""A corrected invoice names the one it puts right, and both show it."""

from types import SimpleNamespace
from typing import Any

import pytest
from lxml import html

from invoices.corrections import EarlierInvoice, named_correction, obstacles_to_correcting
from invoices.einvoice.reading import document_of, facts_of
from invoices.lifecycle import InvoiceStatus, LineStatus
from invoices.models import Invoice
from invoices.operations.intake import take_in_ubl
from invoices.operations.review import return_line
from invoices.operations.submission import draft_invoice, submit_invoice, withdraw_invoice
from tests.factories.invoices import NOW, earned, invoiceable_contract, line_for, submitted_invoice, ubl_of
from townhall.documents import storage
from townhall.money import euros
from townhall.refusal import Refusal

AS_384 = ("InvoiceTypeCode>380<", "InvoiceTypeCode>384<")


def earlier(**changes: Any) -> EarlierInvoice:
    facts: dict[str, Any] = {
        "number": "F-1",
        "contract_id": 10,
        "contract_number": "RO-2026-001",
        "status": InvoiceStatus.PAID,
        "returned_lines": 1,
    }
    return EarlierInvoice(**(facts | changes))


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        (earlier(), []),
        (earlier(returned_lines=0, status=InvoiceStatus.WITHDRAWN), []),
        (None, ["corrected-unknown"]),
        (earlier(returned_lines=0), ["nothing-to-correct"]),
        (earlier(contract_id=11, returned_lines=0), ["corrected-other-contract", "nothing-to-correct"]),
    ],
)
def test_only_what_came_back_under_the_same_contract_is_corrected(
    known: EarlierInvoice | None, codes: list[str]
) -> None:
    assert [each.code for each in obstacles_to_correcting("F-1", known, contract_id=10)] == codes


def test_a_384_corrects_what_it_names_and_a_380_only_what_came_back() -> None:
    paid = earlier(returned_lines=0)

    assert named_correction("384", ["F-1"], [paid]) == named_correction("384", ["F-1"], []) == "F-1"
    assert named_correction("380", ["F-1"], [paid]) is None
    assert named_correction("380", ["F-0", "F-1"], [earlier()]) == "F-1"


def returned_invoice(people: SimpleNamespace, contract: Any, **options: Any) -> Invoice:
    invoice = submitted_invoice(contract, **options)
    return_line(invoice.lines[0], hint="Plan niet getekend", actor=people.actor("coen"), now=NOW)
    return invoice


def test_a_corrected_invoice_by_form_is_written_as_384_with_the_number_it_corrects(
    session: Any, people: SimpleNamespace
) -> None:
    contract, sanne = invoiceable_contract(), people.actor("sanne")
    first = returned_invoice(people, contract)
    achievement = first.lines[0].achievement
    assert achievement is not None

    better = draft_invoice(
        contract.supplier, contract, [achievement], number="F-2", issued_on=NOW.date(), corrects=first,
        actor=sanne, now=NOW,
    )  # fmt: skip
    submit_invoice(better, actor=sanne, now=NOW)

    assert better.document is not None
    written = facts_of(document_of(storage.read(better.document)))
    assert (written.type_code, written.preceding_invoices) == ("384", (first.number,))
    assert (better.status, first.corrections) == (InvoiceStatus.IN_REVIEW, [better])


def test_a_withdrawn_invoice_is_corrected_and_one_that_stands_is_not(session: Any, people: SimpleNamespace) -> None:
    contract, sanne = invoiceable_contract(), people.actor("sanne")
    withdrawn, standing = submitted_invoice(contract), submitted_invoice(contract)
    withdraw_invoice(withdrawn, reason="fout", actor=sanne, now=NOW)

    def correct(invoice: Invoice, number: str) -> Invoice:
        return draft_invoice(
            contract.supplier, contract, [earned(contract)], number=number, issued_on=NOW.date(), corrects=invoice,
            actor=sanne, now=NOW,
        )  # fmt: skip

    with pytest.raises(Refusal) as refused:
        correct(standing, "F-3")

    assert correct(withdrawn, "F-2").corrects is withdrawn
    assert [each.code for each in refused.value.obstacles] == ["nothing-to-correct"]


def test_an_e_invoice_is_linked_by_the_number_it_names(session: Any, people: SimpleNamespace) -> None:
    contract, sanne = invoiceable_contract(), people.actor("sanne")
    achievement = earned(contract)
    wrong = take_in_ubl(
        ubl_of(contract, [line_for(achievement, net=euros("1350.01"))], number="F-1"),
        contract.supplier, actor=sanne, now=NOW,
    )  # fmt: skip
    lines = [line_for(achievement)]

    with pytest.raises(Refusal) as unknown:
        take_in_ubl(ubl_of(contract, lines, AS_384, corrects="F-9"), contract.supplier, actor=sanne, now=NOW)
    right = take_in_ubl(ubl_of(contract, lines, AS_384, corrects="F-1"), contract.supplier, actor=sanne, now=NOW)

    assert [each.code for each in unknown.value.obstacles] == ["corrected-unknown"]
    assert wrong.lines[0].status is LineStatus.RETURNED
    assert right.corrects is wrong and right.lines[0].status is LineStatus.ACCEPTED


@pytest.mark.one_database("sqlite")
def test_from_the_returned_invoice_a_button_leads_to_its_correction_and_both_pages_link(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    contract = invoiceable_contract()
    first, other = returned_invoice(people, contract), earned(contract)
    achievement = first.lines[0].achievement
    assert achievement is not None
    session.flush()
    sanne, address = as_person("sanne"), f"/portaal/facturen/maken/{contract.number}?verbetert={first.id}"

    assert address in sanne.get(f"/portaal/facturen/{first.id}").text
    form = sanne.get(address).text
    ticked = html.fromstring(form).xpath("//input[@name='achievements'][@checked]/@value")
    assert ticked == [str(achievement.id)] and f'value="{other.id}"' in form
    data = {"achievements": [achievement.id], "number": "F-2", "issued_on": "23-11-2026", "corrects": first.id}
    made = sanne.post(address, data=data)
    assert made.status_code == 302, made.text
    assert "verbetert factuur <a" in sanne.get(made.location).text
    sanne.post(f"{made.location}/indienen")

    assert "is verbeterd met factuur" in sanne.get(f"/portaal/facturen/{first.id}").text
    assert "is verbeterd met factuur" in as_person("coen").get(f"/facturen/{first.id}").text
