"""Files from the client system: what stands in each line, and what is wrong with it, line by line.

All or nothing: one mistake and nothing of the file is taken in. A line that is here already is passed over, so the
same file twice changes nothing. Nine digits that can be a BSN do not come in, in whatever column (Wet algemene
bepalingen burgerservicenummer art. 10: only where an act says so).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.import_kinds import ImportKind
from contracts.ledger import Cell, Mistake, Row, day_of
from contracts.placement_kinds import BenefitEffect
from contracts.referrals import is_client_key
from townhall.identifiers import holds_bsn
from townhall.refusal import Obstacle

KEY, CONTRACT, REFERRED_ON, CLIENT, LADDER, PAYER, REASON = (
    "Aanmeldnummer", "Contract", "Aangemeld op", "Kenmerk", "Trede", "Gemeente", "Toelichting",
)  # fmt: skip
TRACK, SINCE, EFFECT = "Traject", "Per", "Uitkering"

#: The headings of each file, and whether a cell may be empty.
COLUMNS: Mapping[ImportKind, Mapping[str, bool]] = {
    ImportKind.REFERRALS: {
        KEY: False, CONTRACT: False, REFERRED_ON: False, CLIENT: True, LADDER: True, PAYER: True, REASON: True,
    },
    ImportKind.BENEFITS: {TRACK: False, SINCE: False, EFFECT: False},
}  # fmt: skip

EFFECTS: Mapping[str, BenefitEffect] = {
    "gestopt": BenefitEffect.ENDED,
    "verlaagd": BenefitEffect.REDUCED,
    "gelijk gebleven": BenefitEffect.UNCHANGED,
    "geen uitkering": BenefitEffect.NONE_RECEIVED,
}
_WITHHELD = "(niet getoond)"
LONGEST = {KEY: 60, CONTRACT: 20, REASON: 500, PAYER: 200, TRACK: 60}


@dataclass(frozen=True)
class ReferralLine:
    """One referral as the client system hands it over."""

    line: int
    key: str
    contract_number: str
    referred_on: date
    client_key: str = ""
    ladder_step: int | None = None
    municipality: str = ""
    reason: str = ""


@dataclass(frozen=True)
class BenefitLine:
    """What the benefit system says about the participant of one track; ``track`` is either number of it."""

    line: int
    track: str
    since_on: date
    effect: BenefitEffect


@dataclass(frozen=True)
class ContractRoom:
    """What a contract can still take; no ``places`` or ``room``: none was agreed."""

    contract_id: int
    starts_on: date
    ends_on: date
    live: int
    places: int | None
    room: Decimal | None


@dataclass(frozen=True)
class KeptReferral:
    """A referral that was taken in before, under the number of the client system."""

    contract_number: str
    referred_on: date
    client_key: str


def obstacles_to_headings(headings: Sequence[str], kind: ImportKind) -> list[Obstacle]:
    """Which columns the file lacks."""
    there = {heading.strip().casefold() for heading in headings}
    missing = [
        name for name, may_be_empty in COLUMNS[kind].items() if not may_be_empty and name.casefold() not in there
    ]
    return [
        Obstacle("column-missing", f"De kolom {name} ontbreekt. Zet deze kop in de eerste regel.", "file")
        for name in missing
    ]


def read_referrals(rows: Iterable[Row], headings: Sequence[str]) -> tuple[list[ReferralLine], list[Mistake]]:
    """Every line that can be read, and everything that cannot."""
    lines, mistakes = [], []
    for number, cells in _by_heading(rows, headings):
        found = _Reader(number, cells)
        line = ReferralLine(
            line=number,
            key=found.words(KEY),
            contract_number=found.words(CONTRACT).upper(),
            referred_on=found.day(REFERRED_ON),
            client_key=found.client_key(),
            ladder_step=found.ladder_step(),
            municipality=found.words(PAYER, may_be_empty=True),
            reason=found.words(REASON, may_be_empty=True),
        )
        mistakes += found.mistakes
        if not found.mistakes:
            lines.append(line)
    return lines, mistakes + _said_twice([(each.line, each.key) for each in lines], KEY)


def read_benefits(rows: Iterable[Row], headings: Sequence[str]) -> tuple[list[BenefitLine], list[Mistake]]:
    """Every line that can be read, and everything that cannot."""
    lines, mistakes = [], []
    for number, cells in _by_heading(rows, headings):
        found = _Reader(number, cells)
        line = BenefitLine(number, found.words(TRACK), found.day(SINCE), found.effect())
        mistakes += found.mistakes
        if not found.mistakes:
            lines.append(line)
    twice = [(each.line, f"{each.track} per {each.since_on:%d-%m-%Y}") for each in lines]
    return lines, mistakes + _said_twice(twice, TRACK)


def _by_heading(rows: Iterable[Row], headings: Sequence[str]) -> Iterable[tuple[int, Mapping[str, Cell]]]:
    names = [heading.strip().casefold() for heading in headings]
    for number, cells in rows:
        yield number, dict(zip(names, cells, strict=False))


def _said_twice(keys: Sequence[tuple[int, str]], column: str) -> list[Mistake]:
    first: dict[str, int] = {}
    mistakes = []
    for line, key in keys:
        if key in first:
            problem = f"Dit staat ook op regel {first[key]}. Elke regel komt één keer voor."
            mistakes.append(Mistake(line, column, key, problem))
        first.setdefault(key, line)
    return mistakes


class _Reader:
    """The cells of one line, read with what is wrong noted; an unreadable cell gives something harmless."""

    def __init__(self, line: int, cells: Mapping[str, Cell]) -> None:
        self.line, self.cells, self.mistakes = line, cells, list[Mistake]()

    def words(self, column: str, *, may_be_empty: bool = False) -> str:
        text = _text(self.cells.get(column.casefold()))
        if not text and not may_be_empty:
            self._wrong(column, text, "Deze cel is leeg.")
        elif len(text) > LONGEST.get(column, 80):
            self._wrong(column, text[:80], f"Deze tekst is langer dan {LONGEST.get(column, 80)} tekens.")
        elif holds_bsn(text):
            self._wrong(
                column, _WITHHELD,
                "Hier lijkt een burgerservicenummer te staan. Haal het weg: Raamwerk bewaart nooit een BSN. "
                "Is het een ander nummer, zet er dan een letter voor.",
            )  # fmt: skip
        elif not text.isprintable():
            self._wrong(column, "", "In deze tekst staat een teken dat niet te lezen is.")
        return text

    def day(self, column: str) -> date:
        try:
            return day_of(self.cells.get(column.casefold()))
        except ValueError as error:
            self._wrong(column, self.words(column, may_be_empty=True)[:40], str(error))
            return date.max

    def client_key(self) -> str:
        # Not read as words: among 64 random signs nine digits that can be a BSN occur by chance.
        text = _text(self.cells.get(CLIENT.casefold())).lower()
        if text and not is_client_key(text):
            problem = (
                "Dit is geen versleuteld kenmerk (64 tekens, 0-9 en a-f). Laat het cliëntsysteem het maken met "
                "HMAC-SHA-256, of laat de cel leeg."
            )
            self._wrong(CLIENT, _WITHHELD, problem)
        return text

    def ladder_step(self) -> int | None:
        text = self.words(LADDER, may_be_empty=True)
        if text and text not in set("123456"):
            self._wrong(LADDER, text[:20], "Vul een trede van de participatieladder in: 1 tot en met 6.")
            return None
        return int(text) if text else None

    def effect(self) -> BenefitEffect:
        text = self.words(EFFECT)
        if text and text.casefold() not in EFFECTS:
            self._wrong(EFFECT, text[:40], f"Kies uit: {', '.join(EFFECTS)}.")
        return EFFECTS.get(text.casefold(), BenefitEffect.NOT_CHECKED)

    def _wrong(self, column: str, value: str, problem: str) -> None:
        self.mistakes.append(Mistake(self.line, column, value, problem))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:%d-%m-%Y}" if isinstance(cell, date) else str(cell).strip()


# --- what is wrong with a line when one knows what is here ----------------------------------------------


@dataclass(frozen=True)
class KnownToReferrals:
    """What is here already, as far as the lines speak of it."""

    contracts: Mapping[str, ContractRoom]
    kept: Mapping[str, KeptReferral]
    #: Of these contracts who offers the file may see the tracks; of the others it tells nothing.
    visible: AbstractSet[str]
    #: Who has a live track under which contract: keyed hash and number of the contract.
    live: frozenset[tuple[str, str]]
    #: The last day of each municipality in each contract that it shares in; none: it goes on.
    partners: Mapping[tuple[str, str], date | None]
    highest_fee: Callable[[int, date], Decimal]


def check_referrals(
    lines: Sequence[ReferralLine], known: KnownToReferrals, *, today: date
) -> tuple[list[ReferralLine], list[Mistake]]:
    """The lines that are new, and what is wrong. Places and money are counted line by line, in their order."""
    new, mistakes = [], []
    live, taken, promised = set(known.live), dict[str, int](), dict[str, Decimal]()
    for line in lines:
        kept = known.kept.get(line.key)
        if kept is not None:
            mistakes += _changed_since(line, kept, may_be_named=kept.contract_number in known.visible)
            continue
        contract = known.contracts.get(line.contract_number)
        found = _wrong_by_itself(line, contract, known, live, today=today)
        if contract is not None and not found:
            count = taken.get(line.contract_number, contract.live) + 1
            amount = promised.get(line.contract_number, Decimal(0)) + known.highest_fee(
                contract.contract_id, line.referred_on
            )
            found = _wrong_in_room(line, contract, count, amount)
            taken[line.contract_number], promised[line.contract_number] = count, amount
            live.add((line.client_key, line.contract_number))
        mistakes += found
        new.append(line)
    return new, mistakes


def _changed_since(line: ReferralLine, kept: KeptReferral, *, may_be_named: bool) -> list[Mistake]:
    if not may_be_named:
        return [Mistake(line.line, KEY, line.key, "Dit aanmeldnummer is al in gebruik. Controleer het.")]
    if (kept.contract_number, kept.referred_on, kept.client_key) == (
        line.contract_number, line.referred_on, line.client_key,
    ):  # fmt: skip
        return []
    problem = (
        f"Dit aanmeldnummer is al ingelezen, voor contract {kept.contract_number} op {kept.referred_on:%d-%m-%Y}. "
        "Een aanmelding verandert niet: geef een nieuwe aanmelding een nieuw nummer."
    )
    return [Mistake(line.line, KEY, line.key, problem)]


def _wrong_by_itself(
    line: ReferralLine, contract: ContractRoom | None, known: KnownToReferrals, live: set[tuple[str, str]], *,
    today: date,
) -> list[Mistake]:  # fmt: skip
    found = []
    if contract is None:
        problem = "Dit contract is niet bekend, loopt niet, of u werkt er niet aan."
        found.append(Mistake(line.line, CONTRACT, line.contract_number, problem))
    elif not contract.starts_on <= line.referred_on <= contract.ends_on:
        problem = f"Het contract loopt van {contract.starts_on:%d-%m-%Y} tot en met {contract.ends_on:%d-%m-%Y}."
        found.append(Mistake(line.line, REFERRED_ON, f"{line.referred_on:%d-%m-%Y}", problem))
    if line.referred_on > today:
        problem = "Deze dag ligt in de toekomst."
        found.append(Mistake(line.line, REFERRED_ON, f"{line.referred_on:%d-%m-%Y}", problem))
    if line.municipality and not _shares(line, known.partners):
        problem = "Deze gemeente doet op deze dag niet mee aan dit contract. Laat de cel leeg voor de eigen gemeente."
        found.append(Mistake(line.line, PAYER, line.municipality, problem))
    # Of a contract that this person does not work on nothing is told, not even that somebody is there.
    if contract is not None and line.client_key and (line.client_key, line.contract_number) in live:
        problem = "Deze deelnemer heeft onder dit contract al een lopend traject."
        found.append(Mistake(line.line, CLIENT, "", problem))
    return found


def _shares(line: ReferralLine, partners: Mapping[tuple[str, str], date | None]) -> bool:
    place = (line.contract_number, line.municipality.casefold())
    return place in partners and line.referred_on <= (partners[place] or date.max)


def _wrong_in_room(line: ReferralLine, contract: ContractRoom, count: int, amount: Decimal) -> list[Mistake]:
    found = []
    if contract.places is not None and count > contract.places:
        problem = f"Dit contract heeft {contract.places} plaatsen. Deze aanmelding past er niet meer bij."
        found.append(Mistake(line.line, CONTRACT, line.contract_number, problem))
    if contract.room is not None and amount > contract.room:
        problem = "De maximumwaarde van dit contract laat deze aanmelding niet meer toe."
        found.append(Mistake(line.line, CONTRACT, line.contract_number, problem))
    return found


@dataclass(frozen=True)
class KnownToBenefits:
    """The tracks that the lines speak of, by either number, and what was taken in about them before."""

    tracks: Mapping[str, int]
    kept: Mapping[tuple[int, date], BenefitEffect]


def check_benefits(
    lines: Sequence[BenefitLine], known: KnownToBenefits, *, today: date
) -> tuple[list[tuple[int, BenefitLine]], list[Mistake]]:
    """The findings that are new, each with its track, and what is wrong."""
    new, mistakes = [], []
    for line in lines:
        track_id = known.tracks.get(line.track)
        if track_id is None:
            mistakes.append(Mistake(line.line, TRACK, line.track, "Dit traject is niet bekend."))
            continue
        if line.since_on > today:
            problem = "Deze dag ligt in de toekomst. Meld het als het zover is."
            mistakes.append(Mistake(line.line, SINCE, f"{line.since_on:%d-%m-%Y}", problem))
        kept = known.kept.get((track_id, line.since_on))
        if kept is None:
            new.append((track_id, line))
        elif kept is not line.effect:
            problem = "Over deze dag is al iets anders ingelezen. Controleer het in het uitkeringssysteem."
            mistakes.append(Mistake(line.line, EFFECT, line.track, problem))
    return new, mistakes
