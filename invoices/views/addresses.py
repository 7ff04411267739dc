"""Addresses of pages elsewhere in the house, for who may open them."""

from typing import Any

from flask import current_app, url_for

from townhall.accounts.gate import gate_of, may


def link_to(endpoint: str, **values: Any) -> str | None:
    """The address of a page this person may open; None otherwise, so that no link leads to a refusal."""
    gate = gate_of(current_app, endpoint) if endpoint in current_app.view_functions else None
    if gate is None:
        return None
    if gate.permissions and not any(may(permission) for permission in gate.permissions):
        return None
    return url_for(endpoint, **values)
