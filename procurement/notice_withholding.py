"""Publishing a part of the result later: which fields, why, and until when.

Art. 2.138 Aanbestedingswet 2012 lets information on an award out when publishing it would stand in the way of the law,
harm the public interest or legitimate commercial interests, or distort fair competition; art. 2.104 says the same
of letters. Terms: eForms SDK 1.15 (BT-195 up to BT-198), which also says for which fields it may.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from procurement.notice_facts import NoticeRow, Origin
from townhall.refusal import Obstacle

#: The fields of our result that eForms lets one publish later.
WITHHOLDABLE: Mapping[str, str] = {
    "BT-720": "Waarde van de inschrijving van de winnaar",
    "BT-171": "Plaats in de rangorde",
    "BT-759": "Aantal inschrijvingen",
    "BT-773": "Of er onderaannemers zijn",
    "BT-553": "Waarde van de onderaanneming",
    "BT-555": "Deel van de onderaanneming in procenten",
    "BT-660": "Opnieuw geraamde waarde",
    "BT-709": "Hoogste waarde per perceel",
    "BT-118": "Hoogste waarde van alle percelen samen",
}
REASONS: Mapping[str, str] = {
    "eo-int": "Commerciële belangen van een ondernemer",
    "fair-comp": "Eerlijke mededinging",
    "law-enf": "Rechtshandhaving",
    "oth-int": "Ander openbaar belang",
    "rd-ser": "Diensten voor onderzoek en ontwikkeling",
}


@dataclass(frozen=True)
class Withholding:
    """What is published later, why in the words of the code list and in our own, and from which day it is public."""

    fields: tuple[str, ...]
    reason: str
    explanation: str
    public_on: date | None

    def as_data(self) -> dict[str, Any]:
        """The choice as plain data."""
        return {
            "fields": list(self.fields),
            "reason": self.reason,
            "explanation": self.explanation,
            "public_on": self.public_on.isoformat() if self.public_on else None,
        }

    @classmethod
    def read_back(cls, data: Mapping[str, Any]) -> "Withholding":
        """The choice that was kept."""
        day = data["public_on"]
        return cls(tuple(data["fields"]), data["reason"], data["explanation"], date.fromisoformat(day) if day else None)


NOTHING = Withholding((), "", "", None)


def obstacles_to_withholding(choice: Withholding, today: date) -> list[Obstacle]:
    """Why these fields cannot be published later; choosing none is always allowed."""
    if not choice.fields:
        return []
    obstacles = []
    if choice.reason not in REASONS:
        text = "Kies op welke grond u deze velden later publiceert (BT-197)."
        obstacles.append(Obstacle("withholding-reason", text, "reason"))
    if not choice.explanation.strip():
        text = "Leg uit waarom u deze velden later publiceert (BT-196). De uitleg staat in de aankondiging."
        obstacles.append(Obstacle("withholding-unexplained", text, "explanation"))
    if choice.public_on is None or choice.public_on <= today:
        text = "Kies een dag na vandaag waarop de velden wel openbaar worden (BT-198)."
        obstacles.append(Obstacle("withholding-day", text, "public_on"))
    return obstacles


def withholding_rows(choice: Withholding, rows: Sequence[NoticeRow]) -> list[NoticeRow]:
    """For each withheld field that the result has, once per part: what, why and until when."""
    found = []
    for each in rows:
        if each.bt in choice.fields and choice.public_on is not None:
            day, what = choice.public_on, f"{each.bt} {each.label.lower()}"
            for bt, label, value, words in (
                ("BT-195", f"Later openbaar: {what}", each.bt, each.label),
                ("BT-197", f"Grond voor {each.bt}", choice.reason, REASONS[choice.reason]),
                ("BT-196", f"Uitleg bij {each.bt}", choice.explanation, choice.explanation),
                ("BT-198", f"{each.bt} is openbaar vanaf", day.isoformat(), f"{day:%d-%m-%Y}"),
            ):
                found.append(NoticeRow(bt, label, each.scope, value, words, Origin.ANSWERED, is_required=False))
    return found
