"""Taking in UBL invoices: right, wrong per line, and refused with nothing kept."""

import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from invoices.cli import commands
from invoices.einvoice.facts import DocumentKind, EInvoice, Party
from invoices.lifecycle import InvoiceOrigin, InvoiceStatus, LineStatus
from invoices.match_facts import Check, Reason
from invoices.models import Claim, Invoice
from invoices.operations.intake import take_in_ubl
from invoices.submission_rules import PartyFacts, obstacles_to_taking_in
from procurement.lots import MilestoneKind
from tests.factories.budgets import saved_budget
from tests.factories.contracts import running_contract
from tests.factories.invoices import NOW, earned, invoiceable_contract, line_for, ubl_of
from townhall.budgets.operations import commit_amount
from townhall.documents import storage
from townhall.documents.models import Document
from townhall.money import euros
from townhall.refusal import Refusal


def test_a_right_invoice_is_matched_and_its_bytes_are_kept(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    achievements = [earned(contract), earned(contract, MilestoneKind.PLACEMENT)]
    data = ubl_of(contract, [line_for(each, number=str(n)) for n, each in enumerate(achievements, 1)])

    invoice = take_in_ubl(data, contract.supplier, actor=people.actor("sanne"), now=NOW)

    assert (invoice.origin, invoice.status) == (InvoiceOrigin.UBL, InvoiceStatus.IN_REVIEW)
    assert [line.achievement_id for line in invoice.lines] == [each.id for each in achievements]
    assert invoice.payable_gross == invoice.gross == euros("3267.00")
    assert invoice.document is not None and storage.read(invoice.document) == data


def test_a_line_that_is_wrong_comes_back_and_the_others_are_paid(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    good, pricey, unknown = earned(contract), earned(contract), earned(contract)
    lines = [
        line_for(good),
        line_for(pricey, number="2", net=euros("1350.01")),
        line_for(unknown, number="3", track_number="T-1999-0001"),
    ]

    invoice = take_in_ubl(ubl_of(contract, lines), contract.supplier, actor=people.actor("sanne"), now=NOW)

    assert invoice.status is InvoiceStatus.IN_REVIEW
    assert [line.reason for line in invoice.lines] == [
        None,
        Reason.WRONG_RATE,
        Reason.UNKNOWN_ACHIEVEMENT,
    ]
    assert invoice.payable_net == euros("1350.00")
    assert all(line.hint for line in invoice.lines[1:])
    assert [check["check"] for check in invoice.lines[0].checks] == list(Check)
    assert session.query(Claim).count() == 1


def test_a_line_whose_amount_is_not_quantity_times_price_is_valid_yet_comes_back_with_what_to_do(
    session: Any, people: SimpleNamespace
) -> None:
    contract = invoiceable_contract()
    prices = [f'<cbc:PriceAmount currencyID="EUR">{price}' for price in ("1350.00", "1400.00")]
    data = ubl_of(contract, [line_for(earned(contract))], (prices[0], prices[1]))

    [line] = take_in_ubl(data, contract.supplier, actor=people.actor("sanne"), now=NOW).lines

    assert (line.net, line.reason) == (euros("1350"), Reason.WRONG_ARITHMETIC)
    assert "of verbeter aantal of prijs" in line.hint


def test_when_nothing_is_right_the_invoice_goes_back(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    line = line_for(earned(contract), vat_rate=euros(9))

    invoice = take_in_ubl(ubl_of(contract, [line]), contract.supplier, actor=people.actor("sanne"), now=NOW)

    assert invoice.status is InvoiceStatus.RETURNED
    assert [line.reason for line in invoice.lines] == [Reason.WRONG_VAT_RATE]
    assert invoice.payable_gross == euros(0)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<cbc:IssueDate>2026-11-20</cbc:IssueDate>", "", "ubl-not-valid"),
        (">90000018<", ">90000026<", "other-seller"),
        (">34369366<", ">12345678<", "other-buyer"),
        ("<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>USD", "ubl-not-valid"),
        ("<cbc:IssueDate>2026-11-20", "<cbc:IssueDate>2026-11-24", "ubl-not-payable"),
    ],
)
def test_a_refused_file_keeps_nothing(session: Any, people: SimpleNamespace, old: str, new: str, code: str) -> None:
    contract = invoiceable_contract()
    data = ubl_of(contract, [line_for(earned(contract))], (old, new))
    documents = session.query(Document).count()

    with pytest.raises(Refusal) as refusal:
        take_in_ubl(data, contract.supplier, actor=people.actor("sanne"), now=NOW)

    assert code in [obstacle.code for obstacle in refusal.value.obstacles]
    assert session.query(Invoice).count() == 0
    assert session.query(Document).count() == documents


def test_the_same_file_twice_is_one_invoice(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    data = ubl_of(contract, [line_for(earned(contract))])
    first = take_in_ubl(data, contract.supplier, actor=people.actor("sanne"), now=NOW)

    assert take_in_ubl(data, contract.supplier, actor=people.actor("sanne"), now=NOW) is first
    assert session.query(Invoice).count() == 1


def test_another_file_under_a_number_that_was_used_is_refused(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    data = ubl_of(contract, [line_for(earned(contract))])
    take_in_ubl(data, contract.supplier, actor=people.actor("sanne"), now=NOW)

    with pytest.raises(Refusal) as refusal:
        take_in_ubl(data + b"\n", contract.supplier, actor=people.actor("sanne"), now=NOW)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["number-known"]
    assert session.query(Invoice).count() == 1


def test_a_contract_of_somebody_else_is_unknown(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    rival = running_contract(supplier_id=people.rik.organisation_id)
    data = ubl_of(contract, [line_for(earned(contract))], contract_number=rival.number)

    with pytest.raises(Refusal) as refusal:
        take_in_ubl(data, contract.supplier, actor=people.actor("sanne"), now=NOW)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["contract-unknown"]


def test_the_number_of_a_commitment_leads_to_its_contract(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    achievement = earned(contract)
    achievement.track.commitment = commitment = commit_amount(
        saved_budget(), euros(5000), purpose="traject", actor=people.actor("coen"), now=NOW
    )
    session.flush()
    data = ubl_of(contract, [line_for(achievement)], order_reference=commitment.number, contract_number="")

    invoice = take_in_ubl(data, contract.supplier, actor=people.actor("sanne"), now=NOW)

    assert invoice.contract is contract and invoice.lines[0].status is LineStatus.ACCEPTED


@pytest.mark.parametrize(
    ("replaced", "code"),
    [
        ({"order_reference": "V-1999-0001"}, "order-unknown"),
        ({"iban": "NL91ABNA0417164300"}, "other-account"),
    ],
)
def test_an_order_or_an_account_we_do_not_know_is_refused(
    session: Any, people: SimpleNamespace, replaced: dict[str, str], code: str
) -> None:
    contract = invoiceable_contract()

    with pytest.raises(Refusal) as refusal:
        take_in_ubl(
            ubl_of(contract, [line_for(earned(contract))], **replaced),
            contract.supplier,
            actor=people.actor("sanne"),
            now=NOW,
        )

    assert [obstacle.code for obstacle in refusal.value.obstacles] == [code]


@pytest.mark.parametrize(
    ("scheme", "address", "is_ours"),
    [("0106", "91234567", True), ("9944", "NL123456782B90", True), ("0106", "90000026", False), ("0088", "1", False)],
)
def test_without_other_numbers_the_e_address_says_who_sends_it(scheme: str, address: str, is_ours: bool) -> None:
    supplier = PartyFacts("Werk BV", kvk_number="91234567", vat_number="NL123456782B90", oin=None)
    buyer = PartyFacts("Haarlem", kvk_number="34369366", vat_number=None, oin=None)
    invoice = EInvoice(
        DocumentKind.INVOICE,
        seller=Party(endpoint=address, endpoint_scheme=scheme),
        buyer=Party(legal_id="34369366", legal_id_scheme="0106"),
    )

    obstacles = obstacles_to_taking_in(
        invoice, supplier=supplier, municipality=buyer, contract_is_known=True, order_is_known=True, iban=None
    )

    assert [obstacle.code for obstacle in obstacles] == ([] if is_ours else ["other-seller"])


def test_a_rival_cannot_claim_what_others_earned(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    foreign = line_for(earned(contract))
    own = invoiceable_contract(supplier_id=people.rik.organisation_id)

    invoice = take_in_ubl(ubl_of(own, [foreign]), own.supplier, actor=people.actor("rik"), now=NOW)

    assert invoice.lines[0].status is LineStatus.RETURNED
    assert invoice.lines[0].reason is Reason.UNKNOWN_ACHIEVEMENT


def test_junk_is_refused_in_words(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()

    with pytest.raises(Refusal) as refusal:
        take_in_ubl(b"%PDF-1.7", contract.supplier, actor=people.actor("sanne"), now=NOW)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["ubl-unreadable"]


def test_a_folder_is_taken_in_once_and_says_what_became_of_each_file(
    session: Any, people: SimpleNamespace, tmp_path: Path
) -> None:
    contract = invoiceable_contract()
    (tmp_path / "goed.xml").write_bytes(ubl_of(contract, [line_for(earned(contract))]))
    (tmp_path / "vreemd.xml").write_bytes(
        ubl_of(contract, [line_for(earned(contract))], ("90000018", "90000999"), ("NL", "NX"))
    )
    with zipfile.ZipFile(tmp_path / "meer.zip", "w") as archive:
        archive.writestr("ook-goed.xml", ubl_of(contract, [line_for(earned(contract))]))
        archive.writestr("kapot.xml", "<Invoice>")
    (tmp_path / "bom.zip").write_bytes(b"PK nee")
    session.commit()

    first = CliRunner().invoke(commands, ["intake", str(tmp_path)])
    again = CliRunner().invoke(commands, ["intake", str(tmp_path)])

    assert first.exit_code == again.exit_code == 1 and first.output == again.output
    assert "goed.xml: factuur UBL-" in first.output and "Wacht op prestatieverklaring" in first.output
    assert "vreemd.xml: niet ingenomen. Wij kennen geen aanbieder" in first.output
    assert (
        "meer.zip, ook-goed.xml: factuur UBL-" in first.output and "kapot.xml: niet ingenomen. Dit is" in first.output
    )
    assert "bom.zip: niet ingenomen. Dit is geen ZIP-bestand" in first.output
    assert first.output.endswith("5 bestanden: 2 ingenomen of al bekend, 3 niet ingenomen.\n")
    assert session.query(Invoice).count() == 2
