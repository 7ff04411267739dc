"""Reading the letters before they leave; they still leave all together."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from procurement.lifecycle import TenderStatus
from procurement.models.tenders import Tender
from procurement.operations.awards import obstacles_to_sending
from procurement.permissions import ProcurementPermission
from procurement.queries.letters_to_send import LetterToSend, decision_to_tell, letters_of_now
from procurement.views.award import pages
from procurement.views.tender_loading import tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed
from townhall.forms import ConfirmForm
from townhall.installation import installation


@pages.route("/<reference>/gunning/brieven/nalezen")
@allowed(ProcurementPermission.AWARD_PREPARE)
def letters(reference: str) -> ResponseReturnValue:
    """Every letter that will leave, with what it says per lot, and the button that sends them all."""
    tender = tender_or_404(reference)
    is_decided = tender.status == TenderStatus.DECIDED
    return render_template(
        "procurement/award/letters.html",
        tender=tender,
        letters=_letters_or_404(tender),
        is_decided=is_decided,
        to_send=obstacles_to_sending(tender) if is_decided else [],
        form=ConfirmForm(),
    )


@pages.route("/<reference>/gunning/brieven/nalezen/<int:supplier_id>")
@allowed(ProcurementPermission.AWARD_PREPARE)
def letter(reference: str, supplier_id: int) -> ResponseReturnValue:
    """One letter, word for word as it would leave today."""
    tender = tender_or_404(reference)
    all_letters = _letters_or_404(tender)
    at = next((at for at, each in enumerate(all_letters) if each.supplier.id == supplier_id), None)
    if at is None:
        abort(404)
    return render_template(
        "procurement/award/letter.html",
        tender=tender,
        letter=all_letters[at],
        page=all_letters[at].page(clock.now()),
        before=all_letters[at - 1] if at else None,
        after=all_letters[at + 1] if at + 1 < len(all_letters) else None,
        authority=installation(),
    )


def _letters_or_404(tender: Tender) -> list[LetterToSend]:
    decision = decision_to_tell(tender) or abort(404)
    return letters_of_now(tender, decision, clock.now())
