"""The page on which the budget holder approves many invoices at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from invoices.lifecycle import InvoiceStatus
from invoices.models import Invoice
from invoices.operations.review import approve_invoice
from invoices.queries.approving import invoices_with_ids, to_approve, waiting_for_approval
from invoices.queries.comparing import changes_of
from tests.factories.invoices import (
    NOW,
    approved_invoice,
    earned,
    invoiceable_contract,
    money_in_place,
    stated_invoice,
    submitted_invoice,
)
from townhall.budgets.models import Mandate
from townhall.budgets.queries import mandates_of
from townhall.money import euros
from townhall.paging import page_of_list

PAGE = "/facturen/akkoord-geven/"


def value(invoice: Invoice) -> str:
    return f"{invoice.id}-{invoice.version}"


def boxes(page: str, *, ticked: bool = False) -> set[str]:
    found = re.findall(r'name="invoices" value="([\d-]+)" id="[\w-]+"( checked)?', page)
    return {box for box, is_ticked in found if is_ticked or not ticked}


def test_the_ticked_ones_are_approved_and_each_tells_what_became_of_it(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    contract = invoiceable_contract()
    before, fits, left = (stated_invoice(contract) for _ in range(3))
    no_more = stated_invoice(contract, achievements=[earned(contract) for _ in range(2)])
    too_much = stated_invoice(contract, achievements=[earned(contract) for _ in range(3)])
    money_in_place(budget="4050", mandate="2700")  # nothing was committed yet: each takes from this room
    approve_invoice(before, actor=people.actor("wim"), now=NOW)
    wim = as_person("wim")

    page = wim.get(PAGE).text
    assert "Kan niet:</strong> Uw mandaat gaat niet tot dit bedrag" in page
    assert boxes(page) == {value(each) for each in (fits, left, no_more)} and not boxes(page, ticked=True)
    sent = wim.post(PAGE, data={"invoices": [value(each) for each in (fits, no_more, too_much)], "agreed": "y"})
    shown = wim.get(sent.location).text

    assert [session.get(Invoice, each.id).status for each in (fits, left, no_more, too_much)] == [
        InvoiceStatus.APPROVED, InvoiceStatus.STATED, InvoiceStatus.STATED, InvoiceStatus.STATED
    ]  # fmt: skip
    assert shown.count("Niet gelukt") == 2 and shown.count(">Akkoord</span>") == 1
    assert "Dit past niet in het budget" in shown


def test_an_invoice_that_changed_since_the_list_was_read_is_not_approved(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    invoice = stated_invoice()
    session.commit()
    wim, seen = as_person("wim"), value(invoice)
    invoice.statement = "Toch anders"
    session.commit()

    sent = wim.post(PAGE, data={"invoices": [seen], "agreed": "y"})

    assert session.get(Invoice, invoice.id).status is InvoiceStatus.STATED
    assert "gewijzigd nadat u de lijst opende" in wim.get(sent.location).text


def test_nothing_ticked_is_said_and_what_was_ticked_stays(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    approved_invoice(contract)
    invoice = stated_invoice(contract)
    wim = as_person("wim")

    assert "Controleer deze velden" in wim.post(PAGE, data={"agreed": "y"}).text
    again = wim.post(PAGE, data={"invoices": [value(invoice)]}).text

    assert "Zet hier een vinkje" in again and boxes(again, ticked=True) == {value(invoice)}


def test_all_without_anything_special_are_chosen_by_a_link(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    approved_invoice(contract)
    stated_invoice(invoiceable_contract())  # the first one under its contract
    ordinary = stated_invoice(contract, achievements=[earned(contract), earned(contract)])

    page = as_person("wim").get(f"{PAGE}?kies=zonder-bijzonderheden").text

    assert boxes(page, ticked=True) == {value(ordinary)} and len(boxes(page)) == 2
    assert "Dit is de eerste factuur onder dit contract." in page and "vorige keer 1." in page


def test_the_contract_manager_states_many_and_a_disputed_one_has_no_box(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    contract = invoiceable_contract()
    first, second, disputed = (submitted_invoice(contract) for _ in range(3))
    disputed.disputed_at = NOW
    session.flush()
    coen, page = as_person("coen"), "/facturen/prestaties-verklaren/"

    assert boxes(coen.get(page).text) == {value(first), value(second)}
    ticked = [value(first), value(second), value(disputed)]
    assert "Zet hier een vinkje" in coen.post(page, data={"invoices": ticked}).text
    sent = coen.post(page, data={"invoices": ticked, "agreed": "y", "statement": "Verslagen gezien"})
    shown = coen.get(sent.location).text

    states = [session.get(Invoice, each.id) for each in (first, second, disputed)]
    assert [each.status for each in states] == [
        InvoiceStatus.STATED, InvoiceStatus.STATED, InvoiceStatus.IN_REVIEW
    ]  # fmt: skip
    assert states[1].statement == "Verslagen gezien"
    assert shown.count(">Verklaard</span>") == 2 and shown.count("Niet gelukt") == 1
    assert as_person("wim").get(page).status_code == 403


def test_what_changed_is_looked_up_beside_the_last_approved_one(session: Any, people: SimpleNamespace) -> None:
    money_in_place()
    contract = invoiceable_contract()
    approved_invoice(contract).lines[0].unit_price = euros(1300)
    now = stated_invoice(contract, achievements=[earned(contract) for _ in range(2)])
    session.flush()

    found = changes_of([now], today=NOW.date())[now.id]

    assert [each.code for each in found] == ["rate-changed", "amount", "lines", "new-tracks"]


@pytest.mark.both_databases
def test_what_is_known_only_after_looking_stands_on_top_of_all_pages(
    session: Any, people: SimpleNamespace, as_person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = invoiceable_contract()
    before = stated_invoice(contract)
    ordinary = [stated_invoice(contract, achievements=[earned(contract)]) for _ in range(3)]
    for place, each in enumerate(ordinary, start=1):
        each.issued_on -= timedelta(days=place)  # no two are alike
    short = stated_invoice(contract, achievements=[earned(contract) for _ in range(3)])
    first_ever = stated_invoice(invoiceable_contract())
    money_in_place(budget="4050")  # nothing was committed yet: each takes from this room
    approve_invoice(before, actor=people.actor("wim"), now=NOW)
    session.commit()
    mandates = mandates_of(people.wim.id)

    waiting = waiting_for_approval(account_id=people.wim.id, mandates=mandates, today=NOW.date())
    rows = to_approve(
        invoices_with_ids(waiting.ids), account_id=people.wim.id, mandates=mandates, today=NOW.date()
    )  # fmt: skip
    monkeypatch.setattr(page_of_list, "__kwdefaults__", {"per_page": 3})
    pages = [as_person("wim").get(f"{PAGE}?pagina={number}").text for number in (1, 2)]

    assert set(waiting.ids[: waiting.apart]) == {short.id, first_ever.id}
    assert [each.invoice.id for each in rows if each.points] == waiting.ids[: waiting.apart]
    assert boxes(pages[0]) | boxes(pages[1]) == {value(each) for each in (first_ever, *ordinary)}
    assert value(first_ever) in boxes(pages[0]) and "Met bijzonderheden (2)" in pages[0]
    assert "Met bijzonderheden" not in pages[1] and "Zonder bijzonderheden (3)" in pages[1]
    assert "2 daarvan staan op deze bladzijde" in pages[1]


@pytest.mark.parametrize(("name", "status"), [("coen", 403), ("fatima", 403), ("ria", 403), ("sanne", 403)])
def test_only_the_budget_holder_comes_here(session: Any, as_person: Any, name: str, status: int) -> None:
    assert as_person(name).get(PAGE).status_code == status


def test_the_page_takes_the_same_queries_however_many_invoices_wait(
    session: Any, people: SimpleNamespace, as_person: Any, at_most_queries: Callable[[int], Any]
) -> None:
    money_in_place()
    contracts, wim, asked = [invoiceable_contract() for _ in range(2)], as_person("wim"), []
    for contract in contracts:
        approved_invoice(contract)
        stated_invoice(contract, achievements=[earned(contract) for _ in range(2)])
        stated_invoice(contract)
        session.commit()
        wim.get(PAGE)  # what a process reads once
        with at_most_queries(44) as statements:
            page = wim.get(PAGE)
        asked.append(len(statements))

    assert asked[0] == asked[1]
    assert len(boxes(page.text)) == 4 and session.query(Mandate).count() == 1
