"""How firm the ranking of a lot is: what changes the winner and what does not."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from procurement.permissions import ProcurementPermission
from procurement.queries.awards import rankings_of
from procurement.queries.firmness import firmness_of
from procurement.queries.tenders import lot_of
from procurement.sensitivity import EFFECT_LABELS, KIND_LABELS, Effect, in_words
from procurement.views.award import pages
from procurement.views.bid_reading import may_read_outcome
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall.accounts.gate import allowed


@pages.route("/<reference>/rangorde/<int:number>/gevoeligheid")
@allowed(ProcurementPermission.AWARD_READ)
def sensitivity(reference: str, number: int) -> ResponseReturnValue:
    """The share of small changes after which the same bid still wins, and every change that turns the ranking."""
    tender = tender_or_404(reference)
    if not may_read_outcome(tender):
        abort(404)
    lot = lot_of(tender, number) or abort(404)
    ranking = rankings_of(tender).get(lot.id) or abort(404)
    found = firmness_of(tender, [ranking]).get(lot.id) or abort(404)
    first = tuple(sorted(row.supplier.name for row in ranking.rows if row.rank == 1))
    return render_template(
        "procurement/award/sensitivity.html",
        tender=tender,
        lot=lot,
        tabs=tabs_of(tender),
        found=found,
        words=in_words(found),
        is_of_ranking=bool(set(first) & set(found.winners)),
        kinds=[KIND_LABELS[kind] for kind in found.shares],
        series=[
            (EFFECT_LABELS[effect].capitalize(), [each.percents[at] for each in found.shares.values()])
            for at, effect in enumerate(Effect)
        ],
        KIND_LABELS=KIND_LABELS,
        EFFECT_LABELS=EFFECT_LABELS,
    )
