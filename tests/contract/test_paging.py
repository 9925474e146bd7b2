"""The generated tests of pages of every kind pass against the sandbox, and catch servers that page otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.contract.measure import Bench, bench, built
from tests.contract.mutants import Mutant
from tests.contract.proxy import Mutation, Sent
from tests.contract.suites import outcome
from tests.paging_source import LISTS, written

PAGING = ("input ignored", "size ignored", "never ends", "ends early", "link elsewhere", "record hidden", "page again")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("books")
    with bench(built(written(folder / "source"), folder)) as made:
        yield made


@pytest.fixture(scope="module")
def mutants(books: Bench) -> list[Mutant]:
    return [one for one in books.mutants() if one.kind in PAGING]


def test_the_true_sandbox_passes_behind_a_proxy(books: Bench) -> None:
    status, text = books.verdict(Mutation(), sorted(books.files.values()))
    assert status == 0, text


@pytest.mark.part(0.2)
@pytest.mark.parametrize("operation", LISTS)
def test_other_paging_is_caught(books: Bench, mutants: list[Mutant], operation: str) -> None:
    tried = [one for one in mutants if one.operation == operation]
    assert len(tried) >= 2
    assert [str(one) for one in tried if not books.caught(one)[0]] == []


@pytest.mark.part(0.3)
@pytest.mark.parametrize("fewer", [lambda size: size - 1, lambda size: (size + 1) // 2, lambda size: 1])
def test_a_server_may_return_fewer_than_asked(books: Bench, fewer: Callable[[int], int]) -> None:
    def call(sent: Sent) -> Sent:
        query = {name: [str(fewer(int(one[0])))] if name == "limit" else one for name, one in sent.query.items()}
        return replace(sent, query=query)

    books.proxy.mutation = Mutation("pointed", call=call)
    status, text = outcome(books.suite, "--base-url", books.proxy.url, "--full", "-k", "test_pages and pointed")
    assert status == 0, text


def test_each_way_is_tried(mutants: list[Mutant]) -> None:
    assert {one.kind for one in mutants} == set(PAGING)
