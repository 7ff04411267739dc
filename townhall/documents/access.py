"""Who may read which document: each module says so for its own kinds."""

from collections.abc import Callable

from townhall.accounts.actor import Actor
from townhall.documents.models import Document

Rule = Callable[[Actor, Document], bool]

_rules: dict[str, Rule] = {}


def register(kind: str, rule: Rule) -> None:
    """Let this rule decide about documents of this kind."""
    _rules[kind] = rule


def may_read(actor: Actor, document: Document) -> bool:
    """Whether this person may read the document. A kind without a rule is closed, but for who stored it."""
    if actor.account_id is not None and document.stored_by_id == actor.account_id:
        return True
    rule = _rules.get(document.kind)
    return rule is not None and rule(actor, document)
