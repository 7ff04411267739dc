"""Files come in by their content, lie under their hash, and leave through the gate only."""

import io
import zipfile

import pytest

from tests.conftest import MONDAY
from townhall.database import transaction
from townhall.documents import access, storage
from townhall.documents.operations import obstacles_to_storing, safe_name, store_document
from townhall.refusal import Refusal

pytestmark = pytest.mark.both_databases

PDF = b"%PDF-1.7\n%test\n"


def word_file():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return buffer.getvalue()


def stored(people, data=PDF, filename="plan.pdf", kind="test.secret"):
    with transaction():
        return store_document(data, filename=filename, kind=kind, actor=people.actor("inge"), now=MONDAY)


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "leeg.pdf", "file-empty"),
        (b"MZ\x90", "virus.exe", "file-kind"),
        (b"MZ\x90", "virus.pdf", "file-content"),
        (PDF, "plan.docx", "file-content"),
        (b"\0\1\2", "lijst.csv", "file-content"),
        (PDF, "dossier 111222333.pdf", "file-name-bsn"),
    ],
)
def test_what_is_not_what_it_says_does_not_come_in(data, filename, code):
    assert [obstacle.code for obstacle in obstacles_to_storing(data, filename)] == [code]


def test_good_files_come_in():
    assert obstacles_to_storing(PDF, "plan.pdf") == []
    assert obstacles_to_storing(word_file(), "plan.docx") == []


def test_the_same_bytes_lie_there_once_and_come_back_the_same(people):
    first, second = stored(people), stored(people, filename="kopie.pdf")

    assert first.sha256 == second.sha256
    assert storage.read(second) == PDF


def test_bytes_that_were_changed_in_the_folder_are_not_served(people, app):
    document = stored(people)
    path = app.extensions["settings"].documents_folder() / document.sha256[:2] / document.sha256
    path.write_bytes(PDF + b"x")

    with pytest.raises(storage.MissingBytes):
        storage.read(document)


def test_a_kind_without_a_rule_is_open_only_to_who_stored_it(people, as_person):
    document = stored(people)

    assert as_person("inge").get(f"/documenten/{document.id}").data == PDF
    assert as_person("coen").get(f"/documenten/{document.id}").status_code == 404
    assert as_person("sanne").get(f"/documenten/{document.id}").status_code == 404


def test_a_module_decides_about_its_own_kind(people, as_person):
    access.register("test.shared", lambda actor, document: "contract_manager" in actor.roles)
    document = stored(people, kind="test.shared")

    assert as_person("coen").get(f"/documenten/{document.id}").status_code == 200
    assert as_person("kim").get(f"/documenten/{document.id}").status_code == 404


def test_a_refused_file_leaves_nothing(people, app):
    with pytest.raises(Refusal):
        stored(people, data=b"geen pdf")

    folder = app.extensions["settings"].documents_folder()
    assert not folder.exists() or list(folder.rglob("*")) == []


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"), ("C:\\map\\plan.pdf", "plan.pdf"), ("a\0b.pdf", "a_b.pdf"),
        ("", "bestand"),
    ],  # fmt: skip
)
def test_a_name_brings_no_folders_along(given, safe):
    assert safe_name(given) == safe
