"""The contract tests from the cache, where nothing changed that they are made of: two sandboxes run for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from connectorkit.model import content
from connectorkit.model.connector import Connector, Event, Operation, Parameter, Response
from connectorkit.model.json_value import Json
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.render.templates import Templates
from connectorkit.write import memo

# What people read of a connector, and no request or response depends on. The texts of schemas are not among them:
# which schemas are alike decides on classes of the client, which the tests use.
TEXTS: Final = {
    Connector: frozenset(("description", "intro", "prerequisites", "credentials_help", "known_issues", "frames")),
    Operation: frozenset(("description",)),
    Parameter: frozenset(("description",)),
    Response: frozenset(("description",)),
    Event: frozenset(("description",)),
}


def render(connector: Connector, templates: Templates, kept: Kept = NOTHING) -> dict[str, bytes]:
    """The same as :func:`connectorkit.render.contract_tests.suite.render`."""

    def make() -> dict[str, bytes]:
        from connectorkit.render.contract_tests import suite  # It loads the sandbox, which a kept suite does not need.

        return suite.render(connector, templates, kept)

    if kept is not NOTHING:  # Its parts are kept, so that the whole need not be looked for.
        return make()
    return memo.once("suites", _parts(connector, templates), make, _packed, _unpacked)


def _parts(connector: Connector, templates: Templates) -> Iterator[object]:
    """What the suite is made of; looked at only where there is a cache."""
    yield content.of(connector, TEXTS)
    yield memo.below(templates.overrides)


def _packed(files: dict[str, bytes]) -> Json:
    return {name: data.decode() for name, data in files.items()}


def _unpacked(packed: Json) -> dict[str, bytes]:
    """The reverse of what was kept; the key covers the toolkit, so it has its form."""
    return {name: text.encode() for name, text in cast("dict[str, str]", packed).items()}
