"""The installable, typed Python client."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from connectorkit.model import link_header
from connectorkit.model.connector import Connector, Operation
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.policies import steps
from connectorkit.model.policies.simulation import known_address
from connectorkit.render import own_modules
from connectorkit.render.client import kinds, lookup_hints, methods, oauth, oauth_module
from connectorkit.render.client.attributes import slot_view
from connectorkit.render.client.classes import Types
from connectorkit.render.client.connection import Connection, Parameter, connection
from connectorkit.render.client.docstrings import class_text, input_text, method_text
from connectorkit.render.client.kind_views import kind_view
from connectorkit.render.client.kinds import Plan
from connectorkit.render.client.methods import Access, Call, Input
from connectorkit.render.client.module_text import readme
from connectorkit.render.client.modules import module, of_methods
from connectorkit.render.client.paging import paging
from connectorkit.render.client.readme_example import example
from connectorkit.render.python_text import markdown, one_line, sentence
from connectorkit.render.templates import Templates
from connectorkit.write.memo import Texts

_ENGINE = Path(__file__).resolve().with_name("engine")
# Policies are implemented once, for the client, the sandbox and the contract tests.
_POLICY_STEPS = Path(steps.__file__)
_ERRORS = tuple(
    """
    ApiError BadRequest ConnectionFailed ConnectorError DecodeError Forbidden NotFound OutcomeUnknown PartialFailure
    RateLimited ServerError Unauthorized UnreadableOutcome Trail UnsettledServerError ValidationFailed
    """.split()
)
Values = dict[str, object]


def render(connector: Connector, templates: Templates, kept: Kept = NOTHING) -> dict[str, bytes]:
    """All files of the package, below ``client/``."""
    calls, types = methods.settled(connector, kept)
    for call in calls:
        call.look_for, call.look_with = lookup_hints.look_for(call), lookup_hints.look_with(call, calls)
    access = methods.access(connector)
    connected = connection(connector, access.chosen)
    grants = oauth_module.grants(connector.package, access.connections)
    values = _connected(connector.package, _values(connector, types, calls, access, grants), connected)
    package = f"client/{connector.package}"
    # A process that builds again and again has the layouts in its memory.
    laid_out = Texts("modules", f"{templates.overrides}") if kept is NOTHING else None
    listed = Texts("methods", f"{templates.overrides}") if kept is NOTHING else None
    files = {
        "client/pyproject.toml": own_modules.toml(
            templates, "client", "pyproject.toml", templates.render("client/pyproject.toml.j2", values)
        ),
        "client/README.md": readme(templates.render("client/README.md.j2", values)),
        f"{package}/__init__.py": module(templates, laid_out, "init.py", values, exports=True),
        f"{package}/py.typed": "",
        f"{package}/client.py": of_methods(templates, laid_out, listed, "client.py", {**values, "asynchronous": False}),
        f"{package}/aio.py": of_methods(templates, laid_out, listed, "client.py", {**values, "asynchronous": True}),
        f"{package}/_service.py": module(templates, laid_out, "service.py", values),
        **({f"{package}/oauth.py": module(templates, laid_out, "oauth.py", values)} if grants else {}),
        f"{package}/types/__init__.py": module(templates, laid_out, "types_init.py", values),
    }
    homes: dict[str, list[Plan]] = {}
    for plan in types.plans:
        homes.setdefault(plan.module, []).append(plan)
    shared = homes.get("models", [])
    if shared:
        files[f"{package}/types/models.py"] = module(templates, laid_out, "models.py", _module(shared, []))
    for call in calls:
        known = _module(homes.get(call.module, []), shared, call)
        known["operation"] = _operation(types.connector, call, access, connected)
        files[f"{package}/types/{call.module}.py"] = module(templates, laid_out, "operation.py", known)
    for layouts in (laid_out, listed):
        if layouts is not None:
            layouts.save()
    made = {name: text.encode() for name, text in files.items()}
    return made | {f"{package}/_engine/{name}": data for name, data in _engine()}


@cache
def _engine() -> tuple[tuple[str, bytes], ...]:
    """The files of the engine, which are the same for every connector."""
    own = [(source.name, source.read_bytes()) for source in sorted(_ENGINE.glob("*.py"))]
    more = (("policy_steps.py", _POLICY_STEPS), ("link_header.py", Path(link_header.__file__)))
    return (*own, *((name, path.read_bytes()) for name, path in more))


def _values(
    connector: Connector, types: Types, calls: list[Call], access: Access, grants: list[oauth_module.Values]
) -> Values:
    homes: list[tuple[str, tuple[str, ...]]] = [
        ("client", ("Client",)),
        ("aio", ("AsyncClient",)),
        ("_engine.errors", (*_ERRORS, *(oauth.ERRORS if grants else ()))),
        ("_engine.http_messages", ("Failure", "File", "Request", "Response")),
        ("_engine.runtime", ("Runtime",)),
        ("_engine.throttle", ("Throttle",)),
        ("_engine.call_events", ("CallEvent", "log_to")),
        ("_engine.transport", ("AsyncTransport", "Transport")),
        ("_engine.batch", ("ItemOutcome",)),
        ("_engine.transport_sync", ("HttpTransport",)),
        ("_engine.transport_async", ("AsyncHttpTransport",)),
        ("_engine.jsonvalue", ("JsonObject", "JsonValue")),
        *oauth_module.homes(grants),
    ]
    by_module: dict[str, list[str]] = {}
    for plan in types.plans:
        by_module.setdefault(plan.module, []).append(plan.name)
    homes += [(f"types.{module}", tuple(named)) for module, named in by_module.items()]
    throttle = connector.throttle
    return {
        "package": connector.package,
        "distribution": connector.package.replace("_", "-"),
        "title": one_line(connector.title),
        "about": sentence(connector.description),
        "summary": one_line(connector.description)[:200],
        "publisher": one_line(connector.publisher),
        "version": _version(connector.version),
        "base_url": known_address(connector),
        "throttle": (throttle.calls, float(throttle.seconds)) if throttle else None,
        "limit": throttle,
        "homes": homes,
        "exported": sorted(name for _, named in homes for name in named),
        "grants": grants,
        "oauth_argument": access.oauth_argument,
        "token_classes": {"classes": [str(grant["name"]) for grant in grants[:1]]},
        "credentials": [
            _credential(connector.package, Parameter(*argument, "string")) for argument in access.arguments
        ],
        "service": {
            "errors": {
                "code": connector.errors.code,
                "message": connector.errors.message,
                "details": connector.errors.details,
            },
            "schemes": access.schemes,
            "security": access.security,
        },
        "methods": [_method(call) for call in calls],
        "example": example(calls),
        "servers": [_server(o, connector) for o in connector.operations if o.mcp is not None],
    }


def _server(operation: Operation, connector: Connector) -> Values:
    """An MCP server for the readme."""
    return {
        "id": one_line(operation.id),
        "name": one_line(operation.summary or operation.id),
        "address": one_line(f"{known_address(connector)}{operation.path}"),
    }


def _connected(package: str, values: Values, connected: Connection) -> Values:
    """``values`` with those of policies and connection parameters added."""
    listed = values["credentials"]
    assert isinstance(listed, list)
    return values | {
        "credentials": [*listed, *(_credential(package, parameter) for parameter in connected.parameters)],
        "connection": connected.known,
        "own_address": connected.own_address,
        "unsimulated": connected.unsimulated,
    }


def _version(version: str) -> str:
    import re

    return version if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9}){0,5}", version) else "0"


def _credential(package: str, parameter: Parameter) -> Values:
    name, text, required, type_ = parameter
    variable = f"{package}_{name}".upper()
    return {
        "name": name,
        "type": type_,
        "about": sentence(text, f"The variable {variable}"),
        "required": required,
        "variable": variable,
        "text": markdown(text),
    }


def _module(plans: list[Plan], shared: list[Plan], call: Call | None = None) -> Values:
    used = {below.name for plan in plans for below in kinds.reached(plan)}
    if call is not None:
        used |= {p.name for i in call.inputs for p in _plans(i.kind)} | ({call.batch[0].name} if call.batch else set())
    return {
        "from_models": sorted({plan.name for plan in shared if plan.name in used}) if call else [],
        "bases": sorted({plan.base for plan in plans}),
        "classes": [_class(plan, call) for plan in plans],
        "finders": _finders(call),
        "batch": _batch(call) if call and call.batch else None,
    }


def _plans(kind: kinds.Kind | None) -> list[Plan]:
    found = []
    while kind is not None:
        found += [kind.plan] if kind.plan else []
        kind = kind.item
    return found


def _finders(call: Call | None) -> list[str]:
    return ["text_at"] if call and (call.operation.unsubscribe is not None or _unique(call)) else []


def _unique(call: Call) -> str:
    event = call.operation.event
    return event.unique if event is not None and call.event is not None else ""


def _class(plan: Plan, call: Call | None) -> Values:
    slots = [slot_view(plan, slot) for slot in plan.slots]
    names = [slot.python for slot in plan.slots]
    if plan.additional is not None:
        names.append("additional_properties")
    own = call is not None and plan is call.result
    ending = call.operation.unsubscribe if call is not None and own else None
    return {
        "name": plan.name,
        "base": plan.base,
        "about": class_text(plan, call),
        "names": ("value",) if plan.whole is not None else tuple(names),
        "slots": slots,
        "additional": kind_view(plan.additional, plan.sent) if plan.additional is not None else None,
        "whole": kind_view(plan.whole, False) if plan.whole is not None else None,
        "given": not plan.received,
        "sent": plan.sent and bool(slots or plan.additional is not None),
        "batch": _batch(call) if own and call is not None and call.batch else None,
        "unique": _unique(call) if call is not None and plan is call.event else "",
        "subscription": ending.value if ending is not None else None,
    }


def _batch(call: Call) -> Values:
    success = call.operation.success
    assert call.batch is not None and success.items is not None
    plan, listed, judged = call.batch
    sent = next((i for i in call.arguments if f"{i.wire}[]" == success.items_request and i.kind.code == "l"), None)
    item = kind_view(sent.kind.item, True) if sent and sent.kind.item else None
    return {
        "item": plan.name,
        "listed": listed,
        "judged": judged,
        "accepted": success.items.equals,
        "sent": sent.argument if sent else "",
        "sent_item": item,
        "transient": success.transient,
        "duplicate": success.duplicate,
    }


def _operation(connector: Connector, call: Call, access: Access, connected: Connection) -> Values:
    operation = call.operation
    envelope = operation.success.envelope
    return {
        "id": operation.id,
        "title": one_line(operation.summary or operation.id),
        "method": operation.method.upper(),
        "path": operation.path,
        "effect": operation.effect,
        "result": call.result.name,
        "inputs": [_input(entry) for entry in call.inputs],
        "body": call.body,
        "body_required": call.body_required,
        "content_type": call.content_type,
        "accept": call.accept,
        "envelope": {"path": envelope.path, "equals": envelope.equals} if envelope else None,
        "security": access.own.get(operation.id),
        "look_for": call.look_for,
        "look_with": call.look_with,
        "policies": connected.steps.get(operation.id, ()),
        "paging": paging(connector, operation, call.items_path) if call.items else None,
    }


def _input(entry: Input) -> Values:
    return {
        "argument": entry.argument,
        "wire": entry.wire,
        "location": entry.location,
        "kind": kind_view(entry.kind, True, entry.required),
        "style": entry.style,
    }


def _method(call: Call) -> Values:
    operation, plan = call.operation, call.items.plan if call.items is not None else None
    ending = operation.unsubscribe
    return {
        "name": call.method,
        "module": call.module,
        "title": sentence(operation.summary or operation.id),
        "heading": markdown(operation.summary or operation.id),
        "about": method_text(call),
        "effect": operation.effect,
        "deprecated": operation.deprecated,
        "ended_by": one_line(ending.operation) if ending is not None else None,
        "batch": call.batch is not None,
        "arguments": [_argument(entry) for entry in call.arguments],
        "result": call.result.name,
        "iterate": call.iterate,
        "iterate_pages": call.iterate_pages,
        "item": kind_view(call.items, False) if call.items else None,
        "item_module": plan.module if plan is not None else "",
        "parse": call.parse,
        "event": call.event.name if call.event else "",
    }


def _argument(entry: Input) -> Values:
    return {
        "name": entry.argument,
        "kind": kind_view(entry.kind, True, entry.required),
        "required": entry.wanted,
        "about": input_text(entry),
    }
