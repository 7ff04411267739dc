"""Forms of committee, check, scores and consensus."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procurement.admissibility import RejectionGround
from procurement.award_terms import plain
from procurement.models.tenders import AwardCriterion, Requirement
from procurement.proofs import PROOF_LABELS, Dated, ProofKind
from townhall.fields import ChoiceField, ChoicesField, DayField, LongTextField, RadioChoiceField, YesNoField
from townhall.filters import day, euro
from townhall.forms import Form

MET = (("yes", "Ja"), ("no", "Nee"))
AGES = "Alleen als het stuk is meegestuurd; dd-mm-jjjj."


def scores_of(criterion: AwardCriterion) -> list[tuple[str, str]]:
    """The published scale of a criterion, as choices."""
    return [(str(step.score), f"{plain(step.score)} – {step.label}") for step in criterion.steps()]


class CommitteeForm(Form):
    """Who assesses."""

    members = ChoicesField(
        "Beoordelaars",
        required=True,
        hint="Ten minste twee; drie of meer is beter. Zij kennen de prijzen niet.",
    )


class ReplaceForm(Form):
    """Who takes the place of an assessor, and why."""

    successor = ChoiceField("Opvolger")
    reason = LongTextField("Reden", hint="Bijvoorbeeld een gemeld belang of ziekte. Dit staat in het dossier.")


class ConflictForm(Form):
    """An assessor's statement before reading the bids."""

    statement = RadioChoiceField(
        "Uw verklaring",
        choices=(
            ("none", "Ik heb geen belang bij een van deze inschrijvers"),
            ("conflict", "Ik heb een belang bij een inschrijver en treed terug"),
        ),
    )
    supplier = ChoiceField(
        "Bij welke inschrijver",
        required=False,
        hint="Alleen als u een belang heeft. Bij een belang bij een onderaannemer kiest u wie met hem inschrijft.",
    )
    explanation = LongTextField(
        "Welk belang", required=False, hint="Alleen als u een belang heeft. Dit komt in het gunningsverslag."
    )


class RejectForm(Form):
    """Why a bid is set aside."""

    ground = ChoiceField("Grond", choices=RejectionGround)
    reason = LongTextField(
        "Reden",
        hint="De inschrijver krijgt deze tekst in de brief. Noem de eis of bepaling en wat er ontbreekt.",
    )


SAID = {"yes": True, "no": False}


class CheckForm(Form):
    """Completeness and knock-outs of one bid; a radio per requirement, made by ``check_form``."""

    is_complete = YesNoField("De inschrijving is volledig: verklaring, antwoorden en bijlagen zijn er")
    trade_register = DayField(f"Datum {PROOF_LABELS[ProofKind.TRADE_REGISTER]}", required=False, hint=AGES)
    conduct = DayField(f"Datum {PROOF_LABELS[ProofKind.CONDUCT]}", required=False, hint=AGES)
    tax = DayField(f"Datum {PROOF_LABELS[ProofKind.TAX]}", required=False, hint=AGES)
    remarks = LongTextField("Opmerkingen", required=False, hint="Alleen voor het dossier.")

    def proofs(self) -> Dated:
        """Per proof the day that stands on it, None when it was not sent along."""
        return {kind: self[kind.value].data for kind in ProofKind}

    def met(self, requirement: Requirement) -> Any:
        """The field of a requirement."""
        return self[f"met_{requirement.id}"]

    def answers(self, requirements: Sequence[Requirement]) -> dict[int, bool | None]:
        """Per requirement: met, not met, or not said."""
        return {each.id: SAID.get(self.met(each).data or "") for each in requirements}

    def meets_turnover(self) -> bool | None:
        """Whether the turnover is enough; None when it was not said, or none is asked."""
        return SAID.get(self["met_turnover"].data or "") if "met_turnover" in self else None


def check_form(requirements: Sequence[Requirement], turnover: Decimal | None, **kwargs: Any) -> CheckForm:
    """The form with a question per knock-out requirement, and about the turnover where the lot asks one."""
    fields = {f"met_{each.id}": RadioChoiceField(_question(each), choices=MET, required=False) for each in requirements}
    if turnover is not None:
        question = f"Omzeteis: ten minste {euro(turnover)} per jaar"
        fields["met_turnover"] = RadioChoiceField(question, choices=MET, required=False)
    made: type[CheckForm] = type("CheckFormOfLot", (CheckForm,), fields)
    return made(**kwargs)


@dataclass(frozen=True)
class Cell:
    """One thing to score on a sheet: ``key`` names its fields, ``name`` is what its labels say."""

    key: str
    name: str
    criterion: AwardCriterion


class ScoreSheet(Form):
    """A score and reasons for each of a number of cells; made by ``score_sheet``."""

    def score(self, cell: Cell) -> Any:
        """The field of the score."""
        return self[f"score_{cell.key}"]

    def motivation(self, cell: Cell) -> Any:
        """The field of the reasons."""
        return self[f"motivation_{cell.key}"]

    def score_given(self, cell: Cell) -> Decimal | None:
        """The score that was chosen."""
        chosen = self.score(cell).data
        return None if chosen is None else Decimal(chosen)

    def is_filled(self, cell: Cell) -> bool:
        """Was anything said about this cell?"""
        return bool(self.score(cell).data or self.motivation(cell).data)


def score_sheet(cells: Sequence[Cell], **kwargs: Any) -> ScoreSheet:
    """The form with a score and a motivation per cell. Typing a digit in the list of scores chooses it."""
    fields: dict[str, Any] = {}
    for each in cells:
        fields[f"score_{each.key}"] = ChoiceField(
            f"Score {each.name}", choices=scores_of(each.criterion), required=False, empty="Nog geen score"
        )
        fields[f"motivation_{each.key}"] = LongTextField(f"Motivering bij {each.name.split(' ', 1)[1]}", required=False)
    made: type[ScoreSheet] = type("ScoreSheetOfTender", (ScoreSheet,), fields)
    return made(**kwargs)


class ConsensusForm(Form):
    """The score of the committee, with the reasons the bidder will read."""

    score = ChoiceField("Eindscore", choices=(), required=False, empty="Kies een score")
    motivation = LongTextField(
        "Motivering",
        hint="De inschrijver leest deze tekst in de brief. Noem kenmerken van deze inschrijving.",
    )


def _question(requirement: Requirement) -> str:
    later = f" (vanaf {day(requirement.holds_from)})" if requirement.holds_from else ""
    return f"Eis {requirement.code}{later}: {requirement.text}"
