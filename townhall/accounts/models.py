"""Accounts, their roles, their log-ins."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from townhall.accounts.actor import Actor
from townhall.accounts.roles import Role
from townhall.column_types import Moment, Words
from townhall.database import Record

if TYPE_CHECKING:
    from townhall.organisations.models import Organisation


class Account(Record):
    """A person who may log in. Never deleted: switched off, so that the trail keeps its names."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    function: Mapped[str] = mapped_column(String(120), default="")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    #: Log-in is possible from this moment: e-mail confirmed, and admitted where that is asked.
    activated_at: Mapped[datetime | None] = mapped_column(Moment)
    deactivated_at: Mapped[datetime | None] = mapped_column(Moment)

    organisation: Mapped["Organisation"] = relationship()
    role_rows: Mapped[list["AccountRole"]] = relationship(
        back_populates="account", lazy="selectin", order_by="AccountRole.role", cascade="all, delete-orphan"
    )

    @property
    def roles(self) -> frozenset[Role]:
        """The roles this person has now."""
        return frozenset(row.role for row in self.role_rows)

    @property
    def is_usable(self) -> bool:
        """Whether this person may log in."""
        return self.activated_at is not None and self.deactivated_at is None

    def actor(self) -> Actor:
        """This person, as the one who acts."""
        return Actor(self.id, self.name, self.roles, self.organisation_id)


class AccountRole(Record):
    """One role of one person."""

    __tablename__ = "account_role"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(Words(Role), primary_key=True)
    account: Mapped[Account] = relationship(back_populates="role_rows")


class LoginSession(Record):
    """One log-in; the cookie holds a random token, the row its SHA-256."""

    __tablename__ = "login_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    account: Mapped[Account] = relationship()


class LoginAttempt(Record):
    """A failed log-in, counted per e-mail address to slow down guessing."""

    __tablename__ = "login_attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
