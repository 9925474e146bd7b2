"""What the engine knows of one operation: plain values, written by the generator."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .model import Kind, Result, Rules


class Input:
    """One value of a call. ``location``: path, query, header, formData, body (a field of the JSON body), whole.

    ``argument`` is its name in the call, "" for a constant. ``style`` is a collection format, or ``double`` for a
    path value that is encoded twice.
    """

    __slots__ = ("argument", "kind", "location", "rules", "style", "wire")

    def __init__(self, argument: str, wire: str, location: str, kind: Kind, rules: Rules, style: str = "") -> None:
        self.argument = argument
        self.wire = wire
        self.location = location
        self.kind = kind
        self.rules = rules
        self.style = style


class Paging:
    """How pages follow: query parameters ``page`` and ``size``, response paths ``current`` and ``last``,
    and ``items``, the attributes that lead to the list of a page."""

    __slots__ = ("current", "items", "last", "max_size", "page", "size")

    def __init__(self, items: tuple[str, ...], page: str, size: str, current: str, last: str, max_size: int) -> None:
        self.items = items
        self.page = page
        self.size = size
        self.current = current
        self.last = last
        self.max_size = max_size


class Operation:
    """One operation. ``effect``: reads, idempotent, creates or sends. ``body``: "" (none), json, form, multipart,
    text or bytes, sent as ``content_type``; without ``body_required`` an empty body is left out."""

    __slots__ = (
        "accept", "body", "body_required", "content_type", "effect", "envelope", "id", "inputs",
        "method", "paging", "path", "result", "security",
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        method: str,
        path: str,
        effect: str,
        result: type[Result],
        inputs: tuple[Input, ...] = (),
        *,
        body: str = "",
        body_required: bool = True,
        content_type: str = "application/json",
        accept: str = "application/json",
        envelope: tuple[str, object] | None = None,
        security: tuple[tuple[str, ...], ...] | None = None,
        paging: Paging | None = None,
    ) -> None:
        self.id = id
        self.method = method
        self.path = path
        self.effect = effect
        self.result = result
        self.inputs = inputs
        self.body = body
        self.body_required = body_required
        self.content_type = content_type
        self.accept = accept
        self.envelope = envelope
        self.security = security
        self.paging = paging


class Service:
    """What all operations share. ``errors`` are the response paths of code, message and details of an error body;
    ``schemes`` are (name, type, place, key, arguments) of each way to authenticate, ``security`` the alternatives."""

    __slots__ = ("agent", "errors", "package", "schemes", "security")

    def __init__(
        self,
        package: str,
        agent: str,
        errors: tuple[str, str, str],
        schemes: tuple[tuple[str, str, str, str, tuple[str, ...]], ...],
        security: tuple[tuple[str, ...], ...],
    ) -> None:
        self.package = package
        self.agent = agent
        self.errors = errors
        self.schemes = schemes
        self.security = security
