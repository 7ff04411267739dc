"""The Dutch words for the choices of the house."""

from enum import Enum

from townhall.accounts.roles import ROLE_LABELS

LABELS: dict[Enum, str] = dict(ROLE_LABELS.items())
