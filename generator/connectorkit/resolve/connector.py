"""Resolve: a validated source to one Connector."""

from __future__ import annotations

import re

from connectorkit.diagnostics.finding import Finding
from connectorkit.model import format_keywords, python_names, uri_template
from connectorkit.model.connector import (
    UNSET,
    Availability,
    Connector,
    ErrorShape,
    Json,
    NamedType,
    Operation,
    Schema,
    Throttle,
    Unset,
)
from connectorkit.model.kept import NOTHING
from connectorkit.model.page_frame import FRAMES
from connectorkit.read import nodes
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.resolve import (
    credentials,
    environments,
    expanded_size,
    further_properties,
    kept_parts,
    mcp_tools,
    name_references,
    packaging,
    sandbox_references,
    swagger_style,
    value_fit,
)
from connectorkit.resolve.operations import Operations
from connectorkit.resolve.schemas import Shapes

_SERVER = re.compile(r"(?:(https?)://)?([^/]*)(/.*)?\Z", re.DOTALL)


def resolve(source: Source) -> tuple[Connector | None, list[Finding]]:
    """The connector of a validated source, and findings about parts that contradict each other.

    The connector is None when its types are too large or too deep to be expanded.
    """
    try:
        connector, findings = _resolve(source)
    except RecursionError:
        return None, [expanded_size.too_deep(source.root.span)]
    return (None if any(one.id == expanded_size.ID for one in findings) else connector), findings


def once(source: Source) -> tuple[Connector | None, list[Finding]]:
    """As :func:`resolve`, computed once for each reading of a source, because a build asks twice."""
    if source.kept is not NOTHING:
        return source.kept.once("resolved", (source,), lambda: resolve(source))
    if source.resolved is None:
        source.resolved = resolve(source)
    return source.resolved


def _resolve(source: Source) -> tuple[Connector, list[Finding]]:
    source = source.flat or source
    root = source.root
    inline = frozenset(source.shapes)
    context = kept_parts.context(root, inline, source.kept)
    shapes = Shapes(source.types, swagger_style.of(root), inline, kept=source.kept, context=context)
    operations = Operations(root, shapes)
    operations.share()
    made = operations.all(source.operations)
    types = {
        name: NamedType(name, python_names.class_name(name), shapes.named(name), shapes.is_definition(name))
        for name in source.types
    }
    scheme, host, base_path = server(nodes.text(root, "server"))
    title = nodes.text(root, "connector")
    connector = Connector(
        span=root.span,
        title=environments.title(title, source.environment),
        description=nodes.text(root, "description"),
        version=nodes.text(root, "version"),
        package=packaging.client(root) or python_names.package_name(title),
        host=nodes.text(root, "host", host),
        base_path=nodes.text(root, "base_path", base_path or "") or None,
        schemes=nodes.texts(root, "schemes") or ((scheme,) if scheme else ()),
        contact=nodes.plain(root, "contact"),
        metadata=_metadata(root),
        publisher=nodes.text(root, "publisher"),
        stack_owner=nodes.text(root, "stack_owner"),
        brand_color=nodes.text(root, "brand_color", "#007ee5"),
        categories=_categories(root),
        operations=made,
        paths=tuple(operations.paths.values()),
        types=types,
        shared_parameters=operations.shared_parameters,
        shared_responses=operations.shared_responses,
        authentications=credentials.authentications(root),
        security=credentials.security(root),
        credentials=credentials.credentials(root),
        consumes=nodes.texts(root, "consumes"),
        produces=nodes.texts(root, "produces"),
        intro=source.texts.get("intro", ""),
        prerequisites=source.texts.get("prerequisites", ""),
        credentials_help=source.texts.get("credentials_help", ""),
        known_issues=source.texts.get("known_issues", ""),
        throttle=_throttle(root),
        availability=_availability(root),
        errors=ErrorShape(**{k: str(v) for k, v in nodes.plain(root, "errors").items()}),
        policies=credentials.policies(root),
        capabilities=nodes.texts(root, "capabilities") or (),
        script_file=nodes.text(root, "script"),
        icon_file=nodes.text(root, "icon"),
        sandbox=nodes.mapping(source.sandbox),
        info_extra=nodes.plain(root, "info_extra"),
        properties_extra=nodes.plain(root, "properties_extra"),
        extra=nodes.plain(root, "extra"),
        info_more=nodes.words(root, format_keywords.INFO),
        more=nodes.words(root, format_keywords.ROOT),
        credential_sets=credentials.credential_sets(root),
        credential_sets_interface=credentials.sets_interface(root),
        script_operations=nodes.texts(root, "script_operations"),
        properties_root_extra=nodes.plain(root, "properties_root_extra"),
        omitted=nodes.texts(root, "omit") or (),
        metadata_written=_metadata_written(root),
        bare=shapes.style.bare,
        frames={key: source.texts[key] for key in FRAMES if key in source.texts},
        packaging=packaging.packaging(root),
        profile=nodes.text(root, "profile"),
    )
    large = expanded_size.too_large(connector, source.kept)
    return connector, [*shapes.findings, *(large or _all_references(source, connector))]


def _all_references(source: Source, connector: Connector) -> list[Finding]:
    """A finding for every undefined name."""
    return [
        *_references(connector),
        *name_references.findings(connector, source.root, source.operations),
        *sandbox_references.findings(source.sandbox, connector, source.kept),
        *value_fit.findings(connector, source.roots, source.kept),
        *further_properties.findings(connector, source.kept),
        *mcp_tools.findings(source.operations),
        *environments.findings(source),
    ]


def server(address: str) -> tuple[str, str, str | None]:
    """Scheme, host and base path of an address; "" or None for missing parts."""
    scheme, host, path = _parts(address)
    return scheme or "", host, path


def _parts(address: str) -> tuple[str | None, str, str | None]:
    found = _SERVER.match(address)
    return (found[1], found[2], found[3]) if found else (None, "", None)


def _metadata(root: Node) -> tuple[tuple[str, str], ...]:
    said = root.get("metadata")
    if said is not None:
        return tuple((name, node.text) for name, node in said.mapping.items())
    rows = [
        ("Website", nodes.text(root, "website")),
        ("Privacy policy", nodes.text(root, "privacy_policy")),
        ("Categories", ";".join(nodes.texts(root, "categories") or ())),
    ]
    return tuple(row for row in rows if row[1])


def _metadata_written(root: Node) -> Json | Unset:
    said = root.get("metadata")
    return UNSET if said is None or isinstance(said.value, dict) else said.plain()


def _categories(root: Node) -> tuple[str, ...]:
    said = nodes.texts(root, "categories")
    found = next((value for name, value in _metadata(root) if name.lower() == "categories"), "")
    return said if said is not None else tuple(part.strip() for part in found.split(";") if part.strip())


def _throttle(root: Node) -> Throttle | None:
    limit = nodes.plain(root, "throttle")
    return Throttle(int(str(limit["calls"])), int(str(limit["seconds"]))) if limit else None


def _availability(root: Node) -> tuple[Availability, ...]:
    return tuple(
        Availability(nodes.text(n, "service"), nodes.text(n, "class"), nodes.texts(n, "except") or ())
        for n in nodes.items(root, "availability")
    )


def _references(connector: Connector) -> list[Finding]:
    """Check that operationIds are unique, path parameters are in the path, and target operations exist."""
    found: list[Finding] = []
    seen: dict[str, Operation] = {}
    places: dict[tuple[str, str], Operation] = {}
    ids = {operation.id for operation in connector.operations}
    for operation in connector.operations:
        twin = seen.setdefault(operation.id, operation)
        if twin is not operation:
            found.append(
                Finding(
                    "OPR020",
                    f"The operationId '{operation.id}' is used twice.",
                    operation.span,
                    "Give one of them another operationId.",
                    related=(twin.span,),
                )
            )
        twin = places.setdefault((operation.method, operation.path), operation)
        if twin is not operation:
            found.append(
                Finding(
                    "PAR021",
                    f"'{operation.id}' and '{twin.id}' have the same method and path.",
                    operation.span,
                    "Remove one of them: a method and path can belong to only one operation.",
                    related=(twin.span,),
                )
            )
        found += _path_findings(operation)
        found += _targets(ids, operation)
    return found


def _path_findings(operation: Operation) -> list[Finding]:
    if not uri_template.sound(operation.path):
        return []
    wanted = uri_template.variables(operation.path)
    given = {p.name: p for p in operation.parameters if p.location == "path"}
    missing = [
        Finding(
            "PAR030",
            f"The path of '{operation.id}' contains {{{name}}}, but no parameter has that name.",
            operation.span,
            f"Add '{name}' under 'parameters', or correct the path.",
        )
        for name in wanted
        if name not in given
    ]
    return missing + [
        Finding(
            "PAR031",
            f"'{name}' of '{operation.id}' is a path parameter, but the path does not contain {{{name}}}.",
            p.span,
            f"Add {{{name}}} to the path, or write `in: query`.",
        )
        for name, p in given.items()
        if name not in wanted
    ]


def _targets(ids: set[str], operation: Operation) -> list[Finding]:
    found = []
    for schema in _walk([p.schema for p in operation.parameters]):
        if schema.options and schema.options.operation and schema.options.operation not in ids:
            name = schema.options.operation
            fed = f"The drop-down of '{schema.display}' calls '{name}', but there is no such operation."
            found.append(Finding("DYN020", fed, schema.span, name_references.suggestion(name, ids)))
    return found


def _walk(schemas: list[Schema]) -> list[Schema]:
    found = []
    while schemas:
        schema = schemas.pop()
        found.append(schema)
        schemas += [f.schema for f in schema.fields or ()] + ([schema.items] if schema.items else [])
    return found
