"""Recording that the result of a lot was announced."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.forms.award import NoticeForm
from procurement.operations.award_notices import record_notice
from procurement.permissions import ProcurementPermission
from procurement.views.award import _award_or_404, pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction


@pages.route("/<reference>/gunning/<int:award_id>/aankondiging", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_PREPARE)
def notice(reference: str, award_id: int) -> ResponseReturnValue:
    """When and under which number the result of this lot was announced."""
    tender, award = _award_or_404(reference, award_id)
    known = {"sent_on": award.notice_sent_on or clock.today(), "reference": award.notice_reference}
    form = NoticeForm(data=known, record=award)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            record_notice(award, form.sent_on.data, form.reference.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash(f"De aankondiging van perceel {award.lot.number} is vastgelegd.", "positive")
            return redirect(url_for("procurement.award.show", reference=reference))
    return render_template("procurement/award/notice.html", tender=tender, award=award, form=form)
