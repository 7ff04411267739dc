"""Links that are mailed, work once, and expire."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from townhall.column_types import Moment, Words
from townhall.database import Record


class LinkPurpose(StrEnum):
    """What a mailed link is for."""

    CHOOSE_PASSWORD = "choose_password"
    FORGOTTEN_PASSWORD = "forgotten_password"
    CONFIRM_REGISTRATION = "confirm_registration"


#: Both lead to the page where one chooses a password.
PASSWORD_PURPOSES = (LinkPurpose.CHOOSE_PASSWORD, LinkPurpose.FORGOTTEN_PASSWORD)


class MailedLink(Record):
    """A link somebody got by mail; the mail holds a random token, the row only its SHA-256."""

    __tablename__ = "mailed_link"
    __table_args__ = (CheckConstraint("(account_id is null) <> (registration_id is null)", name="is_about_one_thing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(Words(LinkPurpose))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("supplier_registration.id"), index=True)
    mailed_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class PasswordRequest(Record):
    """Somebody said that he forgot his password; kept for known and unknown addresses alike, and counted."""

    __tablename__ = "password_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    #: When the job looked whether there is an account to mail a link to.
    dealt_with_at: Mapped[datetime | None] = mapped_column(Moment)
