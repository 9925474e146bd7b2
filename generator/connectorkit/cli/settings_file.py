"""Reading a settings file: the valid values of the TOML, and a finding for every invalid one."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from connectorkit.cli.known_ids import is_known, suggestion
from connectorkit.diagnostics import phrases
from connectorkit.diagnostics.build_result import Built
from connectorkit.diagnostics.finding import Finding, Span, Unusable, ordered
from connectorkit.validate import concepts

_AT = re.compile(r" ?\(at line (\d+), column (\d+)\)")
_IDS = ("select", "ignore")
_WAIVE = "waive"
_WAIVERS = "Write each waiver as a separate table: [[waive]] in double brackets, followed by `rule` and `reason`."
_TOP_LEVEL = "Write the keys at the top level of connectorkit.toml; only pyproject.toml has [tool.connectorkit]."
_TYPES = {"array": "a list", "boolean": "true or false", "string": "a string", "object": "a table"}
Values = dict[str, Any]  # Any: the values of a TOML file before validation


def read(file: str, known: Sequence[str]) -> Built:
    """The settings of ``file`` as JSON under the name `settings`, and the findings about it.

    ``known`` are the ids of all findings. Invalid values are left out. Raises Unusable if the file cannot be read.
    """
    try:
        text = Path(file).read_bytes().decode("utf-8-sig")
        whole = tomllib.loads(text)
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError:
        return _result({}, [_unreadable(file, "it is not UTF-8 text")])
    except tomllib.TOMLDecodeError as error:
        return _result({}, [_unreadable(file, str(error))])
    lines = _Lines(file, text)
    values = whole
    if Path(file).name == "pyproject.toml":
        tool = whole.get("tool")
        values = tool.get("connectorkit", {}) if isinstance(tool, dict) else {}
        lines.start = next((number for number, line in enumerate(lines.lines) if "tool.connectorkit" in line), 0)
    if not isinstance(values, dict):
        place = lines.key("connectorkit")
        return _result({}, [Finding("CFG002", "The settings are not a table.", place, "Write [tool.connectorkit].")])
    return _result(*_judged(values, lines, known))


def _result(values: Values, findings: list[Finding]) -> Built:
    kept = {key.replace("-", "_"): value for key, value in values.items()}
    return Built({"settings": json.dumps(kept).encode()}, ordered(findings))


def _unreadable(file: str, why: str) -> Finding:
    at = _AT.search(why)
    line, column = (int(at[1]), int(at[2])) if at else (1, 1)
    said = _AT.sub("", why)
    return Finding(
        "CFG001",
        f"The settings cannot be read: {said[:1].lower()}{said[1:]}.",
        Span(file, line, column, line, column + 1),
        "Correct the TOML here; the settings have no effect until then.",
    )


class _Lines:
    """The lines of a TOML file, with the positions of keys and strings; ``start`` is the first relevant line."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.start = 0

    def find(self, pattern: str, after: int = 0) -> Span:
        """The first match at or after line ``after`` (from 0); the start of the file if there is none."""
        for number in range(max(self.start, after), len(self.lines)):
            found = re.search(pattern, self.lines[number])
            if found:
                return Span(self.file, number + 1, found.start(1) + 1, number + 1, found.end(1) + 1)
        return Span(self.file, 1, 1, 1, 1)

    def key(self, name: str, after: int = 0) -> Span:
        """The span of a key."""
        return self.find(rf"(?:^|[\s{{,.\[])([\"']?{re.escape(name)}[\"']?)\s*[=\]]", after)

    def text(self, value: str, after: int = 0) -> Span:
        """The span of a quoted string."""
        return self.find(rf"([\"']{re.escape(value)}[\"'])", after)

    def waiver(self, index: int) -> int:
        """The line (from 0) of a waiver: that of its table header, or that of the key of the array."""
        headers = [number for number, line in enumerate(self.lines) if re.match(r"\s*\[\[.*waive\s*\]\]", line)]
        return headers[index] if index < len(headers) else self.key("waive").line - 1


def _judged(values: Values, lines: _Lines, known: Sequence[str]) -> tuple[Values, list[Finding]]:
    """The valid values, and the findings about the others."""
    schema = concepts.settings()
    errors = list(Draft202012Validator(schema).iter_errors(values))
    findings = [finding for error in errors for finding in _findings(error, lines)]
    wrong = {str(error.absolute_path[0]) for error in errors if error.absolute_path} - {_WAIVE}
    kept = {key: value for key, value in values.items() if key in schema["properties"] and key not in wrong}
    for key in _IDS:
        words = kept.get(key, [])
        after = lines.key(key).line - 1
        findings += [_unknown(word, known, lines.text(word, after)) for word in words if not is_known(word, known)]
        kept[key] = [word for word in words if is_known(word, known)]
    refused = {list(error.absolute_path)[1] for error in errors if _in_waiver(error)}
    listed = kept[_WAIVE] if isinstance(kept.get(_WAIVE), list) else []
    right = {index: one for index, one in enumerate(listed) if index not in refused}
    kept[_WAIVE] = [
        {**one, "rule": one["rule"].upper(), "line": lines.waiver(at) + 1}
        for at, one in right.items()
        if one["rule"].upper() in known
    ]
    findings += [
        _unknown(one["rule"], known, lines.text(one["rule"], lines.waiver(at)))
        for at, one in right.items()
        if one["rule"].upper() not in known
    ]
    return kept, findings


def _unknown(word: str, known: Sequence[str], span: Span) -> Finding:
    return Finding("CFG003", f"Unknown rule '{word}' in the settings.", span, suggestion(word, known))


def _in_waiver(error: ValidationError) -> bool:
    return len(error.absolute_path) > 1 and error.absolute_path[0] == _WAIVE


def _findings(error: ValidationError, lines: _Lines) -> Iterator[Finding]:
    path, wanted, value = list(error.absolute_path), _plain(error.validator_value), _plain(error.instance)
    after = lines.waiver(int(path[1])) if _in_waiver(error) else 0
    where = "a waiver" if _in_waiver(error) else "the settings"
    if error.validator == "additionalProperties":
        allowed = list(_plain(error.schema)["properties"])
        for key in sorted(set(value) - set(allowed)):
            message = f"Unknown key '{key}' in {where}."
            way = _TOP_LEVEL if key == "tool" else phrases.suggestion(key, allowed)
            yield Finding("CFG002", message, lines.key(key, after), way)
    elif error.validator == "required":
        missing = [key for key in wanted if key not in value]
        # jsonschema reports one error per missing key; the first is sufficient.
        if error.message.startswith(f"'{missing[0]}'"):
            message = f"Missing in {where}: {phrases.both(missing)}."
            yield Finding(
                "CFG002", message, lines.find(r"(\S.*\S)", after), "Add it: a waiver requires a rule and a reason."
            )
    else:
        key = next((step for step in reversed(path) if isinstance(step, str)), "")
        yield Finding("CFG002", _wrong(key, error), lines.key(key, after), _way(error))


def _plain(value: Any) -> Any:  # Any: jsonschema returns values of its own schemas
    return value


def _wrong(key: str, error: ValidationError) -> str:
    shown = phrases.short(error.instance)
    if error.validator == "enum":
        return f"{shown} is not a valid value for '{key}'."
    if error.validator != "type":
        return f"'{key}' is empty."
    whole = f"'{key}'" if _plain(error.absolute_path)[-1] == key else f"A value of '{key}'"
    return f"{whole} must be {_TYPES[_plain(error.validator_value)]}; it is {shown}."


def _way(error: ValidationError) -> str:
    if error.validator == "enum":
        return phrases.suggestion(str(error.instance), _plain(error.validator_value))
    if error.absolute_path[0] == _WAIVE and error.validator_value in ("array", "object"):
        return _WAIVERS
    examples = {"array": 'Write a list, such as ["OPR", "PAR130"].', "boolean": "Write true or false."}
    return examples.get(str(error.validator_value), "Write a string in quotes.")
