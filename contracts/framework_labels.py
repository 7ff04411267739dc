"""The Dutch words for what a contract is and what happens to it."""

from enum import Enum

from contracts.ceilings import CeilingStage
from contracts.extension_advice import Verdict
from contracts.kpis import KpiCode, KpiVerdict
from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.modifications import SUBSTANCE_WORDS, ModificationKind
from contracts.signing import CLAUSE_WORDS
from contracts.terms import OptionDecision

FRAMEWORK_LABELS: dict[Enum, str] = {
    ContractStatus.DRAFT: "Concept",
    ContractStatus.SIGNED: "Getekend",
    ContractStatus.ENDED: "Afgelopen",
    ContractStatus.TERMINATED: "Tussentijds beëindigd",
    ContractStatus.WITHDRAWN: "Ingetrokken",
    ContractBasis.TENDER: "Aanbesteding",
    ContractBasis.IN_HOUSE: "Inbesteding",
    ContractBasis.PILOT: "Pilot",
    ContractBasis.PURCHASE: "Onderhandse inkoop",
    ContractBasis.INDIVIDUAL: "Individuele re-integratieovereenkomst (IRO)",
    ContractBasis.CALL_OFF: "Nadere opdracht",
    ContractBasis.OPEN_HOUSE: "Toelating (open house)",
    OptionDecision.OPEN: "Nog te beslissen",
    OptionDecision.TAKEN: "Verlengd",
    OptionDecision.NOT_TAKEN: "Niet verlengd",
    OptionDecision.LAPSED: "Vervallen",
    CeilingStage.NONE_AGREED: "Geen maximum afgesproken",
    CeilingStage.CALM: "Ruim onder het maximum",
    CeilingStage.FROM_70: "70 % of meer gebruikt",
    CeilingStage.FROM_85: "85 % of meer gebruikt",
    CeilingStage.FROM_95: "95 % of meer gebruikt",
    CeilingStage.REACHED: "Maximum bereikt",
    KpiCode.PLACED: "Geplaatst",
    KpiCode.SUSTAINED: "Na 6 maanden nog aan het werk",
    KpiCode.DROPPED_OUT: "Uitval zonder geldige reden",
    KpiVerdict.TOO_LITTLE: "Te weinig gegevens",
    KpiVerdict.NO_NORM: "Geen norm afgesproken",
    KpiVerdict.MET: "Norm gehaald",
    KpiVerdict.MISSED: "Norm niet gehaald",
    Verdict.EXTEND: "De feiten wijzen op verlengen",
    Verdict.DO_NOT_EXTEND: "De feiten wijzen op niet verlengen",
    Verdict.WEIGH: "De feiten wijzen niet één kant op: weeg ze af",
    ModificationKind.DE_MINIMIS: "Kleine wijziging (artikel 2.163b)",
    ModificationKind.REVIEW_CLAUSE: "Herzieningsclausule in het contract (artikel 2.163c)",
    ModificationKind.ADDITIONAL_SERVICES: "Aanvullende diensten (artikel 2.163d)",
    ModificationKind.UNFORESEEN: "Onvoorziene omstandigheden (artikel 2.163e)",
    ModificationKind.NEW_CONTRACTOR: "Andere opdrachtnemer (artikel 2.163f)",
    ModificationKind.NOT_SUBSTANTIAL: "Niet-wezenlijke wijziging (artikel 2.163g)",
    **dict(SUBSTANCE_WORDS.items()),
    **dict(CLAUSE_WORDS.items()),
}

#: What the history of a contract calls each act of the trail.
ACT_WORDS: dict[str, str] = {
    "contract.drafted-from-award": "Concept gemaakt vanuit de gunning",
    "contract.drafted-by-hand": "Concept gemaakt",
    "contract.draft-changed": "Concept gewijzigd",
    "contract.withdrawn": "Concept ingetrokken",
    "contract.signed": "Getekend",
    "contract.extended": "Verlengd",
    "contract.option-not-taken": "Optie niet gebruikt",
    "contract.modified": "Wijziging vastgelegd",
    "contract.change-published": "Wijziging aangekondigd",
    "contract.default-announced": "Voornemen tot ingebrekestelling",
    "contract.default-answered": "Reactie op het voornemen",
    "contract.default-sent": "In gebreke gesteld",
    "contract.default-closed": "Ingebrekestelling afgerond",
    "contract.default-letter-requested": "Brief over ingebrekestelling gevraagd",
    "contract.termination-letter-requested": "Brief over beëindiging gevraagd",
    "contract.exit-planned": "Exitplan gemaakt",
    "contract.exit-step-added": "Stap in het exitplan toegevoegd",
    "contract.exit-step-done": "Stap van het exitplan klaar",
    "contract.rate-set": "Nieuw tarief afgesproken",
    "contract.terminated": "Tussentijds beëindigd",
    "contract.ended": "Afgesloten",
    "contract.partner_left": "Partnergemeente stopt",
    "contract.partner-added": "Partnergemeente toegevoegd",
    "contract.budget-chosen": "Ander budget gekozen",
    "contract.document-added": "Document toegevoegd",
    "contract.sheet-requested": "Contractblad gevraagd",
    "contract.called_off": "Nadere opdracht gegeven",
    "contract.followed": "Wordt gevolgd",
    "contract.unfollowed": "Wordt niet meer gevolgd",
    "contract.checks_planned": "Controlepunten gemaakt",
    "contract.letter-requested": "Brief over verlenging gevraagd",
}
