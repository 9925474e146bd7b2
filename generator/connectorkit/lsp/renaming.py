"""Rename a type, an operation or a field in all files, or in none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.lsp import grammar
from connectorkit.lsp.cursor import Cursor
from connectorkit.lsp.names import FIELD, OPERATION, TYPE, Names, Use
from connectorkit.lsp.wire import Refused
from connectorkit.model.json_value import Json, Object
from connectorkit.read.yaml_document import Node
from connectorkit.write import yaml_text

_VALID: Final = {
    TYPE: (re.compile(r"[A-Za-z_][\w.-]*"), "letters, digits, '_', '-' and '.', and begins with a letter"),
    OPERATION: (re.compile(r"[A-Za-z_][\w-]*"), "letters, digits, '_' and '-', and begins with a letter"),
    FIELD: (
        re.compile(r"[A-Za-z_$@][\w$@-]*"),
        "letters, digits, '_', '-', '$' and '@', and does not begin with a digit",
    ),
}


def target(cursor: Cursor) -> Use:
    """The name at the cursor. Raises Refused if there is none, or if it cannot be renamed."""
    use = cursor.use()
    if use is None:
        raise Refused("This is not the name of a type, an operation or a field.")
    if not any(one.defines for one in cursor.names.same(use)):
        raise Refused(f"'{use.name}' is not defined in this source.")
    return use


def edits(cursor: Cursor, new: str) -> Object:
    """The edits in all files that rename the name at the cursor.

    Raises Refused if the new name is invalid or taken, if a file cannot be read, or if a check of the result reports
    new findings.
    """
    use = target(cursor)
    names = cursor.names
    if new == use.name:
        return {"changes": {}}
    _refuse_unreadable(names)
    _refuse_unknown_parts(cursor, use.name)
    _refuse_name(names, use, new)
    places = names.same(use)
    by_file: dict[str, list[Use]] = {}
    for one in places:
        by_file.setdefault(one.span.file, []).append(one)
    made = {file: _renamed(cursor, file, uses, new) for file, uses in by_file.items()}
    _refuse_faults(cursor, made, use, new)
    changes: Object = {}
    for file, uses in by_file.items():
        lines = cursor.workspace.lines(file)
        listed: list[Json] = [{"range": lines.span(one.span), "newText": new} for one in uses]
        changes[cursor.workspace.uri(file)] = listed
    return {"changes": changes}


def _refuse_unreadable(names: Names) -> None:
    broken = next((one for one in names.source.findings if one.id.startswith("YAML")), None)
    if broken is not None:
        place = f"{broken.span.file}:{broken.span.line}"
        raise Refused(f"Correct {place} first: the file cannot be read, so not every use of the name is known.")


def _refuse_unknown_parts(cursor: Cursor, name: str) -> None:
    """Raise Refused if a part that violates the format, and whose names are therefore unknown, contains the name."""
    source, written = cursor.source, cursor.written
    if source is None or written is None or source is written:
        return
    known = {span for root in source.roots for span in _spans(root)}
    word = re.compile(rf"(?<![\w$@-]){re.escape(name)}(?![\w$@-])")
    for span, text in (one for root in written.roots for one in _texts(root)):
        if span not in known and word.search(text):
            raise Refused(
                f"Correct {span.file}:{span.line} first: this part violates the format, so it is unknown whether it "
                f"uses '{name}'."
            )


def _spans(node: Node) -> Iterator[Span]:
    yield node.span
    for name, below in node.mapping.items():
        yield node.keys.get(name, node.span)
        yield from _spans(below)
    for below in node.sequence:
        yield from _spans(below)


def _texts(node: Node) -> Iterator[tuple[Span, str]]:
    """The texts of scalars and keys."""
    yield node.span, node.text
    for name, below in node.mapping.items():
        yield node.keys[name], name
        yield from _texts(below)
    for below in node.sequence:
        yield from _texts(below)


def _refuse_name(names: Names, use: Use, new: str) -> None:
    pattern, allowed = _VALID[use.kind]
    if not pattern.fullmatch(new) or not yaml_text.plain(new, True):
        raise Refused(
            f"'{new}' cannot be the name of a{'n' * (use.kind == OPERATION)} {use.kind}: a name consists of {allowed}."
        )
    if use.kind == TYPE and (new in names.source.types or new in grammar.TYPE_WORDS):
        raise Refused(f"The type '{new}' already exists.")
    if use.kind == OPERATION and new in names.operations:
        raise Refused(f"The operation '{new}' already exists.")
    if use.kind == FIELD and any(new in one for one in names.beside(use)):
        raise Refused(f"The field '{new}' already exists next to '{use.name}'.")


def _renamed(cursor: Cursor, file: str, uses: Iterable[Use], new: str) -> str:
    lines = cursor.workspace.lines(file)
    written = lines.text
    for one in sorted(uses, key=lambda use: use.span, reverse=True):
        start = lines.offset_at(one.span.line, one.span.column)
        end = lines.offset_at(one.span.end_line, one.span.end_column)
        if written[start:end] != one.name:
            place = f"{file}:{one.span.line}:{one.span.column}"
            raise Refused(f"'{one.name}' at {place} is written with escapes; write it without escapes first.")
        written = written[:start] + new + written[end:]
    return written


def _refuse_faults(cursor: Cursor, made: dict[str, str], use: Use, new: str) -> None:
    """Raise Refused if a check of the result reports findings that the current state does not have."""
    instead = {file: text.encode("utf-8", "surrogatepass") for file, text in made.items()}
    before = cursor.library.checked()
    try:
        after = cursor.library.trial(instead).findings
    except Unusable as error:
        raise Refused(f"The source could not be read with the new name: {error}") from None
    known = Counter(one.id for one in (before.findings if before is not None else ()))
    worse = [one for one in after if one.severity != "advice" and _is_new(one, known)]
    if worse:
        first = worse[0]
        where = f"{first.span.file}:{first.span.line}"
        raise Refused(f"'{use.name}' was not renamed to '{new}': {first.message} ({where})")


def _is_new(one: Finding, known: Counter[str]) -> bool:
    known[one.id] -= 1
    return known[one.id] < 0
