"""What people see when something is wrong: why, and what to do next."""

import logging

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from townhall.accounts.gate import gate_of
from townhall.accounts.kept_input import go_on, log_in_and_go_on
from townhall.database import db
from townhall.forms import STALE
from townhall.refusal import Refusal

log = logging.getLogger(__name__)

WITH_PAGE = (403, 404, 409, 413, 429)


def register(app: Flask) -> None:
    """Answer every error with a page in words."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(StaleDataError, stale)
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(HTTPException, wrong_address)
    app.register_error_handler(Exception, broken)


def refused(refusal: Refusal) -> ResponseReturnValue:
    """An operation said no, and no form was there to show it."""
    return render_template("errors/409.html", refusals=refusal.obstacles), 409


def stale(_error: StaleDataError) -> ResponseReturnValue:
    """Two people changed the same record."""
    return render_template("errors/409.html", refusals=[STALE]), 409


def expired(_error: CSRFError) -> ResponseReturnValue:
    """The page was open too long, or the form came from elsewhere."""
    gate = gate_of(current_app, request.endpoint or "")
    needs_no_login = current_user.is_authenticated or (gate is not None and gate.public)
    kept = go_on() if needs_no_login else log_in_and_go_on()
    return kept or (render_template("errors/400.html"), 400)


def wrong_address(error: HTTPException) -> ResponseReturnValue:
    """Not found, not allowed, too large and the like."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    if error.code == 409:
        return render_template("errors/409.html", refusals=[]), 409
    name = str(error.code) if error.code in WITH_PAGE else ("400" if error.code < 500 else "500")
    return render_template(f"errors/{name}.html"), error.code


def broken(error: Exception) -> ResponseReturnValue:
    """A fault of ours: written down for us, said plainly to the user."""
    log.exception("unexpected error", exc_info=error)
    db.session.rollback()
    return render_template("errors/500.html"), 500
