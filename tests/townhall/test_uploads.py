"""An upload is encrypted before it touches a disk, and reads back the same."""

import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.secret import SecretBox

from townhall import uploads
from townhall.uploads import PrivateUpload

MARKER = b"geheime-inhoud-van-een-inschrijving"


@pytest.fixture(autouse=True, scope="module")
def small_chunks() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads, "CHUNK", 100)
        patch.setattr(uploads, "IN_MEMORY", 300)
        yield


@given(parts=st.lists(st.binary(max_size=350), max_size=6), start=st.integers(0, 900), length=st.integers(0, 900))
def test_what_is_written_in_parts_reads_back_from_anywhere(parts: list[bytes], start: int, length: int) -> None:
    upload, whole = PrivateUpload.of_parts(parts), b"".join(parts)

    assert upload.read() == whole
    assert upload.seek(start) == start
    assert upload.read(length) == whole[start : start + length]
    assert (upload.size, upload.sha256()) == (len(whole), hashlib.sha256(whole).hexdigest())
    assert b"".join(upload.parts()) == whole


@given(size=st.integers(0, 450))
def test_the_chunks_are_readable_with_the_key_alone_and_show_nothing_without(size: int) -> None:
    data = (MARKER * 20)[:size]
    upload = PrivateUpload.of(data)

    chunks = list(upload.chunks())

    assert b"".join(SecretBox(upload.key).decrypt(chunk) for chunk in chunks) == data
    assert all(len(chunk) <= 140 for chunk in chunks)
    assert MARKER[:8] not in b"".join(chunks)


def test_the_temporary_file_on_disk_holds_no_word_of_it() -> None:
    upload = PrivateUpload.of(MARKER * 50)
    list(upload.chunks())

    upload._kept.seek(0)
    kept = upload._kept.read()

    assert upload._kept._rolled, "it is large enough to go to disk"
    assert len(kept) > 1500 and MARKER not in kept


def test_an_archive_is_read_from_it_like_from_any_file() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "x" * 1000)

    with zipfile.ZipFile(PrivateUpload.of(packed.getvalue())) as archive:
        assert archive.read("word/document.xml") == b"x" * 1000
