"""Everything that the page shows of a snapshot, as plain values; texts of a source are never markup."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping

from connectorkit.designer.cards import Card
from connectorkit.designer.javascript import Plain, mapping, words
from connectorkit.designer.power_apps.formulas import Formula, formulas
from connectorkit.designer.power_apps.functions import Function
from connectorkit.desk import connection_data
from connectorkit.desk.card_data import CardData, place
from connectorkit.desk.definition_index import DefinitionIndex
from connectorkit.desk.library import Snapshot
from connectorkit.diagnostics.finding import SEVERITIES, Finding, Span
from connectorkit.model.connector import Connector
from connectorkit.model.file_names import DEFINITION, ICON, PROPERTIES
from connectorkit.model.json_value import Json
from connectorkit.model.policies.simulation import simulated
from connectorkit.sandbox.server.auth import DEFAULT

MOST_FINDINGS = 2_000
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_PNG = b"\x89PNG\r\n\x1a\n"


def connector(snapshot: Snapshot, model: Connector | str) -> Plain:
    """The connector as the page shows it: its title and icon, cards, connection dialogs and definition.

    ``model``: the model of the snapshot, or the reason why there is none.
    """
    known = model if isinstance(model, Connector) else None
    index = DefinitionIndex(snapshot.definition)
    info = mapping(snapshot.definition.get("info"))
    return {
        "title": words(info.get("title")),
        "description": words(info.get("description")),
        "color": _color(snapshot.properties),
        "icon": _icon(snapshot.files),
        "cards": cards(snapshot.cards, index, snapshot.span_of, snapshot.functions),
        "connections": connection_data.dialogs(snapshot.properties, _of(snapshot.span_of, PROPERTIES)),
        "definition": snapshot.definition,
        "not_simulated": _not_simulated(known),
        "tools": _tools(known),
        "untried": model if isinstance(model, str) else "",
        "credential": DEFAULT,
    }


def cards(
    found: Iterable[Card],
    index: DefinitionIndex,
    span_of: Callable[[str, str], Span],
    functions: list[Function] | None = None,
) -> list[Json]:
    """Cards as plain values, in the designer's order, each with its Power Apps function.

    ``functions``: the functions of the definition, if they are known already.
    """
    data = CardData(index, _of(span_of, DEFINITION))
    called = formulas(index.definition, functions)
    return [{**data.card(one), "apps": _apps(called.get(one.id))} for one in found]


def _apps(formula: Formula | None) -> Json:
    """The Power Apps function; None if there is none, as for triggers."""
    if formula is None:
        return None
    return {"call": formula.call, "unsupported": [*formula.unsupported], "notes": [*formula.notes]}


def findings(found: list[Finding]) -> Plain:
    """Findings for the page, errors first, and their total number."""
    heaviest = sorted(found, key=lambda one: SEVERITIES.index(one.severity))
    return {"count": len(found), "shown": [finding(one) for one in heaviest[:MOST_FINDINGS]]}


def finding(one: Finding) -> Plain:
    """A finding as plain values."""
    return {
        "id": one.id,
        "severity": one.severity,
        "message": one.message,
        "help": one.help,
        "place": place(one.span),
        "operation": one.operation,
        "pointer": one.pointer,
    }


def _of(span_of: Callable[[str, str], Span], document: str) -> Callable[[str], Span]:
    return lambda pointer: span_of(document, pointer)


def _color(properties: Plain) -> str:
    said = mapping(properties.get("properties")).get("iconBrandColor")
    return said.lower() if isinstance(said, str) and _COLOR.match(said) else ""


def _icon(files: Mapping[str, bytes]) -> str:
    """The icon as a data URI; "" if there is none, or if it is not a PNG."""
    data = files.get(ICON, b"")
    return f"data:image/png;base64,{base64.b64encode(data).decode()}" if data.startswith(_PNG) else ""


def _tools(model: Connector | None) -> Plain:
    """The declared tools of each MCP server, by operationId."""
    found = model.operations if model is not None else ()
    return {
        one.id: [{"name": tool.name, "description": tool.description} for tool in one.mcp.tools]
        for one in found
        if one.mcp is not None
    }


def _not_simulated(model: Connector | None) -> list[Json]:
    """Behaviour of the platform that is not simulated; ``operations`` is null if it concerns all operations."""
    if model is None:
        return []
    return [
        {
            "text": f"{one.called}: {one.why}",
            "operations": None if one.everywhere else list[Json](one.operations),
        }
        for one in simulated(model).unsimulated
    ]
