"""From which budget a new contract would be paid."""

from procurement.models.tenders import Lot, Tender
from townhall.budgets.headings import Heading, proposed
from townhall.budgets.queries import headings_to_choose
from townhall.filters import words


def heading_to_propose(tender: Tender, lot: Lot, *, from_year: int) -> Heading:
    """The budget lot with the title or the target group of this lot, when it has a budget from this year on; else the
    whole programme of the tender."""
    choices = headings_to_choose(from_year=from_year)
    return proposed(tender.budget_programme, [lot.title, words(lot.target_group)], choices)
