"""Findings about everything in a solution that is not imported, so that nothing is ignored silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from connectorkit.diagnostics import phrases
from connectorkit.diagnostics.finding import Finding
from connectorkit.read.solution import Solution
from connectorkit.read.xml_document import Element

_KNOWN: Final = frozenset(
    """connectorid connectorinternalid description displayname iconbrandcolor name connectortype openapidefinition
connectionparameters connectionparametersets policytemplateinstances iconblob customcodeblobcontent
scriptoperations""".split()
)
_TYPES: Final = {"1": "table", "20": "security role", "29": "workflow", "61": "web resource", "300": "canvas app"}
_CONNECTOR, _WORKFLOW, _VARIABLE = "372", "29", "380"


def findings(one: Solution, connector: Element, title: str, unused: Iterable[str], flow_kept: bool) -> list[Finding]:
    """A finding for each part of the solution ``one`` that is not imported.

    ``title`` is that of the definition, ``unused`` names environment variables that the connector does not use.
    ``flow_kept``: the ids of the flow were imported from its own solution.
    """
    return [
        *_title(connector, title),
        *_nodes(connector),
        *_components(one, flow_kept),
        *_variables(connector, unused),
    ]


def _title(connector: Element, title: str) -> Iterator[Finding]:
    shown = connector.first("displayname")
    if shown is not None and shown.text != title.strip():
        what = f"The connector is shown as '{shown.text}', but its definition has the title '{title}', which is used."
        yield Finding(
            "PKG065", what, shown.span, "Change the title in the source if the other one is right.", "warning"
        )


def _nodes(connector: Element) -> Iterator[Finding]:
    unknown = [node for node in connector.children if node.tag not in _KNOWN]
    if unknown:
        named = phrases.together(f"<{node.tag}>" for node in unknown)
        what = f"The connector has nodes that a source cannot express: {named}."
        yield _left(what, unknown[0])


def _components(one: Solution, flow_kept: bool) -> Iterator[Finding]:
    if one.manifest is None:
        return
    kept = {_CONNECTOR, _VARIABLE, *([_WORKFLOW] if flow_kept else [])}
    listed = one.manifest.all("SolutionManifest", "RootComponents", "RootComponent")
    others = [part for part in listed if part.attributes.get("type") not in kept]
    if others:
        counts = Counter(str(part.attributes.get("type")) for part in others)
        named = phrases.together(f"{number} {_kind(kind, number)}" for kind, number in counts.items())
        yield _left(f"The solution also contains {named}.", others[0])


def _variables(connector: Element, unused: Iterable[str]) -> Iterator[Finding]:
    names = sorted(unused)
    if names:
        named = phrases.both(names)
        yield _left(f"The connector does not use the environment variables {named}.", connector)


def _kind(kind: str, number: int) -> str:
    name = _TYPES.get(kind, f"component of type {kind}")
    return name if number == 1 else name.replace("component", "components") if kind not in _TYPES else f"{name}s"


def _left(what: str, node: Element) -> Finding:
    return Finding("PKG064", what, node.span, "It was not imported; keep it in its solution.", "warning")
