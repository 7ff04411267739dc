"""What a supplier writes in a bid, in two envelopes, and how it is written down to be sealed.

Everything in here is secret until the opening. These values are only ever stored encrypted.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from procurement.bids import DocumentPart, EnvelopeKind
from procurement.parties import Parties, facts_of_parties, parties_of
from townhall.money import euros

FORMAT = 1


@dataclass(frozen=True)
class Declaration:
    """The supplier's own declaration (UEA): per exclusion ground whether it applies, and who declares it."""

    applies: Mapping[str, bool] = field(default_factory=dict)
    explanation: str = ""
    signatory: str = ""
    signatory_function: str = ""


@dataclass(frozen=True)
class Answer:
    """The answer to one requirement; ``complies`` is None when nothing was chosen yet.

    ``holds_from`` is the day from which the bidder promises to comply; None when he does so now.
    """

    complies: bool | None = None
    note: str = ""
    holds_from: date | None = None


@dataclass(frozen=True)
class BidFile:
    """One document in a bid. Its name is part of the secret, its bytes lie beside it, sealed too."""

    position: int
    part: DocumentPart
    filename: str
    sha256: str
    size: int


@dataclass(frozen=True)
class BidContent:
    """A whole bid for one lot. Keys are the ids of requirements, criteria and milestones; of costs, their line."""

    declaration: Declaration = field(default_factory=Declaration)
    answers: Mapping[int, Answer] = field(default_factory=dict)
    qualities: Mapping[int, str] = field(default_factory=dict)
    prices: Mapping[int, Decimal] = field(default_factory=dict)
    files: tuple[BidFile, ...] = ()
    parties: Parties = Parties()
    costs: Mapping[int, Decimal] = field(default_factory=dict)
    preference: int | None = None
    """How much the bidder wants this lot among all lots, 1 the most; None when that was not asked or not said."""

    def with_file(self, file: BidFile) -> "BidContent":
        """This content with one document more."""
        return replace(self, files=(*self.files, file))

    def without_file(self, position: int) -> "BidContent":
        """This content with one document less."""
        return replace(self, files=tuple(file for file in self.files if file.position != position))

    def next_position(self) -> int:
        """A position no document has yet."""
        return max((file.position for file in self.files), default=0) + 1


def envelopes_of(content: BidContent) -> dict[EnvelopeKind, dict[str, Any]]:
    """What goes into each envelope, as facts that can be written as JSON."""
    declaration = content.declaration
    quality: dict[str, Any] = {
        "format": FORMAT,
        "declaration": {
            "applies": dict(sorted(declaration.applies.items())),
            "explanation": declaration.explanation,
            "signatory": declaration.signatory,
            "signatory_function": declaration.signatory_function,
        },
        "answers": {
            str(key): _answer_facts(answer)
            for key, answer in content.answers.items()
        },
        "qualities": {str(key): text for key, text in content.qualities.items()},
        "files": [
            {
                "position": file.position,
                "part": file.part.value,
                "filename": file.filename,
                "sha256": file.sha256,
                "size": file.size,
            }
            for file in content.files
        ],
    }
    if content.parties.firms:
        quality["parties"] = facts_of_parties(content.parties)
    if content.preference is not None:
        quality["preference"] = content.preference
    price: dict[str, Any] = {"format": FORMAT, "prices": _amount_facts(content.prices)}
    if content.costs:
        price["costs"] = _amount_facts(content.costs)
    return {EnvelopeKind.QUALITY: quality, EnvelopeKind.PRICE: price}


def content_of(quality: Mapping[str, Any], price: Mapping[str, Any] | None = None) -> BidContent:
    """The content of one or both envelopes; a price envelope that is still closed gives no prices."""
    declaration = quality["declaration"]
    return BidContent(
        declaration=Declaration(
            applies=declaration["applies"],
            explanation=declaration["explanation"],
            signatory=declaration["signatory"],
            signatory_function=declaration["signatory_function"],
        ),
        answers={
            int(key): _answer_of(answer) for key, answer in quality["answers"].items()
        },
        qualities={int(key): text for key, text in quality["qualities"].items()},
        prices={} if price is None else prices_of(price),
        files=tuple(_file_of(file) for file in quality["files"]),
        parties=parties_of(quality.get("parties", {})),
        costs={} if price is None else costs_of(price),
        preference=quality.get("preference"),
    )


def _answer_facts(answer: Answer) -> dict[str, Any]:
    facts = {"complies": answer.complies, "note": answer.note}
    return facts if answer.holds_from is None else {**facts, "holds_from": answer.holds_from.isoformat()}


def _answer_of(facts: Mapping[str, Any]) -> Answer:
    promised = facts.get("holds_from")
    return Answer(facts["complies"], facts["note"], date.fromisoformat(promised) if promised else None)


def _file_of(facts: Mapping[str, Any]) -> BidFile:
    return BidFile(**{**facts, "part": DocumentPart(facts["part"])})


def _amount_facts(amounts: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(key): str(amount) for key, amount in amounts.items()}


def prices_of(price: Mapping[str, Any]) -> dict[int, Decimal]:
    """The amounts in a price envelope, by milestone."""
    return {int(key): euros(amount) for key, amount in price["prices"].items()}


def costs_of(price: Mapping[str, Any]) -> dict[int, Decimal]:
    """The amounts on the published cost lines in a price envelope, by the number of the line."""
    return {int(key): euros(amount) for key, amount in price.get("costs", {}).items()}


def as_draft(content: BidContent) -> bytes:
    """The whole content as bytes, to be locked away as a draft."""
    parts = {kind.value: facts for kind, facts in envelopes_of(content).items()}
    return json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()


def from_draft(plaintext: bytes) -> BidContent:
    """The content of a draft that was taken out."""
    parts = json.loads(plaintext)
    return content_of(parts[EnvelopeKind.QUALITY.value], parts[EnvelopeKind.PRICE.value])
