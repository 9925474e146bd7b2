"""Rules about repeated schemas, and about the number of schemas in a request or response."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject, mapping
from connectorkit.check.engine.labels import begun
from connectorkit.check.engine.platform_lists import AS_OF, MAX_SCHEMAS
from connectorkit.check.engine.repeats import TIMES, alike
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere

_ADVICE = Severities("advice", "advice", "off")
_FIELDS = 3
# The number of redundant field descriptions from which they are reported; a quarter of the accepted connectors have
# fewer.
_WORTH = 30


def _shapes(subject: Subject) -> Iterator[Hit]:
    if not subject.published and not mapping(subject.definition.get("definitions")):
        return
    candidates = (
        (tuple(mapping(at.node["properties"])), at)
        for at in subject.having("schema", "properties")
        if at.role != "definition" and len(mapping(at.node["properties"])) >= _FIELDS
    )
    said: set[str] = set()
    for group in alike(candidates):
        outer = [at for at in group if not _within(at, said)]
        said.update(at.pointer for at in group)
        spare = len(mapping(outer[0].node["properties"])) * (len(outer) - 1) if outer else 0
        if len(outer) >= TIMES and spare >= _WORTH:
            yield Hit(
                outer[0].pointer,
                f"{begun(outer[0])} has the same {len(mapping(outer[0].node['properties']))} fields as other schemas.",
                related=tuple(at.pointer for at in outer[1:]),
            )


def _within(at: At, pointers: set[str]) -> bool:
    above = at.parent
    while above is not None and above.kind == "schema":
        if above.pointer in pointers:
            return True
        above = above.parent
    return False


def _size(subject: Subject) -> Iterator[Hit]:
    schemas = subject.of("schema")
    if len(schemas) <= MAX_SCHEMAS:
        return
    counts: dict[str, int] = defaultdict(int)
    edges: dict[str, list[str]] = defaultdict(list)
    tops: dict[str, At] = {}
    for at in schemas:
        top = at.top
        counts[top.pointer] += 1
        tops.setdefault(top.pointer, top)
        shared = subject.shared.get(str(at.node["$ref"])) if "$ref" in at.node else None
        if shared is not None:
            edges[top.pointer].append(shared.pointer)
    for pointer, top in tops.items():
        if top.role == "root" and _all(pointer, counts, edges) > MAX_SCHEMAS:
            limit = f"the limit is {MAX_SCHEMAS} as of {AS_OF}"
            yield Hit(pointer, f"{begun(top)} has more than {MAX_SCHEMAS} schemas; {limit}.")


def _all(start: str, counts: dict[str, int], edges: dict[str, list[str]]) -> int:
    """The number of schemas in ``start``, each definition once; counting stops when there are too many."""
    total, waiting, seen = 0, [start], {start}
    while waiting and total <= MAX_SCHEMAS:
        here = waiting.pop()
        total += max(counts.get(here, 0), 1)
        for below in edges.get(here, ()):
            if below not in seen:
                seen.add(below)
                waiting.append(below)
    return total


RULES = (
    Rule(
        "RSP111",
        "A body or response has at most 512 schemas",
        why="Microsoft documents this limit for the import.",
        source="validator BodySchemaCountExceedsMaxAllowed; FAQ",
        severity=everywhere("warning"),
        help="Remove fields that makers do not need, or load the schema from an operation.",
        check=_size,
    ),
    Rule(
        "RSP150",
        "A repeated schema is a named type",
        why="Otherwise each correction must be repeated in every place.",
        source="coding standards",
        severity=_ADVICE,
        help="Write it once under `types`, and use its name.",
        check=_shapes,
    ),
)
