"""The contract tests from the cache if their inputs are unchanged, since two sandboxes run to render them."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from typing import Final, cast

from connectorkit.model import content
from connectorkit.model.connector import Connector, Event, Operation, Parameter, Response
from connectorkit.model.json_value import Json
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.render.templates import Templates
from connectorkit.write import memo

# Texts for people that no request or response depends on. Texts of schemas are not included: which schemas are equal
# determines the classes of the client, which the tests use.
TEXTS: Final = {
    Connector: frozenset(("description", "intro", "prerequisites", "credentials_help", "known_issues", "frames")),
    Operation: frozenset(("description",)),
    Parameter: frozenset(("description",)),
    Response: frozenset(("description",)),
    Event: frozenset(("description",)),
}


def render(connector: Connector, templates: Templates, kept: Kept = NOTHING) -> dict[str, bytes]:
    """Like :func:`connectorkit.render.contract_tests.suite.render`."""

    def make() -> dict[str, bytes]:
        from connectorkit.render.contract_tests import suite  # It loads the sandbox; a cached suite does not need it.

        return suite.render(connector, templates, kept)

    if kept is not NOTHING:  # Its parts are cached, so the suite as a whole need not be.
        return make()
    return memo.once("suites", _parts(connector, templates), make, _packed, _unpacked)


def _parts(connector: Connector, templates: Templates) -> Iterator[object]:
    """The inputs of the suite; evaluated only if there is a cache."""
    # Version 2 encodes equal values identically, in a quarter of the time of repr.
    yield marshal.dumps(content.of(connector, TEXTS), 2)
    yield memo.below(templates.overrides)


def _packed(files: dict[str, bytes]) -> Json:
    return {name: data.decode() for name, data in files.items()}


def _unpacked(packed: Json) -> dict[str, bytes]:
    """The files from a cache entry; its key covers the toolkit, so its format is known."""
    return {name: text.encode() for name, text in cast("dict[str, str]", packed).items()}
