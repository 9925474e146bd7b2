"""Sandboxes for tests: one of ClickSend for the session, reset before each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectorkit.sandbox.server.server import Running, serve
from connectorkit.sandbox.shapes.document_types import Document
from tests.paths import CONNECTOR
from tests.sandbox.helpers import Api, spec_of


@pytest.fixture(scope="session")
def spec() -> Document:
    return spec_of(CONNECTOR)


@pytest.fixture(scope="session")
def running(spec: Document) -> Iterator[Running]:
    with serve(spec) as server:
        yield server


@pytest.fixture
def api(running: Running) -> Api:
    running.state.reset()
    return Api(running.root, running.url)
