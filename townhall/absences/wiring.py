"""Ties absences to the application."""

from flask import Flask

from townhall.absences import views


def register(app: Flask) -> None:
    """Add the pages; their door is on the page of one's own account."""
    app.register_blueprint(views.pages)
