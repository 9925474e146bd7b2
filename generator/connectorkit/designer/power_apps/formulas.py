"""Formulas: the call of a function, with notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from connectorkit.designer.javascript import Plain
from connectorkit.designer.power_apps.functions import Function, Returned, functions
from connectorkit.designer.power_apps.names import in_formula
from connectorkit.model.json_value import mapping

_ARTICLES = {"untyped": "an untyped value", "number": "a number", "record": "a record", "table": "a table"}


class Formula(NamedTuple):
    """A function in an app.

    ``call``: such as ``Orders.GetOrder(order_id, {note})``; "" if unsupported. ``unsupported``: the reasons, sentences
    without a full stop. ``notes``: about the result, and renamed, constant or missing inputs.
    """

    call: str
    unsupported: tuple[str, ...]
    notes: tuple[str, ...]


def formulas(definition: Plain, made: list[Function] | None = None) -> dict[str, Formula]:
    """The formula of each function by operationId; operations that Power Apps does not offer have none.

    ``made``: the functions of the definition, if already computed.
    """
    app = data_source(definition)
    found = [one for one in (functions(definition) if made is None else made) if one.id]
    named = by_name(found)
    return {one.id: _formula(one, app, [other.id for other in named[one.name] if other is not one]) for one in found}


def by_name(found: Iterable[Function]) -> dict[str, list[Function]]:
    """Functions by name; several where operationIds differ only in punctuation."""
    named: dict[str, list[Function]] = defaultdict(list)
    for one in found:
        named[one.name].append(one)
    return named


def data_source(definition: Plain) -> str:
    """The default name of the connector in an app: its title without spaces. This is a guess."""
    title = mapping(definition.get("info")).get("title")
    words = "".join(title.split()) if isinstance(title, str) else ""
    return in_formula(words or "Connector")


def _formula(one: Function, app: str, others: list[str]) -> Formula:
    unsupported = tuple(fault.text for fault in one.faults)
    call = "" if unsupported else f"{app}.{one.name}({', '.join(_given(one))})"
    return Formula(call, unsupported, tuple(_notes(one, others)))


def _given(one: Function) -> Iterator[str]:
    yield from (in_formula(argument.name) for argument in one.required)
    if one.optional:
        yield f"{{{', '.join(in_formula(argument.name) for argument in one.optional)}}}"


def _notes(one: Function, others: list[str]) -> Iterator[str]:
    if not one.faults:
        yield f"returns {_returns(one.returns)}"
    yield from (f"{other} is the same function: its name differs only in punctuation" for other in others)
    for argument in one.required:
        if argument.name != argument.wire:
            yield f"{argument.name} is the body {argument.wire}"
    for argument in one.optional:
        if argument.name != argument.wire:
            yield f"{argument.name} is the optional {argument.wire}: a required input has that name"
    yield from (f"{argument.wire} is always sent with its default" for argument in one.hidden)
    yield from (f"{gone.name} cannot be passed: {gone.why}" for gone in one.left_out)
    if one.deprecated:
        yield "deprecated: apps show a warning"
    if one.cut:
        yield "it has too many types; not all of them are read"


def _returns(returned: Returned) -> str:
    if returned.nothing:
        return "nothing that is declared"
    said = _ARTICLES.get(returned.type, returned.type)
    return f"{said} whose fields are loaded while an app is edited" if returned.dynamic else said
