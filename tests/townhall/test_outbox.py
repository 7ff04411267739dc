"""Mail leaves after the commit, through a real server, and is tried again when that refuses."""

import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import MONDAY
from townhall import clock
from townhall.database import transaction
from townhall.mail import add_mail
from townhall.mail.models import OutboxMail
from townhall.mail.outbox import send_due_mail, unsent

pytestmark = pytest.mark.both_databases


class Postbox:
    """Keeps what it is sent; refuses addresses at ``vol.example``."""

    def __init__(self):
        self.messages = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if address.endswith("@vol.example"):
            return "552 postbus vol"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
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
