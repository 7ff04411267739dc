"""The Dutch words for the choices in a planning."""

from collections.abc import Mapping
from typing import Any

from procurement.back_planning import CollegeDecides
from procurement.planning_norms import Norm
from procurement.timeline import Haste

COLLEGE: Mapping[CollegeDecides, str] = {
    CollegeDecides.AWARD: "Ja, over de gunning",
    CollegeDecides.START_AND_AWARD: "Ja, over de start en over de gunning",
    CollegeDecides.NOTHING: "Nee, iemand met mandaat beslist",
}
HASTE: Mapping[Haste, str] = {
    Haste.NORMAL: "Gewone termijnen",
    Haste.URGENT: "Verkort wegens urgentie (art. 2.74 Aanbestedingswet)",
}
NORMS: Mapping[Norm, str] = {
    Norm.COLLEGE: "Van collegevoorstel tot besluit",
    Norm.ASKING: "Tijd voor aanbieders om vragen te stellen",
    Norm.ANSWERING: "Vragen beantwoorden",
    Norm.SELECTING: "Gegadigden selecteren",
    Norm.ASSESSING: "Beoordelen en verslag schrijven",
    Norm.SIGNING: "Bewijsstukken controleren en tekenen",
    Norm.MOBILISING: "Voorbereiding door de opdrachtnemer",
}

ALL: tuple[Mapping[Any, str], ...] = (COLLEGE, HASTE, NORMS)
