"""Names for the parts of a connector in messages of rules."""

from __future__ import annotations

from connectorkit.check.engine.connector_index import At, Operation, short


def called(at: At) -> str:
    """A parameter, field, response or header with its place: ``'data.total' in the 200 response of 'Get an order'``."""
    if isinstance(at, Operation):
        return at.called
    if at.kind == "schema":
        path = at.path
        return f"'{short(path)}' in {_top(at.top)}" if path else _top(at.top)
    if at.kind == "items":
        return f"the items of {called(at.parent)}" if at.parent else "the items"
    return _NAMED.get(at.kind, _other)(at)


def begun(at: At) -> str:
    """:func:`called` at the start of a sentence."""
    words = called(at)
    return words[0].upper() + words[1:]


def _top(top: At) -> str:
    above = top.parent
    if top.role == "definition" or above is None:
        return f"the type '{short(top.name)}'"
    return called(above) if above.kind != "notification" else f"the event of '{short(above.name)}'"


def _parameter(at: At) -> str:
    if at.role == "shared":
        return f"the shared parameter '{short(at.name)}'"
    body = at.node.get("in") == "body"
    where = at.operation.called if at.operation else f"the path '{short(at.parent.name if at.parent else '')}'"
    return f"the body of {where}" if body else f"'{short(at.name)}' of {where}"


def _response(at: At) -> str:
    if at.role == "shared" or at.operation is None:
        return f"the shared response '{short(at.name)}'"
    return f"the {short(at.name)} response of {at.operation.called}"


def _header(at: At) -> str:
    return f"the header '{short(at.name)}' of {called(at.parent)}" if at.parent else f"the header '{short(at.name)}'"


def _other(at: At) -> str:
    return {"root": "the definition", "info": "`info`"}.get(at.kind) or f"the {at.kind} '{short(at.name)}'"


_NAMED = {"parameter": _parameter, "response": _response, "header": _header}


def name_of(at: At) -> str:
    """The name of an input or output: its path, else its name or title."""
    if at.kind == "schema" and at.path:
        top = at.top
        home = top.name if top.role == "definition" else ""
        return f"'{short(f'{home}.{at.path}' if home else at.path)}'"
    return f"'{short(at.name or at.title or at.kind)}'"
