"""The commands of contracts: ``flask contracts …``."""

import click

from contracts.fee_rules import payable_case
from procurement import calculators
from procurement.cli import FILE_ARGUMENT, JSON_OPTION


@click.group("contracts", help="Rekenen met de vergoedingen van een contract.")
def commands() -> None:
    """The group that the calculators of contracts hang on."""


@commands.command("payable", help="Bereken wat een aanbieder verdient. FILE is JSON; - is standaardinvoer.")
@FILE_ARGUMENT
@JSON_OPTION
def payable(file: str, as_json: bool) -> None:
    """Apply a fee schedule to the histories of clients."""
    calculators.run(payable_case.calculate, file, as_json=as_json, describe=payable_case.describe)
