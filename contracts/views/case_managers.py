"""Who works on the tracks of which contract."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.forms.tracks import AssignForm, ReferralTermsForm
from contracts.models.frameworks import FrameworkContract
from contracts.operations.case_managers import assign_to_contract, withdraw_from_contract
from contracts.operations.referral_terms import agree_on_referrals
from contracts.permissions import ContractsPermission
from contracts.privacy import is_sensitive
from contracts.queries.case_managers import people_on, signed_contract, signed_contracts, track_workers
from contracts.queries.referrals import agreed_rule_of
from contracts.views.track_pages import one_question
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.forms import ConfirmForm

pages = Blueprint("case_managers", __name__, url_prefix="/trajecten/toegang")


@pages.route("/")
@allowed(ContractsPermission.TRACK_ASSIGN)
def index() -> ResponseReturnValue:
    """The signed contracts with who works on them."""
    contracts = signed_contracts()
    return render_template(
        "contracts/case_managers/index.html",
        contracts=contracts,
        people=people_on([contract.id for contract in contracts]),
        is_sensitive=is_sensitive,
    )


@pages.route("/<number>", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_ASSIGN)
def assign(number: str) -> ResponseReturnValue:
    """Let somebody work on the tracks of this contract."""
    contract, form = _contract_or_404(number), AssignForm()
    workers = {str(account.id): account for account in track_workers()}
    form.account.offer([(key, account.name) for key, account in workers.items()])
    return one_question(
        form, "contracts/case_managers/assign.html", contract=contract,
        people=people_on([contract.id]).get(contract.id, []), rule=agreed_rule_of(contract),
        is_sensitive=is_sensitive(contract.target_group),
        act=lambda: assign_to_contract(
            contract, workers[form.account.data], actor=current_actor(), now=clock.now()
        ),
        done="De medewerker is toegevoegd.",
        back_to=url_for("contracts.case_managers.assign", number=contract.number),
    )  # fmt: skip


@pages.route("/<number>/afspraken", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def terms(number: str) -> ResponseReturnValue:
    """Write down what the contract says about dividing clients."""
    contract = _contract_or_404(number)
    form = ReferralTermsForm(record=contract, obj=contract, rule=contract.referral_rule)
    return one_question(
        form, "contracts/case_managers/terms.html", contract=contract,
        act=lambda: agree_on_referrals(
            contract, form.rule.data, places=_whole(form.places.data),
            aftercare_months=_whole(form.aftercare_months.data), actor=current_actor(), now=clock.now(),
        ),
        done="De afspraken over aanmelden zijn vastgelegd.",
        back_to=url_for("contracts.case_managers.assign", number=contract.number),
    )  # fmt: skip


def _whole(number: int | None) -> int | None:
    return None if number is None else int(number)


@pages.route("/<number>/<int:account_id>/verwijderen", methods=["GET", "POST"])
@allowed(ContractsPermission.TRACK_ASSIGN)
def withdraw(number: str, account_id: int) -> ResponseReturnValue:
    """Take somebody off this contract."""
    contract, form = _contract_or_404(number), ConfirmForm()
    people = people_on([contract.id]).get(contract.id, [])
    account = next((each for each in people if each.id == account_id), None) or abort(404)
    return one_question(
        form, "contracts/case_managers/withdraw.html", contract=contract, account=account,
        act=lambda: withdraw_from_contract(contract, account, actor=current_actor(), now=clock.now()),
        done=f"{account.name} werkt niet meer aan dit contract.",
        back_to=url_for("contracts.case_managers.assign", number=contract.number),
    )  # fmt: skip


def _contract_or_404(number: str) -> FrameworkContract:
    return signed_contract(number) or abort(404)
