"""Whether the file of a tender holds a simulation of its formula."""

from enum import StrEnum


class SimulationState(StrEnum):
    """There is none; it was made with other criteria; or it fits."""

    MISSING = "missing"
    OUTDATED = "outdated"
    CURRENT = "current"


#: What the publication page advises; publishing is not refused for it.
ADVICE: dict[SimulationState, str] = {
    SimulationState.MISSING: (
        "De prijsformule is nog niet nagerekend met proefinschrijvingen. Doe dat op de pagina Simulatie: na publicatie "
        "kan de formule niet meer worden hersteld."
    ),
    SimulationState.OUTDATED: (
        "De simulatie in het dossier is gemaakt met andere criteria of een andere formule. Maak haar opnieuw."
    ),
}
