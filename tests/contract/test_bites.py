"""Unfaithful servers are caught, and the failure names the operation and the place: a sample of all mutants.

``python -m tests.contract.measure SOURCE`` tries them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.contract.measure import Bench, bench, built, sampled
from tests.contract.proxy import Mutation
from tests.paths import CONNECTOR
from tests.sandbox.helpers import tiny

SEED = 20260725


@pytest.fixture(scope="module")
def clicksend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench(built(CONNECTOR, tmp_path_factory.mktemp("clicksend"))) as made:
        yield made


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("shop")
    with bench(built(tiny(folder / "source"), folder)) as made:
        yield made


def missed(made: Bench, number: int) -> list[str]:
    """The sampled mutants that are not caught."""
    return [str(one) for one in sampled(list(made.mutants()), number, SEED) if not made.caught(one)[0]]


def test_true_sandbox_passes_behind_the_proxy(clicksend: Bench, shop: Bench) -> None:
    for made in (clicksend, shop):
        status, text = made.verdict(Mutation(), sorted(made.files.values()))
        assert status == 0, text


def test_mutants_of_clicksend_are_caught(clicksend: Bench) -> None:
    assert missed(clicksend, 90) == []


def test_mutants_of_a_small_connector_are_caught(shop: Bench) -> None:
    assert missed(shop, 60) == []


def test_sample_has_each_kind_and_each_operation(clicksend: Bench) -> None:
    everything = list(clicksend.mutants())
    kinds = Counter(one.kind for one in sampled(everything, 90, SEED))
    assert kinds.keys() == {one.kind for one in everything}
    assert {one.operation for one in sampled(everything, 90, SEED)} == set(clicksend.files)


def test_all_paths_and_operations_have_mutants(clicksend: Bench) -> None:
    everything = {(one.kind, one.operation, one.place) for one in clicksend.mutants()}
    for module in clicksend.modules.values():
        for path in getattr(module, "RESPONSE", {}):
            assert {("drop", module.OPERATION, path), ("rename", module.OPERATION, path)} <= everything
        for path in getattr(module, "EVENT", {}):
            assert {("event drop", module.OPERATION, path), ("event retype", module.OPERATION, path)} <= everything
