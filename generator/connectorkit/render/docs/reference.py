"""The reference of a connector in Markdown and HTML, in the structure of the platform's own reference pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from connectorkit.model.connector import Availability, Connector, Credential, CredentialSet, Json, Operation
from connectorkit.render.docs import markdown_text, paging
from connectorkit.render.docs.tables import Returns, Row, Tables, TypeCell
from connectorkit.render.templates import Templates

Plain = dict[str, object]

_SECTIONS = (
    ("Prerequisites", "prerequisites"),
    ("How to get credentials?", "credentials_help"),
    ("Known issues and limitations", "known_issues"),
)
_GROUPS = (("Actions", "action"), ("Triggers", "trigger"), ("MCP servers", "mcp"))
_HIDDEN_TYPES = ("oauthSetting",)


def render(connector: Connector, templates: Templates) -> dict[str, bytes]:
    """docs/reference.md and docs/index.html."""
    values = page(connector)
    helpers = {
        "cell": markdown_text.cell,
        "code": markdown_text.code,
        "inline": markdown_text.inline,
        "paragraph": markdown_text.paragraph,
        "markdown": markdown_text.markdown,
    }
    markdown = templates.render("docs/reference.md.j2", {**values, **helpers})
    html = templates.render("docs/index.html.j2", {**values, "markdown": _html})
    return {"docs/reference.md": markdown.encode(), "docs/index.html": html.encode()}


def _html(text: str) -> str:
    from connectorkit.render.docs import markdown_blocks  # It loads the parser, which takes its time.

    return markdown_blocks.html(text)


def page(connector: Connector) -> Plain:
    """Everything that the page shows, as plain values; texts are not escaped yet."""
    title = connector.title + _preview({**connector.info_extra, **connector.info_more})
    sections = [{"title": name, "text": text} for name, key in _SECTIONS if (text := str(getattr(connector, key)))]
    ways = connections(connector)
    tables = Tables(connector)
    anchors = _Anchors(connector, tables)
    anchors.pass_by([title, *markdown_text.headings(connector.intro)])
    anchors.pass_by(h for s in sections for h in (s["title"], *markdown_text.headings(s["text"])))
    anchors.pass_by(["Creating a connection", *(str(c["name"]) for c in ways)])
    anchors.pass_by(["Throttling Limits"] * bool(connector.throttle))
    anchors.number()
    return {
        "title": title,
        "description": connector.description,
        "availability": [_availability(row) for row in connector.availability],
        "contact": _contact(connector),
        "metadata": [("Publisher", connector.publisher)] * bool(connector.publisher) + list(connector.metadata),
        "intro": connector.intro,
        "sections": sections,
        "connections": ways,
        "throttle": throttle(connector),
        "groups": [
            {"title": group, "kind": kind, "operations": [_operation(o, connector, tables, anchors) for o in chosen]}
            for group, kind in _GROUPS
            if (chosen := visible(connector, kind))
        ],
        "definitions": [_definition(name, tables, anchors) for name in _linked(connector, tables)],
    }


def visible(connector: Connector, kind: str) -> list[Operation]:
    """The operations of a kind (action, trigger or mcp) that makers see, by the titles that they see."""
    chosen = [o for o in connector.operations if ("mcp" if o.mcp else o.kind) == kind and not o.internal]
    return sorted(chosen, key=lambda o: display_title(o).casefold())


def display_title(operation: Operation) -> str:
    """The summary, with what the platform adds to it for previews and deprecated operations."""
    status = _preview({"x-ms-api-annotation": dict(operation.annotation)})
    return (operation.summary or operation.id) + status + " [DEPRECATED]" * operation.deprecated


class _Anchors:
    """The anchors of the headings that are linked to, counted as a Markdown viewer counts them."""

    def __init__(self, connector: Connector, tables: Tables) -> None:
        self._connector = connector
        self._tables = tables
        self._take = markdown_text.Anchors().take
        self.operations: dict[str, str] = {}
        self.definitions: dict[str, str] = {}

    def pass_by(self, headings: Iterable[str]) -> None:
        """Count headings that nothing links to."""
        for heading in headings:
            self._take(heading)

    def number(self) -> None:
        """Give the operations and definitions their anchors, after all headings above them."""
        for name, kind in _GROUPS:
            chosen = visible(self._connector, kind)
            self.pass_by([name] * bool(chosen))
            for operation in chosen:
                self.operations[operation.id] = self._operation(operation)
        linked = _linked(self._connector, self._tables)
        self.pass_by(["Definitions"] * bool(linked))
        self.definitions = {name: self._take(name) for name in linked}

    def _operation(self, operation: Operation) -> str:
        anchor = self._take(display_title(operation))
        self.pass_by(["Tools"] * bool(operation.mcp and operation.mcp.tools))
        self.pass_by(["Parameters"] * bool(self._tables.parameters(operation)))
        self.pass_by(["Returns"] * (self._tables.returns(operation) is not None))
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
    """The kinds of connection; their parameters are rows of name, type, description, required."""
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
    """The live operation of the same family with the highest revision after this one's."""
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
    }


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
