"""How much memory a document of a bid takes on its way; run as a program of its own by ``test_upload_memory``."""

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.operations.drafts import save_draft
from procurement.queries.vault_proof import flaws_in_vault
from tests.conftest import MONDAY, TestBrowser, settings_for
from tests.factories.bids import CLOSES_AT, NOW, account_of, content_for, open_for_bids, opened, supplier_of
from tests.people import save_cast
from townhall import clock
from townhall.accounts.operations import begin_session
from townhall.database import db
from wsgi import create_app

MEGABYTE = 1_000_000
BOUNDARY = "----measuring"


class Body(io.RawIOBase):
    """A form with a document of so many megabytes, made while it is read."""

    def __init__(self, megabytes: int) -> None:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="part"\r\n\r\nplan\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="plan.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
        ).encode()
        tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        self.length = len(head) + megabytes * MEGABYTE + len(tail)
        self._parts = self._made(head, megabytes, tail)
        self._rest = b""

    @staticmethod
    def _made(head: bytes, megabytes: int, tail: bytes) -> Iterator[bytes]:
        yield head
        for number in range(megabytes):
            yield number.to_bytes(4, "big") * (MEGABYTE // 4)
        yield tail

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = next(self._parts, b"")
        part = self._rest[: len(buffer)]
        buffer[: len(part)] = part
        self._rest = self._rest[len(part) :]
        return len(part)


def peak_of(work: Callable[[], Any]) -> float:
    """The megabytes by which the memory of this process grew at most during this work."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts again from now
    before = _status("VmRSS")
    work()
    return round((_status("VmHWM") - before) / 1000, 1)


def _status(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1])


def main(megabytes: int, folder: str) -> None:
    """Print the peaks as JSON, after a first round with a small document that loads everything there is to load."""
    app = create_app(settings_for(Path(folder), f"sqlite:///{folder}/measured.sqlite"))
    app.extensions["fixed_now"] = NOW
    app.test_client_class = TestBrowser
    with app.app_context():
        db.create_all()
        save_cast(MONDAY)
        db.session.commit()
        round_trip(app, 3)
        print(json.dumps(round_trip(app, megabytes)))


def round_trip(app: Flask, megabytes: int) -> dict[str, float]:
    """A document of this size is uploaded, handed in, read again, opened, downloaded and proven."""
    tender = open_for_bids()
    lot = tender.lots[0]
    save_draft(tender, lot, supplier_of("Sanne"), content_for(lot), actor=account_of("Sanne").actor(), now=NOW)
    db.session.commit()
    sanne, inge = _logged_in(app, "Sanne"), _logged_in(app, "Inge")
    page = f"/portaal/inschrijvingen/{tender.reference}/perceel/1"
    app.extensions["fixed_now"] = NOW
    peaks = {
        "upload": peak_of(lambda: _upload(sanne, f"{page}/documenten", megabytes)),
        "submit": peak_of(lambda: _done(sanne.post(f"{page}/indienen", data={"truthful": "y"}))),
    }
    db.session.expire_all()
    bid = db.session.query(Bid).order_by(Bid.id.desc()).first()
    assert bid is not None
    peaks["read again"] = peak_of(lambda: _read(sanne, f"/portaal/ingediend/{bid.id}/document/1", megabytes))
    peaks["open"] = peak_of(lambda: _open(tender))
    app.extensions["fixed_now"] = CLOSES_AT + timedelta(days=1)
    staff = f"/aanbestedingen/{tender.reference}/inschrijvingen/{bid.id}/document/1"
    peaks["download"] = peak_of(lambda: _read(inge, staff, megabytes))
    peaks["verify"] = peak_of(lambda: _prove(tender))
    return peaks


def _upload(browser: FlaskClient, url: str, megabytes: int) -> None:
    body = Body(megabytes)
    answer = browser.post(
        url,
        environ_overrides={
            "wsgi.input": body,
            "CONTENT_LENGTH": str(body.length),
            "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        },
    )
    _done(answer)


def _done(answer: Any) -> None:
    assert answer.status_code == 302, answer.text


def _read(browser: FlaskClient, url: str, megabytes: int) -> None:
    answer = browser.get(url, buffered=False)
    assert answer.status_code == 200, (url, answer.status, answer.headers)
    assert sum(len(part) for part in answer.response) >= megabytes * MEGABYTE
    answer.close()


def _open(tender: Tender) -> None:
    opened(tender)
    db.session.commit()


def _prove(tender: Tender) -> None:
    assert flaws_in_vault(tender) == []


def _logged_in(app: Flask, name: str) -> FlaskClient:
    token = begin_session(account_of(name), clock.machine_time())
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
