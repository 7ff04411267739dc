"""The Dutch words for the choices of contracts."""

from enum import Enum

LABELS: dict[Enum, str] = {}
