"""`connectorkit lsp`: the language server, for editors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

import click

from connectorkit.cli import selection, settings
from connectorkit.diagnostics.finding import Finding, Unusable


@click.command()
@click.option("--stdio", is_flag=True, hidden=True, help="Editors pass it; there is no other way.")
def lsp(stdio: bool) -> None:
    """Run the language server for an editor, over standard input and output.

    It provides findings while you type, completion, hover, definitions, references, rename, code actions, symbols and
    formatting. Your editor starts it; docs/guide/editors.md describes how. The log is written to standard error.
    """
    from connectorkit.lsp.server import Server

    sent = sys.stdout.buffer
    sys.stdout = sys.stderr  # Accidental prints must not corrupt the protocol.
    status = Server(sys.stdin.buffer, sent, _settings).run()
    sys.stderr.flush()
    os._exit(status)  # A thread may still wait for input, and the interpreter would wait for the thread.


def _settings(source: str) -> tuple[str, Callable[[list[Finding]], list[Finding]], Sequence[str]]:
    """The profile of a source, a function that selects its findings, and the files on which these depend."""
    try:
        chosen, _ = settings.of(source, settings.Given())
    except Unusable:
        return "", list, ()
    return chosen.profile, partial(selection.by_settings, source), (chosen.file,) if chosen.file else ()
