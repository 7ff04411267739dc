"""What the list of tracks is narrowed to, for the page and for the file."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Select

from contracts.models.tracks import Track
from contracts.queries.tracks import tracks_visible_to
from contracts.tracks import TrackStatus
from procurement.lots import TargetGroup
from townhall.accounts.gate import current_actor

Word = TypeVar("Word", bound=StrEnum)


def asked_filter(arguments: Mapping[str, str]) -> dict[str, Any]:
    """What was asked for in the address; what does not exist is left out."""
    return {
        "number": arguments.get("nummer", "").strip(),
        "status": _member(TrackStatus, arguments.get("status")),
        "target_group": _member(TargetGroup, arguments.get("doelgroep")),
        "mine": arguments.get("van") == "mij",
    }


def asked_tracks(arguments: Mapping[str, str]) -> Select[Track]:
    """The tracks that were asked for, as far as who asks may see them."""
    return tracks_visible_to(current_actor(), **asked_filter(arguments))


def _member(kind: type[Word], value: str | None) -> Word | None:
    return kind(value) if value in {each.value for each in kind} else None
