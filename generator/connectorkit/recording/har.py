"""HAR 1.2: recordings from a file of a browser or a proxy."""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from connectorkit.diagnostics.finding import Unusable
from connectorkit.model.json_value import Json, listed, mapping
from connectorkit.read import json_document
from connectorkit.recording.exchange import Exchange, RequestPart, ResponsePart, body
from connectorkit.recording.har_secrets import Finder, headers, pairs, query
from connectorkit.recording.matching import Match, Matcher
from connectorkit.recording.observing import Observer, by_name, response, shown_headers, unshown
from connectorkit.sandbox.shapes.document_types import Document

MOST_BYTES = 200_000_000
# The most secrets that can be searched for in a reasonable time.
_MOST_SECRETS = 1000


@dataclass(slots=True)
class Har:
    """The content of a HAR file: exchanges by operation, the day of the last one (UTC), and counts of skipped entries.

    ``service`` is the address of the last one, and ``days`` are those of all. ``secrets`` are the values of credentials
    and cookies in the file, which no recording may contain.
    """

    taken: dict[str, list[Exchange]]
    date: str = ""
    service: str = ""
    days: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    other_hosts: Counter[str] = field(default_factory=Counter)
    secrets: list[str] = field(default_factory=list)

    def lines(self, file: str) -> Iterator[str]:
        """The lines to print about skipped entries."""
        for reason, number in self.left_out.items():
            yield f"{file}: {number} entr{'y' if number == 1 else 'ies'} not used: {reason}"
        for host, number in self.other_hosts.items():
            yield (
                f"{file}: {number} entr{'y' if number == 1 else 'ies'} not used: the host is {host}; --base-url names "
                "the host of a test system"
            )


def read(path: Path, spec: Document, hosts: Container[str]) -> Har:
    """The exchanges of a HAR file with ``hosts``. Raises Unusable for another file."""
    entries = [mapping(one) for one in _entries(path)]
    matcher, observer, finder = Matcher(spec), Observer(spec), Finder(spec)
    made = Har(observer.taken)
    for entry in entries:
        _take(entry, matcher, observer, made, hosts)
    own = {host for host in map(_host, entries) if host in hosts}
    made.secrets = list(dict.fromkeys(one for entry in entries for one in finder.secrets(entry, _host(entry) in own)))
    if len(made.secrets) > _MOST_SECRETS:
        raise Unusable(f"{path}: contains more than {_MOST_SECRETS} credentials; save only the entries of the service")
    made.date = max(made.days, default="")
    if observer.taken and not made.date:
        raise Unusable(f"{path}: no used entry has a startedDateTime such as 2026-11-30T10:00:00Z")
    return made


def _host(entry: dict[str, Json]) -> str:
    """The host and port of an entry in lower case; "" for an invalid URL."""
    try:
        parts = urlsplit(str(mapping(entry.get("request")).get("url", "")))
        standard = {"http": ":80", "https": ":443"}.get(parts.scheme, " ")
        return parts.netloc.rpartition("@")[2].lower().removesuffix(standard)
    except ValueError:
        return ""


def _day(entry: dict[str, Json]) -> str:
    """The day of an entry in UTC; "" where it has none."""
    try:
        when = datetime.fromisoformat(str(entry.get("startedDateTime", "")))
        return (when.astimezone(UTC) if when.tzinfo else when).date().isoformat()
    except (ValueError, OverflowError):
        return ""


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
        raise Unusable(f"{path}: not a HAR 1.2 file: there is no `log` with `version` 1.x and `entries`")
    return listed(log["entries"])


def _document(path: Path, data: bytes) -> Json:
    try:
        document: Json = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        found = json_document.read(str(path), data)[1] if len(data) <= json_document.MAX_BYTES else []
        where = f":{found[0].span.line}:{found[0].span.column}" if found else ""
        raise Unusable(f"{path}{where}: not valid JSON") from None
    return document


def _take(entry: dict[str, Json], matcher: Matcher, observer: Observer, made: Har, hosts: Container[str]) -> None:
    request, answer = mapping(entry.get("request")), mapping(entry.get("response"))
    method, status = str(request.get("method", "")).upper(), answer.get("status")
    try:
        parts = urlsplit(str(request.get("url", "")))
    except ValueError:
        made.left_out["the address cannot be read"] += 1
        return
    match = matcher.find(method, parts.path)
    if match is None:
        made.left_out["no operation has its method and path"] += 1
    elif not isinstance(status, int) or not 200 <= status <= 599 or 300 <= status < 400:
        made.left_out["there is no response, or a redirect"] += 1
    elif _host(entry) not in hosts:
        made.other_hosts[_host(entry)] += 1
    else:
        operation = match.route["operation"]
        exchange: Exchange = {
            "request": _request(request, match, observer.spec),
            "response": _response(status, answer),
        }
        if exchange in observer.taken.get(operation, []) or not observer.add(operation, exchange):
            made.left_out["its operation already has enough exchanges, or the response is 401, 429 or 5xx"] += 1
        else:
            made.days += [day] if (day := _day(entry)) else []
            made.service = f"{parts.scheme}://{_host(entry)}{observer.spec['base_path'].rstrip('/')}"


def _response(status: int, answer: dict[str, Json]) -> ResponsePart:
    """A response. Tools without headers have the media type beside the content, which is never compressed."""
    content = mapping(answer.get("content"))
    said = {"content-type": str(content["mimeType"])} if content.get("mimeType") else {}
    kept = {name: value for name, value in headers(answer) if name != "content-encoding"}
    return response(status, {**said, **kept}, _content(content))


def _request(request: dict[str, Json], match: Match, spec: Document) -> RequestPart:
    route = match.route
    made: RequestPart = {"method": route["method"], "path": route["path"]}
    if match.values:
        made["path_values"] = match.values
    hidden = unshown(spec, route, "query")
    made["query"] = by_name([name, value] for name, value in query(request) if name not in hidden)
    sent = dict(headers(request))
    posted = mapping(request.get("postData"))
    shown = shown_headers(spec, route) | ({"content-type"} - unshown(spec, route, "header") if posted else set())
    made["headers"] = {name: value for name, value in sent.items() if name in shown}
    kept = body(_posted(posted), str(posted.get("mimeType", "")))
    return made | ({"body": kept} if kept is not None else {})


def _posted(posted: dict[str, Json]) -> bytes:
    if isinstance(posted.get("text"), str) and posted["text"]:
        return str(posted["text"]).encode("utf-8", "surrogatepass")
    return urlencode(pairs(posted.get("params")), errors="surrogatepass").encode("utf-8")


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
