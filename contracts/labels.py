"""The Dutch words for the choices of contracts."""

from enum import Enum

from contracts.framework_labels import FRAMEWORK_LABELS

LABELS: dict[Enum, str] = {**FRAMEWORK_LABELS}
