"""The words for the name of a class, from the keys of its path."""

from __future__ import annotations

from connectorkit.model import nouns, python_names
from connectorkit.model.connector import Json, Operation
from connectorkit.model.nouns import HOLDERS, Words
from connectorkit.render.client.kinds import Plan

# Named types that only wrap the content of a response.
_WRAPPERS = HOLDERS | frozenset("page pages paged paging pagination envelope wrapper batch".split())


def label(plan: Plan) -> tuple[str, Words]:
    """The label of a class: its named type, or the words of its path. Only classes with the same label merge."""
    if plan.base != "Model":
        return (plan.base, (plan.name,))
    if plan.named:
        return ("type", (plan.named,))
    return ("sent", own(plan)) if not plan.received else ("received", words(plan))


def own(plan: Plan) -> Words:
    """The words of the key of a class's objects, in the singular where there are several."""
    key = tuple(python_names.words(plan.use.key))
    if plan.use.many:
        return ("item",) if is_generic(plan) else nouns.one(key)
    return key or ("value",)


def words(plan: Plan) -> Words:
    """The words for the objects of a class.

    A key such as data or items is generic: then the subject of the operation, or the object around it, counts.
    """
    if plan.named:
        return tuple(python_names.words(plan.named))
    said = own(plan)
    if not is_generic(plan):
        return said
    owner = plan.use.owner
    if owner is not None and owner.base == "Model" and not _wraps(owner):
        return (*words(owner), *said)
    found = about(plan.use.operation)
    if plan.use.many or nouns.one(found) == found:
        return nouns.one(found) or said
    return (*found, *said)


def is_generic(plan: Plan) -> bool:
    """Whether the key of a class's objects does not describe them."""
    key = python_names.words(plan.use.key)
    return all(word in HOLDERS for word in key)


def about(operation: Operation) -> Words:
    """What an operation is about: ``list_contact_groups`` gives contact groups."""
    plain: dict[str, Json] = {
        "action": operation.id,
        "summary": operation.summary,
        "request": f"{operation.method.upper()} {operation.path}",
    }
    return nouns.about(plain)


def _wraps(plan: Plan) -> bool:
    """Whether a class only wraps the content of a response."""
    if plan.named:
        return all(word in _WRAPPERS for word in python_names.words(plan.named))
    return is_generic(plan)
