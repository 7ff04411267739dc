"""The Dutch words for the choices of invoices."""

from enum import Enum

LABELS: dict[Enum, str] = {}
