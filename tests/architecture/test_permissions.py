"""Every permission can be read: the table of rights shows words, never a code."""

import pytest

from tests.conftest import settings_for
from townhall.accounts.gate import granted, permission_words
from wsgi import create_app


@pytest.fixture(scope="module", autouse=True)
def _every_module_is_loaded(tmp_path_factory):
    """Makes the application, which knows every module and grants their permissions."""
    create_app(settings_for(tmp_path_factory.mktemp("permissions"), "sqlite://"))


def test_every_permission_has_dutch_words():
    assert sorted(set(granted()) - set(permission_words())) == []


def test_no_two_permissions_read_alike():
    words = list(permission_words().values())

    assert sorted({text for text in words if words.count(text) > 1}) == []
