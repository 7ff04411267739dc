"""The commands of procurement: ``flask procurement …``."""

from functools import partial

import click

from procurement import calculators, regime_cases, scoring_case, term_cases
from procurement.calculators import Answer
from procurement.queries.cpv import all_cpv_codes
from townhall.filters import day

JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
FILE_ARGUMENT = click.argument("file", metavar="FILE")


@click.group("procurement", help="Rekenen en controleren bij het inkopen.")
def commands() -> None:
    """The group that the calculators and checks of procurement hang on."""


@commands.command("term", help="Bereken wanneer een termijn eindigt. FILE is JSON; - is standaardinvoer.")
@FILE_ARGUMENT
@JSON_OPTION
def term(file: str, as_json: bool) -> None:
    """Calculate the end of one term or of a list of them."""
    calculators.run(term_cases.calculate, file, as_json=as_json, describe=_describe_term)


@commands.command("score", help="Reken punten en rangorde na. FILE is JSON; - is standaardinvoer.")
@FILE_ARGUMENT
@JSON_OPTION
def score(file: str, as_json: bool) -> None:
    """Calculate the ranking of one set of bids or of a list of them."""
    calculators.run(scoring_case.score_case, file, as_json=as_json, describe=scoring_case.describe)


def _describe_term(answer: Answer) -> str:
    lines = [f"Laatste dag: {day(answer['term_end'])}. {answer['reason']}"]
    if answer["term_end"] != answer["unextended_end"]:
        lines.append(f"Zonder verlenging: {day(answer['unextended_end'])}.")
    if answer["earliest_contract_date"]:
        lines.append(f"Eerste dag erna: {day(answer['earliest_contract_date'])}.")
    else:
        lines.append(f"Laatste werkdag: {day(answer['latest_working_day_on_or_before'])}.")
    return "\n".join(lines)


@commands.command("regime", help="Bereken raming, drempel en regime. FILE is JSON; - is standaardinvoer.")
@FILE_ARGUMENT
@JSON_OPTION
def regime(file: str, as_json: bool) -> None:
    """Calculate the regime of one purchase or of a list of them."""
    codes = {each.code: each.check_digit for each in all_cpv_codes().values()}
    calculate = partial(regime_cases.calculate, codes=codes)
    calculators.run(calculate, file, as_json=as_json, describe=regime_cases.describe)
