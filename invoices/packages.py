"""Many e-invoices in one ZIP file: what may be in it, and what becomes of each file.

A ZIP says itself how large its files are; what it says is judged before anything is unpacked, and no more than that is
ever unpacked. Names in it are words for people, never places to write to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from townhall.identifiers import holds_bsn
from townhall.refusal import Obstacle

MOST_FILES = 1_000
#: Of all files together, unpacked.
MOST_UNPACKED = 250_000_000
#: Of one file, unpacked: no e-invoice may be larger.
MOST_IN_ONE = 25_000_000
#: How often a file is tried that the house itself stumbles over.
MOST_TRIES = 3

#: So many lines that came back are told of one invoice in the list of results; the others stand with the invoice.
MOST_LINES_TOLD = 5

_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")
#: What a Mac adds to a ZIP by itself.
_ADDED_BY_A_MAC = "__MACOSX/"


class PackageFileStatus(StrEnum):
    """What became of one file."""

    WAITING = "waiting"
    TAKEN_IN = "taken_in"
    KNOWN = "known"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class Packed:
    """One file in a ZIP, as the ZIP describes it."""

    name: str
    size: int
    is_locked: bool = False

    @property
    def is_noise(self) -> bool:
        """Whether a computer added it by itself."""
        return self.name.startswith(_ADDED_BY_A_MAC) or self.name.endswith(".DS_Store")


@dataclass(frozen=True)
class LineBack:
    """A line of an invoice in the package that came back: its number, the code of the reason, and what to do."""

    number: str
    code: str
    hint: str


def what_is_wrong(reasons: Sequence[str], back: Sequence[LineBack], *, count: int) -> list[str]:
    """All there is to tell about one file: why it is not in, or which of its lines came back (``count`` in all)."""
    told = [f"Regel {each.number} ({each.code}): {each.hint}" for each in back]
    if more := count - len(back):
        told.append(f"En nog {more} {'regel; die staat' if more == 1 else 'regels; die staan'} bij de factuur zelf.")
    return [*reasons, *told]


def obstacles_to_unpacking(files: Sequence[Packed]) -> list[Obstacle]:
    """Why a ZIP with these files is not unpacked at all; judged by what it says, before a byte is read."""
    obstacles = []
    if not files:
        obstacles.append(_obstacle("package-empty", "Dit ZIP-bestand is leeg. Zet er uw e-facturen (XML) in."))
    if len(files) > MOST_FILES:
        text = f"Er zitten {len(files)} bestanden in; hooguit {MOST_FILES} kan. Verdeel ze over meer ZIP-bestanden."
        obstacles.append(_obstacle("package-many", text))
    if sum(each.size for each in files) > MOST_UNPACKED:
        text = f"Uitgepakt is dit meer dan {MOST_UNPACKED // 1_000_000} MB. Verdeel het over meer ZIP-bestanden."
        obstacles.append(_obstacle("package-large", text))
    judged: list[tuple[str, str, Callable[[Packed], bool]]] = [
        ("file-large", f"is groter dan {MOST_IN_ONE // 1_000_000} MB", lambda each: each.size > MOST_IN_ONE),
        ("file-locked", "heeft een wachtwoord; maak de ZIP zonder wachtwoord", lambda each: each.is_locked),
        ("file-in-folder", "staat in een map; zet de facturen los in de ZIP", lambda each: _has_a_path(each.name)),
        ("file-archive", "is zelf ingepakt; zet de facturen los in de ZIP", lambda each: is_archive(each.name)),
        ("file-name-bsn", "heeft een naam die op een burgerservicenummer lijkt", lambda each: holds_bsn(each.name)),
    ]  # fmt: skip
    for code, what, is_wrong in judged:
        wrong = [each.name for each in files if is_wrong(each)]
        if wrong:
            others = f" (en nog {len(wrong) - 1})" if len(wrong) > 1 else ""
            obstacles.append(_obstacle(code, f"“{_shown(wrong[0])}”{others} {what}."))
    return obstacles


def is_archive(name: str, start: bytes = b"") -> bool:
    """Whether a file is a package itself, by its name or by how it begins: nothing is unpacked twice."""
    return name.lower().endswith(_ARCHIVES) or start.startswith((b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"))


def _has_a_path(name: str) -> bool:
    return "/" in name or "\\" in name or name in (".", "..")


def _shown(name: str) -> str:
    """A name to print: a BSN in it is not repeated."""
    return "een bestand" if holds_bsn(name) else name[:80]


def _obstacle(code: str, text: str) -> Obstacle:
    return Obstacle(code, text, "file")
