"""Many e-invoices in one ZIP: refused as a whole when it is dangerous, else each file on its own."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from alerts.collectors.system import packages
from invoices import jobs
from invoices.einvoice.composing import Sort
from invoices.einvoice.unpacking import unpacked
from invoices.models import CreditNote, Invoice, InvoicePackage, PackageFile
from invoices.operations.packages import FAILED, offer_package
from invoices.packages import (
    MOST_FILES,
    MOST_IN_ONE,
    MOST_LINES_TOLD,
    MOST_TRIES,
    PackageFileStatus,
    Packed,
    obstacles_to_unpacking,
)
from invoices.queries.packages import counts_of, files_of, results_of
from tests.factories.invoices import NOW, earned, invoiceable_contract, line_for, ubl_of
from townhall.audit.models import AuditEntry
from townhall.filters import euro
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.refusal import Refusal

S = PackageFileStatus


def zipped(*files: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, data in files:
            archive.writestr(name, data)
    packed.seek(0)
    return packed


def offered(people: SimpleNamespace, contract: Any, *files: tuple[str, bytes]) -> InvoicePackage:
    return offer_package(
        zipped(*files), contract.supplier, filename="november.zip", actor=people.actor("sanne"), now=NOW
    )


def mails_of_the_result(session: Any) -> list[OutboxMail]:
    """All mail but that of the referrals which came before."""
    return session.scalars(select(OutboxMail).where(~OutboxMail.subject.contains("aanmelding"))).all()


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        ([], ["package-empty"]),
        ([Packed("a.xml", MOST_IN_ONE)], []),
        ([Packed("a.xml", MOST_IN_ONE + 1)], ["file-large"]),
        ([Packed(f"{n}.xml", 1) for n in range(MOST_FILES)], []),
        ([Packed(f"{n}.xml", 1) for n in range(MOST_FILES + 1)], ["package-many"]),
        ([Packed(f"{n}.xml", MOST_IN_ONE) for n in range(11)], ["package-large"]),
        ([Packed("map/a.xml", 1), Packed("b.xml", 1, is_locked=True)], ["file-locked", "file-in-folder"]),
        ([Packed("..\\a.xml", 1)], ["file-in-folder"]),
        ([Packed("nog-een.ZIP", 1)], ["file-archive"]),
        ([Packed("factuur 123456782.xml", 1)], ["file-name-bsn"]),
    ],
)
def test_a_zip_is_judged_by_what_it_says_before_it_is_unpacked(files: list[Packed], codes: list[str]) -> None:
    found = obstacles_to_unpacking(files)

    assert [each.code for each in found] == codes
    assert not any("123456782" in each.text for each in found)


def _lying_about_its_size() -> bytes:
    data = zipped(("bom.xml", b"0" * 3_000_000)).getvalue()
    return data.replace((3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"%PDF-1.7", "package-unreadable"),
        (lambda: zipped(("a.xml", b"<a/>")).getvalue()[:-30], "package-unreadable"),
        (lambda: zipped(("bom.xml", b"0" * (MOST_IN_ONE + 1))).getvalue(), "file-large"),
        (_lying_about_its_size, "file-broken"),
        (lambda: zipped(("a.xml", zipped(("b.xml", b"<a/>")).getvalue())).getvalue(), "file-archive"),
    ],
)
def test_a_dangerous_or_broken_zip_is_refused_in_words(make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        list(unpacked(io.BytesIO(make())))

    assert [each.code for each in refusal.value.obstacles] == [code]


def test_what_a_mac_adds_is_left_out() -> None:
    files = zipped(("__MACOSX/._a.xml", b"x"), (".DS_Store", b"x"), ("a.xml", b"<a/>"))

    assert list(unpacked(files)) == [("a.xml", b"<a/>")]


@pytest.mark.both_databases
def test_each_file_has_its_own_result_and_the_same_bytes_stay_one_invoice(
    session: Any, people: SimpleNamespace
) -> None:
    contract = invoiceable_contract()
    contract.supplier.email = "facturen@werk.example"
    good = ubl_of(contract, [line_for(earned(contract))])
    wrong = ubl_of(contract, [line_for(earned(contract))], (">34369366<", ">12345678<"))
    package = offered(people, contract, ("1.xml", good), ("2.xml", wrong), ("3.pdf", b"%PDF-1.7"), ("4.xml", good))
    session.commit()

    assert [jobs.take_in_packages(), jobs.take_in_packages()] == [4, 0]

    session.expire_all()
    files = session.scalars(files_of(package.id)).all()
    assert [each.status for each in files] == [S.TAKEN_IN, S.REFUSED, S.REFUSED, S.KNOWN]
    assert [bool(each.reasons) for each in files] == [False, True, True, False]
    assert files[0].invoice_id == files[3].invoice_id == session.query(Invoice).one().id
    assert all(each.content is None for each in files) and package.ended_at is not None
    assert session.query(AuditEntry).filter_by(act="invoice_package.ended").count() == 1
    (mail,) = mails_of_the_result(session)
    assert "november.zip" in mail.subject and "Niet ingenomen:  2" in mail.body


@pytest.mark.one_database("sqlite")
def test_one_mail_tells_of_every_invoice_in_the_zip_and_of_every_line_that_came_back(
    session: Any, people: SimpleNamespace, as_person: Any, at_most_queries: Any
) -> None:
    contract = invoiceable_contract()
    contract.supplier.email = "facturen@werk.example"
    right, *lines = (line_for(earned(contract), number=str(n)) for n in range(1, 9))
    wrong = [replace(line, net=euros("1350.01")) for line in lines]
    files = [
        ("goed.xml", ubl_of(contract, [right], number="F-1")),
        ("deels.xml", ubl_of(contract, [lines[0], wrong[1]], number="F-2")),
        ("weg.xml", b"%PDF-1.7"),
        ("lang.xml", ubl_of(contract, wrong[1:], number="F-3")),
        ("credit.xml", ubl_of(contract, [right], number="C-1", sort=Sort.CREDIT_NOTE, corrects="F-1")),
    ]
    package = offered(people, contract, *files)
    session.commit()

    jobs.take_in_packages()

    (mail,) = mails_of_the_result(session)
    to_do, right_part = mail.body.split("Dit is in orde:")
    paid_of_asked = f"wij betalen {euro(euros('1633.50'))} van {euro(euros('3267.01'))}"
    assert f"deels.xml: factuur F-2, {paid_of_asked}\n  Regel 3 (R09): Factureer aantal 1" in to_do
    assert "weg.xml: niet ingenomen\n  Bestand: Dit is geen leesbaar XML-bestand" in to_do
    assert to_do.count("(R09)") == 1 + MOST_LINES_TOLD and "  En nog 1 regel; die staat bij de factuur" in to_do
    assert "goed.xml" in right_part and "credit.xml: creditnota C-1 geboekt bij factuur F-1\n" in right_part
    assert f"/portaal/facturen/zip/{package.id}" in right_part
    session.expire_all()
    with at_most_queries(3):
        assert len(results_of(session.scalars(files_of(package.id)))) == 5
    page = as_person("sanne").get(f"/portaal/facturen/zip/{package.id}").text
    assert "Regel 3 (R09): Factureer aantal 1" in page and "Creditnota C-1" in page


def test_a_credit_note_in_the_zip_stands_with_the_invoice_it_names_and_counts_once(
    session: Any, people: SimpleNamespace
) -> None:
    contract = invoiceable_contract()
    line = line_for(earned(contract))
    data = ubl_of(contract, [line], number="F-1")
    credit_note = ubl_of(contract, [line], number="C-1", sort=Sort.CREDIT_NOTE, corrects="F-1")
    package = offered(people, contract, ("1.xml", data), ("2.xml", credit_note), ("3.xml", credit_note))
    session.commit()

    jobs.take_in_packages()

    files = session.scalars(files_of(package.id)).all()
    assert [each.status for each in files] == [S.TAKEN_IN, S.TAKEN_IN, S.KNOWN]
    assert {each.invoice_id for each in files} == {session.query(Invoice).one().id}
    assert [each.credit_note for each in files] == [None, *[session.query(CreditNote).one()] * 2]


def test_an_invoice_that_waited_was_received_when_the_zip_was(
    session: Any, people: SimpleNamespace, set_now: Any
) -> None:
    contract = invoiceable_contract()
    offered(people, contract, ("1.xml", ubl_of(contract, [line_for(earned(contract))])))
    session.commit()
    set_now(NOW + timedelta(days=3))

    jobs.take_in_packages()

    assert session.query(Invoice).one().received_at == NOW


def test_a_worker_that_dies_or_stumbles_loses_nothing_and_keeps_nobody_waiting(
    session: Any, people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = invoiceable_contract()
    trap, good = (ubl_of(contract, [line_for(earned(contract))]) for _ in range(2))
    package = offered(people, contract, ("trap.xml", trap), ("goed.xml", good))
    session.commit()
    take_in = jobs.take_in_file

    def dies(file_id: int) -> None:
        take_in(file_id)
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "take_in_file", dies)
    with pytest.raises(KeyboardInterrupt):
        jobs.take_in_packages()
    assert counts_of(package.id)[S.WAITING] == 2 and session.query(Invoice).count() == 0

    def stumbles(file_id: int) -> None:
        take_in(file_id)
        if session.get(PackageFile, file_id).filename == "trap.xml":
            raise RuntimeError("een fout van onszelf")

    monkeypatch.setattr(jobs, "take_in_file", stumbles)
    assert jobs.take_in_packages() == 1 + MOST_TRIES

    session.expire_all()
    trapped, fine = session.scalars(files_of(package.id)).all()
    assert (trapped.status, trapped.reasons, fine.status) == (S.FAILED, [FAILED], S.TAKEN_IN)
    assert session.query(Invoice).count() == 1 and package.ended_at is not None
    (told,) = packages(NOW)
    assert "november.zip" in told.about and "is mislukt" in told.about and packages(NOW + timedelta(days=15)) == []


@pytest.mark.one_database("sqlite")
def test_the_supplier_sends_a_zip_sees_how_far_it_is_and_takes_the_result_along(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    contract = invoiceable_contract()
    data = zipped(("1.xml", ubl_of(contract, [line_for(earned(contract))])), ("2.xml", b"geen xml"))
    session.commit()
    sanne, address = as_person("sanne"), "/portaal/facturen/zip"

    refused = sanne.post(address, data={"file": (zipped(("map/1.xml", b"x")), "map.zip")}).text
    sent = sanne.post(address, data={"file": (data, "november.zip")})
    before = sanne.get(sent.location).text
    jobs.take_in_packages()
    after = sanne.get(sent.location).text

    assert "staat in een map" in refused and "niets bewaard" in refused
    assert "0 van 2 bestanden verwerkt" in before and "Niet ingenomen" in after
    assert "geen leesbaar XML-bestand" in sanne.get(f"{sent.location}?bestand=csv").text
    assert "november.zip" in sanne.get(address).text
    assert as_person("rik").get(sent.location).status_code == 404
    assert as_person("fatima").get(sent.location).status_code == 403
