"""The cache of the user: bounded by bytes, for any number of entries."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from connectorkit.write import cache

DATA = b"x" * 35  # An entry of 100 bytes: a hash of 65 stands before it.


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path))
    return tmp_path / "kind"


def key(number: int) -> str:
    return cache.digest(str(number).encode()).hexdigest()


def held(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()}


def test_many_small_entries_stay(place: Path) -> None:
    for number in range(500):
        cache.save("kind", key(number), b"x" * 10, 50_000)
    assert all(cache.load("kind", key(number)) == b"x" * 10 for number in range(500))


def test_the_bytes_are_bounded(place: Path) -> None:
    for number in range(300):
        cache.save("kind", key(number), DATA, 10_000)
        assert cache.load("kind", key(number)) == DATA
    assert 8_000 <= sum(path.stat().st_size for path in place.iterdir()) <= 10_000
    cache.save("kind", key(1000), b"x" * 10_001, 10_000)
    assert cache.load("kind", key(1000)) is None and len(held(place)) > 50


def test_a_run_over_more_than_fits_finds_most_of_it_again(place: Path) -> None:
    def found() -> int:
        """One run over 110 sources, where 100 fit."""
        hits = 0
        for number in range(110):
            if cache.load("kind", key(number)) is not None:
                hits += 1
            else:
                cache.save("kind", key(number), DATA, 10_000)
        return hits

    assert found() == 0
    assert min(found() for _ in range(3)) >= 60


def test_what_was_not_used_for_long_goes_first(place: Path) -> None:
    for number in range(100):
        cache.save("kind", key(number), DATA, 10_000)
    for number in range(50):
        os.utime(place / key(number), (0, 0))
    assert cache.load("kind", key(7)) is not None  # It counts as used now.
    assert time.time() - (place / key(7)).stat().st_mtime < 60
    cache.save("kind", key(100), DATA, 10_000)
    gone = {key(number) for number in range(101)} - held(place)
    assert gone and gone <= {key(number) for number in range(50)} - {key(7)}


def test_what_another_process_saved_is_counted_now_and_then(place: Path) -> None:
    cache.save("kind", key(0), DATA, 10_000)
    for number in range(1, 300):
        (place / key(number)).write_bytes(b"x" * 100)
    for number in range(300, 340):
        cache.save("kind", key(number), DATA, 10_000)
    assert sum(path.stat().st_size for path in place.iterdir()) <= 10_000


def test_processes_that_save_once_keep_the_bytes_bounded(place: Path) -> None:
    for number in range(1000):
        cache._sizes.clear()  # Each is a separate process.
        cache.save("kind", key(number), DATA, 10_000)
    assert sum(path.stat().st_size for path in place.iterdir()) <= 20_000


@pytest.mark.part(1)
@pytest.mark.parametrize("wrong", [b"", b"[]", b"x" * 64, b"x" * 65, b"x" * 500])
def test_what_is_not_as_it_was_saved_is_none(place: Path, wrong: bytes) -> None:
    for data in (b"", b"many bytes"):
        cache.save("kind", key(0), data)
        whole = (place / key(0)).read_bytes()
        assert cache.load("kind", key(0)) == data
        for cut in (wrong, whole[:-1], whole + b" ", whole.replace(b"many", b"more") if data else b"\0" * 65):
            (place / key(0)).write_bytes(cut)
            assert cache.load("kind", key(0)) is None


def test_an_entry_of_another_key_or_kind_is_none(place: Path) -> None:
    cache.save("kind", key(0), DATA)
    (place / key(0)).rename(place / key(1))
    assert cache.load("kind", key(1)) is None
    cache.save("kind", key(0), DATA)
    assert cache.folder("other") is not None
    (place / key(0)).rename(place.with_name("other") / key(0))
    assert cache.load("other", key(0)) is None


@pytest.mark.skipif(os.name != "posix", reason="pipes have names")
def test_what_is_no_file_is_no_entry(place: Path) -> None:
    assert cache.folder("kind") is not None
    os.mkfifo(place / key(0))
    (place / key(1)).mkdir()
    assert cache.load("kind", key(0)) is None and cache.load("kind", key(1)) is None
    cache.save("kind", key(1), DATA)
    assert held(place) == {key(0), key(1)}


def test_a_link_is_no_cache(place: Path, tmp_path: Path) -> None:
    """Files of the user that it leads to would be removed where there are too many."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter").write_text("Dear", encoding="utf-8")
    place.symlink_to(mine)
    assert cache.folder("kind") is None
    cache.save("kind", key(0), DATA, 1_000)
    assert held(mine) == {"letter"}


def test_a_file_is_no_cache(place: Path) -> None:
    place.write_text("Mine.", encoding="utf-8")
    assert cache.folder("kind") is None and cache.load("kind", key(0)) is None
    cache.save("kind", key(0), DATA)
    assert place.read_text(encoding="utf-8") == "Mine."
