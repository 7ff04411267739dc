"""The Dutch words of checks; a dictionary per kind, because equal values of two kinds are equal keys."""

from enum import Enum

from contracts.checks import CheckKind, CheckState, Finding, Rhythm

CHECK_LABELS: tuple[dict[Enum, str], ...] = (
    {
        CheckKind.KNOCK_OUT: "Eis",
        CheckKind.CONDITIONAL: "Eis met ingangsdag",
        CheckKind.WISH: "Wens",
        CheckKind.PROMISE: "Belofte uit de inschrijving",
        CheckKind.CLAUSE: "Clausule Besluit SUWI",
        CheckKind.PROCESSING_AGREEMENT: "Verwerkersovereenkomst",
        CheckKind.INSURANCE: "Verzekering",
        CheckKind.QUALITY_MARK: "Keurmerk",
        CheckKind.SOCIAL_RETURN: "Social return",
        CheckKind.OWN: "Zelf toegevoegd",
    },
    {
        Rhythm.ONCE: "Eén keer",
        Rhythm.MONTHLY: "Elke maand",
        Rhythm.QUARTERLY: "Elk kwartaal",
        Rhythm.HALF_YEARLY: "Elk half jaar",
        Rhythm.YEARLY: "Elk jaar",
    },
    {
        Finding.MET: "In orde",
        Finding.PARTLY: "Deels in orde",
        Finding.NOT_MET: "Niet in orde",
        Finding.NOT_ASKED: "Niet van toepassing",
    },
    {
        CheckState.LATE: "Te laat",
        CheckState.DUE: "Nu toetsen",
        CheckState.PLANNED: "Gepland",
        CheckState.DONE: "Afgerond",
        CheckState.STOPPED: "Gestopt",
    },
)
