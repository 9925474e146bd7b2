"""The environments of a source: findings of the rules in an environment but not in production."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from connectorkit.check.waivers import Waiver
from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.resolve import environments

PROFILE = "custom"
"""An environment is never certified: its connector is for the team only."""
_SAID = "SEC082"  # About http, the comparison with production has the better message.


def findings(
    source: Source, names: Iterable[str], rules_of: Callable[[Source], list[Finding]], known: Iterable[Finding]
) -> list[Finding]:
    """The findings at the nodes of the environments ``names``; ``known`` are the findings of production.

    Everything else in an environment comes from production and is checked there. Fixes would change production, so
    there are none.
    """
    given = {(one.id, one.span) for one in known}
    found: list[Finding] = []
    for name in names:
        node = source.environments[name]
        found += environments.doubtful(source, name)
        for one in rules_of(environments.applied(source, name)):
            if one.id != _SAID and (one.id, one.span) not in given and _within(one.span, node.span):
                given.add((one.id, one.span))
                found.append(one._replace(fix=""))
    return found


def outside(excuses: Iterable[Waiver], nodes: Iterable[Node]) -> list[Waiver]:
    """The waivers outside ``nodes``, which are the environments that are not checked."""
    regions = [node.span for node in nodes]
    return [one for one in excuses if not any(_within(one.span, region) for region in regions)]


def _within(span: Span, region: Span) -> bool:
    start, end = (region.line, region.column), (region.end_line, region.end_column)
    return span.file == region.file and start <= (span.line, span.column) <= end
