"""The methods of a client: arguments, bodies, authentication, pages, batches and webhooks of each operation."""

from __future__ import annotations

from dataclasses import field

from connectorkit.model import access as model_access
from connectorkit.model import python_names
from connectorkit.model.connector import UNSET, Connector, Field, Operation, Parameter
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.mcp_servers import server_of
from connectorkit.model.policies import simulation
from connectorkit.model.record import record, replace
from connectorkit.model.sign_in import signs_in
from connectorkit.render.client import class_merging, class_names, oauth
from connectorkit.render.client.classes import RESERVED_CLASSES, Types
from connectorkit.render.client.kinds import (
    Kind,
    Plan,
    Use,
    attributes,
    constant,
    unsent,
)
from connectorkit.render.client.oauth import Connection

OPTIONS = simulation.CLIENT_SETTINGS


# The descriptions of credentials without one in the connector.
_ROLES = {
    "username": "the user name",
    "password": "the password",
    "api_key": "the API key",
    "token": "an access token",
}


@record
class Input:
    """One value of a call; ``argument`` is "" for a constant."""

    argument: str
    wire: str
    location: str
    kind: Kind
    required: bool
    style: str
    texts: tuple[str, str]
    wanted: bool = False


@record
class Call:
    """One operation, ready for the templates."""

    operation: Operation
    method: str
    module: str
    inputs: list[Input]
    result: Plan
    body: str
    content_type: str
    accept: str
    body_required: bool
    event: Plan | None = None
    iterate: str = ""
    iterate_pages: str = ""
    parse: str = ""
    items: Kind | None = None
    items_path: tuple[str, ...] = ()
    batch: tuple[Plan, tuple[str, ...], tuple[str, ...]] | None = None
    look_for: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    look_with: str = ""

    @property
    def arguments(self) -> list[Input]:
        """The inputs that callers set, required ones first."""
        given = [i for i in self.inputs if i.argument]
        return sorted(given, key=lambda i: not i.wanted)

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of the inputs."""
        return [i.kind for i in self.inputs]


def settled(connector: Connector, kept: Kept = NOTHING) -> tuple[list[Call], Types]:
    """All operations and classes, with equal classes merged and all classes named. Callers do not change them."""
    kept.turn("settled")
    return kept.once("settled", (connector,), lambda: _settled(connector))


def _settled(connector: Connector) -> tuple[list[Call], Types]:
    own = set(oauth.CLASSES) if oauth.connections(connector) else set()
    types = Types(connector, taken={*RESERVED_CLASSES, *own})
    made = calls(connector, types)
    class_merging.merge(types, made)
    class_names.settle(types)
    return made, types


def calls(connector: Connector, types: Types) -> list[Call]:
    """All operations except MCP servers, with unique method names.

    The inputs and results of a tool are known at run time only, so there are no types to write; and an MCP session is
    not a single call with an outcome.
    """
    operations = [o for o in connector.operations if server_of(o, connector) is None]
    modules = python_names.unique(
        [o.python or python_names.identifier(o.id) for o in operations],
        ("models", "aux", "con", "nul", "prn"),
    )
    made = [_call(connector, types, o, m) for o, m in zip(operations, modules, strict=True)]
    wanted = [call.method for call in made]
    wanted += [f"iter_{call.method}" for call in made if call.items] + [f"parse_{c.method}" for c in made if c.event]
    wanted += [f"iter_{call.method}_pages" for call in made if call.items]
    own = ["finish_sign_in"] if any(one.code for one in oauth.connections(connector)) else []
    chosen = python_names.unique(wanted, ("close", "from_env", "with_options", *own))
    for call in made:
        call.method = chosen.pop(0)
    for call in made:
        call.iterate = chosen.pop(0) if call.items else ""
    for call in made:
        call.parse = chosen.pop(0) if call.event else ""
    for call in made:
        call.iterate_pages = chosen.pop(0) if call.items else ""
    return made


def _call(connector: Connector, types: Types, operation: Operation, module: str) -> Call:
    inputs, body, required = _inputs(types, operation, module)
    result = types.result(operation, module, "Result", operation.result, "Result")
    consumes = operation.consumes if operation.consumes is not None else connector.consumes or ()
    body, content_type = _media(body, inputs, consumes)
    method, accept = operation.python or python_names.identifier(operation.id), _accept(connector, operation, result)
    call = Call(operation, method, module, inputs, result, body, content_type, accept, required)
    _text_result(call)
    if operation.event is not None:
        call.event = types.result(operation, module, "Event", operation.event.schema, "Event")
    if operation.pages is not None:
        listed = attributes(result, operation.pages.items)
        if listed is not None and (listed[1].plan is not None or listed[1].code in "spinb"):
            call.items_path, call.items = listed
    call.batch = _batch(operation, result)
    return call


def _text_result(call: Call) -> None:
    whole = call.result.whole
    if whole is not None and whole.code == "y" and "json" not in call.accept:
        whole.code = "r"


def _accept(connector: Connector, operation: Operation, result: Plan) -> str:
    produces = operation.produces if operation.produces is not None else connector.produces or ()
    if result.whole is not None and result.whole.code == "r":
        return ", ".join(_ascii(produces)) or "*/*"
    if not produces:
        return "application/json"
    return next((p for p in _ascii(produces) if "json" in p), ", ".join((*_ascii(produces), "*/*;q=0.1")))


def _ascii(types: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(t for t in types if t.isascii() and t.isprintable() and "/" in t)


def _media(body: str, inputs: list[Input], consumes: tuple[str, ...]) -> tuple[str, str]:
    media = _ascii(consumes)
    if body == "form":
        files = any(i.kind.code == "f" and i.location == "formData" for i in inputs)
        if files or any("multipart" in m for m in media):
            return "multipart", "multipart/form-data"
        return "form", "application/x-www-form-urlencoded"
    if body == "bytes":
        return body, next((m for m in media if "json" not in m), "application/octet-stream")
    as_json = next((m for m in media if "json" in m), "")
    if body == "json" and not as_json and media:
        if "urlencoded" in media[0] and not any(i.location == "whole" for i in inputs):
            return "form", media[0]
        if any(i.location == "whole" and i.kind.code in "sp" for i in inputs):
            return "text", media[0]
    return body, as_json or "application/json"


def _inputs(types: Types, operation: Operation, module: str) -> tuple[list[Input], str, bool]:
    made: list[Input] = []
    body, required = "", True
    wished: list[str] = []
    for parameter in operation.parameters:
        if parameter.location == "body":
            body, required = "json", parameter.required
            fresh, wishes = _body_inputs(types, operation, parameter, module)
            if fresh and fresh[0].kind.code == "r":
                body = "bytes"
        else:
            body = "form" if parameter.location == "formData" else body
            fresh, wishes = [_plain_input(types, operation, parameter, module)], [parameter.python]
        kept = [(i, wish) for i, wish in zip(fresh, wishes, strict=True) if _is_sent(i)]
        made += [i for i, _ in kept]
        wished += [wish or python_names.identifier(i.wire) for i, wish in kept]
    shown = [index for index, i in enumerate(made) if _asked(i)]
    for index, name in zip(shown, python_names.unique([wished[index] for index in shown]), strict=True):
        made[index].argument = name
        made[index].wanted = _is_required(made[index], required)
    return made, body, required


def _is_sent(entry: Input) -> bool:
    """Whether a client ever sends the input. Path parameters and whole bodies are always sent."""
    if entry.location in ("path", "whole"):
        return True
    return not unsent(entry.kind.schema) if entry.location == "body" else not entry.kind.schema.platform


def _asked(entry: Input) -> bool:
    return constant(entry.kind.schema) is UNSET


def _is_required(entry: Input, body_required: bool) -> bool:
    if entry.location in ("body", "whole") and not body_required:
        return False
    default = entry.kind.schema.default
    return entry.required and (default is UNSET or default is None or entry.kind.plan is not None)


def _plain_input(types: Types, operation: Operation, p: Parameter, module: str) -> Input:
    kind = types.kind(p.schema, Use(operation, p.name), module, True)
    if kind.plan is not None:
        kind = Kind("j", kind.schema)
    kind = _for_all(kind) if p.location == "path" else kind
    style = "double" if p.url_encoding == "double" and p.location == "path" else p.collection_format
    required = (p.required or p.location == "path") and not _is_the_engines(p, types.connector)
    return Input("", p.name, p.location, kind, required, style, _texts(p))


def _for_all(kind: Kind) -> Kind:
    """``kind`` with its platform constant sent by every program, because the request needs it."""
    return replace(kind, schema=replace(kind.schema, platform=False)) if kind.schema.platform else kind


def _is_the_engines(p: Parameter, connector: Connector) -> bool:
    """Whether the engine sets the header, so that callers do not."""
    known = ("accept", "content-type", *(["authorization"] if connector.authentications or signs_in(connector) else []))
    return p.location == "header" and p.name.lower() in known


def _texts(p: Parameter) -> tuple[str, str]:
    return p.summary or p.schema.display, p.description or p.schema.description or ""


def _body_inputs(types: Types, operation: Operation, p: Parameter, module: str) -> tuple[list[Input], list[str]]:
    full, _ = types.merged(p.schema)
    open_ended = full.additional is True or (full.additional is not None and full.additional is not False)
    if full.fields and not open_ended:
        required = set(full.required_fields or ())
        return [_field_input(types, operation, f, module, f.required or f.name in required) for f in full.fields], [
            f.python for f in full.fields
        ]
    if full.type == "file" or (full.type == "string" and full.format == "binary"):
        kind = Kind("r", full)
    else:
        kind = _for_all(types.kind(p.schema, Use(operation, "body"), module, True))
    return [Input("", p.name, "whole", kind, p.required, "", _texts(p))], [p.python or "body"]


def _field_input(types: Types, operation: Operation, f: Field, module: str, required: bool) -> Input:
    kind = types.kind(f.schema, Use(operation, f.name), module, True)
    return Input("", f.name, "body", kind, required, "", (f.schema.display, f.schema.description or ""))


def _batch(operation: Operation, result: Plan) -> tuple[Plan, tuple[str, ...], tuple[str, ...]] | None:
    criterion = operation.success.items
    if criterion is None or "[]" not in criterion.path:
        return None
    head, _, tail = criterion.path.rpartition("[]")
    listed = attributes(result, f"{head}[]")
    if listed is None or listed[1].plan is None:
        return None
    judged = attributes(listed[1].plan, tail.lstrip("."))
    return (listed[1].plan, listed[0], judged[0]) if judged is not None else None


@record
class Access:
    """The authentication of a client: the arguments of its constructor, and their use in the engine.

    ``chosen`` are the arguments by the name of their connection parameter. ``connections`` are the ways to fetch access
    tokens, which replace the argument ``oauth_argument``. ``own`` are the security requirements of operations, None for
    those of the connector.
    """

    arguments: list[tuple[str, str, bool]] = field(default_factory=list)
    schemes: list[tuple[str, str, str, str, tuple[str, ...]]] = field(default_factory=list)
    security: tuple[tuple[str, ...], ...] = ()
    chosen: dict[str, str] = field(default_factory=dict)
    connections: list[Connection] = field(default_factory=list)
    oauth_argument: str = ""
    own: dict[str, model_access.Alternatives | None] = field(default_factory=dict)


def access(connector: Connector) -> Access:
    """The authentication of ``connector``, from its security definitions and connection parameters."""
    made = Access(connections=oauth.connections(connector))
    known = model_access.schemes(connector)
    for one in known:
        _add_arguments(made, one.arguments)
        names = tuple(argument.name for argument in one.arguments)
        kind = one.kind if one.kind != "oauth2" else "oauth" if made.connections else "bearer"
        made.schemes.append((one.name, kind, one.place, one.key, names))
        if one.kind == "oauth2":
            made.oauth_argument = names[0]
    made.security = model_access.of_connector(connector, known)
    made.own = {one.id: model_access.of_operation(one, known) for one in connector.operations}
    needed = _needed(made)
    made.arguments = [(name, text, name in needed) for name, text, _ in made.arguments]
    return made


def _needed(made: Access) -> set[str]:
    """The arguments that each client needs, as in ``_engine/settings.py``: those of the only alternative."""
    only = made.security[0] if len(made.security) == 1 else ()
    return {name for scheme in made.schemes if scheme[0] in only for name in scheme[4]}


def _add_arguments(made: Access, arguments: tuple[model_access.Argument, ...]) -> None:
    for one in arguments:
        if any(name == one.name for name, _, _ in made.arguments):  # Several schemes share the access token.
            continue
        text = (one.credential.description or one.credential.label) if one.credential is not None else ""
        if one.credential is not None:
            made.chosen[one.credential.name] = one.name
        made.arguments.append((one.name, text or _ROLES[one.role], True))
