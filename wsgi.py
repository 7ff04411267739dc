"""The composition root: the one file that knows every module."""

from flask import Flask

import alerts.wiring
import contracts.wiring
import demo.cli
import invoices.wiring
import procurement.wiring
import reports.wiring
from alerts.queries import texts_about
from alerts.scheduler import start_when_asked
from contracts.queries.extension_figures import AMOUNTS_PAID, OPEN_SIGNALS
from contracts.queries.signing import signing_days
from invoices.queries.payments import paid_per_year
from procurement.queries.notice_results import SIGNING_DAYS
from townhall.accounts import gate
from townhall.application import create_ground_floor
from townhall.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The whole application. Refuses to start when a route has no gate."""
    app = create_ground_floor(settings or Settings())
    for module in (procurement, contracts, invoices, alerts, reports):
        module.wiring.register(app)
    app.extensions[SIGNING_DAYS] = signing_days
    app.extensions[AMOUNTS_PAID] = paid_per_year
    app.extensions[OPEN_SIGNALS] = texts_about
    app.cli.add_command(demo.cli.commands)
    gate.check_every_route(app)
    start_when_asked(app)
    return app
