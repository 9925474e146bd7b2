"""Places: from a value of a published document to its place in the files that a person edits.

Rules and referees report JSON pointers of apiDefinition.swagger.json and apiProperties.json. For a connector that was
read from these files, the place is in them (:mod:`connectorkit.check.json_places`). For one that was rendered from
YAML, it is in the source: the source map leads to the nearest node of the model, and tables of keys lead on from there.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple, Protocol

from connectorkit.check.locate_words import AGENTS, INSIDE, NODE, ROOT
from connectorkit.check.locate_words import words as words
from connectorkit.model import json_pointer
from connectorkit.model.connector import Connector, Span
from connectorkit.model.file_names import DEFINITION, NAMED, PROPERTIES
from connectorkit.model.patterns import lazy
from connectorkit.model.policies.plan import PARAMETER
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.render.swagger import source_map
from connectorkit.validate import exact_keys, list_keys

_EXTRA = ("extra",)
_EXTRAS = ("info_extra", "properties_extra", "settings", "properties_root_extra")
_METADATA = "x-ms-connector-metadata"
# A pointer to a line, counted from 1: in a document that is not JSON, or in the text of one that is.
LINE = lazy(r"/line/([0-9]+)\Z")


class Found(NamedTuple):
    """The node for a pointer, the place of its key, and whether the node is exactly the value."""

    node: Node
    key: Span | None
    exact: bool

    @property
    def span(self) -> Span:
        """The place to show: of a scalar itself, of any other node its key."""
        return self.key if self.key is not None and isinstance(self.node.value, (dict, list)) else self.node.span


class Places(Protocol):
    """Finds the place in a file for a pointer of a document."""

    def span(self, document: str, pointer: str) -> Span:
        """The place of the value, or of the nearest thing around it."""
        ...


def yaml_places(source: Source, connector: Connector) -> YamlPlaces:
    """The places of a source, made once for one reading of a source that is kept."""
    source.kept.turn("places of")
    return source.kept.once("places of", (source, connector), lambda: YamlPlaces(source, connector))


class YamlPlaces:
    """Places in the YAML of a source that was resolved to ``connector``."""

    def __init__(self, source: Source, connector: Connector) -> None:
        self.source = source
        self.connector = connector
        self.map = source_map.places(connector, source.kept)
        self._index: dict[Span, tuple[Node, Span | None]] = {}
        self._by_file: dict[str, dict[Span, tuple[Node, Span | None]]] = {}
        # Many rules report the same places.
        self._found: dict[tuple[str, str], Found] = {}
        self._layered: dict[str, list[Found]] = {}
        self._roots: dict[str, list[Node]] = {}
        for root in source.roots:
            self._roots.setdefault(root.span.file, []).append(root)

    def span(self, document: str, pointer: str) -> Span:
        """The place of the value, or of the nearest value around it that the source declares."""
        if document not in (DEFINITION, PROPERTIES):
            return self._beside(document, pointer)
        return self.find(document, pointer).span

    def find(self, document: str, pointer: str) -> Found:
        """The node that declares the value at ``pointer``, or the nearest one around it."""
        found = self._found.get((document, pointer))
        if found is None:
            found = self._found[document, pointer] = self._find(document, pointer)
        return found

    def _find(self, document: str, pointer: str) -> Found:
        prefix, rest = pointer, list[str]()
        while document == DEFINITION and prefix and prefix not in self.map:
            prefix, _, step = prefix.rpartition("/")
            rest.insert(0, json_pointer.unescape(step))
        if document == PROPERTIES or not prefix:
            steps = json_pointer.split(pointer)
            over = self._over(document, steps)
            if over is not None:
                return over
            found = _walk(Found(self.source.root, None, not steps), list(self._by_name(steps)), ROOT)[0]
            return self._row(found) if steps[:1] == [_METADATA] and steps[2:] == ["propertyName"] else found
        if not rest and prefix.count("/") == 2 and prefix.startswith("/paths/"):
            rest = ["paths"]
        if not rest:
            node, key = self._at(self.map[prefix])
            return Found(node, key, not self.short(prefix))
        # The schemas of tools are copied unchanged.
        table = {} if rest[0] == "tools" else NODE
        return max((_walk(layer, rest, table) for layer in self._layers(prefix)), key=lambda found: found[1])[0]

    def _layers(self, pointer: str) -> list[Found]:
        """The nodes that together declare the value at ``pointer``: its own, then those of its types."""
        if pointer not in self._layered:
            self._layered[pointer] = list(self._each_layer(pointer))
        return self._layered[pointer]

    def _each_layer(self, pointer: str) -> Iterator[Found]:
        node, key = self._at(self.map[pointer])
        for _ in range(self.short(pointer)):
            node = list_keys.item(node)
        raw = _entry(node, "raw")
        if raw is not None:
            yield raw._replace(exact=False)
            return
        yield from self._typed(Found(node, key, False))
        shared = self.source.root.get("operations_extra")
        if shared is not None and pointer.count("/") == 3 and pointer.startswith("/paths/"):
            yield Found(shared, None, False)
        above, _, name = pointer.rpartition("/properties/")
        if above in self.map and "/" not in name:
            name = json_pointer.unescape(name)
            for layer in self._layers(above)[1:]:
                fields = layer.node.get("fields")
                entry = _entry(fields, name) if fields is not None else None
                if entry is not None:
                    yield from self._typed(entry._replace(exact=False))

    def short(self, pointer: str) -> int:
        """The number of short lists around an item, which then has no node; 0 for an item with a node.

        For example, an order in `Order[][]` is in two.
        """
        above, span = pointer.removesuffix("/items"), self.map.get(pointer)
        if above == pointer or span is None or above not in self.map:
            return 0
        if self.map[above] == span:
            return 1 + self.short(above)
        node = self._at(span)[0]
        own = any(layer.node.get("items") is node for layer in self._layers(above))
        return int(node.text.endswith(list_keys.MARK) and not own)

    def _typed(self, found: Found) -> Iterator[Found]:
        """A node, then the type that it names, then the type that this names, and so on."""
        seen: set[str] = set()
        while True:
            yield found
            said = found.node.get("type") or found.node.get("ref")
            name = said.text if said is not None else found.node.text
            if name not in self.source.types or name in seen:
                return
            seen.add(name)
            found = Found(self.source.types[name], None, False)

    def _over(self, document: str, steps: list[str]) -> Found | None:
        """The value in `extra`, which overrides the other keys of the source."""
        inside, keys = (
            ("properties", ("properties_extra", "properties_root_extra"))
            if document == PROPERTIES
            else ("info", ("info_extra", "extra"))
        )
        within = steps[:1] == [inside]
        entry, rest = _entry(self.source.root, keys[0] if within else keys[1]), steps[1:] if within else steps
        said = entry.node if entry is not None else None
        if said is None or not rest or rest[0] not in said.mapping:
            return None
        return _walk(Found(said, None, False), rest, {})[0]

    def region(self, span: Span) -> Span | None:
        """The range from the key to the end of the node at ``span``; None without such a node."""
        found = self._look_up(span)
        if found is None:
            return None
        node, key = found
        start = key or node.span
        return Span(span.file, start.line, start.column, node.span.end_line, node.span.end_column)

    def _look_up(self, span: Span) -> tuple[Node, Span | None] | None:
        """The node at a span and the place of its key, from the index of its file only."""
        if span.file not in self._by_file:
            roots = self._roots.get(span.file, [])
            indexes = [self.source.kept.once("index", (root,), partial(_index, root)) for root in roots]
            self._by_file[span.file] = indexes[0] if len(indexes) == 1 else dict(ChainMap(*indexes))
        return self._by_file[span.file].get(span)

    @property
    def index(self) -> dict[Span, tuple[Node, Span | None]]:
        """Every node of the source by span, with the place of its key."""
        if not self._index:
            for root in self.source.roots:
                for found in _nodes(root):
                    self._index.setdefault(found[0].span, found)
        return self._index

    def _at(self, span: Span) -> tuple[Node, Span | None]:
        found = self._look_up(span)
        return found if found is not None else (Node(None, span, {}), None)

    def _beside(self, document: str, pointer: str) -> Span:
        """A line of a file that the source names, or else the place where the source names it."""
        key = next((key for key, name in NAMED.items() if name == document), "connector")
        root, line = self.source.root, LINE.match(pointer)
        if key not in root.mapping:
            return root.keys.get("connector", root.span)
        node = root.mapping[key]
        content = self.source.content(key)
        if line and content is not None:
            from connectorkit.read.json_positions import Text  # start-up time

            return Text(str(self.source.folder / node.text), content).line(int(line[1]))
        return node.span

    def _by_name(self, steps: list[str]) -> Iterator[str]:
        """The steps, with indexes replaced by the names of the source: metadata rows and connection parameter sets."""
        root = self.source.root
        if steps[:1] == [_METADATA] and len(steps) > 1 and steps[1].isdigit():
            said = exact_keys.get(root, "metadata")
            names = (
                list(said.mapping)
                if said
                else [k for k in ("website", "privacy_policy", "categories") if k in root.mapping]
            )
            index = int(steps[1])
            yield from (*(["metadata"] if said else []), *names[index : index + 1])
            return
        for index, step in enumerate(steps):
            if step.isdigit() and steps[max(0, index - 2) : index] == ["connectionParameterSets", "values"]:
                sets = self.connector.credential_sets
                yield sets[int(step)].name if int(step) < len(sets) else step
            elif step.startswith(PARAMETER):
                yield from ("with", step.removeprefix(PARAMETER))
            else:
                yield step

    def _row(self, found: Found) -> Found:
        """The name of a metadata row, which is a key of ``metadata``; rows of other keys have no name."""
        said = exact_keys.get(self.source.root, "metadata")
        key = found.key if said else None
        name = next((n for n, at in said.mapping.items() if at is found.node), "") if said else ""
        return Found(Node(name, key, {}), key, True) if key and name else found._replace(exact=False)


def _walk(start: Found, steps: list[str], table: Mapping[str, tuple[str, ...]]) -> tuple[Found, int]:
    """The node that the steps lead to from ``start``, and how many of them exist."""
    here = start
    for position, step in enumerate(steps):
        below = _below(here, step, table)
        if below is None:
            return here._replace(exact=False), position
        exact = below.exact and position == len(steps) - 1
        here = below if exact == below.exact else below._replace(exact=exact)
    return here, len(steps)


def _below(here: Found, step: str, table: Mapping[str, tuple[str, ...]]) -> Found | None:
    node = here.node
    if isinstance(node.value, list):
        return Found(node.value[int(step)], None, True) if step.isdecimal() and int(step) < len(node.value) else None
    # `extra` overrides other keys when the source is rendered.
    found = _extra(node, step, _EXTRA) or _inside(node, step) or _for_agents(node, step)
    if found is not None:
        return found
    for name in table.get(step, (step,)):
        if not name:
            return here._replace(exact=True)
        entry = _entry(node, name)
        if entry is not None:
            return entry
    return _extra(node, step, _EXTRAS)


def _entry(node: Node, name: str) -> Found | None:
    """The entry of a mapping or of its `exact`."""
    if not isinstance(node.value, dict):
        return None
    found = exact_keys.find(node, name) or exact_keys.find(node, name + list_keys.MARK)
    if found is None:
        return None
    holder, below = found
    key = name if holder.get(name) is below else name + list_keys.MARK
    return Found(below, holder.keys.get(key), True)


def _extra(node: Node, step: str, names: Iterable[str]) -> Found | None:
    keys = node.mapping.keys()
    if exact_keys.KEY not in keys and keys.isdisjoint(names):
        return None
    for name in names:
        more = exact_keys.get(node, name)
        if more is not None and step in more.mapping:
            return Found(more.mapping[step], more.keys.get(step), True)
    return None


def _inside(node: Node, step: str) -> Found | None:
    if step not in INSIDE:
        return None
    outer, inner = INSIDE[step]
    around = node.get(outer)
    below = around.get(inner) if around is not None else None
    if around is None or below is None or not isinstance(below.value, dict):
        return None
    return Found(below, around.keys.get(inner), True)


def _for_agents(node: Node, step: str) -> Found | None:
    if step not in AGENTS:
        return None
    said, key = node.get("agents"), AGENTS[step]
    return Found(said.mapping[key], said.keys.get(key), True) if said is not None and key in said.mapping else None


def _index(root: Node) -> dict[Span, tuple[Node, Span | None]]:
    found: dict[Span, tuple[Node, Span | None]] = {}
    for entry in _nodes(root):
        found.setdefault(entry[0].span, entry)
    return found


def _nodes(root: Node) -> Iterator[tuple[Node, Span | None]]:
    """Every node of a tree, with the place of its key."""
    waiting: list[tuple[Node, Span | None]] = [(root, None)]
    while waiting:
        entry = waiting.pop()
        yield entry
        node = entry[0]
        if isinstance(node.value, dict):
            keys = node.keys
            waiting += [(below, keys.get(name)) for name, below in node.value.items()]
        elif isinstance(node.value, list):
            waiting += [(below, None) for below in node.value]
