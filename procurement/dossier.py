"""The dossier of a tender as one ZIP: where each paper lies, what it is called, and the manifest that proves it.

Law: Aanbestedingswet 2012 art. 2.56 (the course of the procedure is documented and kept for at least three years) and
art. 2.57 (what bidders give in confidence stays so: the dossier is for the court and the file, not for a bidder).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MANIFEST, READ_ME = "manifest.json", "LEESMIJ.txt"
FORMAT = 1


@dataclass(frozen=True)
class Listed:
    """One file of the dossier, as the manifest lists it."""

    path: str
    about: str
    sha256: str
    size: int


def in_file_name(text: str) -> str:
    """A name as part of a path: letters, digits and dashes, at most sixty."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:60].strip("-") or "zonder-naam"


def manifest_of(reference: str, made_at: str, files: Sequence[Listed]) -> dict[str, Any]:
    """What the ZIP holds, with the SHA-256 of every file but the manifest itself."""
    paths = [each.path for each in files]
    assert len(set(paths)) == len(paths), "every file has a place of its own"
    return {
        "format": FORMAT,
        "tender": reference,
        "made_at": made_at,
        "files": [
            {"path": each.path, "about": each.about, "sha256": each.sha256, "size": each.size}
            for each in sorted(files, key=lambda each: each.path)
        ],
    }


def read_me(reference: str, title: str, left_out: Mapping[str, str]) -> str:
    """What lies where and how to check it, for whoever opens the ZIP; ``left_out`` says what is not in it, and why."""
    lines = [
        f"Dossier van aanbesteding {reference}: {title}",
        "",
        "Dit dossier bevat vertrouwelijke gegevens van inschrijvers (artikel 2.57 Aanbestedingswet 2012).",
        "Geef het niet aan een inschrijver. Bewaar het ten minste drie jaar na de gunning (artikel 2.56).",
        "",
        "Wat waar ligt",
        "  aanbesteding/    de aanbesteding, percelen, eisen, criteria en elke versie daarvan, met de stukken",
        "  vragen/          vragen, antwoorden en nota's van inlichtingen",
        "  opening/         processen-verbaal van opening en de vastgelegde boomwortels",
        "  inschrijvingen/  per perceel en inschrijver: ontvangstbewijs, enveloppen na opening, documenten",
        "  beoordeling/     toetsing, commissie, verklaringen, scores en motiveringen",
        "  rangorde/        elke versie van de rangorde, met de invoer om haar na te rekenen",
        "  gunning/         gunningsverslagen, beslissingen, brieven, bezwaren",
        "  spoor/           wie wat wanneer deed",
        "",
        "Controleren",
        f"  {MANIFEST} noemt van elk bestand de SHA-256. Een envelop heeft die van het ontvangstbewijs.",
        "  Reken een rangorde na met: flask procurement score rangorde/<bestand>-score.json",
        "  Controleer een verslag met: flask procurement report verify gunning/<bestand>.pdf",
    ]
    if left_out:
        lines += ["", "Niet in dit dossier", *(f"  {what}: {why}" for what, why in left_out.items())]
    return "\n".join([*lines, ""])
