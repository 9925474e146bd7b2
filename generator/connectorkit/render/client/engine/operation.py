"""The description of one operation and of the service: plain values, written by the generator."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .kinds import Kind, Rules
    from .model import Result
    from .policy_steps import Step

    Place = tuple[str, tuple[str, ...], bool]


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
    """The paging of a list. ``by``: page, offset, cursor or link.

    ``items`` are the attributes that lead to the list of a page, ``rows`` its wire names. ``place`` and ``size`` are
    the inputs that select a page (None for a link) and set its size: location, name (a path of names in the body), and
    whether a number is sent as text. ``paths`` are wire names by their meaning: current, last, page_count, total, more,
    next, and last_item (below an item); ``headers`` are the response headers for some of them, in lower case.
    """

    __slots__ = ("by", "first", "headers", "items", "max_size", "paths", "place", "rows", "size")

    def __init__(
        self,
        by: str,
        items: tuple[str, ...],
        rows: tuple[str, ...],
        *,
        place: Place | None = None,
        size: Place | None = None,
        paths: Mapping[str, tuple[str, ...]] | None = None,
        headers: Mapping[str, str] | None = None,
        first: int = 0,
        max_size: int = 0,
    ) -> None:
        self.by = by
        self.items = items
        self.rows = rows
        self.place = place
        self.size = size
        self.paths: Mapping[str, tuple[str, ...]] = paths or {}
        self.headers: Mapping[str, str] = headers or {}
        self.first = first
        self.max_size = max_size


class Batch:
    """How the outcome of each item of a batch is decided.

    ``items`` are the attributes that lead to the list in the result, ``status`` those of the value of each item that
    equals ``accepted``. ``argument`` is the list of the call that the response follows item by item, "" for none. A
    status in ``transient`` is temporary. One in ``duplicate`` means that the same was sent a moment ago, so that the
    first of two attempts may have been accepted.
    """

    __slots__ = ("accepted", "argument", "duplicate", "items", "operation", "status", "transient")

    def __init__(
        self,
        operation: str,
        items: tuple[str, ...],
        status: tuple[str, ...],
        accepted: object,
        argument: str = "",
        transient: tuple[object, ...] = (),
        duplicate: tuple[object, ...] = (),
    ) -> None:
        self.operation = operation
        self.items = items
        self.status = status
        self.accepted = accepted
        self.argument = argument
        self.transient = transient
        self.duplicate = duplicate


class Operation:
    """One operation. ``effect``: reads, idempotent, creates or sends.

    ``body``: "" (none), json, form, multipart, text or bytes, sent as ``content_type``; without ``body_required`` an
    empty body is left out.

    ``look_for`` are the values that identify a call at the service: (place in the call, argument, attributes below it),
    and ``look_with`` is the method that reads them, "" when there is none. ``policies`` are the steps of the
    connector's policies (:mod:`policy_steps`).
    """

    __slots__ = (
        "accept",
        "batch",
        "body",
        "body_required",
        "content_type",
        "effect",
        "envelope",
        "id",
        "inputs",
        "look_for",
        "look_with",
        "method",
        "paging",
        "path",
        "policies",
        "result",
        "security",
    )

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
        batch: Batch | None = None,
        look_for: tuple[tuple[str, str, tuple[str, ...]], ...] = (),
        look_with: str = "",
        policies: tuple[Step, ...] = (),
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
        self.batch = batch
        self.look_for = look_for
        self.look_with = look_with
        self.policies = policies


class Service:
    """Everything that all operations share.

    ``errors`` are the response paths of code, message and details of an error body. ``schemes`` are (name, type, place,
    key, arguments) of each way to authenticate, ``security`` the alternatives. ``base_url`` is the default address of
    the service, "" if it is unknown; ``own_address``: each operation gets its address from a policy. ``connection`` are
    the connection parameters that policies use: (name, argument, need, secret), where need is always, address (unless
    a base URL is given) or "".
    """

    __slots__ = ("agent", "base_url", "connection", "errors", "own_address", "package", "schemes", "security")

    def __init__(
        self,
        package: str,
        agent: str,
        errors: tuple[str, str, str],
        schemes: tuple[tuple[str, str, str, str, tuple[str, ...]], ...],
        security: tuple[tuple[str, ...], ...],
        base_url: str = "",
        connection: tuple[tuple[str, str, str, bool], ...] = (),
        own_address: bool = False,
    ) -> None:
        self.package = package
        self.agent = agent
        self.errors = errors
        self.schemes = schemes
        self.security = security
        self.base_url = base_url
        self.connection = connection
        self.own_address = own_address
