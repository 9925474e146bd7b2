"""The sandbox's document: all built ones match the schema, and the types agree with the schema."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import connectorkit
from connectorkit import pipeline
from connectorkit.cli import new_project
from connectorkit.diagnostics.finding import Unusable
from connectorkit.importing import run
from connectorkit.model.json_value import Json, mapping
from connectorkit.sandbox.shapes import document_file, document_types
from connectorkit.sandbox.shapes.document import project
from connectorkit.write import new_folder
from tests.paths import CONNECTOR
from tests.render import nasty
from tests.sandbox.helpers import KEYED, spec_of, tiny
from tests.validate.test_sandbox_schema import keys

PACKAGE = Path(connectorkit.__file__).parent
SCHEMA = json.loads((PACKAGE / "sandbox" / "shapes" / "sandbox-document.schema.json").read_text("utf-8"))
SECTION = json.loads((PACKAGE / "validate" / "schemas" / "sandbox.schema.json").read_text("utf-8"))
REGISTRY: Registry = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in (SCHEMA, SECTION))
VALIDATOR = Draft202012Validator(SCHEMA, registry=REGISTRY)
SOURCES = sorted((Path(__file__).parents[1] / "importing" / "openapi").glob("*/openapi.*"))
PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}


def document(source: Path) -> Json:
    """The document of a source folder as in its file."""
    connector, findings = pipeline.load(source)
    assert connector is not None, findings
    shown: Json = json.loads(json.dumps(project(connector)))
    return shown


def imported(folder: Path, source: Path) -> Path:
    """The source folder that is imported from a swagger."""
    tree, _ = run.files(source)
    new_folder.fill(folder, tree)
    return folder


def test_examples_pass_and_anti_examples_fail() -> None:
    assert [error.message for one in SCHEMA["examples"] for error in VALIDATOR.iter_errors(one)] == []
    assert not any(VALIDATOR.is_valid(one) for one in SCHEMA["x-anti-examples"])
    assert [document_file.problem(one) for one in SCHEMA["examples"]] == [""]
    assert all(document_file.problem(one) for one in SCHEMA["x-anti-examples"])


def test_every_key_is_described() -> None:
    named = [(name, below) for name, below in keys(SCHEMA) if "$ref" not in below and "const" not in below]
    assert [name for name, below in named if "description" not in below] == []


def test_the_documents_of_clicksend_and_of_a_new_project_pass(tmp_path: Path) -> None:
    assert document_file.problem(document(CONNECTOR)) == ""
    new_project.create(tmp_path / "new", "New Shop")
    assert document_file.problem(document(tmp_path / "new" / "connector")) == ""
    assert document_file.problem(document(tiny(tmp_path / "tiny", KEYED))) == ""


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.parent.name)
def test_the_documents_of_imported_sources_pass(tmp_path: Path, source: Path) -> None:
    assert document_file.problem(document(imported(tmp_path / "source", source))) == ""


@pytest.mark.parametrize("number", [401, 2001])
def test_the_documents_of_hard_connectors_pass(tmp_path: Path, number: int) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in nasty.files(number, 8, 0.03 if number > 1000 else 0.0).items():
        (folder / name).write_text(json.dumps(content), "utf-8")
    assert document_file.problem(document(imported(tmp_path / "source", folder))) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "cannot read the sandbox document (No such file or directory)"),
        ("{", "cannot read the sandbox document (invalid JSON)"),
        ("[" * 100_000, "cannot read the sandbox document (invalid JSON)"),
        ("[]", 'the top level: [] is not of type "object"'),
        ('{"version": 1}', 'the top level: "title" is a required property'),
    ],
)
def test_a_wrong_file_is_one_clear_error(tmp_path: Path, text: str | None, told: str) -> None:
    path = tmp_path / "sandbox.json"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(Unusable) as caught:
        document_file.read(path)
    assert told in str(caught.value)
    assert str(caught.value).endswith("Build the contract tests again with `connectorkit build --only tests`.")


def test_a_wrong_value_is_named_by_its_place(tmp_path: Path) -> None:
    made = mapping(document(CONNECTOR))
    routes = made["routes"]
    assert isinstance(routes, list)
    mapping(routes[1])["method"] = 5
    (tmp_path / "sandbox.json").write_text(json.dumps(made), "utf-8")
    with pytest.raises(Unusable, match=r'routes\.1\.method: 5 is not of type "string"'):
        document_file.read(tmp_path / "sandbox.json")


def test_the_types_and_the_schemas_agree_key_for_key() -> None:
    assert list(differences(document_types.Document, SCHEMA, SCHEMA, "Document", set())) == []


def differences(kind: object, schema: Json, root: Json, place: str, seen: set[object]) -> Iterator[str]:
    """The places where a type and a schema differ; each pair of a TypedDict and a schema is compared once."""
    schema, root = followed(mapping(schema), mapping(root))
    if is_json(kind):
        yield from [f"{place}: any JSON, but the schema names keys"] if "properties" in schema else []
    elif typing.is_typeddict(kind):
        if (kind, id(schema)) not in seen:
            seen.add((kind, id(schema)))
            yield from of_mapping(kind, schema, root, place, seen)
    elif typing.get_origin(kind) is dict:
        yield from of_values(typing.get_args(kind)[1], schema, root, place, seen)
    elif typing.get_origin(kind) is list:
        yield from () if schema.get("type") == "array" else [f"{place}: a list, but {schema.get('type')}"]
        yield from differences(typing.get_args(kind)[0], schema.get("items", {}), root, f"{place}[]", seen)
    elif typing.get_origin(kind) in (typing.Union, UnionType):
        yield from of_union(typing.get_args(kind), schema, root, place, seen)
    elif typing.get_origin(kind) is typing.Literal:
        words = schema.get("enum", [schema.get("const")])
        yield from () if list(typing.get_args(kind)) == words else [f"{place}: {typing.get_args(kind)}, but {words}"]
    elif schema.get("type") != PLAIN[typing.cast("type", kind)]:
        yield f"{place}: {kind}, but {schema.get('type')}"


def is_json(kind: object) -> bool:
    """Whether a resolved type is any value of JSON."""
    return typing.get_origin(kind) in (typing.Union, UnionType) and len(typing.get_args(kind)) > 5


def followed(schema: dict[str, Json], root: dict[str, Json]) -> tuple[dict[str, Json], dict[str, Json]]:
    """The schema at the end of its references, and its file."""
    while "$ref" in schema:
        name, _, pointer = str(schema["$ref"]).partition("#")
        root = SECTION if name == SECTION["$id"] else root
        schema = root
        for step in pointer.strip("/").split("/") if pointer else ():
            schema = mapping(schema[step])
    return schema, root


def of_mapping(kind: object, schema: dict[str, Json], root: Json, place: str, seen: set[object]) -> Iterator[str]:
    properties, required = mapping(schema.get("properties")), schema.get("required", [])
    hints = typing.get_type_hints(kind, include_extras=True)
    # Quoted annotations are not known as NotRequired until the hints are resolved.
    optional = {name for name, hint in hints.items() if typing.get_origin(hint) is typing.NotRequired}
    asked = getattr(kind, "__required_keys__", frozenset[str]()) - optional
    assert isinstance(required, list)
    if set(hints) != set(properties):
        yield f"{place}: other keys: {sorted(set(hints) ^ set(properties))}"
    if asked != set(required):
        yield f"{place}: other required keys: {sorted(asked ^ set(map(str, required)))}"
    if schema.get("additionalProperties") is not False:
        yield f"{place}: the schema is open"
    for name in hints.keys() & properties.keys():
        found = hints[name]
        inner = typing.get_args(found)[0] if typing.get_origin(found) is typing.NotRequired else found
        yield from differences(inner, properties[name], root, f"{place}.{name}", seen)


def of_values(kind: object, schema: dict[str, Json], root: Json, place: str, seen: set[object]) -> Iterator[str]:
    if schema.get("type") != "object":
        yield f"{place}: a mapping, but {schema.get('type')}"
    below = [schema.get("additionalProperties"), *mapping(schema.get("patternProperties")).values()]
    for one in below:
        if isinstance(one, dict):
            yield from differences(kind, one, root, f"{place}.*", seen)


def of_union(
    kinds: tuple[object, ...], schema: dict[str, Json], root: Json, place: str, seen: set[object]
) -> Iterator[str]:
    branches = schema.get("oneOf")
    if branches is None:
        words = schema.get("type")
        branches = [{**schema, "type": word} for word in (words if isinstance(words, list) else [words])]
    assert isinstance(branches, list)
    if len(branches) != len(kinds):
        yield f"{place}: {len(kinds)} kinds, but {len(branches)} branches"
    for kind, branch in zip(kinds, branches, strict=False):
        yield from differences(kind, branch, root, place, seen)


LISTED = """
sandbox:
  collections: {orders: {key: id, first: 5}}
  operations: {find_orders: {list: orders}}
"""
BATCH = """- action: send
  summary: Send
  request: POST /send
  body: {fields: {rows: {items: {fields: {to: string}}, required: true}}}
  returns: {fields: {data: {items: {fields: {status: string}}}}}
  success: {items: {path: "data[].status", equals: OK, request: "rows[]"}}
"""


@pytest.mark.parametrize(
    ("more", "first"),
    [
        (LISTED, True),
        (LISTED + "  routes: {POST /rows: {create: orders}}", False),
        (LISTED + "  routes: {POST /rows: {view: orders}}", True),
        (LISTED + "  routes: {POST /rows: {like: add_order, collection: orders}}", False),
        (LISTED + "  routes: {POST /rows: {like: add_order, collection: orders, dry: true}}", True),
        (BATCH + LISTED + "  batches: {collection: orders}", False),
        (
            BATCH
            + LISTED.replace("list: orders}", "list: orders}, send: {dry: true}")
            + "  batches: {collection: orders}",
            True,
        ),
    ],
)
def test_a_collection_that_no_call_fills_has_a_first_record(tmp_path: Path, more: str, first: bool) -> None:
    document = spec_of(tiny(tmp_path / "shop", more=more))
    assert ("rows" in document["sandbox"]["collections"]["orders"]) == first


def test_the_address_of_a_webhook_is_found_in_types_and_in_what_they_are_composed_of(tmp_path: Path) -> None:
    fields = "{fields: {hook: {fields: {target: {type: string, required: true, callback: true}}}}}"
    more = f"""- trigger: order_closed
  summary: When an order is closed
  request: POST /closed
  body: {{all_of: [Subscription, {{fields: {{name: string}}}}]}}
  responses: {{201: Made}}
  event: {{fields: {{id: int32}}}}
types: {{Subscription: {fields}}}
"""
    source = tiny(tmp_path / "tiny")
    file = source / "connector.yaml"
    file.write_text(file.read_text("utf-8").partition(KEYED)[0] + KEYED + "\noperations:\n" + more, "utf-8")
    routes = mapping(document(source))["routes"]
    assert isinstance(routes, list)
    assert mapping(routes[0])["callback"] == {"in": "body", "path": "hook.target"}
