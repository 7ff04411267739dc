"""For staff: naming openers, making keys, opening in two steps, and the record of it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.bids import EnvelopeKind
from procurement.forms.bids import ChangePassphraseForm, NewKeyForm, OpenersForm, PassphraseForm
from procurement.models.openings import Opener
from procurement.models.tenders import Tender
from procurement.openings import (
    OpeningFacts,
    obstacles_to_beginning,
    obstacles_to_completing,
    obstacles_to_making_keys,
    takes_first_step,
)
from procurement.operations.openers import (
    change_passphrase,
    create_tender_keys,
    make_opener_key,
    name_openers,
)
from procurement.operations.openings import (
    WRONG_PASSPHRASE,
    begin_opening,
    complete_opening,
    record_wrong_passphrase,
)
from procurement.permissions import ProcurementPermission
from procurement.queries.bids import submissions
from procurement.queries.opening_record import record_page
from procurement.queries.openings import (
    closing_root_of,
    current_key_of,
    current_keys_of,
    has_tender_keys,
    opener_of,
    openers_of,
    opening_facts,
    openings_of,
    persons_who_may_open,
    tenders_to_open,
)
from procurement.queries.resharing import partners_by_opener, pending_resharing
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.accounts.models import Account
from townhall.database import db, transaction
from townhall.forms import ConfirmForm
from townhall.refusal import Obstacle, Refusal

pages = Blueprint("openings", __name__, url_prefix="/aanbestedingen")
own_key = Blueprint("keys", __name__)

KINDS = {"kwaliteit": EnvelopeKind.QUALITY, "prijzen": EnvelopeKind.PRICE}
PATHS = {kind: path for path, kind in KINDS.items()}


@pages.route("/<reference>/openers", methods=["GET", "POST"])
@allowed(ProcurementPermission.OPENERS_NAME)
def openers(reference: str) -> ResponseReturnValue:
    """Who opens the bids; which of them still needs a key."""
    tender = tender_or_404(reference)
    candidates = persons_who_may_open()
    named = openers_of(tender)
    form = OpenersForm(data={"openers": [str(opener.account_id) for opener in named]})
    form.openers.offer([(str(person.id), person.name) for person in candidates])
    if form.validate_on_submit():
        chosen = [person for person in candidates if str(person.id) in form.openers.data]
        with form.showing_refusals():
            with transaction():
                name_openers(tender, chosen, actor=current_actor(), now=clock.now())
            flash("De openers zijn aangewezen.", "positive")
            return redirect(url_for("procurement.openings.openers", reference=reference))
    keys = current_keys_of([opener.account_id for opener in named])
    has_keys = has_tender_keys(tender)
    return render_template(
        "procurement/openings/openers.html",
        tender=tender,
        tabs=tabs_of(tender),
        form=form,
        openers=named,
        keys=keys,
        has_keys=has_keys,
        keys_form=ConfirmForm(),
        in_the_way=obstacles_to_making_keys(openers=len(named), with_key=len(keys), has_keys=has_keys),
    )


@pages.route("/<reference>/openers/sleutels", methods=["POST"])
@allowed(ProcurementPermission.OPENERS_NAME)
def make_keys(reference: str) -> ResponseReturnValue:
    """Make the keys of the tender; from then on its openers are fixed."""
    tender = tender_or_404(reference)
    with transaction():
        create_tender_keys(tender, actor=current_actor(), now=clock.now())
    flash("De sleutels zijn gemaakt. Inschrijvingen kunnen nu worden verzegeld.", "positive")
    return redirect(url_for("procurement.openings.openers", reference=reference))


@pages.route("/te-openen")
@allowed(ProcurementPermission.BID_OPEN)
def to_open() -> ResponseReturnValue:
    """The tenders this person was named for as opener."""
    tenders = tenders_to_open(current_actor().account_id)
    return render_template("procurement/openings/to_open.html", tenders=tenders, now=clock.now())


@pages.route("/<reference>/opening")
@allowed(ProcurementPermission.BID_LIST)
def show(reference: str) -> ResponseReturnValue:
    """What was received and how far the opening is; nothing of what is in the envelopes."""
    tender = tender_or_404(reference)
    opener = opener_of(tender, current_actor().account_id)
    facts = {kind: opening_facts(tender, kind) for kind in EnvelopeKind}
    return render_template(
        "procurement/openings/show.html",
        tender=tender,
        openers=openers_of(tender),
        openings=openings_of(tender),
        closing=closing_root_of(tender),
        partners=partners_by_opener(tender),
        resharing=pending_resharing(tender),
        goes_first={kind: takes_first_step(facts[kind], opener.id if opener else None) for kind in EnvelopeKind},
        received=submissions(tender),
        kinds=list(EnvelopeKind),
        paths=PATHS,
        is_opener=opener is not None,
        may_read=may(ProcurementPermission.BID_READ),
        tabs=tabs_of(tender),
        in_the_way={kind: _obstacles(facts[kind], opener) for kind in EnvelopeKind},
    )


@pages.route("/<reference>/opening/<path_kind>", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_OPEN)
def step(reference: str, path_kind: str) -> ResponseReturnValue:
    """One step of the opening, with this opener's own passphrase."""
    tender = tender_or_404(reference)
    kind = KINDS.get(path_kind) or abort(404)
    facts, opener = opening_facts(tender, kind), opener_of(tender, current_actor().account_id)
    form = PassphraseForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            _take_step(tender, facts, opener, form.passphrase.data)
            return redirect(url_for("procurement.openings.show", reference=reference))
    return render_template(
        "procurement/openings/step.html",
        tender=tender,
        kind=kind,
        form=form,
        second=not takes_first_step(facts, opener.id if opener else None),
        opening=openings_of(tender).get(kind),
        in_the_way=[] if form.obstacles else _obstacles(facts, opener),
    )


def _take_step(tender: Tender, facts: OpeningFacts, opener: Opener | None, passphrase: str) -> None:
    """The first or the second step; a wrong passphrase is noted even though nothing else happens."""
    first = takes_first_step(facts, opener.id if opener else None)
    operation = begin_opening if first else complete_opening
    try:
        with transaction():
            operation(tender, passphrase, kind=facts.kind, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        if any(obstacle.code == WRONG_PASSPHRASE for obstacle in refusal.obstacles):
            with transaction():
                record_wrong_passphrase(tender, actor=current_actor(), now=clock.now())
        raise
    if operation is begin_opening:
        flash("De eerste stap is gezet. Vraag een andere opener om de tweede stap te zetten.", "positive")
    else:
        flash("De enveloppen zijn geopend. Het proces-verbaal wordt gemaakt.", "positive")


def _obstacles(facts: OpeningFacts, opener: Opener | None) -> list[Obstacle]:
    opener_id = opener.id if opener else None
    rule = obstacles_to_beginning if takes_first_step(facts, opener_id) else obstacles_to_completing
    return rule(facts, opener_id, clock.now())


@pages.route("/<reference>/opening/<path_kind>/proces-verbaal")
@allowed(ProcurementPermission.BID_LIST)
def record(reference: str, path_kind: str) -> ResponseReturnValue:
    """The proces-verbaal of an opening."""
    tender = tender_or_404(reference)
    opening = openings_of(tender).get(KINDS.get(path_kind) or abort(404))
    if opening is None or opening.record is None:
        abort(404)
    return render_template(
        "procurement/openings/record.html",
        tender=tender,
        opening=opening,
        record=record_page(opening.record),
    )


@own_key.route("/mijn-sleutel", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_OPEN)
def mine() -> ResponseReturnValue:
    """Choose a passphrase, which makes a key of one's own."""
    account = db.session.get_one(Account, current_actor().account_id)
    form = NewKeyForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with transaction():
                make_opener_key(account, form.passphrase.data, actor=current_actor(), now=clock.now())
            flash("Uw sleutel is gemaakt. Onthoud uw wachtzin: niemand kan haar herstellen.", "positive")
            return redirect(url_for("procurement.keys.mine"))
    return render_template("procurement/openings/my_key.html", form=form, key=current_key_of(account.id))


@own_key.route("/mijn-sleutel/wachtzin", methods=["GET", "POST"])
@allowed(ProcurementPermission.BID_OPEN)
def passphrase() -> ResponseReturnValue:
    """Another passphrase for the same key."""
    key = current_key_of(current_actor().account_id) or abort(404)
    form = ChangePassphraseForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with transaction():
                change_passphrase(
                    key,
                    old=form.old.data,
                    new=form.passphrase.data,
                    actor=current_actor(),
                    now=clock.now(),
                )
            flash("Uw wachtzin is gewijzigd.", "positive")
            return redirect(url_for("procurement.keys.mine"))
    return render_template("procurement/openings/passphrase.html", form=form)
