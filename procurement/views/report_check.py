"""Checking a file that says to be a gunningsverslag of this house."""

from flask import render_template
from flask.typing import ResponseReturnValue

from procurement.forms.award import ReportFileForm
from procurement.operations.report_verification import verify_with_database
from procurement.permissions import ProcurementPermission
from procurement.views.award import pages
from townhall.accounts.gate import allowed


@pages.route("/gunningsverslag-controleren", methods=["GET", "POST"])
@allowed(ProcurementPermission.AWARD_READ)
def check_report() -> ResponseReturnValue:
    """Compare an uploaded PDF with what this house keeps; nothing is stored, so the answer comes at once."""
    form = ReportFileForm()
    verdict = None
    is_checked = False
    if form.validate_on_submit():
        with form.showing_refusals():
            verdict = verify_with_database(form.file.data.read())
        is_checked = not form.obstacles
    return render_template("procurement/award/check_report.html", form=form, verdict=verdict, is_checked=is_checked)
