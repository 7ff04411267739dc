"""The settings of one installation, read once at the start from the environment or a ``.env`` file."""

import os
import secrets
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What differs between installations. An unknown or wrong value stops the start."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    #: The folder that holds the database file, the documents and the keys of this installation.
    instance_folder: Path = ROOT / "instance"
    #: ``postgresql+psycopg://…`` in production; the SQLite file of the demo when nothing is set.
    database_url: str = ""
    #: Signs cookies and links. Made and kept in the instance folder when not given.
    secret_key: str = ""
    #: Where people reach this installation, for links in mail.
    base_url: str = "http://127.0.0.1:8000"
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_username: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = False
    mail_from: str = "raamwerk@haarlem.example"
    #: The folder, or Maildir, into which the mail server puts what comes back.
    returned_mail_folder: Path | None = None
    #: An NL Design System theme of the municipality's own, as a path below ``static/``.
    theme_css: str = "tokens.css"
    cookies_over_https_only: bool = False
    #: argon2 work factors; the tests lower them.
    password_time_cost: int = 3
    password_memory_kib: int = 65536
    #: argon2id work factors for the passphrases of who opens bids: about a quarter of a second per guess.
    passphrase_operations: int = 3
    passphrase_memory_kib: int = 131072
    #: Locks drafts of bids, so that a back-up of database and documents alone shows none. Keep it elsewhere.
    bid_draft_key: str = ""
    #: Makes hashes of employers, to see that two are the same one. Made and kept in the instance folder when not given.
    equality_key: str = ""
    #: The largest upload, in bytes.
    max_upload_bytes: int = 100 * 1024 * 1024
    #: Hours after which a log-in ends, and minutes of rest after which it does.
    session_hours: int = 12
    session_idle_minutes: int = 60
    #: Who asks for it stays logged in longer, to at most this many hours after the log-in. WCAG 2.2.1 leaves limits
    #: of more than twenty hours free; a shorter one would have to be extendable ten times.
    session_longest_hours: int = Field(default=24, gt=20)
    #: Minutes before the end at which the page warns.
    session_warning_minutes: int = Field(default=5, ge=1)
    #: The columns of the journal for the ledger: heading and value, as JSON; the usual ones when empty.
    journal_columns: dict[str, str] = {}
    #: The numbers of the municipality's own ledger for ``cost``, ``vat``, ``bank`` and ``clawback``, as JSON.
    journal_accounts: dict[str, str] = {}
    #: Days after a line of an invoice came back in which its supplier can say that it does not agree.
    line_dispute_days: int = Field(default=28, ge=1)
    testing: bool = False

    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        if not self.database_url:
            return f"sqlite:///{self.instance_folder / 'raamwerk.sqlite'}"
        for short in ("postgres://", "postgresql://"):
            if self.database_url.startswith(short):
                return "postgresql+psycopg://" + self.database_url.removeprefix(short)
        return self.database_url

    def documents_folder(self) -> Path:
        """Where the bytes of documents lie, by their SHA-256."""
        return self.instance_folder / "documents"

    def signing_key(self) -> str:
        """The secret that signs cookies; a random one is written once when none is set."""
        return self.secret_key or kept_secret(self.instance_folder / "secret.key")

    def draft_key(self) -> bytes:
        """The key outside the database that locks drafts of bids; made once when none is set."""
        secret = self.bid_draft_key or kept_secret(self.instance_folder / "draft.key")
        return secret.encode()

    def key_for_equality(self) -> bytes:
        """The key under which equal things get equal hashes; made once when none is set."""
        return (self.equality_key or kept_secret(self.instance_folder / "equality.key")).encode()


def kept_secret(path: Path) -> str:
    """A random secret that stays the same: 64 hex digits in a file only its owner may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=_private) as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text().strip()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
