"""Rules about the address of the service, and about the definition as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, listed, mapping, short
from connectorkit.check.engine.platform_lists import AS_OF, MAX_DEFINITION
from connectorkit.check.engine.properties import oauth_settings
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.check.engine.words import misspelt
from connectorkit.model.connector import Json
from connectorkit.model.file_names import PROPERTIES
from connectorkit.model.json_pointer import escape
from connectorkit.model.patterns import lazy

_HOST = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?(:[0-9]{1,5})?\Z")
_WITH_SCHEME = lazy(r"(?i:https?)://([A-Za-z0-9._-]+(?::[0-9]{1,5})?)/?\Z")
_BASE_PATH = re.compile(r"/[^?#]*\Z")
_MADE = lazy(r"@|\{[^{}]+\}")
_STAGES = frozenset(
    """
    dev develop development test tests testing stage staging stg uat qa preprod sandbox demo localhost
    """.split()
)
_RESERVED = re.compile(r"(?:.*\.)?(?:example|invalid|test)\Z|(?:.*\.)?example\.(?:com|org|net)\Z")
_NOWHERE = re.compile(
    r"(localhost|(127|10)\.[0-9.]+|192\.168\.[0-9.]+|.*\.(local|localhost)|.*\.ngrok(-free)?\.(io|app|dev))\Z"
)
_ORDER = ("swagger", "info", "host", "consumes", "paths", "definitions", "parameters")
_BESIDE = {"basePath": "host", "schemes": "host", "produces": "consumes"}


def version(document: dict[str, Json]) -> Hit | None:
    """The breach of a document that is not Swagger 2.0; None for one that is."""
    if "openapi" in document:
        way = "Convert it with `connectorkit import`, which reports what is lost."
        newer = short(str(document["openapi"]), 20)
        return Hit("/openapi", f"The file is OpenAPI {newer}; the platform accepts only Swagger 2.0.", way)
    said = document.get("swagger")
    if said == "2.0":
        return None
    what = "names no version of Swagger" if said is None else f"is Swagger {short(str(said), 20)}"
    fix = Fix("Write '2.0' as a string.", (Edit("set", "/swagger", "2.0"),)) if said == 2 else None
    return Hit("/swagger", f"The file {what}; the platform accepts only 2.0.", fix=fix)


def _version(subject: Subject) -> Iterator[Hit]:
    """Another rule reports keys of OpenAPI 3 in a Swagger definition."""
    hit = version(subject.definition)
    if hit is not None and not ("swagger" in subject.definition and hit.pointer == "/openapi"):
        yield hit


def _size(subject: Subject) -> Iterator[Hit]:
    if subject.size > MAX_DEFINITION:
        limit = f"the limit is {MAX_DEFINITION:,} as of {AS_OF}"
        yield Hit("", f"The definition has {subject.size:,} bytes; {limit}.")


def _host_there(subject: Subject) -> Iterator[Hit]:
    if not subject.root.text("host").strip() and not misspelt(subject.root.node, "host"):
        yield Hit("/host", "The connector names no host.")


def _host_bare(subject: Subject) -> Iterator[Hit]:
    host = subject.root.text("host")
    if host.strip() and not _HOST.match(host) and not _MADE.search(host):
        found = _WITH_SCHEME.match(host.strip())
        fix = Fix(f"Write '{found[1]}'.", (Edit("set", "/host", found[1]),)) if found else None
        yield Hit("/host", f"The host '{short(host)}' contains more than a host name.", fix=fix)


def _base_path(subject: Subject) -> Iterator[Hit]:
    said = subject.root.node.get("basePath")
    if said is None or (isinstance(said, str) and (_BASE_PATH.match(said) or _MADE.search(said))):
        return
    better = f"/{said}" if isinstance(said, str) else ""
    fix = Fix(f"Write '{better}'.", (Edit("set", "/basePath", better),)) if _BASE_PATH.match(better) else None
    yield Hit("/basePath", f"The base path '{short(str(said))}' is not a path that begins with a slash.", fix=fix)


def not_production(host: str) -> str:
    """Why a host is not a production host, as the end of a sentence; "" if it looks like one."""
    name = host.lower()
    if _RESERVED.match(name):
        return "is reserved for examples"
    if _NOWHERE.match(name):
        return "cannot be reached from the platform"
    labels = name.split(".")[:-2]
    stage = next((word for label in labels for word in re.split(r"[-_]", label) if word in _STAGES), "")
    return f"does not look like a production host: it contains '{stage}'" if stage else ""


def _host_production(subject: Subject) -> Iterator[Hit]:
    host = subject.root.text("host").partition(":")[0].lower()
    reason = not_production(host)
    if reason:
        yield Hit("/host", f"The host '{short(host)}' {reason}.")


def _schemes(subject: Subject) -> Iterator[tuple[str, Json]]:
    """The pointers of the lists of schemes, and the lists."""
    yield "/schemes", subject.root.node.get("schemes")
    for operation in subject.having("operation", "schemes"):
        yield operation.at("schemes"), operation.node["schemes"]


def _schemes_there(subject: Subject) -> Iterator[Hit]:
    if "schemes" not in subject.root.node and not misspelt(subject.root.node, "schemes"):
        yield Hit("/schemes", "The connector does not declare its scheme.")


def _schemes_empty(subject: Subject) -> Iterator[Hit]:
    for pointer, said in _schemes(subject):
        if said == [] or not isinstance(said, (list, type(None))):
            yield Hit(pointer, "The list of schemes is empty." if said == [] else "`schemes` is not an array.")


def _schemes_known(subject: Subject) -> Iterator[Hit]:
    for pointer, said in _schemes(subject):
        for index, scheme in enumerate(listed(said)):
            if scheme not in ("https", "http"):
                better = scheme.lower() if isinstance(scheme, str) else ""
                at = f"{pointer}/{index}"
                fix = Fix(f"Write '{better}'.", (Edit("set", at, better),)) if better in ("https", "http") else None
                yield Hit(at, f"The scheme '{short(str(scheme))}' is not one that the platform supports.", fix=fix)


def _schemes_secure(subject: Subject) -> Iterator[Hit]:
    for pointer, said in _schemes(subject):
        for index, scheme in enumerate(listed(said)):
            if scheme == "http":
                yield Hit(f"{pointer}/{index}", "The connector allows http, which is not encrypted.")


def _addresses(subject: Subject) -> Iterator[tuple[str, str, Json, str]]:
    """The URLs that get credentials or requests: pointer, name, URL and document."""
    for scheme in subject.of("security"):
        for key in ("authorizationUrl", "tokenUrl"):
            yield scheme.at(key), key, scheme.node.get(key), ""
    for one in oauth_settings(subject):
        for name, value in mapping(one.node.get("customParameters")).items():
            yield f"{one.pointer}/customParameters/{escape(name)}/value", name, mapping(value).get("value"), PROPERTIES
    said = mapping(mapping(subject.properties).get("properties")).get("policyTemplateInstances")
    for index, policy in enumerate(listed(said)):
        for name, value in mapping(mapping(policy).get("parameters")).items():
            start = f"/properties/policyTemplateInstances/{index}/parameters/{escape(name)}"
            yield start, name.rpartition(".")[2], value, PROPERTIES


def _addresses_secure(subject: Subject) -> Iterator[Hit]:
    for pointer, name, said, document in _addresses(subject):
        if isinstance(said, str) and said.strip().lower().startswith("http://"):
            message = f"The address '{short(said)}' of `{name}` is not secure."
            yield Hit(pointer, message, document=document) if document else Hit(pointer, message)


def _tabs(subject: Subject) -> Iterator[Hit]:
    if "\t" in subject.text:
        lines = [number for number, line in enumerate(subject.text.split("\n"), 1) if line[: _margin(line)].count("\t")]
        if lines:
            what = f"{len(lines)} lines of the definition are" if len(lines) > 1 else "A line of the definition is"
            yield Hit(f"/line/{lines[0]}", f"{what} indented with tabs.")


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _trailing(subject: Subject) -> Iterator[Hit]:
    if " \n" in subject.text or " \r\n" in subject.text or "\t\n" in subject.text or "\t\r\n" in subject.text:
        lines = [number for number, line in enumerate(subject.text.split("\n"), 1) if _blank_end(line.rstrip("\r"))]
        what = f"{len(lines)} lines of the definition end" if len(lines) > 1 else "A line of the definition ends"
        yield Hit(f"/line/{lines[0]}", f"{what} with spaces.")


def _blank_end(line: str) -> bool:
    return line != line.rstrip()


def _order(subject: Subject) -> Iterator[Hit]:
    if not subject.published:
        return
    place = -1
    for key in subject.root.node:
        group = _BESIDE.get(key, key)
        if group in _ORDER:
            if _ORDER.index(group) < place:
                yield Hit(f"/{escape(key)}", f"`{key}` comes after `{_ORDER[place]}`.")
                return
            place = _ORDER.index(group)


RULES = (
    Rule(
        "SEC010",
        "The definition is Swagger 2.0",
        why="The platform reads no other version.",
        source="validator SpecificationVersionIncorrect; certification policy 5000.2.6.3",
        severity=everywhere("error"),
        help='Write "swagger": "2.0", and convert the definition to that version.',
        bad='extra: {swagger: "1.2"}',
        good='extra: {swagger: "2.0"}',
        check=_version,
    ),
    Rule(
        "SEC050",
        "The definition has at most 1 MB",
        why="Microsoft documents this limit, although two accepted definitions are slightly larger.",
        source="define an OpenAPI definition; certification submission",
        severity=everywhere("warning"),
        help="Share types with `style: {types: definitions}`, or split the connector in two.",
        bad="published: {indent: 1500}",
        good="published: {indent: 2}",
        check=_size,
    ),
    Rule(
        "SEC060",
        "A connector names its host",
        why="Without one, no request can be sent.",
        source="validator HostNameNotValid; no published connector goes without",
        severity=everywhere("error"),
        help='Write `server: https://...`, or "host" in the definition.',
        good="server: https://orders.contoso.com/v1",
        check=_host_there,
    ),
    Rule(
        "SEC061",
        "A host contains only a host name",
        why="Scheme and path have their own keys, and the import refuses them here.",
        source="validator HostNameNotValid",
        severity=everywhere("error"),
        help="Write only the name; the scheme belongs in `schemes` and the path in `basePath`.",
        bad="exact: {host: https://orders.contoso.com}",
        good="exact: {host: orders.contoso.com}",
        check=_host_bare,
    ),
    Rule(
        "SEC062",
        "A base path begins with a slash",
        why="The import refuses any other value.",
        source="validator BasePathNotValid",
        severity=everywhere("error"),
        help="Write a path such as /v1, without query and fragment.",
        bad="exact: {base_path: v1}",
        good="exact: {base_path: /v1}",
        check=_base_path,
    ),
    Rule(
        "SEC070",
        "A host is a production host",
        why="Reviewers refuse a connector that calls a test system, because others may not be able to reach it.",
        source="certification policy 5000.2.6.4",
        severity=Severities("warning", "warning", "off"),
        help="Name the host that customers use.",
        bad="server: https://orders-staging.contoso.com/v1",
        good="server: https://orders.contoso.com/v1",
        check=_host_production,
    ),
    Rule(
        "SEC080",
        "A list of schemes is not empty",
        why="The import refuses an empty list.",
        source="validator SchemesArrayEmpty",
        severity=everywhere("error"),
        help="Add https.",
        bad="extra: {schemes: []}",
        good="exact: {schemes: [https]}",
        check=_schemes_empty,
    ),
    Rule(
        "SEC081",
        "A scheme is https",
        why="The platform supports only https and http, and the import refuses other schemes.",
        source="validators SchemeNotValid and SchemeNotSupported",
        severity=everywhere("error"),
        help="Write https.",
        bad="exact: {schemes: [https, wss]}",
        good="exact: {schemes: [https]}",
        check=_schemes_known,
    ),
    Rule(
        "SEC082",
        "A connector uses https only",
        why="With http, others can read credentials and data. Reviewers refuse it.",
        source="certification policy 5000.3.1.6",
        severity=Severities("warning", "warning", "advice"),
        help="Offer the service with https, and remove http.",
        bad="exact: {schemes: [https, http]}",
        good="exact: {schemes: [https]}",
        check=_schemes_secure,
    ),
    Rule(
        "SEC083",
        "Addresses for the sign-in and in policies use https",
        why="With http, others can read tokens and requests. Reviewers refuse it.",
        source="certification policy 5000.3.1.6",
        severity=Severities("warning", "warning", "advice"),
        help="Begin it with https://.",
        bad='policies: [{template: dynamichosturl, title: Host, with: {urlTemplate: "http://eu.contoso.com"}}]',
        good='policies: [{template: dynamichosturl, title: Host, with: {urlTemplate: "https://eu.contoso.com"}}]',
        check=_addresses_secure,
    ),
    Rule(
        "SEC084",
        "A connector declares its scheme",
        why="Otherwise the platform has to guess.",
        source="certification policy 5000.3.1.6",
        severity=Severities("warning", "warning", "advice"),
        help='Write "schemes": ["https"].',
        good="server: https://orders.contoso.com/v1",
        check=_schemes_there,
    ),
    Rule(
        "SEC170",
        "The definition is indented with spaces",
        why="Reviewers compare versions line by line, and tabs look different in each tool.",
        source="coding standards",
        severity=Severities("advice", "advice", "off"),
        help="Indent it with spaces.",
        bad='published: {indent: "\\t"}',
        good="published: {indent: 2}",
        check=_tabs,
    ),
    Rule(
        "SEC171",
        "No line of the definition ends with spaces",
        why="Reviewers compare versions line by line, and trailing spaces appear as changes.",
        source="coding standards",
        severity=Severities("advice", "advice", "off"),
        help="Remove them. The toolkit never writes them.",
        bad='published: {end: " "}',
        good="published: {indent: 2}",
        check=_trailing,
    ),
    Rule(
        "SEC172",
        "The parts of the definition are in the usual order",
        why="Reviewers expect this order: swagger, info, host, media types, paths, definitions, parameters.",
        source="coding standards",
        severity=Severities("advice", "advice", "off"),
        help="Use the usual order: swagger, info, host, consumes, paths, definitions, parameters.",
        bad="published: {sort_keys: true}",
        good="published: {indent: 2}",
        check=_order,
    ),
)
