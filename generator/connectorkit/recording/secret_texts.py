"""Secrets inside texts, recognized by the name before them, or by their form."""

from __future__ import annotations

import re
from typing import NamedTuple

from connectorkit.recording.secret_names import is_secret

REDACTED = "redacted"
_NAME = r"(?P<name>[A-Za-z_][\w.$-]{0,79})"
_PERCENT = r"%(?:25){0,4}"
_MANY = r"{1,4000}"


class _Form(NamedTuple):
    """A form of secrets: ``lead`` matches the text before the value, with the group ``name``."""

    lead: re.Pattern[str]
    value: re.Pattern[str]
    instead: str = REDACTED


def _form(lead: str, value: str, instead: str = REDACTED) -> _Form:
    return _Form(re.compile(lead, re.IGNORECASE), re.compile(value, re.IGNORECASE | re.DOTALL), instead)


# A quotation mark with the backslashes of nested JSON strings.
_MARK = r"(?<!\\)\\{0,15}[\"']"
_QUOTED_NAME = rf"(?P<q>{_MARK}){_NAME}(?P=q)\s{{0,9}}"
_ELEMENT = rf"<(?:[\w-]{{1,40}}:)?{_NAME}(?:\s[^<>]{{0,400}})?>"
_FORMS = (
    # A parameter of a URL, which may be nested in another URL.
    _form(
        rf"(?:[?&;#]|{_PERCENT}(?:3f|26|23)){_NAME}(?:=|{_PERCENT}3d)",
        rf"(?:(?!{_PERCENT}(?:26|23))[^&#;\"'\s<>\\])+",
    ),
    # JSON in a string, also nested, or attributes: "name": "value", 'name'='value'.
    _form(rf"{_QUOTED_NAME}[:=]\s{{0,9}}(?P<open>{_MARK})", ""),
    _form(rf"{_QUOTED_NAME}:\s{{0,9}}(?=\d)", r"\d[\d.e+-]*", "0"),
    _form(_ELEMENT, rf"(?=\s{{0,400}}[^\s<])[^<]{_MANY}"),
    _form(rf"{_ELEMENT}\s{{0,9}}<!\[CDATA\[", rf"[^\]]{_MANY}"),
    _form(
        rf"name=[\"']?{_NAME}[\"']?[^<>]{{0,400}}?(?:value|content)=(?=[\"'])",
        rf"\"[^\"]{_MANY}|'[^']{_MANY}",
        '"' + REDACTED,
    ),
    # `password=...`, and `X-Api-Key: ...` as a header line. Words of prose do not match.
    _form(
        rf"(?<![\w.$?&;#%-]){_NAME}(?:=|[ \t]{{0,3}}:[ \t]{{0,3}}(?=\S{{0,200}}[\d_+/=-]))"
        r"(?:(?:bearer|basic|token|apikey)[ \t]+)?",
        r"[^\s&;,\"'<>\\]{4,}",
    ),
)
# Forms that only credentials have: JWT, authorization, and tokens with a service's prefix.
_TOKEN = re.compile(
    r"eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*|(?<=Bearer )[\w.~+/-]{8,}=*|(?<=Basic )[\w+/]{8,}=*"
    r"|\b(?:gh[opsur]_\w{30,}|github_pat_\w{40,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|[rs]k_(?:live|test)_\w{10,}"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,})\b"
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:(?!-----END).){0,9000}(?:-----END [A-Z ]{0,30}-----)?",
    re.DOTALL,
)
_IN_FRONT_OF_HOST = re.compile(r"(?<=//)[^/@:\s\"'<>?#]{1,200}:[^/@\s\"'<>?#]{1,200}(?=@)")
_SEPARATOR = re.compile(rf"[=:<]|{_PERCENT}3d", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """The text with secrets replaced."""
    text = _TOKEN.sub(REDACTED, text)
    if not _SEPARATOR.search(text):
        return text
    text = _IN_FRONT_OF_HOST.sub(REDACTED, text)
    for form in _FORMS:
        text = _replaced(text, form)
    return text


def _replaced(text: str, form: _Form) -> str:
    """The text without the secrets of one form. The value after a harmless name is searched too."""
    parts, last = list[str](), 0
    for lead in form.lead.finditer(text):
        if lead.end() < last or not is_secret(lead["name"]):
            continue
        end = _end(text, lead, form)
        if end > lead.end():
            parts += [text[last : lead.end()], form.instead]
            last = end
    return "".join([*parts, text[last:]])


def _end(text: str, lead: re.Match[str], form: _Form) -> int:
    """The end of the value after ``lead``: at the matching quotation mark if it began with one."""
    opened = lead.groupdict().get("open")
    if opened is None:
        value = form.value.match(text, lead.end())
        return value.end() if value is not None else lead.end()
    close = re.compile(rf"(?<!\\){re.escape(opened)}").search(text, lead.end())
    return close.start() if close is not None else len(text)
