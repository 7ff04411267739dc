"""Who an employer is, only for equality: a hash of the chamber of commerce number under a key of this installation."""

import hmac

from flask import current_app


def employer_key(kvk_number: str) -> str:
    """The hash of this employer; the same number always gives the same one here, and elsewhere another."""
    key: bytes = current_app.extensions["settings"].key_for_equality()
    return hmac.new(key, f"employer:{kvk_number}".encode(), "sha256").hexdigest()
