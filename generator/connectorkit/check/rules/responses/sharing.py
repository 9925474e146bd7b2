"""Rules about repetition and size: what could be said once, and how much a request or an answer may consist of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from connectorkit.check.engine.connector_index import At, Plain, Subject, mapping, short
from connectorkit.check.engine.labels import begun, called
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere

_ADVICE = Severities("advice", "advice", "off")
_TIMES = 3
_FIELDS = 3
_MOST_SCHEMAS = 512
_BESIDE = frozenset(("required", "x-ms-url-encoding", "allowEmptyValue"))


def _groups(keyed: Iterable[tuple[Hashable, At]]) -> Iterator[list[At]]:
    """Parts that are equal in all that they say, by what they have in common at first sight."""
    alike: dict[Hashable, list[list[At]]] = defaultdict(list)
    for key, at in keyed:
        for group in alike[key][:20]:
            if _said(group[0]) == _said(at):
                group.append(at)
                break
        else:
            alike[key].append([at])
    yield from (group for groups in alike.values() for group in groups if len(group) >= _TIMES)


def _said(at: At) -> Plain:
    """What counts when two parts are compared: what makers read and fill in."""
    if at.kind == "schema":
        return {"properties": at.node["properties"], "required": at.node.get("required") or []}
    return {key: value for key, value in at.node.items() if key not in _BESIDE}


def _parameters(subject: Subject) -> Iterator[Hit]:
    # A source can say a parameter once and have it copied into place.
    if not subject.published and not mapping(subject.definition.get("parameters")):
        return
    own = (
        (
            (
                at.name,
                str(at.node["in"]),
                at.node["in"] == "path" or bool(at.node.get("required")),
                at.text("description"),
            ),
            at,
        )
        for at in subject.having("parameter", "in")
        if at.role == "own" and at.node["in"] != "body"
    )
    for group in _groups(own):
        operations = {at.pointer.rpartition("/parameters/")[0] for at in group}
        if len(operations) < _TIMES:
            continue
        yield Hit(
            group[0].pointer,
            f"The parameter '{short(group[0].name)}' is described in {len(operations)} operations in the same words.",
            related=tuple(at.pointer for at in group[1:6]),
        )


def _shapes(subject: Subject) -> Iterator[Hit]:
    if not subject.published and not mapping(subject.definition.get("definitions")):
        return
    candidates = (
        (tuple(mapping(at.node["properties"])), at)
        for at in subject.having("schema", "properties")
        if at.role != "definition" and len(mapping(at.node["properties"])) >= _FIELDS
    )
    said: set[str] = set()
    for group in _groups(candidates):
        outer = [at for at in group if not _within(at, said)]
        said.update(at.pointer for at in group)
        if len(outer) >= _TIMES:
            yield Hit(
                outer[0].pointer,
                f"{begun(outer[0])} has the same {len(mapping(outer[0].node['properties']))} fields as other shapes.",
                related=tuple(at.pointer for at in outer[1:6]),
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
    if len(schemas) <= _MOST_SCHEMAS:
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
        if top.role == "root" and _all(pointer, counts, edges) > _MOST_SCHEMAS:
            yield Hit(
                pointer, f"{called(top)[0].upper()}{called(top)[1:]} consists of more than {_MOST_SCHEMAS} shapes."
            )


def _all(start: str, counts: dict[str, int], edges: dict[str, list[str]]) -> int:
    """How many schemas ``start`` consists of, each definition once; counting ends where there are too many."""
    total, waiting, seen = 0, [start], {start}
    while waiting and total <= _MOST_SCHEMAS:
        here = waiting.pop()
        total += max(counts.get(here, 0), 1)
        for below in edges.get(here, ()):
            if below not in seen:
                seen.add(below)
                waiting.append(below)
    return total


RULES = (
    Rule(
        "PAR200",
        "A parameter that several operations have is described once",
        why="Otherwise a correction must be made in each place.",
        source="coding standards",
        severity=_ADVICE,
        help="Describe it once under `parameters` of the connector, and let the operations share it.",
        bad=(
            "parameters: {Page: {name: page, in: query, type: integer, title: Page, description: A page.}}\n"
            "operations:\n"
            "  DeleteWebhook: {parameters: {page: {shared: Page}}}\n"
            "  ListShops: {parameters: {trace: {in: header, type: string, description: A mark.}}}\n"
            "  GetOrder: {parameters: {trace: {in: header, type: string, description: A mark.}}}\n"
            "  CreateOrder: {parameters: {trace: {in: header, type: string, description: A mark.}}}"
        ),
        good=(
            "parameters: {Trace: {name: trace, in: header, type: string, title: Trace, description: A mark.}}\n"
            "operations:\n"
            "  ListShops: {parameters: {trace: {shared: Trace}}}\n"
            "  GetOrder: {parameters: {trace: {shared: Trace}}}\n"
            "  CreateOrder: {parameters: {trace: {shared: Trace}}}"
        ),
        check=_parameters,
    ),
    Rule(
        "RSP111",
        "A body or answer consists of at most 512 shapes",
        why="An import of more is refused.",
        source="validator BodySchemaCountExceedsMaxAllowed; FAQ",
        severity=everywhere("error"),
        help="Leave fields out that makers do not need, or let an operation give the shape.",
        bad="",
        good="",
        check=_size,
    ),
    Rule(
        "RSP150",
        "A shape that stands in several places is a type",
        why="Otherwise a correction must be made in each place.",
        source="coding standards",
        severity=_ADVICE,
        help="Write it once under `types`, and use its name.",
        bad=(
            "style: {types: definitions}\n"
            "types: {Note: {fields: {text: {type: string, description: The text.}}}}\n"
            "operations:\n"
            "  ListShops: {returns: {fields: {note: {type: Note}, a: &at {title: Place, description: "
            "Where., fields: {x: {type: float, description: X.}, y: {type: float, description: Y.}, z: "
            "{type: float, description: Z.}}}, b: *at, c: *at}}}"
        ),
        good=(
            "style: {types: definitions}\n"
            "types: {At: {fields: {x: {type: float, description: X.}, y: {type: float, description: Y.}, "
            "z: {type: float, description: Z.}}}}\n"
            "operations:\n"
            "  ListShops: {returns: {fields: {a: {type: At}, b: {type: At}, c: {type: At}}}}"
        ),
        check=_shapes,
    ),
)
