"""The command of the core tests."""

from tests.conftest import run as run
