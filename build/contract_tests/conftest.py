"""The set-up of the contract tests of ClickSend SMS: options, the target and the last table."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectorkit.contract import pytest_plugin
from connectorkit.contract.pytest_plugin import (
    clients,
    contract,
    note,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_runtest_protocol,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)

__all__ = [
    "clients",
    "contract",
    "note",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_runtest_protocol",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_testnodedown",
]


def pytest_configure(config: pytest.Config) -> None:
    """Read the file next to this one that describes what the sandbox serves."""
    pytest_plugin.configure(config, Path(__file__).parent)
