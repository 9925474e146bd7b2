"""Identity providers: templates of endpoints, and the requests built from them."""

from __future__ import annotations

import re
from urllib.parse import quote, quote_plus, urlencode

from .errors import ValidationFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .http_messages import Request

    Pairs = tuple[tuple[str, str], ...]

PLACEHOLDER = re.compile(r"\{(\w+)\}")
# A URL with placeholders: a scheme and a host, or a placeholder for both, and the rest.
_PARTS = re.compile(r"([a-z]+://|\{\w+\})([^/?#]*)(.*)", re.DOTALL)
_AUTHORITY = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


class Endpoint:
    """A URL with placeholders, and the pairs of its query and of its body; all values are unencoded."""

    __slots__ = ("body", "query", "url")

    def __init__(self, url: str = "", query: Pairs = (), body: Pairs = ()) -> None:
        self.url = url
        self.query = query
        self.body = body

    def texts(self) -> list[str]:
        """All texts that may contain placeholders."""
        return [self.url, *(value for _, value in (*self.query, *self.body))]

    def uses(self, name: str) -> bool:
        """Whether it has a placeholder called ``name``."""
        return any(f"{{{name}}}" in text for text in self.texts())

    def at(self, url: str | None) -> Endpoint:
        """The same endpoint at another URL; None keeps the URL."""
        return self if url is None else Endpoint(url, self.query, self.body)


class Provider:
    """How one connection gets tokens.

    ``client`` is the endpoint of the client credentials grant. ``parameters`` maps the names of placeholders to their
    argument, its default (None for a required one), and whether it is secret.
    """

    __slots__ = ("authorization", "client", "delimiter", "parameters", "refresh", "scopes", "token")

    def __init__(
        self,
        authorization: Endpoint,
        token: Endpoint,
        refresh: Endpoint,
        client: Endpoint,
        scopes: tuple[str, ...],
        delimiter: str,
        parameters: Mapping[str, tuple[str, str | None, bool]],
    ) -> None:
        self.authorization = authorization
        self.token = token
        self.refresh = refresh
        self.client = client
        self.scopes = scopes
        self.delimiter = delimiter
        self.parameters = parameters

    def at(self, authorization: str | None, token: str | None) -> Provider:
        """The same provider with other endpoint URLs; None keeps one."""
        return Provider(
            self.authorization.at(authorization),
            self.token.at(token),
            self.refresh.at(token),
            self.client.at(token),
            self.scopes,
            self.delimiter,
            self.parameters,
        )


class Values:
    """The values of placeholders, by name. Its repr shows none of them."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)

    def __repr__(self) -> str:
        return "<Values>"

    def with_(self, **more: str) -> Values:
        """These values and ``more``."""
        return Values({**self._values, **more})

    def get(self, name: str) -> str:
        """The value of a placeholder; "" when it has none, such as the code in a later refresh."""
        return self._values.get(name, "")

    def fill(self, template: str) -> str:
        """``template`` with its placeholders replaced."""
        return PLACEHOLDER.sub(lambda found: self.get(found[1]), template)

    def pairs(self, templates: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """The pairs with placeholders replaced; a pair with only a placeholder without a value is left out."""
        filled = [(name, self.fill(template), template) for name, template in templates]
        return [(name, value) for name, value, template in filled if value or not PLACEHOLDER.search(template)]


def address(endpoint: Endpoint, values: Values, more: Sequence[tuple[str, str]], package: str, what: str) -> str:
    """The URL of ``endpoint`` with its query and ``more``. Raises ValidationFailed for an unsafe one."""
    url = _filled(endpoint.url, values)
    _origin(url, package, what)
    query = urlencode([*values.pairs(endpoint.query), *more], quote_via=quote_plus)
    # Some URLs have a fragment, and their pages read the query after it.
    return url + (("&" if "?" in url else "?") + query if query else "")


def _filled(template: str, values: Values) -> str:
    """The URL of ``template``; "" when a value contains more than its position allows.

    A value may be the beginning of a URL, a part of the host name, or a part of the path.
    """
    found = _PARTS.fullmatch(template)
    if found is None:
        return ""
    head, host, path = found.groups()
    authority = values.fill(host)
    if host != authority and not _AUTHORITY.fullmatch(authority):
        return ""
    return values.fill(head) + authority + PLACEHOLDER.sub(lambda one: quote(values.get(one[1]), safe=""), path)


def token_request(
    endpoint: Endpoint, values: Values, more: Sequence[tuple[str, str]], package: str, agent: str, in_header: bool
) -> Request:
    """The request to a token endpoint, with ``more`` in its body. Raises ValidationFailed for an unsafe URL."""
    from urllib.parse import urlsplit

    from .http_messages import Request

    url = address(endpoint, values, (), package, "token_endpoint")
    parts = urlsplit(url)
    headers = {
        "accept": "application/json",
        "accept-encoding": "identity",
        "content-type": "application/x-www-form-urlencoded",
        "user-agent": agent,
    }
    body = endpoint.body
    if in_header:
        body = tuple(pair for pair in body if pair[1] not in ("{clientid}", "{clientsecret}"))
        headers["authorization"] = f"Basic {_basic(values)}"
    content = urlencode([*values.pairs(body), *more]).encode("ascii")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Request("POST", _origin(url, package, "token_endpoint"), target, headers, content, False)


def _basic(values: Values) -> str:
    """The credentials of an application for a header, each form-encoded first (RFC 6749, 2.3.1)."""
    from base64 import b64encode

    pair = ":".join(quote_plus(values.get(name)) for name in ("clientid", "clientsecret"))
    return b64encode(pair.encode("ascii")).decode("ascii")


def _origin(url: str, package: str, what: str) -> tuple[str, str, int]:
    """The origin of ``url``. Raises ValidationFailed unless it uses TLS or is this machine."""
    from .prepared_call import Base

    if any(ord(c) <= 32 or ord(c) > 126 for c in url):
        raise ValidationFailed(package, [f"{what} is not a URL"])
    try:
        scheme, host, port = Base(url, package).origin
    except ValidationFailed:
        raise ValidationFailed(package, [f"{what} is not a URL"]) from None
    if scheme != "https" and host not in _LOOPBACK:
        raise ValidationFailed(package, [f"{what} must begin with https, because secrets are sent to it"])
    return scheme, host, port
