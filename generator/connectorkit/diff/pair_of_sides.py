"""The documents of both sides of a comparison, for judges of the connector as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from connectorkit.diff.change import Change, Place
from connectorkit.diff.kind import Kind
from connectorkit.diff.meaning.operations import Operation
from connectorkit.model.file_names import DEFINITION, PROPERTIES
from connectorkit.model.json_value import Object, mapping


@dataclass(slots=True)
class Contents:
    """The content of one side. ``properties`` is None without apiProperties.json; ``files`` are the other files.

    ``whole``: it is a folder or a source, so a missing file does not exist. ``source``: it is a YAML source, whose
    texts are rendered before publication. ``unsupported``: keys of `properties` that this form cannot hold;
    ``variables`` are environment variables whose values it does not hold.
    """

    definition: Object
    properties: Object | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    whole: bool = False
    source: bool = False
    unsupported: frozenset[str] = frozenset()
    variables: tuple[str, ...] = ()
    operations: list[Operation] = field(default_factory=list)

    @property
    def inner(self) -> Object:
        """The object under ``properties`` of apiProperties.json."""
        return mapping((self.properties or {}).get("properties"))


@dataclass(slots=True)
class SidePair:
    """Both sides; ``renamed`` maps old operationIds to new ones."""

    old: Contents
    new: Contents
    renamed: dict[str, str] = field(default_factory=dict)

    def both_hold(self, key: str) -> bool:
        """Whether both sides can hold a key of `properties`."""
        return key not in self.old.unsupported | self.new.unsupported


def of_definition(kind: Kind, noun: str, predicate: str, pointer: str) -> Change:
    """A change of something at one pointer of both definitions."""
    return of_file(kind, noun, predicate, Place(pointer), Place(pointer))


def of_file(kind: Kind, noun: str, predicate: str, old: Place | None, new: Place | None) -> Change:
    """A change of the connector as a whole, with its places."""
    return Change(kind, noun, "", "", predicate, old, new, kind.verdict, added=old is None)


def in_properties(pointer: str) -> Place:
    """A place in apiProperties.json."""
    return Place(pointer, PROPERTIES)


def in_definition(pointer: str) -> Place:
    """A place in the definition."""
    return Place(pointer, DEFINITION)
