"""Records of rules, breaches and fixes. Plain values, light to import."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from connectorkit.diagnostics.finding import PROFILES as PROFILES
from connectorkit.model.connector import Json
from connectorkit.model.file_names import DEFINITION

if TYPE_CHECKING:
    from connectorkit.check.engine.connector_index import Subject

OFF = "off"


class Edit(NamedTuple):
    """One change of a value of a document. ``what``: set, remove, rename (the key, to ``value``) or add.

    ``add`` inserts ``key: value`` into the object at ``pointer``.
    """

    what: str
    pointer: str
    value: Json = None
    key: str = ""


class Fix(NamedTuple):
    """A safe fix: one sentence that describes it, and its edits of one document."""

    title: str
    edits: tuple[Edit, ...]


class Hit(NamedTuple):
    """One breach of a rule: the JSON pointer in ``document``, and a sentence about the node there.

    ``help`` replaces the rule's own suggestion; ``related`` are pointers of the same document.
    ``correction`` are the edits that correct an obvious misspelling, so that findings that only result from it are left
    out. ``most`` is the highest severity of this breach, "" for that of the rule.
    """

    pointer: str
    message: str
    help: str = ""
    fix: Fix | None = None
    related: tuple[str, ...] = ()
    document: str = DEFINITION
    correction: tuple[Edit, ...] = ()
    most: str = ""


def spelt(pointer: str, key: str) -> tuple[Edit, ...]:
    """The edits that rename the key at ``pointer`` to its correction ``key``; empty for ""."""
    return (Edit("rename", pointer, key),) if key else ()


class Severities(NamedTuple):
    """The severity of a rule in each profile: error, warning, advice or off."""

    certified: str
    independent: str
    custom: str


class Rule(NamedTuple):
    """One rule, with everything that its check, its page and its tests need.

    ``source`` is where the requirement comes from. ``bad`` and ``good`` are YAML of the source format, merged into a
    small valid connector; operations and types are under their names. An example of more than one line is a file
    ``examples/<id>.bad.yaml`` or ``.good.yaml`` in the rule's family: :func:`connectorkit.check.rules.bad` and ``good``
    give either kind.
    """

    id: str
    title: str
    why: str
    source: str
    severity: Severities
    help: str
    check: Callable[[Subject], Iterator[Hit]]
    bad: str = ""
    good: str = ""


def everywhere(severity: str) -> Severities:
    """The same severity in all profiles."""
    return Severities(severity, severity, severity)
