"""The outbox."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from townhall.column_types import Moment
from townhall.database import Record


class OutboxMail(Record):
    """One mail to one person, with what became of it."""

    __tablename__ = "outbox_mail"
    __table_args__ = (Index("ix_outbox_mail_due", "sent_at", "try_after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    to: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    try_after: Mapped[datetime | None] = mapped_column(Moment)
    problem: Mapped[str] = mapped_column(Text, default="")
    #: The same in HTML, for who wants it; empty when there is plain text only.
    html: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: What the mail server said when it took the mail over.
    answer: Mapped[str] = mapped_column(String(500), default="", server_default="")
    #: Refused for good, or returned afterwards: somebody has to act.
    refused_at: Mapped[datetime | None] = mapped_column(Moment)
    returned_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Somebody dealt with it otherwise, such as by telephone.
    set_aside_at: Mapped[datetime | None] = mapped_column(Moment)
    unsubscribe_url: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Where a mail program can stop this kind of mail with one POST (RFC 8058); empty when that does not apply."""
