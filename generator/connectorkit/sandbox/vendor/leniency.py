"""Requirements of the connector that the vendor does not enforce, or enforces differently."""

from __future__ import annotations

from connectorkit.model.json_value import Json
from connectorkit.sandbox.server.request import Request
from connectorkit.sandbox.shapes.document_types import Record, Route
from connectorkit.sandbox.shapes.sandbox_types import OperationRule, Sandbox
from connectorkit.sandbox.shapes.validate import Problems, against


def waived(
    problems: Problems, route: Route, rule: OperationRule, request: Request, sandbox: Sandbox, lenient: bool
) -> Problems:
    """The remaining problems; a parameter that may be in the body is taken from there."""
    left: Problems = {}
    for path, told in problems.items():
        above, _, name = path.rpartition(".")
        item = _at(request.body, above)
        if " must be of type " in told and name in sandbox.get("loose", ()) and _is_number(_at(request.body, path)):
            continue
        if not told.endswith("is required.") or not isinstance(item, dict):
            left[path] = told
        elif name in rule.get("in_body", ()) and item.get(name) is not None:
            _taken(name, item[name], route, request, left)
        elif not _may_miss(name, rule, item, lenient):
            left[path] = told
    return left


def mistyped(problems: Problems, request: Request) -> bool:
    """Whether an object or a list was sent in place of a string."""
    texts = (path for path, told in problems.items() if told.endswith("must be of type string."))
    return any(isinstance(_at(request.body, path), (dict, list)) for path in texts)


def _is_number(value: Json) -> bool:
    """Whether a value is an integer, or a string of one."""
    return isinstance(value, (int, str)) and not isinstance(value, bool) and str(value).isdecimal()


def _may_miss(name: str, rule: OperationRule, item: Record, lenient: bool) -> bool:
    others = rule.get("either", {}).get(name, ())
    if any(item.get(one) is not None for one in others):
        return True
    optional = rule.get("optional", ())
    # A caller who omits one of several has forgotten it; a caller who omits all follows the vendor's API.
    unaware = len(optional) > 1 and all(item.get(one) is None for one in optional)
    return name in optional and (lenient or unaware)


def _taken(name: str, value: Json, route: Route, request: Request, left: Problems) -> None:
    request.values[name] = value
    for one in route["parameters"]:
        if one["name"] == name:
            against(value, one["shape"], name, left)


def _at(body: Json, path: str) -> Json:
    """The value at a dotted path with indexes."""
    for step in path.split(".") if path else ():
        if isinstance(body, list) and step.isdecimal() and int(step) < len(body):
            body = body[int(step)]
        else:
            body = body.get(step) if isinstance(body, dict) else None
    return body
