"""The storeys: modules lean downhill only, rules know no machinery, the clock is read in one place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = ("townhall", "procurement", "contracts", "invoices", "alerts", "reports", "demo")
ALLOWED = {
    "townhall": {"townhall"},
    "procurement": {"townhall", "procurement"},
    "contracts": {"townhall", "procurement", "contracts"},
    "invoices": {"townhall", "procurement", "contracts", "invoices"},
    "alerts": {"townhall", "procurement", "contracts", "invoices", "alerts"},
    "reports": {"townhall", "procurement", "contracts", "invoices", "reports"},
    "demo": set(MODULES) | {"wsgi"},
}
#: What a rule on the ground floor may use beside the standard library and other rules.
PURE_LIBRARIES = {"stdnum"}
#: Pure, but with the one library their subject is made of.
PURE_WITH = {"procurement/vault.py": {"nacl"}, "invoices/sepa.py": {"lxml", "sepaxml"}}
MACHINERY_FOLDERS = {"models", "queries", "operations", "forms", "views", "demo"}
#: Files on a ground floor that are machinery and not rules.
MACHINERY = {
    "permissions.py", "labels.py", "wiring.py", "cli.py", "jobs.py", "collectors.py", "scheduler.py", "__init__.py",
}  # fmt: skip
#: Where machinery and rules stand side by side, the rules by name.
RULES_BY_NAME = {
    "townhall": {
        "money.py", "vat.py", "working_days.py", "deadlines.py", "periods.py", "identifiers.py", "four_eyes.py",
        "refusal.py", "charts.py", "timeline_chart.py",
    },
    "alerts": {"occasions.py", "due.py"},
    "reports": {"results.py"},
}  # fmt: skip
NEVER_LENT = {"operations", "forms", "views"}


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: no relative imports"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_leans_on_lower_ones_only(module):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in python_files(module)
        for name in imports_of(path)
        if name.split(".")[0] in (*MODULES, "wsgi") and name.split(".")[0] not in ALLOWED[module]
    ]

    assert wrong == []


@pytest.mark.parametrize("module", ["procurement", "contracts", "invoices", "alerts", "reports"])
def test_nobody_above_calls_the_operations_forms_or_views_of_a_module_below(module):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in python_files(module)
        for name in imports_of(path)
        if (parts := name.split("."))[0] in MODULES
        and parts[0] not in (module, "townhall")
        and len(parts) > 1
        and parts[1] in NEVER_LENT
    ]

    assert wrong == []


def test_only_the_clock_reads_the_clock():
    wrong = [
        str(path.relative_to(ROOT))
        for path in python_files(*MODULES)
        if path.name != "clock.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("today", "now", "utcnow")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("date", "datetime")
    ]

    assert wrong == []


def commits_in(path: Path) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "commit"
        for node in ast.walk(ast.parse(path.read_text()))
    )


def test_the_commit_is_in_sight():
    """``transaction()`` commits; an operation, query or rule never does."""
    allowed = {"townhall/database.py", "townhall/jobs/operations.py"}
    wrong = [
        name for path in python_files(*MODULES)
        if (name := str(path.relative_to(ROOT))) not in allowed and commits_in(path)
    ]  # fmt: skip

    assert wrong == []


def is_in(path: Path, *folders: str) -> bool:
    return bool(set(path.relative_to(ROOT).parts) & {*folders, *(f"{folder}.py" for folder in folders)})


def test_operations_know_no_request_and_no_clock():
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in python_files("procurement", "contracts", "invoices", "alerts", "reports")
        if is_in(path, "operations", "queries", "models")
        for name in imports_of(path)
        if name in ("flask.request", "flask_login.current_user", "townhall.clock.now", "townhall.clock.today")
        or (name == "townhall.clock.machine_time")
    ]

    assert wrong == []


def test_views_ask_no_select():
    wrong = [
        str(path.relative_to(ROOT))
        for path in python_files("procurement", "contracts", "invoices", "alerts", "reports")
        if is_in(path, "views")
        for name in imports_of(path)
        if name == "sqlalchemy.select"
    ]

    assert wrong == []


def test_rules_know_no_machinery():
    """Files on a module's ground floor decide on values: no Flask, no database, no clock, no randomness."""
    wrong = []
    for module in ("procurement", "contracts", "invoices", "alerts", "reports", "townhall"):
        for path in sorted((ROOT / module).glob("*.py")):
            name = str(path.relative_to(ROOT))
            if not is_rule(path):
                continue
            extra = PURE_WITH.get(name, set())
            for imported in imports_of(path):
                top = imported.split(".")[0]
                if top in ("flask", "sqlalchemy", "flask_login", "wtforms", "random", "secrets"):
                    wrong.append(f"{name} imports {imported}")
                if top in ("nacl", "lxml", "sepaxml") and top not in extra:
                    wrong.append(f"{name} imports {imported}")
    assert wrong == []


def is_rule(path: Path) -> bool:
    """In the three modules of the chain every file on the ground floor is a rule, unless its name says otherwise."""
    if path.parent.name in RULES_BY_NAME:
        return path.name in RULES_BY_NAME[path.parent.name]
    return path.name not in MACHINERY and not path.stem.endswith(("cli", "_wiring", "_labels", "commands"))


def test_money_is_never_a_float():
    """``float(`` and ``Float`` appear nowhere in the house but where a picture is drawn."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files(*MODULES)
        if path.name != "charts.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("float", "Float")
    ]

    assert wrong == []
