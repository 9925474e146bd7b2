"""The reference of a connector in Markdown and HTML, in the structure of the platform's own reference pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from connectorkit.model.connector import Availability, Connector, Credential, CredentialSet, Json, Operation
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.render.docs import input_notes, links, markdown_text, paging
from connectorkit.render.docs.input_notes import Note
from connectorkit.render.docs.tables import Returns, Row, Tables, TypeCell
from connectorkit.render.templates import Templates
from connectorkit.write import memo

if TYPE_CHECKING:
    from markupsafe import Markup

Plain = dict[str, object]

_SECTIONS = (
    ("Prerequisites", "prerequisites"),
    ("How to get credentials?", "credentials_help"),
    ("Known issues and limitations", "known_issues"),
)
_DEFINITIONS = "Definitions"
_GROUPS = (("Actions", "action"), ("Triggers", "trigger"), ("MCP servers", "mcp"))
_HIDDEN_TYPES = ("oauthSetting",)
_MARKDOWN = {
    "cell": markdown_text.cell,
    "piece": markdown_text.piece,
    "code": markdown_text.code,
    "inline": markdown_text.inline,
    "paragraph": markdown_text.paragraph,
    "markdown": markdown_text.markdown,
}


def render(connector: Connector, templates: Templates, kept: Kept = NOTHING) -> dict[str, bytes]:
    """docs/reference.md and docs/index.html."""
    values, known = page(connector, kept)
    html = {"markdown": partial(_html, known, kept), "linked": links.linked}
    made = {
        "docs/reference.md": templates.render("docs/reference.md.j2", values, _MARKDOWN),
        "docs/index.html": templates.render("docs/index.html.j2", values, html),
    }
    kept.turn("inputs", "returns", "markdown")
    return {name: text.encode() for name, text in made.items()}


def _html(known: Collection[str], kept: Kept, text: str, anchors: Sequence[str]) -> Markup:
    def made() -> str:
        from connectorkit.render.docs import markdown_blocks  # It loads the parser, which takes its time.

        return markdown_blocks.html(text, anchors, known)

    from markupsafe import Markup

    # A text without a link into the page does not depend on where these can lead; `&num;` makes one, too.
    leading = sorted(known) if "#" in text or "&" in text else []
    said = () if kept is NOTHING else (text, "\n".join(anchors), "\n".join(leading))
    parts = ("html", text, list(anchors), leading)
    return kept.once("markdown", said, lambda: Markup(memo.text("markdown", parts, made)))


def page(connector: Connector, kept: Kept = NOTHING) -> tuple[Plain, frozenset[str]]:
    """The values for the templates of the page, and the anchors that its texts may link to.

    Texts are not escaped yet.
    """
    title = connector.title + _preview({**connector.info_extra, **connector.info_more})
    ways = connections(connector)
    tables = Tables(connector, kept)
    anchors = _Anchors(connector, tables)
    anchors.take([title])
    intro = anchors.take(markdown_text.headings(connector.intro))
    sections = [_section(name, str(getattr(connector, key)), anchors) for name, key in _SECTIONS]
    connecting = anchors.take(["Creating a connection", *(str(way["name"]) for way in ways)])
    throttling = anchors.take(["Throttling Limits"] * bool(connector.throttle))
    anchors.number()
    values: Plain = {
        "title": title,
        "description": connector.description,
        "availability": [_availability(row) for row in connector.availability],
        "contact": _contact(connector),
        "metadata": [("Publisher", connector.publisher)] * bool(connector.publisher) + list(connector.metadata),
        "intro": connector.intro,
        "intro_anchors": intro,
        "sections": [section for section in sections if section["text"]],
        "connecting": connecting[0],
        "connections": [{**way, "anchor": anchor} for way, anchor in zip(ways, connecting[1:], strict=True)],
        "throttle": throttle(connector),
        "throttling": "".join(throttling),
        "groups": [
            {
                "title": group,
                "anchor": anchors.groups[group],
                "operations": [_operation(o, connector, tables, anchors) for o in chosen],
            }
            for group, kind in _GROUPS
            if (chosen := visible(connector, kind))
        ],
        "defining": anchors.groups.get(_DEFINITIONS, ""),
        "definitions": [_definition(name, tables, anchors) for name in _linked(connector, tables)],
    }
    return values, frozenset(anchors.known)


def _section(title: str, text: str, anchors: _Anchors) -> Plain:
    """A section with a text of the source; without a text it has no anchors."""
    taken = anchors.take([title, *markdown_text.headings(text)] if text else [])
    return {"title": title, "text": text, "anchor": "".join(taken[:1]), "anchors": taken[1:]}


def visible(connector: Connector, kind: str) -> list[Operation]:
    """The visible operations of a kind (action, trigger or mcp), sorted by their displayed titles."""
    chosen = [o for o in connector.operations if ("mcp" if o.mcp else o.kind) == kind and not o.internal]
    return sorted(chosen, key=lambda o: display_title(o).casefold())


def display_title(operation: Operation) -> str:
    """The summary, with the suffixes that the platform adds to previews and deprecated operations."""
    status = _preview({"x-ms-api-annotation": dict(operation.annotation)})
    return (operation.summary or operation.id) + status + " [DEPRECATED]" * operation.deprecated


class _Anchors:
    """The anchors of headings, numbered in the way of Markdown viewers."""

    def __init__(self, connector: Connector, tables: Tables) -> None:
        self._connector = connector
        self._tables = tables
        self._take = markdown_text.Anchors().take
        self.groups: dict[str, str] = {}
        self.known: set[str] = set()
        self.operations: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.definitions: dict[str, str] = {}

    def take(self, headings: Iterable[str]) -> list[str]:
        """The anchors of the next headings, which texts of the source may link to."""
        taken = [self._take(heading) for heading in headings]
        self.known.update(taken)
        return taken

    def number(self) -> None:
        """Assign the anchors of operations and definitions, after those of all headings above them."""
        for name, kind in _GROUPS:
            chosen = visible(self._connector, kind)
            self._group(name, bool(chosen))
            for operation in chosen:
                self.operations[operation.id] = self._operation(operation)
                self.titles[operation.id] = display_title(operation)
        linked = _linked(self._connector, self._tables)
        self._group(_DEFINITIONS, bool(linked))
        self.definitions = dict(zip(linked, self.take(linked), strict=True))

    def _group(self, name: str, shown: bool) -> None:
        if shown:
            (self.groups[name],) = self.take([name])

    def _operation(self, operation: Operation) -> str:
        (anchor,) = self.take([display_title(operation)])
        # Numbered as Markdown viewers do; nothing links to these.
        for heading in ["Tools"] * bool(operation.mcp and operation.mcp.tools):
            self._take(heading)
        for heading in ["Parameters"] * bool(self._tables.parameters(operation)):
            self._take(heading)
        for heading in ["Returns"] * (self._tables.returns(operation) is not None):
            self._take(heading)
        return anchor


def _linked(connector: Connector, tables: Tables) -> tuple[str, ...]:
    return tables.definitions([o for _, kind in _GROUPS for o in visible(connector, kind)])


def _preview(extra: Mapping[str, Json]) -> str:
    annotation = extra.get("x-ms-api-annotation")
    return " (Preview)" if isinstance(annotation, dict) and annotation.get("status") == "Preview" else ""


def _availability(row: Availability) -> Plain:
    return {"service": row.service, "tier": row.tier, "excluded": list(row.excluded)}


def _contact(connector: Connector) -> list[tuple[str, str]]:
    labels = (("Name", "name"), ("URL", "url"), ("Email", "email"))
    return [(label, str(connector.contact[key])) for label, key in labels if connector.contact.get(key)]


def throttle(connector: Connector) -> Plain | None:
    """``calls`` and ``seconds`` of the connector's limit, None when it declares none."""
    limit = connector.throttle
    return {"calls": limit.calls, "seconds": limit.seconds} if limit else None


def connections(connector: Connector) -> list[Plain]:
    """The ways to connect; their parameters are rows of name, type, description and required."""
    made: list[Plain] = []
    if connector.credentials or not connector.credential_sets:
        only = {"name": "Default", "description": "Parameters for creating connection.", "id": ""}
        made.append({**only, "rows": credential_rows(connector.credentials)})
    for one in connector.credential_sets:
        made.append({**_set_texts(one), "id": one.name, "rows": credential_rows(one.credentials)})
    return made


def _set_texts(one: CredentialSet) -> Plain:
    shown = _dict(one.interface)
    return {
        "name": str(shown.get("displayName") or one.label or one.name),
        "description": str(shown.get("description") or one.description),
    }


def credential_rows(credentials: Iterable[Credential]) -> list[Plain]:
    """One row for each connection parameter that a maker fills in."""
    return [_credential(c) for c in credentials if c.type not in _HIDDEN_TYPES and not _limit(c, "hidden", False)]


def _credential(c: Credential) -> Plain:
    shown = _dict(c.interface)
    described = shown.get("description") or _dict(shown.get("schema")).get("description") or c.description
    return {
        "name": str(shown.get("displayName") or c.label or c.name),
        "type": c.type,
        "description": str(described),
        "required": _limit(c, "required", c.required),
        "notes": [_note(note, None) for note in input_notes.of_credential(c)],
    }


def _limit(c: Credential, name: str, default: bool) -> bool:
    """A flag of the parameter's uiDefinition, where the platform writes "true" and "false"."""
    limits = _dict(_dict(c.interface).get("constraints"))
    return limits[name] in (True, "true") if name in limits else default


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _operation(operation: Operation, connector: Connector, tables: Tables, anchors: _Anchors) -> Plain:
    newer = _successor(operation, connector) if operation.deprecated else None
    return {
        "title": display_title(operation),
        "anchor": anchors.operations[operation.id],
        "id": operation.id,
        "mcp": operation.mcp is not None,
        "tools": [(one.name, one.description) for one in operation.mcp.tools] if operation.mcp else [],
        "description": operation.description or "",
        "successor": {"title": display_title(newer), "anchor": anchors.operations[newer.id]} if newer else None,
        "paging": paging.described(operation),
        "parameters": [_row(row, anchors) for row in tables.parameters(operation)],
        "returns": _returns(tables.returns(operation), anchors),
    }


def _successor(operation: Operation, connector: Connector) -> Operation | None:
    """The operation of the same family with the highest later revision that is not deprecated."""
    family, own = operation.annotation.get("family"), _revision(operation)
    rivals = [
        o
        for o in connector.operations
        if family and o.annotation.get("family") == family and _revision(o) > own and not (o.internal or o.deprecated)
    ]
    return max(rivals, key=_revision, default=None)


def _revision(operation: Operation) -> int:
    value = operation.annotation.get("revision")
    return value if isinstance(value, int) else 1


def _row(row: Row, anchors: _Anchors) -> Plain:
    return {
        "name": row.name,
        "key": row.key,
        "type": _type(row.type, anchors),
        "description": row.description,
        "required": row.required,
        "notes": [_note(note, anchors) for note in row.notes],
    }


def _note(note: Note, anchors: _Anchors | None) -> Plain:
    """A note with links to operations on the page; other operations are named by their ids."""
    parts: list[Plain] = []
    for part in note.parts:
        title = anchors.titles.get(part.operation, "") if anchors else ""
        anchor = anchors.operations.get(part.operation, "") if anchors else ""
        code = part.code or bool(part.operation and not title)
        parts.append({"text": title or part.operation or part.text, "code": code, "anchor": anchor})
    return {"label": note.label, "parts": parts}


def _type(shown: TypeCell, anchors: _Anchors) -> Plain:
    return {"lead": shown.lead, "name": shown.name, "anchor": anchors.definitions.get(shown.definition, "")}


def _returns(answer: Returns | None, anchors: _Anchors) -> Plain | None:
    if answer is None:
        return None
    return {
        "dynamic": answer.dynamic,
        "description": answer.description,
        "root": _row(answer.root, anchors) if answer.root else None,
        "rows": [_row(row, anchors) for row in answer.rows],
    }


def _definition(name: str, tables: Tables, anchors: _Anchors) -> Plain:
    return {"title": name, "anchor": anchors.definitions[name], "returns": _returns(tables.definition(name), anchors)}
