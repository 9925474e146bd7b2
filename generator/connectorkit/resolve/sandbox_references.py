"""Names in the sandbox part of a source that must exist: operations, collections, settings, paths and fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from connectorkit.diagnostics import phrases
from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model import schema_lookup
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.record import record
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node
from connectorkit.resolve.name_references import suggestion
from connectorkit.sandbox.shapes.response_paths import split

if TYPE_CHECKING:
    from connectorkit.model.connector import Connector, Operation, Schema

ID = "SBX001"
# Settings that every sandbox has.
BUILT_IN = ("lenient", "rate_calls", "rate_seconds", "strict_pages", "strict_delivery")
_COLLECTIONS = ("create", "list", "view", "update", "delete", "search", "collection", "parent", "unknown", "expired")
_PAGE_PATHS = ("total", "per_page", "from", "to", "next", "previous")
_PAGE_PARAMETERS = ("filter", "operator", "sort")
# Fields that the sandbox itself keeps in a record.
_OWN_FIELDS = frozenset(("operation",))

# Keys whose value names fields: in the "keys" of a mapping, its "values", or the value ("text", a string or a list).
# The first character: the name creates a field of a record (!) or reads one (?). Keys of the same name have the same
# meaning everywhere below the key of their table.
_FIELDS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "collection": (
        ("key", "?", "text"),
        ("new", "!", "keys"),
        ("counts", "!", "keys"),
        ("copy", "!", "keys"),
        ("copy", "?", "values"),
        ("ends", "?", "text"),
        ("columns", "!", "text"),
    ),
    "operation": (
        ("where", "?", "keys"),
        ("optional", "?", "text"),
        ("either", "?", "keys"),
        ("in_body", "?", "text"),
        ("needs", "?", "text"),
        ("with", "!", "keys"),
        ("item", "!", "keys"),
        ("unset", "!", "keys"),
        ("kept", "!", "keys"),
    ),
    "phone": (("field", "?", "text"), ("country", "?", "text")),
    "text": (("field", "?", "text"), ("parts", "?", "text")),
    "price": (("field", "?", "text"),),
    "credit": (("with", "!", "keys"), ("keep", "?", "text")),
    "group": (("field", "?", "text"), ("copy", "!", "keys"), ("copy", "?", "values")),
    "case": (("field", "?", "text"), ("with", "!", "keys"), ("keep", "?", "text")),
    "repeats": (("fields", "?", "text"),),
    "found": (("fields", "?", "text"), ("as", "!", "keys")),
    "formats": (("field", "?", "text"),),
    "match": (("enabled", "?", "text"), ("equals", "?", "keys"), ("equals", "?", "values")),
    "search": (("kind", "?", "text"), ("term", "?", "text"), ("in", "?", "text")),
    "reply": (("to", "?", "text"), ("from", "?", "text"), ("copy", "!", "keys"), ("copy", "?", "values")),
}


@record
class _Names:
    """The names that a sandbox creates (``made``) and reads, and the names of settings and rows, with places."""

    made: list[tuple[str, str, Span]] = field(default_factory=list)
    read: list[tuple[str, str, Span]] = field(default_factory=list)
    settings: list[tuple[str, str, Span]] = field(default_factory=list)
    rows: list[tuple[str, str, Span]] = field(default_factory=list)

    def add(self, kind: str, node: Node, prefix: str) -> None:
        """Add all names in ``node``, a part of the given kind."""
        for key, mark, how in _FIELDS[kind]:
            below = node.get(key)
            if below is not None:
                listed = self.made if mark == "!" else self.read
                listed += [(name, f"{prefix}{key}", place) for name, place in _named(below, how)]

    def words(self, node: Node, path: str = "", names: bool = True) -> None:
        """Add the names in the words of declared values, at any depth: fields, settings and collections.

        ``names``: the keys of ``node`` are names or keys of the format, so that it is not a word itself.
        """
        word = "" if names or len(node.mapping) != 1 else next(iter(node.mapping))
        below = node.mapping.get(word)
        if word == "literal":
            return
        if below is not None and below.text and word in _WORDS:
            listed: list[tuple[str, str, Span]] = getattr(self, _WORDS[word])
            listed.append((below.text, f"{path}.{word}" if path else word, below.span))
            return
        for key, one in node.mapping.items():
            if key not in _WITHOUT_WORDS:
                self.words(one, f"{path}.{key}" if path else key, key in _OF_NAMES)
        for one in node.sequence:
            self.words(one, path, False)


# Words of declared values that name something, and the list for these names.
_WORDS = {"record": "read", "request": "read", "setting": "settings", "balance": "settings", "row": "rows"}
# Keys below which every key is a name.
_OF_NAMES = frozenset(
    """accounts answer as batches collections deliveries events item kept new operations routes settings unset
    values where with""".split()
)
# Keys below which there are only names or literals.
_WITHOUT_WORDS = frozenset("copy counts either equals errors inputs mistyped rows sums ways".split())


def _named(node: Node, how: str) -> Iterator[tuple[str, Span]]:
    if how == "keys":
        yield from ((name, node.keys.get(name, node.span)) for name in node.mapping)
    else:
        listed = node.mapping.values() if how == "values" else node.sequence or [node]
        yield from ((one.text, one.span) for one in listed if one.text)


def findings(sandbox: Node | None, connector: Connector, memory: Kept = NOTHING) -> Iterator[Finding]:
    """A finding for each name in the sandbox that neither the connector nor the sandbox defines."""
    if sandbox is None or not isinstance(sandbox.value, dict):
        return
    ids = [operation.id for operation in connector.operations]
    kept = list(nodes.entries(sandbox, "collections"))
    yield from _operations(sandbox, ids)
    for node in _holders(sandbox):
        for key, named in _collections(node):
            if named.text and named.text not in kept:
                yield _unknown(key, named.text, "collection", named.span, kept)
    yield from _paths(sandbox, connector)
    names = memory.once("sandbox names", (sandbox,), lambda: _collected(sandbox))
    memory.turn("sandbox names")
    yield from _field_names(sandbox, connector, kept, names)


def _unknown(key: str, name: str, kind: str, place: Span, known: Iterable[str]) -> Finding:
    message = f"'{key}' names '{name}', but there is no such {kind}."
    return Finding(ID, message, place, suggestion(name, known))


def _operations(sandbox: Node, ids: list[str]) -> Iterator[Finding]:
    for part in ("operations", "events"):
        below = sandbox.get(part)
        for name, place in below.keys.items() if below else ():
            if name not in ids:
                yield _unknown(part, name, "operation", place, ids)
    for rule in _rules(sandbox):
        like = rule.get("like")
        of = [one for case in nodes.items(rule, "cases") for one in nodes.items(case, "of")]
        for key, named in [*([("like", like)] if like else []), *(("of", one) for one in of)]:
            if named.text and named.text not in ids:
                yield _unknown(key, named.text, "operation", named.span, ids)


def _rules(sandbox: Node) -> list[Node]:
    """The nodes with rules: operations, routes, and the common part of all batches."""
    batches = sandbox.get("batches")
    several = [*nodes.entries(sandbox, "operations").values(), *nodes.entries(sandbox, "routes").values()]
    return [*several, *([batches] if batches else [])]


def _holders(sandbox: Node) -> Iterator[Node]:
    """The nodes that name collections."""
    for node in [*_rules(sandbox), *nodes.entries(sandbox, "collections").values()]:
        yield node
        group = node.get("group")
        yield from [group] if group is not None else []
        yield from nodes.items(node, "cases")
    reply = _at(sandbox, "deliveries", "reply")
    yield from [reply] if reply is not None else []


def _collections(node: Node) -> Iterator[tuple[str, Node]]:
    for key in _COLLECTIONS:
        below = node.get(key)
        if below is not None:
            yield from ((key, one) for one in below.sequence or [below])
    yield from (("counts", one) for one in nodes.entries(node, "counts").values())


def _paths(sandbox: Node, connector: Connector) -> Iterator[Finding]:
    """Check response paths: those of one operation where the place belongs to one, else those of any."""
    every = [schema for operation in connector.operations for schema in _schemas(operation)]
    place = sandbox.get("place")
    if place is not None:
        yield from _path(connector, "place", place.text, place.span, every)
    for name, span in _named(sandbox.get("answer") or Node({}, sandbox.span, {}), "keys"):
        yield from _path(connector, "answer", name, span, every)
    for key in _PAGE_PATHS:
        below = _at(sandbox, "pages", key)
        if below is not None:
            yield from _path(connector, f"pages.{key}", below.text, below.span, every)
    batches = sandbox.get("batches")
    if batches is not None:
        yield from _rule_paths(connector, batches, every)
    by_id = {operation.id: operation for operation in connector.operations}
    for name, rule in nodes.entries(sandbox, "operations").items():
        if name in by_id:
            yield from _rule_paths(connector, rule, _schemas(by_id[name]))
    for rule in nodes.entries(sandbox, "routes").values():
        like = nodes.text(rule, "like")
        if like in by_id:
            yield from _rule_paths(connector, rule, _schemas(by_id[like]))


def _rule_paths(connector: Connector, rule: Node, schemas: list[Schema]) -> Iterator[Finding]:
    at, totals = rule.get("at"), rule.get("totals")
    named = [("at", at.text, at.span)] if at is not None else []
    named += [("answer", name, span) for name, span in _keys(rule.get("answer"))]
    for key in ("count", "accepted"):
        below = totals.get(key) if totals is not None else None
        named += [(f"totals.{key}", below.text, below.span)] if below is not None else []
    named += [("totals.sums", name, span) for name, span in _keys(_at(rule, "totals", "sums"))]
    counts = [case.get("count") for case in nodes.items(rule, "cases")]
    named += [("cases.count", one.text, one.span) for one in counts if one is not None]
    for key, path, span in named:
        yield from _path(connector, key, path, span, schemas)


def _keys(node: Node | None) -> list[tuple[str, Span]]:
    return list(_named(node, "keys")) if node is not None else []


def _path(connector: Connector, key: str, path: str, place: Span, schemas: list[Schema]) -> Iterator[Finding]:
    lacking: list[schema_lookup.Missing] = []
    for schema in schemas if path else ():
        missing = schema_lookup.missing(connector, schema, split(path))
        if missing is None:
            return
        lacking.append(missing)
    if lacking:
        # The response with the longest part of the path is the intended one.
        found = min(lacking, key=lambda one: split(path)[::-1].index(one.step))
        message = f"'{key}' names '{path}', but no response has '{found.step}' there."
        known = [name for one in lacking if one.step == found.step for name in one.known]
        yield Finding(ID, message, place, suggestion(found.step, known))


def _schemas(operation: Operation) -> list[Schema]:
    good = [one for one in operation.responses if one.status[:1] in "2d"]
    return [one.schema for one in good if one.schema is not None]


def _field_names(sandbox: Node, connector: Connector, kept: list[str], names: _Names) -> Iterator[Finding]:
    declared = _declared(connector)
    made, read = {name for name, _, _ in names.made}, {name for name, _, _ in names.read}
    for listed, others in ((names.read, made), (names.made, read)):
        known = declared | others | _OWN_FIELDS
        for name, key, place in listed:
            if name not in known and not _is_data(name, key, known):
                yield _unknown(key, name, "field", place, known)
    for key in ("inputs", "values"):
        for name, place in _keys(sandbox.get(key)):
            if name not in declared and name not in read:
                yield _unknown(key, name, "field or parameter", place, declared)
    yield from _parameters(sandbox, connector)
    settings = [*nodes.entries(sandbox, "settings"), *BUILT_IN]
    for name, key, place in [*names.settings, *_account_settings(sandbox)]:
        if name not in settings:
            yield _unknown(key, name, "setting", place, settings)
    for name, key, place in names.rows:
        if name not in kept:
            yield _unknown(key, name, "collection", place, kept)


def _is_data(name: str, key: str, known: set[str]) -> bool:
    """Whether a name may be a column that no response shows, because it is not similar to a known name."""
    return key.rpartition(".")[2] in ("columns", "rows") and not phrases.nearest(name, known, 0.6)


def _account_settings(sandbox: Node) -> Iterator[tuple[str, str, Span]]:
    for account in nodes.entries(sandbox, "accounts").values():
        for name, place in _keys(account.get("settings")):
            yield name, "accounts.settings", place


def _parameters(sandbox: Node, connector: Connector) -> Iterator[Finding]:
    """Check parameters of paging and searching. Only a misspelling of a declared one is reported."""
    known = sorted({one.name for operation in connector.operations for one in operation.parameters})
    named = [(f"pages.{key}", _at(sandbox, "pages", key)) for key in _PAGE_PARAMETERS]
    named += [("by", rule.get("by")) for rule in _rules(sandbox)]
    for key, node in named:
        if node is not None and node.text not in known and phrases.nearest(node.text, known, 0.6):
            yield _unknown(key, node.text, "parameter", node.span, known)


def _declared(connector: Connector) -> set[str]:
    """The names of all parameters and fields of the connector."""
    found = set[str]()
    for operation in connector.operations:
        found |= {one.name for one in operation.parameters}
        schemas = [one.schema for one in operation.parameters]
        schemas += [one.schema for one in operation.responses if one.schema is not None]
        schemas += [operation.event.schema] if operation.event is not None else []
        for schema in schemas:
            found |= set(schema_lookup.names(connector, schema))
    return found


def _collected(sandbox: Node) -> _Names:
    """The names of fields, settings and rows below a sandbox."""
    names = _Names()
    names.words(sandbox)
    loose = sandbox.get("loose")
    names.read += [(name, "loose", place) for name, place in _named(loose, "text")] if loose is not None else []
    for node in nodes.entries(sandbox, "events").values():
        names.made += [(name, "events", place) for name, place in _keys(node)]
    for name, node in nodes.entries(sandbox, "collections").items():
        names.add("collection", node, f"collections.{name}.")
        _add(names, "found", node.get("found"), "found.")
        for row in nodes.items(node, "rows"):
            names.made += [(one, "rows", place) for one, place in _keys(row)]
    for rule in _rules(sandbox):
        _rule(names, rule)
    deliveries = sandbox.get("deliveries")
    for part in ("formats", "match", "reply"):
        _add(names, part, _at(deliveries, part), f"deliveries.{part}.")
    _add(names, "search", _at(deliveries, "match", "search"), "deliveries.match.search.")
    return names


def _rule(names: _Names, rule: Node) -> None:
    names.add("operation", rule, "")
    for part in ("phone", "text", "price", "credit", "group"):
        _add(names, part, rule.get(part), f"{part}.")
    for one in nodes.entries(rule.get("totals"), "sums").values():
        names.read += [(name, "totals.sums", place) for name, place in _named(one, "text")]
    for case in nodes.items(rule, "cases"):
        _add(names, "case", case, "cases.")
        _add(names, "repeats", case.get("repeats"), "cases.repeats.")


def _add(names: _Names, kind: str, node: Node | None, prefix: str) -> None:
    if node is not None:
        names.add(kind, node, prefix)


def _at(node: Node | None, *keys: str) -> Node | None:
    for key in keys:
        node = node.get(key) if node is not None else None
    return node
