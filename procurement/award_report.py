"""The gunningsverslag: the fifteen items the act asks, each filled or "niet van toepassing" with a reason.

Law: Aanbestedingswet 2012 art. 2.132 paragraph 1 (items a–n) and art. 2.51 paragraph 5; the report is
made before the decision is communicated (art. 2.26), also for social and other specific services (art. 2.39).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from procurement.procedures import Procedure
from procurement.special_circumstances import why_not_special
from townhall.refusal import Obstacle


class Item(StrEnum):
    """The items in the order of the act; the value is the letter, or the article of the last one."""

    AUTHORITY = "a"
    SUBJECT_AND_VALUE = "b"
    CONSIDERED = "c"
    EXCLUDED = "d"
    REJECTED = "e"
    WITHHELD_INFORMATION = "f"
    ABNORMALLY_LOW = "g"
    WINNERS = "h"
    COMPETITIVE_DIALOGUE = "i"
    NEGOTIATED = "j"
    WITHOUT_NOTICE = "k"
    NON_ELECTRONIC = "l"
    CONFLICTS = "m"
    NOT_AWARDED = "n"
    PRIOR_INVOLVEMENT = "2.51(5)"


TITLES: Mapping[Item, str] = {
    Item.AUTHORITY: "Naam en adres van de aanbestedende dienst",
    Item.SUBJECT_AND_VALUE: "Voorwerp en waarde van de opdracht",
    Item.CONSIDERED: "Inschrijvers die in aanmerking zijn genomen, en waarom",
    Item.EXCLUDED: "Uitgesloten en afgewezen gegadigden, en waarom",
    Item.REJECTED: "Afgewezen inschrijvers, en waarom",
    Item.WITHHELD_INFORMATION: "Inlichtingen die op verzoek niet zijn gedeeld",
    Item.ABNORMALLY_LOW: "Afgewezen abnormaal lage inschrijvingen",
    Item.WINNERS: "Begunstigden, redenen van de keuze en onderaanneming",
    Item.COMPETITIVE_DIALOGUE: "Omstandigheden voor een concurrentiegerichte dialoog",
    Item.NEGOTIATED: "Omstandigheden voor een mededingingsprocedure met onderhandeling",
    Item.WITHOUT_NOTICE: "Omstandigheden voor een procedure zonder aankondiging",
    Item.NON_ELECTRONIC: "Redenen voor niet-elektronische indiening",
    Item.CONFLICTS: "Belangenconflicten en genomen maatregelen",
    Item.NOT_AWARDED: "Redenen om niet te gunnen",
    Item.PRIOR_INVOLVEMENT: "Maatregelen wegens eerdere betrokkenheid",
}

#: Other law that an item rests on, printed with it.
ALSO: Mapping[Item, str] = {
    Item.WITHHELD_INFORMATION: "art. 2.53",
    Item.ABNORMALLY_LOW: "art. 2.116",
    Item.COMPETITIVE_DIALOGUE: "art. 2.28",
    Item.NEGOTIATED: "art. 2.30 lid 1",
    Item.WITHOUT_NOTICE: "art. 2.32",
    Item.CONFLICTS: "art. 1.10b",
}


def article_of(item: Item) -> str:
    """The article of an item, as it is printed beside it."""
    if item == Item.PRIOR_INVOLVEMENT:
        return "art. 2.51 lid 5 Aanbestedingswet 2012"
    also = f", {ALSO[item]}" if item in ALSO else ""
    return f"art. 2.132 lid 1 onder {item}{also} Aanbestedingswet 2012"


@dataclass(frozen=True)
class ReportItem:
    """One item: what there is to say, or why it does not apply."""

    item: Item
    lines: tuple[str, ...] = ()
    not_applicable: str = ""

    @property
    def is_open(self) -> bool:
        """Is there still nothing to print?"""
        return not any(line.strip() for line in self.lines) and not self.not_applicable.strip()

    @property
    def title(self) -> str:
        """The heading."""
        return TITLES[self.item]

    @property
    def article(self) -> str:
        """The law it rests on."""
        return article_of(self.item)


@dataclass(frozen=True)
class Answer:
    """What a person says about an item that no record answers: this is so, or it does not apply because."""

    applies: bool
    text: str


#: The items that only a person can answer, and what the page asks.
QUESTIONS: Mapping[Item, str] = {
    Item.WITHHELD_INFORMATION: "Is op verzoek van een ondernemer iets uit een nota weggelaten?",
    Item.CONFLICTS: "Zijn er belangenconflicten geconstateerd? Welke maatregelen zijn genomen?",
    Item.PRIOR_INVOLVEMENT: "Was een inschrijver eerder betrokken bij de voorbereiding? Welke maatregelen?",
    Item.WINNERS: "Welk deel besteden de winnaars uit, en aan wie? Zeg het ook als dat niet bekend is.",
}
#: Not applicable by the procedure itself; a buyer fills them only when it went otherwise.
SELDOM: Mapping[Item, str] = {
    Item.COMPETITIVE_DIALOGUE: "Voerde u toch een dialoog? Waarom mocht dat?",
    Item.NEGOTIATED: "Onderhandelde u toch? Waarom mocht dat?",
    Item.WITHOUT_NOTICE: "Was er geen aankondiging, terwijl die hoort? Waarom mocht dat?",
    Item.NON_ELECTRONIC: "Kwam er iets niet elektronisch binnen, zoals een maquette? Waarom?",
}
#: Under these the answer may be that the item does not apply; the winners always apply.
MAY_NOT_APPLY = frozenset({Item.WITHHELD_INFORMATION, Item.CONFLICTS, Item.PRIOR_INVOLVEMENT})
SHORTEST_REASON = 15


@dataclass(frozen=True)
class Named:
    """A bidder on a lot with the reason that goes with it."""

    name: str
    lot: str
    reason: str


@dataclass(frozen=True)
class ReportFacts:
    """What the records say, for the items that follow from them."""

    authority: str
    address: str
    subject: str
    value_lines: tuple[str, ...]
    procedure: Procedure
    considered: tuple[Named, ...]
    excluded: tuple[Named, ...]
    rejected: tuple[Named, ...]
    abnormally_low: tuple[Named, ...]
    winners: tuple[Named, ...]
    not_awarded: tuple[tuple[str, str], ...]
    """Lot and reason."""
    stepped_down: tuple[tuple[str, str], ...] = ()
    """Assessor who stepped down for a conflict, and why."""
    declared_prior_involvement: tuple[str, ...] = ()
    selected: tuple[tuple[str, str], ...] = ()
    """Candidate that was invited to bid, and why; only where there was a selection."""
    turned_down: tuple[tuple[str, str], ...] = ()
    """Candidate that was not invited, and why."""
    bidding_along: tuple[str, ...] = ()
    """Who a winner named in his bid: members of a combination, and subcontractors with their shares."""
    withheld: tuple[str, ...] = ()
    """What was left out of a nota van inlichtingen on request, and why."""
    answers: Mapping[Item, Answer] = field(default_factory=dict)


def items_of(facts: ReportFacts) -> list[ReportItem]:
    """All fifteen items, in the order of the act."""
    made = {
        # A new installation knows only the name; without the address the item is not complete.
        Item.AUTHORITY: ReportItem(Item.AUTHORITY, (facts.authority, facts.address) if facts.address.strip() else ()),
        Item.SUBJECT_AND_VALUE: ReportItem(Item.SUBJECT_AND_VALUE, (facts.subject, *facts.value_lines)),
        Item.CONSIDERED: _named(
            Item.CONSIDERED,
            facts.considered,
            "Er is geen inschrijver in aanmerking genomen.",
            before=_candidates(facts.selected, "geselecteerd"),
        ),
        Item.EXCLUDED: _named(
            Item.EXCLUDED,
            facts.excluded,
            _no_candidates(facts.procedure),
            before=_candidates(facts.turned_down, "niet geselecteerd"),
        ),
        Item.REJECTED: _named(Item.REJECTED, facts.rejected, "Geen enkele inschrijving is afgewezen."),
        Item.WITHHELD_INFORMATION: _withheld(facts),
        Item.ABNORMALLY_LOW: _named(
            Item.ABNORMALLY_LOW,
            facts.abnormally_low,
            "Geen enkele inschrijving is als abnormaal laag afgewezen.",
        ),
        Item.WINNERS: _winners(facts),
        **_unless_said(facts),
        Item.CONFLICTS: _conflicts(facts),
        Item.NOT_AWARDED: ReportItem(
            Item.NOT_AWARDED,
            tuple(f"{lot}: {reason}" for lot, reason in facts.not_awarded),
            "" if facts.not_awarded else "Alle percelen zijn gegund.",
        ),
        Item.PRIOR_INVOLVEMENT: _prior_involvement(facts),
    }
    return [made[item] for item in Item]


def obstacles_to_adopting(items: Sequence[ReportItem]) -> list[Obstacle]:
    """Why the report cannot be adopted: items that say nothing yet."""
    return [
        Obstacle(
            "report-item-open",
            f"Onderdeel {each.item} ({each.title}) is nog leeg. {_what_to_do(each.item)}",
            field_of(each.item),
        )
        for each in items
        if each.is_open
    ]


def _what_to_do(item: Item) -> str:
    if item == Item.AUTHORITY:
        return "Laat de beheerder het adres van de gemeente invullen bij ‘Organisaties’."
    return "Vul het in, of zeg waarom het niet van toepassing is."


def field_of(item: Item) -> str:
    """The name of the form field of an item."""
    return item.name.lower()


def obstacles_to_answer(item: Item, answer: Answer) -> list[Obstacle]:
    """Why this answer to an item is too thin."""
    obstacles = []
    if len(answer.text.strip()) < SHORTEST_REASON:
        what = "Beschrijf het" if answer.applies else "Leg uit waarom dit niet van toepassing is"
        text = f"{TITLES[item]}: {what[0].lower()}{what[1:]}, in ten minste {SHORTEST_REASON} tekens."
        obstacles.append(Obstacle("report-answer-thin", text, field_of(item)))
    return obstacles


def _named(item: Item, names: Sequence[Named], otherwise: str, *, before: tuple[str, ...] = ()) -> ReportItem:
    lines = (*before, *(f"{each.lot}: {each.name}. {each.reason}".strip() for each in names))
    return ReportItem(item, lines, "" if lines else otherwise)


def _candidates(candidates: Sequence[tuple[str, str]], outcome: str) -> tuple[str, ...]:
    return tuple(f"Selectie: {name}, {outcome}. {why}".strip() for name, why in candidates)


def _no_candidates(procedure: Procedure) -> str:
    if procedure == Procedure.EU_RESTRICTED:
        return "Geen enkele gegadigde is uitgesloten of afgewezen."
    return "Er is geen selectiefase geweest en geen inschrijver is uitgesloten."


def _answered(item: Item, facts: ReportFacts) -> ReportItem:
    answer = facts.answers.get(item)
    if answer is None:
        return ReportItem(item)
    if answer.applies:
        return ReportItem(item, (answer.text,))
    return ReportItem(item, not_applicable=answer.text)


def _winners(facts: ReportFacts) -> ReportItem:
    if not facts.winners:
        return ReportItem(Item.WINNERS, not_applicable="Geen enkel perceel is gegund; zie onderdeel n.")
    answer = facts.answers.get(Item.WINNERS)
    if answer is None:
        # Without a word on subcontracting the item is not complete.
        return ReportItem(Item.WINNERS)
    winners = tuple(f"{each.lot}: {each.name}. {each.reason}" for each in facts.winners)
    return ReportItem(Item.WINNERS, (*winners, *facts.bidding_along, f"Onderaanneming: {answer.text}"))


def _withheld(facts: ReportFacts) -> ReportItem:
    answered = _answered(Item.WITHHELD_INFORMATION, facts)
    if not facts.withheld:
        return answered
    return ReportItem(Item.WITHHELD_INFORMATION, facts.withheld + answered.lines)


def _conflicts(facts: ReportFacts) -> ReportItem:
    found = tuple(
        f"{name} trad terug als beoordelaar en is vervangen of niet meegeteld. {why}"
        for name, why in facts.stepped_down
    )
    answered = _answered(Item.CONFLICTS, facts)
    if not found:
        return answered
    return ReportItem(Item.CONFLICTS, found + answered.lines)


def _prior_involvement(facts: ReportFacts) -> ReportItem:
    answered = _answered(Item.PRIOR_INVOLVEMENT, facts)
    if facts.declared_prior_involvement and not answered.lines:
        # A bidder said so itself: then "not applicable" cannot be the answer.
        return ReportItem(Item.PRIOR_INVOLVEMENT)
    declared = tuple(
        f"{name} meldde eerdere betrokkenheid in de eigen verklaring." for name in facts.declared_prior_involvement
    )
    return ReportItem(Item.PRIOR_INVOLVEMENT, declared + answered.lines, answered.not_applicable)


def _unless_said(facts: ReportFacts) -> dict[Item, ReportItem]:
    """The items that another procedure would fill: not applicable, unless the buyer says that it was so here."""
    why = why_not_special(facts.procedure)
    reasons = {
        Item.COMPETITIVE_DIALOGUE: why.dialogue,
        Item.NEGOTIATED: why.negotiation,
        Item.WITHOUT_NOTICE: why.without_notice,
        Item.NON_ELECTRONIC: "Alle inschrijvingen zijn elektronisch ingediend, in het inschrijvingsportaal.",
    }
    return {
        item: _answered(item, facts) if item in facts.answers else ReportItem(item, not_applicable=reason)
        for item, reason in reasons.items()
    }
