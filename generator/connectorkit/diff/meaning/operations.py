"""The operations of a definition, with everything that they inherit from their path and from the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from connectorkit.diff.meaning.document import At, Document, Shape
from connectorkit.model.http_methods import METHODS
from connectorkit.model.json_pointer import escape
from connectorkit.model.json_value import Json, Object, listed, mapping

JSON_MEDIA: Final = "application/json"
PLACEHOLDER: Final = re.compile(r"\{([^{}/]*)\}")
_SUCCESS = ("200", "201", "default")


@dataclass(slots=True)
class Input:
    """A parameter of an operation; ``shape`` is the schema of its value."""

    name: str
    location: str
    at: At
    shape: Shape
    required: bool

    @property
    def is_body(self) -> bool:
        """Whether this is the body as a whole."""
        return self.location == "body"

    @property
    def words(self) -> Object:
        """The keywords of the parameter itself."""
        return self.at.node

    @property
    def default(self) -> Json:
        """The default of the parameter, or of a body's schema."""
        return self.shape.words.get("default")


@dataclass(slots=True)
class Response:
    """A response by its status; ``shape`` is None where it has no schema."""

    status: str
    at: At
    shape: Shape | None
    headers: dict[str, At]


@dataclass(slots=True)
class Operation:
    """An operation for the platform; ``address`` is its path below the host."""

    id: str
    method: str
    path: str
    address: str
    at: At
    item: At
    inputs: list[Input]
    responses: dict[str, Response]
    consumes: frozenset[str]
    produces: frozenset[str]
    event: Shape | None

    @property
    def words(self) -> Object:
        """The keywords of the operation itself."""
        return self.at.node

    @property
    def summary(self) -> str:
        """The title that makers see; "" without one."""
        return text(self.words, "summary")

    @property
    def trigger(self) -> str:
        """The kind of trigger: "single", "batch" or another word; "" for an action."""
        return text(self.words, "x-ms-trigger").lower()

    @property
    def is_internal(self) -> bool:
        """Whether makers never see it."""
        return text(self.words, "x-ms-visibility").lower() == "internal"

    @property
    def main(self) -> Response | None:
        """The response with the dynamic content: the only one, else 200, 201 or default.

        Source: the designer's parser (OutputsProcessor).
        """
        if len(self.responses) == 1:
            status, response = next(iter(self.responses.items()))
            return response if status.startswith("2") or status == "default" else None
        return next((self.responses[status] for status in _SUCCESS if status in self.responses), None)

    @property
    def has_body(self) -> bool:
        """Whether a request has content with a media type."""
        return any(one.location in ("body", "formData") for one in self.inputs)

    @property
    def template(self) -> str:
        """The path without the names of its parameters."""
        return PLACEHOLDER.sub("{}", self.path)

    @property
    def place(self) -> str:
        """The address below the host without the names of its parameters."""
        return PLACEHOLDER.sub("{}", self.address)


def text(words: Object, key: str) -> str:
    """The string value of a keyword, stripped; "" for other values."""
    value = words.get(key)
    return value.strip() if isinstance(value, str) else ""


def operations(document: Document) -> Iterator[Operation]:
    """Every operation of a document, in its order."""
    base = base_path(document.root)
    for path, item in mapping(document.root.get("paths")).items():
        if not isinstance(item, dict) or path.startswith("x-"):
            continue
        here = At(item, f"/paths/{escape(path)}")
        for method, node in item.items():
            if method in METHODS and isinstance(node, dict):
                yield _operation(document, path, base, here, At(node, f"{here.pointer}/{method}"))


def base_path(root: Object) -> str:
    """The base path without a slash at its end; "" where there is none."""
    return "/" + said if (said := text(root, "basePath").strip("/")) else ""


def _operation(document: Document, path: str, base: str, item: At, at: At) -> Operation:
    event = _event(document, at) or (_event(document, item) if _takes_event(item.node, at.node) else None)
    return Operation(
        id=text(at.node, "operationId"),
        method=at.pointer.rpartition("/")[2],
        path=path,
        address=f"{base}/{path.lstrip('/')}",
        at=at,
        item=item,
        inputs=list(_inputs(document, item, at)),
        responses=dict(_responses(document, at)),
        consumes=_media(document, at, "consumes"),
        produces=_media(document, at, "produces"),
        event=event,
    )


def _takes_event(item: Object, operation: Object) -> bool:
    """Whether the notification content of a path belongs to an operation: to its trigger if it has one."""
    triggers = [one for method, one in item.items() if method in METHODS and mapping(one).get("x-ms-trigger")]
    return not triggers or any(one is operation for one in triggers)


def _event(document: Document, at: At) -> Shape | None:
    content = at.node.get("x-ms-notification-content")
    schema = mapping(content).get("schema")
    if not isinstance(schema, dict):
        return None
    return document.shape(At(schema, f"{at.pointer}/x-ms-notification-content/schema"))


def _media(document: Document, at: At, key: str) -> frozenset[str]:
    """Media types without parameters; JSON by default."""
    said = listed(at.node.get(key, document.root.get(key)))
    return frozenset(one.partition(";")[0].strip().lower() for one in said if isinstance(one, str)) or frozenset(
        (JSON_MEDIA,)
    )


def _inputs(document: Document, item: At, at: At) -> Iterator[Input]:
    own = list(_parameters(document, at))
    taken = {(one.location, one.name) for one in own}
    yield from own
    yield from (one for one in _parameters(document, item) if (one.location, one.name) not in taken)


def _parameters(document: Document, at: At) -> Iterator[Input]:
    for index, node in enumerate(listed(at.node.get("parameters"))):
        if isinstance(node, dict):
            yield _input(document, document.follow(At(node, f"{at.pointer}/parameters/{index}")))


def _input(document: Document, at: At) -> Input:
    location, shape = text(at.node, "in"), document.shape(at)
    if location == "body":
        shape = document.shape(At(mapping(at.node.get("schema")), f"{at.pointer}/schema"))
    return Input(text(at.node, "name"), location, at, shape, location == "path" or at.node.get("required") is True)


def _responses(document: Document, at: At) -> Iterator[tuple[str, Response]]:
    for status, node in mapping(at.node.get("responses")).items():
        if not isinstance(node, dict) or status.startswith("x-"):
            continue
        here = document.follow(At(node, f"{at.pointer}/responses/{escape(status)}"))
        schema = here.node.get("schema")
        shape = document.shape(At(schema, f"{here.pointer}/schema")) if isinstance(schema, dict) and schema else None
        headers = {
            name: At(header, f"{here.pointer}/headers/{escape(name)}")
            for name, header in mapping(here.node.get("headers")).items()
            if isinstance(header, dict)
        }
        yield status, Response(status, here, shape, headers)
