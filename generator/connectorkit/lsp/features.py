"""The results of a client's requests."""

from __future__ import annotations

import os

from connectorkit.diagnostics.finding import Span, Unusable
from connectorkit.lsp import actions, completion, hover, outline, renaming, wire
from connectorkit.lsp.cursor import Cursor, Known
from connectorkit.lsp.wire import Refused, at
from connectorkit.lsp.workspace import Workspace
from connectorkit.model.json_value import Json
from connectorkit.style import style


class Features:
    """The features of one session. ``resolves``: the client requests the edit of an action when it is chosen."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._known = workspace, Known()
        self.resolves = False

    def _cursor(self, params: Json) -> Cursor:
        return Cursor(self._workspace, self._known, params)

    def completion(self, params: Json) -> Json:
        """The completions at a position."""
        try:
            return {"isIncomplete": False, "items": completion.items(self._cursor(params))}
        except Refused:
            return None

    def hover(self, params: Json) -> Json:
        """The hover text at a position."""
        try:
            cursor = self._cursor(params)
            text, span = hover.shown(cursor)
        except Refused:
            return None
        if not text or span is None:
            return None
        return {"contents": {"kind": "markdown", "value": text}, "range": cursor.lines.span(span)}

    def definition(self, params: Json) -> Json:
        """The definitions of the name at a position."""
        cursor = self._cursor(params)
        if cursor.source is None:
            return None
        use = cursor.use()
        if use is not None:
            defined = [one for one in cursor.names.same(use) if one.defines]
            return [self._workspace.location(one.span) for one in defined]
        file = self._file(cursor)
        return self._workspace.location(Span(file, 1, 1, 1, 1)) if file else None

    def references(self, params: Json) -> Json:
        """The references to the name at a position."""
        cursor = self._cursor(params)
        if cursor.source is None:
            return None
        use = cursor.use()
        if use is None:
            return None
        whole = at(params, "context", "includeDeclaration") is True
        return [self._workspace.location(one.span) for one in cursor.names.same(use) if whole or not one.defines]

    def prepare_rename(self, params: Json) -> Json:
        """The name that a rename would change."""
        cursor = self._cursor(params)
        use = renaming.target(cursor)
        return {"range": cursor.lines.span(use.span), "placeholder": use.name}

    def rename(self, params: Json) -> Json:
        """The edits of a rename."""
        return renaming.edits(self._cursor(params), wire.text(params, "newName"))

    def code_actions(self, params: Json) -> Json:
        """The code actions for findings and for the schema at a position."""
        try:
            return actions.offered(self._cursor(params), params, not self.resolves)
        except Refused:
            return []

    def resolve_action(self, params: Json) -> Json:
        """An action with its edit."""
        return actions.resolved(self._cursor(at(params, "data")), params)

    def symbols(self, params: Json) -> Json:
        """The symbols of a file."""
        try:
            return outline.symbols(self._cursor(params))
        except Refused:
            return []

    def formatting(self, params: Json) -> Json:
        """The edits that format the file."""
        cursor = self._cursor(params)
        try:
            made = style.styled(cursor.path, cursor.lines.text.encode("utf-8", "surrogatepass"), cursor.concept)
        except Unusable as error:
            raise Refused(str(error)) from None
        if made.findings:
            first = made.findings[0]
            raise Refused(f"Line {first.span.line}: {first.message}")
        new = made.data.decode("utf-8", "surrogatepass")
        if new == cursor.lines.text:
            return []
        return [{"range": cursor.lines.range(0, len(cursor.lines.text)), "newText": new}]

    def _file(self, cursor: Cursor) -> str:
        """The file of the source that the text at the cursor names; "" if it names no file."""
        root = cursor.root()
        here = hover.entry(root, *cursor.place) if root is not None else None
        waiting = [here.node] if here is not None else []
        home = os.path.normpath(cursor.library.path)
        while waiting:
            node = waiting.pop()
            waiting += node.sequence
            span = node.span
            inside = (span.line, span.column) <= cursor.place <= (span.end_line, span.end_column)
            path = os.path.normpath(os.path.join(home, node.text)) if node.text and inside else ""
            # The text can be anything: if it is too long or contains a null character, it names no file.
            if path.startswith(home + os.sep) and os.path.isfile(path):
                return path
        return ""
