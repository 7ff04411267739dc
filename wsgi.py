"""The composition root: the one file that knows every module."""

from flask import Flask

import contracts.wiring
import invoices.wiring
import procurement.wiring
from townhall.accounts import gate
from townhall.application import create_ground_floor
from townhall.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The whole application. Refuses to start when a route has no gate."""
    app = create_ground_floor(settings or Settings())
    for module in (procurement, contracts, invoices):
        module.wiring.register(app)
    gate.check_every_route(app)
    return app
