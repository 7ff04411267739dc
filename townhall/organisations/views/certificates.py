"""The proofs of suppliers: handed in by the firm, judged by the municipality."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.documents.operations import store_document
from townhall.organisations import certificate_queries as queries
from townhall.organisations.certificate_forms import CertificateForm, CertificateJudgementForm
from townhall.organisations.certificates import SOON_MONTHS, state_of
from townhall.organisations.operations.certificates import judge_certificate, offer_certificate
from townhall.organisations.permissions import OrganisationsPermission
from townhall.organisations.views.portal import own_firm
from townhall.paging import page_of
from townhall.periods import add_months

pages = Blueprint("certificates", __name__)

#: The kind of document; who may read it is said in ``certificate_queries.py``.
PROOF = "organisations.certificate"


@pages.route("/portaal/bewijzen")
@allowed(OrganisationsPermission.OWN_FIRM)
def own() -> ResponseReturnValue:
    """The proofs of the own firm, with their last day."""
    return render_template(
        "organisations/certificates/own.html",
        certificates=queries.certificates_of(own_firm().id),
        state_of=state_of,
        today=clock.today(),
    )


@pages.route("/portaal/bewijzen/nieuw", methods=["GET", "POST"])
@allowed(OrganisationsPermission.OWN_FIRM)
def offer() -> ResponseReturnValue:
    """Hand in a proof."""
    firm, form = own_firm(), CertificateForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            now, actor = clock.now(), current_actor()
            document = store_document(
                form.file.data.read(), filename=form.file.data.filename, kind=PROOF, actor=actor, now=now,
                title=form.name.data,
            )  # fmt: skip
            offer_certificate(
                firm, form.kind.data, name=form.name.data, issuer=form.issuer.data,
                reference=form.reference.data or "", valid_from=form.valid_from.data,
                valid_until=form.valid_until.data, covered=form.covered.data, document=document, actor=actor, now=now,
            )  # fmt: skip
        if not form.obstacles:
            flash("Uw bewijs is ingestuurd. De gemeente controleert het.", "positive")
            return redirect(url_for(".own"))
    return render_template("organisations/certificates/offer.html", form=form)


@pages.route("/bewijzen")
@allowed(OrganisationsPermission.SUPPLIER_READ)
def index() -> ResponseReturnValue:
    """Every proof that waits for a check, has ended or ends soon."""
    today = clock.today()
    return render_template(
        "organisations/certificates/index.html",
        page=page_of(queries.certificates_to_watch(until=add_months(today, SOON_MONTHS))),
        state_of=state_of,
        today=today,
    )


@pages.route("/bewijzen/<int:certificate_id>/beoordelen", methods=["GET", "POST"])
@allowed(OrganisationsPermission.CERTIFICATE_JUDGE)
def judge(certificate_id: int) -> ResponseReturnValue:
    """Say that a proof is good, or why it is not."""
    certificate = queries.certificate_with_id(certificate_id) or abort(404)
    form = CertificateJudgementForm(record=certificate)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            judge_certificate(
                certificate, accepts=form.accepts.data == "ja", judgement=form.judgement.data or "",
                actor=current_actor(), now=clock.now(),
            )  # fmt: skip
        if not form.obstacles:
            flash("Uw oordeel is vastgelegd.", "positive")
            return redirect(url_for("suppliers.show", kvk_number=certificate.organisation.kvk_number))
    return render_template("organisations/certificates/judge.html", form=form, certificate=certificate)
