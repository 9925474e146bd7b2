"""HAR 1.2: what a browser or a proxy has recorded, as recordings."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from connectorkit.diagnostics.finding import Unusable
from connectorkit.model.json_value import Json, listed, mapping
from connectorkit.read import json_document
from connectorkit.recording.exchange import Exchange, RequestPart, body
from connectorkit.recording.matching import Match, Matcher
from connectorkit.recording.observing import Observer, response, unshown
from connectorkit.sandbox.shapes.document_types import Document

MOST_BYTES = 200_000_000
# A shorter cookie is a setting, such as a language.
_SHORTEST_COOKIE = 8


@dataclass(slots=True)
class Har:
    """What was read: exchanges by operation, the day of the last, and entries that were not taken, by reason.

    ``secrets`` are the values of credentials and cookies in its requests, which no recording may hold.
    """

    taken: dict[str, list[Exchange]]
    date: str
    left_out: Counter[str] = field(default_factory=Counter)
    other_hosts: Counter[str] = field(default_factory=Counter)
    secrets: list[str] = field(default_factory=list)

    def lines(self, file: str) -> Iterator[str]:
        """What to print of the entries that were not taken or came from another host."""
        for reason, number in self.left_out.items():
            yield f"{file}: {number} entr{'y' if number == 1 else 'ies'} not taken: {reason}"
        for host, number in self.other_hosts.items():
            yield f"{file}: {number} exchange{'s' * (number > 1)} with another host of the same base path: {host}"


def read(path: Path, spec: Document, host: str) -> Har:
    """The exchanges of a HAR file. Raises Unusable when it is none."""
    entries = _entries(path)
    matcher, observer = Matcher(spec), Observer(spec)
    made = Har(observer.taken, "")
    for entry in entries:
        _take(mapping(entry), matcher, observer, made, host)
    made.secrets = list(dict.fromkeys(one for entry in entries for one in _secrets(mapping(entry), spec)))
    made.date = max((str(mapping(one).get("startedDateTime", ""))[:10] for one in entries), default="")
    if len(made.date) != 10 or not made.date.replace("-", "").isdigit():
        raise Unusable(f"{path}: no entry has a startedDateTime such as 2026-11-30T10:00:00Z")
    return made


def _entries(path: Path) -> list[Json]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unusable(f"{path}: larger than {MOST_BYTES // 1_000_000} MB; save fewer entries")
        data = path.read_bytes()
    except OSError as error:
        raise Unusable(f"{path}: cannot be read ({error.strerror or error})") from None
    document = _document(path, data)
    log = mapping(mapping(document).get("log"))
    version = str(log.get("version", ""))
    if not isinstance(log.get("entries"), list) or not version.startswith("1."):
        raise Unusable(f"{path}: no HAR 1.2 file: there is no `log` with `version` 1.x and `entries`")
    return listed(log["entries"])


def _document(path: Path, data: bytes) -> Json:
    import json

    try:
        document: Json = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        found = json_document.read(str(path), data)[1] if len(data) <= json_document.MAX_BYTES else []
        where = f":{found[0].span.line}:{found[0].span.column}" if found else ""
        raise Unusable(f"{path}{where}: not valid JSON") from None
    return document


def _take(entry: dict[str, Json], matcher: Matcher, observer: Observer, made: Har, host: str) -> None:
    request, answer = mapping(entry.get("request")), mapping(entry.get("response"))
    method, status = str(request.get("method", "")).upper(), answer.get("status")
    try:
        parts = urlsplit(str(request.get("url", "")))
        there = parts.netloc.rpartition("@")[2]
    except ValueError:
        made.left_out["the address cannot be read"] += 1
        return
    match = matcher.find(method, parts.path)
    if match is None:
        made.left_out["no operation has its method and path"] += 1
    elif not isinstance(status, int) or not 200 <= status <= 599 or 300 <= status < 400:
        made.left_out["there is no response, or a redirect"] += 1
    else:
        operation = match.route["operation"]
        exchange: Exchange = {
            "request": _request(request, match, parts.query, observer.spec),
            "response": response(status, _headers(answer), _content(mapping(answer.get("content")))),
        }
        if exchange in observer.taken.get(operation, []) or not observer.add(operation, exchange):
            made.left_out["enough of its operation were taken, or the response is 401, 429 or 5xx"] += 1
        elif there != host:
            made.other_hosts[there] += 1


def _request(request: dict[str, Json], match: Match, query: str, spec: Document) -> RequestPart:
    route = match.route
    made: RequestPart = {"method": route["method"], "path": route["path"]}
    if match.values:
        made["path_values"] = match.values
    hidden = unshown(spec, route, "query")
    pairs = [[name, value] for name, value in parse_qsl(query, keep_blank_values=True)]
    made["query"] = [pair for pair in pairs if pair[0] not in hidden]
    headers = _headers(request)
    declared = {one["name"].lower() for one in route["parameters"] if one["in"] == "header"}
    secret = unshown(spec, route, "header") | {"authorization", "cookie", "proxy-authorization"}
    shown = (declared | {"content-type"}) - secret
    posted = mapping(request.get("postData"))
    made["headers"] = {name: value for name, value in headers.items() if name in shown} if posted else {}
    made["headers"] |= {name: value for name, value in headers.items() if name in declared - secret}
    kept = body(_posted(posted), str(posted.get("mimeType", "")))
    return made | ({"body": kept} if kept is not None else {})


def _secrets(entry: dict[str, Json], spec: Document) -> Iterator[str]:
    """The values of what carries a credential in a request: headers, cookies and keys in the query."""
    request = mapping(entry.get("request"))
    names = {name for route in spec["routes"] for name in unshown(spec, route, "header")}
    for name, value in _headers(request).items():
        if name in names | {"authorization", "proxy-authorization"}:
            scheme, _, rest = value.partition(" ")
            yield rest or scheme
            if scheme.lower() == "basic":
                yield from _pair(rest)
        elif name == "cookie":
            cookies = (one.partition("=")[2].strip() for one in value.split(";"))
            yield from (one for one in cookies if len(one) >= _SHORTEST_COOKIE)
    keys = {name for route in spec["routes"] for name in unshown(spec, route, "query")}
    try:
        query = parse_qsl(urlsplit(str(request.get("url", ""))).query)
    except ValueError:
        query = []
    yield from (value for name, value in query if name in keys)


def _pair(text: str) -> Iterator[str]:
    try:
        pair = base64.b64decode(text).decode()
    except ValueError:
        return
    yield pair
    yield from (one for one in pair.split(":", 1) if len(one) > 3)


def _posted(posted: dict[str, Json]) -> bytes:
    if isinstance(posted.get("text"), str) and posted["text"]:
        return str(posted["text"]).encode("utf-8", "surrogatepass")
    pairs = [mapping(one) for one in listed(posted.get("params"))]
    return urlencode([(str(one.get("name", "")), str(one.get("value", ""))) for one in pairs]).encode()


def _headers(part: dict[str, Json]) -> dict[str, str]:
    pairs = [mapping(one) for one in listed(part.get("headers"))]
    return {str(one.get("name", "")).lower(): str(one.get("value", "")) for one in pairs}


def _content(content: dict[str, Json]) -> bytes:
    text = content.get("text")
    if not isinstance(text, str):
        return b""
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text, validate=False)
    except (ValueError, binascii.Error):
        return b"\xff"
