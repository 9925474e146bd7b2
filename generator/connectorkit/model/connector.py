"""The resolved connector: a closed set of frozen dataclasses that every output reads.

Nothing here depends on a target language. Python names are decided by :mod:`connectorkit.model.python_names` and stored
beside the wire names. Every node keeps the span of its YAML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from connectorkit.diagnostics.finding import Span as Span
from connectorkit.model.mcp import Mcp as Mcp
from connectorkit.model.packaging import NOWHERE as NOWHERE
from connectorkit.model.packaging import Packaging as Packaging
from connectorkit.model.pages import Pages as Pages
from connectorkit.model.record import record
from connectorkit.model.schema import UNSET as UNSET
from connectorkit.model.schema import Argument as Argument
from connectorkit.model.schema import Choice as Choice
from connectorkit.model.schema import Field as Field
from connectorkit.model.schema import Json as Json
from connectorkit.model.schema import Options as Options
from connectorkit.model.schema import Schema as Schema
from connectorkit.model.schema import Shape as Shape
from connectorkit.model.schema import Unset as Unset


@record(frozen=True)
class Parameter:
    """An input of an operation. ``location``: path, query, header, formData or body.

    ``schema`` describes its value. For ``body`` alone, ``summary``, ``description`` and ``visibility`` are those of the
    parameter itself; elsewhere the schema has them. ``inherited``: declared on the path, for all its operations.
    ``shared`` names the shared parameter that it refers to, "" for none.
    """

    span: Span
    name: str
    python: str
    location: str
    schema: Schema
    required: bool = False
    summary: str | None = None
    description: str | None = None
    visibility: str = ""
    url_encoding: str = ""
    collection_format: str = ""
    shared: str = ""
    extra: Mapping[str, Json] = field(default_factory=dict)
    more: Mapping[str, Json] = field(default_factory=dict)
    inherited: bool = False


@record(frozen=True)
class Response:
    """One response of an operation. ``status``: "200" ... or "default"; ``schema`` is None when none is declared.

    ``raw`` keeps a response that is not a mapping, unchanged.
    """

    span: Span
    status: str
    description: str
    schema: Schema | None = None
    headers: Mapping[str, Json] = field(default_factory=dict)
    examples: Mapping[str, Json] = field(default_factory=dict)
    shared: str = ""
    extra: Mapping[str, Json] = field(default_factory=dict)
    more: Mapping[str, Json] = field(default_factory=dict)
    raw: Json | Unset = UNSET


@record(frozen=True)
class Criterion:
    """The value that a response path must have, e.g. ``data.messages[].status`` = SUCCESS."""

    path: str
    equals: Json


@record(frozen=True)
class Success:
    """What a 2xx response must contain to count as a success; both parts are optional.

    ``envelope`` judges the whole response and ``items`` each item of a batch; ``items_request`` is the path of the
    request array that they belong to. ``transient`` are the values of rejected items that may succeed later,
    ``duplicate`` those of items that were sent a moment ago already.
    """

    envelope: Criterion | None = None
    items: Criterion | None = None
    items_request: str = ""
    transient: tuple[Json, ...] = ()
    duplicate: tuple[Json, ...] = ()


@record(frozen=True)
class Doubt:
    """How to find out whether a call without a response was processed.

    ``look_with`` is the operation that reads what the call creates ("" for none). ``look_for`` are the input paths
    whose values identify it, none when nothing is declared.
    """

    look_with: str = ""
    look_for: tuple[str, ...] = ()


@record(frozen=True)
class Unsubscribe:
    """The operation that ends a webhook; its ``parameter`` gets the value at the response path ``value``."""

    operation: str
    parameter: str = ""
    value: str = ""


@record(frozen=True)
class Event:
    """What a webhook delivers. ``unique`` is the field whose value identifies a delivery, so that repeats are found."""

    span: Span
    schema: Schema
    description: str | None = None
    unique: str = ""
    extra: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True)
class Operation:
    """An action or a trigger. ``mcp``: an action that is an MCP server.

    ``effect``: reads (changes nothing), idempotent (can be retried), creates (a retry creates a second one), sends (a
    retry is delivered and billed again). ``id_written`` is False where the swagger has no operationId. ``more`` holds
    keywords of the swagger that every output passes on, ``responses_extra`` keys beside the responses.
    """

    span: Span
    id: str
    python: str
    kind: str
    method: str
    path: str
    summary: str | None
    description: str | None
    visibility: str
    effect: str
    parameters: tuple[Parameter, ...]
    responses: tuple[Response, ...]
    trigger: str = ""
    event: Event | None = None
    unsubscribe: Unsubscribe | None = None
    hint: str = ""
    success: Success = Success()
    in_doubt: Doubt = Doubt()
    mcp: Mcp | None = None
    pages: Pages | None = None
    tags: tuple[str, ...] = ()
    deprecated: bool = False
    security: Json | Unset = UNSET
    consumes: tuple[str, ...] | None = None
    produces: tuple[str, ...] | None = None
    annotation: Mapping[str, Json] = field(default_factory=dict)
    script: bool = False
    sandbox: Mapping[str, Json] = field(default_factory=dict)
    extra: Mapping[str, Json] = field(default_factory=dict)
    more: Mapping[str, Json] = field(default_factory=dict)
    responses_extra: Mapping[str, Json] = field(default_factory=dict)
    id_written: bool = True
    has_responses: bool = True

    @property
    def internal(self) -> bool:
        """Whether makers never see it."""
        return self.visibility == "internal"

    @property
    def body(self) -> Parameter | None:
        """The body parameter, if there is one."""
        return next((p for p in self.parameters if p.location == "body"), None)

    @property
    def result(self) -> Schema | None:
        """The schema of the first 2xx (or default) response that declares one; None for HEAD, which returns no body."""
        if self.method.upper() == "HEAD":
            return None
        order = sorted(self.responses, key=lambda r: (not r.status.startswith("2"), r.status))
        for response in order:
            if response.schema is not None and (response.status.startswith("2") or response.status == "default"):
                return response.schema
        return None


@record(frozen=True)
class Credential:
    """A connection parameter. ``type``: string, securestring, oauthSetting, gatewaySetting.

    ``role`` is its use in the client: username, password, api_key, token or "" for none. ``interface`` is the
    uiDefinition of apiProperties.json, None where there is none.
    """

    span: Span
    name: str
    python: str
    type: str
    label: str
    description: str
    required: bool = True
    tooltip: str = ""
    role: str = ""
    settings: Mapping[str, Json] = field(default_factory=dict)
    extra: Mapping[str, Json] = field(default_factory=dict)
    interface: Json = None

    @property
    def secret(self) -> bool:
        """Whether its value is never shown or logged."""
        return self.type == "securestring"


@record(frozen=True)
class CredentialSet:
    """One of several ways to connect (connectionParameterSets), with its own connection parameters."""

    span: Span
    name: str
    label: str
    description: str
    credentials: tuple[Credential, ...]
    interface: Json = None
    extra: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True)
class Authentication:
    """One security definition; ``definition`` is its JSON. ``type``: none, basic, apiKey or oauth2."""

    span: Span
    name: str
    type: str
    definition: Mapping[str, Json]


@record(frozen=True)
class Throttle:
    """At most ``calls`` per ``seconds`` on one connection."""

    calls: int
    seconds: int


@record(frozen=True)
class Availability:
    """One row of the table of products: service, class (``tier``) and the regions without it."""

    service: str
    tier: str
    excluded: tuple[str, ...] = ()


@record(frozen=True)
class ErrorShape:
    """The response paths of an error body: code, message and details."""

    code: str = ""
    message: str = ""
    details: str = ""


@record(frozen=True)
class NamedType:
    """A type of the source. ``definition``: it is rendered under #/definitions and referenced."""

    name: str
    python: str
    schema: Schema
    definition: bool


@record(frozen=True)
class PathItem:
    """What the source declares for a path rather than for an operation; ``methods`` are those of its operations.

    ``event`` is the content of a notification on a path without a trigger. ``raw`` keeps a path that is not a mapping,
    unchanged.
    """

    path: str
    methods: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    event: Event | None = None
    extra: Mapping[str, Json] = field(default_factory=dict)
    span: Span = NOWHERE
    raw: Json | Unset = UNSET


@record(frozen=True)
class Connector:
    """A whole connector. Texts are as makers see them.

    ``info_more`` and ``more`` hold keywords of the swagger's info and root that every output passes on; ``omitted``
    names keys of both files that are usually written and are left out here; ``bare``: keys without effect are not
    written to the swagger; ``metadata_written`` is x-ms-connector-metadata where it is not a list of names and texts.
    """

    span: Span
    title: str
    description: str
    version: str
    package: str
    host: str
    base_path: str | None
    schemes: tuple[str, ...]
    contact: Mapping[str, Json]
    metadata: tuple[tuple[str, str], ...]
    publisher: str
    stack_owner: str
    brand_color: str
    categories: tuple[str, ...]
    operations: tuple[Operation, ...]
    paths: tuple[PathItem, ...]
    types: Mapping[str, NamedType]
    shared_parameters: Mapping[str, Parameter]
    shared_responses: Mapping[str, Response]
    authentications: tuple[Authentication, ...]
    security: Json | Unset
    credentials: tuple[Credential, ...]
    consumes: tuple[str, ...] | None
    produces: tuple[str, ...] | None
    intro: str
    prerequisites: str
    credentials_help: str
    known_issues: str
    throttle: Throttle | None
    availability: tuple[Availability, ...]
    errors: ErrorShape
    policies: tuple[Mapping[str, Json], ...]
    capabilities: tuple[str, ...]
    script_file: str
    icon_file: str
    sandbox: Mapping[str, Json]
    info_extra: Mapping[str, Json]
    properties_extra: Mapping[str, Json]
    extra: Mapping[str, Json]
    info_more: Mapping[str, Json] = field(default_factory=dict)
    more: Mapping[str, Json] = field(default_factory=dict)
    credential_sets: tuple[CredentialSet, ...] = ()
    credential_sets_interface: Json | Unset = UNSET
    script_operations: tuple[str, ...] | None = None
    properties_root_extra: Mapping[str, Json] = field(default_factory=dict)
    omitted: tuple[str, ...] = ()
    bare: bool = False
    metadata_written: Json | Unset = UNSET
    frames: Mapping[str, str] = field(default_factory=dict)
    packaging: Packaging = field(default_factory=Packaging)
    profile: str = ""

    @property
    def base_url(self) -> str:
        """Scheme, host and base path, without a final slash."""
        scheme = self.schemes[0] if self.schemes else "https"
        return f"{scheme}://{self.host}{self.base_path or ''}".rstrip("/")

    @property
    def actions(self) -> tuple[Operation, ...]:
        """The visible actions, in the order of the source."""
        return tuple(o for o in self.operations if o.kind == "action" and not o.internal)

    @property
    def triggers(self) -> tuple[Operation, ...]:
        """The visible triggers, in the order of the source."""
        return tuple(o for o in self.operations if o.kind == "trigger" and not o.internal)

    def shape_of(self, schema: Schema) -> Schema:
        """Follow ``ref`` to the schema of the named type; a schema without ``ref`` is returned as it is."""
        seen: set[str] = set()
        while schema.ref and schema.ref in self.types and schema.ref not in seen:
            seen.add(schema.ref)
            schema = self.types[schema.ref].schema
        return schema

    def operation(self, operation_id: str) -> Operation | None:
        """The operation with that operationId; None when there is none."""
        return next((o for o in self.operations if o.id == operation_id), None)
