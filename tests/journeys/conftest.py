"""A world for a journey: the application as it runs, with the tokens that forms carry."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.journeys.world import World


@pytest.fixture
def world(app: Flask, as_person: Callable[[str], FlaskClient], run_command: Callable[..., Any]) -> World:
    """The cast before the first page is opened."""
    app.config["WTF_CSRF_ENABLED"] = True  # a browser sends the token; so does a Person
    return World(app, as_person, run_command)
