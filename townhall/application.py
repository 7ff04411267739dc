"""Builds the ground floor: settings, database, rights, words, pages and commands of the townhall."""

from datetime import timedelta
from typing import Any

from flask import Flask, abort, current_app, has_request_context, request
from flask_login import current_user
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.routing import IntegerConverter, Map

from townhall import clock, errors, filters, navigation, pages
from townhall.absences import wiring as absences_wiring
from townhall.accounts import gate, kept_input, sessions
from townhall.accounts import permissions as account_permissions
from townhall.accounts import views as account_views
from townhall.accounts.administration import wiring as administration_wiring
from townhall.audit import cli as audit_cli
from townhall.audit import views as audit_views
from townhall.budgets import wiring as budgets_wiring
from townhall.config import ROOT, Settings
from townhall.database import db, tune
from townhall.decrees import wiring as decrees_wiring
from townhall.documents import views as document_views
from townhall.forms import ConfirmForm
from townhall.installation import demo_day, installation
from townhall.jobs import cli as jobs_cli
from townhall.jobs import views as job_views
from townhall.labels import LABELS
from townhall.organisations import wiring as organisations_wiring
from townhall.uploads import PrivateRequest

#: Nothing from elsewhere, no inline script or style: every page works with its own files only.
CONTENT_POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"


class RowNumber(IntegerConverter):
    """A whole number in an address that a database can hold; a larger one is no address."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": 2**31 - 1, **options})


def create_ground_floor(settings: Settings) -> Flask:
    """The application with the townhall in it; the composition root adds the other storeys."""
    settings.instance_folder.mkdir(parents=True, exist_ok=True)
    app = Flask(
        "raamwerk",
        root_path=str(ROOT),
        template_folder="templates",
        static_folder="static",
        instance_path=str(settings.instance_folder.resolve()),
    )
    app.url_map.converters["int"] = RowNumber
    app.url_map.strict_slashes = False  # people type addresses with and without the last stroke
    app.request_class = PrivateRequest
    app.extensions["settings"] = settings
    app.config.update(_flask_settings(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    with app.app_context():
        tune(db.engine)
    app.before_request(clock.note_arrival)  # before anything reads what is sent: that may take minutes
    app.before_request(kept_input.note_restored)
    app.before_request(clock.note_received)
    CSRFProtect(app)
    sessions.register(app)
    filters.register(app)
    filters.register_labels(LABELS)
    errors.register(app)
    clock.follow(demo_day)
    gate.grant(account_permissions.GRANTS, account_permissions.WORDS)
    for blueprint in (
        pages.pages, account_views.pages, audit_views.pages, document_views.pages, job_views.pages
    ):  # fmt: skip
        app.register_blueprint(blueprint)
    for wiring in (organisations_wiring, budgets_wiring, decrees_wiring, administration_wiring, absences_wiring):
        wiring.register(app)
    for commands in (audit_cli.commands, jobs_cli.commands, jobs_cli.mail_commands):
        app.cli.add_command(commands)
    _add_navigation()
    app.before_request(_refuse_null_characters)
    app.before_request(gate.guard)
    app.after_request(_harden)
    app.context_processor(_for_every_page)
    return app


def _flask_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.signing_key(),
        "SQLALCHEMY_DATABASE_URI": settings.database(),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": not settings.database().startswith("sqlite")},
        "MAX_CONTENT_LENGTH": settings.max_upload_bytes,
        "MAX_FORM_MEMORY_SIZE": 4_000_000,
        "MAX_FORM_PARTS": 5_000,
        "PERMANENT_SESSION_LIFETIME": timedelta(minutes=settings.session_idle_minutes),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.cookies_over_https_only,
        "WTF_CSRF_ENABLED": not settings.testing,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_I18N_ENABLED": False,
        "TESTING": settings.testing,
        "PROPAGATE_EXCEPTIONS": False,
    }


def _add_navigation() -> None:
    permission = account_permissions.AccountsPermission
    for item in (
        navigation.NavItem("Spoor", "audit.index", permission.TRAIL_READ, 90),
        navigation.NavItem("Postvak uit", "pages.outbox", permission.MAIL_READ, 92, section="pages.outbox"),
    ):
        navigation.add(item)


def _refuse_null_characters() -> None:
    """No browser types the character that PostgreSQL cannot keep in a text."""
    sent = [request.path]
    for values in (request.args, request.form):
        sent += [value for _name, value in values.items(multi=True)]
    if any("\x00" in value for value in sent):
        abort(400)


def _harden(response: Any) -> Any:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response


def _for_every_page() -> dict[str, Any]:
    facts = installation()
    for_all = {
        "authority_name": facts.name,
        "department_name": facts.department,
        "demo_day": facts.demo_day,
        "now": clock.now(),
    }
    if not has_request_context():  # a letter or report made by a job: nobody looks at it now
        return for_all
    actor = gate.current_actor()
    return for_all | {
        "nav_items": navigation.menu_of(actor) if current_user.is_authenticated else [],
        "actor": actor,
        "may": gate.may,
        "may_open": gate.may_open,
        "theme_css": current_app.extensions["settings"].theme_css,
        "log_out_form": ConfirmForm(),
        "session_end": _session_end(),
    }


def _session_end() -> sessions.SessionEnd | None:
    if not current_user.is_authenticated:
        return None
    return sessions.session_end(current_user.session, clock.machine_time())

