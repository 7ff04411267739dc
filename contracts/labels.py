"""The Dutch words for the choices of contracts."""

from enum import Enum

from contracts.framework_labels import FRAMEWORK_LABELS
from contracts.performance_labels import PERFORMANCE_LABELS

LABELS: dict[Enum, str] = {**FRAMEWORK_LABELS, **PERFORMANCE_LABELS}
