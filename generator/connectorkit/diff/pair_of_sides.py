"""The two sides of a comparison as their documents: what judges of the connector as a whole read."""

from __future__ import annotations

from dataclasses import dataclass, field

from connectorkit.diff.change import Change, Place
from connectorkit.diff.kind import Kind
from connectorkit.diff.meaning.operations import Operation
from connectorkit.model.file_names import DEFINITION, PROPERTIES
from connectorkit.model.json_value import Object, mapping


@dataclass(slots=True)
class Contents:
    """What one side holds. ``properties`` is None without apiProperties.json; ``files`` are those beside it.

    ``whole``: it is a folder or a source, so that a file that is not there does not exist.
    ``source``: it is a YAML source, whose texts are rendered before they are published.
    ``untold``: keys of `properties` that this form of a connector does not have room for; ``variables`` are the
    environment variables whose values it does not hold.
    """

    definition: Object
    properties: Object | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    whole: bool = False
    source: bool = False
    untold: frozenset[str] = frozenset()
    variables: tuple[str, ...] = ()
    operations: list[Operation] = field(default_factory=list)

    @property
    def inner(self) -> Object:
        """What is under the key ``properties`` of apiProperties.json."""
        return mapping((self.properties or {}).get("properties"))


@dataclass(slots=True)
class SidePair:
    """Both sides; ``renamed`` gives the new operationIds by the old ones."""

    old: Contents
    new: Contents
    renamed: dict[str, str] = field(default_factory=dict)

    def tells(self, key: str) -> bool:
        """Whether both sides have room for a key of `properties`."""
        return key not in self.old.untold | self.new.untold


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
