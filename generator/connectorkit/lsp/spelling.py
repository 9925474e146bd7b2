"""The correction of a misspelt name: the suggestion of a finding as a text edit."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from connectorkit.diagnostics.finding import Change, Finding, Unusable
from connectorkit.lsp.cursor import Cursor
from connectorkit.lsp.wire import Refused

_SUGGESTED: Final = re.compile(r"Did you mean (['`])(?P<right>[^'`\n]+)\1\?")
_QUOTED: Final = re.compile(r"(['`])(?P<word>[^'`\n]+)\1")


class Correction(NamedTuple):
    """The misspelt word, the word that was probably meant, and the change."""

    wrong: str
    right: str
    change: Change


def of(cursor: Cursor, finding: Finding) -> Correction | None:
    """The correction that a finding suggests; None if it suggests none, or if its span has a different text.

    The span of a finding can contain more than the name, such as the brackets of a list or quotes, so only the word
    that the message quotes is replaced, and only if it occurs once.
    """
    said = _SUGGESTED.search(finding.help)
    span = finding.span
    if said is None or span.line != span.end_line:
        return None
    lines = cursor.workspace.lines(span.file)
    written = lines.text[lines.offset_at(span.line, span.column) : lines.offset_at(span.end_line, span.end_column)]
    for quoted in _QUOTED.finditer(finding.message):
        wrong, right = quoted["word"], said["right"]
        if written.count(wrong) == 1 and wrong != right:
            return Correction(wrong, right, Change(span, written.replace(wrong, right)))
    return None


def proved(cursor: Cursor, finding: Finding) -> Change:
    """The change of a correction. Raises Refused if the finding remains, or the file can no longer be read."""
    from connectorkit.edit import files

    found = of(cursor, finding)
    if found is None:
        raise Refused("The name cannot be corrected here; correct it by hand.")
    file = found.change.span.file
    new = files.changed(file, cursor.workspace.lines(file).text, [found.change])
    if new is None:
        raise Refused("The name cannot be corrected here; correct it by hand.")
    try:
        after = cursor.library.trial({file: new.encode("utf-8", "surrogatepass")})
    except Unusable as error:
        raise Refused(str(error)) from None
    start = (finding.span.line, finding.span.column)
    if any(one.id == finding.id and (one.span.line, one.span.column) == start for one in after.findings):
        raise Refused(f"'{found.right}' causes the same finding, so the name was not changed.")
    return found.change
