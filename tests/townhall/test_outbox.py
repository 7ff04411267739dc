"""Mail leaves after the commit, through a real server, and is tried again when that refuses."""

import asyncio
import socket
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import MONDAY
from townhall import clock
from townhall.database import transaction
from townhall.mail import add_mail
from townhall.mail.models import OutboxMail
from townhall.mail.operations import obstacles_to_setting_aside, set_mail_aside
from townhall.mail.outbox import LAST_TRY, WAITS, send_due_mail, unsent
from townhall.mail.returned import take_returned_mail

pytestmark = pytest.mark.both_databases


class Postbox:
    """Keeps what it is sent; refuses addresses at ``vol.example``, and those at ``weg.example`` for good."""

    def __init__(self):
        self.messages = []
        self.waits = 0

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if address.endswith("@vol.example"):
            return "552 postbus vol"
        if address.endswith("@weg.example"):
            return "550 5.1.1 onbekend"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        await asyncio.sleep(self.waits)
        self.messages.append(envelope)
        return "250 OK"


@pytest.fixture
def postbox(app):
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings = app.extensions["settings"]
    settings.smtp_host, settings.smtp_port = "127.0.0.1", port
    yield box
    server.stop()


def write_to(address):
    with transaction():
        add_mail(
            to=address, subject="Uw token é", template="mail/alert_digest.txt", now=MONDAY, name="Coen", alerts=[],
            is_urgent=False,
        )  # fmt: skip


def test_mail_arrives_once_with_its_own_number(session, postbox):
    write_to("coen@haarlem.example")

    assert send_due_mail() == 1
    assert send_due_mail() == 0

    mail = session.query(OutboxMail).one()
    assert mail.sent_at is not None
    assert mail.answer == "250 OK"
    assert len(postbox.messages) == 1
    assert mail.message_id.encode() in postbox.messages[0].content


def test_a_refused_address_is_kept_with_the_answer_and_tried_later(session, postbox):
    write_to("iemand@vol.example")

    assert send_due_mail() == 0

    mail = session.query(OutboxMail).one()
    assert (mail.sent_at, mail.tries) == (None, 1)
    assert "postbus vol" in mail.problem
    assert unsent(clock.machine_time()) == []
    assert unsent(clock.machine_time() + timedelta(minutes=2)) == [mail]


def test_a_server_that_is_gone_loses_nothing(session, app):
    settings = app.extensions["settings"]
    settings.smtp_host, settings.smtp_port = "127.0.0.1", 1
    write_to("coen@haarlem.example")

    assert send_due_mail() == 0
    assert session.query(OutboxMail).one().sent_at is None


def test_what_is_rolled_back_is_never_mailed(session, postbox):
    with pytest.raises(RuntimeError), transaction():
        add_mail(
            to="coen@haarlem.example", subject="x", template="mail/alert_digest.txt", now=MONDAY, name="Coen",
            alerts=[], is_urgent=False,
        )  # fmt: skip
        raise RuntimeError

    assert send_due_mail() == 0
    assert postbox.messages == []


def test_an_address_that_does_not_exist_is_not_tried_again_and_waits_for_a_human(session, postbox, people):
    write_to("iemand@weg.example")

    assert send_due_mail() == 0
    assert unsent(clock.machine_time() + timedelta(days=2)) == []

    mail = session.query(OutboxMail).one()
    assert mail.refused_at is not None
    assert mail.problem == "550 5.1.1 onbekend"
    for reason, codes in (("gebeld", ["mail-reason"]), ("Gebeld op het nummer van kantoor.", [])):
        assert [each.code for each in obstacles_to_setting_aside(mail, reason)] == codes
    set_mail_aside(mail, "Gebeld op het nummer van kantoor.", actor=people.actor("ali"), now=MONDAY)
    assert mail.set_aside_at == MONDAY


def test_html_goes_beside_the_plain_text_for_who_wants_it(session, postbox):
    with transaction():
        add_mail(
            to="coen@haarlem.example", subject="x", template="mail/alert_digest.txt", now=MONDAY, name="Coen",
            html_template="mail/alert_digest.html", alerts=[], is_urgent=False,
        )  # fmt: skip

    send_due_mail()

    sent = message_from_bytes(postbox.messages[0].content)
    assert [part.get_content_type() for part in sent.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def returned(number):
    """A report as RFC 3464 has it: what happened, and the headers of the mail."""
    return (
        "From: MAILER-DAEMON@h.example\r\n"
        "Content-Type: multipart/report; boundary=X; report-type=delivery-status\r\n\r\n"
        "--X\r\nContent-Type: text/plain\r\n\r\nNiet bezorgd.\r\n"
        "--X\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; h.example\r\n\r\n"
        "Final-Recipient: rfc822; coen@haarlem.example\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 onbekende gebruiker\r\n"
        f"--X\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID: {number}\r\n--X--\r\n"
    ).encode()


def test_a_mail_that_comes_back_is_known_by_its_number_and_read_once(session, postbox, tmp_path):
    write_to("coen@haarlem.example")
    send_due_mail()
    mail = session.query(OutboxMail).one()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(returned(mail.message_id))
    (tmp_path / "2").write_bytes(returned("<van-een-ander@h.example>"))
    (tmp_path / "3").write_bytes(b"\x00\xff geen bericht")

    assert take_returned_mail(tmp_path, MONDAY) == 1
    assert take_returned_mail(tmp_path, MONDAY) == 0

    session.expire_all()
    assert (mail.returned_at, mail.problem) == (MONDAY, "smtp; 550 onbekende gebruiker")
    assert sorted(path.name for path in (tmp_path / "gelezen").iterdir()) == ["1", "2", "3"]


def test_a_server_that_is_gone_for_three_days_and_then_slow_gets_everything_once(session, app, postbox):
    settings = app.extensions["settings"]
    there, settings.smtp_port = settings.smtp_port, 1
    write_to("coen@haarlem.example")
    write_to("inge@haarlem.example")
    assert sum(WAITS) + (LAST_TRY - len(WAITS)) * 24 * 60 > 3 * 24 * 60, "three days fit in the tries"

    for _attempt in range(6):
        assert send_due_mail() == 0
        for mail in session.query(OutboxMail):
            mail.try_after = None  # its time has come
        session.commit()
    settings.smtp_port, postbox.waits = there, 0.5

    assert send_due_mail() == 2
    assert send_due_mail() == 0
    assert sorted(each.rcpt_tos[0] for each in postbox.messages) == ["coen@haarlem.example", "inge@haarlem.example"]


@pytest.mark.parametrize(
    ("address", "subject"),
    [("jörg@haarlem.example", "x"), ("coen@haarlem.example", "x\ny"), ("Coen B. <coen@vol.example>", "x")],
)
def test_a_mail_that_cannot_be_handed_over_is_kept_with_the_reason_and_holds_up_no_other(
    session, postbox, address, subject
):
    write_to(address)
    session.query(OutboxMail).one().subject = subject
    session.commit()
    write_to("inge@haarlem.example")

    assert send_due_mail() == 1

    held = session.query(OutboxMail).filter_by(to=address).one()
    assert (held.sent_at, held.tries) == (None, 1)
    assert held.problem
    assert [each.rcpt_tos for each in postbox.messages] == [["inge@haarlem.example"]]


def test_a_report_that_cannot_be_read_is_laid_aside_and_holds_up_no_other(session, postbox, tmp_path, monkeypatch):
    write_to("coen@haarlem.example")
    send_due_mail()
    (tmp_path / "1").write_bytes(b"Message-ID: <[\r\n\r\nx")
    (tmp_path / "2").write_bytes(returned(session.query(OutboxMail).one().message_id))

    assert take_returned_mail(tmp_path, MONDAY) == 1
    assert sorted(path.name for path in (tmp_path / "gelezen").iterdir()) == ["1", "2"]
