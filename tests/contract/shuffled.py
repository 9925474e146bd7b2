"""A pytest plugin that shuffles the tests with the seed SHUFFLE_SEED of the environment."""

from __future__ import annotations

import os
import random

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    random.Random(os.environ["SHUFFLE_SEED"]).shuffle(items)
