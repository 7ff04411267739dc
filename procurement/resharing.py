"""When two openers may let a third person in with a key of now, after the keys of a tender were made.

For a lost passphrase and for an opener who left. Nobody gets further than before: a newcomer still needs an
opener beside him, the deadline stays, and each of the two needs his own passphrase (Aanbestedingsbesluit art. 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from townhall.refusal import Obstacle

#: An ordered pair of openers that holds a share: who goes first, who goes second.
Pair = tuple[int, int]


@dataclass(frozen=True)
class ResharingFacts:
    """What decides whether an opener may pass his shares on, or agree to it."""

    opener_ids: frozenset[int]
    has_shares: bool
    all_open: bool
    first_opener_id: int | None = None
    newcomer_opener_id: int | None = None
    """The newcomer as opener of this tender; None for somebody who was not named before."""


@dataclass(frozen=True)
class Newcomer:
    """Who is to be let in: his account, the key he has now, and the key the tender knows him by."""

    account_id: int
    key_id: int | None
    used_key_id: int | None
    may_open: bool


def obstacles_to_asking(
    facts: ResharingFacts, opener_id: int | None, newcomer: Newcomer | None, *, own_account_id: int | None
) -> list[Obstacle]:
    """Why this opener cannot pass his shares on to this person; without a person, why to nobody at all."""
    obstacles = _obstacles_to_any_step(facts, opener_id)
    if facts.first_opener_id is not None:
        text = "Er wacht al iemand op toelating. Handel dat eerst af."
        obstacles.append(Obstacle("resharing-pending", text))
    if newcomer is not None:
        obstacles += _obstacles_to_newcomer(newcomer, own_account_id)
    return obstacles


def _obstacles_to_newcomer(newcomer: Newcomer, own_account_id: int | None) -> list[Obstacle]:
    if newcomer.account_id == own_account_id:
        text = "U kunt uzelf niet toelaten. Vraag twee andere openers."
        return [Obstacle("lets-himself-in", text, "person")]
    if not newcomer.may_open:
        return [Obstacle("may-not-open", "Deze persoon heeft niet de rol om te openen. Kies iemand anders.", "person")]
    if newcomer.key_id is None:
        text = "Deze persoon heeft nog geen sleutel. Vraag hem een wachtzin te kiezen op de pagina ‘Mijn sleutel’."
        return [Obstacle("newcomer-without-key", text, "person")]
    if newcomer.key_id == newcomer.used_key_id:
        text = (
            "Deze opener heeft voor deze aanbesteding al deze sleutel. Is de wachtzin kwijt? "
            "Dan maakt hij eerst een nieuwe sleutel op de pagina ‘Mijn sleutel’."
        )
        return [Obstacle("same-key", text, "person")]
    return []


def obstacles_to_agreeing(facts: ResharingFacts, opener_id: int | None) -> list[Obstacle]:
    """Why this person cannot be the second of the two."""
    obstacles = _obstacles_to_any_step(facts, opener_id)
    if facts.first_opener_id is None:
        return [*obstacles, Obstacle("no-resharing", "Er wacht niemand op toelating.")]
    if opener_id == facts.first_opener_id:
        text = "U deed het voorstel. Een andere opener moet ermee instemmen."
        obstacles.append(Obstacle("same-opener-twice", text))
    if opener_id is not None and opener_id == facts.newcomer_opener_id:
        text = "U kunt uzelf niet toelaten. Vraag twee andere openers."
        obstacles.append(Obstacle("lets-himself-in", text))
    return obstacles


def _obstacles_to_any_step(facts: ResharingFacts, opener_id: int | None) -> list[Obstacle]:
    if opener_id not in facts.opener_ids:
        text = "U bent bij deze aanbesteding niet aangewezen als opener. Vraag de inkoper wie dat wel zijn."
        return [Obstacle("not-an-opener", text)]
    if not facts.has_shares:
        text = "De sleutels zijn nog niet gemaakt. De inkoper kan de openers nog gewoon wijzigen."
        return [Obstacle("no-keys-yet", text)]
    if facts.all_open:
        return [Obstacle("nothing-left-to-open", "Alle enveloppen zijn al open. Toelaten hoeft niet meer.")]
    return []


def shares_to_pass_on(pairs: frozenset[Pair], giver: int, *, newcomer: int | None) -> list[int]:
    """The openers whose share this giver can pass on: those he goes before, without the newcomer himself."""
    return sorted(second for first, second in pairs if first == giver and second != newcomer)


def partners_of(pairs: frozenset[Pair]) -> Mapping[int, frozenset[int]]:
    """With whom each opener can open, whoever of the two goes first."""
    partners: dict[int, set[int]] = {}
    for first, second in pairs:
        partners.setdefault(first, set()).add(second)
        partners.setdefault(second, set()).add(first)
    return {opener: frozenset(others) for opener, others in partners.items()}
