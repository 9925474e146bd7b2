"""The command of the core tests."""

from tests.core.conftest import run as run
