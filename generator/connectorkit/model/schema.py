"""The shapes of values: schemas, fields, choices, and the drop-downs that operations feed. Part of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from connectorkit.diagnostics.finding import Span as Span
from connectorkit.model.json_value import Json as Json


class Unset:
    """The type of :data:`UNSET`: tells "no default" from "the default is null"."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an enumeration; ``display`` is what a maker picks ("" when it has none)."""

    value: Json
    display: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """A value handed to a dynamic operation: a literal, or the value of another input.

    ``path`` is the reference as the newer generation spells it where it is not ``reference``.
    ``wrapped``: the literal is written as ``{value: ...}``. ``raw`` is kept as it is.
    """

    name: str
    value: Json = None
    reference: str = ""
    raw: Json = None
    path: str = ""
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """A drop-down fed by an operation (x-ms-dynamic-values and x-ms-dynamic-list).

    ``values`` and ``list`` say which generations are written; ``of_list`` is the list generation where it
    is not the same as the values. ``has_arguments``: a table of arguments is written, even an empty one.
    """

    operation: str
    value: str
    title: str
    collection: str
    arguments: tuple[Argument, ...] = ()
    values: bool = True
    list: bool = False
    capability: str = ""
    built_in: str = ""
    folder: str = ""
    has_arguments: bool = False
    of_list: Options | None = None
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema fetched while a flow is edited (x-ms-dynamic-schema and -properties)."""

    operation: str
    value: str
    arguments: tuple[Argument, ...] = ()
    schema: bool = True
    properties: bool = False
    has_arguments: bool = False
    of_properties: Shape | None = None
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schema:
    """The shape of one value: a JSON type, a named type, or what is laid over one.

    ``type`` is a Swagger type ("" when none is said). ``ref`` names a type that is rendered as a
    definition; ``type_name`` names the type that an inline shape was copied from unchanged, ``base_name`` the one
    that it was copied from with or without changes.
    ``display`` is the title a maker sees, whether or not it is written to the swagger.
    ``summary`` and ``title`` are the texts written as x-ms-summary and title, None for neither.
    ``wire`` lists the JSON types that really travel where the vendor's response differs from the
    declared type ("absent" for a field that may be missing). ``undeclared`` are fields that travel
    although the connector does not declare them. ``more`` holds the keywords of the swagger that mean the
    same in every output (x-nullable, xml ...), ``raw`` a node that is not a schema and is kept as it is.
    ``personal``: the value belongs to a person, so that a recording holds another one in its place.
    ``safe_values`` are values that the vendor keeps for tests. ``platform``: the default is a hidden constant that
    speaks for the platform, which other programs do not send.
    ``example_key`` is the keyword under which the example is written.
    ``texts`` are x-ms-summary and title where they were said apart from the display title.
    """

    span: Span
    type: str = ""
    format: str | None = None
    ref: str = ""
    type_name: str = ""
    base_name: str = field(default="", compare=False)
    display: str = ""
    summary: str | None = None
    title: str | None = None
    description: str | None = None
    visibility: str = ""
    default: Json | Unset = UNSET
    platform: bool = False
    example: Json | Unset = UNSET
    personal: bool = field(default=False, compare=False)
    safe_values: tuple[Json, ...] = ()
    choices: tuple[Choice, ...] = ()
    limits: Mapping[str, Json] = field(default_factory=dict)
    fields: tuple[Field, ...] | None = None
    required_fields: tuple[str, ...] | None = None
    items: Schema | None = None
    additional: Schema | bool | None = None
    all_of: tuple[Schema, ...] = ()
    read_only: bool = False
    callback: bool = False
    options: Options | None = None
    shape: Shape | None = None
    wire: tuple[str, ...] = ()
    money: bool = False
    undeclared: tuple[Field, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)
    more: Mapping[str, Json] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    raw: Json | Unset = UNSET
    example_key: str = "x-ms-test-value"

    @property
    def internal(self) -> bool:
        """Hidden from makers and from reference pages."""
        return self.visibility == "internal"

    @property
    def nullable(self) -> bool:
        """Declared to travel as null as well (x-nullable)."""
        return self.more.get("x-nullable") is True


@dataclass(frozen=True, slots=True)
class Field:
    """A property of an object. ``python`` is its attribute name in the client."""

    name: str
    python: str
    schema: Schema
    required: bool = False
