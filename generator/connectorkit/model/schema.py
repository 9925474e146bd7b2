"""Schemas of values: properties, choices, and drop-downs and schemas that operations supply. Part of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from connectorkit.diagnostics.finding import Span as Span
from connectorkit.model.json_value import Json as Json
from connectorkit.model.record import record


class Unset:
    """The type of :data:`UNSET`, which distinguishes "no default" from "the default is null"."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset()


@record(frozen=True)
class Choice:
    """One value of an enumeration; ``display`` is what a maker picks ("" when it has none)."""

    value: Json
    display: str = ""


@record(frozen=True)
class Argument:
    """An argument of a dynamic operation: a literal, or a reference to another input.

    ``path`` is the reference in the newer extension (x-ms-dynamic-list, -properties) where it differs from
    ``reference``. ``wrapped``: the literal is written as ``{value: ...}``. ``raw`` keeps an argument of another form,
    unchanged.
    """

    name: str
    value: Json = None
    reference: str = ""
    raw: Json = None
    path: str = ""
    wrapped: bool = False


@record(frozen=True)
class Options:
    """A drop-down whose values an operation supplies (x-ms-dynamic-values and x-ms-dynamic-list).

    ``values`` and ``list``: whether the older and the newer extension are written. ``of_list`` is the content of the
    newer one where it differs. ``has_arguments``: the table of arguments is written, even an empty one.
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


@record(frozen=True)
class Shape:
    """A schema that is loaded while a flow is edited (x-ms-dynamic-schema and x-ms-dynamic-properties)."""

    operation: str
    value: str
    arguments: tuple[Argument, ...] = ()
    schema: bool = True
    properties: bool = False
    has_arguments: bool = False
    of_properties: Shape | None = None
    extra: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True)
class Schema:
    """The schema of one value: a JSON type, a named type, or a composition (``all_of``).

    ``type`` is a Swagger type ("" when none is declared). ``ref`` names a type that is rendered as a definition.
    ``type_name`` names the type that an inline schema is an unchanged copy of, ``base_name`` the type that it is a copy
    of, changed or not.

    ``display`` is the title that a maker sees, whether or not it is written to the swagger. ``summary`` and ``title``
    are written as x-ms-summary and title, None for neither. ``texts`` are x-ms-summary and title where the source
    declares them apart from the display title. ``example_key`` is the keyword under which the example is written.

    ``wire`` lists the JSON types that responses really have where the vendor's API differs from the declared type
    ("absent" for a property that may be missing). ``undeclared`` are properties that responses have although the
    connector does not declare them. ``personal``: the value belongs to a person, so recordings replace it.
    ``safe_values`` are values that the vendor reserves for tests. ``platform``: the default is a hidden constant that
    identifies the platform, which other programs do not send.

    ``more`` holds keywords of the swagger that every output passes on (x-nullable, xml ...). ``raw`` keeps a node that
    is not a schema, unchanged.
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
        """Whether makers and reference pages do not show it."""
        return self.visibility == "internal"

    @property
    def nullable(self) -> bool:
        """Whether it may be null (x-nullable)."""
        return self.more.get("x-nullable") is True


@record(frozen=True)
class Field:
    """A property of an object. ``python`` is its attribute name in the client."""

    name: str
    python: str
    schema: Schema
    required: bool = False
