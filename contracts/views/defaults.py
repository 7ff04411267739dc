"""Putting a supplier in default, step by step."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.defaults import DefaultStage, stage_of
from contracts.forms.endings import AnnounceForm, CloseForm, ReplyForm, SendForm
from contracts.models import DefaultNotice, FrameworkContract
from contracts.operations.defaults import announce_default, close_default, record_reply, send_default_notice
from contracts.operations.ending_papers import request_default_letter
from contracts.permissions import ContractsPermission
from contracts.queries.endings import defaults_of
from contracts.views.frameworks import contract_or_404
from contracts.views.frameworks import pages as pages
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.forms import ConfirmForm, Form


def _notice_or_404(contract: FrameworkContract, sequence: int) -> DefaultNotice:
    return next((each for each in defaults_of(contract) if each.sequence == sequence), None) or abort(404)


@pages.route("/<number>/ingebrekestelling/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def announce(number: str) -> ResponseReturnValue:
    """Announce to the supplier what he fails to do."""
    contract = contract_or_404(number)
    form = AnnounceForm(record=contract)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            notice = announce_default(
                contract,
                failing=form.failing.data,
                demanded=form.demanded.data,
                hearing_on=form.hearing_on.data,
                actor=current_actor(),
                now=clock.now(),
            )
        if not form.obstacles:
            flash("Het voornemen is vastgelegd. De opdrachtnemer krijgt bericht.", "positive")
            return redirect(url_for(".default_notice", number=number, sequence=notice.sequence))
    return render_template(
        "contracts/endings/form.html",
        contract=contract,
        form=form,
        title="Voornemen tot ingebrekestelling",
        about="De opdrachtnemer krijgt eerst de kans om te reageren. Daarna stuurt u de ingebrekestelling.",
    )


@pages.route("/<number>/ingebrekestelling/<int:sequence>")
@allowed(ContractsPermission.CONTRACT_READ)
def default_notice(number: str, sequence: int) -> ResponseReturnValue:
    """One notice of default: what, the other side, the term, the outcome, and what can be done now."""
    contract = contract_or_404(number)
    notice = _notice_or_404(contract, sequence)
    return render_template(
        "contracts/endings/default.html",
        contract=contract,
        notice=notice,
        stage=stage_of(notice.facts(), clock.today()),
        stages=DefaultStage,
    )


@pages.route("/<number>/ingebrekestelling/<int:sequence>/reactie", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def default_reply(number: str, sequence: int) -> ResponseReturnValue:
    """Record what the supplier said."""
    form = ReplyForm()

    def act(notice: DefaultNotice) -> None:
        record_reply(notice, reply=form.reply.data, actor=current_actor(), now=clock.now())

    return _step(number, sequence, form, act, "Reactie vastleggen", "De reactie is vastgelegd.")


@pages.route("/<number>/ingebrekestelling/<int:sequence>/versturen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def default_send(number: str, sequence: int) -> ResponseReturnValue:
    """Send the notice with its term."""
    form = SendForm()

    def act(notice: DefaultNotice) -> None:
        send_default_notice(notice, cure_by=form.cure_by.data, actor=current_actor(), now=clock.now())

    said = "De opdrachtnemer is in gebreke gesteld en krijgt bericht. Maak de brief als PDF."
    return _step(number, sequence, form, act, "Ingebrekestelling versturen", said)


@pages.route("/<number>/ingebrekestelling/<int:sequence>/afronden", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def default_close(number: str, sequence: int) -> ResponseReturnValue:
    """Record how it ended."""
    form = CloseForm()

    def act(notice: DefaultNotice) -> None:
        close_default(notice, form.outcome.data, note=form.note.data, actor=current_actor(), now=clock.now())

    return _step(number, sequence, form, act, "Ingebrekestelling afronden", "De uitkomst is vastgelegd.")


@pages.route("/<number>/ingebrekestelling/<int:sequence>/brief", methods=["POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def default_letter(number: str, sequence: int) -> ResponseReturnValue:
    """Ask for the letter that belongs to the step it is in, as PDF."""
    notice = _notice_or_404(contract_or_404(number), sequence)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    with transaction():
        job = request_default_letter(notice, actor=current_actor(), now=clock.now())
    return redirect(url_for("jobs.show", job_id=job.id))


def _step(
    number: str, sequence: int, form: Form, act: Callable[[DefaultNotice], None], title: str, said: str
) -> ResponseReturnValue:
    contract = contract_or_404(number)
    notice = _notice_or_404(contract, sequence)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            act(notice)
        if not form.obstacles:
            flash(said, "positive")
            return redirect(url_for(".default_notice", number=number, sequence=sequence))
    return render_template(
        "contracts/endings/form.html",
        contract=contract,
        form=form,
        title=title,
        about=f"Ingebrekestelling {sequence}: {notice.demanded}",
    )
