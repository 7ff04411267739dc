"""Passwords: argon2id, never kept in clear."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import current_app

from townhall.refusal import Obstacle

SHORTEST = 12


def obstacles_to_password(password: str) -> list[Obstacle]:
    """Why this password is too weak. Length beats rules about signs (NIST SP 800-63B)."""
    if len(password) < SHORTEST:
        text = f"Kies een wachtwoord van ten minste {SHORTEST} tekens, bijvoorbeeld een korte zin."
        return [Obstacle("password-too-short", text, "password")]
    if len(set(password)) < 5:
        text = "Kies een wachtwoord met meer verschillende tekens."
        return [Obstacle("password-too-simple", text, "password")]
    return []


def hash_password(password: str) -> str:
    """The argon2id hash with its salt and costs."""
    return _hasher().hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether this is the password. Takes as long for an unknown account as for a known one."""
    known = password_hash or _decoy()
    try:
        return _hasher().verify(known, password) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    settings = current_app.extensions["settings"]
    return PasswordHasher(
        time_cost=settings.password_time_cost, memory_cost=settings.password_memory_kib, parallelism=1
    )


def _decoy() -> str:
    cache = current_app.extensions
    if "password_decoy" not in cache:
        cache["password_decoy"] = hash_password("a password nobody has")
    return str(cache["password_decoy"])
