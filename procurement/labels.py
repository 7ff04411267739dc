"""The Dutch words for the choices of procurement."""

from enum import Enum

LABELS: dict[Enum, str] = {}
