"""Unfaithful servers are caught, and the failure names the operation and the place.

A sample of all mutants is tried, with each kind of deviation and each operation; it is larger with ``--complete``.
``python -m tests.contract.measure SOURCE`` tries all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.contract.measure import Bench, bench, built
from tests.contract.mutants import Mutant
from tests.contract.proxy import Mutation
from tests.paths import CONNECTOR
from tests.sampling import sampled
from tests.sandbox.helpers import tiny

# One row for each operation, so that several processes can share the work.
CLICKSEND = [
    "create_list",
    "create_list_contact",
    "delete_list",
    "delete_list_contact",
    "delete_sms_inbound_automation",
    "get_contact_lists",
    "get_countries",
    "get_return_addresses",
    "get_voice_languages",
    "search_contact_list",
    "send_fax",
    "send_letter",
    "send_mms",
    "send_postcard",
    "send_voice",
    "sms_inbound_automation",
    "sms_send",
    "upload_media",
    "view_list_contacts",
]
SHOP = ["add_order", "drop_hook", "drop_order", "find_orders", "order_added"]


# The share of all mutants that make test-all tries; `python -m tests.contract.measure SOURCE` tries each.
COMPLETE = 0.06


@pytest.fixture(scope="module")
def clicksend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench(built(CONNECTOR, tmp_path_factory.mktemp("clicksend"))) as made:
        yield made


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("shop")
    with bench(built(tiny(folder / "source"), folder)) as made:
        yield made


@pytest.fixture(scope="module")
def mutants_of_clicksend(clicksend: Bench, complete: bool) -> list[Mutant]:
    return chosen(clicksend, complete, 0.01)


@pytest.fixture(scope="module")
def mutants_of_shop(shop: Bench, complete: bool) -> list[Mutant]:
    # One of each operation, but not of each kind: the larger connector's part has these.
    return chosen(shop, complete, 0, operation_of)


def way(mutant: Mutant) -> str:
    """A kind of mutant, regardless of its status or bound."""
    return re.sub(r"\d+ ?", "", mutant.kind)


def way_and_operation(mutant: Mutant) -> tuple[str, str]:
    return way(mutant), mutant.operation


def operation_of(mutant: Mutant) -> tuple[str]:
    return (mutant.operation,)


def chosen(
    made: Bench, complete: bool, share: float, features: Callable[[Mutant], tuple[str, ...]] = way_and_operation
) -> list[Mutant]:
    """The mutants to try: the same in each process."""
    everything = list(made.mutants())
    return sampled(everything, COMPLETE if complete else share, "mutants", way_and_operation if complete else features)


def missed(made: Bench, mutants: list[Mutant], operation: str) -> list[str]:
    """The mutants of an operation that are not caught."""
    tried = [one for one in mutants if one.operation == operation]
    assert tried
    return [str(one) for one in tried if not made.caught(one)[0]]


@pytest.mark.part(0)
@pytest.mark.parametrize("which", ["clicksend", "shop"])
def test_true_sandbox_passes_behind_the_proxy(which: str, request: pytest.FixtureRequest) -> None:
    made: Bench = request.getfixturevalue(which)
    status, text = made.verdict(Mutation(), sorted(made.files.values()))
    assert status == 0, text


@pytest.mark.parametrize("operation", CLICKSEND)
def test_mutants_of_clicksend_are_caught(clicksend: Bench, mutants_of_clicksend: list[Mutant], operation: str) -> None:
    assert missed(clicksend, mutants_of_clicksend, operation) == []


@pytest.mark.parametrize("operation", SHOP)
def test_mutants_of_a_small_connector_are_caught(shop: Bench, mutants_of_shop: list[Mutant], operation: str) -> None:
    assert missed(shop, mutants_of_shop, operation) == []


def test_rows_are_all_operations_and_a_sample_has_each_way(clicksend: Bench, shop: Bench) -> None:
    assert (sorted(clicksend.files), sorted(shop.files)) == (CLICKSEND, SHOP)
    everything, few = list(clicksend.mutants()), chosen(clicksend, False, 0)
    assert {way(one) for one in few} == {way(one) for one in everything}
    assert {one.operation for one in few} == set(CLICKSEND)


def test_all_paths_and_operations_have_mutants(clicksend: Bench) -> None:
    everything = {(one.kind, one.operation, one.place) for one in clicksend.mutants()}
    for module in clicksend.modules.values():
        for path in getattr(module, "RESPONSE", {}):
            assert {("drop", module.OPERATION, path), ("rename", module.OPERATION, path)} <= everything
        for path in getattr(module, "EVENT", {}):
            assert {("event drop", module.OPERATION, path), ("event retype", module.OPERATION, path)} <= everything
