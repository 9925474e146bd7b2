"""Records: what a rule is, what it reports, and what a fix would change. Plain values, light to import."""

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

    ``add`` puts ``key: value`` into the object at ``pointer``.
    """

    what: str
    pointer: str
    value: Json = None
    key: str = ""


class Fix(NamedTuple):
    """A safe repair: what it does in one sentence, and the edits of the same document."""

    title: str
    edits: tuple[Edit, ...]


class Hit(NamedTuple):
    """One breach of a rule: the JSON pointer in ``document`` and one sentence about the thing there.

    ``help`` replaces the rule's own suggestion; ``related`` are pointers of the same document.
    ``correction``: the edits that make of a slip what was plainly meant; what other rules report only because of the
    slip is then left out. ``most`` is the highest severity that this breach can have, "" for that of the rule.
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
    """The edits that give the key at ``pointer`` its right name; none where it is not known."""
    return (Edit("rename", pointer, key),) if key else ()


class Severities(NamedTuple):
    """The severity of a rule in each profile: error, warning, advice or off."""

    certified: str
    independent: str
    custom: str


class Rule(NamedTuple):
    """One rule: all that its check, its page and its tests need.

    ``row`` is the row of the collected requirements it stems from, ``source`` where they say so. ``bad`` and
    ``good`` are YAML laid over a small clean connector, in the words of the source format; operations
    and types are under their names. An example of more than one line is a file ``examples/<id>.bad.yaml`` or
    ``.good.yaml`` in the rule's family: :func:`connectorkit.check.rules.bad` and ``good`` give either kind.
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
