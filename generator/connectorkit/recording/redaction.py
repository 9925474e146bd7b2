"""Redaction of exchanges: credentials, secrets and personal data are removed, or the exchange is rejected."""

from __future__ import annotations

import copy
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape
from urllib.parse import quote

from connectorkit.model.json_value import Json
from connectorkit.recording.exchange import Body, Exchange, with_texts
from connectorkit.recording.marks import PERSONAL, SECRET
from connectorkit.recording.secret_names import is_secret
from connectorkit.recording.secret_texts import REDACTED, without_secrets
from connectorkit.render.client.engine.redaction import pattern_of

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+(?:@|%40)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"(?<![\w.+])(?:\+|00|%2[bB])[1-9](?:[ ().-]{0,2}[0-9]){7,14}(?![\w])")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?=\Z|[T ])")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
# Shorter values are not searched for elsewhere; values that are secret only by name must not be common words.
_SHORTEST = 4
_SHORTEST_NAMED = 8
# The mark of values that are secret only by name.
_NAMED = "named"


@dataclass(slots=True)
class Redactor:
    """Redacts exchanges. ``secrets`` are values of credentials, ``marks`` those of the source; ``public`` is kept.

    ``others`` are many values, such as cookies, which are only searched for in their usual spellings.
    """

    secrets: tuple[str, ...]
    marks: Mapping[str, Mapping[str, str]]
    public: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    _pattern: re.Pattern[str] | None = None
    _seen: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._pattern = _either(pattern(self.secrets), plain_pattern(self.others))

    def begin(self) -> None:
        """Begin a new operation: placeholder numbers restart, so that files do not depend on each other."""
        self._seen = {}

    def redacted(self, operation: str, exchange: Exchange) -> Exchange | None:
        """The redacted exchange; None when it still contains a credential."""
        marked = self.marks.get(operation, {})
        # The names of headers are in lower case in an exchange.
        marked = {**{name.lower(): mark for name, mark in marked.items()}, **marked}
        made = copy.deepcopy(exchange)
        found: list[str] = []
        self._request(made, marked, found)
        response = made["response"]
        response["headers"] = {name: self._text(text) for name, text in response.get("headers", {}).items()}
        _body(response.get("body"), ":", self._ways(marked, found))
        # A secret of one place may occur at another.
        echoed = plain_pattern(one for one in found if len(one) >= _SHORTEST and one not in self.public)
        if echoed is not None:
            made = with_texts(made, partial(echoed.sub, REDACTED))
        whole = json.dumps(made, ensure_ascii=False)
        holds = [one.search(whole) for one in (self._pattern, echoed) if one is not None]
        return None if any(holds) or self._is_split(whole) else _without_empty(made)

    def _is_split(self, whole: str) -> bool:
        """Whether a credential is split over several lines, as by encoders of mail and headers."""
        together = re.sub(r"\\[rnt]|\s", "", whole)
        return any(one in together for one in self.secrets if len(one) >= _SHORTEST_NAMED)

    def _ways(self, marked: Mapping[str, str], found: list[str]) -> _Ways:
        return _Ways(marked, self._text, self._nobody, self._person, found)

    def _request(self, made: Exchange, marked: Mapping[str, str], found: list[str]) -> None:
        request = made["request"]
        values = request.get("path_values", {})
        request["path_values"] = {name: self._named(name, one, marked, found) for name, one in values.items()}
        query = request.get("query", [])
        request["query"] = [[self._text(name), self._named(name, one, marked, found)] for name, one in query]
        headers = request.get("headers", {})
        request["headers"] = {name: self._named(name, one, marked, found) for name, one in headers.items()}
        _body(request.get("body"), "body", self._ways(marked, found))

    def _named(self, name: str, value: str, marked: Mapping[str, str], found: list[str]) -> str:
        mark = marked.get(name, "")
        if mark == SECRET or is_secret(name):
            found += [value] if mark == SECRET or is_distinctive(value) else []
            return REDACTED
        return self._person(value) if mark == PERSONAL else self._text(value)

    def _text(self, text: str) -> str:
        """A text without credentials, e-mail addresses and phone numbers."""
        if self._pattern is not None:
            text = self._pattern.sub(REDACTED, text)
        return self._nobody(without_secrets(text))

    def _nobody(self, text: str) -> str:
        """A text without e-mail addresses and phone numbers."""
        text = _EMAIL.sub(lambda one: self._once(one[0], _email), text)
        return _PHONE.sub(lambda one: self._once(one[0], _phone), text)

    def _person(self, text: str) -> str:
        """A text of the same form with letters and digits replaced."""
        if text in self.public:
            return text
        if _EMAIL.fullmatch(text) or _PHONE.fullmatch(text):
            return self._text(text)
        if _UUID.match(text):
            return re.sub(r"[0-9a-fA-F]", "0", text)
        day = _DATE.match(text)
        rest = text[day.end() :] if day else text
        other = re.sub(r"[^\W\d_]", lambda one: "X" if one[0].isupper() else "x", re.sub(r"\d", "0", rest))
        # Readers of a date need its T and Z.
        return "2000-01-01" + re.sub(r"[xX]", lambda one: rest[one.start()], other) if day else other

    def _once(self, text: str, make: Callable[[str, int], str]) -> str:
        """The placeholder of a text: the same for equal texts, so that relations are preserved."""
        if text in self.public or quote(text, safe="") in self.public:
            return text
        if text not in self._seen:
            self._seen[text] = make(text, len(self._seen) + 1)
        return self._seen[text]


def pattern(secrets: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for secrets in a text in any form; a short one only matches whole words."""
    known = [one for one in dict.fromkeys(secrets) if one and one != REDACTED]
    long = pattern_of(one for one in known if len(one) >= _SHORTEST)
    more = [rf"(?<!\w){re.escape(one)}(?!\w)" for one in known if len(one) < _SHORTEST]
    for one in known:
        if len(one) >= _SHORTEST_NAMED:
            # Also as hexadecimal digits, and in another letter case.
            more += [f"(?i:{re.escape(one)})", f"(?i:{one.encode('utf-8', 'surrogatepass').hex()})"]
    return re.compile("|".join([*([long.pattern] if long is not None else []), *more])) if known else None


def plain_pattern(secrets: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for many secrets in their usual spellings; one for all forms would take minutes to compile."""
    forms: dict[str, None] = {}
    for one in sorted({one for one in secrets if one and one != REDACTED}, key=len, reverse=True):
        encoded = quote(one, safe="", errors="surrogatepass")
        in_base64 = b64encode(one.encode("utf-8", "surrogatepass")).decode("ascii").rstrip("=")
        in_json = [json.dumps(one, ensure_ascii=ascii_only)[1:-1] for ascii_only in (False, True)]
        nested = [json.dumps(text)[1:-1] for text in in_json]
        forms |= dict.fromkeys((one, encoded, quote(encoded, safe=""), escape(one), *in_json, *nested, in_base64))
    return re.compile("|".join(map(re.escape, forms))) if forms else None


def _either(*patterns: re.Pattern[str] | None) -> re.Pattern[str] | None:
    known = [one.pattern for one in patterns if one is not None]
    return re.compile("|".join(known)) if known else None


def is_distinctive(value: str) -> bool:
    """Whether a secret is distinctive enough to search for elsewhere: it is not a common word or a listed value."""
    return len(value) >= _SHORTEST_NAMED and not re.fullmatch(r"[A-Za-z][a-z]*(?:[ _-][A-Za-z][a-z]*)*", value)


def _email(text: str, number: int) -> str:
    return f"person{number}{'%40' if '%40' in text else '@'}example.com"


def _phone(text: str, number: int) -> str:
    """A number with the same length and punctuation: three digits of a country code, then a counter."""
    start = re.match(r"\+|00|%2[bB]", text)
    lead = start[0] if start else ""
    rest = text[len(lead) :]
    digits = [one for one in rest if one.isdigit()]
    new = iter(digits[:3] + list(str(number).zfill(len(digits) - 3)[-(len(digits) - 3) :]))
    return lead + "".join(next(new) if one.isdigit() else one for one in rest)


def _body(body: Body | None, path: str, ways: _Ways) -> None:
    """Redact a body in place."""
    if body is None:
        return
    if "json" in body:
        body["json"] = _value(body["json"], path, ways.marked.get(path, ""), ways)
    elif "form" in body:
        body["form"] = [[name, str(_value(one, name, ways.mark(name, name), ways))] for name, one in body["form"]]
    elif "text" in body:
        body["text"] = ways.text(body["text"])


@dataclass(frozen=True, slots=True)
class _Ways:
    """The functions that redact values; ``found`` collects secrets to search for elsewhere."""

    marked: Mapping[str, str]
    text: Callable[[str], str]
    nobody: Callable[[str], str]
    person: Callable[[str], str]
    found: list[str]

    def mark(self, path: str, name: str) -> str:
        """The mark of a value at a path, or by the name of a secret."""
        return self.marked.get(path, "") or (_NAMED if is_secret(name) else "")


def _value(value: Json, path: str, mark: str, ways: _Ways) -> Json:
    """Redact a value at a path; its mark applies to all nested values."""
    if isinstance(value, dict):
        return {
            ways.nobody(name): _value(below, _joined(path, name), ways.mark(_joined(path, name), name) or mark, ways)
            for name, below in value.items()
        }
    if isinstance(value, list):
        return [_value(below, f"{path}[]", ways.marked.get(f"{path}[]", "") or mark, ways) for below in value]
    if mark in (SECRET, _NAMED) and value is not None and not isinstance(value, bool):
        ways.found.extend([str(value)] if mark == SECRET or is_distinctive(str(value)) else [])
        return REDACTED if isinstance(value, str) else 0
    if mark == PERSONAL and isinstance(value, (int, float)) and not isinstance(value, bool):
        return 0
    if isinstance(value, str):
        return ways.person(value) if mark == PERSONAL else ways.text(value)
    return value


def _joined(path: str, name: str) -> str:
    return f"{path}{name}" if path in ("", ":") else f"{path}.{name}"


def _without_empty(made: Exchange) -> Exchange:
    request, response = made["request"], made["response"]
    if not request.get("path_values", True):
        del request["path_values"]
    if not request.get("query", True):
        del request["query"]
    for part in (request, response):
        if not part.get("headers", True):
            part.pop("headers")
    return made
