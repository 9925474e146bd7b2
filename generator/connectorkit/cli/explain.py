"""Explain: a rule, a topic of the documentation, or the origin and the output of an operation, type, input or field."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from connectorkit.check.locate import YamlPlaces
from connectorkit.check.rules import RULES
from connectorkit.check.rules import find as find_rule
from connectorkit.cli import pages
from connectorkit.diagnostics import finding_notes
from connectorkit.diagnostics.finding import Span, Unusable
from connectorkit.diff.kinds import KINDS as CHANGES
from connectorkit.diff.kinds import find as find_change
from connectorkit.model import field_paths as addresses
from connectorkit.model.connector import Connector, Operation, Schema, Unset
from connectorkit.model.field_paths import Address
from connectorkit.model.file_names import DEFINITION
from connectorkit.model.json_pointer import escape
from connectorkit.model.mcp_servers import server_of
from connectorkit.read import source as sources
from connectorkit.read import source_paths
from connectorkit.read.yaml_document import Node
from connectorkit.render.client import class_names, methods
from connectorkit.render.client.classes import Types
from connectorkit.render.client.kinds import Plan
from connectorkit.render.templates import Templates
from connectorkit.resolve.connector import resolve
from connectorkit.validate import partial_source
from connectorkit.validate.format_schema import validate

_ID = re.compile(r"[A-Za-z]{2,5}\d{3}\Z|FMT-\w+\Z", re.IGNORECASE)
# Keys whose value is a schema, and keys under which each name has one.
_SHAPES = frozenset(("type", "ref", "returns", "items", "event", "body", "schema", "additional", "all_of"))
_NAMED = frozenset(("fields", "undeclared", "parameters", "types", "inline_types"))
Rows = list[tuple[str, str]]


class Place(NamedTuple):
    """A block of an explanation: a heading, and labelled lines."""

    heading: str
    rows: Rows


class Known(NamedTuple):
    """A source, as far as it could be interpreted."""

    source: sources.Source
    connector: Connector
    places: YamlPlaces
    addresses: list[Address]
    classes: Types


def text(what: str, source: str | None) -> str:
    """The explanation of a rule, of another finding, of a topic or of something in a source.

    A topic takes precedence over a field of the same name unless a source is given. Raises Unusable if nothing has this
    name; the message suggests similar names.
    """
    templates = Templates()
    said = _finding(what, templates) or (pages.text(what) if source is None else None)
    if said is not None:
        return said
    folder = _folder(source)
    topic = what.partition(".")[0].lower()
    if folder is None and topic in pages.topics():
        raise Unusable(unknown(what, pages.words(topic), "section or key"))
    if folder is None and _ID.match(what):
        raise Unusable(unknown(what, _ids(), "rule"))
    if folder is None:
        named = ", ".join(pages.topics())
        raise Unusable(
            f"There is no rule or topic '{what}' (topics: {named}), and the current folder contains no source. Name a "
            "source with --source DIR."
        )
    known = _known(folder)
    found = _explained(what, known)
    if found is None:
        names = [*_ids(), *_words(), *_names(known)]
        raise Unusable(unknown(what, names, f"rule or topic, and nothing in {folder}, with the name"))
    title, places = found
    return templates.render("explain/places.txt.j2", {"title": title, "places": places})


def topics() -> str:
    """The list of topics, one per line, then the syntax for rules and for parts of a source."""
    return Templates().render("explain/topics.txt.j2", {"topics": [(name, _title(name)) for name in pages.topics()]})


def _title(topic: str) -> str:
    first, _, _ = pages.topics()[topic].read_text(encoding="utf-8").partition("\n")
    return first.lstrip("# ")


def _words() -> Iterator[str]:
    for topic in pages.topics():
        yield topic
        yield from pages.words(topic)


def _finding(what: str, templates: Templates) -> str | None:
    from connectorkit.cli import rule_reference

    if find_change(what) is not None:
        return pages.of_id(what.upper())
    rule, note = find_rule(what), finding_notes.find(what)
    if rule is not None:
        return rule_reference.page(rule, templates)
    return rule_reference.note(note, templates) if note is not None else None


def _ids() -> list[str]:
    return [*(rule.id for rule in RULES), *finding_notes.ids(), *(kind.id for kind in CHANGES)]


def unknown(what: str, known: Iterable[str], kind: str) -> str:
    """The message that nothing has this name, with similar names from ``known``."""
    near = _near(what, list(dict.fromkeys(known)))
    way = f" Did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
    return f"There is no {kind} '{what}'.{way}"


def _near(what: str, known: list[str]) -> list[str]:
    """Names that end with the word (for a field without its path), begin with it, or are similar to it."""
    from difflib import get_close_matches

    word = what.lower()
    lowered = {name.lower(): name for name in reversed(known)}
    ending = [name for name in lowered if re.search(rf"(^|[.\]]){re.escape(word)}\Z", name)]
    starting = [name for name in lowered if len(word) > 3 and name.startswith(word)]
    close = get_close_matches(word, list(lowered), 3, 0.6)
    return [lowered[name] for name in list(dict.fromkeys((*sorted(ending, key=len), *sorted(starting), *close)))[:3]]


def _folder(source: str | None) -> Path | None:
    if source is not None:
        return Path(source_paths.find(source).path)
    try:
        return Path(source_paths.find(os.curdir).path)
    except Unusable:
        return None


def _known(folder: Path) -> Known:
    source = validate(sources.load(folder))
    if any(finding.blocking for finding in source.findings) and not partial_source.trim(source):
        raise Unusable(f"{folder}: the source has errors; see `connectorkit check {folder}`")
    connector, _ = resolve(source)
    if connector is None:
        raise Unusable(f"{folder}: it has too many or too deeply nested types; see `connectorkit check {folder}`")
    places = YamlPlaces(source, connector)
    return Known(source, connector, places, list(addresses.walk(connector)), methods.settled(connector)[1])


def _names(known: Known) -> Iterator[str]:
    yield from (operation.id for operation in known.connector.operations)
    yield from known.connector.types
    for one in known.addresses:
        yield one.path
        yield one.full


def _explained(what: str, known: Known) -> tuple[str, list[Place]] | None:
    connector = known.connector
    by_pointer = {_pointer(one): one for one in connector.operations}
    operation = connector.operation(what) or by_pointer.get(what)
    if operation is not None:
        return _of_operation(operation, known)
    found = [one for one in known.addresses if what in (one.path, one.full, one.pointer)]
    found = found or [one for one in known.addresses if _bare(what) in (_bare(one.path), _bare(one.full))]
    if found:
        return _of_addresses(what, found, known)
    return _of_type(what, known) if what in connector.types else None


def _bare(path: str) -> str:
    """A path as reference pages show it: without the ``[]`` of lists."""
    return path.replace("[]", "")


def _pointer(operation: Operation) -> str:
    return f"/paths/{escape(operation.path)}/{operation.method}"


def _shown(span: Span) -> str:
    return f"{span.file}:{span.line}:{span.column}"


def _of_operation(operation: Operation, known: Known) -> tuple[str, list[Place]]:
    own = [one for one in known.addresses if one.operation is operation]
    inputs = [f"{one.path}{' (required)' if one.required else ''}" for one in own if _entered(one)]
    rows: Rows = [
        ("from", _shown(known.places.span(DEFINITION, f"{_pointer(operation)}/operationId"))),
        ("swagger", _pointer(operation)),
        *_in_client(operation, known.connector),
        *(("input", name) for name in inputs),
        *(("answer", f"{one.status} {one.path}") for one in own if one.where == "answer" and not _nested(one)),
        *(("event", one.path) for one in own if one.where == "event" and not _nested(one)),
        *(("feeds", one.full) for one in known.addresses if _feeds(operation.id, one.schema)),
        *(("ends", one.id) for one in known.connector.operations if _ended(one) == operation.id),
    ]
    kind = "MCP server" if operation.mcp is not None else operation.kind
    return f"{operation.id}: {operation.summary or operation.id} ({kind})", [Place("", rows)]


def _in_client(operation: Operation, connector: Connector) -> Rows:
    """The client method of an operation; empty for an MCP server, which has none."""
    return [("client", f"client.{operation.python}()")] if server_of(operation, connector) is None else []


def _entered(one: Address) -> bool:
    return one.where not in ("answer", "event") and one.path != "body" and not one.schema.internal


def _nested(one: Address) -> bool:
    return "." in one.path or "[]" in one.path


def _feeds(operation_id: str, schema: Schema) -> bool:
    fed = [schema.options.operation] if schema.options else []
    return operation_id in [*fed, *([schema.shape.operation] if schema.shape else [])]


def _ended(operation: Operation) -> str:
    return operation.unsubscribe.operation if operation.unsubscribe else ""


def _of_addresses(what: str, found: list[Address], known: Known) -> tuple[str, list[Place]]:
    titles = list(dict.fromkeys(one.title for one in found if one.title))
    kinds = list(dict.fromkeys(_kind(one.schema) for one in found))
    heading = f"{found[0].path if len({one.path for one in found}) == 1 else what}: {' / '.join(titles) or 'no title'}"
    return f"{heading} ({' or '.join(kinds)})", [_place(one, known) for one in found]


def _kind(schema: Schema) -> str:
    return schema.ref or (schema.format or "") or schema.type or ("object" if schema.fields else "any")


def _place(one: Address, known: Known) -> Place:
    operation = one.operation
    span = known.places.span(DEFINITION, one.pointer) if one.pointer else one.schema.span
    named = known.connector.types.get(one.schema.type_name or one.schema.ref)
    rows: Rows = [("from", _shown(span))]
    if named is not None:
        rows.append(("type", f"{named.name}, {_shown(named.schema.span)}"))
    rows.append(("swagger", one.pointer or "nowhere: it is sent, but not declared"))
    if one.python and not (one.schema.internal and one.where not in ("answer", "event")):
        rows.append(("client", _client(one)))
        rows += [("class", _class(plan)) for plan in known.classes.of(one.schema)]
    rows += [("is", role) for role in _roles(one)]
    where = {"answer": f"answer {one.status}", "event": "event", "formData": "form"}.get(one.where, one.where)
    return Place(f"{operation.id} '{operation.summary or operation.id}', {where}", rows)


def _class(plan: Plan) -> str:
    reason = class_names.why(plan)
    return f"{plan.name}, because {reason}" if reason else plan.name


def _client(one: Address) -> str:
    if one.where == "answer":
        return f"client.{one.operation.python}(...).{one.python}"
    return f"event.{one.python}" if one.where == "event" else f"{one.python}, given to client.{one.operation.python}()"


def _roles(one: Address) -> Iterator[str]:
    """The declared roles of a field, in addition to its schema."""
    operation, path = one.operation, one.path
    if one.required:
        yield "required"
    if one.schema.internal:
        yield _hidden(one.schema)
    success, pages = operation.success, operation.pages
    if one.where == "answer" and success.envelope and success.envelope.path == path:
        yield f"what indicates a success: {success.envelope.equals}"
    if one.where == "answer" and success.items and success.items.path == path:
        yield f"what indicates the success of an item: {success.items.equals}"
    if one.where == "answer" and pages and path in (pages.items, pages.items.removesuffix("[]")):
        yield "the list that has more pages"
    if one.where == "answer" and operation.unsubscribe and operation.unsubscribe.value == path:
        yield f"what {operation.unsubscribe.operation} needs to end the webhook"
    if one.where == "event" and operation.event and operation.event.unique == path:
        yield "what identifies a duplicate delivery"
    if one.schema.callback:
        yield "the field for the callback URL"
    if one.schema.options and one.schema.options.operation:
        yield f"a drop-down, filled by {one.schema.options.operation}"


def _hidden(schema: Schema) -> str:
    if isinstance(schema.default, Unset):
        return "hidden from makers"
    return f"a constant{' of the platform, which the client does not send' * schema.platform}, {schema.default!r}"


def _of_type(name: str, known: Known) -> tuple[str, list[Place]]:
    named = known.connector.types[name]
    rows: Rows = [("from", _shown(named.schema.span))]
    if named.definition:
        rows.append(("swagger", f"/definitions/{escape(name)}"))
    rows += [("used at", _shown(span)) for root in known.source.roots for span in _uses(root, name, "", "")]
    return f"{name}: a type ({_kind(named.schema)})", [Place("", rows)]


def _uses(node: Node, name: str, key: str, above: str) -> Iterator[Span]:
    """The places where a source uses a type."""
    if node.text.removesuffix("[]") == name and (key in _SHAPES or above in _NAMED):
        yield node.span
    for key_below, below in node.mapping.items():
        yield from _uses(below, name, key_below, key)
    for below in node.sequence:
        yield from _uses(below, name, key, key)
