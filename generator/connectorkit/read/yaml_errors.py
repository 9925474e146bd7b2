"""Messages for YAML syntax errors that name the usual cause."""

from __future__ import annotations

import yaml

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model.patterns import lazy

_LOOK = "Check the indentation, quotes and colons on this line and the line above."
_COLON = "Quote the value if it contains ': ', or align the key with the keys above."
# Part of the parser's message -> our message, suggestion.
_CAUSES = (
    ("mapping values are not allowed", "':' is not allowed here", _COLON),
    ("did not find expected key", "expected a key", _LOOK),
    ("did not find expected ','", "a bracket or brace is not closed", "Check the commas and closing brackets."),
    ("did not find expected '-'", "expected a list item", _LOOK),
    ("could not find expected ':'", "expected ':' after a key", "Write `key: value`, with a space after the colon."),
    ("unexpected end of stream", "a quote is not closed", "Add the closing quote."),
    ("a single document", "the file contains more than one document", "Remove the line '---' and everything after it."),
    ("block sequence entries", "a list item cannot start here", "Write '- ' on a separate line, below the key."),
    ("unknown escape", "unknown escape in double quotes", "Use single quotes, where a backslash is literal."),
    ("undefined alias", "an alias names no anchor", "Quote a value that starts with *, or define the anchor (&)."),
    ("cannot start any token", "a value cannot start with this character", "Quote the value."),
)

# A word of the format for a list: its brackets begin another list where it is between braces.
_LIST_WORD = lazy(r"([\w.$@-]+)(?:\[\])+")


def finding(name: str, text: str, error: yaml.MarkedYAMLError) -> Finding:
    """The finding about a file that the parser cannot read; ``text`` is its whole content."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = f"{error.problem or ''} {error.context or ''}"
    plain = ((error.problem or error.context or "unreadable").rstrip("."), _LOOK)
    cause, way = next(((cause, way) for part, cause, way in _CAUSES if part in said), plain)
    lines = text.split("\n")
    listed = _list_word(lines[line - 1], column) if "did not find expected ','" in said and line <= len(lines) else ""
    if listed:
        cause, way = f"'{listed}' must be quoted in braces", f'Write "{listed}", with quotes.'
    for number in (line, line - 1):
        shown = lines[number - 1] if 0 < number <= len(lines) else ""
        tab = shown[: len(shown) - len(shown.lstrip())].find("\t")
        if tab >= 0:
            line, column = number, tab + 1
            cause, way = "tabs cannot be used for indentation", "Replace the tab with spaces."
            break
    return Finding("YAML001", f"Invalid YAML: {cause}.", Span(name, line, column, line, column + 1), way)


def _list_word(line: str, column: int) -> str:
    """The word with brackets, such as `string[]`, whose first bracket is at a column, counted from 1; "" for none."""
    found = (one for one in _LIST_WORD.finditer(line) if one.end(1) == column - 1)
    return next((one[0] for one in found), "")
